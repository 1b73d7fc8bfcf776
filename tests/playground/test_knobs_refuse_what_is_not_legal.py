"""Every control is declared once. What is legal comes back in its canonical type; all else is refused in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.knob import KnobError
from playground.knobs import KNOBS, Settings, check, knob_named, parse, write

EVERY = pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS.keys())
NUMBERS = [knob for knob in KNOBS.values() if knob.kind in ("number", "integer")]
NONSENSE = [object(), b"1", {"a": 1}, [1], "", "nonsense", "nan", "1e400", float("nan"), float("inf"), -1e300, 1e300]


def legal(knob):
    if knob.kind == "switch":
        return st.booleans()
    if knob.kind == "choice":
        return st.sampled_from(knob.choices)
    if knob.kind == "sequence":
        some = st.permutations(knob.choices)
        return some if knob.permutation else some.map(lambda parts: parts[:1])
    number = st.integers if knob.kind == "integer" else st.floats
    return number(knob.minimum, knob.maximum)


@EVERY
def test_the_default_is_legal(knob):
    assert check(knob.name, knob.default) == knob.default


@EVERY
def test_it_says_what_it_is(knob):
    assert knob.label
    assert knob.help.endswith((".", ")"))
    assert knob.legal
    assert knob.minimum <= knob.maximum


@EVERY
def test_what_is_written_is_read_back(knob):
    @given(legal(knob))
    def round_trip(value):
        value = check(knob.name, value)
        read = parse(knob.name, write(knob.name, value))
        assert read == (pytest.approx(value) if knob.kind == "number" else value)
        assert type(read) is type(value)

    round_trip()


@pytest.mark.parametrize("knob", [knob for knob in KNOBS.values() if knob.unlimited], ids=lambda knob: knob.name)
def test_unlimited_is_read_and_written(knob):
    assert parse(knob.name, "unlimited") is check(knob.name, "unlimited") is check(knob.name, None) is None
    assert write(knob.name, None) == "unlimited"


@pytest.mark.parametrize("knob", [knob for knob in KNOBS.values() if not knob.unlimited], ids=lambda knob: knob.name)
def test_unlimited_is_refused_where_there_must_be_a_limit(knob):
    for refused in ("unlimited", None):
        with pytest.raises(KnobError):
            check(knob.name, refused)


@EVERY
def test_nonsense_is_refused_with_a_line_that_names_the_knob(knob):
    for value in NONSENSE:
        with pytest.raises(KnobError) as caught:
            check(knob.name, value)
        assert knob.name in str(caught.value)
        assert "\n" not in str(caught.value)
        assert len(str(caught.value)) < 600


@pytest.mark.parametrize("knob", NUMBERS, ids=lambda knob: knob.name)
def test_the_ends_of_a_range_are_legal_and_what_lies_beyond_is_not(knob):
    assert check(knob.name, knob.minimum) == knob.minimum
    assert check(knob.name, knob.maximum) == knob.maximum
    step = 1 if knob.kind == "integer" else 1e-6
    for beyond in (knob.minimum - step, knob.maximum + step):
        with pytest.raises(KnobError, match="from"):
            check(knob.name, beyond)


@pytest.mark.parametrize("knob", NUMBERS, ids=lambda knob: knob.name)
def test_a_switch_is_no_number(knob):
    with pytest.raises(KnobError):
        check(knob.name, value=True)


def test_half_a_worker_is_refused():
    with pytest.raises(KnobError, match="a whole number"):
        check("payment.workers", 1.5)
    assert check("payment.workers", 3.0) == 3


def test_an_order_of_patterns_holds_every_pattern_once():
    for order in ("retry", "retry,retry,timeout", "shedding,deadline,retry,hedging,breaker,bulkhead,bulkhead"):
        with pytest.raises(KnobError):
            parse("patterns.order", order)


@pytest.mark.parametrize(("name", "hint"), [("retry.attempts", "retry.max_attempts"), ("wrong", "groups")])
def test_an_unknown_name_is_answered_with_those_that_there_are(name, hint):
    with pytest.raises(KnobError, match=hint):
        knob_named(name)


def test_settings_hold_every_knob_and_know_what_differs():
    settings = Settings({"retry.enabled": True, "traffic.rate": 20})
    assert settings.keys() == KNOBS.keys()
    assert settings.changed() == {"retry.enabled": True}


def test_settings_with_something_illegal_do_not_come_to_be():
    with pytest.raises(KnobError):
        Settings({"retry.max_attempts": 0})
