"""Find what no Python package can bring, and install it through the system's own package manager.

    python tools/system_packages.py venv | pango | chromium | calcurse

venv: the standard library's venv, which some systems ship apart. pango: the libraries WeasyPrint lays out
PDFs with. chromium: the browser that the browser tests drive. calcurse: the calendar program that a test
opens the calendar feed in. Exits 0 when it is there or was installed, 1 with the reason and the command to
run by hand otherwise. Standard library only: it runs before anything else is there. CHROMIUM names a browser
that is to be used.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"


@dataclass(frozen=True)
class Need:
    """`packages` by package manager; `without` says what a person does not get without it."""

    present: Callable[[], bool]
    packages: dict[str, tuple[str, ...]]
    without: str


def chromium() -> str | None:
    """Path of a Chromium: the one CHROMIUM names, else the first on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    found = (shutil.which(name) for name in (*CHROMIUM_NAMES, MAC_CHROME))
    return next((path for path in found if path), None)


def _works(*command: str) -> bool:
    try:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    except OSError:
        return False
    return done.returncode == 0


def _chromium_works() -> bool:
    path = chromium()
    return path is not None and _works(path, "--version")


VENV_PACKAGE = f"python3.{sys.version_info.minor}-venv"
NEEDS = {
    "venv": Need(
        present=lambda: _works(sys.executable, "-c", "import venv, ensurepip"),
        packages={"apt-get": (VENV_PACKAGE,)},
        without="Python's venv module is missing, so nothing can be installed.",
    ),
    "pango": Need(
        present=lambda: _works(sys.executable, "-c", "import weasyprint"),
        packages={
            "apt-get": ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
            "dnf": ("pango",),
            "apk": ("pango", "fontconfig", "ttf-dejavu"),
            "brew": ("pango",),
        },
        without="The Pango libraries are missing: everything works except PDFs.",
    ),
    "chromium": Need(
        present=_chromium_works,
        packages={
            "apt-get": ("chromium",),
            "dnf": ("chromium",),
            "apk": ("chromium",),
            "brew": ("chromium",),
        },
        without="The browser tests need Chromium or Chrome, and none was found. CHROMIUM=/path names one.",
    ),
    "calcurse": Need(
        present=lambda: _works("calcurse", "--version"),
        packages={
            "apt-get": ("calcurse",),
            "dnf": ("calcurse",),
            "apk": ("calcurse",),
            "brew": ("calcurse",),
        },
        without="A test opens the calendar feed in a real calendar program, calcurse, and it was not found.",
    ),
}
INSTALL = {
    "apt-get": ("apt-get", "install", "--yes", "--no-install-recommends"),
    "dnf": ("dnf", "install", "--assumeyes"),
    "apk": ("apk", "add"),
    "brew": ("brew", "install"),
}
REFRESH = {"apt-get": ("apt-get", "update", "--quiet"), "apk": ("apk", "update")}


def main(name: str) -> int:
    need = NEEDS[name]
    if need.present():
        return 0
    manager = next(
        (manager for manager in INSTALL if manager in need.packages and shutil.which(manager)), None
    )
    if manager is None:
        return _give_up(need, "No package manager known here (apt-get, dnf, apk, brew) can install it.")
    packages = need.packages[manager]
    by_hand = f"Run by hand: {' '.join((*INSTALL[manager], *packages))}"
    prefix = _privilege(manager)
    if prefix is None:
        return _give_up(need, f"Installing it takes root or sudo. {by_hand}")
    print(f"Installing with {manager}: {' '.join(packages)}", flush=True)
    if not _install(manager, packages, prefix) or not need.present():
        return _give_up(need, f"The installation did not work. {by_hand}")
    return 0


def _give_up(need: Need, reason: str) -> int:
    print(f"{need.without}\n{reason}", file=sys.stderr)
    return 1


def _privilege(manager: str) -> tuple[str, ...] | None:
    """What to put before the command; None where it cannot be run without asking for a password."""
    if manager == "brew" or os.geteuid() == 0:
        return ()
    if shutil.which("sudo") and (sys.stdin.isatty() or _works("sudo", "--non-interactive", "true")):
        return ("sudo",)
    return None


def _install(manager: str, packages: tuple[str, ...], prefix: tuple[str, ...]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = [REFRESH[manager]] if manager in REFRESH else []
    for command in [*commands, (*INSTALL[manager], *packages)]:
        if subprocess.call((*prefix, *command), env=quiet, stdout=subprocess.DEVNULL):
            return False
    return True


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in NEEDS:
        sys.exit(f"usage: system_packages.py {' | '.join(NEEDS)}")
    sys.exit(main(sys.argv[1]))
