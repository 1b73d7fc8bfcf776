import json
from hashlib import sha256

from playground.checkout import events as e
from playground.checkout.trace import canonical


def test_each_line_is_an_event_with_named_fields(simple, exported, events_of):
    text, _ = exported("trace", simple)
    records = [json.loads(line) for line in text.splitlines()]
    events = events_of(simple)
    assert [record["event"] for record in records] == [type(event).__name__ for event in events]
    charge = next(record for record in records if record["event"] == "CardCharged")
    assert set(charge) == {"event", "t", "call", "order", "amount", "nth"}


def test_the_fingerprint_can_be_computed_from_the_trace(rough, exported):
    """So a trace proves which run it is of."""
    text, done = exported("trace", rough)
    read = []
    for line in text.splitlines():
        record = json.loads(line)
        read.append(getattr(e, record.pop("event"))(**record))
    assert sha256(canonical(read)).hexdigest() == done.fingerprint


def test_it_ends_at_the_instant_that_was_asked_for(simple, exported):
    lines = exported("trace", simple, 2.5)[0].splitlines()
    assert json.loads(lines[-1])["t"] <= 2.5
    longer = exported("trace", simple, 5.0)[0].splitlines()
    assert longer[: len(lines)] == lines
