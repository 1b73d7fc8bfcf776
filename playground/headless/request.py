"""From the words of a command line to a checked list of experiments. Everything is checked here, before the first run.

Each refusal is one sentence that names the option and says what would be right.
"""

import math
from collections.abc import Iterable, Sequence

import msgspec

from playground import experiments
from playground.checkout import faults as fault_rules
from playground.checkout.faults import Fault
from playground.experiments import DURATION_MAX_S, JOBS_MAX, RUNS_MAX, SEEDS_MAX, Plan
from playground.knob import Knob, Value, shortened
from playground.knobs import knob_named
from playground.runs import SEED_MAX, Change
from playground.scenarios.catalogue import load


class Refused(ValueError):
    """A wrong option, value or combination; `str()` says which, and what is legal."""


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed, unread."""

    scenario: str
    settings: Sequence[str] = ()
    varied: Sequence[str] = ()
    faults: Sequence[str] = ()
    changes: Sequence[str] = ()
    seeds: str = "1"
    first_seed: str = "1"
    duration: str | None = None
    jobs: str = "1"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What to run: the seeds of the first combination, then those of the next."""

    plans: tuple[Plan, ...]
    combinations: tuple[dict[str, Value], ...]
    """The values of the varied knobs, one entry a combination; a single empty one when nothing is varied."""
    seeds: int
    jobs: int

    @property
    def varies(self) -> bool:
        return self.combinations != ({},)


def read(words: Words) -> Request:
    """Raises Refused, or the engine's own ValueErrors, which are as plain."""
    scenario = load(words.scenario)
    duration_s = scenario.duration_s if words.duration is None else duration(words.duration)
    settings = _settings(words.settings)
    choices = _choices(words.varied, settings)
    faults = _faults(words.faults, duration_s)
    changes = _changes(words.changes, duration_s)
    seeds, first_seed = _seeds(words.seeds, words.first_seed)
    combinations = _combinations(choices, seeds)
    plans = [
        experiments.plan(scenario, seed, duration_s, knobs={**settings, **varied}, faults=faults, changes=changes)
        for varied in combinations
        for seed in range(first_seed, first_seed + seeds)
    ]
    jobs = whole("--jobs", words.jobs, 1, JOBS_MAX)
    return Request(plans=tuple(plans), combinations=tuple(combinations), seeds=seeds, jobs=jobs)


# -- numbers -----------------------------------------------------------------------------------------------------


def whole(option: str, text: str, low: int, high: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise Refused(f"{option} takes a whole number from {low} to {high}, not {shortened(text)}")
    return number


def one_of(option: str, text: str, choices: Sequence[str]) -> str:
    if text not in choices:
        raise Refused(f"{option} takes one of {', '.join(choices)}, not {shortened(text)}")
    return text


def duration(text: str) -> float:
    seconds = _number(text)
    if not 0 < seconds <= DURATION_MAX_S:
        raise Refused(f"--duration takes more than 0 and at most {DURATION_MAX_S:g} s, not {shortened(text)}")
    return seconds


def _number(text: str) -> float:
    """Not a number, where the text is none: no comparison accepts that."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def _seeds(seeds: str, first_seed: str) -> tuple[int, int]:
    count = whole("--seeds", seeds, 1, SEEDS_MAX)
    return count, whole("--first-seed", first_seed, 0, SEED_MAX - count + 1)


# -- knobs -------------------------------------------------------------------------------------------------------


def _assignment(option: str, text: str) -> tuple[Knob, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Refused(f"{option} takes KNOB=VALUE, as in retry.enabled=on, not {shortened(text)}")
    return knob_named(name.strip()), value


def _settings(texts: Iterable[str]) -> dict[str, Value]:
    settings: dict[str, Value] = {}
    for text in texts:
        knob, value = _assignment("--set", text)
        if knob.name in settings:
            raise Refused(f"--set {knob.name} is given twice; a knob has one value (--vary tries several)")
        settings[knob.name] = knob.parse(value)
    return settings


def _choices(texts: Iterable[str], settings: dict[str, Value]) -> dict[str, list[Value]]:
    choices: dict[str, list[Value]] = {}
    for text in texts:
        knob, values = _assignment("--vary", text)
        if knob.name in choices:
            raise Refused(f"--vary {knob.name} is given twice; list all its values in one, as in {knob.name}=V1,V2")
        if knob.name in settings:
            raise Refused(f"{knob.name} is given to both --set and --vary; choose one")
        choices[knob.name] = _values(knob, values)
    return choices


def _values(knob: Knob, text: str) -> list[Value]:
    """Several values of one knob. The parts of a list are joined with "+" here, as the comma parts the values."""
    values: list[Value] = []
    for part in text.split(","):
        value = knob.parse(part.replace("+", ",") if knob.kind == "sequence" else part)
        if value in values:
            raise Refused(f"--vary {knob.name} has {knob.write(value)} twice; each value is tried once")
        values.append(value)
    return values


def _combinations(choices: dict[str, list[Value]], seeds: int) -> list[dict[str, Value]]:
    count = math.prod(len(values) for values in choices.values())
    if count * seeds > RUNS_MAX:
        raise Refused(
            f"{count} combinations × {seeds} seeds are {count * seeds} runs; an experiment has at most {RUNS_MAX}"
        )
    return experiments.vary(choices)


# -- faults and changes ------------------------------------------------------------------------------------------


def _faults(texts: Iterable[str], duration_s: float) -> list[Fault]:
    faults: dict[str, Fault] = {}
    for text in texts:
        fault = fault_rules.parse(text)
        if fault.name in faults:
            raise Refused(f"--fault {fault.name} is given twice; a place has one fault of a kind")
        if fault.start >= duration_s:
            raise Refused(
                f"--fault {fault.name} takes a start from 0 to less than the duration, {duration_s:g} s, "
                f"not {fault.start:g}"
            )
        faults[fault.name] = fault
    return list(faults.values())


def _changes(texts: Iterable[str], duration_s: float) -> list[Change]:
    changes: dict[float, dict[str, Value]] = {}
    for text in texts:
        when, colon, rest = text.partition(":")
        if not colon:
            raise Refused(f"--at takes SECONDS:KNOB=VALUE, as in 30:retry.enabled=on, not {shortened(text)}")
        at = _number(when)
        if not 0 <= at <= duration_s:
            raise Refused(f"--at takes a time from 0 to the duration, {duration_s:g} s, not {shortened(when)}")
        knob, value = _assignment("--at", rest)
        knobs = changes.setdefault(at, {})
        if knob.name in knobs:
            raise Refused(f"--at {at:g} changes {knob.name} twice; at one time a knob has one value")
        knobs[knob.name] = knob.parse(value)
    return [Change(at=at, knobs=knobs) for at, knobs in sorted(changes.items())]
