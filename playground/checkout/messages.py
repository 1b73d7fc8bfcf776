"""A request on its way: what it carries, and how its sender hears of the answer.

A call is a message, never a function call into the service. The request travels, is worked on, has its effect, and an
answer travels back, or is lost. Cancelling the caller cancels only the caller.
"""

from typing import Protocol

from playground.patterns.call import Call, CallFailed

OK = 200
CONFLICT = 409
UNPROCESSABLE = 422
TOO_MANY = 429
FAILED = 500
UNAVAILABLE = 503
NO_ANSWER = 504
BROKEN = 0
"""Not a status: the connection broke and the caller knows no more than that."""

KIND_OF_STATUS = {CONFLICT: "conflict", UNPROCESSABLE: "refused", TOO_MANY: "overload", UNAVAILABLE: "overload"}


class ErrorReply(CallFailed):
    """The service answered, with an error. `kind` depends on the status."""

    def __init__(self, target: str, status: int, retry_after: float | None = None) -> None:
        super().__init__(f"{target} answered {status}")
        self.status = status
        self.kind = KIND_OF_STATUS.get(status, "error")  # type: ignore[misc]  # per status, where the base has one
        self.dependency_failed = status not in (CONFLICT, UNPROCESSABLE)  # type: ignore[misc]
        self.retry_after = retry_after


class ConnectionReset(CallFailed):
    """The connection broke. The work may have been done or not."""

    kind = "reset"


class Reply(Protocol):
    """Where the answer is awaited: an asyncio future, or a customer in front of a screen."""

    def done(self) -> bool: ...

    def cancelled(self) -> bool:
        """Whether whoever asked has stopped waiting."""

    def set_result(self, status: int, /) -> None: ...


class Step:
    """One step of a checkout: the key it was sent under, and how many of its requests got no answer."""

    __slots__ = ("abandoned", "key")

    def __init__(self) -> None:
        self.key: str | None = None
        self.abandoned = 0


class Request(Call):
    """A call as checkout makes it."""

    order: int = 0
    operation: str = ""
    amount: int = 0
    shard: int = 0
    key: str | None = None
    step: Step | None = None
    version: int | None = None


class Message:
    """A request in flight, in a queue or being worked on. Times in virtual seconds."""

    __slots__ = (
        "amount",
        "arrived_at",
        "attempt",
        "call",
        "called_off",
        "critical",
        "deadline",
        "hedge",
        "identity",
        "key",
        "operation",
        "order",
        "reply",
        "retry_after",
        "sent_at",
        "shard",
        "started_at",
        "version",
    )

    def __init__(  # noqa: PLR0917  # a record of what a request carries, made millions of times
        self,
        call: int,
        order: int,
        operation: str,
        identity: int,
        reply: Reply,
        amount: int = 0,
        attempt: int = 1,
        hedge: int = 0,
        shard: int = 0,
        key: str | None = None,
        deadline: float | None = None,
        critical: bool = True,
    ) -> None:
        self.call = call
        self.order = order
        self.operation = operation
        self.identity = identity
        self.reply = reply
        self.amount = amount
        self.attempt = attempt
        self.hedge = hedge
        self.shard = shard
        self.key = key
        self.deadline = deadline
        self.critical = critical
        self.sent_at = self.arrived_at = self.started_at = 0.0
        self.called_off = False
        self.version: int | None = None
        """For an optimistic write: the version that was read. After a read: the version that its answer carries."""
        self.retry_after: float | None = None
