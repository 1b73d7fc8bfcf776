"""What the two Python libraries share: which errors are worth a retry, as code, and what neither of them does."""

from playground.copyas.beyond import note_absent, note_door, note_no_budget, note_no_throttle, note_what_lies_beyond
from playground.copyas.copied import Draft, decimal
from playground.copyas.in_force import in_force, retries_here
from playground.knobs import Settings

CLASSES = {"timeout": "TimeoutError", "reset": "ConnectionError"}
STATUSES = {"error": (500, 502, 504), "overload": (429, 503), "conflict": (409,)}
NOT_HERE = ("bulkhead", "breaker", "shed")


def worth_retrying(settings: Settings) -> str:
    """A predicate over exceptions: Python's own for what broke, a `status` for what was answered."""
    on = settings["retry.on"] if retries_here(settings) else ()
    classes = [name for kind, name in CLASSES.items() if kind in on]
    statuses = sorted(status for kind in on for status in STATUSES.get(kind, ()))
    tests = []
    if classes:
        tests.append(f"isinstance(error, {' | '.join(classes)})")
    if statuses:
        tests.append(f'getattr(error, "status", None) in {{{", ".join(map(str, statuses))}}}')
    return (
        "def worth_retrying(error: BaseException) -> bool:\n"
        '    """Put the status of an answer on the errors that you raise, as `status`."""\n'
        f"    return {' or '.join(tests) or 'False'}"
    )


def attempt_timeout(settings: Settings) -> list[str]:
    if not settings["timeout.enabled"]:
        return []
    return [f"ATTEMPT_TIMEOUT_S = {decimal(settings['timeout.attempt_s'])}  # give this to the client that calls"]


def note_retry_on(draft: Draft) -> None:
    foreign = [kind for kind in draft.settings["retry.on"] if kind in NOT_HERE]
    if retries_here(draft.settings) and foreign:
        draft.missing(f"There is nothing here to retry on for {', '.join(foreign)}: those come from other libraries.",
                      "retry.on")  # fmt: skip


def note_timeouts(draft: Draft, tool: str, looks: str) -> None:
    """`looks` says when the tool looks at the deadline."""
    settings = draft.settings
    if not settings["timeout.enabled"]:
        return
    draft.yours(
        f"{tool} ends no attempt: give ATTEMPT_TIMEOUT_S to the client that makes the call.", "timeout.attempt_s"
    )
    if settings["timeout.deadline_s"] is not None:
        draft.differs(
            f"The deadline ends no attempt: {looks}. "
            "And it covers one call, where Faultline's covers the whole checkout.",
            "timeout.deadline_s",
        )
    if settings["timeout.propagate"]:
        draft.missing("The deadline is not sent to the services.", "timeout.propagate")
    else:
        draft.differs("A service is not told that its caller left.", "timeout.propagate")


def note_absences(draft: Draft, tool: str) -> None:
    note_absent(draft, tool, "hedging", "breaker", "bulkhead", "fallback")
    if "patterns.order" in in_force(draft.settings):
        draft.differs("There is one pattern here, so no order: retries go around whatever your client does, the "
                      "breaker "
                      "and the pool of other libraries included.", "patterns.order")  # fmt: skip
    note_no_budget(draft, tool)
    note_no_throttle(draft, tool)
    note_door(draft)
    note_what_lies_beyond(draft)
