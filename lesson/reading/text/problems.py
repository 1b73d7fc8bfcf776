"""What is wrong with the content, where. Collected, never raised: an author sees all of it at once.

They make `manage.py check` fail, and never a page: whatever cannot be resolved is shown as plain text.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

Shape = TypeVar("Shape")
TOML_POSITION = re.compile(r"\(at line (\d+), column \d+\)")
PATH_KEYS = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
UNKNOWN_FIELD = re.compile(r"unknown field `([^`]+)`")


class Problem(NamedTuple):
    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class Problems(list[Problem]):
    def add(self, path: Path, line: int, message: str) -> None:
        self.append(Problem(path, line, message))


def read_toml(path: Path, shape: type[Shape], problems: Problems) -> Shape | None:
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        problems.add(path, 1, f"cannot be read: {error.strerror}")
        return None
    return parse_toml(text, shape, path, 1, problems)


def parse_toml(text: str, shape: type[Shape], path: Path, first_line: int, problems: Problems) -> Shape | None:
    """The TOML in `text` as a `shape`, or None with the problem noted at its line of the file."""
    try:
        return msgspec.convert(tomllib.loads(text), shape)
    except tomllib.TOMLDecodeError as error:
        found = TOML_POSITION.search(str(error))
        offset = int(found[1]) - 1 if found else 0
        problems.add(path, first_line + offset, f"not valid TOML: {TOML_POSITION.sub('', str(error)).strip()}")
    except msgspec.ValidationError as error:
        problems.add(path, first_line + line_of(text, str(error)), str(error))
    return None


def line_of(text: str, message: str) -> int:
    """The line, counted from 0, that a validation message is about: the last key of its path that can be found."""
    where = message.rpartition(" - at ")[2] if " - at " in message else ""
    unknown = UNKNOWN_FIELD.search(message)
    keys = PATH_KEYS.findall(where) + ([unknown[1]] if unknown else [])
    lines = text.splitlines()
    for key in reversed(keys):
        for number, line in enumerate(lines):
            if re.match(rf'\s*\[*\s*["\']?{re.escape(key)}["\']?\s*[\]=.]', line):
                return number
    return 0


def line_containing(text: str, needle: str, *, last: bool = False) -> int:
    """The first line, or the last, counted from 1, that contains `needle`; 1 where none does."""
    place = text.rfind(needle) if last else text.find(needle)
    return text.count("\n", 0, max(0, place)) + 1
