"""Finds a Chromium to test with, and installs one where there is none: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
INSTALL_S_MAX = 600

IS_ROOT = os.name == "posix" and os.geteuid() == 0

ARGUMENTS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if IS_ROOT else []),  # its sandbox refuses to run as root
]


def find() -> str | None:
    """The path of a browser that starts: CHROMIUM, else one on the PATH, else the one Playwright installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for path in candidates() if path and starts(path)), None)


def candidates() -> Iterator[str | None]:
    yield from map(shutil.which, NAMES)
    yield MAC
    yield playwrights_own()


def starts(path: str) -> bool:
    """A stub that only tells how to install a browser does not."""
    return Path(path).exists() and succeeds([path, "--version"], stderr=subprocess.DEVNULL)


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def install() -> None:
    print("No Chromium or Chrome found; asking Playwright to install its own.", flush=True)
    install_playwrights_own()
    if not find():
        print("That failed; asking apt-get for Debian's chromium.", flush=True)
        succeeds(["apt-get", "update", "-qq"])
        succeeds(["apt-get", "install", "-y", "-qq", "chromium"])


def install_playwrights_own() -> None:
    playwright = [sys.executable, "-m", "playwright"]
    if succeeds([*playwright, "install", "chromium"]) and IS_ROOT:
        succeeds([*playwright, "install-deps", "chromium"])


def succeeds(command: list[str], stderr: int | None = None) -> bool:
    try:
        return subprocess.run(command, timeout=INSTALL_S_MAX, stdout=subprocess.DEVNULL, stderr=stderr).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> None:
    if not find():
        install()
    found = find()
    if not found:
        sys.exit(
            "The browser tests need Chromium or Chrome. Install one, or name it: make test CHROMIUM=/path/to/chrome"
        )
    print(f"Browser tests will use {found}")


if __name__ == "__main__":
    main()
