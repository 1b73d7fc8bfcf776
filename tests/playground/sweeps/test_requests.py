import shlex
from urllib.parse import parse_qs

import pytest

from playground import links
from playground.checkout import faults
from playground.experiments import plan
from playground.headless.request import Words
from playground.headless.request import read as read_command
from playground.jobs.cost import costs_of
from playground.jobs.limits import Limits
from playground.knobs import Settings
from playground.runs import Change
from playground.scenarios.catalogue import all_scenarios, load
from playground.sweeps.command import command
from playground.sweeps.outcomes import OUTCOMES
from playground.sweeps.request import read
from playground.sweeps.sweep import of_each


def asked(slug="double-charge", **fields):
    return read(load(slug), {name: [text] if isinstance(text, str) else text for name, text in fields.items()})


def varied(sweep):
    return [[plan.recipe.knobs[axis.knob] for axis in sweep.axes] for plan in sweep.plans()]


@pytest.mark.parametrize("scenario", all_scenarios(), ids=lambda scenario: scenario.slug)
def test_every_scenario_proposes_a_sweep_that_can_be_run(scenario):
    proposed = read(scenario, {})
    assert not proposed.errors
    assert len(proposed.sweep.plans()) == proposed.sweep.total >= 40
    assert sum(costs_of(proposed.sweep.plans(), Limits())) < 15_000_000, "nobody waits longer for a proposal"


def test_all_combinations_of_a_seed_come_before_the_next_seed():
    sweep = asked(x="retry.max_attempts", xs="2,3", y="idempotency.enabled", ys="off,on", seeds="2").sweep
    assert varied(sweep)[:4] == [[2, False], [3, False], [2, True], [3, True]]
    assert [plan.recipe.seed for plan in sweep.plans()] == [1, 1, 1, 1, 2, 2, 2, 2]
    assert list(of_each(sweep, range(8))) == [[0, 4], [1, 5], [2, 6], [3, 7]]


def test_a_place_is_one_of_the_plans():
    sweep = asked(x="retry.max_attempts", xs="2,3,4", seeds="3").sweep
    assert [sweep.plan(place) for place in range(sweep.total)] == sweep.plans()
    assert [sweep.seed(place) for place in range(sweep.total)] == [plan.recipe.seed for plan in sweep.plans()]


def test_a_pattern_whose_knob_is_varied_is_switched_on_and_that_is_said():
    one = asked(x="retry.max_attempts", xs="2,3")
    assert one.switched_on == ("retry.enabled",)
    assert all(plan.recipe.knobs["retry.enabled"] for plan in one.sweep.plans())
    both = asked(x="retry.max_attempts", xs="2,3", y="retry.enabled", ys="off,on")
    assert both.switched_on == ()
    assert asked("retry-storm", x="retry.max_attempts", xs="2,3").switched_on == ()


def test_a_shared_run_is_varied_as_it_is():
    recipe = load("double-charge").recipe(99)
    struck = Change(at=50.0, strike=(faults.parse("payment.error"),))
    recipe = plan(load("double-charge"), 99, 60, knobs={"timeout.attempt_s": 0.7}, changes=[struck]).recipe
    sweep = asked(recipe=links.write(recipe), x="retry.max_attempts", xs="2,3", seeds="1").sweep
    assert all(plan.recipe.knobs["timeout.attempt_s"] == 0.7 for plan in sweep.plans())
    assert all(plan.recipe.changes[0].strike == struck.strike for plan in sweep.plans())
    assert sweep.duration_s == 60


def test_settings_and_faults_of_the_address_are_varied_as_well():
    more = {"traffic.rate": "11", "fault": "payment.error:probability=0.5"}
    recipe = asked(x="retry.max_attempts", xs="2,3", **more).sweep.plans()[0].recipe
    assert recipe.knobs["traffic.rate"] == 11
    assert [fault.name for fault in recipe.faults] == ["payment.response_lost", "payment.error"]


def test_an_address_says_the_same_sweep_again():
    more = {"traffic.rate": "9"}
    first = asked(x="retry.max_attempts", xs="1..3", y="payment.queue", seeds="4", measure="p99", **more)
    again = read(load("double-charge"), parse_qs(first.query, keep_blank_values=True))
    assert (again.sweep, again.measure, again.query) == (first.sweep, "p99", first.query)


def test_the_measure_is_no_part_of_what_is_run():
    assert asked(measure="p99").sweep.key == asked(measure="ghosts").sweep.key
    assert asked(seeds="3").sweep.key != asked(seeds="4").sweep.key


def test_no_second_knob_stays_none():
    assert len(asked().sweep.axes) == 2
    assert len(asked(x="retry.max_attempts", y="").sweep.axes) == 1


@pytest.mark.parametrize(
    ("fields", "field", "complaint"),
    [
        ({"x": "retry.nothing"}, "x", "There is no control 'retry.nothing'"),
        ({"x": "retry.max_attempts", "y": "retry.max_attempts"}, "y", "varied already"),
        ({"x": "retry.max_attempts", "xs": "1"}, "xs", "at least two values"),
        ({"x": "retry.max_attempts", "y": "payment.workers", "ys": "1..9"}, "ys", "9 values are more than the 6"),
        ({"seeds": "0"}, "seeds", "from 1 to 200"),
        ({"seeds": "many"}, "seeds", "from 1 to 200"),
        ({"seeds": "²"}, "seeds", "from 1 to 200"),
        ({"duration": "0"}, "duration", "from 1 to 600"),
        ({"duration": "nan"}, "duration", "from 1 to 600"),
        ({"recipe": "nonsense"}, "form", "not a whole link"),
        ({"traffic.rate": "-1"}, "form", "takes a number from 0"),
        ({"x": "payment.workers", "xs": "5, unlimited", "fault": "payment.capacity:factor=0.5"}, "form", "unlimited"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(fields, field, complaint):
    result = asked(**fields)
    assert result.sweep is None
    assert complaint in result.errors[field]


def words_of(line):
    """A command line as the `experiment` command reads it."""
    options = {"--set": "settings", "--vary": "varied", "--fault": "faults", "--at": "changes"}
    single = {"--seeds": "seeds", "--duration": "duration", "--jobs": "jobs"}
    _, _, _, scenario, *rest = shlex.split(line)
    many = {name: [] for name in options.values()}
    one = {}
    for option, value in zip(rest[::2], rest[1::2], strict=True):
        if option in options:
            many[options[option]].append(value)
        elif option in single:
            one[single[option]] = value
    return Words(scenario=scenario, **many, **one)


@pytest.mark.parametrize(
    ("slug", "fields"),
    [
        *((scenario.slug, {}) for scenario in all_scenarios()),
        ("double-charge", {"x": "retry.layers", "xs": "customer, customer+gateway", "traffic.rate": "9.5"}),
        ("sandbox", {"x": "payment.workers", "xs": "1, unlimited", "fault": "payment.slow_tail:factor=3,start=2"}),
    ],
    ids=str,
)
def test_the_command_runs_the_very_same_runs(slug, fields):
    sweep = asked(slug, **fields).sweep
    line = command(sweep, OUTCOMES["p99"])
    plans = read_command(words_of(line)).plans
    assert sorted(plan.recipe.seed for plan in plans) == sorted(plan.recipe.seed for plan in sweep.plans())
    assert {repr(_settled(plan)) for plan in plans} == {repr(_settled(plan)) for plan in sweep.plans()}


def _settled(plan):
    """What counts: every setting in force, however it came about."""
    recipe = plan.recipe
    return dict(Settings(recipe.knobs)), recipe.faults, recipe.changes, recipe.ends_at, recipe.seed, plan.duration_s


def test_changes_of_knobs_on_the_way_can_be_commanded_but_strikes_cannot():
    scenario = load("double-charge")
    turned = plan(scenario, 1, 60, changes=[Change(at=9.5, knobs={"retry.enabled": True})]).recipe
    struck = plan(scenario, 1, 60, changes=[Change(at=9.5, strike=(faults.parse("payment.error"),))]).recipe
    assert "--at 9.5:retry.enabled=on" in command(asked(recipe=links.write(turned)).sweep, OUTCOMES["p99"])
    assert command(asked(recipe=links.write(struck)).sweep, OUTCOMES["p99"]) is None
