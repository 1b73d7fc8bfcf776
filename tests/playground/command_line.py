"""The `experiment` and `evidence` commands as somebody at a terminal meets them."""

import csv
import json
import subprocess
import sys
from io import StringIO
from typing import Any, NamedTuple

from django.core.management import call_command

from playground.management.commands import evidence, experiment
from tests.site import ROOT

END_S_MAX = 30
COMMANDS = {"experiment": experiment.Command, "evidence": evidence.Command}


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def printed(*words: str, command: str = "experiment") -> str:
    """What the command prints; a mistake is an exception."""
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue()


def results(*words: str) -> list[dict[str, Any]]:
    return json.loads(printed(*words, "--format", "json"))


def result(*words: str) -> dict[str, Any]:
    (only,) = results(*words)
    return only


def rows(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(printed(*words, "--format", "csv"))))


def ended(capsys, *words: str, command: str = "experiment") -> Ended:
    """Run as `manage.py` does, in this process."""
    capsys.readouterr()
    code = 0
    try:
        COMMANDS[command]().run_from_argv(["manage.py", command, *words])
    except SystemExit as end:
        code = int(end.code or 0)
    return Ended(code, *capsys.readouterr())


def started(*words: str, command: str = "experiment", **how: Any) -> subprocess.Popen[str]:
    """A process of its own, in a session of its own, as a shell's job is."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "start_new_session": True}
    return subprocess.Popen([sys.executable, "manage.py", command, *words], cwd=ROOT, **(pipes | how))
