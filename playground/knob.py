"""What a control is: its declaration, and how a value for it is read, checked, shown and written.

A value that is out of range or of the wrong type is refused with a message that names the knob and what would be right;
nothing is clamped in silence. `knobs.py` declares the controls themselves.
"""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec

from playground.refusals import NotLegal

Kind = Literal["switch", "number", "integer", "choice", "sequence"]
Value = Any
"""bool, float, int, str, tuple of str, or None for "unlimited"."""

SHOWN_MAX = 60
"""How much of a wrong value an error message repeats, in characters."""


class KnobError(NotLegal):
    """A value or name that is not legal; `knob` names the control and `str()` says what would be right."""

    code = "knob"
    knob: str

    def __init__(self, knob: str, message: str, words: str = "") -> None:
        super().__init__(message, words)
        self.knob = knob


class Knob(msgspec.Struct, frozen=True, kw_only=True):
    """One control: its name, what it is called on a page, and what values it takes."""

    name: str
    label: str
    kind: Kind
    default: Value
    help: str
    unit: str = ""
    minimum: float = 0
    maximum: float = 0
    choices: tuple[str, ...] = ()
    words: dict[str, str] = {}
    """What a page calls values whose own names would say too little: choices, or "unlimited"."""
    unlimited: bool = False
    """Whether "unlimited" (None) is legal."""
    permutation: bool = False
    """For a sequence: whether it must hold every choice exactly once."""
    also: dict[str, str] = {}
    """What other libraries call it."""
    off: str = ""
    """What it means when this is off or at its lowest."""

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def legal(self) -> str:
        """The legal values as they are typed."""
        return self._legal(self.choices, "unlimited")

    @property
    def takes(self) -> str:
        """The legal values as a page calls them."""
        return self._legal([words for _, words in self.options], self.none)

    def _legal(self, choices: Iterable[str], unlimited: str) -> str:
        if self.kind == "switch":
            return "on or off"
        if self.kind == "choice":
            return "one of " + ", ".join(choices)
        if self.kind == "sequence":
            every = "each of" if self.permutation else "a comma-separated list out of"
            return f"{every} {', '.join(choices)}" + (", once, in any order" if self.permutation else "")
        noun = "a whole number" if self.kind == "integer" else "a number"
        unit = f" {self.unit}" if self.unit else ""
        end = f" or {unlimited}" if self.unlimited else ""
        return f"{noun} from {self.minimum:g} to {self.maximum:g}{unit}{end}"

    def refuse(self, value: object) -> KnobError:
        instead = f", not {shortened(value)}"
        names, words = f"{self.name} takes {self.legal}", f"{self.label} takes {self.takes}"
        return KnobError(self.name, names + instead, words + instead)

    def check(self, value: object) -> Value:
        """A typed value (from JSON or TOML), returned in its canonical type. Raises KnobError."""
        if self.unlimited and value in (None, "unlimited", self.none):
            return None
        return CHECKS[self.kind](self, value)

    def parse(self, text: str) -> Value:
        """A value from text, as typed on a command line or in a form. Raises KnobError."""
        text = text.strip()
        if self.kind == "switch":
            return self.check({"on": True, "off": False}.get(text, text))
        if self.kind == "sequence":
            return self.check([part.strip() for part in text.split(",") if part.strip()])
        if self.kind == "choice" or (self.unlimited and text in ("unlimited", self.none)):
            return self.check(text)
        try:
            number = int(text) if self.kind == "integer" else float(text)
        except ValueError:
            raise self.refuse(text) from None
        return self.check(number)

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices, each with what a page calls it."""
        return [(choice, self.words.get(choice, choice)) for choice in self.choices]

    def say(self, value: Value) -> str:
        """The value in the words of a page: as `show` does, but by what it means: "newest first", "never"."""
        shown = self.show(value)
        return self.words.get(shown, shown)

    @property
    def none(self) -> str:
        """What a page calls "unlimited"; it may be typed there."""
        return self.words.get("unlimited", "unlimited")

    def show(self, value: Value) -> str:
        """The value for a terminal, a trace, a file: "1 s", "unlimited", "on", "lifo"."""
        if value is None or self.kind not in ("number", "integer"):
            return self.write(value).replace(",", ", ")
        unit = self.unit if self.unit in ("", "×", "/s") else f" {self.unit}"
        return f"{value:g}{unit}"

    def write(self, value: Value) -> str:
        """The value as `parse` reads it."""
        if value is None:
            return "unlimited"
        if self.kind == "switch":
            return "on" if value else "off"
        if self.kind == "sequence":
            return ",".join(value)
        return f"{value:.12g}" if self.kind == "number" else str(value)


def shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"


# -- checking ----------------------------------------------------------------------------------------------------


def _check_switch(knob: Knob, value: object) -> bool:
    if not isinstance(value, bool):
        raise knob.refuse(value)
    return value


def _check_number(knob: Knob, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not knob.minimum <= value <= knob.maximum:
        raise knob.refuse(value)
    return float(value)


def _check_integer(knob: Knob, value: object) -> int:
    number = _check_number(knob, value)
    if number != int(number):
        raise knob.refuse(value)
    return int(number)


def _check_choice(knob: Knob, value: object) -> str:
    if not isinstance(value, str) or value not in knob.choices:
        raise knob.refuse(value)
    return value


def _check_sequence(knob: Knob, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(part, str) for part in value):
        raise knob.refuse(value)
    parts = tuple(value)
    unique = len(set(parts)) == len(parts)
    complete = len(parts) == len(knob.choices) if knob.permutation else len(parts) > 0
    if not unique or not complete or not set(parts) <= set(knob.choices):
        raise knob.refuse(value)
    return parts


CHECKS: dict[Kind, Callable[[Knob, object], Value]] = {
    "switch": _check_switch,
    "number": _check_number,
    "integer": _check_integer,
    "choice": _check_choice,
    "sequence": _check_sequence,
}


# -- declaring ---------------------------------------------------------------------------------------------------


def switch(name: str, label: str, about: str, *, default: bool = False, **more: Any) -> Knob:
    return Knob(name=name, label=label, kind="switch", default=default, help=about, **more)


def number(
    name: str, label: str, default: float | None, span: tuple[float, float, str], about: str, **more: Any
) -> Knob:
    """`span` is the least value, the greatest and the unit."""
    return _spanned("number", name, label, default, span, help=about, **more)


def integer(name: str, label: str, default: int | None, span: tuple[int, int, str], about: str, **more: Any) -> Knob:
    """`span` is the least value, the greatest and the unit."""
    return _spanned("integer", name, label, default, span, help=about, **more)


def _spanned(kind: Kind, name: str, label: str, default: Value, span: tuple[float, float, str], **more: Any) -> Knob:
    low, high, unit = span
    return Knob(name=name, label=label, kind=kind, default=default, minimum=low, maximum=high, unit=unit, **more)


def choice(
    name: str, label: str, default: str, choices: tuple[str, ...] | dict[str, str], about: str, **more: Any
) -> Knob:
    """`choices` may say what a page calls each."""
    words = choices if isinstance(choices, dict) else {}
    return Knob(
        name=name, label=label, kind="choice", default=default, choices=tuple(choices), words=words, help=about, **more
    )


def sequence(
    name: str, label: str, default: tuple[str, ...], choices: tuple[str, ...], about: str, **more: Any
) -> Knob:
    return Knob(name=name, label=label, kind="sequence", default=default, choices=choices, help=about, **more)
