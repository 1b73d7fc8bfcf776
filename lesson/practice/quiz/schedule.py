"""Which question comes next, and when one comes again. Pure: times and counts are passed in.

A wrong answer brings the question back twice: after a few others, and on a later day whatever happened meanwhile. Each
right answer moves it further away; the first wrong one brings it back to the start.

What was missed minutes ago takes up little of a round, and nothing comes back twice in one, unless there is nothing
else to ask: whoever knows little learns more from the next question than from the last one again.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest

from lesson.practice.quiz.schema import Item

ROUND = 10
"""After so many answers one is shown how one stands, and may stop."""
REPEATS_MAX = 2
"""So many questions of a round may be ones that were missed on the same day."""
GAP = 4
"""Others in between before a wrong one returns on the same day."""
INTERVALS = (
    timedelta(hours=20),  # "tomorrow", also for somebody who practises a little earlier in the day
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=21),
    timedelta(days=60),
)
FIRST_TRY_BOX = 2
"""Where a question goes that was answered rightly at first sight."""


@dataclass(frozen=True)
class State:
    """One reader and one question. `due_turn` counts answers given, `due_at` is a date."""

    item: str
    box: int = 0
    right: bool = False
    due_turn: int | None = None
    due_at: datetime | None = None


def after(state: State | None, item: str, *, right: bool, turn: int, now: datetime) -> State:
    """The state once answer number `turn` has been given."""
    if not right:
        return State(item, 0, right=False, due_turn=turn + GAP, due_at=now + INTERVALS[0])
    box = FIRST_TRY_BOX if state is None else _next_box(state)
    return State(item, box, right=True, due_at=now + INTERVALS[box])


def _next_box(state: State) -> int:
    return min(state.box + 1, len(INTERVALS) - 1) if state.right else 0


def next_item(
    items: Sequence[Item],
    states: Iterable[State],
    *,
    turn: int,
    now: datetime,
    last: str = "",
    repeated: Sequence[str] = (),
) -> Item | None:
    """The question to ask as answer number `turn`; None when there is nothing more for today.

    `repeated` are those of the round under way that came back on the same day.
    """
    known = {item.id: item for item in items}
    seen = {state.item: state for state in states if state.item in known}
    again = [state for state in seen.values() if not state.right and state.due_turn is not None and state.item != last]
    again.sort(key=lambda state: (repeated.count(state.item), _turn(state)))
    ripe = [state for state in again if _turn(state) <= turn and _has_room(state.item, repeated)]
    due = sorted((state for state in seen.values() if state.due_at and state.due_at <= now), key=_due)
    fresh = (State(item.id) for item in interleaved(items) if item.id not in seen)
    # Every other one is new, as long as there are new ones: who knows little would otherwise see the same few for ever.
    order = (*ripe, *due, *fresh, *again) if turn % 2 else (*fresh, *ripe, *due, *again)
    first = next(iter(order), None)
    return None if first is None else known[first.item]


def _has_room(item: str, repeated: Sequence[str]) -> bool:
    return item not in repeated and len(repeated) < REPEATS_MAX


def repeats(answers: Iterable[tuple[str, datetime]], latest: int) -> list[str]:
    """Of the `latest` answers, the questions that had been answered before on the same day. Answers in their order."""
    given = list(answers)
    begun = len(given) - latest
    return [name for place, (name, at) in enumerate(given) if place >= begun and _met(name, at, given[:place])]


def _met(item: str, now: datetime, past: Iterable[tuple[str, datetime]]) -> bool:
    return any(name == item and now - at < INTERVALS[0] for name, at in past)


def _turn(state: State) -> int:
    return state.due_turn or 0


def _due(state: State) -> float:
    return state.due_at.timestamp() if state.due_at else 0.0


def interleaved(items: Sequence[Item]) -> list[Item]:
    """Objectives take turns, and so do the kinds of question within each: mixed practice is harder than one thing after
    another, and sticks better."""
    return _turns(
        _turns(kinds) for kinds in (_groups(each, type) for each in _groups(items, lambda item: item.objective))
    )


def _groups(items: Iterable[Item], key: Callable[[Item], Hashable]) -> list[list[Item]]:
    groups: dict[Hashable, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return list(groups.values())


def _turns(groups: Iterable[Sequence[Item]]) -> list[Item]:
    return [item for row in zip_longest(*groups) for item in row if item is not None]
