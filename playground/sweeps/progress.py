"""How far a job is, for a screen reader: in few words, and rarely something new."""

from playground.jobs.job import Progress

QUARTERS = ("Begun.", "A quarter of the runs are done.", "Half of the runs are done.", "Three quarters are done.")


def announced(progress: Progress) -> str:
    if progress.state == "waiting":
        return f"Waiting, place {progress.place} in the queue."
    if progress.state == "running":
        return QUARTERS[min(4 * progress.done // progress.total, len(QUARTERS) - 1)]
    return {"done": "All runs are done.", "cancelled": "Cancelled."}.get(progress.state, progress.words)
