"""Drills on the live playground: each is a veiled shop, under a name of its own for each of the two days.

The name of the hidden day cannot be guessed: whoever was graded on it is told, to watch the worst run of it.

Called in the simulation thread; reads content, which is kept in memory, and never the database.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from django.utils.crypto import constant_time_compare, salted_hmac

from lesson.practice.drills import grading
from lesson.practice.drills.schema import ARMS, FOUND, Arm
from lesson.practice.shelf import drills_of
from lesson.reading.shelf import content_folder, lessons
from playground import links
from playground.knob import Value
from playground.live.veil import Veil

PREFIX = "drill"
SECRET_LENGTH = 16
"""Hexadecimal digits: 64 bits, and the name still fits into a message."""


def name_of(lesson: str, drill: str, arm: Arm = FOUND) -> str:
    """Under which the live playground knows it."""
    day = arm.name if arm is FOUND else _secret_word(lesson, drill, arm)
    return f"{PREFIX}:{lesson}:{drill}:{day}"


def _secret_word(lesson: str, drill: str, arm: Arm) -> str:
    return salted_hmac("practice.drills.hidden_day", f"{lesson}:{drill}:{arm.name}").hexdigest()[:SECRET_LENGTH]


def find(name: str) -> Veil | None:
    """The same object for the same name, as long as the content is the same."""
    return _find(content_folder(), name) if name.startswith(f"{PREFIX}:") else None


def link_to(name: str, seed: int, repair: Mapping[str, Value]) -> str:
    """A run of that shop, repaired, as a page may have it. Raises KeyError where there is no such shop."""
    veil = find(name)
    if veil is None:
        raise KeyError(name)
    recipe = veil.scenario.recipe(seed)
    return links.write(veil.bare(msgspec.structs.replace(recipe, knobs={**recipe.knobs, **repair})))


@lru_cache(maxsize=128)
def _find(folder: Path, name: str) -> Veil | None:
    _, *parts = name.split(":")
    if len(parts) != len(("lesson", "drill", "arm")):
        return None
    lesson = lessons().get(parts[0])
    named = drills_of(lesson).get(parts[1]) if lesson else None
    arm = next((arm for arm in ARMS if constant_time_compare(name, name_of(parts[0], parts[1], arm))), None)
    if named is None or arm is None:
        return None
    return Veil(grading.scenario_of(named.drill, name, arm), frozenset(named.drill.controls), grading.MOST)
