"""How a measured number is written in the text."""

import re
from typing import NamedTuple, get_args

from lesson.reading.text.schema import Unit

FORM = re.compile(r"^(?P<unit>[a-z]+)(:(?P<digits>\d))?$")
UNITS = get_args(Unit)


class Form(NamedTuple):
    unit: str
    digits: int


def form_of(text: str) -> Form | None:
    """From `percent` or `percent:0`; None where it is no such thing."""
    found = FORM.match(text)
    if not found or found["unit"] not in UNITS:
        return None
    return Form(found["unit"], int(found["digits"] or 1))


def written(value: float, unit: str, digits: int) -> str:
    """A number as people read it: thousands separated, no minus zero, the unit beside it."""
    if unit == "percent":
        return f"{trimmed(100 * value, digits)}%"
    if unit == "count":
        return f"{round(value):,}"
    if unit == "seconds":
        return f"{trimmed(value, digits)} s" if value >= 1 else f"{trimmed(1000 * value, 0)} ms"
    return trimmed(value, digits)


def trimmed(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
