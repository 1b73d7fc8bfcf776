"""The real quiz: complete, linked, and right by the model that it is about."""

import re
from collections import Counter
from itertools import chain

import msgspec
import pytest

from lesson.practice import links
from lesson.practice.quiz import marking, runs
from lesson.practice.quiz.facts import true_fact
from lesson.practice.quiz.loader import parts, read_targets, run_specs
from lesson.practice.quiz.schema import KINDS, Multiple, Numeric, Ordering, TraceItem
from lesson.reading.shelf import lessons
from playground.experiments import run_one
from playground.formulas import Formula

LESSON = lessons()["fault-tolerance"]
BY_ARITHMETIC = {
    "number-double-charges": 20,  # q
    "number-ghosts-with-key": 12.5,  # q³
    "number-attempts-in-polly": 4,
    "number-time-to-give-up": 3 * 1 + 0.2 + 0.4,
    "number-retry-budget": 1.1,
    "number-three-layers": 3**3,
    "number-workers-held": 40 * 0.25,
    "number-misordered": 2 * 4,
    "number-slow-pages": 100 * (1 - 0.9**10),
}


def test_there_are_enough_and_of_every_kind(quiz):
    kinds = Counter(type(item) for item in quiz.items)
    assert len(quiz.items) >= 30
    assert set(kinds) == set(KINDS.values())
    assert min(kinds.values()) >= 5


def test_every_objective_and_every_misconception_is_asked_about(quiz):
    asked = Counter(item.objective for item in quiz.items)
    assert min(asked[objective.id] for objective in LESSON.objectives) >= 10
    assert {item.misconception for item in quiz.items} == set(quiz.misconceptions)
    assert {misconception.id for misconception in LESSON.misconceptions} <= set(quiz.misconceptions)


def test_every_concept_section_and_every_myth_is_asked_about(quiz):
    read = {target.partition("#")[0] for item in quiz.items for target in read_targets(item)}
    assert {"partial-failure", "safe-recovery", "containment", "composition", "myths", "connections"} <= read
    anchors = {target for item in quiz.items for target in read_targets(item) if target.startswith("myths#")}
    assert anchors == {"myths#timeout-is-no", "myths#retries-help", "myths#recovery-is-enough"}


def test_every_part_explains_itself_in_words_of_its_own(quiz):
    for item in quiz.items:
        reasons = [part.because for part in parts(item)] + [item.why]
        assert all(len(reason.split()) >= 3 for reason in reasons), item.id
        assert len(set(reasons)) == len(reasons), item.id


def test_the_place_of_the_right_option_gives_nothing_away(quiz):
    """In the file, too: authors tend to write the right one last, and the longest."""
    singles = [item for item in quiz.items if type(item).__name__ == "Single"]
    places = Counter(next(i for i, option in enumerate(item.options) if option.right) for item in singles)
    longest = sum(max(item.options, key=lambda option: len(option.text)).right for item in singles)
    assert max(places.values()) <= len(singles) * 0.6
    assert longest <= len(singles) * 0.6


@pytest.mark.django_db
def test_every_link_to_reading_leads_to_its_passage(quiz, client):
    pages: dict[str, str] = {}
    targets = {target for item in quiz.items for target in read_targets(item)}
    targets |= {misconception.section for misconception in quiz.misconceptions.values()}
    for target in sorted(targets):
        page, _, anchor = links.address(LESSON, target).partition("#")
        html = pages.setdefault(page, client.get(page).content.decode())
        assert not anchor or f'id="{anchor}"' in html, target


@pytest.mark.django_db
def test_every_run_that_can_be_seen_is_taken_by_the_playground(quiz, client):
    for spec in chain.from_iterable(map(run_specs, quiz.items)):
        assert client.get(runs.address(spec)).status_code == 200, runs.address(spec)


# --- right by the model ----------------------------------------------------------------------------------------------


def of_kind(kind):
    from lesson.practice.shelf import quiz_of

    return [pytest.param(item, id=item.id) for item in quiz_of(LESSON).items if isinstance(item, kind)]


@pytest.mark.parametrize("item", of_kind(Numeric))
def test_a_number_agrees_with_arithmetic_and_each_trap_is_caught(item):
    true = runs.true_value(item.answer)
    assert abs(true - BY_ARITHMETIC[item.id]) <= marking.margin(item, true)
    assert marking.mark(item, {"number": [f"{BY_ARITHMETIC[item.id]:g}"]}).right
    for trap in item.traps:
        marked = marking.mark(item, {"number": [f"{trap.near:g}"]})
        assert not marked.right
        assert marked.counted == (trap.id,)


@pytest.mark.parametrize("item", of_kind(TraceItem))
def test_a_trace_has_one_right_option(item):
    fact = true_fact(item.drawing, item.fact)
    assert [option.is_ for option in item.options].count(fact) == 1


@pytest.mark.parametrize("item", of_kind(Ordering))
def test_the_steps_in_their_order_are_right_and_any_other_order_is_not(item):
    def given(order):
        return {f"place-{step.id}": [str(place)] for place, step in enumerate(order, 1)}

    assert marking.mark(item, given(item.steps)).right
    assert not marking.mark(item, given(item.steps[::-1])).right


@pytest.mark.parametrize("item", of_kind(Multiple))
def test_all_of_the_right_ones_are_needed(item):
    right = [option.id for option in item.options if option.right]
    assert marking.mark(item, {"option": right}).right
    assert not marking.mark(item, {"option": right[:-1] or [item.options[0].id]}).right
    assert not marking.mark(item, {"option": [option.id for option in item.options]}).right


BROWSE = "sum(series.browse_ok, 15, 40) / (sum(series.browse_ok, 15, 40) + sum(series.browse_failed, 15, 40))"
SALES = "sum(series.goodput, 15, 40) / sum(series.offered, 15, 40)"
SERVED = "mean(series.goodput, 30, 60)"
SHARE = "sum(series.goodput, 20, 55) / sum(series.offered, 20, 55)"
SAID = [  # what an explanation says beyond the scenarios' own claims; the question's own run; where the number must lie
    ("useful-refusal", {}, SERVED, 90, 110),
    ("useful-refusal", {"shedding.enabled": False, "checkout.queue": "lifo"}, SERVED, 90, 110),
    ("useful-refusal", {"shedding.max_in_flight": 24}, SERVED, 90, 110),
    ("useful-refusal", {"shedding.max_in_flight": 48}, SERVED, 90, 110),
    ("longer-queue", {}, SERVED, 0, 10),
    ("slow-or-dead", {}, BROWSE, 0, 0.2),
    ("bulkhead-with-long-wait", {}, BROWSE, 0, 0.2),
    ("bulkhead-with-long-wait", {"bulkhead.max_wait_s": 0}, BROWSE, 0.99, 1),
    ("bulkhead-with-long-wait", {"bulkhead.max_wait_s": 0}, SALES, 0.95, 1.05),
    ("bulkhead-with-long-wait", {"bulkhead.max_wait_s": 0, "fallback.enabled": False}, SALES, 0, 0.05),
    ("one-bad-shard", {}, SHARE, 0, 0.5),
    ("one-bad-shard", {"breaker.enabled": False}, SHARE, 0.85, 0.95),
    ("breaker-and-slowness", {}, "services.payment.breaker_opened", 0, 0),
    ("breaker-and-slowness", {"breaker.slow_call_s": 1}, "services.payment.breaker_opened", 1, 99),
    ("retention-too-short", {}, "charged_twice_or_more / offered", 0.05, 0.15),
    ("retention-too-short", {"idempotency.retention_s": 600}, "charged_twice_or_more", 0, 0),
    ("giving-up", {}, "charges / offered", 1, 1),
    ("giving-up", {}, "told_confirmed", 0, 0),
    ("green-dashboard", {}, "told_confirmed / offered", 0.998, 1),
    ("green-dashboard", {}, "charged_twice_or_more / offered", 0.08, 0.12),
    ("backoff-without-jitter", {}, "latency_s.max", 20, 200),
    ("restarted-in-no-time", {}, "paid_without_order", 1, 1000),
    ("how-it-stays-down", {}, "mean(series.attempts, 40, 60) / mean(series.offered, 40, 60)", 1.9, 2.1),
    ("life-of-a-breaker", {}, "services.payment.breaker_opened", 2, 20),
]  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: said[0])
def test_the_model_does_what_an_explanation_says(quiz, said):
    name, knobs, value, low, high = said
    spec = quiz.by_id[name].see
    plan = runs.plan_of(msgspec.structs.replace(spec, knobs={**spec.knobs, **knobs}))
    measured = Formula(value)(run_one(plan).measures)
    assert measured is not None
    assert low <= measured <= high


def test_no_right_number_is_written_down(quiz):
    """A number that the engine is to find must not stand in the answer's own table."""
    text = (LESSON.folder / "quiz.toml").read_text("utf-8")
    for block in re.findall(r"\[items\.answer\]\n(.*?)\n\n", text, re.DOTALL):
        assert {line.split(" = ")[0] for line in block.splitlines()} <= {
            "run", "value", "show", "digits", "within", "within_share",
        }  # fmt: skip
