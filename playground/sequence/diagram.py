"""One order as a sequence diagram: lifelines, messages, effects. Made from events, so it cannot disagree with the run.

Down the page goes time, by the order of what happened and not to scale: 5 ms and 3 s both need room for a label. Where
a question is asked about it only a part is drawn: what the caller could know, or the messages without their effects.
Lengths are in units of the drawing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from playground.checkout import events as e
from playground.checkout.events import Event
from playground.checkout.messages import OK
from playground.tales.story import Line, lines

Shown = Literal["caller", "messages", "everything"]
TOP = 50.0
STEP = 32.0
CLOSE = 20.0
"""Between two things at the same instant: an answer arrives, and a record is written."""
PAUSE = 52.0
"""Room where nothing happened for longer than PAUSE_S."""
PAUSE_S = 0.2
MIDWAY = 0.56
"""How far a message gets that is lost, or whose fate is not known."""
SLANT = 9.0
NAMES = {"customers": "Customer"}
ORDER = (
    "customers",
    "gateway 1",
    "gateway 2",
    "gateway 3",
    "gateway 4",
    "checkout",
    "inventory",
    "payment",
    "orders",
    "recommendations",
)


ARRIVES, EFFECT, LEAVES = range(3)


class Frame(NamedTuple):
    """How wide the drawing is, and what is left free beside the first and the last lifeline."""

    width: float
    left: float
    right: float


NARROW = Frame(460.0, 74.0, 104.0)
WIDE = Frame(960.0, 272.0, 288.0)
"""With room for what is believed on the left and what is true on the right."""


class Instant(NamedTuple):
    """When, and in which order among what happens at the same time."""

    t: float
    rank: int


@dataclass(frozen=True)
class Lifeline:
    name: str
    x: float

    @property
    def label(self) -> str:
        return NAMES.get(self.name, self.name.capitalize())


@dataclass(frozen=True)
class Arrow:
    """`fate` is arrived, lost or unknown."""

    kind: str
    x1: float
    y1: float
    x2: float
    y2: float
    fate: str
    label: str

    @property
    def label_x(self) -> float:
        return (self.x1 + self.x2) / 2

    @property
    def label_y(self) -> float:
        return min(self.y1, self.y2) - 5

    @property
    def head(self) -> str:
        """The two strokes of its point."""
        x, y = self.x2, self.y2
        back = x - 8 if x > self.x1 else x + 8
        return f"M{back:.1f} {y - 5:.1f}L{x:.1f} {y:.1f}L{back:.1f} {y + 5:.1f}"

    @property
    def cross(self) -> str:
        return cross(self.x2, self.y2)


@dataclass(frozen=True)
class Mark:
    kind: str
    x: float
    y: float
    label: str

    @property
    def label_x(self) -> float:
        return self.x + 14

    @property
    def shape(self) -> str:
        return SHAPES.get(self.kind, diamond)(self.x, self.y)


def cross(x: float, y: float) -> str:
    return f"M{x - 6:.1f} {y - 6:.1f}l12 12m0 -12l-12 12"


def diamond(x: float, y: float) -> str:
    return f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8Z"


def square(x: float, y: float) -> str:
    return f"M{x - 6:.1f} {y - 6:.1f}h12v12h-12Z"


def clock(x: float, y: float) -> str:
    """A circle with its two hands."""
    return f"M{x - 8:.1f} {y:.1f}a8 8 0 1 0 16 0a8 8 0 1 0 -16 0M{x:.1f} {y - 5:.1f}v5l4 3"


SHAPES: dict[str, Callable[[float, float], str]] = {"crash": cross, "written": square, "timeout": clock}


@dataclass(frozen=True)
class Wait:
    """Somebody waits for an answer that does not come."""

    x: float
    y1: float
    y2: float


@dataclass
class Diagram:
    lifelines: list[Lifeline] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    times: list[tuple[float, str]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    height: float = 0.0
    width: float = NARROW.width


def diagram(events: Sequence[Event], shown: Shown) -> Diagram:
    return Drawing(events, shown).drawn()


def told(events: Sequence[Event], shown: Shown) -> list[Line]:
    """The same in sentences, for those who do not look at drawings; nothing that the drawing does not show."""
    if shown == "everything":
        return lines(events)
    hidden = EFFECTS if shown == "messages" else ()
    kept = [event for event in events if not isinstance(event, hidden)]
    return [line for line in lines(kept) if shown == "messages" or line.known]


EFFECTS = (
    e.StockReserved, e.StockReleased, e.CardCharged, e.CardRefunded, e.OrderWritten, e.OrderCancelled,
    e.DuplicateRecognised, e.KeyRefused,
)  # fmt: skip


class Drawing:
    """Lays one order out: first the instants, from top to bottom, then what stands at them."""

    def __init__(self, events: Sequence[Event], shown: Shown, frame: Frame = NARROW) -> None:
        self.events = events
        self.shown = shown
        self.frame = frame
        self.sent: dict[int, Any] = {event.call: event for event in events if isinstance(event, e.RequestSent)}
        self.lost = {event.call for event in events if isinstance(event, e.RequestLost)}
        self.answers_lost = {event.call for event in events if isinstance(event, e.ResponseLost)}
        self.heard = {event.call for event in events if isinstance(event, e.ResponseArrived)}
        self.visible = [event for event in events if type(event) in DRAW and self._is_shown(event)]
        self.out = Diagram(lifelines=self._lifelines(), lines=told(events, shown), width=frame.width)
        self.x = {lifeline.name: lifeline.x for lifeline in self.out.lifelines}
        self.y: dict[Instant, float] = self._heights()

    def drawn(self) -> Diagram:
        for event in self.visible:
            DRAW[type(event)](self, event)
        self.out.height = max(self.y.values(), default=TOP) + STEP
        self.out.times = list(self._times())
        return self.out

    def _is_shown(self, event: Event) -> bool:
        if isinstance(event, EFFECTS):
            return self.shown == "everything"
        if isinstance(event, e.ResponseSent):
            return self._fate(event) != "unknown"
        return self._knows_all() or not isinstance(event, e.WorkLost)

    # -- where everything stands -------------------------------------------------------------------------------------

    def _lifelines(self) -> list[Lifeline]:
        present = {name for sent in self.sent.values() for name in (sent.source, sent.target)}
        names = [name for name in ORDER if name in present]
        width, left, right = self.frame
        room = (width - left - right) / max(1, len(names) - 1)
        return [Lifeline(name, left + place * room) for place, name in enumerate(names)]

    def _instants(self) -> Iterator[Instant]:
        """Every instant at which something is drawn, and no other: an empty place would give away what is hidden."""
        for event in self.visible:
            yield Instant(event.t, EFFECT if isinstance(event, EFFECTS) else LEAVES)
            if isinstance(event, e.RequestSent | e.ResponseSent) and self._fate(event) == "arrived":
                yield Instant(event.t + event.travel, ARRIVES)

    def _heights(self) -> dict[Instant, float]:
        """What arrives and what leaves at one instant stand at one height, unless there is an effect in between."""
        ranks: dict[float, set[int]] = {}
        for t, rank in self._instants():
            ranks.setdefault(round(t, 6), set()).add(rank)
        heights: dict[Instant, float] = {}
        y, before = TOP + 6, None
        for t in sorted(ranks):
            if before is not None:
                y += PAUSE if t - before > PAUSE_S else STEP
            for rank in sorted(ranks[t]):
                y += CLOSE if rank > ARRIVES and EFFECT in ranks[t] and rank > min(ranks[t]) else 0
                heights[Instant(t, rank)] = y
            before = t
        return heights

    def at(self, t: float, rank: int = LEAVES) -> float:
        return self.y[Instant(round(t, 6), rank)]

    def _times(self) -> Iterator[tuple[float, str]]:
        """A time beside the line wherever enough of it has passed to matter."""
        start = min((instant.t for instant in self.y), default=0.0)
        last = None
        for (t, _), y in self.y.items():
            if last is None or t - last > PAUSE_S / 2:
                yield y, f"{t - start:.2f} s"
            last = t

    # -- what is drawn -----------------------------------------------------------------------------------------------

    def _knows_all(self) -> bool:
        return self.shown != "caller"

    def _arrives(self, event: Any) -> bool:
        if isinstance(event, e.RequestSent):
            return event.call not in self.lost
        return event.call not in self.answers_lost

    def _fate(self, event: Any) -> str:
        """What is drawn of a message: the caller knows that a request arrived only if an answer came."""
        from_customer = self.sent[event.call].source == "customers"
        if self._knows_all() or from_customer or event.call in self.heard:
            return "arrived" if self._arrives(event) else "lost"
        return "unknown"

    def request(self, event: e.RequestSent) -> None:
        kind = "retry" if event.attempt > 1 or event.hedge else "request"
        self._arrow(event, kind, event.source, event.target, self._request_label(event))

    def _request_label(self, event: e.RequestSent) -> str:
        if event.source == "customers":
            return "Pay" if event.attempt == 1 else "Pay, again"
        attempt = f" {event.attempt}" if event.attempt > 1 else ""
        return f"{event.operation}{attempt}{', key' if event.keyed else ''}"

    def answer(self, event: e.ResponseSent) -> None:
        label = "done" if event.status == OK else f"error {event.status}"
        if event.target == "customers":
            label = "confirmed" if event.status == OK else "failed"
        self._arrow(event, "answer" if event.status == OK else "error", event.source, event.target, label)

    def _arrow(self, event: Any, kind: str, source: str, target: str, label: str) -> None:
        fate = self._fate(event)
        x1, x2, y1 = self.x[source], self.x[target], self.at(event.t)
        if fate == "arrived":
            y2 = self.at(event.t + event.travel, ARRIVES)
        else:
            x2, y2 = x1 + (x2 - x1) * MIDWAY, y1 + SLANT
        self.out.arrows.append(Arrow(kind, x1, y1, x2, y2, fate, label))

    def charge(self, event: e.CardCharged) -> None:
        kind, label = ("charge", "charged") if event.nth == 1 else ("double", "charged again")
        self.out.marks.append(Mark(kind, self.x["payment"], self.at(event.t, EFFECT), label))

    def recognised(self, event: e.DuplicateRecognised) -> None:
        self.out.marks.append(Mark("recognised", self.x[event.target], self.at(event.t, EFFECT), "knows the key"))

    def refund(self, event: e.CardRefunded) -> None:
        self.out.marks.append(Mark("refund", self.x["payment"], self.at(event.t, EFFECT), "refunded"))

    def written(self, event: e.OrderWritten) -> None:
        where = "orders" if "orders" in self.x else "checkout"
        self.out.marks.append(Mark("written", self.x[where], self.at(event.t, EFFECT), "recorded"))

    def timed_out(self, event: e.AttemptTimedOut) -> None:
        y = self.at(event.t)
        since = max(
            (sent.t for sent in self.sent.values() if sent.target == event.target and sent.attempt == event.attempt
             and sent.source == event.source),
            default=event.t,
        )  # fmt: skip
        self.out.waits.append(Wait(self.x[event.source], self.at(since), y))
        self.out.marks.append(Mark("timeout", self.x[event.source], y, "stops waiting"))

    def crashed(self, event: e.WorkLost) -> None:
        self.out.marks.append(Mark("crash", self.x[event.target], self.at(event.t), "crashes"))

    def gave_up(self, event: e.CustomerGaveUp) -> None:
        self.out.marks.append(Mark("timeout", self.x["customers"], self.at(event.t), "leaves"))

    def broke(self, event: e.ConnectionBroke) -> None:
        sent = self.sent[event.call]
        x = self.x[sent.source]
        self.out.marks.append(Mark("crash", x, self.at(event.t), "connection breaks"))


DRAW: dict[type, Callable[[Drawing, Any], None]] = {
    e.RequestSent: Drawing.request,
    e.ResponseSent: Drawing.answer,
    e.CardCharged: Drawing.charge,
    e.CardRefunded: Drawing.refund,
    e.DuplicateRecognised: Drawing.recognised,
    e.OrderWritten: Drawing.written,
    e.AttemptTimedOut: Drawing.timed_out,
    e.WorkLost: Drawing.crashed,
    e.CustomerGaveUp: Drawing.gave_up,
    e.ConnectionBroke: Drawing.broke,
}
