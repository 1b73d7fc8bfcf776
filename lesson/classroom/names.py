"""Names for people who did not give one: two plain words that nobody needs to be ashamed of, unique in the room.

Adjectives say nothing about a person's body, mind or rank; the nouns are things one meets on a walk.
"""

import secrets
from collections.abc import Container
from itertools import count

ADJECTIVES = (
    "Amber", "Autumn", "Blue", "Bright", "Calm", "Clear", "Copper", "Coral", "Early", "Evening", "Fresh", "Golden",
    "Green", "Hazel", "Indigo", "Ivory", "Lilac", "Maple", "Merry", "Mild", "Morning", "Northern", "Olive", "Quiet",
    "River", "Rosy", "Ruby", "Sandy", "Silver", "Southern", "Spring", "Starry", "Steady", "Summer", "Sunny",
    "Swift", "Velvet", "Violet", "Warm", "Winter",
)  # fmt: skip
NOUNS = (
    "Acorn", "Alder", "Aspen", "Beacon", "Birch", "Brook", "Cedar", "Clover", "Comet", "Cove", "Dune", "Elm",
    "Fern", "Field", "Finch", "Garden", "Harbour", "Heath", "Heron", "Hill", "Island", "Kestrel", "Lantern", "Lark",
    "Linden", "Meadow", "Meteor", "Moss", "Orchard", "Otter", "Pebble", "Pine", "Plover", "Poppy", "Reed", "Robin",
    "Rowan", "Shore", "Sparrow", "Star", "Stream", "Swallow", "Thistle", "Tide", "Valley", "Wagtail", "Willow",
    "Wren",
)  # fmt: skip
DRAWS_MAX = 40


def draw(taken: Container[str]) -> str:
    """A name that is not taken; with a number once words alone do not suffice."""
    for _ in range(DRAWS_MAX):
        name = f"{secrets.choice(ADJECTIVES)} {secrets.choice(NOUNS)}"
        if name not in taken:
            return name
    return next(numbered for number in count(2) if (numbered := f"{name} {number}") not in taken)
