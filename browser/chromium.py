"""Finds the browser that tests and pictures drive, and obtains one where there is none.

`./run test` runs this file before the tests and hands its answer on in KELISIM_BROWSER; a test
session that was started in another way asks the same function. In this order: KELISIM_BROWSER, a
Chromium, Chrome or Edge of this computer, Playwright's own, Debian's package (as root).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
MAC_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_PLACES = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)


class NoBrowserError(Exception):
    """There is no browser, and none could be obtained."""

    @property
    def user_message(self) -> str:
        """What the command line prints."""
        return str(self)


def find() -> Path | None:
    """Return a browser that is there already, or None.

    Raises
    ------
    NoBrowserError
        When KELISIM_BROWSER names a file that does not exist.
    """
    named = os.environ.get("KELISIM_BROWSER")
    if named:
        if not Path(named).is_file():
            raise NoBrowserError(f"KELISIM_BROWSER names no file: {named}")
        return Path(named)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    roots = [os.environ[root] for root in WINDOWS_ROOTS if root in os.environ]
    places = [Path(root) / place for root in roots for place in WINDOWS_PLACES]
    places += [Path(place) for place in MAC_PLACES]
    places += playwrights_own()
    return next((place for place in places if place.is_file()), None)


def playwrights_own() -> list[Path]:
    """Return where Playwright keeps the Chromium of its version (it may not be there)."""
    from playwright.sync_api import sync_playwright  # slow, and rarely needed

    with sync_playwright() as playwright:
        return [Path(playwright.chromium.executable_path)]


def find_or_install() -> Path:
    """Return a browser, after obtaining one if there is none.

    Raises
    ------
    NoBrowserError
        When none could be obtained.
    """
    for install in (None, install_playwrights, install_debians):
        if install is not None:
            install()
        found = find()
        if found:
            return found
    raise NoBrowserError(
        "Tests and pictures need Chromium, Chrome or Edge; none was found and none could be "
        "installed. Install one, or name it: KELISIM_BROWSER=/path/to/browser"
    )


def install_playwrights() -> None:
    """Ask Playwright for its own Chromium."""
    attempt([sys.executable, "-m", "playwright", "install", "chromium"])


def install_debians() -> None:
    """Install Debian's package, where this is Debian (or its kin) and we are root."""
    if sys.platform != "win32" and shutil.which("apt-get") and os.geteuid() == 0:
        attempt(["apt-get", "update", "-q"])
        attempt(["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"])


def attempt(command: list[str]) -> None:
    """Run `command` and say so; whether it helped is seen by looking for the browser again."""
    print("No browser yet:", *command, file=sys.stderr, flush=True)
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        errors = [line for line in done.stdout.splitlines() if line.startswith(("E", "Error"))]
        print(f"... failed with exit code {done.returncode}", *errors[:1], file=sys.stderr)


if __name__ == "__main__":
    try:
        print(find_or_install())
    except NoBrowserError as error:
        sys.exit(str(error))
