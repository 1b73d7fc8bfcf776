"""Votes in, numbers and advice out. Pure.

The advice is peer instruction's: when three to seven in ten are right in the first vote, people convince each other and
a second vote shows it; below that they lack something to argue with, above it there is little left to argue about.
(Crouch and Mazur, “Peer Instruction: ten years of experience and results”, American Journal of Physics 69, 2001.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

DISCUSS_FROM, DISCUSS_TO = 0.3, 0.7
"""Shares of right answers between which a discussion pays."""
VOTES_LEAST = 3
"""Of fewer no share is worth an advice."""
ROUNDS = (1, 2)

Next = Literal["wait", "explain", "discuss", "go on"]


@dataclass(frozen=True)
class Round:
    """The votes of one round, by option."""

    number: int
    counts: tuple[int, ...]

    @property
    def votes(self) -> int:
        return sum(self.counts)

    def share(self, option: int | None) -> float | None:
        """None where nobody voted, or where there is no such option."""
        if option is None or not self.votes:
            return None
        return self.counts[option] / self.votes

    @property
    def leaders(self) -> tuple[int, ...]:
        """The options with the most votes; none where nobody voted."""
        most = max(self.counts, default=0)
        return tuple(place for place, count in enumerate(self.counts) if count == most and most)


@dataclass(frozen=True)
class Advice:
    next: Next
    text: str


def rounds_of(counted: Iterable[tuple[int, int, int]], options: int, rounds: int = 1) -> list[Round]:
    """From (round, option, votes); a round that nobody voted in is there as well."""
    found = {number: [0] * options for number in range(1, rounds + 1)}
    for number, option, votes in counted:
        if number in found and 0 <= option < options:
            found[number][option] = votes
    return [Round(number, tuple(counts)) for number, counts in found.items()]


def advice(first: Round, right: int | None) -> Advice:
    """After the first vote: what to do before anybody sees the tally."""
    share = first.share(right)
    if first.votes < VOTES_LEAST:
        return Advice("wait", FEW)
    if share is None:
        return _without_an_answer(first)
    if share < DISCUSS_FROM:
        return Advice("explain", f"{share:.0%} {EXPLAIN}")
    if share <= DISCUSS_TO:
        return Advice("discuss", f"{share:.0%} {DISCUSS}")
    return Advice("go on", f"{share:.0%} {GO_ON}")


FEW = (
    "With fewer than three votes no share says anything. Wait if others are still to vote; if these are all, show the "
    "tally and talk it through."
)
EXPLAIN = "are right: too few to convince the others. Explain the idea once more or give a hint, then vote again."
DISCUSS = (
    "are right. Have everybody turn to a neighbour who chose something else and convince each other; then vote again, "
    "before anybody sees the tally."
)
GO_ON = "are right. Show the tally, say in a sentence why, and go on: a second vote would tell nothing new."


def _without_an_answer(first: Round) -> Advice:
    """Nothing is known to be right: a room that is split is worth a discussion all the same."""
    most = max(first.counts) / first.votes
    if most <= DISCUSS_TO:
        split = f"The room is split: no answer has more than {most:.0%}."
        return Advice("discuss", f"{split} Let neighbours convince each other, then vote again.")
    return Advice("go on", f"{most:.0%} agree. Show the tally and go on.")


def gain(rounds: Sequence[Round], right: int | None) -> float | None:
    """By how much the share of right answers rose from the first vote to the second."""
    if len(rounds) < len(ROUNDS):
        return None
    before, after = rounds[0].share(right), rounds[1].share(right)
    return None if before is None or after is None else after - before


def moves(first: Mapping[int, int], second: Mapping[int, int], right: int | None) -> dict[str, int]:
    """By seat: what those who voted twice did. `first` and `second` map a seat to its option."""
    both = first.keys() & second.keys()
    return {
        "stayed right": sum(first[seat] == second[seat] == right for seat in both),
        "became right": sum(first[seat] != right and second[seat] == right for seat in both),
        "became wrong": sum(first[seat] == right and second[seat] != right for seat in both),
        "stayed wrong": sum(first[seat] != right and second[seat] != right for seat in both),
    }
