"""An address may ask for a certain run; what it cannot mean is refused in words."""

import pytest

from playground import addresses, links
from playground.addresses import AddressError
from playground.scenarios.catalogue import load

SCENARIO = load("double-charge")


def read(**parameters):
    given = {
        name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in parameters.items()
    }
    return addresses.read(SCENARIO, given, fresh_seed=42)


def test_a_plain_address_asks_for_any_run():
    asked = read()
    assert asked.recipe is None
    assert asked.controls == SCENARIO.controls
    assert asked.settings(SCENARIO)["traffic.rate"] == 40


def test_a_seed_makes_it_a_certain_run():
    assert read(seed="7").recipe == SCENARIO.recipe(7)


def test_settings_differ_from_the_scenarios():
    asked = read(retry__enabled="on", checkout__workers="unlimited")
    assert asked.recipe.seed == 42
    assert asked.recipe.knobs == SCENARIO.knobs | {"retry.enabled": True, "checkout.workers": None}
    assert asked.settings(SCENARIO)["retry.enabled"]


def test_of_several_values_the_last_counts_as_in_a_form():
    assert read(retry__enabled=["off", "on"]).recipe.knobs["retry.enabled"] is True


def test_faults_are_added_and_replace_those_of_the_same_name():
    asked = read(fault=["payment.response_lost:probability=0.5", "orders.error"])
    assert [(fault.name, fault.probability) for fault in asked.recipe.faults] == [
        ("payment.response_lost", 0.5),
        ("orders.error", 1.0),
    ]


def test_a_shared_run_comes_with_its_instant():
    recipe = SCENARIO.recipe(9)
    asked = read(recipe=links.write(recipe), t="43.6")
    assert (asked.recipe, asked.t) == (recipe, 43.6)


def test_controls_can_be_put_forward():
    assert read(controls="retry.enabled, traffic.rate").controls == ("retry.enabled", "traffic.rate")


def test_what_has_no_meaning_here_is_let_be():
    assert read(utm_source="newsletter").recipe is None


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"retry__wobble": "1"}, "retry.wobble"),
        ({"retry__max_attempts": "0"}, "Max attempts"),
        ({"retry__enabled": "perhaps"}, "on or off"),
        ({"fault": "payment.flood"}, "flood"),
        ({"fault": "nonsense"}, "SERVICE.KIND"),
        ({"seed": "-1"}, "A seed is"),
        ({"seed": "9" * 400}, "A seed is"),
        ({"seed": "٣"}, "A seed is"),
        ({"t": "soon"}, "An instant is"),
        ({"t": "nan"}, "An instant is"),
        ({"controls": "a.b"}, "a.b"),
        ({"controls": ",".join(["traffic.rate"] * 6)}, "At most 5"),
        ({"recipe": "1.x.y"}, "check sum|characters"),
        ({"recipe": links.write(load("sandbox").recipe(1))}, "another scenario"),
        ({"payment__workers": "unlimited", "fault": "payment.capacity:factor=0.5"}, "Payment: workers"),
    ],
)
def test_what_an_address_cannot_mean_is_refused_in_words(parameters, words):
    with pytest.raises(AddressError, match=words):
        read(**parameters)
