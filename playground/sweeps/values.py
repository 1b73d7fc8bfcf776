"""The values that a sweep gives a knob: read from a text, written as one, proposed from the knob's declaration.

1, 2, 3          a list
1..5             every whole number
0..1 by 0.25     evenly spaced
customer+gateway a list's parts are joined with "+", for the comma parts the values
"""

from collections.abc import Iterable, Sequence
from math import floor

from playground.knob import Knob, KnobError, Value, shortened

VALUES_MIN = 2
RANGE_MAX = 50
"""How many values a range may write out; how many a sweep takes is said elsewhere."""
TIMES = (0.25, 0.5, 1, 2, 4)
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
SMALL_SPAN = 9
"""Whole numbers from a range no longer than this are all proposed."""
PROPOSED_MAX = 6
STEPS = (1, 2, 5)


class ValuesError(ValueError):
    """A text that gives no usable values; `str()` says what would be right."""


# -- reading and writing ------------------------------------------------------------------------------------------


def read(knob: Knob, text: str, most: int) -> tuple[Value, ...]:
    """Raises ValuesError."""
    try:
        values = [value for part in text.split(",") if part.strip() for value in _part(knob, part.strip())]
    except KnobError as error:
        raise ValuesError(error.sentence) from None
    if len(values) < VALUES_MIN:
        raise ValuesError(f"Give at least two values, separated by commas: {knob.label} takes {knob.takes}.")
    if len(values) > most:
        raise ValuesError(f"{len(values)} values are more than the {most} that can be told apart in a picture.")
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice is not None:
        raise ValuesError(f"{knob.write(twice)} is there twice; each value is tried once.")
    return tuple(values)


def _part(knob: Knob, part: str) -> Iterable[Value]:
    if ".." in part and knob.kind in ("number", "integer"):
        return _range(knob, part)
    return [knob.parse(part.replace("+", ",") if knob.kind == "sequence" else part)]


def _range(knob: Knob, text: str) -> list[Value]:
    ends, _, step_text = text.partition(" by ")
    first_text, _, last_text = ends.partition("..")
    first, last = knob.parse(first_text), knob.parse(last_text)
    if first is None or last is None or first >= last:
        raise ValuesError(f"A range goes from a smaller number to a larger one, as in 1..5, not {shortened(text)}.")
    step = _step(knob, step_text, text)
    count = floor((last - first) / step + 1e-9) + 1
    if count > RANGE_MAX:
        raise ValuesError(f"{shortened(text)} is {count:,} values. Take larger steps, as in 0..100 by 20.")
    return [knob.check(_rounded(first + step * number)) for number in range(count)]


def _step(knob: Knob, text: str, whole: str) -> float:
    if not text and knob.kind == "integer":
        return 1
    try:
        step = float(text)
    except ValueError:
        step = 0.0
    if not step > 0:
        raise ValuesError(f"Say how large the steps are, as in 0..1 by 0.25, not {shortened(whole)}.")
    return step


def _rounded(number: float) -> float:
    return float(f"{number:.12g}")


def write(knob: Knob, values: Iterable[Value]) -> str:
    """As `read` takes it."""
    return ", ".join(write_one(knob, value) for value in values)


def write_one(knob: Knob, value: Value) -> str:
    return knob.write(value).replace(",", "+")


# -- proposing ----------------------------------------------------------------------------------------------------


def proposed(knob: Knob, now: Value) -> tuple[Value, ...]:
    """Values worth trying, around the one in force."""
    if knob.kind == "switch":
        return False, True
    if knob.kind == "choice":
        return knob.choices
    if knob.kind == "sequence":
        return tuple(_sequences(knob, now))[:PROPOSED_MAX]
    return tuple(dict.fromkeys(knob.check(value) for value in _numbers(knob, now)))


def _sequences(knob: Knob, now: Sequence[str]) -> Iterable[Value]:
    """The one in force; each choice alone, or where the order is what counts, each neighbours' exchange."""
    yield tuple(now)
    if knob.permutation:
        for at in range(len(now) - 1):
            yield (*now[:at], now[at + 1], now[at], *now[at + 2 :])
    else:
        yield from ((choice,) for choice in knob.choices if (choice,) != tuple(now))


def _numbers(knob: Knob, now: float | None) -> Iterable[float | None]:
    low, high = knob.minimum, knob.maximum
    if knob.kind == "integer" and high - low <= SMALL_SPAN:
        return range(int(low), int(high) + 1)
    if (low, high) == (0, 1) and (not now or now >= QUARTERS[1]):
        return QUARTERS
    if now is None:
        return [*_ladder(knob, max(low, 0.5 if knob.unit == "s" else 10)), None]
    if now == 0:
        return [0, *_ladder(knob, 10 if high >= 1000 else high / 100)]  # noqa: PLR2004  (large ranges have large units)
    return [value for factor in TIMES if low <= (value := _step_like(knob, now * factor)) <= high]


def _step_like(knob: Knob, value: float) -> float:
    return max(round(value), int(knob.minimum)) if knob.kind == "integer" else float(f"{value:.3g}")


def _ladder(knob: Knob, start: float) -> Iterable[float]:
    """1, 2, 5, 10, … times the start, as far as the range goes."""
    rungs = (start * step for step in (*STEPS, 10))
    return [_step_like(knob, rung) for rung in rungs if rung <= knob.maximum]
