"""What every part of one run shares: the loop, the seed, the log and a few counters. One object a run, no globals."""

from playground.checkout.events import Event
from playground.virtual_time.loop import VirtualTimeLoop


class World:
    """The ground on which one shop stands."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.loop = VirtualTimeLoop()  # type: ignore[abstract]  # typeshed wants sockets too
        self.log: list[Event] = []
        self.in_transit = 0
        """Messages on their way, either way."""
        self._calls = 0

    def next_call(self) -> int:
        self._calls = calls = self._calls + 1
        return calls
