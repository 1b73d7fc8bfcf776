"""What lies beyond the client library of any make: agreements with the service, work after a failure, other layers."""

from playground.copyas.copied import Draft, decimal, listed
from playground.copyas.in_force import retries_here
from playground.knobs import KNOBS

LAYER_NAMES = {"customer": "the customer's client", "gateway": "the gateway", "checkout": "checkout"}


def note_what_lies_beyond(draft: Draft) -> None:
    _note_layers(draft)
    _note_keys(draft)
    _note_repairs(draft)
    _note_gateways(draft)


def _note_layers(draft: Draft) -> None:
    settings = draft.settings
    if not settings["retry.enabled"]:
        return
    others = [LAYER_NAMES[layer] for layer in settings["retry.layers"] if layer != "checkout"]
    if not retries_here(settings):
        draft.yours(f"Checkout itself does not retry; {listed(others)} does. Its settings belong there.",
                    "retry", "retry_budget")  # fmt: skip
    elif others:
        draft.yours(f"{listed(others).capitalize()} retries as well, and the attempts of layers multiply. "
                    "This is checkout's part only; best let one layer retry.", "retry.layers")  # fmt: skip
    else:
        draft.yours("This is for checkout, the one layer that retries. Retries of several layers multiply.",
                    "retry.layers")  # fmt: skip


def _note_keys(draft: Draft) -> None:
    settings = draft.settings
    if settings["idempotency.enabled"]:
        errors = "repeat a stored error" if settings["idempotency.replay_errors"] else "try afresh after an error"
        kept = "in one transaction with the effect" if settings["idempotency.durable"] else "in memory"
        draft.yours("Send one Idempotency-Key for each order, the same with every attempt. The service must keep "
                    "results "
                    f"for {decimal(settings['idempotency.retention_s'])} s, {kept}, and {errors}.",
                    "idempotency")  # fmt: skip
    elif retries_here(settings) or settings["hedging.enabled"]:
        draft.yours("No idempotency key is set, so nothing makes a second charge safe. Add one before you retry "
                    "writes.",
                    "idempotency")  # fmt: skip


def _note_repairs(draft: Draft) -> None:
    settings = draft.settings
    if settings["compensation.enabled"]:
        draft.yours("Undoing earlier steps after a failure (release, refund) is your procedure's code.", "compensation")
    if settings["reconciliation.enabled"]:
        period, quiet = settings["reconciliation.period_s"], settings["reconciliation.quiet_s"]
        draft.yours(f"Reconciliation is a job of yours: every {decimal(period)} s compare the ledgers of orders that "
                    "have "
                    f"been quiet for {decimal(quiet)} s and repair them.", "reconciliation")  # fmt: skip


def _note_gateways(draft: Draft) -> None:
    settings = draft.settings
    if settings["gateway.hops"]:
        timeout = KNOBS["gateway.attempt_s"].show(settings["gateway.attempt_s"])
        draft.yours(f"{settings['gateway.hops']} gateways stand in front of checkout (timeout: {timeout}). They have a "
                    "configuration of their own; their timeout must be longer than all that checkout allows itself.",
                    "gateway")  # fmt: skip


def note_door(draft: Draft) -> None:
    """Load shedding at checkout's own door."""
    settings = draft.settings
    if not settings["shedding.enabled"] or settings["shedding.kind"] == "adaptive":
        return
    most = settings["shedding.max_in_flight"]
    text = f"At most {most} requests inside checkout is a limit of its server, not of the calls it makes."
    if settings["shedding.kind"] == "criticality":
        text += f" Browsing is turned away from {decimal(settings['shedding.browse_share'] * most)} on."
    draft.missing(text, "shedding")


def note_no_throttle(draft: Draft, tool: str) -> None:
    """A pattern that is not there has no place in the order either."""
    settings = draft.settings
    if settings["shedding.enabled"] and settings["shedding.kind"] == "adaptive":
        draft.missing(f"{tool} has no adaptive throttling at the client (K = {decimal(settings['shedding.k'])}), "
                      "wherever it stands in the order.", "shedding", "patterns.order")  # fmt: skip


def note_no_budget(draft: Draft, tool: str) -> None:
    if retries_here(draft.settings) and draft.settings["retry_budget.enabled"]:
        draft.missing(f"{tool} has no retry budget: only the attempts of each call are bounded.", "retry_budget")


def note_absent(draft: Draft, tool: str, *groups: str) -> None:
    """Whole patterns that the tool does not have."""
    words = {"breaker": "circuit breaker", "bulkhead": "bulkhead", "hedging": "hedging", "fallback": "fallback"}
    absent = [group for group in groups if draft.settings[f"{group}.enabled"]]
    for group in absent:
        draft.missing(f"{tool} has no {words[group]}.", group)
