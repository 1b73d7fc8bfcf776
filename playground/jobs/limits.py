"""Every limit of the background jobs in one place, and the sentence that refuses what is beyond one.

Work is counted in events, never in seconds, so that what is refused here is refused on every machine. Durations are
real seconds.
"""

import msgspec


class RefusedError(ValueError):
    """More than is taken on; `str()` says what the limit is and what to change."""


class CrowdedError(RefusedError):
    """Too many wait already: the same is taken on a little later."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one process takes on."""

    workers: int = 2
    """Worker processes. They start with the first job and end when nothing has been asked of them for `idle_s`."""
    niceness: int = 10
    """How far workers stand back behind the process that draws live frames."""
    runs: int = 600
    """Runs of one job."""
    events_run: int = 2_000_000
    """Events of one run, counted as they happen: a run that goes beyond is stopped and says so."""
    events_job: int = 40_000_000
    """Events of one job, as estimated beforehand."""
    jobs_owner: int = 3
    """Unfinished jobs of one owner."""
    jobs_source: int = 60
    """Unfinished jobs from one address; a class of forty shares one."""
    jobs: int = 100
    """Unfinished jobs of everybody."""
    quantum: float = 2_000_000
    """Estimated events that an owner gets done before the next one has a turn: about five seconds of two workers."""
    dear: float = 500_000
    """Estimated events from which a run, which nothing interrupts, is dear: about three seconds. One source's dear runs
    leave a worker to others."""
    run_s: float = 60.0
    """A run that takes longer is stopped, and its worker with it."""
    abandon_s: float = 0.5
    """A worker that was told to leave a run and has not after so long is replaced."""
    lost: int = 3
    """Runs of one job that may be lost with their workers, each after a second try; then the job is given up."""
    kept_s: float = 1800.0
    """How long a finished job is kept."""
    kept: int = 200
    """Finished jobs that are kept; the oldest go first."""
    idle_s: float = 120.0


def count(number: float) -> str:
    """A large number as it is said: "41 million"."""
    million = 1_000_000
    return f"{number / million:,.0f} million" if number >= million else f"{number:,.0f}"
