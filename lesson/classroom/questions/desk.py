"""What the host sees: the tally once the vote is over, its advice, what to do next, and what else can be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from lesson.classroom.models import Room
from lesson.classroom.plan import Step
from lesson.classroom.questions import asking, controls, drafts, oracle, tally
from lesson.classroom.questions.deciding import Decide
from lesson.classroom.questions.drafts import Group
from lesson.classroom.questions.models import Question, current
from lesson.classroom.questions.next_steps import Button, buttons
from lesson.classroom.questions.origin import lesson_of, steps_of
from lesson.classroom.questions.show import PER_CENT, Card, Option, card_of, options_of
from lesson.classroom.questions.tally import Advice, Round
from lesson.classroom.questions.typed import LETTERS, OPTIONS_MAX


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

    @property
    def of_section(self) -> Group | None:
        """The questions of the section that the room was opened to teach; outside the plan."""
        lesson = lesson_of(self.room)
        section = lesson.section(self.room.section) if lesson and not self.room.step else None
        if lesson is None or section is None:
            return None
        return Group(section.title, tuple(drafts.of_section(lesson, section)))

    @cached_property
    def choices(self) -> Sequence[controls.Choice]:
        return controls.choices(self.room)

    @property
    def run_can_tell(self) -> bool:
        """Whether the room's own run tells the story that the question is about."""
        question = self.card.question if self.card else None
        return bool(question and question.revealed and question.decide and oracle.watches(question))

    @property
    def decide(self) -> Decide | None:
        """How the room's run will answer, as long as it has not."""
        question = self.card.question if self.card else None
        return question.decide if question and not question.answer_is_out else None

    @property
    def buttons(self) -> Sequence[Button]:
        """What can be done with the question now; the first is what to do next."""
        if self.card is None:
            return ()
        advice = None if self.waits_for_nobody else self.advice
        return buttons(self.card.question, advice, run_can_tell=self.run_can_tell)

    @property
    def waits_for_nobody(self) -> bool:
        """Whether all who are here have voted, so that more time would bring no vote."""
        wait = self.advice is not None and self.advice.next == "wait"
        return bool(wait and self.card and 0 < self.card.count.seats <= self.card.count.votes)

    @property
    def can_be_asked_again(self) -> bool:
        """Whether a second vote is still to be had, which ends when people see the first."""
        question = self.card.question if self.card else None
        return bool(question and question.round < len(tally.ROUNDS) and not question.revealed)

    @property
    def left_behind(self) -> bool:
        """Whether people vote on the question of one step of the plan while the room is at another."""
        question = self.card.question if self.card else None
        if question is None or question.phase != Question.OPEN or not self.room.step:
            return False
        return question.source.startswith("plan/") and question.source != f"plan/{self.room.step}"

    @property
    def can_apply(self) -> bool:
        """Whether the room has decided on a control that the run has not got yet."""
        question = self.card.question if self.card else None
        return bool(question and question.patches is not None and question.revealed and question.applied is None)

    @property
    def gain(self) -> float | None:
        question = self.card.question if self.card else None
        return tally.gain(self.rounds, question.answer) if question else None

    @property
    def gain_points(self) -> int | None:
        return None if self.gain is None else round(PER_CENT * self.gain)

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
