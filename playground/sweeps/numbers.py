"""Numbers as people read them, each in the unit of its outcome."""

from math import floor, log10

from playground.headless.columns import plain
from playground.sweeps.outcomes import Outcome

DIGITS = 3
FINE_S = 1.0
"""Below this many seconds, milliseconds are read more easily."""
DECIMALS_MAX = 5


def shown(outcome: Outcome, value: float | None, digits: int = DIGITS) -> str:
    """With its unit: "391", "9.8%", "1.2 s", "40 ms", "276 /s", "2.1×"."""
    if value is None:
        return "–"
    scale, unit = _scale(outcome, value)
    return plain(float(f"{scale * value:.10g}"), digits) + unit


def span(outcome: Outcome, low: float, high: float) -> str:
    """From one to another: "380 to 402"."""
    first, last = shown(outcome, low), shown(outcome, high)
    return first if first == last else f"{first} to {last}"


def estimated(outcome: Outcome, mean: float, half: float | None) -> str:
    """A mean and the half-width of its interval, as exact as that allows: "59.3 ± 2.9", "1.08 ± 0.14 s"."""
    if not half:
        return shown(outcome, mean)
    scale, unit = _scale(outcome, mean)
    decimals = _decimals(scale * half)
    return f"{scale * mean:,.{decimals}f} ± {scale * half:,.{decimals}f}{unit}"


def change(outcome: Outcome, mean: float, half: float | None) -> str:
    """A difference and its interval: "−59.3, between −62.2 and −56.4"; of two shares in points."""
    scale, unit = _scale(outcome, abs(mean) + (half or 0.0))
    unit = " points" if unit == "%" else unit
    if not half:
        return f"{_sign(mean)}{plain(float(f'{scale * abs(mean):.10g}'), DIGITS)}{unit}"
    decimals = _decimals(scale * half)
    middle, low, high = (_signed(scale * value, decimals) for value in (mean, mean - half, mean + half))
    return f"{middle}, between {low} and {high}{unit}"


def _scale(outcome: Outcome, value: float) -> tuple[float, str]:
    """What a value like this is multiplied by, and the unit behind it."""
    if outcome.unit == "%":
        return 100, "%"
    if outcome.unit == "s":
        return (1, " s") if abs(value) >= FINE_S or value == 0 else (1000, " ms")
    return 1, " /s" if outcome.unit == "/s" else outcome.unit


def _decimals(half: float) -> int:
    """So many that two digits of the half-width are seen."""
    return min(max(0, 1 - floor(log10(half))), DECIMALS_MAX)


def _signed(value: float, decimals: int) -> str:
    text = f"{abs(value):,.{decimals}f}"
    return text if float(text.replace(",", "")) == 0 else _sign(value) + text


def _sign(value: float) -> str:
    return "+" if value > 0 else "−" if value < 0 else ""
