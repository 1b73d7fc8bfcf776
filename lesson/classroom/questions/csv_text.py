"""A table as CSV that opens safely in a spreadsheet. Pure.

A cell that begins with = + - @ or a control character may be run as a formula by whoever opens the file, and some of
what stands here was typed by strangers. Such a cell gets an apostrophe in front, which spreadsheets do not show.
(OWASP, “CSV injection”.) Numbers stay numbers.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
FULL_WIDTH = ("\uff1d", "\uff0b", "\uff0d", "\uff20")
"""＝ ＋ － ＠: some spreadsheets in East Asia read them as their narrow kin."""
BEHIND_A_SEMICOLON = re.compile(rf"(;[ \u00a0\"]*)(?=[{re.escape(''.join(DANGEROUS + FULL_WIDTH))}])")
MARK = "\ufeff"
"""Tells spreadsheets that this is UTF-8."""

Cell = str | int | float | None


def table(rows: Iterable[Sequence[Cell]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([map(cell, row) for row in rows])
    return MARK + out.getvalue()


def cell(value: Cell) -> str | int | float:
    if value is None:
        return ""
    return neutral(value) if isinstance(value, str) else value


def neutral(text: str) -> str:
    """Where semicolons part cells, as in half of Europe, what stands behind one begins a cell, too."""
    begins = text.lstrip(" \u00a0")[:1]
    marked = f"'{text}" if begins in DANGEROUS + FULL_WIDTH and begins else text
    return BEHIND_A_SEMICOLON.sub(r"\1'", marked)
