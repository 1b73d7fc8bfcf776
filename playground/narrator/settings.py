"""Notes about what was changed on purpose: whoever looks at the run later sees which setting made the difference."""

from playground.checkout import events as e
from playground.knob import Knob
from playground.knobs import KNOBS
from playground.narrator.notes import EventType, Note

LINKS = {
    "timeout": "partial-failure#question",
    "retry": "safe-recovery#bounded",
    "retry_budget": "safe-recovery#bounded",
    "idempotency": "safe-recovery#idempotency",
    "compensation": "safe-recovery#trade-off",
    "reconciliation": "safe-recovery#trade-off",
    "breaker": "containment#breakers",
    "bulkhead": "containment#bulkheads",
    "fallback": "containment#bulkheads",
    "shedding": "containment#shedding",
    "hedging": "composition#hedging",
    "recovery": "myths#recovery-is-enough",
}
"""By the group of the control; every other one concerns what waits, or how the parts fit together."""
ELSEWHERE = "composition#order"
SPEAK_FOR_THEMSELVES = ("timeout", "retry", "bulkhead", "recovery")
"""Patterns whose parameters say by their own label what they belong to."""


class Settings:
    """Every control that is turned or switched, in the words of its card."""

    hears: tuple[EventType, ...] = (e.SettingChanged,)

    def hear(self, event: e.SettingChanged) -> Note:
        knob = KNOBS[event.knob]
        text = f"{named(knob)}: {knob.words.get(event.value, event.value)}."
        return Note(event.t, "setting_changed", text, LINKS.get(knob.group, ELSEWHERE), event.knob)


def named(knob: Knob) -> str:
    """As it is called far from its card: "Payment, queue order", "Circuit breaker, failure rate"."""
    group = KNOBS.get(f"{knob.group}.enabled", knob)
    if group is knob or knob.group in SPEAK_FOR_THEMSELVES:
        return knob.label.replace(": ", ", ")
    return f"{group.label}, {knob.label[:1].lower()}{knob.label[1:]}"
