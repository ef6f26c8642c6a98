"""What the system itself must have: Pango for PDF files, and a browser for the browser tests."""

import ctypes
import os
import shutil
import sys

from launch.commands import run, step
from launch.errors import LaunchError

# Those that WeasyPrint loads; Debian's libpangoft2 brings the others.
PANGO = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
)
PANGO_PACKAGE = "libpangoft2-1.0-0"
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


def require_pango() -> None:
    if not has_pango():
        install(PANGO_PACKAGE, what="Pango, which lays out badges")
        if not has_pango():
            raise LaunchError(f"Pango does not load although {PANGO_PACKAGE} is installed.")


def has_pango() -> bool:
    try:
        for name in PANGO:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def require_browser() -> None:
    if browser() is None:
        install(BROWSERS[0], what="a browser for the browser tests")


def browser() -> str | None:
    """The path of a chromium that the browser tests can drive."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install(package: str, *, what: str) -> None:
    """By apt, where this user may; elsewhere one sentence says what to install."""
    sudo = sudo_command()
    if shutil.which("apt-get") is None:
        raise LaunchError(
            f"This system lacks {what}: install the package that Debian calls {package}."
        )
    if sudo is None:
        raise LaunchError(f"This system lacks {what}: as root, run apt-get install {package}")
    step(f"Installing {what} ({package})")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    failed = f"{package} could not be installed by apt-get"
    asks = bool(sudo) and sys.stdin.isatty()
    # The translations of every package's description weigh as much as what is to be installed.
    run(failed, [*apt, "-o", "Acquire::Languages=none", "update"], uses_terminal=asks)
    run(failed, [*apt, "install", "--no-install-recommends", package], uses_terminal=asks)


def sudo_command() -> list[str] | None:
    """What to put before a command to run it as root; None where this user cannot."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    # Without a terminal sudo must not wait for a password that nobody can type.
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
