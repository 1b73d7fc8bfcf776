"""What a host can do with the question that is out. The first button is the next step; the others stand beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from lesson.classroom.questions.asking import EXTRA_S
from lesson.classroom.questions.models import Question
from lesson.classroom.questions.tally import Advice


@dataclass(frozen=True)
class Button:
    verb: str
    label: str
    field: str = ""
    """A further field of its form, which is then “yes”."""


CLOSE = Button("close", "Close the vote")
EXTRA = Button("extend", f"{EXTRA_S} s more")
AGAIN = Button("again", "Vote again")
REVEAL = Button("reveal", "Show the tally")
REVEAL_NOW = Button("reveal", "Close and show the tally")
SETTLE = Button("settle", "Tell the answer without a run")
DECIDE = Button("decide", "Let the room’s run decide")
DECIDE_APART = Button("decide", "Decide by a run out of sight", "apart")
AWAY = Button("away", "Done: put it away")
DROP = Button("away", "Withdraw it")

ADVISED = {"discuss": AGAIN, "explain": AGAIN, "go on": REVEAL, "wait": EXTRA}


def buttons(question: Question, advice: Advice | None, *, run_can_tell: bool) -> list[Button]:
    by_phase: dict[str, Callable[[], list[Button]]] = {
        Question.OPEN: lambda: _while_open(question),
        Question.CLOSED: lambda: _hidden(question, advice),
        Question.REVEALED: lambda: _revealed(question, run_can_tell=run_can_tell),
    }
    return by_phase[question.phase]()


def _while_open(question: Question) -> list[Button]:
    return [CLOSE, *([EXTRA] if question.closes_at else []), REVEAL_NOW, DROP]


def _hidden(question: Question, advice: Advice | None) -> list[Button]:
    can = [REVEAL, EXTRA, DROP] if question.round > 1 else [AGAIN, REVEAL, EXTRA, DROP]
    first = ADVISED[advice.next] if advice else REVEAL
    return [first, *(button for button in can if button != first)]


def _revealed(question: Question, *, run_can_tell: bool) -> list[Button]:
    if question.answer_is_out:
        return [AWAY]
    deciding = [DECIDE, DECIDE_APART] if run_can_tell else [DECIDE_APART]
    settling = [SETTLE] if question.answer is not None else []
    return [*deciding, *settling, AWAY]
