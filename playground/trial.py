"""A bounded experiment for somebody who waits for a page. It is run by playground/jobs, in its turn.

The limits count customers and events, not seconds, so that what is refused here is refused everywhere. How many events
a run may have is a limit of the jobs.
"""

from playground.experiments import Plan, Result
from playground.knobs import Settings

DURATION_S_MAX = 120.0
CUSTOMERS_MAX = 20_000


class TooLargeError(ValueError):
    """More than somebody should have to wait for; `str()` says what to change."""


def check(plan: Plan) -> None:
    """Raises TooLargeError where the size can be told beforehand."""
    settings = Settings(plan.recipe.knobs)
    spike = max((float(fault.fields["factor"]) for fault in plan.recipe.faults if fault.kind == "spike"), default=1.0)
    rate = settings["traffic.rate"] + settings["traffic.browse_rate"]
    customers = rate * max(spike, 1.0) * plan.duration_s
    if customers > CUSTOMERS_MAX:
        raise TooLargeError(
            f"{customers:,.0f} customers in {plan.duration_s:g} s are more than the {CUSTOMERS_MAX:,} that this page "
            "runs. Let fewer come, or use the experiment command, which takes any number."
        )


def whole(result: Result) -> Result:
    """What a worker keeps of the run: everything. It is one run, not hundreds."""
    return result
