import pytest

from playground.knobs import KNOBS, knob_named
from playground.sweeps import values
from playground.sweeps.values import RANGE_MAX, ValuesError


@pytest.mark.parametrize(
    ("knob", "text", "read"),
    [
        ("retry.max_attempts", "1, 2,5", (1, 2, 5)),
        ("retry.max_attempts", "1..4", (1, 2, 3, 4)),
        ("retry.max_attempts", "1..10 by 3", (1, 4, 7, 10)),
        ("retry.max_attempts", "1..3, 10, unlimited", (1, 2, 3, 10, None)),
        ("retry_budget.ratio", "0..1 by 0.25", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("retry_budget.ratio", "0..0.3 by 0.1", (0.0, 0.1, 0.2, 0.3)),
        ("retry.enabled", "off,on", (False, True)),
        ("payment.queue", "lifo, fifo", ("lifo", "fifo")),
        ("retry.layers", "customer, customer+gateway", (("customer",), ("customer", "gateway"))),
    ],
)
def test_lists_and_ranges_are_read(knob, text, read):
    assert values.read(knob_named(knob), text, 12) == read


@pytest.mark.parametrize(
    ("knob", "text", "complaint"),
    [
        ("retry.max_attempts", "", "at least two values"),
        ("retry.max_attempts", "3", "at least two values"),
        ("retry.max_attempts", "1, two", "takes a whole number from 1 to 100"),
        ("retry.max_attempts", "1, 2, 300", "not 300"),
        ("retry.max_attempts", "1, 2, 1", "1 is there twice"),
        ("retry.max_attempts", "1..20", "20 values are more than the 12"),
        ("retry.max_attempts", "5..1", "from a smaller number to a larger one"),
        ("retry.max_attempts", "1..unlimited", "from a smaller number to a larger one"),
        ("retry.max_attempts", "1..4 by 0", "how large the steps are"),
        ("retry_budget.ratio", "0..1", "how large the steps are"),
        ("network.delay_ms", "0..10000 by 1", "10,001 values"),
        ("retry.max_attempts", "1..4 by 0.5", "takes a whole number"),
        ("payment.queue", "fifo, best", "one of oldest first, newest first, CoDel"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_words(knob, text, complaint):
    with pytest.raises(ValuesError, match=complaint):
        values.read(knob_named(knob), text, 12)


@pytest.mark.parametrize("knob", KNOBS.values(), ids=lambda knob: knob.name)
def test_every_knob_has_a_few_legal_values_worth_trying_which_can_be_written_and_read(knob):
    for now in {knob.default, knob.check(knob.maximum) if knob.kind in ("number", "integer") else knob.default}:
        proposed = values.proposed(knob, now)
        assert 2 <= len(proposed) <= 10
        assert values.read(knob, values.write(knob, proposed), RANGE_MAX) == proposed
