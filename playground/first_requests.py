"""Which request asks for something for the first time, and which asks again, whoever tries again.

A caller numbers its own attempts and nobody else's: what a gateway or a customer repeats comes to the next service as
attempt 1 once more. So a request is a first one only if nobody asked the same of the same service for that order.
"""

from playground.checkout.events import RequestSent

KINDS_MAX = 32
"""Kinds of request (a service and an operation) that one run can tell apart; a shop has half as many."""


class FirstRequests:
    """Hears the requests of one run in their order. What was asked for an order is one number, a bit for each kind."""

    def __init__(self) -> None:
        self._asked: dict[int, int] = {}
        self._kinds: dict[tuple[str, str], int] = {}

    def is_first(self, sent: RequestSent) -> bool:
        if sent.attempt > 1 or sent.hedge:
            return False
        kind = self._kinds.setdefault((sent.target, sent.operation), len(self._kinds))
        bit = 1 << (sent.shard * KINDS_MAX + kind)
        asked = self._asked.get(sent.order, 0)
        self._asked[sent.order] = asked | bit
        return not asked & bit
