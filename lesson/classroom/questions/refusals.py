"""What is refused, as types: each carries the sentence that is shown beside what is concerned, and is logged once."""

import logging

from lesson.classroom.models import Room

log = logging.getLogger("lesson.classroom.questions")


class Refusal(Exception):
    """`str()` is for the person whose request it was; `code` is for logs and tests."""

    code = "refused"
    status = 409


class Stale(Refusal):
    """The page showed a state that has passed."""

    code = "stale"


class Late(Refusal):
    """A vote after its round."""

    code = "late"


class NoSuchOption(Refusal):
    code = "no_such_option"
    status = 422


class Unseated(Refusal):
    """A vote of somebody who was removed meanwhile."""

    code = "unseated"
    status = 403


class NotNow(Refusal):
    """Something that the question's state does not allow."""

    code = "not_now"


class NoSuchDraft(Refusal):
    """A question that is not there to be put."""

    code = "no_such_question"
    status = 422


class TheRunCannotSay(Refusal):
    code = "undecided"


class ChangeNotTaken(Refusal):
    """The winner of a vote on a control, which the run does not take."""

    code = "change_refused"


def note(room: Room, refusal: Refusal, who: str) -> None:
    """Without its words: those to a learner may tell what they had voted, and the log is read by others."""
    log.warning("Room %s: %s by %s", room.code, refusal.code, who)
