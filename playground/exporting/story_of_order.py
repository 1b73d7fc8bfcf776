"""The spans of one order: what its customer, its callers and its services would have recorded, had they been traced.

Events name a call by its number, but not the call that led to it. The parent of a message is therefore the request that
its sender was working on for the same order at that instant, the newest if there were several.
"""

from collections.abc import Iterator
from typing import Any

from playground.checkout import events as e
from playground.exporting.span import CLIENT, INTERNAL, SERVER, Identity, Moment, Span

CUSTOMERS = "customers"


class OrderSpans:
    """One checkout or browse visit."""

    def __init__(self, identity: Identity, arrived: e.CustomerArrived) -> None:
        order = arrived.order
        self.identity = identity
        self.order = order
        self.trace = identity.trace(order)
        self.root = self._span(
            "browse" if order < 0 else "checkout",
            CUSTOMERS,
            INTERNAL,
            arrived.t,
            span_id=identity.span(order, 0, "customer"),
        )
        self.root.attributes["faultline.amount_pence"] = arrived.amount
        self.clients: dict[int, Span] = {}
        self.servers: dict[int, list[Span]] = {}
        self._working: dict[str, list[Span]] = {}
        self._last: dict[str, Span] = {}
        self._effects: dict[int, list[Moment]] = {}

    def all(self) -> Iterator[Span]:
        yield self.root
        yield from self.clients.values()
        for copies in self.servers.values():
            yield from copies

    def _span(self, name: str, service: str, kind: int, start: float, *, span_id: str, parent: str = "") -> Span:
        attributes: dict[str, Any] = {"faultline.order": self.order}
        return Span(
            trace=self.trace, id=span_id, parent=parent, service=service, name=name, kind=kind, start=start,
            attributes=attributes, moments=[],
        )  # fmt: skip

    # -- the customer --------------------------------------------------------------------------------------------

    def told(self, event: e.CustomerTold) -> None:
        self.root.attributes["faultline.told"] = event.told
        self._leave(event.t, "failed" if event.told == "failed" else "")

    def gave_up(self, event: e.CustomerGaveUp) -> None:
        self.root.attributes["faultline.told"] = "nothing"
        self._leave(event.t, "gave_up")

    def paid_again(self, event: e.CustomerPaidAgain) -> None:
        self.root.note(event.t, "paid again", **{"faultline.submission": event.submission})
        self._abandon(self.root, event.t)

    def _leave(self, t: float, error: str) -> None:
        self._abandon(self.root, t)
        self.root.close(t, error)

    # -- the caller ----------------------------------------------------------------------------------------------

    def sent(self, event: e.RequestSent) -> None:
        parent, certain = self._parent(event.source)
        span = self._span(
            f"{event.operation} {event.target}", event.source, CLIENT, event.t,
            span_id=self.identity.span(self.order, event.call, "client"), parent=parent.id,
        )  # fmt: skip
        span.attributes |= {
            "peer.service": event.target,
            "faultline.call": event.call,
            "faultline.operation": event.operation,
            "faultline.attempt": event.attempt,
            "faultline.idempotency_key": event.keyed,
        }
        if event.attempt > 1:
            span.attributes["http.request.resend_count"] = event.attempt - 1
        if event.hedge:
            span.attributes["faultline.hedge"] = event.hedge
        if event.shard:
            span.attributes["faultline.shard"] = event.shard
        if not certain:
            span.attributes["faultline.parent_uncertain"] = True
        self.clients[event.call] = span

    def _parent(self, source: str) -> tuple[Span, bool]:
        """And whether it is certain."""
        if source == CUSTOMERS:
            return self.root, True
        working = self._working.get(source)
        if working:
            return working[-1], len(working) == 1
        return self._last.get(source, self.root), source in self._last

    def arrived(self, event: e.ResponseArrived) -> None:
        span = self.clients[event.call]
        span.attributes["http.response.status_code"] = event.status
        span.close(event.t, str(event.status) if event.status >= 400 else "")  # noqa: PLR2004  HTTP's errors

    def arrived_late(self, event: e.ResponseArrivedLate) -> None:
        span = self.clients[event.call]
        span.note(event.t, "answer arrived, nobody waited", **{"http.response.status_code": event.status})

    def broke(self, event: e.ConnectionBroke) -> None:
        self.clients[event.call].close(event.t, "connection_reset")

    def timed_out(self, event: e.AttemptTimedOut) -> None:
        """Of several copies of an attempt the oldest, for its time is up first."""
        waiting = [span for span in self._waiting(event.source, event.target)
                   if span.attributes["faultline.attempt"] == event.attempt]  # fmt: skip
        if waiting:
            waiting[0].close(event.t, "timeout")

    def deadline_passed(self, event: e.DeadlineExceeded) -> None:
        for span in self._waiting(event.source, event.target):
            span.close(event.t, "deadline_exceeded")
        self.at(event.source).note(event.t, "deadline exceeded", **{"peer.service": event.target})

    def _waiting(self, source: str, target: str) -> list[Span]:
        return [
            span
            for span in self.clients.values()
            if span.end is None and span.service == source and span.attributes["peer.service"] == target
        ]

    def at(self, service: str) -> Span:
        """Where something is noted that a service's own patterns did."""
        working = self._working.get(service)
        return working[-1] if working else self._last.get(service, self.root)

    def _abandon(self, parent: Span, t: float) -> None:
        for span in self.clients.values():
            if span.end is None and span.left is None and span.parent == parent.id:
                span.left = t

    # -- the service ---------------------------------------------------------------------------------------------

    def _receive(self, call: int, service: str, t: float) -> Span:
        copies = self.servers.setdefault(call, [])
        span = self._span(
            self.clients[call].attributes["faultline.operation"], service, SERVER, t,
            span_id=self.identity.span(self.order, call, "server", len(copies)), parent=self.clients[call].id,
        )  # fmt: skip
        span.attributes["faultline.call"] = call
        copies.append(span)
        return span

    def queued(self, event: e.RequestQueued) -> None:
        self._receive(event.call, event.target, event.t).note(
            event.t, "queued", **{"faultline.waiting": event.waiting}
        )  # fmt: skip

    def refused(self, event: e.RequestRefused) -> None:
        span = self._receive(event.call, event.target, event.t)
        span.note(event.t, "refused", **{"faultline.cause": event.cause})
        if event.cause in ("connection_reset", "down"):  # no answer follows
            span.close(event.t, event.cause)

    def started(self, event: e.WorkStarted) -> None:
        span = self._not_started(event.call) or self._receive(event.call, event.target, event.t - event.waited)
        span.started = event.t
        span.note(event.t, "work started", **{"faultline.waited_s": event.waited})
        self._working.setdefault(event.target, []).append(span)

    def _not_started(self, call: int) -> Span | None:
        copies = self.servers.get(call, ())
        return next((span for span in copies if span.started is None and span.end is None), None)

    def dropped(self, event: e.WorkDropped) -> None:
        span = self._not_started(event.call)
        if span is not None:
            span.note(event.t, "dropped", **{"faultline.cause": event.cause})

    def work_lost(self, event: e.WorkLost) -> None:
        self._finish(self._worked_on(event.call, event.t - event.worked), event.t, "crash")

    def responded(self, event: e.ResponseSent) -> None:
        span = self._not_started(event.call) if event.sojourn == 0 else None
        span = span or self._worked_on(event.call, event.t - event.worked)
        if span is not None:
            span.attributes["http.response.status_code"] = event.status
        self._finish(span, event.t, str(event.status) if event.status >= 500 else "")  # noqa: PLR2004  HTTP's errors

    def _worked_on(self, call: int, since: float) -> Span | None:
        """Of several deliveries of one message the one that was begun then."""
        open_ones = [span for span in self.servers.get(call, ()) if span.end is None and span.started is not None]
        return min(open_ones, key=lambda span: abs((span.started or 0.0) - since), default=None)

    def _finish(self, span: Span | None, t: float, error: str) -> None:
        if span is None:
            return
        span.moments.extend(self._effects.pop(span.attributes["faultline.call"], ()))
        span.close(t, error)
        working = self._working.get(span.service, [])
        if span in working:
            working.remove(span)
        self._last[span.service] = span
        self._abandon(span, t)

    def crashed(self, service: str, t: float) -> None:
        """What was waiting there is gone as well."""
        for copies in self.servers.values():
            for span in copies:
                if span.service == service:
                    span.close(t, "crash")

    def answer_lost(self, event: e.ResponseLost) -> None:
        copies = self.servers.get(event.call)
        span = copies[-1] if copies else self.clients[event.call]
        span.note(event.t, "answer lost", **{"faultline.cause": event.cause})

    def effect(self, call: int, moment: Moment) -> None:
        """It belongs to the delivery whose answer comes next."""
        self._effects.setdefault(call, []).append(moment)

    # -- the end -------------------------------------------------------------------------------------------------

    def settle(self, t: float) -> None:
        """At the end of the export: whatever is open is closed, and says that it was not finished."""
        for call, moments in self._effects.items():
            self.servers[call][-1].moments.extend(moments)
        for span in self.all():
            if span.end is not None:
                continue
            if span.left is not None:
                span.close(span.left, "abandoned")
            else:
                span.attributes["faultline.unfinished"] = True
                span.close(t)
