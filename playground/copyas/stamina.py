"""stamina (Python): tenacity with opinions. Backoff is exponential; the jitter is added to it and does not grow."""

from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import retries_here, waits
from playground.copyas.python_errors import (
    attempt_timeout,
    note_absences,
    note_retry_on,
    note_timeouts,
    worth_retrying,
)
from playground.knobs import Settings

TOOL = "stamina"
LOOKS = "it is looked at after each one, so a wait may pass it and one more attempt follow"
HEAD = '''\
"""How checkout calls its dependencies: put `@retrying` on the function that makes one call."""

import stamina'''
HOOK = '''\
def on_failure(error: Exception) -> bool | float:
    """A number is the wait that the service asked for: put `retry_after` (seconds) on the errors that you raise."""
    return worth_retrying(error) and (getattr(error, "retry_after", None) or True)'''


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    honours = settings["retry.honour_retry_after"]
    hook = [HOOK] if honours else []
    body = [*attempt_timeout(settings), worth_retrying(settings), *hook, _decorator(settings, honours)]
    _note(draft)
    return draft.copied(File("retries.py", "python", "\n\n\n".join([HEAD, *body]) + "\n"))


def _decorator(settings: Settings, honours: bool) -> str:
    attempts = settings["retry.max_attempts"] if retries_here(settings) else 1
    deadline = settings["timeout.deadline_s"] if settings["timeout.enabled"] else None
    initial, base, jitter = _waits(settings)
    arguments = {
        "on": "on_failure" if honours else "worth_retrying",
        "attempts": str(attempts),
        "timeout": "None" if deadline is None else decimal(deadline),
        "wait_initial": decimal(initial),
        "wait_max": decimal(settings["retry.longest_delay_s"]),
        "wait_jitter": decimal(jitter),
        "wait_exp_base": decimal(base),
    }
    lines = "".join(f"    {name}={value},\n" for name, value in arguments.items())
    return f"retrying = stamina.retry(\n{lines})"


def _waits(settings: Settings) -> tuple[float, float, float]:
    """The first wait, its growth, and what is added by chance."""
    if not (retries_here(settings) and waits(settings)):
        return 0.0, 1.0, 0.0
    first = settings["retry.first_delay_s"]
    base = settings["retry.multiplier"] if settings["retry.backoff"] == "exponential" else 1.0
    if settings["retry.jitter"] == "none":
        return first, base, 0.0
    return first / 2, base, first / 2


def _note(draft: Draft) -> None:
    settings = draft.settings
    note_timeouts(draft, TOOL, LOOKS)
    note_retry_on(draft)
    if retries_here(settings):
        if waits(settings) and settings["retry.jitter"] != "none":
            draft.differs(f"There is no {settings['retry.jitter']} jitter. The first wait is spread from half the "
                          "first "
                          "delay to all of it; later waits grow, their spread does not.", "retry.jitter")  # fmt: skip
        if settings["retry.honour_retry_after"]:
            draft.differs("A Retry-After takes the place of the backoff, where Faultline waits for the longer of the "
                          "two.",
                          "retry.honour_retry_after")  # fmt: skip
    note_absences(draft, TOOL)
