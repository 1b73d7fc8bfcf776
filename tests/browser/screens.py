"""The screens a page is looked at on."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Screen:
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"
    motion: Literal["no-preference", "reduce"] = "no-preference"

    def __str__(self) -> str:
        return f"{self.width}x{self.height}-{self.scheme}"


DESKTOP = Screen(1440, 900)
DESKTOP_DARK = Screen(1440, 900, "dark")
PHONE = Screen(360, 740)
PHONE_DARK = Screen(360, 740, "dark")
ALL_SCREENS = [DESKTOP, DESKTOP_DARK, PHONE, PHONE_DARK]
