"""Moodle XML, as Moodle 4.4 and later import it (from there on ordering is one of its own question types).

Texts are sent as Markdown, which Moodle knows, so nothing of them changes on the way.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from lesson.practice.exchange.neutral import FULL, Choice, Kind, Neutral, Number

NAMES: dict[Kind, str] = {
    "choice": "multichoice",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
}
KINDS: dict[str, Kind] = {name: kind for kind, name in NAMES.items()}
SIZE_MAX = 5_000_000
ORDERING = {
    "layouttype": "VERTICAL",
    "selecttype": "ALL",
    "selectcount": "0",
    "gradingtype": "ABSOLUTE_POSITION",
    "showgrading": "SHOW",
    "numberingstyle": "none",
}


class MoodleError(ValueError):
    """Not a file that can be read; `str()` says why."""


# --- writing ---------------------------------------------------------------------------------------------------------


def write(questions: Iterable[Neutral], category: str) -> str:
    quiz = Element("quiz")
    head = SubElement(quiz, "question", type="category")
    SubElement(SubElement(head, "category"), "text").text = f"$course$/top/{category}"
    for question in questions:
        _write_question(quiz, question)
    ET.indent(quiz)
    return ET.tostring(quiz, encoding="unicode", xml_declaration=True) + "\n"


def _write_question(quiz: Element, question: Neutral) -> None:
    node = SubElement(quiz, "question", type=NAMES[question.kind])
    SubElement(SubElement(node, "name"), "text").text = question.id
    _text(node, "questiontext", question.ask)
    _text(node, "generalfeedback", question.why)
    SubElement(node, "defaultgrade").text = "1"
    SubElement(node, "idnumber").text = question.id
    WRITERS[question.kind](node, question)
    tags = SubElement(node, "tags")
    for tag in question.tags:
        SubElement(SubElement(tags, "tag"), "text").text = tag


def _text(parent: Element, name: str, text: str) -> Element:
    node = SubElement(parent, name, format="markdown")
    SubElement(node, "text").text = text
    return node


def _answer(parent: Element, text: str, share: float, because: str) -> Element:
    node = SubElement(parent, "answer", fraction=f"{share:.7g}", format="markdown")
    SubElement(node, "text").text = text
    _text(node, "feedback", because)
    return node


def _write_choices(node: Element, question: Neutral) -> None:
    SubElement(node, "single").text = "false" if question.several else "true"
    SubElement(node, "shuffleanswers").text = "true"
    SubElement(node, "answernumbering").text = "none"
    for choice in question.choices:
        _answer(node, choice.text, choice.share, choice.because)


def _write_numbers(node: Element, question: Neutral) -> None:
    for number in question.numbers:
        text = "*" if number.value is None else f"{number.value:.9g}"
        answer = _answer(node, text, number.share, number.because)
        SubElement(answer, "tolerance").text = f"{number.within:.9g}"


def _write_pairs(node: Element, question: Neutral) -> None:
    SubElement(node, "shuffleanswers").text = "true"
    for left, right in question.pairs:
        sub = _text(node, "subquestion", left)
        SubElement(SubElement(sub, "answer"), "text").text = right


def _write_steps(node: Element, question: Neutral) -> None:
    for name, value in ORDERING.items():
        SubElement(node, name).text = value
    for place, step in enumerate(question.steps, 1):
        _answer(node, step.text, float(place), step.because)


WRITERS = {"choice": _write_choices, "numeric": _write_numbers, "matching": _write_pairs, "ordering": _write_steps}


# --- reading ---------------------------------------------------------------------------------------------------------


def read(text: str) -> tuple[list[Neutral], list[str]]:
    """The questions, and in words those that cannot be taken over. Raises MoodleError."""
    if len(text) > SIZE_MAX:
        raise MoodleError(f"more than {SIZE_MAX:,} characters")
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise MoodleError("it defines entities, which Moodle’s own files never do")
    try:
        quiz = ET.fromstring(text)  # noqa: S314  (entities, the danger, are refused above)
    except ET.ParseError as error:
        raise MoodleError(f"not well-formed XML: {error}") from None
    questions, refused = [], []
    for node in quiz.iter("question"):
        kind = KINDS.get(node.get("type", ""))
        if kind is not None:
            questions.append(READERS[kind](node))
        elif node.get("type") != "category":
            refused.append(f"{_inner(node, 'name')}: there is nothing here like “{node.get('type')}”")
    return questions, refused


def _inner(node: Element, name: str) -> str:
    """The text within, at <name><text>…</text></name>."""
    return (node.findtext(f"{name}/text") or "").strip()


def _head(node: Element) -> dict[str, object]:
    return {
        "id": node.findtext("idnumber") or _inner(node, "name"),
        "ask": _inner(node, "questiontext"),
        "why": _inner(node, "generalfeedback"),
        "tags": tuple((tag.findtext("text") or "").strip() for tag in node.iter("tag")),
    }


def _answers(node: Element) -> list[Choice]:
    return [
        Choice((each.findtext("text") or "").strip(), _inner(each, "feedback"), float(each.get("fraction", "0")))
        for each in node.findall("answer")
    ]


def _read_choices(node: Element) -> Neutral:
    several = node.findtext("single") in ("false", "0")
    return Neutral(kind="choice", several=several, choices=tuple(_answers(node)), **_head(node))  # type: ignore[arg-type]


def _read_numbers(node: Element) -> Neutral:
    numbers = []
    for each, answer in zip(node.findall("answer"), _answers(node), strict=True):
        value = None if answer.text == "*" else float(answer.text)
        numbers.append(Number(value, float(each.findtext("tolerance") or 0), answer.because, answer.share))
    return Neutral(kind="numeric", numbers=tuple(numbers), **_head(node))  # type: ignore[arg-type]


def _read_pairs(node: Element) -> Neutral:
    pairs = tuple(
        ((sub.findtext("text") or "").strip(), (sub.findtext("answer/text") or "").strip())
        for sub in node.findall("subquestion")
    )
    return Neutral(kind="matching", pairs=pairs, **_head(node))  # type: ignore[arg-type]


def _read_steps(node: Element) -> Neutral:
    ordered = sorted(_answers(node), key=lambda step: step.share)
    steps = tuple(Choice(step.text, step.because, FULL) for step in ordered)
    return Neutral(kind="ordering", steps=steps, **_head(node))  # type: ignore[arg-type]


READERS = {"choice": _read_choices, "numeric": _read_numbers, "matching": _read_pairs, "ordering": _read_steps}
