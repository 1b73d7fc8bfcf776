"""Spans as OTLP JSON, the form that collectors and tracing backends take at /v1/traces.

The rules that differ from ordinary protobuf JSON (OTLP specification, "JSON Protobuf Encoding"): trace and span ids are
hexadecimal, enumerations are numbers. 64-bit integers are texts, as ever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from playground.exporting.span import Span

EPOCH_S = 946_684_800
"""What virtual second 0 is called in real time unless told otherwise: 2000-01-01T00:00:00Z, so that exports repeat."""
EPOCH_S_MAX = 9_000_000_000
NS = 1_000_000_000
ERROR = 2
SCOPE = {"name": "faultline"}

_encoder = msgspec.json.Encoder()


def document(spans: Iterable[Span], run: dict[str, Any], epoch_s: int = EPOCH_S) -> Iterator[bytes]:
    """The whole request, in pieces. `run` are attributes of the run, which every resource carries."""
    by_service: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_service[span.service].append(span)
    opening = b'{"resourceSpans":['
    for service, found in by_service.items():
        yield opening + _head(service, run)
        yield from _joined(encoded(span, epoch_s) for span in found)
        yield b"]}]}"
        opening = b","
    yield b"]}\n" if by_service else b'{"resourceSpans":[]}\n'


def _head(service: str, run: dict[str, Any]) -> bytes:
    resource = {"attributes": attributes({"service.name": service, "service.namespace": "faultline", **run})}
    return b'{"resource":%s,"scopeSpans":[{"scope":%s,"spans":[' % (_encoder.encode(resource), _encoder.encode(SCOPE))


def _joined(parts: Iterable[bytes]) -> Iterator[bytes]:
    comma = b""
    for part in parts:
        yield comma + part
        comma = b","


def encoded(span: Span, epoch_s: int) -> bytes:
    start = nanoseconds(span.start, epoch_s)
    found: dict[str, Any] = {
        "traceId": span.trace,
        "spanId": span.id,
        **({"parentSpanId": span.parent} if span.parent else {}),
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(start),
        "endTimeUnixNano": str(nanoseconds(span.start if span.end is None else span.end, epoch_s)),
        "attributes": attributes({**span.attributes, **({"error.type": span.error} if span.error else {})}),
        "events": [
            {
                "timeUnixNano": str(nanoseconds(moment.t, epoch_s)),
                "name": moment.name,
                "attributes": attributes(moment.attributes),
            }
            for moment in span.moments
        ],
        "status": {"code": ERROR, "message": span.error} if span.error else {},
    }
    return _encoder.encode(found)


def nanoseconds(t: float, epoch_s: int) -> int:
    return epoch_s * NS + round(t * NS)


def attributes(values: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value: Any) -> dict[str, Any]:
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int):
        return {"intValue": str(value)}
    return {"doubleValue": value} if isinstance(value, float) else {"stringValue": str(value)}
