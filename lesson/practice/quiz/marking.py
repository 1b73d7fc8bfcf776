"""Marks an answer: right or not, and what to say about each part of it. Pure, but for the engine's word on numbers.

An answer is a mapping of names to lists of texts, as a form sends it. What cannot be an answer at all is refused with
an `Unanswerable`, whose words say what is missing; a refused answer is neither marked nor counted.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lesson.practice.quiz import runs
from lesson.practice.quiz.facts import true_fact
from lesson.practice.quiz.schema import (
    Choosing,
    Item,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    RunSpec,
    Single,
    TraceItem,
    Trap,
)
from lesson.reading.text import numbers

Given = Mapping[str, Sequence[str]]
NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*|\d*)(\.\d+)?")
NUMBER_LENGTH_MAX = 30
RIGHT, OTHER, NONE = "right", "other", "none"


class Unanswerable(ValueError):
    """Not an answer to this question; `str()` says what is missing, in words for the one who answers."""


@dataclass(frozen=True)
class Note:
    """What is said about one part: an option, a step, a pair, or the number."""

    part: str
    text: str
    because: str
    chosen: bool
    right: bool
    """Whether the part was dealt with rightly: chosen where it belongs, or left alone."""
    belongs: bool = True
    """Whether it is part of the right answer."""
    read: str = ""
    see: RunSpec | None = None


@dataclass(frozen=True)
class Marking:
    right: bool
    counted: tuple[str, ...]
    """Names under which the statistics count this answer: what was chosen."""
    notes: tuple[Note, ...] = ()
    number: str = ""
    """The right number as people read it, where the answer is one."""


def mark(item: Item, given: Given | None) -> Marking:
    """`given` is None for “I do not know”. Raises Unanswerable."""
    return MARKERS[type(item)](item, given)


# --- choosing --------------------------------------------------------------------------------------------------------


def right_options(item: Choosing) -> set[str]:
    if isinstance(item, TraceItem):
        fact = true_fact(item.drawing, item.fact)
        return {option.id for option in item.options if option.is_ == fact}
    return {option.id for option in item.options if option.right}


def _mark_choice(item: Choosing, given: Given | None) -> Marking:
    chosen = set() if given is None else _chosen(item, given)
    right = right_options(item)
    notes = tuple(
        Note(
            part=option.id, text=option.text, because=option.because, chosen=option.id in chosen,
            right=(option.id in chosen) == (option.id in right), belongs=option.id in right,
            read=option.read or item.read, see=option.see,
        )
        for option in item.options
    )  # fmt: skip
    return Marking(given is not None and chosen == right, tuple(sorted(chosen)) or (NONE,), notes)


def _chosen(item: Choosing, given: Given) -> set[str]:
    chosen = set(given.get("option", ()))
    known = {option.id for option in item.options}
    if not chosen & known:
        raise Unanswerable("Choose an answer first.")
    if not chosen <= known:
        raise Unanswerable("One of the answers is none that this question offers. Load the page again.")
    if not isinstance(item, Multiple) and len(chosen) > 1:
        raise Unanswerable("Only one answer can be chosen here.")
    return chosen


# --- a number --------------------------------------------------------------------------------------------------------


def _mark_number(item: Numeric, given: Given | None) -> Marking:
    true = runs.true_value(item.answer)
    shown = written(item, true)
    if given is None:
        return Marking(False, (NONE,), number=shown)
    number = read_number("".join(given.get("number", ())))
    if abs(number - true) <= margin(item, true):
        return Marking(True, (RIGHT,), number=shown)
    trap = next((trap for trap in item.traps if caught(trap, number)), None)
    text = f"{number:g}"
    if trap is None:
        note = Note(OTHER, text, item.otherwise, chosen=True, right=False, belongs=False, read=item.read)
        return Marking(False, (OTHER,), (note,), shown)
    note = Note(
        trap.id, text, trap.because, chosen=True, right=False, belongs=False, read=trap.read or item.read, see=trap.see
    )
    return Marking(False, (trap.id,), (note,), shown)


def margin(item: Numeric, true: float) -> float:
    rounding = 0.5 * 10.0**-item.answer.digits if item.answer.show != "count" else 0.0
    return max(item.answer.within, item.answer.within_share * abs(true), rounding) + 1e-9


def caught(trap: Trap, number: float) -> bool:
    return abs(number - trap.near) <= trap.within + 1e-9


def written(item: Numeric, true: float) -> str:
    value = true / 100 if item.answer.show == "percent" else true
    return numbers.written(value, item.answer.show, item.answer.digits)


def read_number(text: str) -> float:
    """As people write one: 1,234 · 0.5 · 63% · 6 s."""
    bare = re.sub(r"[%\s]|[a-z]+$", "", text.strip().lower())
    if not bare or len(bare) > NUMBER_LENGTH_MAX or not NUMBER.fullmatch(bare) or not any(map(str.isdigit, bare)):
        raise Unanswerable("Write the answer as a number, such as 27 or 0.5.")
    return float(bare.replace(",", ""))


# --- order and match -------------------------------------------------------------------------------------------------


def _mark_order(item: Ordering, given: Given | None) -> Marking:
    order = [] if given is None else _order(item, given)
    right = [step.id for step in item.steps]
    notes = tuple(
        Note(
            part=step.id, text=step.text, because=step.because, chosen=True,
            right=place < len(order) and order[place] == step.id, read=step.read or item.read,
        )
        for place, step in enumerate(item.steps)
    )  # fmt: skip
    counted = tuple(f"{step}@{place}" for place, step in enumerate(order, 1)) or (NONE,)
    return Marking(order == right, counted, notes)


def _order(item: Ordering, given: Given) -> list[str]:
    """The steps by the places that were given to them."""
    places = {step.id: "".join(given.get(f"place-{step.id}", ())) for step in item.steps}
    wanted = {str(place) for place in range(1, len(item.steps) + 1)}
    if set(places.values()) != wanted:
        raise Unanswerable(f"Give each step a place of its own, from 1 to {len(item.steps)}.")
    return sorted(places, key=lambda step: int(places[step]))


def _mark_match(item: Matching, given: Given | None) -> Marking:
    chosen = {} if given is None else _matches(item, given)
    choices = {choice.id: choice for choice in item.choices}
    notes = []
    for pair in item.pairs:
        taken, fitting = choices.get(chosen.get(pair.id, "")), choices[pair.choice]
        wrong = taken is not None and taken != fitting
        because = (
            f"{fitting.because} “{taken.text}” is something else: {taken.because}"
            if taken and wrong
            else fitting.because
        )
        notes.append(
            Note(
                part=pair.id, text=f"{pair.text}: {fitting.text}", because=because, chosen=taken is not None,
                right=taken == fitting, read=fitting.read or item.read, see=fitting.see,
            )
        )  # fmt: skip
    counted = tuple(f"{pair}={choice}" for pair, choice in sorted(chosen.items())) or (NONE,)
    return Marking(bool(chosen) and all(note.right for note in notes), counted, tuple(notes))


def _matches(item: Matching, given: Given) -> dict[str, str]:
    known = {choice.id for choice in item.choices}
    chosen = {pair.id: "".join(given.get(f"pair-{pair.id}", ())) for pair in item.pairs}
    if not set(chosen.values()) <= known:
        raise Unanswerable("Choose something for each line.")
    return chosen


MARKERS: dict[type, Callable[[Any, Given | None], Marking]] = {
    Single: _mark_choice,
    Multiple: _mark_choice,
    TraceItem: _mark_choice,
    Numeric: _mark_number,
    Ordering: _mark_order,
    Matching: _mark_match,
}
