"""The simulation thread: one a process, owner of all live runs. Nothing else touches them.

What is asked for comes in through a queue and is done at once; what comes of it goes out in batches, to the event loop
that delivers it. The thread sleeps until a frame falls due or somebody asks for something. Under full load it rests
for a part of the time, because the event loop needs this interpreter as well.
"""

import atexit
import gc
import logging
import secrets
import sys
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue

from playground.live.limits import Limits
from playground.live.live_run import Delivery
from playground.live.simulation import Simulation

log = logging.getLogger(__name__)

BATCH_S = 0.012
"""Real seconds of work before what came of it goes out."""
REST_SHARE = 0.15
"""Of the time that a batch took: how long the thread rests when there is more to do."""
BURST_S = 0.5
"""Real seconds of work before the first rest: a scrub is answered sooner, and other threads get their turn anyway."""
SWITCH_S = 0.001
"""How long one thread may keep the interpreter while another wants it. Python's own 5 ms would add up on every send."""
GC_THRESHOLD = (20_000, 20, 50)
"""Fewer, larger collections: a run makes many objects and few cycles. What was there before any run is left out."""
STOP_S_MAX = 5.0
SEEDS = 1_000_000
"""Seeds that are drawn stay short enough to be read out in class."""

Ask = Callable[[Simulation], None]
Deliver = Callable[[list[Delivery]], None]


class Host:
    """`deliver` is called in the simulation thread with what is to go out."""

    def __init__(self, limits: Limits, deliver: Deliver) -> None:
        self._deliver = deliver
        self._asked: SimpleQueue[Ask | None] = SimpleQueue()
        self._simulation = Simulation(limits, time.monotonic, new_name, new_seed)
        self._thread = threading.Thread(target=self._run, name="simulation", daemon=True)

    def start(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLD)
        self._thread.start()
        atexit.register(self.stop)

    def ask(self, what: Ask) -> None:
        """Have something done in the simulation thread, soon, in the order of asking. Safe from any thread."""
        self._asked.put(what)

    def stop(self) -> None:
        """End the thread and close every run."""
        atexit.unregister(self.stop)
        self._asked.put(None)
        self._thread.join(STOP_S_MAX)

    # -- in the thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        rest = worked = 0.0
        while self._do_what_is_asked(rest):
            began = time.monotonic()
            busy = self._take_turns(began + BATCH_S)
            self._send()
            spent = time.monotonic() - began
            worked = worked + spent if busy else 0.0
            rest = rest_after(spent, worked) if busy else self._simulation.rest()
        self._simulation.close()

    def _do_what_is_asked(self, rest: float) -> bool:
        """Wait at most `rest` seconds for the first request, then take all there are; False when asked to stop."""
        try:
            ask = self._asked.get(timeout=rest) if rest > 0 else self._asked.get_nowait()
            while ask is not None:
                self._do(ask)
                ask = self._asked.get_nowait()
        except Empty:
            return True
        return False

    def _do(self, ask: Ask) -> None:
        try:
            ask(self._simulation)
        except Exception:  # a defect in one command must not end everybody's runs
            log.exception("A command failed in the simulation thread")

    def _take_turns(self, until: float) -> bool:
        """Whether there is more to do."""
        while self._simulation.turn():
            if time.monotonic() >= until or not self._asked.empty():
                return True
        return False

    def _send(self) -> None:
        out = self._simulation.out
        if out:
            batch, out[:] = out[:], []
            self._deliver(batch)


def rest_after(spent: float, worked: float) -> float:
    """After a batch that took `spent` real seconds, the last of `worked` without a pause."""
    return 0.0 if worked < BURST_S else REST_SHARE * spent


def new_name() -> str:
    """128 random bits: whoever knows a run's name may command it."""
    return secrets.token_urlsafe(16)


def new_seed() -> int:
    return secrets.randbelow(SEEDS)
