"""The repair that makes the most work, as far as we know: what asks again is on, what spares a request is off."""

from lesson.practice.drills import grading
from playground.knobs import KNOBS

SPARING = ("retry_budget.enabled", "breaker.enabled", "shedding.enabled", "timeout.propagate")
ASKING = {
    "retry.enabled": True,
    "retry.max_attempts": grading.MOST["retry.max_attempts"],
    "retry.backoff": "none",
    "retry.first_delay_s": KNOBS["retry.first_delay_s"].minimum,
}


def dearest(drill):
    knobs = grading.switched(drill, on=True)
    knobs |= {name: False for name in SPARING if name in drill.controls}
    return knobs | {name: value for name, value in ASKING.items() if name in drill.controls}
