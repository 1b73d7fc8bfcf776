"""Fallback: carry on without an optional dependency instead of failing with it.

Only for what the caller can do without. A fallback for the charge itself would be a lie.
"""

from typing import Any

from playground.patterns.call import Call, CallFailed, Operation, ignore


class Fallback:
    """Answers `instead` when the call fails."""

    def __init__(self, instead: Any = None, *, on_fallback: Any = ignore) -> None:
        self.instead = instead
        self.on_fallback = on_fallback

    async def run(self, operation: Operation, call: Call) -> Any:
        try:
            return await operation(call)
        except CallFailed:
            self.on_fallback(call)
            return self.instead
