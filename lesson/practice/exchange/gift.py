"""GIFT, Moodle's text format, which many other programs read too. One question a paragraph; `[markdown]` texts.

GIFT has no ordering: the steps are to be matched with their places. Reading takes what GIFT files usually hold; what
has no counterpart here (true or false, free text, blanks) is reported and left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lesson.practice.exchange.neutral import FULL, Choice, Neutral, Number

SPECIAL = re.compile(r"[\\~=#{}:]")
ESCAPED = re.compile(r"\\(.)")
MARK = "\ufdd0"
"""Stands for a backslash pair while reading; no text may hold it."""
WEIGHT = re.compile(r"^%(-?\d+(?:\.\d+)?)%")
COMMENT_ID = re.compile(r"\[id:([^\]]+)\]")
COMMENT_TAG = re.compile(r"\[tag:([^\]]+)\]")
FORMAT = re.compile(r"^\[(markdown|html|moodle|plain)\]")
SHAPE = re.compile(r"^(?:::(?P<name>.*?)::)?(?P<ask>.*?)\{(?P<body>.*)\}\s*$", re.DOTALL)


# --- writing ---------------------------------------------------------------------------------------------------------


def write(questions: Iterable[Neutral], category: str) -> str:
    head = f"$CATEGORY: $course$/top/{category}\n\n"
    return head + "\n\n".join(map(_write_question, questions)) + "\n"


def _write_question(question: Neutral) -> str:
    about = " ".join([f"[id:{question.id}]", *(f"[tag:{tag}]" for tag in question.tags)])
    lines = [f"// {about}", f"::{escaped(question.id)}::[markdown]{escaped(question.ask)}" + "{" + _opening(question)]
    lines += _body(question)
    lines += [f"####{escaped(_why(question))}", "}"]
    return "\n".join(lines)


def _opening(question: Neutral) -> str:
    return "#" if question.kind == "numeric" else ""


def _body(question: Neutral) -> Iterator[str]:
    for choice in question.choices:
        yield f"{_sign(choice, question)}{escaped(choice.text)}#{escaped(choice.because)}"
    for number in question.numbers:
        feedback = f"#{escaped(number.because)}" if number.because else ""
        if number.value is None:
            yield f"~{feedback or '#'}"
        else:
            weight = "" if number.share == FULL else f"%{number.share:g}%"
            yield f"={weight}{number.value:.9g}:{number.within:.9g}{feedback}"
    for left, right in question.pairs:
        yield f"={escaped(arrowless(left))} -> {escaped(arrowless(right))}"
    for place, step in enumerate(question.steps, 1):
        yield f"={escaped(arrowless(step.text))} -> {place}"


def _sign(choice: Choice, question: Neutral) -> str:
    if not question.several:
        return "=" if choice.share > 0 else "~"
    return f"~%{choice.share:.7g}%"


def _why(question: Neutral) -> str:
    reasons = "\n".join(f"- {step.text} {step.because}" for step in question.steps)
    return f"{question.why}\n\n{reasons}" if reasons else question.why


def arrowless(text: str) -> str:
    """Between the two sides of a match GIFT reads an arrow, and knows no way to write one that is none."""
    return text.replace("->", "→")


def escaped(text: str) -> str:
    return SPECIAL.sub(lambda found: "\\" + found[0], text).replace("\r", "").replace("\n", "\\n")


# --- reading ---------------------------------------------------------------------------------------------------------


def read(text: str) -> tuple[list[Neutral], list[str]]:
    """The questions, and in words those that cannot be taken over."""
    questions, refused = [], []
    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        lines = [line.strip() for line in paragraph.split("\n")]
        comments = " ".join(line for line in lines if line.startswith("//"))
        body = "\n".join(line for line in lines if not line.startswith(("//", "$CATEGORY")))
        if not body:
            continue
        question = _read_question(protected(body), comments)
        if isinstance(question, Neutral):
            questions.append(question)
        else:
            refused.append(question)
    return questions, refused


def protected(text: str) -> str:
    """Escaped characters are moved out of the way, each to a code of its own, until the text has been taken apart."""
    return ESCAPED.sub(lambda found: f"{MARK}{ord(found[1]):x};", text)


def restored(text: str) -> str:
    text = re.sub(f"{MARK}([0-9a-f]+);", lambda found: chr(int(found[1], 16)).replace("n", "\n"), text)
    return FORMAT.sub("", text.strip()).strip()


def _read_question(body: str, comments: str) -> Neutral | str:
    found = SHAPE.match(body)
    title = restored((found["name"] if found else None) or body[:40])
    if not found:
        return f"{title}: it has no answers in braces"
    answers, _, why = found["body"].partition("####")
    name = COMMENT_ID.search(comments)
    head: dict[str, Any] = {
        "id": name[1] if name else title,
        "ask": restored(found["ask"]),
        "why": restored(why),
        "tags": tuple(COMMENT_TAG.findall(comments)),
    }
    return _read_answers(answers.strip(), title, head)


def _read_answers(answers: str, title: str, head: dict[str, Any]) -> Neutral | str:
    if answers.startswith("#"):
        return Neutral(kind="numeric", numbers=tuple(_read_numbers(answers[1:])), **head)
    if "~" in answers:
        choices = tuple(_read_choices(answers))
        several = not any(choice.share == FULL for choice in choices) or sum(each.share > 0 for each in choices) > 1
        return Neutral(kind="choice", several=several or "=" not in answers, choices=choices, **head)
    if "->" in answers:
        return Neutral(kind="matching", pairs=tuple(_read_pairs(answers)), **head)
    return f"{title}: there is nothing here like its kind of question"


def _read_choices(answers: str) -> Iterator[Choice]:
    for sign, part in re.findall(r"([~=])([^~=]*)", answers):
        weight = WEIGHT.match(part.strip())
        text, _, because = part.strip()[weight.end() if weight else 0 :].partition("#")
        share = float(weight[1]) if weight else FULL if sign == "=" else 0.0
        yield Choice(restored(text), restored(because), share)


def _read_numbers(answers: str) -> Iterator[Number]:
    for sign, part in re.findall(r"([~=]|^)([^~=]+)", answers.strip()):
        weight = WEIGHT.match(part.strip())
        number, _, because = part.strip()[weight.end() if weight else 0 :].partition("#")
        if sign == "~":
            yield Number(None, 0.0, restored(because), 0.0)
            continue
        value, _, within = number.partition(":")
        yield Number(float(value), float(within or 0), restored(because), float(weight[1]) if weight else FULL)


def _read_pairs(answers: str) -> Iterator[tuple[str, str]]:
    for part in answers.split("=")[1:]:
        left, _, right = part.partition("->")
        yield restored(left), restored(right)
