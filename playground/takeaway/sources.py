"""The files that run, read from where they run, and the lines on which a symbol of theirs stands.

Nothing is copied and no line number is written down, so what is shown cannot differ from what runs.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import msgspec

PLAYGROUND = Path(__file__).resolve().parent.parent
FILES = {
    "policies": "checkout/policies.py",
    **{path.stem: f"patterns/{path.name}" for path in sorted((PLAYGROUND / "patterns").glob("[a-z]*.py"))},
}
"""By the name in the address, the file inside this package."""
FIRST = ("policies", "retry", "backoff", "retry_budget", "timeout", "circuit_breaker", "bulkhead")


class Source(msgspec.Struct, frozen=True):
    """`symbols` gives first and last line of each, by dotted name; a parameter or field is one line."""

    name: str
    path: str
    title: str
    text: str
    symbols: dict[str, tuple[int, int]]


@cache
def source(name: str) -> Source:
    """Raises KeyError where there is none of that name."""
    path = FILES[name]
    text = (PLAYGROUND / path).read_text("utf-8")
    tree = ast.parse(text)
    about = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
    return Source(name, f"playground/{path}", about, text, dict(_symbols(tree, "")))


def sources() -> list[Source]:
    """All of them, those that people look for first in front."""
    rest = [name for name in FILES if name not in FIRST]
    return [source(name) for name in (*FIRST, *rest)]


def _symbols(node: ast.AST, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = prefix + child.name
            yield name, (child.lineno, child.end_lineno or child.lineno)
            if isinstance(child, ast.ClassDef):
                yield from _symbols(child, f"{name}.")
            elif child.name == "__init__":
                yield from _parameters(child, prefix)
        else:
            yield from _assigned(child, prefix)


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """What a class is made with counts as the class's own: `Retry.max_attempts`."""
    for argument in (*function.args.args, *function.args.kwonlyargs):
        yield prefix + argument.arg, (argument.lineno, argument.lineno)


def _assigned(node: ast.AST, prefix: str) -> Iterator[tuple[str, tuple[int, int]]]:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield prefix + node.target.id, (node.lineno, node.end_lineno or node.lineno)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        yield prefix + node.targets[0].id, (node.lineno, node.end_lineno or node.lineno)
