"""Writes figures.toml: the numbers that a lesson's text quotes, and which lines of the code shown really ran."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from types import FrameType
from typing import Any

from django.conf import settings

from lesson.reading import runs
from lesson.reading.text.blocks import Block, Code, Playground
from lesson.reading.text.lesson import Lesson
from playground import experiments

HEAD = "# Measured by `manage.py figures` from claims.toml. Do not edit: a test runs it all again and compares.\n"


def record(lesson: Lesson, only: list[str], jobs: int, *, write: bool) -> list[str]:
    """Measure the claims named in `only` (none means all); return what changed, in words."""
    figures = {name: figure for name, figure in lesson.figures.items() if name in lesson.claims}
    wanted = {name: claim for name, claim in lesson.claims.items() if not only or name in only}
    figures |= runs.measured(wanted, jobs=jobs)
    differences = [*compare(lesson.figures, figures)]
    if write:
        traces = {code.id: lines_that_ran(lesson, code) for code in shown_code(lesson) if code.claim}
        (lesson.folder / "figures.toml").write_text(as_toml(figures, traces), "utf-8")
    return differences


def compare(before: Mapping[str, list[float]], after: Mapping[str, list[float]]) -> Iterator[str]:
    for name, values in after.items():
        was = before.get(name)
        if was != values:
            yield f"{name}: {f'{fmean(was):.6g}' if was else 'new'} -> {fmean(values):.6g}"
    yield from (f"{name}: no longer quoted" for name in before if name not in after)


def as_toml(figures: Mapping[str, list[float]], traces: Mapping[str, list[int]]) -> str:
    lines = [HEAD, "[figures]  # the value for each seed; the text quotes the mean"]
    lines += [f'"{name}" = {values}' for name, values in sorted(figures.items())]
    lines += ["", "[traces]  # of each code directive: the lines of its file that ran"]
    lines += [f'"{name}" = {numbers}' for name, numbers in sorted(traces.items())]
    return "\n".join(lines) + "\n"


# --- which lines ran -------------------------------------------------------------------------------------------------


def shown_code(lesson: Lesson) -> Iterator[Code]:
    for section in lesson.sections:
        yield from (block for block in every_block(section.blocks) if isinstance(block, Code))


def every_block(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Playground):
            yield from every_block(block.explanation)


def lines_that_ran(lesson: Lesson, code: Code) -> list[int]:
    tracer = Tracer(settings.BASE_DIR / code.file)
    with tracer:  # one run: it reaches every line that the text points at, and tracing is slow
        experiments.run_one(runs.claim_plan(lesson.claims[code.claim], runs.FIRST_SEED))
    shown = {line.number for line in code.lines if line}
    return sorted(tracer.lines & shown)


class Tracer:
    """Notes the lines of one file that are executed while it is entered."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.lines: set[int] = set()

    def __enter__(self) -> None:
        self._before = sys.gettrace()
        sys.settrace(self._called)

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        return self._line if frame.f_code.co_filename == self.path else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.lines.add(frame.f_lineno)
        return self._line
