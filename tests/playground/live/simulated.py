"""A simulation without threads or waiting: its clock is moved by the test, and what it says is read back as JSON."""

import json
from itertools import count

from playground.live import protocol
from playground.live.limits import Limits
from playground.live.simulation import Simulation


class Table:
    """Where tests sit: a simulation, its clock, and viewers 1, 2, 3, … who say things and hear things."""

    def __init__(self, **limits):
        self.now = 100.0
        names = count(1)
        self.simulation = Simulation(Limits(**limits), lambda: self.now, lambda: f"run-{next(names)}", lambda: 7)
        self._ids = count(1)
        self.heard = []

    def say(self, kind, *, viewer=1, name=None, **fields):
        """Say it, let everything that is due happen, and return the reply."""
        name = name or f"id-{next(self._ids)}"
        text = json.dumps({"type": kind, "id": name, **fields})
        self.simulation.perform(viewer, protocol.decode(text))
        self.settle(self.now + 1)
        replies = [message for to, message in self.heard if to == viewer and message.get("id") == name]
        return replies[-1] if replies else None

    def open(self, scenario="double-charge", *, viewer=1, **fields):
        return self.say("open", viewer=viewer, scenario=scenario, **fields)

    def settle(self, until=float("inf")):
        """Let everything happen that is due; where work itself takes (simulated) time, no longer than `until`."""
        while self.now < until and self.simulation.turn():
            pass
        self._listen()

    def _listen(self):
        for delivery in self.simulation.out:
            self.heard.append((delivery.viewer, json.loads(delivery.text) | {"_delivery": delivery}))
        self.simulation.out.clear()

    def wait(self, seconds, step=0.025):
        """Let real time pass."""
        until = self.now + seconds
        while self.now < until - 1e-9:
            self.now = min(self.now + step, until)
            self.settle(until)

    def all(self, *kinds):
        return [message for _, message in self.heard if message["type"] in kinds]

    def last(self, *kinds):
        return self.all(*kinds)[-1]

    def live(self, name="run-1"):
        return self.simulation.entries[name].live

    def close(self):
        self.simulation.close()
