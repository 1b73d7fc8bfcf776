"""The words that the browser and the server exchange over one WebSocket: JSON text, each with a "type".

What comes in is decoded here into a frozen command or refused; nothing below sees a dict or a string from outside.
What goes out is declared here too, so that one place says what a frame may hold. docs/protocol.md gives an example of
every message, and a test decodes each of them.
"""

from typing import Annotated, Any

import msgspec

from playground.checkout.shop import Picture
from playground.headline import Headline
from playground.narrator.notes import Note
from playground.refusals import NotLegal
from playground.tales.story import Line

ID_LENGTH_MAX = 40
RECIPE_LENGTH_MAX = 12_000
SPEED_MIN, SPEED_MAX = 0.02, 20.0

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=ID_LENGTH_MAX)]
Word = Annotated[str, msgspec.Meta(max_length=80)]
Seconds = Annotated[float, msgspec.Meta(ge=0, le=86_400)]
Seed = Annotated[int, msgspec.Meta(ge=0, lt=2**53)]  # what a JavaScript number holds exactly
Speed = Annotated[float, msgspec.Meta(ge=SPEED_MIN, le=SPEED_MAX)]
Given = Any  # a value for a knob or a fault: knobs.py and faults.py know what is legal and say it better


def _lower(name: str) -> str:
    return name.lower()


# -- what the browser says ---------------------------------------------------------------------------------------


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=_lower, tag_field="type"):
    """Something a person did. Applied once: the same id again gets the same reply and changes nothing."""

    id: Id


class Open(Command, frozen=True):
    """The first message on a socket: take up a kept run, else rebuild it from its recipe, else begin a fresh one."""

    scenario: Word
    run: Word | None = None
    recipe: Annotated[str, msgspec.Meta(max_length=RECIPE_LENGTH_MAX)] | None = None
    t: Seconds | None = None
    seed: Seed | None = None


class Play(Command, frozen=True):
    pass


class Pause(Command, frozen=True):
    pass


class SetSpeed(Command, frozen=True, tag="speed"):
    value: Speed


class Step(Command, frozen=True):
    """To the next event worth seeing, and pause."""


class Reset(Command, frozen=True):
    """Back to instant 0, to the settings and faults with which this run began. Without a seed: the same customers."""

    seed: Seed | None = None


class Set(Command, frozen=True):
    knobs: Annotated[dict[Word, Given], msgspec.Meta(min_length=1, max_length=100)]


class Strike(Command, frozen=True):
    """Fields as `faults.check` takes them; without "start" it strikes now."""

    fault: Annotated[dict[Word, Given], msgspec.Meta(max_length=20)]


class Heal(Command, frozen=True):
    fault: Word


class Seek(Command, frozen=True):
    """To another instant of the same run, at most as far as it has been played."""

    t: Seconds


class Fork(Command, frozen=True):
    """A new run that shares this one's past up to `t`. The old one is kept for a while under its own id."""

    t: Seconds


class Compare(Command, frozen=True):
    """On: keep what the run is now as A and go on as B, both under the same customers and the same luck."""

    on: bool


class Order(Command, frozen=True):
    """Tell the story of one checkout."""

    order: int


class Ack(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="ack", tag_field="type"):
    """Frames up to `seq` have been drawn. Carries no id and gets no reply."""

    seq: int


FromBrowser = Open | Play | Pause | SetSpeed | Step | Reset | Set | Strike | Heal | Seek | Fork | Compare | Order | Ack

# -- what the server says ----------------------------------------------------------------------------------------


class Message(msgspec.Struct, frozen=True, tag=_lower, tag_field="type"):
    pass


class Opened(Message, frozen=True):
    id: str
    run: str
    """The secret under which this run can be taken up again. Whoever knows it may command the run."""
    how: str
    """fresh, resumed, rebuilt or forked."""
    scenario: str
    seed: int
    knobs: dict[str, Any]
    faults: list["FaultInForce"]
    recipe: str
    t: float
    end: float
    playing: bool
    speed: float
    forked_from: str | None = None


class Changed(Message, frozen=True):
    id: str
    knobs: dict[str, Any]
    """Those whose value is another one now."""
    faults: list["FaultInForce"]
    recipe: str
    seed: int
    t: float


class Done(Message, frozen=True):
    id: str
    t: float
    playing: bool
    """From now on; the next frame may come later, and the page need not wait for it to know."""
    text: str = ""
    """For a step: what happened, in words."""


class Error(Message, frozen=True):
    id: str | None
    code: str
    message: str
    knob: str | None = None


class Ended(Message, frozen=True):
    """The run stands still for good; it can be scrubbed, reset or forked."""

    reason: str
    message: str


class Progress(Message, frozen=True):
    """A rebuild or a seek is under way; `share` of it is done."""

    share: float


class FaultInForce(msgspec.Struct, frozen=True):
    service: str
    kind: str
    start: float
    end: float | None
    label: str


class Recent(msgspec.Struct, frozen=True):
    """One checkout in a sentence or two. A later one for the same order replaces an earlier one."""

    order: int
    t: float
    verdict: str
    text: str


class Rival(msgspec.Struct, frozen=True):
    """A, the run as it was when the comparison began, at the same instant under the same luck."""

    counters: dict[str, int]
    matrix: dict[str, dict[str, int]]
    series: list[tuple[Any, ...]]
    headline: Headline


class Frame(Message, frozen=True):
    """What happened since the last frame. Times in virtual seconds."""

    seq: int
    t: float
    end: float
    """How far this run has been played: the scrubber's right-hand side."""
    playing: bool
    speed: float
    pace: float
    """Achieved speed ÷ asked speed; below 1 the server cannot keep up and says so."""
    picture: Picture
    counters: dict[str, int]
    matrix: dict[str, dict[str, int]]
    series: list[tuple[Any, ...]]
    flights: list[list[Any]]
    flights_hidden: int
    marks: list[tuple[Any, ...]]
    marks_hidden: int
    recent: list[Recent]
    notes: list[Note]
    faults: list[FaultInForce]
    headline: Headline
    rival: Rival | None = None


class Snapshot(Frame, frozen=True):
    """A frame with all history: replaces everything the page has drawn."""

    fingerprint: str = ""
    """SHA-256 over every event so far: two runs that agree in it are the same run."""
    skipped: int = 0
    """Frames this viewer missed since it connected, because it did not acknowledge in time."""


class Story(Message, frozen=True):
    id: str
    order: int
    verdict: str
    text: str
    lines: list[Line]
    events: list[dict[str, Any]]


# -- errors in words ---------------------------------------------------------------------------------------------


class Refused(Exception):
    """A message that is not carried out; becomes an `error` reply."""

    def __init__(self, code: str, message: str, knob: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.knob = knob

    @classmethod
    def saying(cls, error: NotLegal) -> "Refused":
        return cls(error.code, error.sentence, error.knob)

    def reply(self, to: str | None) -> Error:
        return Error(to, self.code, self.message, self.knob)


class _Envelope(msgspec.Struct):
    """What can be said of a message that is wrong elsewhere."""

    type: Any = None
    id: Any = None


_decoder: msgspec.json.Decoder[FromBrowser] = msgspec.json.Decoder(FromBrowser)
_envelope = msgspec.json.Decoder(_Envelope)
_encoder = msgspec.json.Encoder()
NAMES: frozenset[str] = frozenset(member.__struct_config__.tag for member in FromBrowser.__args__)


def decode(text: str) -> FromBrowser:
    """A command or an acknowledgement; raises Refused, in words."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise _explain(text, str(error)) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Refused("malformed", "That was not JSON. Every message is one JSON object with a type.") from None


def _explain(text: str, reason: str) -> Refused:
    try:
        kind = _envelope.decode(text).type
    except msgspec.ValidationError:
        return Refused("malformed", "Every message is one JSON object with a type.")
    if not isinstance(kind, str):
        return Refused("malformed", "The message has no type.")
    if kind not in NAMES:
        return Refused("unknown_command", f"There is no command “{kind[:40]}”. There are {', '.join(sorted(NAMES))}.")
    return Refused("malformed", f"The command “{kind}” is not well formed: {reason[0].lower()}{reason[1:]}.")


def id_of(text: str) -> str | None:
    """The id of a message that could not be decoded, so that its sender can be told which one it was."""
    try:
        found = _envelope.decode(text).id
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return found[:ID_LENGTH_MAX] if isinstance(found, str) else None


def encode(message: Message) -> str:
    return _encoder.encode(message).decode()
