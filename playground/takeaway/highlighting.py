"""Source text as lines of marked-up tokens. Classes only: the colours are in code.css, and no style is inline."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES, _TokenType


def highlighted(text: str, language: str) -> list[SafeString]:
    """HTML for each line; a token that crosses lines is marked on each."""
    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    lines: list[list[str]] = [[]]
    for kind, value in lexer.get_tokens(text.rstrip("\n")):
        first, *rest = value.split("\n")
        lines[-1].extend(_token(kind, first))
        lines.extend(list(_token(kind, part)) for part in rest)
    return [mark_safe("".join(line)) for line in lines]  # noqa: S308  (every token was escaped)


def _token(kind: _TokenType, value: str) -> Iterator[str]:
    if not value:
        return
    short = _class(kind)
    yield f'<span class="{short}">{escape(value)}</span>' if short else escape(value)


def _class(kind: _TokenType) -> str:
    """Pygments' short name of the kind, or of the nearest kind above it that has one."""
    known: _TokenType | None = kind
    while known is not None and known not in STANDARD_TYPES:
        known = known.parent
    return STANDARD_TYPES[known] if known is not None else ""
