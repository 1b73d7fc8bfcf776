"""A bounded experiment for somebody who waits for a page: one run, in a process of its own, with a limit on its size.

The limits count customers and events, not seconds, so that what is refused here is refused everywhere.
"""

from collections.abc import Sequence

from playground import workers
from playground.checkout.events import Event
from playground.experiments import Plan, Result, run_one
from playground.knobs import Settings

DURATION_S_MAX = 120.0
CUSTOMERS_MAX = 20_000
EVENTS_MAX = 2_000_000


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


def run(plan: Plan) -> Result:
    """In another process; raises TooLargeError when it grows beyond EVENTS_MAX."""
    ((_, result),) = workers.each(bounded, [plan], processes=1)
    return result


def bounded(plan: Plan) -> Result:
    """In this process."""
    count = 0

    def watch(now: float, events: Sequence[Event]) -> None:
        nonlocal count
        count += len(events)
        if count > EVENTS_MAX:
            raise TooLargeError(
                f"After {now:.0f} s more than {EVENTS_MAX:,} things had happened; that is more than this page runs. "
                "Allow fewer retries or fewer customers, or use the experiment command, which takes any number."
            )

    return run_one(plan, watch)
