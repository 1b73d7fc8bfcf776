"""The AWS SDKs: the shared config file, and the same for botocore. Their standard mode fixes most of it."""

from playground.copyas.beyond import note_absent, note_door, note_what_lies_beyond
from playground.copyas.copied import Copied, Draft, File, decimal
from playground.copyas.in_force import in_force, retries_here, waits
from playground.knobs import Settings

TOOL = "The AWS SDK"
UNLIMITED = 2**31 - 1
FIRST_DELAY_S = 0.05
THROTTLED_DELAY_S = 1
LONGEST_DELAY_S = 20
CAPACITY, COST, THROTTLED_COST = 500, 14, 5
"""botocore's standard mode since its retries were renewed in 2026; a test compares. Before: 5 tokens, after a "
  "timeout 10."""


def copy(settings: Settings) -> Copied:
    draft = Draft(settings)
    mode, attempts = _mode(draft), _attempts(draft)
    _note_waits(draft)
    _note_budget(draft)
    _note_timeouts(draft)
    _note_the_rest(draft)
    return draft.copied(
        File("~/.aws/config", "ini", f"[profile shop]\nretry_mode = {mode}\nmax_attempts = {attempts}\n"),
        File("shop_client.py", "python", _python(settings, mode, attempts)),
    )


def _python(settings: Settings, mode: str, attempts: int) -> str:
    seconds = decimal(settings["timeout.attempt_s"])
    timeouts = f"    connect_timeout={seconds},\n    read_timeout={seconds},\n" if settings["timeout.enabled"] else ""
    return (
        '"""For boto3.client(…, config=config); both files say the same, this one also sets timeouts."""\n\n'
        "from botocore.config import Config\n\n"
        "config = Config(\n"
        f"{timeouts}"
        f'    retries={{"mode": "{mode}", "total_max_attempts": {attempts}}},\n'
        ")\n"
    )


def _mode(draft: Draft) -> str:
    settings = draft.settings
    if settings["shedding.enabled"] and settings["shedding.kind"] == "adaptive":
        draft.differs(f"The SDK's adaptive mode limits its own rate after throttling answers. It is not the SRE book's "
                      f"rule, and has no K (here {decimal(settings['shedding.k'])}).", "shedding")  # fmt: skip
        return "adaptive"
    return "standard"


def _attempts(draft: Draft) -> int:
    if not retries_here(draft.settings):
        return 1
    attempts: int | None = draft.settings["retry.max_attempts"]
    if attempts is None:
        draft.differs(f"There is no “unlimited”; {UNLIMITED} attempts are as good.", "retry.max_attempts")
    draft.differs("Both values count the first attempt. botocore's older retries={'max_attempts': …} counts retries "
                  "only.",
                  "retry.max_attempts")  # fmt: skip
    return attempts or UNLIMITED


def _note_waits(draft: Draft) -> None:
    settings = draft.settings
    if not retries_here(settings):
        return
    fixed = (f"The waits are fixed: full jitter over {FIRST_DELAY_S:g} s, doubled each time ({THROTTLED_DELAY_S} s "
             "after a "
             f"throttling answer), at most {LONGEST_DELAY_S} s.")  # fmt: skip
    if waits(settings):
        draft.missing(fixed, "retry.backoff", "retry.first_delay_s", "retry.multiplier", "retry.longest_delay_s",
                      "retry.jitter")  # fmt: skip
    else:
        draft.missing(fixed, "retry.backoff")
    draft.missing(
        "What is retried is fixed: timeouts and broken connections, 500, 502, 503, 504, and throttling.", "retry.on"
    )
    draft.differs("Only the header x-amz-retry-after is read, and never for more than 5 s above the SDK's own wait.",
                  "retry.honour_retry_after")  # fmt: skip


def _note_budget(draft: Draft) -> None:
    if not retries_here(draft.settings):
        return
    bucket = (f"a bucket of {CAPACITY} tokens for each client, {COST} a retry ({THROTTLED_COST} after throttling), 1 "
              "back "
              "for a success at the first try, the whole cost back for a success by retry")  # fmt: skip
    if draft.settings["retry_budget.enabled"]:
        draft.missing(f"The retry budget is fixed: {bucket}.", "retry_budget")
    else:
        draft.differs(f"There is a retry budget all the same: {bucket}.", "retry_budget")


def _note_timeouts(draft: Draft) -> None:
    settings = draft.settings
    if not settings["timeout.enabled"]:
        return
    draft.differs("These bound connecting, and each silence while reading; an answer that trickles in may take longer.",
                  "timeout.attempt_s")  # fmt: skip
    if settings["timeout.deadline_s"] is not None:
        draft.missing(f"botocore has no total deadline ({decimal(settings['timeout.deadline_s'])} s in Faultline); "
                      "the SDK "
                      "for Java has one, apiCallTimeout.", "timeout.deadline_s")  # fmt: skip
    draft.missing("The deadline is not sent to the service.", "timeout.propagate")


def _note_the_rest(draft: Draft) -> None:
    if draft.settings["bulkhead.enabled"]:
        draft.missing(
            "max_pool_connections is no bulkhead: beyond it, connections are made and thrown away.", "bulkhead"
        )
    if "patterns.order" in in_force(draft.settings):
        draft.missing("The order is fixed.", "patterns.order")
    note_absent(draft, TOOL, "breaker", "hedging", "fallback")
    note_door(draft)
    note_what_lies_beyond(draft)
