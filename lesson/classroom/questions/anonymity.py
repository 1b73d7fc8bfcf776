"""Votes that were promised to be nobody's. What a question promised when it was opened holds for good.

Whether a question is anonymous is decided when it is put, from how the room stands then, and never again. While it is
out its votes hang on seats, for only so can a vote be changed and count once; nobody is shown which hangs on which.
Once it is put away the tie is cut: from then on not even the database knows.
"""

import random

from lesson.classroom.models import Seat
from lesson.classroom.questions.models import Question, Vote

_chance = random.SystemRandom()


def cut(question: Question) -> None:
    """For good. What one person said in both rounds stays together, as somebody's."""
    votes = list(question.votes.all())
    voters = list({vote.voter for vote in votes})
    _chance.shuffle(voters)
    number = {voter: place for place, voter in enumerate(voters, 1)}
    for vote in votes:
        vote.seat, vote.voter, vote.at = None, number[vote.voter], question.asked_at
    Vote.objects.bulk_update(votes, ["seat", "voter", "at"])


def release(seat: Seat) -> None:
    """Of a seat that is about to be removed. Otherwise the tally before and after would tell what this one had said.

    A round that is still open has no tally that anybody sees: what was said in it goes with the seat.
    """
    for question in Question.objects.filter(room=seat.room_id, anonymous=True, put_away_at=None):
        said = question.votes.filter(seat=seat)
        if question.is_open():
            said = said.filter(round__lt=question.round)
        said.update(seat=None)
