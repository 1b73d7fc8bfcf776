"""Mappings, lists and scalars as YAML, with comments. As much YAML as our own files need, and no more. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

PLAIN = re.compile(r"[A-Za-z/][\w./$-]*")
RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


class Remarked(msgspec.Struct, frozen=True):
    """A scalar with a comment behind it."""

    value: Any
    remark: str


def yaml(value: Mapping[str, Any]) -> str:
    return "\n".join(_lines(value, "")) + "\n"


def _lines(value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _entry(f"{indent}{scalar(key)}:", item, indent + "  ")
    else:
        for item in value:
            yield from _item(item, indent)


def _entry(head: str, item: Any, inside: str) -> Iterator[str]:
    if _nested(item):
        yield head
        yield from _lines(item, inside)
    else:
        yield f"{head} {_inline(item)}"


def _item(item: Any, indent: str) -> Iterator[str]:
    if not _nested(item):
        yield f"{indent}- {_inline(item)}"
        return
    first, *rest = _lines(item, indent + "  ")
    yield f"{indent}- {first.strip()}"
    yield from rest


def _nested(item: Any) -> bool:
    return isinstance(item, Mapping | Sequence) and not isinstance(item, str) and len(item) > 0


def _inline(item: Any) -> str:
    if isinstance(item, Remarked):
        return f"{scalar(item.value)}  # {item.remark}"
    return "{}" if item == {} else scalar(item)


def scalar(value: Any) -> str:
    if isinstance(value, str):
        plain = PLAIN.fullmatch(value) and value.lower() not in RESERVED
        return value if plain else json.dumps(value, ensure_ascii=False)
    return json.dumps(value)
