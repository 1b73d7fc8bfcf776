"""Same inputs, same fingerprint: in one step or thousands, in any process, on every CPython that can be found here."""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from playground.checkout.events import Event
from playground.runs import Run
from tests.playground.runs.varied import RECIPES, SECONDS, fingerprint
from tests.site import ROOT

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
GIVE_UP_S = 120


@cache
def here(name: str) -> str:
    return fingerprint(RECIPES[name])


def asked(python: str, **environment: str) -> dict[str, str]:
    """What another interpreter makes of the same recipes."""
    done = subprocess.run(
        [python, "-W", "error", "-m", "tests.playground.runs.varied"],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=GIVE_UP_S,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", RECIPES)
def test_played_twice(name):
    assert fingerprint(RECIPES[name]) == here(name)


@pytest.mark.parametrize("name", RECIPES)
@pytest.mark.parametrize("steps", [7, 3000])
def test_in_one_step_and_in_many(name, steps):
    assert fingerprint(RECIPES[name], steps) == here(name)


@pytest.mark.parametrize("hash_seed", ["0", "1", "4711"])
def test_in_another_process_with_other_hashes(hash_seed):
    assert asked(sys.executable, PYTHONHASHSEED=hash_seed) == {name: here(name) for name in RECIPES}


@pytest.mark.parametrize("version", PYTHONS)
def test_on_another_python(version):
    python = interpreter(version)
    assert asked(python) == {name: here(name) for name in RECIPES}


def test_unlike_recipes_have_unlike_traces():
    assert len({here(name) for name in RECIPES}) == len(RECIPES)


def test_another_seed_is_another_trace():
    calm = RECIPES["calm"]
    assert fingerprint(msgspec.structs.replace(calm, seed=calm.seed + 1)) != here("calm")


def test_the_recipes_do_what_they_are_for():
    """They hold every kind of event that a run can have, or they would prove little."""
    seen = set()
    for each in RECIPES.values():
        with Run(each) as run:
            seen |= {type(event) for event in run.advance(SECONDS)}
    missing = {kind.__name__ for kind in set(get_args(Event)) - seen}
    assert missing <= {"ArrivalsEnded", "CustomerNotified"}


# -- finding interpreters ----------------------------------------------------------------------------------------------


def interpreter(version: str) -> str:
    """A Python of that version with msgspec, in an environment of its own that is kept beside ours; or skip."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    home = ROOT / ".venv" / "other-pythons" / version
    python = home / "bin" / "python"
    if not (home / "done").exists():
        make_environment(home, found(version))
    return str(python)


def found(version: str) -> str:
    candidates = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}*/bin/python")]
    for candidate in filter(None, candidates):
        told = subprocess.run(
            [candidate, "-c", "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, timeout=GIVE_UP_S,
        )  # fmt: skip
        if told.stdout.strip() == version:
            return str(candidate)
    pytest.skip(f"there is no Python {version} here")


def make_environment(home: Path, python: str) -> None:
    pinned = re.search(r"^msgspec==\S+", (ROOT / "requirements.txt").read_text(), re.MULTILINE).group()
    shutil.rmtree(home, ignore_errors=True)
    for command in (
        [python, "-m", "venv", str(home)],
        [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", pinned],
    ):
        done = subprocess.run(command, capture_output=True, text=True, timeout=GIVE_UP_S)
        if done.returncode != 0:
            pytest.skip(f"no {pinned} for {python}: {done.stderr.strip()[-200:]}")
    (home / "done").touch()
