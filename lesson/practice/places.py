"""Where in a TOML file something stands, so that a complaint can name the line.

TOML readers drop positions. Tables in an array begin with a header of their own, `[[items.options]]`, and those are
counted here; what has no header is looked for by its key.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from lesson.reading.text.problems import Problems

Shape = TypeVar("Shape")
HEADER = re.compile(r"^\s*\[\[\s*([A-Za-z0-9_.-]+)\s*\]\]")
PATH = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)(?:\[(\d+)\])?")
UNKNOWN = re.compile(r"unknown field `([^`]+)`")


class Block:
    """The lines of one table of an array, from its header to the next header of that array."""

    def __init__(self, lines: Sequence[str], first: int) -> None:
        self.lines = lines
        self.first = first
        """Number of the first line, counted from 1."""

    def line_with(self, needle: str) -> int:
        """The first line that contains `needle`; the block's own first where none does."""
        return next((self.first + place for place, line in enumerate(self.lines) if needle in line), self.first)

    def line_of_key(self, key: str) -> int:
        pattern = re.compile(rf'^\s*["\']?{re.escape(key)}["\']?\s*=')
        return next((self.first + place for place, line in enumerate(self.lines) if pattern.match(line)), self.first)

    def line_of(self, message: str) -> int:
        """The line that a validation message of msgspec is about."""
        block, name = self, ""
        _, _, where = message.rpartition(" - at ")
        for name, index in PATH.findall(where.strip("`")):
            if index:
                inner = [found for found in block.tables() if found.name.endswith(name)]
                block = inner[int(index)] if int(index) < len(inner) else block
        unknown = UNKNOWN.search(message)
        return block.line_of_key(unknown[1] if unknown else name)

    def tables(self) -> "list[Table]":
        """The tables of arrays in this block; each ends where the next begins."""
        starts = [(place, found[1]) for place, line in enumerate(self.lines) if (found := HEADER.match(line))]
        ends = [place for place, _ in starts[1:]] + [len(self.lines)]
        return [
            Table(self.lines[place:end], self.first + place, name)
            for (place, name), end in zip(starts, ends, strict=True)
        ]


class Table(Block):
    def __init__(self, lines: Sequence[str], first: int, name: str) -> None:
        super().__init__(lines, first)
        self.name = name


def blocks(text: str, array: str) -> list[Block]:
    """One block for each `[[array]]` of the file, its inner tables included."""
    lines = text.splitlines()
    starts = [place for place, line in enumerate(lines) if (found := HEADER.match(line)) and found[1] == array]
    ends = [*starts[1:], len(lines)]
    return [Block(lines[start:end], start + 1) for start, end in zip(starts, ends, strict=True)]


def whole(text: str) -> Block:
    return Block(text.splitlines(), 1)


def convert(
    data: Any, shape: type[Shape], where: tuple[Path, Block], problems: Problems, name: str = ""
) -> Shape | None:
    """`data` as a `shape`, or None with the problem noted at its line; `name` is what the author calls it."""
    path, block = where
    try:
        return msgspec.convert(data, shape)
    except msgspec.ValidationError as error:
        problems.add(path, block.line_of(str(error)), f"{name}: {error}" if name else str(error))
        return None
