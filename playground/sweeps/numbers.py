"""Numbers as people read them, each in the unit of its outcome."""

from playground.headless.columns import plain
from playground.sweeps.outcomes import Outcome

DIGITS = 3
FINE_S = 1.0
"""Below this many seconds, milliseconds are read more easily."""


def shown(outcome: Outcome, value: float | None, digits: int = DIGITS) -> str:
    """With its unit: "391", "9.8%", "1.2 s", "40 ms", "276 /s", "2.1×"."""
    if value is None:
        return "–"
    if outcome.unit == "%":
        return f"{plain(round(100 * value, 3), digits)}%"
    if outcome.unit == "s":
        return (
            f"{plain(value, digits)} s" if abs(value) >= FINE_S or value == 0 else f"{plain(1000 * value, digits)} ms"
        )
    if outcome.unit == "/s":
        return f"{plain(value, digits)} /s"
    return plain(value, digits) + outcome.unit


def span(outcome: Outcome, low: float, high: float) -> str:
    """From one to another: "380 to 402"."""
    first, last = shown(outcome, low), shown(outcome, high)
    return first if first == last else f"{first} to {last}"


def signed(outcome: Outcome, value: float) -> str:
    """A difference: "+3", "−12", "0"."""
    text = shown(outcome, abs(value))
    if not any(digit in text for digit in "123456789"):
        return text
    return ("+" if value > 0 else "−") + text
