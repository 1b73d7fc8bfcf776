"""Faults: what can go wrong, where, how badly, when and for how long.

A fault is a value. It strikes a service (or the edge that leads to it) from `start` for `duration` seconds of virtual
time. Where it has a probability, luck is keyed to the attempt: the same attempt is struck in both arms of a
comparison, whatever else happened before.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from playground.knobs import SERVICES
from playground.refusals import NotLegal

TARGETS = ("checkout", *SERVICES)


class FaultError(NotLegal):
    """A fault that is not legal; `str()` says what would be."""

    code = "fault"


class Field(msgspec.Struct, frozen=True):
    """A field of a fault: what a page calls it, its range, or the words it takes."""

    label: str
    default: Any
    minimum: float = 0
    maximum: float = 1
    unit: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    whole: bool = False
    """Whether it counts something."""

    @property
    def legal(self) -> str:
        if self.choices:
            return "one of " + ", ".join(self.choices)
        unit = f" {self.unit}" if self.unit else ""
        noun = "a whole number" if self.whole else "a number"
        return f"{noun} from {self.minimum:g} to {self.maximum:.12g}{unit}" + (" or none" if self.optional else "")


PROBABILITY = Field("Probability", 1.0, 0, 1)
START = Field("From second", 0.0, 0, 86_400, "s")
DURATION = Field("For seconds", None, 0.001, 86_400, "s", optional=True)
POINTS = ("before_effect", "before_record", "after_effect")


class Kind(msgspec.Struct, frozen=True):
    """A kind of fault: what it does, in words, and its own fields beside probability, start and duration."""

    label: str
    help: str
    fields: dict[str, Field] = {}
    chancy: bool = True
    """Whether it has a probability."""
    targets: tuple[str, ...] = TARGETS


KINDS: dict[str, Kind] = {
    "latency": Kind("slow network", "Requests take longer on their way.",
                    {"ms": Field("Longer by", 500.0, 0, 600_000, "ms"),
                     "jitter_ms": Field("Jitter", 0.0, 0, 600_000, "ms")}),
    "slow_tail": Kind("slow answers", "Some requests take many times as long to serve.",
                      {"factor": Field("Times as long", 10.0, 1, 10_000, "×")}, targets=SERVICES),
    "error": Kind("errors", "The service answers with an error and does nothing.",
                  {"status": Field("Status", 500.0, 0, 0, "", ("500", "503", "429")),
                   "retry_after_s": Field("Retry-After", None, 0, 600, "s", optional=True)}),
    "request_lost": Kind("lost requests", "Lost before they reach the service: nothing happened."),
    "response_lost": Kind("lost answers", "Lost on the way back: it happened, and the caller cannot know."),
    "blackhole": Kind("black hole", "Accepts requests and never answers; nothing is done."),
    "reset": Kind("connection resets", "The connection breaks, before or after the effect.",
                  {"point": Field("At which point", "before_effect", choices=("before_effect", "after_effect"))}),
    "partition": Kind("partition", "Nothing passes in either direction.", chancy=False),
    "duplicate": Kind("duplicate delivery", "The network delivers some requests twice.",
                      {"ms": Field("Second copy after", 50.0, 0, 600_000, "ms")}),
    "crash": Kind("crashes", "The process dies at a chosen point and loses what it held in memory.",
                  {"point": Field("At which point", "before_record", choices=POINTS),
                   "count": Field("Times", None, 1, 1_000_000, optional=True, whole=True)}),
    "pause": Kind("pause", "It stands still, as in a long garbage collection, then goes on.", chancy=False,
                  targets=SERVICES),
    "capacity": Kind("capacity cut", "Only a part of the workers is left.",
                     {"factor": Field("Part that is left", 0.5, 0, 1, "×")}, chancy=False),
    "bad_shard": Kind("one bad shard", "One shard out of several is slow, or fails.",
                      {"shard": Field("Shard", 0, 0, 499, whole=True),
                       "of": Field("Number of shards", 10, 1, 500, whole=True),
                       "ms": Field("Slower by", 0.0, 0, 600_000, "ms"),
                       "status": Field("Status", 500.0, 0, 0, "", ("200", "500", "503"))},
                      chancy=False, targets=SERVICES),
    "spike": Kind("load spike", "Customers and visits come so many times as often.",
                  {"factor": Field("Times as many", 3.0, 0, 100, "×")}, chancy=False, targets=("traffic",)),
}  # fmt: skip


class Fault(msgspec.Struct, frozen=True):
    """One fault as it was ordered. Times in seconds; `end` is None when only healing ends it."""

    service: str
    kind: str
    start: float
    duration: float | None
    probability: float
    fields: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.service}.{self.kind}"

    @property
    def end(self) -> float | None:
        return None if self.duration is None else self.start + self.duration

    def starting(self, start: float) -> "Fault":
        return msgspec.structs.replace(self, start=start)

    def as_dict(self) -> dict[str, Any]:
        """Flat, as `check` takes it."""
        own = {"start": self.start, "duration": self.duration, "probability": self.probability, **self.fields}
        if not KINDS[self.kind].chancy:
            del own["probability"]
        return {"service": self.service, "kind": self.kind, **own}


def parse(text: str) -> Fault:
    """From `payment.response_lost:probability=0.1,start=5,duration=10`."""
    name, _, rest = text.strip().partition(":")
    service, dot, kind = name.partition(".")
    if not dot:
        raise FaultError(f"a fault is SERVICE.KIND[:field=value,…], not {text[:60]!r}")
    fields: dict[str, Any] = {}
    for part in filter(None, rest.split(",")):
        field, equals, value = part.partition("=")
        if not equals:
            raise FaultError(f"a field of {name} is written field=value, not {part[:60]!r}")
        if field.strip() in fields:
            raise FaultError(f"{name} was given {field.strip()} twice")
        fields[field.strip()] = _read(value.strip())
    return check({"service": service, "kind": kind, **fields})


def _read(text: str) -> Any:
    if text == "none":
        return None
    try:
        return float(text)
    except ValueError:
        return text


def check(given: Mapping[str, Any]) -> Fault:
    """A fault from a flat mapping (JSON, TOML), with defaults filled in; raises FaultError."""
    values = dict(given)
    service, kind_name = values.pop("service", None), values.pop("kind", None)
    kind = KINDS.get(kind_name) if isinstance(kind_name, str) else None
    if kind is None:
        raise FaultError(f"there is no fault {str(kind_name)[:60]!r}; there are {', '.join(KINDS)}")
    if service not in kind.targets:
        right = f"one of {', '.join(kind.targets)}, not {str(service)[:60]!r}"
        raise FaultError(f"{kind_name} strikes {right}", f"{kind.label}: this fault strikes {right}")
    fields = declared(kind)
    for name in values:
        if name not in fields:
            raise FaultError(f"{service}.{kind_name} has no field {name[:60]!r}; it has {', '.join(fields)}")
    place = Place(str(service), str(kind_name))
    checked = {name: _check_field(place, name, field, values.get(name, field.default))
               for name, field in fields.items()}  # fmt: skip
    common = {name: checked.pop(name, 1.0) for name in ("start", "duration", "probability")}
    return Fault(str(service), str(kind_name), common["start"], common["duration"], common["probability"], checked)


def declared(kind: Kind) -> dict[str, Field]:
    """All fields of a kind, its own and the common ones."""
    chance = {"probability": PROBABILITY} if kind.chancy else {}
    return {**chance, "start": START, "duration": DURATION, **kind.fields}


class Place(NamedTuple):
    """Where a fault strikes, and its kind."""

    service: str
    kind: str

    @property
    def words(self) -> str:
        """“slow network at payment”."""
        return place_in_words(self.service, self.kind)

    def refuse(self, name: str, field: Field, value: str) -> FaultError:
        instead = f"takes {field.legal}, not {value}"
        return FaultError(f"{self.service}.{self.kind}: {name} {instead}", f"{self.words}: “{field.label}” {instead}")


def place_in_words(service: str, kind: str) -> str:
    return KINDS[kind].label + ("" if service == "traffic" else f" at {service}")


def _check_field(place: Place, name: str, field: Field, value: Any) -> Any:
    if field.choices:
        text = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else value
        if text not in field.choices:
            raise place.refuse(name, field, repr(str(value)[:60]))
        return int(text) if text.isdigit() else text
    if value is None and field.optional:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not field.minimum <= value <= field.maximum:
        raise place.refuse(name, field, repr(str(value)[:60]))
    if field.whole:
        if value != int(value):
            raise place.refuse(name, field, f"{value:g}")
        return int(value)
    return float(value)


def write(fault: Fault) -> str:
    """The fault as `parse` reads it, without what is at its default."""
    fields = declared(KINDS[fault.kind])
    flat = fault.as_dict()
    given = [f"{name}={_show(flat[name])}" for name, field in fields.items() if flat[name] != field.default]
    return fault.name + (":" + ",".join(given) if given else "")


def _show(value: Any) -> str:
    return "none" if value is None else f"{value:.12g}" if isinstance(value, int | float) else str(value)
