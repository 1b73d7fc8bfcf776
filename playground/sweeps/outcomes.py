"""What a sweep or a comparison can look at: formulas over the measures, in words.

All of them are read off every run, so that looking at another one never needs another run. `{first}` and `{last}` in a
formula stand for the last third of a run, in seconds: there one sees whether it has recovered.
"""

from collections.abc import Mapping
from functools import cache

import msgspec

from playground.experiments import Result
from playground.formulas import Formula, FormulaError
from playground.knobs import SERVICES

LAST_PART = 2 / 3
COUNTS_APART = 5


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """`tone` is what the number means for customers, and colours it: double, bad, good or request (neither)."""

    id: str
    title: str
    formula: str
    unit: str = ""
    """"" for a count, "%" for a share between 0 and 1, "s", "/s" or "×"."""
    tone: str = "request"

    @property
    def least_gap(self) -> float:
        """Between two groups of runs: among small counts there is always a gap somewhere."""
        return COUNTS_APART if self.unit == "" else 0.0


def _sum(what: str) -> str:
    return " + ".join(f"services.{name}.{what}" for name in SERVICES)


_ALL = (
    Outcome(id="doubles", title="Customers charged twice or more", formula="charged_twice_or_more", tone="double"),
    Outcome(id="ghosts", title="Customers charged, and not told “confirmed”", formula="ghost_charges", tone="bad"),
    Outcome(id="no-order", title="Customers who paid and have no order", formula="paid_without_order", tone="bad"),
    Outcome(id="confirmed", title="Customers told “confirmed”", formula="told_confirmed / offered", unit="%",
            tone="good"),
    Outcome(id="failed", title="Customers told “failed”", formula="told_failed / offered", unit="%", tone="bad"),
    Outcome(id="left", title="Customers who left without an answer", formula="told_nothing / offered", unit="%",
            tone="bad"),
    Outcome(id="goodput", title="Checkouts confirmed a second", formula="goodput_per_s", unit="/s", tone="good"),
    Outcome(id="goodput-at-the-end", title="Checkouts confirmed a second, in the last third of the run",
            formula="mean(series.goodput, {first}, {last})", unit="/s", tone="good"),
    Outcome(id="browse", title="Browsing visits that got an answer", formula="browse_success_share", unit="%",
            tone="good"),
    Outcome(id="amplification", title="Requests for each first request",
            formula=f"({_sum('calls')}) / ({_sum('first_calls')})", unit="×"),
    Outcome(id="payment", title="Requests to payment", formula="services.payment.calls"),
    Outcome(id="inventory", title="Requests to inventory", formula="services.inventory.calls"),
    Outcome(id="median", title="Half of the checkouts took at most", formula="latency_s.p50", unit="s"),
    Outcome(id="p99", title="99 in 100 checkouts took at most", formula="latency_s.p99", unit="s"),
    Outcome(id="longest", title="The longest checkout took", formula="latency_s.max", unit="s"),
    Outcome(id="slow", title="Checkouts that took more than 50 ms", formula="slower_than.ms_50", unit="%"),
    Outcome(id="failing", title="Half of the failures took at most", formula="failed_latency_s.p50", unit="s"),
    Outcome(id="shed", title="Turned away at the door", formula="shed"),
)  # fmt: skip
OUTCOMES: dict[str, Outcome] = {outcome.id: outcome for outcome in _ALL}


class Reading(msgspec.Struct, frozen=True):
    """What is kept of a run. An outcome that has no value there is None."""

    fingerprint: str
    values: dict[str, float | None]


def read(result: Result) -> Reading:
    """Every outcome of a run. Runs in the workers."""
    formulas = _formulas(result.duration_s)
    return Reading(result.fingerprint, {name: _value(formula, result) for name, formula in formulas.items()})


def formula_text(outcome: Outcome, duration_s: float) -> str:
    """As the `experiment` command takes it."""
    last = int(duration_s)
    return outcome.formula.format(first=max(0, min(int(duration_s * LAST_PART), last - 1)), last=last)


@cache
def _formulas(duration_s: float) -> Mapping[str, Formula]:
    return {name: Formula(formula_text(outcome, duration_s)) for name, outcome in OUTCOMES.items()}


def _value(formula: Formula, result: Result) -> float | None:
    try:
        return formula(result.measures)
    except FormulaError:  # the run was too short to have a last third
        return None
