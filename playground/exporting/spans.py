"""Events in, spans out: a trace for each order, and one for the run itself with its faults and changes."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from playground.checkout import events as e
from playground.exporting.span import INTERNAL, Identity, Moment, Span
from playground.exporting.story_of_order import OrderSpans
from playground.exporting.words import attributes_of, words_of

RUN = "faultline"


class Spans:
    """Of one run. Holds everything until it is settled, for a refund may come minutes after the answer."""

    def __init__(self, scenario: str, seed: int, only: int | None = None) -> None:
        self.identity = Identity(scenario, seed)
        self.only = only
        """The one order that is wanted; None for all, and the run itself."""
        self.orders: dict[int, OrderSpans] = {}
        self.run = Span(
            trace=self.identity.trace(0), id=self.identity.span(0, 0, "run"), service=RUN, name=f"run of {scenario}",
            kind=INTERNAL, start=0.0, attributes={}, moments=[],
        )  # fmt: skip
        self._handlers = self._declare()

    def _declare(self) -> dict[type, Callable[[Any], None]]:
        by_method: dict[type, Callable[[OrderSpans, Any], None]] = {
            e.CustomerTold: OrderSpans.told,
            e.CustomerGaveUp: OrderSpans.gave_up,
            e.CustomerPaidAgain: OrderSpans.paid_again,
            e.RequestSent: OrderSpans.sent,
            e.RequestQueued: OrderSpans.queued,
            e.RequestRefused: OrderSpans.refused,
            e.WorkStarted: OrderSpans.started,
            e.WorkDropped: OrderSpans.dropped,
            e.WorkLost: OrderSpans.work_lost,
            e.ResponseSent: OrderSpans.responded,
            e.ResponseLost: OrderSpans.answer_lost,
            e.ResponseArrived: OrderSpans.arrived,
            e.ResponseArrivedLate: OrderSpans.arrived_late,
            e.ConnectionBroke: OrderSpans.broke,
            e.AttemptTimedOut: OrderSpans.timed_out,
            e.DeadlineExceeded: OrderSpans.deadline_passed,
        }
        noted = {
            self._on_client: (e.RequestLost, e.RequestDuplicated, e.RequestSwallowed),
            self._on_server: (
                e.StockReserved, e.CardCharged, e.OrderWritten, e.DuplicateRecognised, e.KeyRefused,
            ),
            self._on_caller: (
                e.RetryScheduled, e.RetryDenied, e.BreakerRefused, e.BulkheadRefused, e.CallThrottled, e.FallbackServed,
            ),
            self._on_root: (
                e.CustomerNotified, e.StockReleased, e.CardRefunded, e.OrderCancelled, e.CheckoutShed,
                e.CompensationFinished,
            ),
            self._on_run: (
                e.BreakerChanged, e.SweepFinished, e.FaultStruck, e.FaultHealed, e.ServiceRestarted, e.ServicePaused,
                e.ServiceResumed, e.SettingChanged, e.ArrivalsEnded,
            ),
        }  # fmt: skip
        handlers: dict[type, Callable[[Any], None]] = {
            e.CustomerArrived: self._arrived,
            e.ServiceCrashed: self._crashed,
        }
        handlers |= {kind: self._for_order(method) for kind, method in by_method.items()}
        return handlers | {kind: note for note, kinds in noted.items() for kind in kinds}

    def take(self, events: Sequence[e.Event]) -> None:
        handlers = self._handlers
        for event in events:
            handlers[type(event)](event)

    def settle(self, t: float) -> None:
        """No more events: the run is at `t`."""
        for order in self.orders.values():
            order.settle(t)
        self.run.close(t)

    def all(self) -> Iterator[Span]:
        if self.only is None:
            yield self.run
        for order in self.orders.values():
            yield from order.all()

    # -- where an event belongs ----------------------------------------------------------------------------------

    def _for_order(self, method: Callable[[OrderSpans, Any], None]) -> Callable[[Any], None]:
        def handle(event: Any) -> None:
            spans = self.orders.get(event.order)
            if spans is not None:
                method(spans, event)

        return handle

    def _arrived(self, event: e.CustomerArrived) -> None:
        if self.only in (None, event.order):
            self.orders[event.order] = OrderSpans(self.identity, event)

    def _on_client(self, event: Any) -> None:
        spans = self.orders.get(event.order)
        if spans is not None:
            _note(spans.clients[event.call], event)

    def _on_server(self, event: Any) -> None:
        spans = self.orders.get(event.order)
        if spans is not None:
            spans.effect(event.call, Moment(event.t, words_of(event), attributes_of(event)))

    def _on_caller(self, event: Any) -> None:
        spans = self.orders.get(event.order)
        if spans is not None:
            _note(spans.at(getattr(event, "source", "checkout")), event)

    def _on_root(self, event: Any) -> None:
        spans = self.orders.get(event.order)
        if spans is not None:
            _note(spans.root, event)

    def _on_run(self, event: Any) -> None:
        _note(self.run, event)

    def _crashed(self, event: e.ServiceCrashed) -> None:
        _note(self.run, event)
        for spans in self.orders.values():
            if spans.root.end is None or spans.at(event.service).end is None:
                spans.crashed(event.service, event.t)


def _note(span: Span, event: e.Event) -> None:
    span.note(event.t, words_of(event), **attributes_of(event))
