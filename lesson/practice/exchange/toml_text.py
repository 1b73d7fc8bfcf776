"""Writes the few shapes of TOML that quiz.toml is made of. A JSON string is a TOML string."""

import json
from collections.abc import Iterator, Mapping
from typing import Any


def item_text(table: Mapping[str, Any]) -> str:
    """An `[[items]]` table with the arrays of tables in it."""
    return "\n".join(_lines("items", table)) + "\n"


def _lines(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    yield f"[[{name}]]"
    arrays = {key: value for key, value in table.items() if isinstance(value, list)}
    for key, value in table.items():
        if key not in arrays:
            yield f"{key} = {_value(value)}"
    for key, rows in arrays.items():
        for row in rows:
            yield ""
            yield from _lines(f"{name}.{key}", row)


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
