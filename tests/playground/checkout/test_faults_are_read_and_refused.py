"""A fault is a value in words: what is legal is read and written alike, everything else is refused in one line."""

import pytest
from hypothesis import given

from playground.checkout.faults import KINDS, FaultError, check, parse, write
from tests.playground.laws.anything import faults


@given(faults())
def test_what_is_written_is_read_back(text):
    fault = parse(text)
    assert parse(write(fault)) == fault
    assert check(fault.as_dict()) == fault


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_without_fields_has_its_defaults(kind):
    target = KINDS[kind].targets[0]
    fault = parse(f"{target}.{kind}")
    assert (fault.start, fault.end, fault.probability) == (0, None, 1)
    assert write(fault) == f"{target}.{kind}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "payment",
        "payment.",
        ".error",
        "payment.nonsense",
        "nobody.error",
        "traffic.error",
        "payment.spike",
        "checkout.pause",
        "payment.error:status",
        "payment.error:status=200",
        "payment.error:status=",
        "payment.error:nonsense=1",
        "payment.error:probability=2",
        "payment.error:probability=-0.1",
        "payment.error:probability=nan",
        "payment.error:start=inf",
        "payment.error:duration=0",
        "payment.error:start=1,start=2",
        "payment.partition:probability=0.5",
        "payment.crash:point=somewhere",
        "payment.capacity:factor=1.5",
    ],
)
def test_nonsense_is_refused_in_one_line(text):
    with pytest.raises(FaultError) as caught:
        parse(text)
    assert str(caught.value)
    assert "\n" not in str(caught.value)
