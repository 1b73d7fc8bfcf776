"""The engine is pure: standard library and msgspec, no wall clock, no chance of its own. Checked by allow-list."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import ROOT

PURE_PACKAGES = ["virtual_time", "patterns", "checkout", "narrator", "tales"]
PURE_MODULES = [
    "addresses.py",
    "cards.py",
    "experiments.py",
    "first_requests.py",
    "headline.py",
    "knobs.py",
    "links.py",
    "measures.py",
    "runs.py",
]
NOT_REPEATABLE = {"time", "random", "secrets", "uuid", "datetime"}
ALLOWED = sys.stdlib_module_names - NOT_REPEATABLE | {"msgspec", "playground"}


def pure_files() -> list[Path]:
    playground = ROOT / "playground"
    inside = [path for package in PURE_PACKAGES for path in (playground / package).rglob("*.py")]
    return sorted(inside + [playground / name for name in PURE_MODULES if (playground / name).exists()])


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def impure_part_of_playground(name: str) -> bool:
    return name.startswith(("playground.live", "playground.views", "playground.urls", "playground.models"))


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_pure_module_imports_only_what_makes_runs_repeatable(path):
    names = set(imported(path))
    foreign = {name for name in names if name.split(".")[0] not in ALLOWED}
    assert not foreign | {name for name in names if impure_part_of_playground(name)}
