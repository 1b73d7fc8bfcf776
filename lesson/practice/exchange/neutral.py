"""A question as other programs know questions: what Moodle XML and GIFT have in common, and nothing of ours.

An item goes out through `neutral_of` and a writer; a file comes in through a reader and `item_of`. Whatever gets lost
on the way is said in LOSSES, once, and each program's file can be read back and compared.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from lesson.practice.quiz import marking, runs
from lesson.practice.quiz.schema import (
    Item,
    ItemBase,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    RunSpec,
)
from lesson.practice.quiz.sheet import drawn

Kind = Literal["choice", "numeric", "matching", "ordering"]
TAGS = ("objective", "misconception", "read", "kind")
FULL = 100.0

LOSSES: dict[str, dict[str, str]] = {
    "all": {
        "schedule": "When a question comes again, and the counts of answers, stay here.",
        "runs": "“See it run” becomes a link in the explanation, and only when --site says to which site.",
        "numeric": "The right number is written down as it was measured; the run behind it does not travel.",
        "trace": "The drawing becomes the same story in words, and the question a choice.",
        "matching": "Explanations of the pairs are put together in the general feedback.",
    },
    "moodle": {},
    "gift": {
        "ordering": "GIFT has no ordering: the steps are to be matched with their places.",
        "arrow": "Within a match “->” becomes “→”.",
    },
}
"""By program, by what is concerned. The same sentences stand in docs/writing-practice.md."""


class Choice(msgspec.Struct, frozen=True):
    """`share`: what choosing it is worth, in per cent; below nought it costs."""

    text: str
    because: str
    share: float


class Number(msgspec.Struct, frozen=True):
    """`value` is None for any other number."""

    value: float | None
    within: float
    because: str
    share: float


class Neutral(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    kind: Kind
    ask: str
    why: str
    several: bool = False
    tags: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    numbers: tuple[Number, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Left and right; a right-hand side that is left over has an empty left."""
    steps: tuple[Choice, ...] = ()
    """In the right order."""

    def tag(self, name: str) -> str:
        return next((tag.partition(":")[2] for tag in self.tags if tag.startswith(f"{name}:")), "")


# --- out -------------------------------------------------------------------------------------------------------------


def neutral_of(item: Item, site: str = "") -> Neutral:
    """`site`, such as https://faultline.example, is where links to runs lead; without it there are none."""
    if isinstance(item, Numeric):
        return _numeric(item, site)
    if isinstance(item, Matching):
        return _matching(item, site)
    if isinstance(item, Ordering):
        steps = tuple(Choice(step.text, step.because, FULL) for step in item.steps)
        return Neutral(kind="ordering", **_head(item, "ordering", site), steps=steps)
    right = marking.right_options(item)
    several = isinstance(item, Multiple)
    worth, cost = FULL / len(right), -FULL / (len(item.options) - len(right)) if several else 0.0
    choices = tuple(
        Choice(option.text, option.because + link(option.see, site), round(worth if option.id in right else cost, 5))
        for option in item.options
    )
    return Neutral(kind="choice", several=several, **_head(item, kind_of(item), site), choices=choices)


def kind_of(item: Item) -> str:
    return type(item).__name__.lower().removesuffix("item")


def _head(item: ItemBase, kind: str, site: str) -> dict[str, Any]:
    story = ""
    if item.drawing is not None:
        told = drawn(item.drawing, item.drawing.view).lines
        story = "\n\n" + "\n".join(f"{place}. {line.text}" for place, line in enumerate(told, 1))
    return {
        "id": item.id,
        "ask": item.ask.strip() + story,
        "why": item.why + link(item.see, site),
        "tags": (f"objective:{item.objective}", f"misconception:{item.misconception}", f"read:{item.read}",
                 f"kind:{kind}"),
    }  # fmt: skip


def link(spec: RunSpec | None, site: str) -> str:
    return f" [See it run]({site.rstrip('/')}{runs.address(spec)})" if spec is not None and site else ""


def _numeric(item: Numeric, site: str) -> Neutral:
    true = runs.true_value(item.answer)
    right = Number(round(true, item.answer.digits), round(marking.margin(item, true), 6), "", FULL)
    traps = [Number(trap.near, trap.within, trap.because + link(trap.see, site), 0.0) for trap in item.traps]
    other = Number(None, 0.0, item.otherwise, 0.0)
    head = _head(item, "numeric", site)
    head["ask"] = f"{head['ask']} ({item.unit})"
    return Neutral(kind="numeric", **head, numbers=(right, *traps, other))


def _matching(item: Matching, site: str) -> Neutral:
    choices = {choice.id: choice for choice in item.choices}
    taken = {pair.choice for pair in item.pairs}
    pairs = [(pair.text, choices[pair.choice].text) for pair in item.pairs]
    pairs += [("", choice.text) for choice in item.choices if choice.id not in taken]
    head = _head(item, "matching", site)
    reasons = "\n".join(f"- {choice.text}: {choice.because}" for choice in item.choices)
    head["why"] = f"{head['why']}\n\n{reasons}"
    return Neutral(kind="matching", **head, pairs=tuple(pairs))


# --- in --------------------------------------------------------------------------------------------------------------


def item_of(question: Neutral) -> tuple[dict[str, Any], list[str]]:
    """A table for quiz.toml, and what an author still has to add to it, in words."""
    todo: list[str] = []
    table: dict[str, Any] = {"id": question.id, "kind": "", "objective": question.tag("objective"),
                             "misconception": question.tag("misconception"), "read": question.tag("read"),
                             "ask": question.ask, "why": question.why}  # fmt: skip
    todo += [f"it has no {name}" for name in ("objective", "misconception", "read", "why") if not table[name]]
    PUT_IN[question.kind](question, table, todo)
    return table, todo


def _choices_in(question: Neutral, table: dict[str, Any], todo: list[str]) -> None:
    table["kind"] = "multiple" if question.several else "single"
    table["options"] = [
        {"id": f"option-{place}", "text": choice.text, "because": choice.because}
        | ({"right": True} if choice.share > 0 else {})
        for place, choice in enumerate(question.choices, 1)
    ]
    _explain(table["options"], todo)


def _numbers_in(question: Neutral, table: dict[str, Any], todo: list[str]) -> None:
    right = next((number for number in question.numbers if number.share > 0), None)
    other = next((number for number in question.numbers if number.value is None), None)
    table |= {"kind": "numeric", "unit": "", "otherwise": other.because if other else ""}
    table["traps"] = [
        {"id": f"trap-{place}", "near": number.value, "within": number.within, "because": number.because}
        for place, number in enumerate(
            (each for each in question.numbers if each.share <= 0 and each.value is not None), 1
        )
    ]
    todo.append(
        f"a number needs a run that measures it ([items.answer]); the file says {right.value if right else '?'}"
    )
    _explain(table["traps"], todo)


def _pairs_in(question: Neutral, table: dict[str, Any], todo: list[str]) -> None:
    rights = list(dict.fromkeys(right for _, right in question.pairs))
    names = {right: f"choice-{place}" for place, right in enumerate(rights, 1)}
    table["kind"] = "matching"
    table["pairs"] = [
        {"id": f"pair-{place}", "text": left, "choice": names[right]}
        for place, (left, right) in enumerate((pair for pair in question.pairs if pair[0]), 1)
    ]
    table["choices"] = [{"id": names[right], "text": right, "because": ""} for right in rights]
    _explain(table["choices"], todo)


def _steps_in(question: Neutral, table: dict[str, Any], todo: list[str]) -> None:
    table["kind"] = "ordering"
    table["steps"] = [
        {"id": f"step-{place}", "text": step.text, "because": step.because}
        for place, step in enumerate(question.steps, 1)
    ]
    _explain(table["steps"], todo)


def _explain(parts: Sequence[dict[str, Any]], todo: list[str]) -> None:
    todo += [f"{part['id']} has no explanation" for part in parts if not part["because"]]


PUT_IN = {"choice": _choices_in, "numeric": _numbers_in, "matching": _pairs_in, "ordering": _steps_in}
