"""A question as each of the three views shows it. Everything hidden is left out here, and not only in the templates.

`Card` is what learners and the projector get: no counts before they are revealed, no right answer before it is out. The
host's `Desk` adds the tally once the vote is over, the advice, and what can be asked next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from lesson.classroom import notices
from lesson.classroom.models import Room, Seat
from lesson.classroom.plan import Step
from lesson.classroom.questions import asking, controls, drafts, oracle, tally
from lesson.classroom.questions.deciding import Outcome
from lesson.classroom.questions.drafts import Group
from lesson.classroom.questions.models import Question, current
from lesson.classroom.questions.next_steps import Button, buttons
from lesson.classroom.questions.origin import lesson_of, steps_of
from lesson.classroom.questions.tally import Advice, Round
from lesson.classroom.questions.typed import LETTERS, OPTIONS_MAX
from lesson.classroom.questions.votes import Own, own_votes, voted

PER_CENT = 100


@dataclass(frozen=True)
class Bar:
    """One option's votes in one round."""

    round: int
    votes: int
    share: float
    """Between 0 and 100."""

    @property
    def percent(self) -> str:
        return f"{self.share:.0f}%"


@dataclass(frozen=True)
class Option:
    place: int
    text: str
    bars: Sequence[Bar] = ()
    right: bool | None = None
    """None where nobody may know, or nothing is right."""
    reason: str = ""

    @property
    def letter(self) -> str:
        return LETTERS[self.place]


@dataclass(frozen=True)
class Count:
    """How many have voted, and how many could. All that is known of a vote while it is hidden."""

    votes: int
    seats: int

    @property
    def text(self) -> str:
        if self.seats >= self.votes:
            return f"{self.votes} of {self.seats} have voted"
        return f"{self.votes} {'has' if self.votes == 1 else 'have'} voted"


@dataclass(frozen=True)
class Card:
    """What everybody may see."""

    question: Question
    count: Count
    options: Sequence[Option]
    rounds: Sequence[Round] = ()
    own: Own = field(default_factory=dict)
    complaint: str = ""

    @property
    def phase(self) -> str:
        return self.question.phase

    @property
    def left_ms(self) -> int | None:
        return left_ms_of(self.question)

    @property
    def left_s(self) -> int:
        return -(-(self.left_ms or 0) // 1000)

    @property
    def outcome(self) -> Outcome | None:
        return self.question.verdict if self.question.answer_is_out else None

    @property
    def answer(self) -> int | None:
        return self.question.shown_answer

    @property
    def awaits_the_run(self) -> bool:
        return self.question.revealed and not self.question.answer_is_out

    @property
    def twice(self) -> bool:
        return self.question.round > 1

    @property
    def own_first(self) -> int | None:
        return self.own.get(1)

    @property
    def own_second(self) -> int | None:
        return self.own.get(2)

    @property
    def own_last(self) -> int | None:
        """Their last word, which is the one that is marked."""
        return self.own[max(self.own)] if self.own else None

    @property
    def own_now(self) -> int | None:
        return self.own.get(self.question.round)

    @property
    def summary(self) -> str:
        """For the live region: one sentence when the state changes."""
        if self.phase == Question.OPEN:
            return "The second vote is open." if self.twice else "A question: vote now."
        if self.phase == Question.CLOSED:
            return f"The vote is over: {self.count.text}."
        return " ".join(filter(None, [_told(self.options), self.verdict_words]))

    @property
    def verdict_words(self) -> str:
        """What the run, or the lesson, has to say."""
        parts = []
        if self.outcome:
            parts.append(f"{self.outcome.shown} {self.outcome.words}.")
        if self.answer is not None:
            parts.append(f"Right is {LETTERS[self.answer]}.")
        return " ".join(parts)


def left_ms_of(question: Question) -> int | None:
    """Until the vote closes by itself."""
    if question.closes_at is None or question.phase != Question.OPEN:
        return None
    return max(0, round((question.closes_at - timezone.now()).total_seconds() * 1000))


def _told(options: Sequence[Option]) -> str:
    last = [(option, option.bars[-1]) for option in options if option.bars]
    return "The tally: " + ", ".join(f"{option.letter} {bar.percent}" for option, bar in last) + "."


# -- what everybody sees ---------------------------------------------------------------------------------------------


def card_of(question: Question, *, seat: Seat | None = None, complaint: str = "") -> Card:
    own = own_votes(question, seat) if seat else {}
    rounds = asking.standing_of(question) if question.revealed else []
    return Card(question, count_of(question), options_of(question, rounds), rounds, own, complaint)


def count_of(question: Question) -> Count:
    room = question.room
    there = notices.seats_present(room)
    return Count(voted(question), max(len(there), 0) or room.seats.count())


def options_of(question: Question, rounds: Sequence[Round], *, knowing: bool = False) -> list[Option]:
    """`knowing`: with what only the host may see."""
    answer = question.answer if knowing else question.shown_answer
    out = knowing or question.answer_is_out
    return [
        Option(
            place,
            text,
            [_bar(each, place) for each in rounds],
            None if answer is None else place == answer,
            question.reason(place) if out else "",
        )
        for place, text in enumerate(question.options)
    ]


def _bar(each: Round, place: int) -> Bar:
    return Bar(each.number, each.counts[place], PER_CENT * (each.share(place) or 0.0))


def for_learner(room: Room, seat: Seat | None, complaint: str = "") -> dict[str, Any]:
    """`seat` None: without what is anybody's own."""
    question = current(room)
    card = None
    if question is not None:
        question.room = room
        card = card_of(question, seat=seat, complaint=complaint)
    return {"room": room, "card": card, "complaint": complaint, "personal": seat is not None}


def for_projector(room: Room) -> dict[str, Any]:
    return for_learner(room, None)


# -- what the host sees ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Prepared:
    """A question of the plan, in the host's list."""

    step: Step
    source: str
    asked: bool
    here: bool
    """Whether the room stands at this step."""


@dataclass(frozen=True)
class Form:
    """The host's form for a question of their own, with what was typed into it and what is wrong with it."""

    prompt: str = ""
    options: Sequence[str] = ()
    right: str = ""
    seconds: str = ""
    knob: str = ""
    values: str = ""
    source: str = ""
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def options_problem(self) -> str:
        return self.problems.get("options") or self.problems.get("right", "")

    @property
    def values_problem(self) -> str:
        return self.problems.get("values") or self.problems.get("knob", "")

    @property
    def rows(self) -> list[tuple[int, str, str]]:
        """Place, letter and text of each field for an option."""
        return [(place, LETTERS[place], _at(self.options, place)) for place in range(OPTIONS_MAX)]


def _at(texts: Sequence[str], place: int) -> str:
    return texts[place] if place < len(texts) else ""


@dataclass(frozen=True)
class Desk:
    """The host's part of a question. What can be asked next is found out only where it is shown."""

    room: Room
    card: Card | None
    options: Sequence[Option]
    rounds: Sequence[Round]
    advice: Advice | None
    asked: Mapping[int, str]
    """The sources of what has been asked, by number."""
    form: Form
    complaint: str = ""
    asking: bool = False
    """Whether the complaint is about a question that was to be put, and not about the one that is out."""

    @property
    def latest(self) -> int:
        return max(self.asked, default=0)

    @cached_property
    def plan(self) -> Sequence[Prepared]:
        return prepared(self.room, set(self.asked.values()))

    @cached_property
    def groups(self) -> Sequence[Group]:
        lesson = lesson_of(self.room)
        return drafts.of_lesson(lesson) if lesson else ()

    @cached_property
    def choices(self) -> Sequence[controls.Choice]:
        return controls.choices(self.room)

    @property
    def run_can_tell(self) -> bool:
        """Whether the room's own run tells the story that the question is about."""
        question = self.card.question if self.card else None
        return bool(question and question.revealed and question.decide and oracle.watches(question))

    @property
    def buttons(self) -> Sequence[Button]:
        """What can be done with the question now; the first is what to do next."""
        if self.card is None:
            return ()
        return buttons(self.card.question, self.advice, run_can_tell=self.run_can_tell)

    @property
    def gain(self) -> float | None:
        question = self.card.question if self.card else None
        return tally.gain(self.rounds, question.answer) if question else None

    @property
    def gain_points(self) -> str:
        return "" if self.gain is None else f"{PER_CENT * self.gain:+.0f}"

    @property
    def leaders(self) -> list[Option]:
        places = self.rounds[-1].leaders if self.rounds else ()
        return [self.options[place] for place in places]

    @property
    def opened(self) -> str:
        """Which of the forms stands open: the one with a problem in it."""
        problems = self.form.problems.keys()
        if problems & {"knob", "values"}:
            return "control"
        return "typed" if problems & {"prompt", "options", "right"} else ""


def for_host(room: Room, *, complaint: str = "", form: Form | None = None) -> dict[str, Any]:
    """`form`: what was to be put, if the complaint is about that."""
    return {"room": room, "desk": desk_of(room, complaint, form)}


def desk_of(room: Room, complaint: str, form: Form | None) -> Desk:
    question = current(room)
    card, rounds = None, []
    if question is not None:
        question.room = room
        card = card_of(question)
        rounds = asking.standing_of(question) if question.phase != Question.OPEN else []
    return Desk(
        room=room,
        card=card,
        options=options_of(question, rounds, knowing=True) if question else [],
        rounds=rounds,
        advice=advice_of(question, rounds) if question else None,
        asked=dict(Question.objects.filter(room=room).values_list("number", "source")),
        form=form or Form(),
        complaint=complaint,
        asking=form is not None,
    )


def advice_of(question: Question, rounds: Sequence[Round]) -> Advice | None:
    """Before the tally is shown, after the first vote."""
    if question.phase != Question.CLOSED or question.round > 1 or question.kind == "control":
        return None
    return tally.advice(rounds[0], question.answer)


def prepared(room: Room, asked: set[str]) -> list[Prepared]:
    drafted = [(step, drafts.of_step(step)) for step in steps_of(room)]
    return [
        Prepared(step, draft.source, draft.source in asked, step.id == room.step) for step, draft in drafted if draft
    ]
