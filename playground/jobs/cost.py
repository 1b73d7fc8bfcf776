"""What a run will cost, before it is run: the events to expect if nothing has to be asked twice.

Retries, hedges and repairs come on top and are not foreseen; the limit on a run's events holds them. Calibrated against
the scenarios: within a third for each of them as long as their retries are off.
"""

from collections.abc import Iterator, Sequence

from playground.checkout.faults import Fault
from playground.experiments import Plan
from playground.jobs.limits import Limits, RefusedError, count
from playground.knobs import Settings
from playground.runs import Recipe

EVENTS_CUSTOMER = 4
"""Somebody comes and is told something."""
EVENTS_CALL = 6
"""A request is sent, arrives, is worked on, has its effect, and is answered."""
EVENTS_S = 150_000
"""What one worker gets done in a second on an ordinary machine: for a first guess at how long a job takes."""


def expected_events(plan: Plan) -> float:
    return sum(
        _events(settings, end - start, _busier(_spikes(plan.recipe), start, end))
        for settings, start, end in _stretches(plan)
    )


def _stretches(plan: Plan) -> Iterator[tuple[Settings, float, float]]:
    """The settings in force, from when to when."""
    recipe = plan.recipe
    settings, start = Settings(recipe.knobs), 0.0
    for change in recipe.changes:
        if change.at >= plan.duration_s:
            break
        yield settings, start, change.at
        settings, start = Settings({**settings, "traffic.burst": 0, **change.knobs}), change.at
    yield settings, start, plan.duration_s


def _events(settings: Settings, seconds: float, busier: float) -> float:
    customers = settings["traffic.rate"] * seconds * busier + settings["traffic.burst"]
    visits = settings["traffic.browse_rate"] * seconds * busier
    calls = sum(_calls(service, settings) for service in settings["checkout.calls"])
    return float(customers * (EVENTS_CUSTOMER + EVENTS_CALL * calls) + visits * EVENTS_CUSTOMER)


def _calls(service: str, settings: Settings) -> int:
    if service != "inventory":
        return 1
    return int(settings["inventory.fan_out"]) * (2 if settings["inventory.writes"] == "optimistic" else 1)


def _spikes(recipe: Recipe) -> list[Fault]:
    """Those scheduled, and those struck on the way: such a one begins at once unless it says later."""
    struck = [fault.starting(max(fault.start, change.at)) for change in recipe.changes for fault in change.strike]
    return [fault for fault in (*recipe.faults, *struck) if fault.kind == "spike"]


def _busier(spikes: Sequence[Fault], start: float, end: float) -> float:
    """How many times as many come, over all of this stretch, because of spikes."""
    more = 1.0
    for spike in spikes:
        until = end if spike.end is None else min(end, spike.end)
        if end > start:
            more += (spike.fields["factor"] - 1) * max(0.0, until - max(start, spike.start)) / (end - start)
    return max(more, 0.0)


def costs_of(plans: Sequence[Plan], limits: Limits) -> list[float]:
    """The cost of each; raises RefusedError where they are too many or too large."""
    if not plans:
        raise RefusedError("There is nothing to run.")
    if len(plans) > limits.runs:
        raise RefusedError(
            f"{len(plans):,} runs are more than the {limits.runs:,} that one job takes. Take fewer values or fewer "
            "seeds, or use the experiment command, which takes any number."
        )
    costs = [expected_events(plan) for plan in plans]
    _check_size(costs, limits)
    return costs


def _check_size(costs: Sequence[float], limits: Limits) -> None:
    if max(costs) > limits.events_run:
        raise RefusedError(
            f"One of these runs would have about {count(max(costs))} events, and {count(limits.events_run)} are the "
            "most. Let fewer customers come, ask fewer services, or run for a shorter time."
        )
    if sum(costs) > limits.events_job:
        raise RefusedError(
            f"These {len(costs):,} runs would have about {count(sum(costs))} events together, some "
            f"{minutes(seconds_of(sum(costs), limits))} of work, and {count(limits.events_job)} are the most. Take "
            "fewer values, seeds or customers or a shorter time, or use the experiment command, which takes any number."
        )


def seconds_of(cost: float, limits: Limits) -> float:
    """A first guess at the real seconds that all workers together need."""
    return cost / EVENTS_S / limits.workers


def minutes(seconds: float) -> str:
    """A duration as one says it: "20 s", "3 min"."""
    if seconds >= 100:  # noqa: PLR2004  (below that, minutes would be too coarse)
        return f"{seconds / 60:.0f} min"
    return f"{max(round(seconds, -1), 10):.0f} s" if seconds > 10 else f"{max(seconds, 1):.0f} s"  # noqa: PLR2004
