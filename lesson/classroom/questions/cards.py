"""A question's card for learners, rendered once for each state that the question is in, whoever and however many ask.

What differs from person to person or from second to second is left out by marks, and filled in for each: characters of
the private use area, which neither the lesson nor anything that was typed contains. What is one's own comes in as data,
and questions.js shows it; pages without JavaScript get the card rendered whole.
"""

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.template.loader import render_to_string

from lesson.classroom.models import Room
from lesson.classroom.questions import asking
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.show import Card, Count, count_of, left_ms_of, options_of
from lesson.classroom.questions.votes import Own

OWN, COMPLAINT, COUNT, LEFT_MS, LEFT_S = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
KEPT_MAX = 512
"""Rooms whose present card, and last count, are kept."""
FRESH_S = 0.4

_cards: OrderedDict[int, tuple[tuple[object, ...], str]] = OrderedDict()
_counts: OrderedDict[int, tuple[tuple[int, int], float, str]] = OrderedDict()


@dataclass(frozen=True)
class Blank(Card):
    """A card with marks where it will be filled in."""

    @property
    def left_ms(self) -> Any:
        return None if super().left_ms is None else LEFT_MS

    @property
    def left_s(self) -> Any:
        return LEFT_S


def for_all(room: Room, question: Question | None) -> str:
    """With nobody's own votes in it."""
    return _filled(room, question)


def for_one(room: Room, question: Question | None, own: Own, complaint: str = "") -> str:
    first, second = own.get(1, ""), own.get(2, "")
    attributes = f'data-personal data-own-first="{first}" data-own-second="{second}"'
    return _filled(room, question, attributes, complaint)


def _filled(room: Room, question: Question | None, own: str = "", complaint: str = "") -> str:
    html = _blank(room, question).replace(OWN, own).replace(COMPLAINT, refusal_html(complaint))
    if question is None:
        return html
    left = left_ms_of(question) or 0
    html = html.replace(LEFT_MS, str(left)).replace(LEFT_S, str(-(-left // 1000)))
    return html.replace(COUNT, count_html(room, question))


def _blank(room: Room, question: Question | None) -> str:
    state = _state_of(question)
    kept, html = _cards.get(room.pk, ((), ""))
    if kept != state:
        html = _rendered(room, question)
        _keep(_cards, room.pk, (state, html))
    return html


def _state_of(question: Question | None) -> tuple[object, ...]:
    if question is None:
        return ("none",)
    return (
        question.pk,
        question.asked_at,
        question.stage,
        question.closes_at,
        question.settled,
        question.applied,
        str(question.outcome),
    )


def _rendered(room: Room, question: Question | None) -> str:
    card = None
    if question is not None:
        question.room = room
        rounds = asking.standing_of(question) if question.revealed else []
        card = Blank(question, count_of(question), options_of(question, rounds), rounds)
    marks = {"own": OWN, "complaint": COMPLAINT, "count": COUNT}
    return render_to_string("classroom/questions/_asked.html", {"room": room, "card": card, "marks": marks}) + ""


def refusal_html(complaint: str) -> str:
    if not complaint:
        return ""
    return render_to_string("classroom/questions/_refused.html", {"complaint": complaint}) + ""


# -- how many have voted ---------------------------------------------------------------------------------------------


def count_html(room: Room, question: Question) -> str:
    """As it was counted a moment ago: three hundred who vote at once are not counted three hundred times."""
    kept, counted_at, html = _counts.get(room.pk, ((0, 0), 0.0, ""))
    fresh = kept == (question.pk, question.round) and monotonic() - counted_at < FRESH_S
    return html if fresh else counted_again(room, question)


def counted_again(room: Room, question: Question) -> str:
    question.room = room
    html = votes_html(count_of(question))
    _keep(_counts, room.pk, ((question.pk, question.round), monotonic(), html))
    return html


def votes_html(count: Count) -> str:
    return render_to_string("classroom/questions/_votes.html", {"count": count}) + ""


def _keep(kept: OrderedDict[int, Any], room: int, value: Any) -> None:
    kept[room] = value
    kept.move_to_end(room)
    while len(kept) > KEPT_MAX:
        kept.popitem(last=False)
