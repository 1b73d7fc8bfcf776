"""A prepared class: for each step a question, the run that answers it, what to watch and what to say.

Read from `plan.toml` in a lesson's folder. Whatever is wrong in it is found when the site starts, with the file's name:
a scenario or knob that does not exist, a section that is not there, a right answer that is not among the options.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from lesson.classroom.questions.deciding import Decide, complaint
from playground import addresses
from playground.addresses import AddressError
from playground.knob import KnobError
from playground.knobs import check_all
from playground.scenarios.catalogue import ScenarioError, load


class PlanError(ValueError):
    """A plan that cannot be taught from; `str()` names the file and what is wrong."""


WRONG = (tomllib.TOMLDecodeError, msgspec.ValidationError, ScenarioError, AddressError, KnobError, PlanError)


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    title: str
    minutes: int
    section: str
    """The slug of the reading that explains it."""
    run: str
    """The playground's address, without its beginning."""
    ask: str
    options: list[str]
    watch: str
    say: str
    """For the teacher only."""
    right: int | None = None
    """The place of the right option; None where there is nothing to be right about."""
    decide: Decide | None = None
    """How the room's run marks the question; see questions/deciding.py."""
    changes: dict[str, Any] = {}
    """What the host changes in the run before it decides, as settings."""

    @property
    def scenario(self) -> str:
        return urlsplit(self.run).path.strip("/")


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    title: str
    steps: list[Step]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


@cache
def read(path: Path, sections: frozenset[str]) -> Plan:
    """Raises PlanError."""
    try:
        plan = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Plan)
        for step in plan.steps:
            _check(step, sections)
    except (OSError, *WRONG) as error:
        raise PlanError(f"{path.name}: {error.__cause__ or error}") from error  # a file is typed in names
    if len({step.id for step in plan.steps}) < len(plan.steps):
        raise PlanError(f"{path.name}: two steps have the same id")
    return plan


def _check(step: Step, sections: frozenset[str]) -> None:
    addresses.read(load(step.scenario), parse_qs(urlsplit(step.run).query), fresh_seed=1)
    if step.section not in sections:
        raise PlanError(f"{step.id}: there is no section {step.section!r}")
    if step.decide is not None and (wrong := complaint(step.decide, len(step.options))):
        raise PlanError(f"{step.id}: {wrong}")
    check_all(step.changes)
    if step.right is not None and not 0 <= step.right < len(step.options):
        raise PlanError(f"{step.id}: option {step.right} is right, and there are {len(step.options)}")
