"""Every limit of the live playground in one place. Nothing here grows without one.

Durations in real seconds unless the name says virtual.
"""

import msgspec


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one process takes on."""

    runs: int = 64
    """Live runs with somebody watching. Kept ones give way to new ones."""
    runs_source: int = 56
    """The same of one address; a class of forty shares one."""
    rooms: int = 24
    """Shared runs with somebody watching: they do not compete with the others for places."""
    runs_kept: int = 128
    """All live runs, those kept for somebody who may come back included."""
    load: float = 0.85
    """Share of the simulation thread's time; above it no new run is begun."""
    kept_s: float = 600.0
    """How long a run outlives its last viewer. Later it is rebuilt from the recipe which the page has kept."""
    virtual_s: float = 3600.0
    """Virtual length of a run."""
    customers: int = 100_000
    """Customers and visitors of a run, in all."""
    waiting: int = 20_000
    """Customers of a run who wait at the same time."""
    changes: int = 300
    """Entries in a run's list of changes."""
    replies: int = 256
    """Remembered replies of a run: an id sent again within them is not applied again."""
    window: int = 20
    """Frames that a viewer may be behind with its acknowledgements before frames are skipped."""
    commands: float = 40.0
    commands_per_s: float = 20.0
    """A burst of commands from one socket, and what may follow it."""
    messages: float = 200.0
    messages_per_s: float = 60.0
    """The same for all messages, acknowledgements included."""
    openings: float = 100.0
    openings_per_s: float = 2.0
    """The same for runs begun, rebuilt or forked from one address; a class of forty shares one."""
    offences: float = 20.0
    offences_per_s: float = 0.2
    """Malformed or refused messages that are answered in words; more close the socket."""
    opening_s: float = 20.0
    """A socket that has opened nothing by then is closed."""
    idle_s: float = 1800.0
    """A socket over which nobody did anything for so long is closed."""
    message_length: int = 13_000
    """Characters. The server in front ends connections that send a frame of more than 16 KiB."""
    outbox: int = 400
    """Texts that wait for one socket to take them; more close it."""


class TokenBucket:
    """Holds `capacity` tokens, gains `rate` a second, starts full. `now` is any clock that does not run backwards."""

    def __init__(self, capacity: float, rate: float, now: float) -> None:
        self.capacity = capacity
        self.rate = rate
        self.tokens = capacity
        self._since = now

    def take(self, now: float, cost: float = 1.0) -> bool:
        self.tokens = min(self.capacity, self.tokens + (now - self._since) * self.rate)
        self._since = now
        if self.tokens < cost:
            return False
        self.tokens -= cost
        return True

    def full(self, now: float) -> bool:
        return self.tokens + (now - self._since) * self.rate >= self.capacity
