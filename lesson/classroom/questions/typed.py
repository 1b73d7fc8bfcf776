"""A question that a host types on the spot: read from a form, or refused with a sentence for each field. Pure.

What is typed is text and stays text: whoever shows it escapes it. Characters that nobody sees are taken out.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PROMPT_LENGTH_MAX = 500
OPTION_LENGTH_MAX = 200
OPTIONS_MIN, OPTIONS_MAX = 2, 6
LETTERS = "ABCDEF"
SECONDS_MIN, SECONDS_MAX = 10, 900
NOTHING_RIGHT = ""
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Categories of characters that have no shape; they could turn the direction of the words around them."""


@dataclass(frozen=True)
class Typed:
    prompt: str
    options: tuple[str, ...]
    right: int | None = None


class Refused(ValueError):
    """What cannot be asked. `problems` maps the field to a sentence; nothing that was typed is lost."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = dict(problems)


@dataclass
class Reader:
    problems: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: str, sentence: str) -> None:
        self.problems.setdefault(name, sentence)


def read(prompt: str, options: Sequence[str], right: str = NOTHING_RIGHT) -> Typed:
    """`right` is the place of the right option among those typed, or nothing. Raises Refused."""
    reader = Reader()
    asked = _prompt(reader, prompt)
    offered = _options(reader, options)
    place = _right(reader, options, right)
    if reader.problems:
        raise Refused(reader.problems)
    return Typed(asked, tuple(offered), place)


def _prompt(reader: Reader, prompt: str) -> str:
    text = clean(prompt)
    if not text:
        reader.refuse("prompt", "Type what you ask.")
    elif len(text) > PROMPT_LENGTH_MAX:
        reader.refuse("prompt", f"A question has at most {PROMPT_LENGTH_MAX} characters; this one has {len(text):,}.")
    return text


def _options(reader: Reader, options: Sequence[str]) -> list[str]:
    offered = [text for text in map(clean, options) if text]
    if not OPTIONS_MIN <= len(offered) <= OPTIONS_MAX:
        reader.refuse("options", f"Give {OPTIONS_MIN} to {OPTIONS_MAX} answers to choose from, not {len(offered)}.")
    elif len(set(map(str.casefold, offered))) < len(offered):
        reader.refuse("options", "Two of the answers are the same.")
    elif (longest := max(map(len, offered))) > OPTION_LENGTH_MAX:
        reader.refuse("options", f"An answer has at most {OPTION_LENGTH_MAX} characters; one has {longest:,}.")
    return offered


def _right(reader: Reader, options: Sequence[str], right: str) -> int | None:
    """Counted among the options that are not empty, as the room will see them."""
    if right == NOTHING_RIGHT:
        return None
    place = int(right) if right.isascii() and right.isdecimal() and len(right) == 1 else len(options)
    if place >= len(options) or not clean(options[place]):
        reader.refuse("right", "The answer that is marked right is empty.")
        return None
    return sum(bool(clean(text)) for text in options[:place])


def clean(text: str) -> str:
    """One line of visible text."""
    kept = (" " if letter.isspace() else letter for letter in text if not _invisible(letter))
    return " ".join("".join(kept).split())


def _invisible(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) in INVISIBLE


def seconds(text: str) -> int | None:
    """How long a vote is open; None where nothing is typed: until the host closes it. Raises Refused."""
    if not text.strip():
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(SECONDS_MAX)) else 0
    if not SECONDS_MIN <= number <= SECONDS_MAX:
        raise Refused({"seconds": f"A vote is open for {SECONDS_MIN} to {SECONDS_MAX} seconds, or until you close it."})
    return number
