"""Why a goal was missed, where that depends on the repair: the first reason whose settings are those handed in. Pure.

An attempt keeps its goals with the reason chosen, so that an old result says what it said.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from lesson.practice.drills import grading
from lesson.practice.drills.schema import Drill, Goal, Reason
from playground.knob import KnobError, Value
from playground.knobs import KNOBS, Settings

BOUND = re.compile(r"(<=|>=|<|>) (\d+(?:\.\d+)?)$")
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def goals_for(drill: Drill, repair: Mapping[str, Value]) -> list[Goal]:
    """The drill's goals, each with the reason that fits this repair."""
    settings = Settings({**grading.found_settings(drill), **repair})
    return [_told(goal, settings) for goal in drill.goals]


def _told(goal: Goal, settings: Settings) -> Goal:
    reason = next((reason for reason in goal.reasons if fits(reason, settings)), None)
    if reason is None:
        return msgspec.structs.replace(goal, reasons=[])
    return msgspec.structs.replace(goal, missed=reason.text, read=reason.read or goal.read, reasons=[])


def fits(reason: Reason, settings: Settings) -> bool:
    return all(_stands_at(settings[name], wanted) for name, wanted in reason.when.items())


def _stands_at(value: Value, wanted: Any) -> bool:
    bound = BOUND.match(wanted) if isinstance(wanted, str) else None
    if bound is None:
        return bool(value == (None if wanted == "unlimited" else wanted))
    infinite = float("inf") if value is None else value
    return COMPARE[bound[1]](infinite, float(bound[2]))


def complaints(drill: Drill, reason: Reason) -> Iterator[str]:
    """What is wrong with its conditions, in words."""
    if not reason.when:
        yield "a reason without a condition is the goal’s `missed`"
    for name, wanted in reason.when.items():
        if name not in drill.controls:
            yield f"a reason depends on {name}, which is not among the controls of this drill"
        elif not (isinstance(wanted, str) and BOUND.match(wanted)):
            try:
                KNOBS[name].check(wanted)
            except KnobError as error:
                yield str(error)
