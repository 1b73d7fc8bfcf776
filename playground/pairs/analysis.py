"""What a comparison finds: A, B and the difference of each pair, with an interval for its mean.

The interval is Student's, of the differences (the paired t). Why paired: both arms of a seed see the same customers and
the same luck, so what the seeds do to a run cancels out of the difference, and a few pairs say what hundreds of
unpaired runs would. Why t and not a bootstrap: with thirty differences the mean is near enough to normal, there is
nothing to draw at random, and the same pairs give the same numbers. Where it misleads, when differences come in two
kinds, nothing about a mean would help: so every pair is drawn, how many went up and down is counted, and two groups are
named.
"""

from collections.abc import Iterator, Sequence

import msgspec

from playground.headless.intervals import estimate
from playground.jobs.job import Answer, Failure
from playground.sweeps.numbers import change, estimated, shown
from playground.sweeps.outcomes import OUTCOMES, Outcome, Reading
from playground.sweeps.statistics import Groups, spread


class Couple(msgspec.Struct, frozen=True):
    """One seed's values."""

    seed: int
    a: float
    b: float

    @property
    def difference(self) -> float:
        return self.b - self.a


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One outcome. Half-widths are those of 95% intervals of means; None with a single pair."""

    outcome: Outcome
    couples: tuple[Couple, ...]
    a: tuple[float, float | None]
    b: tuple[float, float | None]
    difference: tuple[float, float | None]
    lower: int
    """In how many pairs B is lower than A."""
    higher: int
    groups: Groups | None
    """Where the differences fall into two."""

    @property
    def clear(self) -> bool:
        """Whether these pairs tell A and B apart: the interval of the difference does not hold 0."""
        mean, half = self.difference
        return half is not None and mean != 0 and abs(mean) > half

    @property
    def same(self) -> bool:
        return self.lower == self.higher == 0

    @property
    def headline(self) -> str:
        """As one says it: "31 ± 6 → 0"."""
        return f"{estimated(self.outcome, *self.a)} → {estimated(self.outcome, *self.b)}"

    @property
    def change(self) -> str:
        return change(self.outcome, *self.difference)

    @property
    def counted(self) -> str:
        """Which way the pairs went: "lower in 30 of 30 pairs"."""
        total = len(self.couples)
        if self.same:
            return f"the same in all {total} pairs"
        parts = [("lower", self.lower), ("higher", self.higher), ("the same", total - self.lower - self.higher)]
        return ", ".join(f"{word} in {count} of {total}" for word, count in parts if count)

    def rows(self) -> list[dict[str, str]]:
        """Every pair, in words."""
        return [
            {"seed": str(each.seed), "a": shown(self.outcome, each.a), "b": shown(self.outcome, each.b)}
            for each in self.couples
        ]

    @property
    def split(self) -> str:
        if self.groups is None:
            return ""
        kinds = (f"{count} near {change(self.outcome, middle, None)}" for count, middle in self.groups)
        return f"two kinds of pairs: {', '.join(kinds)}"


def findings(answers: Sequence[Answer], first_seed: int, first: str) -> list[Finding]:
    """Of the pairs that are done: what these tell apart, then the rest; `first` is the scenario's own measure."""
    pairs = list(_pairs(answers, first_seed))
    found = [_finding(outcome, pairs) for outcome in OUTCOMES.values()]
    known = [finding for finding in found if finding is not None]
    return sorted(known, key=lambda finding: (finding.outcome.id != first, not finding.clear, finding.same))


def _pairs(answers: Sequence[Answer], first_seed: int) -> Iterator[tuple[int, Reading, Reading]]:
    for number in range(len(answers) // 2):
        a, b = answers[2 * number], answers[2 * number + 1]
        if isinstance(a, Reading) and isinstance(b, Reading):
            yield first_seed + number, a, b


def failures(answers: Sequence[Answer]) -> list[str]:
    """What is wrong with runs that did not end, each reason once."""
    return list(dict.fromkeys(answer.words for answer in answers if isinstance(answer, Failure)))


def _finding(outcome: Outcome, pairs: Sequence[tuple[int, Reading, Reading]]) -> Finding | None:
    """None where no pair has a value in both arms."""
    couples = tuple(_couples(outcome, pairs))
    if not couples:
        return None
    differences = [couple.difference for couple in couples]
    return Finding(
        outcome=outcome,
        couples=couples,
        a=estimate([couple.a for couple in couples]),
        b=estimate([couple.b for couple in couples]),
        difference=estimate(differences),
        lower=sum(difference < 0 for difference in differences),
        higher=sum(difference > 0 for difference in differences),
        groups=spread(differences, outcome.least_gap).groups,
    )


def _couples(outcome: Outcome, pairs: Sequence[tuple[int, Reading, Reading]]) -> Iterator[Couple]:
    for seed, one, other in pairs:
        a, b = one.values[outcome.id], other.values[outcome.id]
        if a is not None and b is not None:
            yield Couple(seed, a, b)
