"""What the system itself must have: Pango for PDF files, and a browser for the browser tests."""

import ctypes
import os
import shutil
import sys

from launch.commands import run, step
from launch.errors import LaunchError

# Those that WeasyPrint loads; Debian's libpangoft2 brings the others. HarfBuzz's subsetter is
# optional to WeasyPrint, and makes badges twice as fast as the one in Python.
PANGO = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PATIENCE_SECONDS = 300
PANGO_PACKAGES = ("libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")


def require_pango() -> None:
    if not has_pango():
        install(*PANGO_PACKAGES, what="Pango, which lays out badges")
        if not has_pango():
            names = " and ".join(PANGO_PACKAGES)
            raise LaunchError(f"Pango does not load although {names} are installed.")


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


def install(*packages: str, what: str) -> None:
    """By apt, where this user may; elsewhere one sentence says what to install."""
    named = " ".join(packages)
    sudo = sudo_command()
    if shutil.which("apt-get") is None:
        raise LaunchError(f"This system lacks {what}: install what Debian calls {named}.")
    if sudo is None:
        raise LaunchError(f"This system lacks {what}: as root, run apt-get install {named}")
    step(f"Installing {what} ({named})")
    apt = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"]
    # Another checkout may be installing, or the system its updates: they are waited for.
    apt += ["-o", f"DPkg::Lock::Timeout={PATIENCE_SECONDS}"]
    failed = f"{named} could not be installed by apt-get"
    asks = bool(sudo) and sys.stdin.isatty()
    # The translations of every package's description weigh as much as what is to be installed.
    run(failed, [*apt, "-o", "Acquire::Languages=none", "update"], uses_terminal=asks)
    run(failed, [*apt, "install", "--no-install-recommends", *packages], uses_terminal=asks)


def sudo_command() -> list[str] | None:
    """What to put before a command to run it as root; None where this user cannot."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    # Without a terminal sudo must not wait for a password that nobody can type.
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]
