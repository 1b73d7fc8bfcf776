"""Code shown in the text: the very files the engine runs, cut by symbol, with the lines that ran marked.

Nothing is copied into the lesson, so what is shown cannot differ from what ran.
"""

import ast
import re
from pathlib import Path

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from lesson.reading.text.blocks import CodeLine
from lesson.reading.text.problems import Problems

PATTERNS = Path("playground/patterns")
TAG = re.compile(r"<(/?)span([^>]*)>")


def symbol_spans(text: str) -> dict[str, tuple[int, int]]:
    """First and last line of every function and class, by its dotted name; decorators included."""
    spans: dict[str, tuple[int, int]] = {}

    def visit(node: ast.AST, prefix: str) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                name = f"{prefix}{child.name}"
                first = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
                spans[name] = (first, child.end_lineno or first)
                visit(child, f"{name}.")

    visit(ast.parse(text), "")
    return spans


def cut(path: Path, symbols: list[str], where: tuple[Path, int], problems: Problems) -> tuple[str, list[range]]:
    """The file's text and the line ranges that show `symbols`, in the order of the file."""
    try:
        text = path.read_text("utf-8")
    except OSError:
        problems.add(*where, f"there is no {path.name} in {path.parent.name}/")
        return "", []
    spans = symbol_spans(text)
    for symbol in symbols:
        if symbol not in spans:
            problems.add(*where, f"{path.name} has no {symbol}")
    chosen = sorted(spans[symbol] for symbol in symbols if symbol in spans)
    whole = [(1, len(text.splitlines()))]
    return text, [range(first, last + 1) for first, last in (chosen if symbols else whole)]


def code_lines(text: str, ranges: list[range], ran: frozenset[int]) -> tuple[CodeLine | None, ...]:
    highlighted = highlighted_lines(text, "python")
    lines: list[CodeLine | None] = []
    shown_to = 0
    for span in ranges:
        if lines and span.start > shown_to:
            lines.append(None)
        lines += [CodeLine(number, highlighted[number - 1], number in ran) for number in span]
        shown_to = span.stop
    return tuple(lines)


def highlighted_lines(text: str, language: str) -> list[str]:
    """HTML for each line; a span that crosses lines (a docstring) is closed and reopened on each."""
    lines: list[str] = []
    open_tags: list[str] = []
    for line in highlighted(text, language).split("\n"):
        start = "".join(open_tags)
        for match in TAG.finditer(line):
            if match[1]:
                open_tags.pop()
            else:
                open_tags.append(match[0])
        lines.append(start + line + "</span>" * len(open_tags))
    return lines


def highlighted(text: str, language: str) -> str:
    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        lexer = get_lexer_by_name("text", stripnl=False)
    return highlight(text, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")
