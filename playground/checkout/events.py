"""What happened, in the past tense: every word that the log of a run is written in, and nothing else. The log is the
trace, the test's evidence and the source of every number; `trace.py` says how it is written down.

Each event is a frozen value that begins with `t`, virtual seconds since the run began. `order` is the customer's
intent: positive for a checkout, negative for a browse visit; pressing *Pay* again keeps the order and counts the
submission. `call` numbers the messages of a run: one call is one attempt on its way to one service and back.

`Event` lists them all. They stand in one file because they are one vocabulary, and a new one is told in it and in
`Event` and nowhere else.
"""

import msgspec


class Happened(msgspec.Struct, frozen=True, array_like=True, tag=True, gc=False):
    """The base of all events. They hold only numbers and words, so the garbage collector need not look at them."""

    t: float


# -- customers ---------------------------------------------------------------------------------------------------


class CustomerArrived(Happened):
    order: int
    amount: int
    """What the basket costs, in pence. 0 for a browse visit."""


class CustomerPaidAgain(Happened):
    """Out of patience, or told that it failed: the same intent, sent as a new request."""

    order: int
    submission: int


class CustomerTold(Happened):
    order: int
    told: str
    """confirmed or failed; for a browse visit answered or failed."""
    latency: float
    """Seconds from the customer's arrival."""
    status: int


class CustomerGaveUp(Happened):
    """The customer left without an answer and knows nothing."""

    order: int
    latency: float


class CustomerNotified(Happened):
    """Reconciliation wrote to a customer who had left without an answer: the order stands after all."""

    order: int


# -- messages ----------------------------------------------------------------------------------------------------


class RequestSent(Happened):
    call: int
    order: int
    source: str
    target: str
    operation: str
    """pay, browse, reserve, charge, write, recommend; release, refund, cancel."""
    attempt: int
    hedge: int
    shard: int
    keyed: bool
    """Whether it carries an idempotency key."""
    travel: float
    """Seconds on the way, if it arrives."""


class RequestLost(Happened):
    """It never reached the service. The caller cannot tell this from a lost answer."""

    call: int
    order: int
    target: str
    cause: str


class RequestDuplicated(Happened):
    """The network delivers a second copy, `travel` seconds after it was sent."""

    call: int
    order: int
    target: str
    travel: float


class RequestQueued(Happened):
    call: int
    order: int
    target: str
    waiting: int
    """How many now wait, this one included."""


class RequestRefused(Happened):
    """Turned away at the door: queue_full, shed, down, throttled (by a fault) or connection_reset."""

    call: int
    order: int
    target: str
    cause: str


class RequestSwallowed(Happened):
    """Accepted by something that will never answer."""

    call: int
    order: int
    target: str


class WorkStarted(Happened):
    call: int
    order: int
    target: str
    waited: float
    """Seconds in the queue."""


class WorkDropped(Happened):
    """Taken from the queue and thrown away, because it had waited too long or nobody wants the answer any more."""

    call: int
    order: int
    target: str
    cause: str
    waited: float


class WorkLost(Happened):
    """The service crashed while working on it."""

    call: int
    order: int
    target: str
    worked: float


class ResponseSent(Happened):
    call: int
    order: int
    source: str
    """The service that answers."""
    target: str
    """The caller."""
    status: int
    """200; 409 in progress; 422 key reused; 429 or 503 overloaded; 500 failed; 504 no answer from further down."""
    worked: float
    """Seconds for which a worker was held; 0 for an answer at the door."""
    sojourn: float
    """Seconds from the request's arrival at the service to this answer; 0 for an answer at the door."""
    travel: float


class ResponseLost(Happened):
    """The effect stands; the caller will not hear of it."""

    call: int
    order: int
    source: str
    status: int
    cause: str


class ResponseArrived(Happened):
    call: int
    order: int
    source: str
    status: int
    elapsed: float
    """Seconds since the request was sent."""


class ResponseArrivedLate(Happened):
    """The caller had stopped waiting; nobody reads it."""

    call: int
    order: int
    source: str
    status: int
    elapsed: float


class ConnectionBroke(Happened):
    """The caller learns that the connection is gone, not what became of its request."""

    call: int
    order: int
    target: str
    elapsed: float


# -- effects: the truth ------------------------------------------------------------------------------------------


class StockReserved(Happened):
    call: int
    order: int
    shard: int
    nth: int
    """1 for the order's first reservation of that shard, 2 when it was reserved twice."""


class StockReleased(Happened):
    order: int
    cause: str


class CardCharged(Happened):
    call: int
    order: int
    amount: int
    nth: int
    """1 for the first charge of this order, 2 for the second."""


class CardRefunded(Happened):
    order: int
    amount: int
    cause: str
    """compensation or reconciliation."""


class OrderWritten(Happened):
    call: int
    order: int
    nth: int


class OrderCancelled(Happened):
    order: int
    cause: str


class DuplicateRecognised(Happened):
    """The key was known: the stored result was replayed and nothing was done twice."""

    call: int
    order: int
    target: str
    status: int


class KeyRefused(Happened):
    """409: the original is still in progress. 422: the key belongs to another payload."""

    call: int
    order: int
    target: str
    status: int


# -- the caller's patterns ---------------------------------------------------------------------------------------


class AttemptTimedOut(Happened):
    order: int
    source: str
    target: str
    attempt: int


class DeadlineExceeded(Happened):
    order: int
    source: str
    target: str


class RetryScheduled(Happened):
    order: int
    source: str
    target: str
    attempt: int
    """The attempt to come."""
    delay: float


class RetryDenied(Happened):
    """The retry budget is spent."""

    order: int
    source: str
    target: str


class BreakerChanged(Happened):
    """state: open, half_open or closed."""

    source: str
    target: str
    state: str


class BreakerRefused(Happened):
    order: int
    target: str


class BulkheadRefused(Happened):
    order: int
    target: str


class CallThrottled(Happened):
    """The client's own adaptive throttling held the call back."""

    order: int
    target: str


class CheckoutShed(Happened):
    """Turned away at checkout's door on purpose. A negative order is a browse visit."""

    order: int


class FallbackServed(Happened):
    order: int
    target: str


class CompensationFinished(Happened):
    """What could be undone was; `left` names the steps that could not, comma-separated."""

    order: int
    left: str


class SweepFinished(Happened):
    looked_at: int
    repaired: int


# -- faults and changes ------------------------------------------------------------------------------------------


class FaultStruck(Happened):
    service: str
    kind: str


class FaultHealed(Happened):
    service: str
    kind: str


class ServiceCrashed(Happened):
    service: str
    lost: int
    """Requests that were being worked on or were waiting."""


class ServiceRestarted(Happened):
    service: str


class ServicePaused(Happened):
    service: str
    duration: float


class ServiceResumed(Happened):
    service: str


class SettingChanged(Happened):
    knob: str
    value: str


class ArrivalsEnded(Happened):
    """An experiment's last customer has come; what is in flight may finish."""


Event = (
    CustomerArrived
    | CustomerPaidAgain
    | CustomerTold
    | CustomerGaveUp
    | CustomerNotified
    | RequestSent
    | RequestLost
    | RequestDuplicated
    | RequestQueued
    | RequestRefused
    | RequestSwallowed
    | WorkStarted
    | WorkDropped
    | WorkLost
    | ResponseSent
    | ResponseLost
    | ResponseArrived
    | ResponseArrivedLate
    | ConnectionBroke
    | StockReserved
    | StockReleased
    | CardCharged
    | CardRefunded
    | OrderWritten
    | OrderCancelled
    | DuplicateRecognised
    | KeyRefused
    | AttemptTimedOut
    | DeadlineExceeded
    | RetryScheduled
    | RetryDenied
    | BreakerChanged
    | BreakerRefused
    | BulkheadRefused
    | CallThrottled
    | CheckoutShed
    | FallbackServed
    | CompensationFinished
    | SweepFinished
    | FaultStruck
    | FaultHealed
    | ServiceCrashed
    | ServiceRestarted
    | ServicePaused
    | ServiceResumed
    | SettingChanged
    | ArrivalsEnded
)
