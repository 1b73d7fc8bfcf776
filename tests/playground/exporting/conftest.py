"""Runs worth exporting, and what an export of one holds."""

import base64
import io
import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from playground.checkout import faults
from playground.checkout.events import Event
from playground.exporting.exports import Done, Job, export
from playground.runs import Recipe, Run
from playground.scenarios.catalogue import load

ROUGH = {
    "traffic.rate": 30, "traffic.browse_rate": 5, "traffic.patience_s": 0.4, "traffic.resubmits": True,
    "timeout.enabled": True, "timeout.attempt_s": 0.2, "timeout.deadline_s": 0.5, "retry.enabled": True,
    "retry.jitter": "full", "hedging.enabled": True, "breaker.enabled": True, "bulkhead.enabled": True,
    "idempotency.enabled": True, "compensation.enabled": True, "reconciliation.enabled": True, "fallback.enabled": True,
    "checkout.calls": ["inventory", "payment", "orders", "recommendations"], "gateway.hops": 1,
    "retry_budget.enabled": True, "orders.queue_limit": 3, "inventory.fan_out": 2,
}  # fmt: skip
ROUGH_FAULTS = (
    "payment.response_lost:probability=0.2",
    "payment.duplicate:probability=0.2",
    "orders.request_lost:probability=0.1",
    "inventory.error:probability=0.1,status=503",
    "orders.error:probability=0.1,status=500",
    "payment.slow_tail:probability=0.1,factor=50",
    "orders.reset:probability=0.05,point=after_effect",
    "recommendations.blackhole:probability=0.3,start=2",
    "orders.crash:point=before_record,count=1,start=3",
    "inventory.latency:probability=0.1,ms=400",
)
"""Everything goes wrong at once, so that every kind of event has to find its place."""


@pytest.fixture
def rough() -> Recipe:
    struck = tuple(faults.parse(text) for text in ROUGH_FAULTS)
    return Recipe(scenario="sandbox", seed=7, knobs=ROUGH, faults=struck)


@pytest.fixture
def simple() -> Recipe:
    return load("double-charge").recipe(7)


@pytest.fixture
def exported() -> Callable[..., tuple[bytes, Done]]:
    """`exported(what, recipe, until)`: the file and the verdict."""

    def run_export(what: str, recipe: Recipe, until: float = 6.0, **more: Any) -> tuple[bytes, Done]:
        return written(msgspec.json.encode(Job(what=what, recipe=recipe, until=until, **more)))

    return run_export


@cache
def written(job: bytes) -> tuple[bytes, Done]:
    out = io.BytesIO()
    verdict = export(msgspec.json.decode(job, type=Job), out)
    return out.getvalue(), verdict


@cache
def happened(recipe: bytes, until: float) -> list[Event]:
    with Run(msgspec.json.decode(recipe, type=Recipe)) as run:
        return run.advance(until)


@pytest.fixture
def events_of() -> Callable[..., list]:
    return lambda recipe, until=6.0: happened(msgspec.json.encode(recipe), until)


@pytest.fixture
def spans_of(exported) -> Callable[..., list[tuple[str, Span]]]:
    """Every span as a protobuf message, with the name of its service; read by OpenTelemetry's own definitions."""

    return lambda *asked, **more: spans_of_text(exported("spans", *asked, **more)[0])


@cache
def spans_of_text(text: bytes) -> list[tuple[str, Span]]:
    return list(services_and_spans(parsed(text)))


def parsed(text: bytes) -> ExportTraceServiceRequest:
    """OTLP's JSON writes ids in hexadecimal where protobuf's own JSON expects base64; nothing else differs."""
    document = json.loads(text)
    for span in spans_in(document):
        for name in ("traceId", "spanId", "parentSpanId"):
            if name in span:
                span[name] = base64.b64encode(bytes.fromhex(span[name])).decode()
    return json_format.ParseDict(document, ExportTraceServiceRequest())


def spans_in(document: dict) -> Iterator[dict]:
    for resource in document["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            yield from scope["spans"]


def services_and_spans(request: ExportTraceServiceRequest) -> Iterator[tuple[str, Span]]:
    for resource in request.resource_spans:
        service = attributes(resource.resource)["service.name"]
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield service, span


def attributes(holder: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in holder.attributes}
