"""Finds a Chromium to test with, and installs one where there is none: `python -m tests.browser.chromium`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
INSTALL_S_MAX = 600

ARGUMENTS = [
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),  # its sandbox refuses to run as root
]


def find() -> str | None:
    """The path of a browser: CHROMIUM, else one on the PATH, else the one Playwright installed."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = next(filter(None, map(shutil.which, NAMES)), None)
    return on_path or (str(MAC) if MAC.exists() else playwrights_own())


def playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    print("No Chromium or Chrome found; asking Playwright to install its own.", flush=True)
    if not succeeds([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]) or not find():
        print("That failed; asking apt-get for Debian's chromium.", flush=True)
        succeeds(["apt-get", "update", "-qq"])
        succeeds(["apt-get", "install", "-y", "-qq", "chromium"])


def succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, timeout=INSTALL_S_MAX).returncode == 0
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
