"""Compensation: when a later step fails, undo the earlier ones in reverse (sagas; Garcia-Molina & Salem, 1987).

There is no transaction across services. Undoing is new work that can fail too; what could not be undone is returned,
because somebody has to know (see reconciliation.py).
"""

from collections.abc import Awaitable, Callable

from playground.patterns.call import CallFailed

Undo = Callable[[], Awaitable[object]]


class Saga:
    """The steps done so far, each with what undoes it."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, Undo]] = []

    def did(self, step: str, undo: Undo) -> None:
        self._steps.append((step, undo))

    async def compensate(self) -> list[str]:
        """Undo every step, the last first; returns the names of those that could not be undone."""
        left: list[str] = []
        while self._steps:
            step, undo = self._steps.pop()
            try:
                await undo()
            except CallFailed:
                left.append(step)
        return left
