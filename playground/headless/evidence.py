"""Every claim of the scenarios, run and judged. Claims that ask for the same run share it."""

from collections.abc import Iterator, Sequence
from statistics import fmean

import msgspec
from rich.console import Group, RenderableType
from rich.text import Text

from playground import experiments
from playground.experiments import RUNS_MAX, Plan, Result
from playground.formulas import Formula, FormulaError
from playground.headless.columns import plain, with_interval
from playground.headless.intervals import half_width
from playground.headless.tables import ruled
from playground.scenarios.catalogue import Claim, Scenario


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One claim and what was measured. `low` or `high` is None where that side is open."""

    scenario: str
    claim: str
    text: str
    value: str
    low: float | None
    high: float | None
    each: bool
    """Whether every seed must lie between the two; otherwise the mean must."""
    seeds: int
    measured: float | None
    """The mean over the seeds."""
    half_width: float | None
    """Of the 95% interval of that mean; None with a single seed."""
    values: list[float | None]
    """For each seed; None where the formula has no value."""
    holds: bool


class Case:
    """A claim, and which of the shared runs decide it."""

    def __init__(self, scenario: Scenario, claim: Claim, seeds: int | None) -> None:
        self.scenario = scenario
        self.claim = claim
        self.formula = Formula(claim.value)
        self.plans = experiments.claim_plans(scenario, claim, seeds)
        self.values: list[float | None] = [None] * len(self.plans)

    def take(self, seed: int, result: Result) -> None:
        try:
            self.values[seed] = self.formula(result.measures)
        except FormulaError:  # the series is empty: no value
            self.values[seed] = None

    def finding(self) -> Finding:
        claim, known = self.claim, [value for value in self.values if value is not None]
        complete = len(known) == len(self.values)
        return Finding(
            scenario=self.scenario.slug,
            claim=claim.id,
            text=claim.text,
            value=claim.value,
            low=_bound(claim.low),
            high=_bound(claim.high),
            each=claim.each,
            seeds=len(self.values),
            measured=fmean(known) if known else None,
            half_width=half_width(known) if len(known) > 1 else None,
            values=self.values,
            holds=complete and experiments.holds(claim, known),
        )


def _bound(value: float) -> float | None:
    return None if abs(value) == float("inf") else value


def runs_needed(scenarios: Sequence[Scenario], seeds: int | None) -> int:
    """How many runs the claims need between them."""
    arms: dict[bytes, int] = {}
    for scenario in scenarios:
        for claim in scenario.claims:
            (first,) = experiments.claim_plans(scenario, claim, 1)
            arm = msgspec.json.encode(first)
            arms[arm] = max(arms.get(arm, 0), seeds or claim.seeds)
    return sum(arms.values())


class Evidence:
    """Cases, and the runs that they need between them. Raises ValueError where those are too many."""

    def __init__(self, scenarios: Sequence[Scenario], seeds: int | None) -> None:
        if (needed := runs_needed(scenarios, seeds)) > RUNS_MAX:
            raise ValueError(f"{needed} runs are more than the {RUNS_MAX} of one experiment; ask for fewer --seeds")
        self.cases = [Case(scenario, claim, seeds) for scenario in scenarios for claim in scenario.claims]
        self.plans: list[Plan] = []
        self._wanted: list[list[tuple[Case, int]]] = []
        places: dict[bytes, int] = {}
        for case in self.cases:
            for seed, plan in enumerate(case.plans):
                place = places.setdefault(msgspec.json.encode(plan), len(places))
                if place == len(self.plans):
                    self.plans.append(plan)
                    self._wanted.append([])
                self._wanted[place].append((case, seed))

    def take(self, place: int, result: Result) -> None:
        """The result of `plans[place]`."""
        for case, seed in self._wanted[place]:
            case.take(seed, result)

    def findings(self) -> list[Finding]:
        return [case.finding() for case in self.cases]


# -- to read -----------------------------------------------------------------------------------------------------


def table(findings: Sequence[Finding]) -> RenderableType:
    shown = ruled("claim", "expected", "measured", "")
    for scenario in dict.fromkeys(finding.scenario for finding in findings):
        shown.add_row(Text(scenario, style="bold"))
        for finding in (finding for finding in findings if finding.scenario == scenario):
            shown.add_row(Text(f"  {finding.text}"), expected(finding), measured(finding), _mark(finding))
        shown.add_section()
    return Group(shown, *_summary(findings))


def expected(finding: Finding) -> str:
    low, high = finding.low, finding.high
    if low == high:
        bounds = plain(low)
    elif low is None or high is None:
        bounds = f"{'≤' if low is None else '≥'} {plain(high if low is None else low)}"
    else:
        bounds = f"{plain(low)} to {plain(high)}"
    return bounds + ("\neach" if finding.each and finding.seeds > 1 else "")


def measured(finding: Finding) -> str:
    """The mean and its interval; where each seed counts, the lowest and the highest."""
    known = [value for value in finding.values if value is not None]
    if not finding.each or len(known) < len(finding.values):
        return with_interval(finding.values)
    ends = sorted({plain(min(known)), plain(max(known))}, key=lambda end: end != plain(min(known)))
    return " to ".join(ends)


def _mark(finding: Finding) -> Text:
    return Text("holds", style="green") if finding.holds else Text("FAILS", style="bold red")


def _summary(findings: Sequence[Finding]) -> Iterator[RenderableType]:
    broken = sum(not finding.holds for finding in findings)
    most = max((finding.seeds for finding in findings), default=0)
    verdict = f"{broken} of {len(findings)} claims fail" if broken else f"All {len(findings)} claims hold"
    yield Text(f"{verdict}. Means over up to {most} seeds and their 95% intervals; “each”: every seed lies there.")
