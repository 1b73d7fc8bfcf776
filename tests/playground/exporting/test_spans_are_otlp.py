"""The spans are read by OpenTelemetry's published definitions, and say what the events said."""

import json
from collections import Counter

import pytest
from google.protobuf.json_format import ParseError
from msgspec.structs import replace
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from playground.checkout import events as e
from tests.playground.exporting.conftest import attributes, parsed, spans_in


def moments(spans, name):
    return [(span, moment) for _, span in spans for moment in span.events if moment.name == name]


def test_ids_have_their_lengths_and_no_two_spans_share_one(rough, spans_of):
    spans = [span for _, span in spans_of(rough)]
    assert all(len(span.trace_id) == 16 and any(span.trace_id) for span in spans)
    assert all(len(span.span_id) == 8 and any(span.span_id) for span in spans)
    assert len({(span.trace_id, span.span_id) for span in spans}) == len(spans)


def test_ids_are_written_in_lower_hexadecimal(simple, exported):
    text, _ = exported("spans", simple, 3.0)
    for span in spans_in(json.loads(text)):
        assert (len(span["traceId"]), len(span["spanId"])) == (32, 16)
        assert span["traceId"] == bytes.fromhex(span["traceId"]).hex()


def test_every_parent_is_there_in_the_same_trace(rough, spans_of):
    spans = [span for _, span in spans_of(rough)]
    there = {(span.trace_id, span.span_id) for span in spans}
    roots = Counter(span.trace_id for span in spans if not span.parent_span_id)
    assert set(roots) == {span.trace_id for span in spans}
    assert set(roots.values()) == {1}
    assert all((span.trace_id, span.parent_span_id) in there for span in spans if span.parent_span_id)


def test_every_span_ends_no_earlier_than_it_begins_and_begins_no_earlier_than_its_parent(rough, spans_of):
    spans = [span for _, span in spans_of(rough)]
    by_id = {(span.trace_id, span.span_id): span for span in spans}
    for span in spans:
        assert span.start_time_unix_nano <= span.end_time_unix_nano
        parent = by_id.get((span.trace_id, span.parent_span_id))
        assert parent is None or parent.start_time_unix_nano <= span.start_time_unix_nano


def test_a_trace_for_each_order_and_a_client_span_for_each_message(rough, spans_of, events_of):
    spans, events = spans_of(rough), events_of(rough)
    kinds = Counter(type(event) for event in events)
    assert len({span.trace_id for _, span in spans}) == kinds[e.CustomerArrived] + 1
    clients = [span for _, span in spans if span.kind == Span.SPAN_KIND_CLIENT]
    assert len(clients) == kinds[e.RequestSent]
    assert Counter(attributes(span)["faultline.attempt"] for span in clients) == Counter(
        event.attempt for event in events if isinstance(event, e.RequestSent)
    )


def test_a_span_belongs_to_the_service_that_recorded_it(rough, spans_of):
    for service, span in spans_of(rough):
        if span.kind == Span.SPAN_KIND_CLIENT:
            assert span.name.endswith(attributes(span)["peer.service"])
            assert attributes(span)["peer.service"] != service
    services = {service for service, _ in spans_of(rough)}
    assert {"customers", "gateway 1", "checkout", "payment", "faultline"} <= services


EFFECTS = [
    (e.CardCharged, "card charged"), (e.StockReserved, "stock reserved"), (e.OrderWritten, "order written"),
    (e.CardRefunded, "card refunded"), (e.DuplicateRecognised, "duplicate recognised"), (e.KeyRefused, "key refused"),
    (e.RequestLost, "request lost"), (e.ResponseLost, "answer lost"), (e.RequestDuplicated, "request duplicated"),
    (e.RequestSwallowed, "request swallowed"), (e.RetryScheduled, "retry scheduled"), (e.RetryDenied, "retry denied"),
    (e.BreakerRefused, "breaker refused"), (e.BreakerChanged, "breaker changed"), (e.FaultStruck, "fault struck"),
    (e.FallbackServed, "fallback served"), (e.DeadlineExceeded, "deadline exceeded"),
    (e.ServiceCrashed, "service crashed"), (e.CustomerPaidAgain, "paid again"),
    (e.ResponseArrivedLate, "answer arrived, nobody waited"), (e.WorkStarted, "work started"),
]  # fmt: skip


@pytest.mark.parametrize(("event", "name"), EFFECTS, ids=lambda value: value if isinstance(value, str) else "")
def test_each_of_these_is_a_span_event_once(rough, spans_of, events_of, event, name):
    happened = sum(isinstance(each, event) for each in events_of(rough))
    assert happened > 0
    assert len(moments(spans_of(rough), name)) == happened


def test_an_effect_lies_on_the_span_of_the_service_that_had_it(rough, spans_of):
    for service, span in spans_of(rough):
        for moment in span.events:
            if moment.name == "card charged":
                assert (service, span.kind) == ("payment", Span.SPAN_KIND_SERVER)


def test_an_attempt_that_timed_out_ends_then_and_is_an_error(simple, spans_of, events_of):
    timeouts = [event for event in events_of(simple) if isinstance(event, e.AttemptTimedOut)]
    assert timeouts
    found = [span for _, span in spans_of(simple) if attributes(span).get("error.type") == "timeout"]
    assert len(found) == len(timeouts)
    assert all(span.status.code == Status.STATUS_CODE_ERROR for span in found)
    ends = sorted(span.end_time_unix_nano % 10**12 for span in found)
    assert ends == sorted((946_684_800 * 10**9 + round(event.t * 10**9)) % 10**12 for event in timeouts)


def test_a_customer_told_that_it_failed_is_an_error_and_one_told_confirmed_is_none(simple, spans_of, events_of):
    told = Counter(event.told for event in events_of(simple) if isinstance(event, e.CustomerTold))
    roots = [span for service, span in spans_of(simple) if service == "customers" and not span.parent_span_id]
    by_told = Counter(attributes(span).get("faultline.told") for span in roots)
    assert (by_told["confirmed"], by_told["failed"]) == (told["confirmed"], told["failed"])
    for span in roots:
        failed = attributes(span).get("faultline.told") == "failed"
        assert (span.status.code == Status.STATUS_CODE_ERROR) == failed


def test_what_is_under_way_at_the_end_says_that_it_was_not_finished(simple, spans_of):
    open_ones = [span for _, span in spans_of(simple, 5.0) if attributes(span).get("faultline.unfinished")]
    assert open_ones
    assert {span.end_time_unix_nano for span in open_ones} == {(946_684_800 + 5) * 10**9}


def test_time_begins_at_the_epoch_or_where_one_asks(simple, spans_of, exported):
    (run,) = [span for service, span in spans_of(simple, 3.0) if service == "faultline"]
    assert run.start_time_unix_nano == 946_684_800 * 10**9
    text, _ = exported("spans", simple, 3.0, epoch_s=1_800_000_000)
    assert min(int(span["startTimeUnixNano"]) for span in spans_in(json.loads(text))) == 1_800_000_000 * 10**9


def test_the_same_run_gives_the_same_bytes_and_another_seed_other_ids(simple, exported):
    first, again = exported("spans", simple, 3.0), exported("spans", simple, 3.0)
    assert first == again
    other, _ = exported("spans", replace(simple, seed=8), 3.0)
    traces = [{span["traceId"] for span in spans_in(json.loads(text))} for text in (first[0], other)]
    assert not traces[0] & traces[1]


def test_one_order_can_be_had_alone(rough, spans_of, exported):
    everything = [span for _, span in spans_of(rough)]
    alone = [span for _, span in spans_of(rough, order=12)]
    (trace,) = {span.trace_id for span in alone}
    assert {span.span_id for span in everything if span.trace_id == trace} == {span.span_id for span in alone}
    assert all(attributes(span)["faultline.order"] == 12 for span in alone)
    lines = exported("trace", rough, order=12)[0].splitlines()
    assert {json.loads(line)["order"] for line in lines} == {12}


def test_a_field_that_otlp_does_not_know_would_be_found(simple, exported):
    text, _ = exported("spans", simple, 1.0)
    with pytest.raises(ParseError):
        parsed(text.replace(b'"kind"', b'"kindness"', 1))
