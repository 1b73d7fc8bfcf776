"""How our commands behave at a terminal: one line for a mistake, quiet when the reader leaves, gone after Ctrl-C."""

import argparse
import os
import shutil
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

EXIT_FAILED = 1
EXIT_REFUSED = 2
EXIT_INTERRUPTED = 128 + signal.SIGINT
EXIT_BROKEN_PIPE = 128 + signal.SIGPIPE
WIDTH_WHERE_THERE_IS_NO_TERMINAL = 80


class Refused(CommandError):
    """A wrong option, value, file or combination: nothing was run. Django prints the class's name and the message."""

    def __init__(self, message: object) -> None:
        super().__init__(" ".join(str(message).split()), returncode=EXIT_REFUSED)


class Failed(CommandError):
    """All inputs were legal, and yet a run could not be finished."""

    def __init__(self, message: str) -> None:
        super().__init__(message, returncode=EXIT_FAILED)


class Interrupted(CommandError):
    """Somebody pressed Ctrl-C."""

    def __init__(self) -> None:
        super().__init__("stopped before everything was done", returncode=EXIT_INTERRUPTED)


class Once(argparse.Action):
    """An option that may be given once: of two values one would be ignored in silence."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: str | None = None) -> None:
        if getattr(namespace, self.dest) != self.default:
            parser.error(f"{option} is given twice")
        setattr(namespace, self.dest, values)


class QuietCommand(BaseCommand):
    """A command that keeps this module's law. Subclasses write `work`."""

    requires_system_checks: Sequence[str] = ()

    def create_parser(self, prog_name: str, subcommand: str, **more: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, allow_abbrev=False, **more)
        parser.error = self._refuse  # argparse's own prints the whole usage first
        return parser

    def _refuse(self, message: str) -> NoReturn:
        refusal = Refused(message)
        if not self._called_from_command_line:
            raise refusal
        self.stderr.write(f"Refused: {refusal}")
        sys.exit(EXIT_REFUSED)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _quiet_when_the_reader_leaves(self.stdout):
                self.work(options)
                self.stdout.flush()
        except KeyboardInterrupt:
            raise Interrupted from None

    def work(self, options: dict[str, Any]) -> None:
        raise NotImplementedError

    def show(self, what: RenderableType, options: dict[str, Any]) -> None:
        """Print a table: in colour on a terminal, plain and 80 columns wide elsewhere."""
        on_terminal = self.stdout.isatty()
        console = Console(
            file=StringIO(),
            width=width(),
            force_terminal=on_terminal,
            no_color=True if options.get("no_color") else None,
            highlight=False,
            soft_wrap=False,
        )
        console.print(what)
        lines = console.file.getvalue().splitlines()  # type: ignore[attr-defined]  # a StringIO
        self.stdout.write("\n".join(line.rstrip() for line in lines))


def width() -> int:
    """Of the terminal, in characters."""
    return shutil.get_terminal_size((WIDTH_WHERE_THERE_IS_NO_TERMINAL, 0)).columns


@contextmanager
def _quiet_when_the_reader_leaves(stdout: Any) -> Iterator[None]:
    """`| head` closes the pipe; that is no error of anybody's."""
    try:
        yield
    except BrokenPipeError:
        # Python flushes once more as it ends: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_BROKEN_PIPE)


@contextmanager
def held_back_interrupts() -> Iterator[Callable[[], None]]:
    """Ctrl-C is heard where the function yielded here is called, not somewhere in the engine. A second one anywhere."""
    pressed = False

    def press(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            raise KeyboardInterrupt
        pressed = True

    def hear() -> None:
        if pressed:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield hear
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield hear
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress(what: str, total: int, *, wanted: bool) -> Iterator[Callable[[float], None]]:
    """A bar on standard error, if that is a terminal. Yields a function that takes how many runs are done."""
    if not (wanted and sys.stderr.isatty()):
        yield lambda done: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)
