"""Grading a repair: which runs to make of it, and what their numbers say. Pure; it does not know where they are made.

A repair is graded on seeds that nobody has seen, on the day of the incident and on another day on which fault and load
differ. A goal is met when it is met on both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import fmean, stdev
from typing import Any

import msgspec

from lesson.practice.drills.schema import ARMS, FOUND, VARIATION, Arm, Drill, Goal
from lesson.practice.drills.values import Values
from lesson.reading.text import numbers
from playground import conflicts, effects, experiments
from playground.checkout import faults as fault_rules
from playground.conflicts import ConflictError
from playground.experiments import Plan
from playground.knob import Knob, KnobError, Value
from playground.knobs import KNOBS, Settings, check_all, knob_named
from playground.runs import SEED_MAX
from playground.scenarios.catalogue import Scenario

SEEDS = {"found": 10, "variation": 6}
SLACK = 1e-9
ALL = 1.0005
"""Above this a share is written as more than 100%."""
VERSION_LENGTH = 16
MOST = {"retry.max_attempts": 6}
"""What a drill allows less of than the playground: a storm of a hundred attempts for each call teaches nothing that six
do not, and everybody else's grading would wait for it."""


class NotAllowed(ValueError):
    """A repair that may not be handed in; `knob` names the control concerned, `str()` says what would be right."""

    def __init__(self, knob: str, message: str) -> None:
        super().__init__(message)
        self.knob = knob


# --- the shop --------------------------------------------------------------------------------------------------------


def scenario_of(drill: Drill, slug: str, arm: Arm = FOUND) -> Scenario:
    """The shop in trouble, as the engine takes it. With an arm: as it is on that day."""
    shop, other = drill.shop, drill.variation
    knobs = {**shop.knobs, **(other.knobs if arm == VARIATION else {})}
    faults = map(fault_rules.parse, [*shop.faults, *(other.faults if arm == VARIATION else [])])
    return Scenario(
        slug=slug, title=drill.title, section="", lesson_section="", story=drill.brief, headline=shop.headline,
        order=drill.order, speed=shop.speed, duration_s=shop.duration_s, knobs=check_all(knobs),
        faults=experiments.merged((), faults), controls=tuple(drill.controls), watch=(), strikes=(),
        experiments=(), claims=(),
    )  # fmt: skip


def found_settings(drill: Drill) -> Settings:
    return Settings(check_all(drill.shop.knobs))


def version_of(drill: Drill) -> str:
    """Changes with everything that decides whether a repair passes, and with nothing else."""
    decides = [drill.shop, drill.variation, drill.controls, drill.goals]
    return sha256(msgspec.json.encode(decides)).hexdigest()[:VERSION_LENGTH]


# --- what may be handed in -------------------------------------------------------------------------------------------


def control(name: str) -> Knob:
    """A control as a drill allows it. Raises KnobError."""
    knob = knob_named(name)
    return msgspec.structs.replace(knob, maximum=MOST[name], unlimited=False) if name in MOST else knob


def checked_repair(drill: Drill, knobs: Mapping[str, object]) -> dict[str, Value]:
    """The changes that a repair makes, with legal values and of allowed controls only. Raises NotAllowed."""
    for name in knobs:
        if name not in drill.controls:
            raise NotAllowed(name, f"{name[:60]} is not among the controls of this drill.")
    try:
        values = {name: control(name).check(value) for name, value in knobs.items()}
        conflicts.check(plan_of(drill, FOUND, 1, values).recipe)
    except KnobError as error:
        raise NotAllowed(error.knob, error.sentence) from None
    except ConflictError as error:
        raise NotAllowed("", error.sentence) from None
    settings = found_settings(drill)
    return {name: value for name, value in values.items() if settings[name] != value}


def switched(drill: Drill, *, on: bool) -> dict[str, Value]:
    """Every switch among the controls put on, or off."""
    return {name: on for name in drill.controls if KNOBS[name].kind == "switch"}


def without_effect(drill: Drill, repair: Mapping[str, Value]) -> list[str]:
    """The changes that act on neither day, since another control stands in their way."""
    days = [settings_on(drill, arm, repair) for arm in ARMS]
    return [name for name in repair if not any(effects.acts(name, settings) for settings in days)]


def settings_on(drill: Drill, arm: Arm, repair: Mapping[str, Value]) -> Settings:
    return Settings({**scenario_of(drill, "drill", arm).knobs, **repair})


def in_words(drill: Drill, knobs: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Label and value of each change, and what keeps it from acting where something does; of a control that has gone
    since, its name.
    """
    known = {name: value for name, value in knobs.items() if name in KNOBS}
    settings = Settings({**found_settings(drill), **known})
    return [
        (label_of(name), KNOBS[name].say(value) + _kept_from_acting(name, settings))
        if name in KNOBS
        else (name, str(value))
        for name, value in knobs.items()
    ]


def _kept_from_acting(name: str, settings: Settings) -> str:
    by = effects.obstacle(name, settings)
    if not by:
        return ""
    return " (switched off)" if by == f"{KNOBS[name].group}.enabled" else f" (without effect: {standing(by, settings)})"


def standing(name: str, settings: Mapping[str, Value]) -> str:
    """“retries off”."""
    return f"{label_of(name).lower()} {KNOBS[name].say(settings[name])}"


def label_of(name: str) -> str:
    knob = knob_named(name)
    switch = KNOBS.get(f"{knob.group}.enabled")
    return (
        knob.label if switch is None or switch is knob or ":" in knob.label else f"{switch.label}: {knob.label.lower()}"
    )


# --- the runs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """One graded run."""

    arm: Arm
    seed: int


def trials(seeds: Mapping[str, Sequence[int]]) -> list[Trial]:
    return [Trial(arm, seed) for arm in ARMS for seed in seeds[arm.name]]


def drawn_seeds(draw: Any) -> dict[str, list[int]]:
    """Seeds for one submission. `draw(n)` is a whole number below n that nobody can foresee."""
    return {name: [draw(SEED_MAX // 2**22) for _ in range(count)] for name, count in SEEDS.items()}


def plan_of(drill: Drill, arm: Arm, seed: int, repair: Mapping[str, Value]) -> Plan:
    return experiments.plan(scenario_of(drill, "drill", arm), seed, knobs=repair)


def plans(drill: Drill, repair: Mapping[str, Value], runs: Sequence[Trial]) -> list[Plan]:
    return [plan_of(drill, run.arm, run.seed, repair) for run in runs]


def values_of(drill: Drill) -> Values:
    return Values(tuple(goal.value for goal in drill.goals))


# --- what they say ---------------------------------------------------------------------------------------------------

Answers = Sequence[Sequence[float | None]]
"""For each run, for each goal."""


@dataclass(frozen=True)
class Spread:
    """A goal’s values on one day."""

    arm: Arm
    values: tuple[float | None, ...]
    seeds: tuple[int, ...]
    met: bool

    @property
    def known(self) -> list[float]:
        return [value for value in self.values if value is not None]

    @property
    def mean(self) -> float | None:
        return fmean(self.known) if self.known else None

    @property
    def deviation(self) -> float:
        return stdev(self.known) if len(self.known) > 1 else 0.0

    @property
    def low(self) -> float | None:
        return min(self.known, default=None)

    @property
    def high(self) -> float | None:
        return max(self.known, default=None)


@dataclass(frozen=True)
class Verdict:
    """One goal."""

    goal: Goal
    spreads: tuple[Spread, ...]

    @property
    def met(self) -> bool:
        return all(spread.met for spread in self.spreads)

    @property
    def why(self) -> str:
        return self.goal.met if self.met else self.goal.missed


@dataclass(frozen=True)
class Report:
    verdicts: tuple[Verdict, ...]
    worst: Trial

    @property
    def passed(self) -> bool:
        return all(verdict.met for verdict in self.verdicts)

    @property
    def missed(self) -> list[str]:
        return [verdict.goal.id for verdict in self.verdicts if not verdict.met]


def report(goals: Sequence[Goal], runs: Sequence[Trial], answers: Answers) -> Report:
    verdicts = tuple(_verdict(goal, runs, [answer[place] for answer in answers]) for place, goal in enumerate(goals))
    return Report(verdicts, _worst(runs, answers, verdicts))


def _verdict(goal: Goal, runs: Sequence[Trial], values: Sequence[float | None]) -> Verdict:
    return Verdict(goal, tuple(_spread(goal, arm, runs, values) for arm in ARMS))


def _spread(goal: Goal, arm: Arm, runs: Sequence[Trial], values: Sequence[float | None]) -> Spread:
    mine = [(run.seed, value) for run, value in zip(runs, values, strict=True) if run.arm == arm]
    found = tuple(value for _, value in mine)
    known = [value for value in found if value is not None]
    judged = found if goal.judge == "every" or not known else (fmean(known),)
    return Spread(arm, found, tuple(seed for seed, _ in mine), all(holds(goal, value) for value in judged))


def holds(goal: Goal, value: float | None) -> bool:
    """A value that a run does not have is no good."""
    return value is not None and excess(goal, value) <= SLACK


def excess(goal: Goal, value: float) -> float:
    """By how much the value misses its threshold, in units of it; below nought there is room."""
    scale = max(abs(goal.at_most or 0), abs(goal.at_least or 0), 0.01)
    over = value - goal.at_most if goal.at_most is not None else float("-inf")
    under = goal.at_least - value if goal.at_least is not None else float("-inf")
    return max(over, under) / scale


def _worst(runs: Sequence[Trial], answers: Answers, verdicts: Sequence[Verdict]) -> Trial:
    """The run that misses a missed goal by most; of a repair that passed, the one that came nearest to missing."""
    counting = [place for place, verdict in enumerate(verdicts) if not verdict.met] or range(len(verdicts))

    def badness(answer: Sequence[float | None]) -> float:
        values = ((verdicts[place].goal, answer[place]) for place in counting)
        return max(float("inf") if value is None else excess(goal, value) for goal, value in values)

    return max(zip(runs, answers, strict=True), key=lambda pair: badness(pair[1]))[0]


# --- in words --------------------------------------------------------------------------------------------------------


def written(goal: Goal, value: float | None) -> str:
    """Plain numbers keep their last nought: they stand beside each other, and 1.1 beside 1.08 reads as the smaller."""
    if value is None:
        return "none"
    return f"{value:,.{goal.digits}f}" if goal.show == "number" else numbers.written(value, goal.show, goal.digits)


def threshold(goal: Goal) -> str:
    bounds = [("at least", goal.at_least), ("at most", goal.at_most)]
    words = [f"{word} {written(goal, bound)}" for word, bound in bounds if bound is not None]
    if goal.at_most == 0 and goal.at_least is None:
        words = ["none"] if goal.show == "count" else [written(goal, 0.0)]
    return " and ".join(words)


def spread_words(goal: Goal, spread: Spread) -> Iterator[str]:
    """The mean, and the range where there is one."""
    yield written(goal, spread.mean)
    if spread.low != spread.high:
        yield f"{written(goal, spread.low)} to {written(goal, spread.high)}"
