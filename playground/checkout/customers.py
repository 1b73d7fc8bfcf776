"""Customers: they arrive whether or not the shop can cope, wait as long as their patience lasts, and then believe
something. What they believe is told here; what is true stands in the ledger."""

from collections.abc import Callable

from playground.checkout import events as e
from playground.checkout.ledger import Ledger
from playground.checkout.messages import OK, Message
from playground.checkout.network import Edge
from playground.checkout.policies import backoff
from playground.checkout.world import World
from playground.knobs import Settings
from playground.patterns.backoff import Backoff
from playground.virtual_time.chance import Stream, combine
from playground.virtual_time.loop import Timer

CHEAPEST, DEAREST = 500, 12_000
"""Baskets cost from £5 to £120, in pence."""


class Submission:
    """One press of *Pay*: where its answer is awaited, until the customer turns away from it."""

    __slots__ = ("left", "on_answer", "status")

    def __init__(self, on_answer: Callable[[int], None]) -> None:
        self.on_answer = on_answer
        self.status: int | None = None
        self.left = False

    def done(self) -> bool:
        return self.left or self.status is not None

    def cancelled(self) -> bool:
        return self.left

    def set_result(self, status: int, /) -> None:
        self.status = status
        self.on_answer(status)

    def leave(self) -> None:
        self.left = True


class Customer:
    """One intent to buy (or one browse visit, with a negative order)."""

    __slots__ = ("amount", "arrived", "crowd", "order", "patience", "submission", "submissions", "waited")

    def __init__(self, crowd: "Customers", order: int, amount: int) -> None:
        self.crowd = crowd
        self.order = order
        self.amount = amount
        self.arrived = crowd.loop.now
        self.submissions = 0
        self.submission: Submission | None = None
        self.patience: Timer | None = None
        self.waited = 0.0

    def submit(self) -> None:
        crowd = self.crowd
        self.submissions += 1
        self.submission = Submission(self.hear)
        self.patience = crowd.loop.call_later(crowd.patience, self.lose_patience)
        crowd.send(self, self.submission)

    def hear(self, status: int) -> None:
        """The answer to the press of *Pay* that the customer is looking at."""
        if self.patience is not None:
            self.patience.cancel()
        crowd = self.crowd
        if status != OK and crowd.retries_failure(self):
            crowd.loop.call_later(crowd.wait_before_retry(self), self.pay_again)
            return
        crowd.tell(self, status)

    def lose_patience(self) -> None:
        self.turn_away()
        crowd = self.crowd
        if self.order > 0 and crowd.resubmits and self.submissions < crowd.max_submits:
            self.pay_again()
        else:
            crowd.give_up(self)

    def turn_away(self) -> None:
        if self.submission is not None:
            self.submission.leave()

    def pay_again(self) -> None:
        crowd = self.crowd
        if crowd.edits_basket and self.submissions == 1:
            self.amount += CHEAPEST
        if self.submissions == 1:
            crowd.paying_again += 1
        crowd.log.append(e.CustomerPaidAgain(crowd.loop.now, self.order, self.submissions + 1))
        self.submit()


class Arrivals:
    """An open stream of arrivals: its rate does not care how the shop is doing.

    Distances are drawn for a rate of one and stretched by the rate in force, so a change of rate moves the instants
    but leaves everybody's identity and luck alone.
    """

    def __init__(self, world: World, name: str, arrive: Callable[[int], None]) -> None:
        self.loop = world.loop
        self.arrive = arrive
        self.rate = 0.0
        self.even = False
        self.number = 0
        self._gap = Stream(world.seed, f"{name}/arrivals")
        self._left = 1.0
        """How much of the present distance was still to go at `_since`, at a rate of one."""
        self._since = 0.0
        self._timer: Timer | None = None
        self._next_gap()

    def set(self, rate: float, even: bool) -> None:
        """Change the rate (arrivals per second): the next arrival comes sooner or later from now on."""
        now = self.loop.now
        self._left = max(0.0, self._left - (now - self._since) * self.rate)
        self._since = now
        self.rate, self.even = rate, even
        self._schedule()

    def stop(self) -> None:
        self.set(0.0, self.even)

    def _next_gap(self) -> None:
        self._left = 1.0 if self.even else self._gap.exponential(self.number + 1, 1.0)
        self._since = self.loop.now

    def _schedule(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.rate > 0:
            self._timer = self.loop.call_at(self._since + self._left / self.rate, self._come)

    def _come(self) -> None:
        self._timer = None
        self.come_now()
        self._next_gap()
        self._schedule()

    def come_now(self) -> None:
        self.number += 1
        self.arrive(self.number)


class Customers:
    """All of them: those still waiting, and the rules by which they behave."""

    name = "customers"

    def __init__(self, world: World, edge: Edge, ledger: Ledger) -> None:
        self.world = world
        self.loop = world.loop
        self.log = world.log
        self.edge = edge
        self.ledger = ledger
        self.waiting: dict[int, Customer] = {}
        self.paying_again = 0
        self.patience = 10.0
        self.resubmits = False
        self.edits_basket = False
        self.max_submits = 2
        self.sends_deadline = False
        self.retry_attempts: int | None = 1
        self.backoff = Backoff()
        self.spike = 1.0
        self.stopped = False
        self.shoppers = Arrivals(world, "shoppers", self._shop)
        self.browsers = Arrivals(world, "browsers", self._browse)
        self._amount = Stream(world.seed, "customers/amount")
        self._jitter = Stream(world.seed, "customers/backoff")
        self._burst = 0
        self._rates = (0.0, 0.0, False)

    def configure(self, settings: Settings) -> None:
        self.patience = settings["traffic.patience_s"]
        self.resubmits = settings["traffic.resubmits"]
        self.edits_basket = settings["traffic.edits_basket"]
        self.max_submits = settings["traffic.max_submits"]
        self.sends_deadline = settings["timeout.enabled"] and settings["timeout.propagate"]
        retries = settings["retry.enabled"] and "customer" in settings["retry.layers"]
        self.retry_attempts = settings["retry.max_attempts"] if retries else 1
        self.backoff = backoff(settings)
        if settings["traffic.burst"] != self._burst:
            self._burst = settings["traffic.burst"]
            self.loop.call_soon(self.rush, self._burst)
        rates = (settings["traffic.rate"], settings["traffic.browse_rate"], settings["traffic.arrivals"] == "even")
        if rates != self._rates:
            self._rates = rates
            self.set_pace()

    def set_pace(self, spike: float | None = None) -> None:
        self.spike = self.spike if spike is None else spike
        if self.stopped:
            return
        rate, browse_rate, even = self._rates
        self.shoppers.set(rate * self.spike, even)
        self.browsers.set(browse_rate * self.spike, even)

    def rush(self, number: int) -> None:
        """So many customers come at this very instant."""
        for _ in range(number):
            self.shoppers.come_now()

    def stop(self) -> None:
        """Nobody comes any more, whatever spike ends or setting changes afterwards."""
        self.stopped = True
        self.shoppers.stop()
        self.browsers.stop()

    # -- coming ------------------------------------------------------------------------------------------------

    def _shop(self, number: int) -> None:
        amount = CHEAPEST + int(self._amount.uniform(number) * (DEAREST - CHEAPEST))
        self.ledger.open(number, amount)
        self._welcome(Customer(self, number, amount))

    def _browse(self, number: int) -> None:
        self._welcome(Customer(self, -number, 0))

    def _welcome(self, customer: Customer) -> None:
        self.waiting[customer.order] = customer
        self.log.append(e.CustomerArrived(self.loop.now, customer.order, customer.amount))
        customer.submit()

    def send(self, customer: Customer, submission: Submission) -> None:
        identity = customer.order
        if customer.submissions > 1:
            identity = combine(identity, customer.submissions)
        shopping = customer.order > 0
        message = Message(
            self.world.next_call(),
            customer.order,
            "pay" if shopping else "browse",
            identity,
            submission,
            amount=customer.amount,
            attempt=customer.submissions,
            deadline=self.loop.now + self.patience if self.sends_deadline else None,
            critical=shopping,
        )
        self.edge.send(message)

    # -- waiting and leaving -----------------------------------------------------------------------------------

    def retries_failure(self, customer: Customer) -> bool:
        attempts = self.retry_attempts
        return customer.order > 0 and (attempts is None or customer.submissions < attempts)

    def wait_before_retry(self, customer: Customer) -> float:
        chance = self._jitter.uniform(combine(customer.order, customer.submissions))
        customer.waited = self.backoff.delay(customer.submissions, customer.waited, chance)
        return customer.waited

    def tell(self, customer: Customer, status: int) -> None:
        good = "confirmed" if customer.order > 0 else "answered"
        told = good if status == OK else "failed"
        latency = round(self.loop.now - customer.arrived, 9)  # the clock's grid; a difference of floats is not on it
        self.log.append(e.CustomerTold(self.loop.now, customer.order, told, latency, status))
        self._leave(customer, told)

    def give_up(self, customer: Customer) -> None:
        self.log.append(e.CustomerGaveUp(self.loop.now, customer.order, self.loop.now - customer.arrived))
        self._leave(customer, "nothing")

    def _leave(self, customer: Customer, told: str) -> None:
        del self.waiting[customer.order]
        if customer.submissions > 1:
            self.paying_again -= 1
        if customer.order > 0:
            self.ledger.touch(customer.order, self.loop.now).told = told
