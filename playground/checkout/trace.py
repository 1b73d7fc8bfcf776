"""How the log of a run is written down. The canonical form is one JSON array a line, in the order of the events; its
SHA-256 is the run's fingerprint. As records the events name their fields, for people and programs that read them.
"""

from collections.abc import Sequence

import msgspec

from playground.checkout.events import Event

_encoder = msgspec.json.Encoder()


def canonical(events: Sequence[Event]) -> bytes:
    """Concatenating the forms of two stretches gives the form of both together."""
    return _encoder.encode_lines(events)


def as_record(event: Event) -> dict[str, object]:
    names = event.__struct_fields__
    return {"event": type(event).__name__, **{name: getattr(event, name) for name in names}}
