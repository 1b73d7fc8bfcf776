"""`manage.py check` for the content: everything that loader.py finds, and what only the whole site can tell.

Each message starts with file and line, as an editor or a compiler would write it.
"""

import itertools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core import checks
from django.urls import Resolver404, resolve

from lesson.reading.shelf import content_folder, read_shelf
from lesson.reading.text.blocks import Playground, Prose, Section
from lesson.reading.text.lesson import Lesson
from lesson.reading.text.problems import Problem, Problems, line_containing
from playground.checkout import faults as fault_rules
from playground.checkout.faults import FaultError
from playground.formulas import Formula, FormulaError
from playground.knob import KnobError
from playground.knobs import KNOBS, check_all
from playground.scenarios import catalogue
from playground.scenarios.catalogue import ScenarioError

RESERVED = {"you", "resume"}
CONTROLS_MAX = 5


@checks.register("content")
def content(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    lessons, problems = read_shelf(content_folder())
    for lesson in lessons.values():
        problems.extend(whole_lesson(lesson))
    return [as_message(problem) for problem in problems]


def as_message(problem: Problem) -> checks.CheckMessage:
    return checks.Error(str(problem), id="reading.E001")


def whole_lesson(lesson: Lesson) -> Problems:
    problems = Problems()
    where = lesson.folder / "lesson.toml"
    if lesson.slug in RESERVED:
        problems.add(where, 1, f"no lesson can be called {lesson.slug}: that address is taken")
    for section in lesson.sections:
        path = section_file(lesson, section)
        check_playgrounds(lesson, section, path, problems)
        check_site_links(section, path, problems)
    check_claims(lesson, problems)
    check_objectives(lesson, problems)
    return problems


def section_file(lesson: Lesson, section: Section) -> Path:
    return next(lesson.folder.glob(f"[0-9][0-9]-{section.slug}.md"))


# --- playgrounds and claims name things that exist -------------------------------------------------------------------


def check_playgrounds(lesson: Lesson, section: Section, path: Path, problems: Problems) -> None:
    for block in section.playgrounds:
        complaints = [
            *engine_complaints(block.spec.scenario, block.spec.settings, block.spec.faults, block.spec.measure.value),
            *control_complaints(block),
            *option_complaints(block),
        ]
        for complaint in complaints:
            problems.add(path, block.line, f"playground {block.id}: {complaint}")


def engine_complaints(scenario: str, knobs: dict[str, Any], faults: list[str], value: str) -> Iterator[str]:
    try:
        catalogue.load(scenario)
        check_all(knobs)
        for fault in faults:
            fault_rules.parse(fault)
        Formula(value)
    except (ScenarioError, KnobError, FaultError, FormulaError) as problem:
        yield str(problem)


def control_complaints(block: Playground) -> Iterator[str]:
    controls = block.spec.controls
    if not 1 <= len(controls) <= CONTROLS_MAX:
        yield f"puts {len(controls)} controls forward; between 1 and {CONTROLS_MAX} are legal"
    for name in controls:
        if name not in KNOBS:
            yield f"there is no control {name}"


def option_complaints(block: Playground) -> Iterator[str]:
    """Every value must make exactly one answer right."""
    options = sorted(block.spec.predict.options, key=lambda option: option.from_)
    if options[0].from_ > 0:
        yield f"no answer is right below {options[0].from_:g}"
    for lower, upper in itertools.pairwise(options):
        if lower.below != upper.from_:
            yield f"the answers {lower.id} and {upper.id} overlap or leave a gap"
    if options[-1].below != float("inf"):
        yield f"no answer is right from {options[-1].below:g}"
    if len({option.id for option in options}) != len(options):
        yield "two answers have the same id"


def check_claims(lesson: Lesson, problems: Problems) -> None:
    path = lesson.folder / "claims.toml"
    for name, claim in lesson.claims.items():
        for complaint in engine_complaints(claim.scenario, claim.knobs, claim.faults, claim.value):
            problems.add(path, line_containing(path.read_text("utf-8"), f'id = "{claim.id}"'), f"{name}: {complaint}")
    for unused in sorted(set(lesson.figures) - set(lesson.claims)):
        figures = lesson.folder / "figures.toml"
        line = line_containing(figures.read_text("utf-8"), f'"{unused}"')
        problems.add(figures, line, f"nothing quotes {unused} any more; run manage.py figures")


# --- links into the rest of the site ---------------------------------------------------------------------------------


def check_site_links(section: Section, path: Path, problems: Problems) -> None:
    text = path.read_text("utf-8")
    for block in every_prose(section):
        for href in hrefs(block.html):
            if href.startswith("/") and not resolves(href):
                problems.add(path, line_containing(text, href), f"the link {href} leads nowhere")


def every_prose(section: Section) -> Iterator[Prose]:
    for block in section.blocks:
        inside = block.explanation if isinstance(block, Playground) else (block,)
        yield from (part for part in inside if isinstance(part, Prose))


def hrefs(html: str) -> Iterator[str]:
    for piece in html.split('href="')[1:]:
        yield piece.partition('"')[0]


def resolves(href: str) -> bool:
    try:
        resolve(href.partition("#")[0].partition("?")[0])
    except Resolver404:
        return False
    return True


# --- every objective is taught, shown, asked and practised -----------------------------------------------------------


def check_objectives(lesson: Lesson, problems: Problems) -> None:
    path = lesson.folder / "lesson.toml"
    quiz = [lesson.folder / "quiz.toml"] if (lesson.folder / "quiz.toml").exists() else []
    drills = list((lesson.folder / "drills").glob("*.toml"))
    for objective in lesson.objectives:
        sections = [section for section in lesson.sections if objective.id in section.objectives]
        line = line_containing(path.read_text("utf-8"), f'id = "{objective.id}"')
        for lacks, what in (
            (not sections, "section"),
            (not any(section.playgrounds for section in sections), "playground"),
            (lacking(objective.id, quiz), "question in quiz.toml"),
            (lacking(objective.id, drills), "drill in drills/"),
        ):
            if lacks:
                problems.add(path, line, f"the objective {objective.id} has no {what}")


def lacking(objective: str, files: list[Path]) -> bool:
    """Whether none of the files names it. Before there are any, nothing is asked of them."""
    return bool(files) and objective not in {name for path in files for name in objectives_named(path)}


def objectives_named(path: Path) -> set[str]:
    """The words after any `objective` or `objectives` in the file, wherever they stand: practice owns its shape."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError):
        return set()
    return set(found(tables))


def found(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from found(item)
    if isinstance(value, dict):
        for key, item in value.items():
            if key in {"objective", "objectives"}:
                yield from ([item] if isinstance(item, str) else filter(lambda one: isinstance(one, str), item))
            else:
                yield from found(item)
