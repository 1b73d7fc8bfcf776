"""Events as words and attributes: "CardCharged" is "card charged", its fields bear Faultline's prefix."""

import re
from typing import Any

from playground.checkout.events import Event
from playground.checkout.trace import as_record

WITHOUT = {"event", "t", "order", "call"}
"""What the span that an event belongs to says already."""


def words_of(event: Event) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(event).__name__).lower()


def attributes_of(event: Event) -> dict[str, Any]:
    return {f"faultline.{name}": value for name, value in as_record(event).items() if name not in WITHOUT}
