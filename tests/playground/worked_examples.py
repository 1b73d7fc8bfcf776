"""The commands that a document shows with their output: run again by a test, and rewritten by

python -m tests.playground.worked_examples docs/experiments.md
"""

import os
import re
import shlex
import sys
from pathlib import Path

BLOCK = re.compile(r"^```console\n\$ (python manage\.py (\w+) .*)\n((?:.*\n)*?)```$", re.MULTILINE)


def commands(document: str) -> list[tuple[str, str]]:
    """Each command with the output shown beneath it."""
    return [(match[1], match[3]) for match in BLOCK.finditer(document)]


def output(command: str) -> str:
    from tests.playground.command_line import printed

    _, _, name, *words = shlex.split(command)
    return printed(*words, command=name).strip("\n") + "\n"


def rewritten(document: str) -> str:
    return BLOCK.sub(lambda match: f"```console\n$ {match[1]}\n{output(match[1])}```", document)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lesson.settings")
    django.setup()
    for path in map(Path, sys.argv[1:]):
        path.write_text(rewritten(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
