"""What copying settings to another tool gives: files for that tool, and a line for each thing that is lost or changed.

Nothing is left out in silence: a parameter in force is in a file, or a note names it. Pure.
"""

from typing import Literal

import msgspec

from playground.knobs import Settings

Kind = Literal["missing", "differs", "yours"]


class File(msgspec.Struct, frozen=True):
    """`language` is Pygments' word for it."""

    name: str
    language: str
    text: str


class Note(msgspec.Struct, frozen=True):
    """`missing`: the tool has nothing like it. `differs`: it has, with another meaning. `yours`: no tool's business."""

    kind: Kind
    text: str
    knobs: tuple[str, ...]
    """The knobs that it speaks of: full names, or a group."""

    def names(self, knob: str) -> bool:
        return any(knob == name or knob.startswith(name + ".") for name in self.knobs)


class Copied(msgspec.Struct, frozen=True):
    files: tuple[File, ...]
    notes: tuple[Note, ...]


class Draft:
    """Settings on their way into another tool; collects the notes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.notes: list[Note] = []

    def missing(self, text: str, *knobs: str) -> None:
        self.notes.append(Note("missing", text, knobs))

    def differs(self, text: str, *knobs: str) -> None:
        self.notes.append(Note("differs", text, knobs))

    def yours(self, text: str, *knobs: str) -> None:
        self.notes.append(Note("yours", text, knobs))

    def within(self, knob: str, low: float, high: float, tool: str, unit: str = "s") -> float:
        """The knob's value, moved into what the tool takes; a note says so where it had to move."""
        value = float(self.settings[knob])
        moved = min(max(value, low), high)
        if moved != value:
            taken = f"{decimal(low)} to {decimal(high)} {unit}".rstrip()
            self.differs(f"{tool} takes {taken} here, not {decimal(value)}.", knob)
        return moved

    def copied(self, *files: File) -> Copied:
        return Copied(files, tuple(self.notes))


def decimal(number: float) -> str:
    """Without an exponent, to the nanosecond: what every tool's parser reads."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return text if text not in ("-0", "") else "0"


def listed(words: list[str] | tuple[str, ...]) -> str:
    """ "a, b and c" """
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
