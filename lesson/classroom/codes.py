"""A room's code: six of 31 symbols, drawn by `secrets`, and typed in by people who read it off a wall.

Of letters that look alike one is used, and whatever is typed becomes that one: every letter and digit means a symbol,
so a code that can be typed at all is at worst the code of no room.
"""

import secrets

SYMBOLS = "0123456789ABCDEFGHJKMNPRSTVWXYZ"
"""31 of them: no I or L beside 1, no O or Q beside 0, no U beside V."""
LENGTH = 6
HALF = LENGTH // 2
_ALIKE = str.maketrans("OQILU", "0011V")


def draw() -> str:
    """One of 31⁶, about 890 million."""
    return "".join(secrets.choice(SYMBOLS) for _ in range(LENGTH))


def read(typed: str) -> str:
    """What somebody meant: no matter the case, spaces, hyphens or lookalikes. "" where it can be no code."""
    if len(typed) > 4 * LENGTH:
        return ""
    code = "".join(letter for letter in typed.upper() if letter not in " -–—\u00a0").translate(_ALIKE)
    return code if len(code) == LENGTH and set(code) <= set(SYMBOLS) else ""


def shown(code: str) -> str:
    """In two halves, as people say it."""
    return f"{code[:HALF]}-{code[HALF:]}"


class Converter:
    """In addresses: `<room_code:code>` takes a code however it is written and hands on the one that is meant."""

    regex = "[0-9A-Za-z]{3}-?[0-9A-Za-z]{3}"

    def to_python(self, value: str) -> str:
        return read(value)

    def to_url(self, value: str) -> str:
        return value
