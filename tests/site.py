"""A real Faultline server for tests: its own process, port, database and log.

The test opens the listening socket and hands it to the server. A connection made before the server is ready waits in
the socket's queue, so nothing here polls or sleeps. The port is the site's for good: between two servers a second
socket holds it, which does not listen, so that connections are refused and nobody else is given the number.
"""

import os
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
START_S_MAX = 120
STOP_S_MAX = 60
"""Bounds, not expectations."""


class Site:
    module = "lesson.serve"

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        self.environment = (
            os.environ
            | {"FAULTLINE_DATA_DIR": str(folder), "FAULTLINE_ROOMS_PER_ADDRESS": "100000"}
            | (environment or {})
        )
        self.log = folder / "server.log"
        self.held = hold_a_port()
        self.port = self.held.getsockname()[1]
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def websocket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def start(self) -> Self:
        self.manage("migrate", "--verbosity", "0")
        self.serve()
        return self

    def manage(self, *arguments: str) -> str:
        """Run a management command against this site's database; return what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True, timeout=START_S_MAX
        ).stdout

    def serve(self) -> None:
        with listen(self.port) as listener, self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "--fd", str(listener.fileno())],
                cwd=ROOT, env=self.environment, pass_fds=[listener.fileno()], stdout=log, stderr=log,
            )  # fmt: skip
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=START_S_MAX) as response:
                assert response.status == 200
        except OSError as error:
            self.kill()
            raise AssertionError(f"The server did not start ({error}). Its log:\n{self.log.read_text()}") from error

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def close(self) -> None:
        self.stop()
        self.held.close()

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(STOP_S_MAX)
            self.process = None

    def restart(self) -> None:
        """Stop, then start again on the same port and database."""
        self.stop()
        self.serve()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.close()
        self.no_traceback_was_logged()

    def no_traceback_was_logged(self) -> None:
        log = self.log.read_text()
        assert "Traceback" not in log, f"The server logged an error:\n{log}"


def listen(port: int) -> socket.socket:
    listener = bound(port)
    listener.listen(1024)
    return listener


def hold_a_port() -> socket.socket:
    """A free port that the system gives to nobody else; whoever knows it may listen there."""
    return bound(0)


def bound(port: int) -> socket.socket:
    found = socket.socket()
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.bind(("127.0.0.1", port))
    return found
