"""`--trace` writes the events in canonical form, an array a line. The file's SHA-256 is the run's fingerprint."""

import json
from hashlib import sha256

import msgspec
import pytest

from playground.checkout.events import Event
from tests.playground.command_line import result

WORDS = ("double-charge", "--duration", "10", "--set", "retry.enabled=on", "--at", "5:idempotency.enabled=on")


@pytest.fixture(scope="module")
def traced(tmp_path_factory):
    path = tmp_path_factory.mktemp("trace") / "trace.jsonl"
    return result(*WORDS, "--trace", str(path)), path.read_bytes()


def test_its_sha_256_is_the_fingerprint(traced):
    run, trace = traced
    assert sha256(trace).hexdigest() == run["fingerprint"]


def test_tracing_changes_nothing(traced):
    assert traced[0] == result(*WORDS)


def test_every_line_is_an_event_that_can_be_read_back(traced):
    events = msgspec.json.Decoder(Event).decode_lines(traced[1])
    assert len(events) == traced[1].count(b"\n")
    assert [event.t for event in events] == sorted(event.t for event in events)


def test_what_is_measured_can_be_counted_in_it(traced):
    run, trace = traced
    names = [json.loads(line)[0] for line in trace.splitlines()]
    assert names.count("CardCharged") == run["measures"]["charges"]
    assert names.count("SettingChanged") == 1
