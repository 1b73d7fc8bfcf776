"""What was done to a shop, told when it is over: whom it struck, how, how often, and when. In words, with no name of a
parameter in it. Pure.
"""

from collections.abc import Callable, Iterator

from lesson.practice.drills.schema import Drill
from playground.checkout import faults as fault_rules
from playground.checkout.faults import Fault

OK = 200
SECOND_MS = 1000
FOR_GOOD_MS = 60_000
"""An answer that takes longer comes after every run: to a reader it does not come."""
CRASH_POINTS = {
    "before_effect": "before it has done anything",
    "before_record": "after the effect, and before it has recorded it",
    "after_effect": "after the effect, and before it has answered",
}
RESET_POINTS = {"before_effect": "before anything is done", "after_effect": "after the effect"}


def fault_words(drill: Drill) -> Iterator[str]:
    return (_sentence(fault) for fault in map(fault_rules.parse, drill.shop.faults))


def _sentence(fault: Fault) -> str:
    words = WORDS[fault.kind](fault)
    since = f"from second {fault.start:g}" if fault.start else "from the beginning"
    until = f" to {fault.end:g}" if fault.end is not None else ""
    return f"{words[0].upper()}{words[1:]}; {since}{until}."


def _share(fault: Fault, noun: str) -> str:
    return f"{_percent(fault.probability)} of the {noun}" if fault.probability < 1 else f"all {noun}"


def _percent(share: float) -> str:
    return f"{100 * share:g}%"


def _seconds(milliseconds: float) -> str:
    return f"{milliseconds / SECOND_MS:g} s" if milliseconds >= SECOND_MS else f"{milliseconds:g} ms"


def _latency(fault: Fault) -> str:
    return f"{_share(fault, 'requests')} to {fault.service} take {_seconds(fault.fields['ms'])} longer on their way"


def _slow_tail(fault: Fault) -> str:
    return f"{fault.service} takes {fault.fields['factor']:g} times as long over {_share(fault, 'requests')}"


def _error(fault: Fault) -> str:
    status = fault.fields["status"]
    return f"{fault.service} answers {_share(fault, 'requests')} with an error ({status}) and does nothing"


def _request_lost(fault: Fault) -> str:
    return f"{_share(fault, 'requests')} to {fault.service} are lost on the way, and nothing is done"


def _response_lost(fault: Fault) -> str:
    return f"{_share(fault, 'answers')} of {fault.service} are lost on the way back, and the work is done"


def _blackhole(fault: Fault) -> str:
    return f"{fault.service} swallows {_share(fault, 'requests')}: nothing is done, and no answer comes"


def _reset(fault: Fault) -> str:
    point = RESET_POINTS[fault.fields["point"]]
    return f"{_share(fault, 'connections')} to {fault.service} break, {point}"


def _partition(fault: Fault) -> str:
    return f"nothing gets through to {fault.service}, in either direction"


def _duplicate(fault: Fault) -> str:
    return f"{_share(fault, 'requests')} to {fault.service} are delivered twice"


def _crash(fault: Fault) -> str:
    return f"{fault.service} dies over {_share(fault, 'requests')}, {CRASH_POINTS[fault.fields['point']]}"


def _pause(fault: Fault) -> str:
    return f"{fault.service} stands still"


def _capacity(fault: Fault) -> str:
    left = fault.fields["factor"]
    return f"{fault.service} is left with {_percent(left)} of its workers" if left else f"{fault.service} does no work"


def _bad_shard(fault: Fault) -> str:
    fields = fault.fields
    late = fields["ms"] >= FOR_GOOD_MS
    slow = f"takes {_seconds(fields['ms'])} longer" if fields["ms"] else "answers at once"
    done = "and does its work" if fields["status"] == OK else f"with an error ({fields['status']})"
    does = "takes requests and never answers" if late else f"{slow} {done}"
    return f"one shard of {fault.service}’s {fields['of']} {does}"


def _spike(fault: Fault) -> str:
    return f"{fault.fields['factor']:g} times as many customers and visits come"


WORDS: dict[str, Callable[[Fault], str]] = {
    "latency": _latency,
    "slow_tail": _slow_tail,
    "error": _error,
    "request_lost": _request_lost,
    "response_lost": _response_lost,
    "blackhole": _blackhole,
    "reset": _reset,
    "partition": _partition,
    "duplicate": _duplicate,
    "crash": _crash,
    "pause": _pause,
    "capacity": _capacity,
    "bad_shard": _bad_shard,
    "spike": _spike,
}
