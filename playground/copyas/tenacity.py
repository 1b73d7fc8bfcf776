"""tenacity (Python): a retrying decorator. It retries, and does nothing else."""

import re

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

TOOL = "tenacity"
LOOKS = "it is looked at after each one, and a wait that would pass it is not begun"
NAMES = (
    "RetryCallState", "retry", "retry_if_exception", "stop_after_attempt", "stop_before_delay", "stop_never",
    "wait_exponential", "wait_fixed", "wait_none", "wait_random", "wait_random_exponential",
)  # fmt: skip
EXPONENTIAL = "multiplier={first}{half}, exp_base={base}, max={longest}{half}"
BACKOFFS = {
    ("constant", "none"): "wait_fixed({capped})",
    ("constant", "full"): "wait_random(0, {capped})",
    ("constant", "equal"): "wait_random({capped} / 2, {capped})",
    ("exponential", "none"): f"wait_exponential({EXPONENTIAL})",
    ("exponential", "full"): f"wait_random_exponential({EXPONENTIAL})",
    ("exponential", "equal"): f"wait_exponential({EXPONENTIAL}) + wait_random_exponential({EXPONENTIAL})",
}
DECORRELATED = '''\
def backoff(state: RetryCallState) -> float:
    """Decorrelated jitter: between the first delay and three times the last wait."""
    high = max({first}, 3 * (state.upcoming_sleep or {first}))
    return min({longest}, random.uniform({first}, high))'''
WAIT = '''\
def wait(state: RetryCallState) -> float:
    """At least as long as the service asked for: put `retry_after` (seconds) on the errors that you raise."""
    error = state.outcome.exception() if state.outcome else None
    return max(backoff(state), getattr(error, "retry_after", None) or 0.0)'''


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    body = [worth_retrying(settings), _backoff(settings), *_wait(settings), _decorator(settings)]
    text = "\n\n\n".join([_head(body), *attempt_timeout(settings), *body]) + "\n"
    _note(draft)
    return draft.copied(File("retries.py", "python", text))


def _head(body: list[str]) -> str:
    """The docstring, and of what tenacity has the names that the rest uses."""
    text = "\n".join(body)
    words = set(re.findall(r"\w+", text))
    used = [name for name in NAMES if name in words]
    imports = f"from tenacity import {', '.join(used)}"
    if "random.uniform" in text:
        imports = f"import random\n\n{imports}"
    doc = '"""How checkout calls its dependencies: put `@retrying` on the function that makes one call."""'
    return f"{doc}\n\n{imports}"


def _backoff(settings: Settings) -> str:
    if not (retries_here(settings) and waits(settings)):
        return "backoff = wait_none()"
    jitter = settings["retry.jitter"]
    values = {
        "first": decimal(settings["retry.first_delay_s"]),
        "longest": decimal(settings["retry.longest_delay_s"]),
        "capped": decimal(min(settings["retry.first_delay_s"], settings["retry.longest_delay_s"])),
        "base": decimal(settings["retry.multiplier"]),
        "half": " / 2" if jitter == "equal" else "",
    }
    if jitter == "decorrelated":
        return DECORRELATED.format(**values)
    return "backoff = " + BACKOFFS[settings["retry.backoff"], jitter].format(**values)


def _wait(settings: Settings) -> list[str]:
    return [WAIT] if settings["retry.honour_retry_after"] else []


def _decorator(settings: Settings) -> str:
    return (
        "retrying = retry(\n"
        f"    stop={_stop(settings)},\n"
        f"    wait={'wait' if settings['retry.honour_retry_after'] else 'backoff'},\n"
        "    retry=retry_if_exception(worth_retrying),\n"
        "    reraise=True,\n"
        ")"
    )


def _stop(settings: Settings) -> str:
    attempts = settings["retry.max_attempts"] if retries_here(settings) else 1
    stops = [] if attempts is None else [f"stop_after_attempt({attempts})"]
    if settings["timeout.enabled"] and settings["timeout.deadline_s"] is not None:
        stops.append(f"stop_before_delay({decimal(settings['timeout.deadline_s'])})")
    return " | ".join(stops) or "stop_never"


def _note(draft: Draft) -> None:
    settings = draft.settings
    note_timeouts(draft, TOOL, LOOKS)
    note_retry_on(draft)
    if retries_here(settings) and waits(settings) and settings["retry.jitter"] == "decorrelated":
        draft.differs("Decorrelated jitter forgets the retry's number, and so the growth.", "retry.multiplier",
                      "retry.backoff")  # fmt: skip
    note_absences(draft, TOOL)
