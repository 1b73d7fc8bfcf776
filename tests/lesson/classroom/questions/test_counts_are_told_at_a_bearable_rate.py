"""Three hundred votes in a few seconds become a few announcements, and the last word is always said."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lesson.classroom.questions.telling import KEYS_MAX, Coalescer

PERIOD_S = 0.4


class Clockwork:
    """A clock that is moved by hand, and what is to be done later on it."""

    def __init__(self):
        self.now = 100.0
        self.due = []
        self.done = []
        self.coalescer = Coalescer(PERIOD_S, lambda: self.now, self.later)

    def later(self, seconds, act):
        self.due.append((self.now + seconds, act))

    def go_on(self, seconds):
        end = self.now + seconds
        while self.due and min(self.due, key=lambda each: each[0])[0] <= end:
            next_ = min(self.due, key=lambda each: each[0])
            self.due.remove(next_)
            self.now = next_[0]
            next_[1]()
        self.now = end

    def ask(self, key=1):
        self.coalescer.ask(key, lambda: self.done.append((key, self.now)))


def test_the_first_is_told_at_once():
    clockwork = Clockwork()
    clockwork.ask()
    assert clockwork.done == [(1, 100.0)]


def test_what_follows_within_a_period_is_told_together_at_its_end():
    clockwork = Clockwork()
    for _ in range(50):
        clockwork.ask()
    clockwork.go_on(1.0)
    assert clockwork.done == [(1, 100.0), (1, 100.4)]


def test_rooms_do_not_wait_for_each_other():
    clockwork = Clockwork()
    clockwork.ask(1)
    clockwork.ask(2)
    assert clockwork.done == [(1, 100.0), (2, 100.0)]


def test_three_hundred_votes_in_three_seconds_are_told_eight_or_nine_times():
    clockwork = Clockwork()
    for _ in range(300):
        clockwork.ask()
        clockwork.go_on(0.01)
    clockwork.go_on(PERIOD_S)
    assert len(clockwork.done) <= 9


@given(st.lists(st.floats(0, 2), max_size=60))
def test_each_vote_is_followed_by_a_word_within_a_period_and_no_two_words_are_closer(pauses):
    clockwork, votes = Clockwork(), []
    for pause in pauses:
        clockwork.go_on(pause)
        votes.append(clockwork.now)
        clockwork.ask()
    clockwork.go_on(PERIOD_S)
    told = [now for _, now in clockwork.done]
    assert all(any(vote <= now <= vote + PERIOD_S + 1e-9 for now in told) for vote in votes)
    assert all(later - earlier >= PERIOD_S - 1e-9 for earlier, later in pairwise(told))


def test_rooms_that_have_fallen_silent_are_forgotten():
    clockwork = Clockwork()
    for key in range(KEYS_MAX + 10):
        clockwork.ask(key)
    assert len(clockwork.coalescer._due) == KEYS_MAX
