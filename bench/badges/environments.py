"""The peers as installed from the package index, each in a virtual environment of its own.

Made once under `var/`; a peer that cannot be had is left out of the run, and the run says why.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ACCELERATOR = "rl_accel"


class MissingError(Exception):
    """What stands in the way of a peer, in one line."""


@dataclass(frozen=True)
class Peer:
    """`series`: of the Pythons that its package asks for, the one looked for. `module` draws its
    badges; blank for one that prints none.
    """

    name: str
    requirement: str
    module: str
    series: str
    least: tuple[int, int, int]
    beside: tuple[str, ...] = ()


PRETIX = Peer("pretix 2026.8.0", "pretix==2026.8.0", "bench.badges.peer_pretix", "3.11", (3, 11, 0))
INDICO = Peer("Indico 3.3.14", "indico==3.3.14", "bench.badges.peer_indico", "3.12", (3, 12, 2))


@dataclass(frozen=True)
class Environment:
    """`accelerator` is a folder for PYTHONPATH. `note` says what is unusual about it."""

    python: Path
    accelerator: Path
    note: str = ""


def environment(peer: Peer, home: Path) -> Environment:
    """Sets it up where it is not yet. Raises MissingError."""
    folder = home / peer.requirement.replace("==", "-")
    python, accelerator = folder / "bin/python", folder / ACCELERATOR
    note = folder / "note"
    if not note.exists():
        print(f"Installing {peer.name} …", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        interpreter, version = _interpreter(peer)
        _run([str(interpreter), "-m", "venv", str(folder)], f"{peer.name}: no environment")
        is_older = version < peer.least
        leniently = ["--ignore-requires-python"] if is_older else []
        _pip(python, [*leniently, peer.requirement, *peer.beside], peer)
        if peer.module:
            _pip(python, ["--target", str(accelerator), "--no-deps", ACCELERATOR], peer)
        found, asked = (".".join(map(str, one)) for one in (version, peer.least))
        note.write_text(
            f"{peer.name} asks for Python {asked} or newer and ran on {found}" if is_older else ""
        )
    return Environment(python, accelerator, note.read_text())


def _interpreter(peer: Peer) -> tuple[Path, tuple[int, int, int]]:
    """The newest of its series on this machine."""
    found = {path: version for path in _candidates(peer.series) if (version := _version(path))}
    fitting = {path: version for path, version in found.items() if _is_of(version, peer.series)}
    if not fitting:
        raise MissingError(f"{peer.name} needs Python {peer.series}, which is not here")
    path = max(fitting, key=lambda one: fitting[one])
    return path, fitting[path]


def _candidates(series: str) -> Iterator[Path]:
    name = f"python{series}"
    for folder in (*os.get_exec_path(), Path(sys.executable).parent):
        if Path(folder, name).exists():
            yield Path(folder, name)
    # Managers of versions keep more than one, and not all on the path.
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    yield from sorted(pyenv.glob(f"versions/{series}*/bin/{name}"))
    uv = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / "uv/python"
    yield from sorted(uv.glob(f"cpython-{series}*/bin/{name}"))


def _version(python: Path) -> tuple[int, int, int] | None:
    asked = [str(python), "-c", "import sys; print(*sys.version_info[:3])"]
    answer = subprocess.run(asked, capture_output=True, text=True, check=False)
    if answer.returncode:
        return None
    major, minor, micro = map(int, answer.stdout.split())
    return major, minor, micro


def _is_of(version: tuple[int, int, int], series: str) -> bool:
    return ".".join(map(str, version[:2])) == series


def _pip(python: Path, arguments: list[str], peer: Peer) -> None:
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, *arguments], f"{peer.name} could not be installed")


def _run(command: list[str], failure: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if "ERROR" in line]
        raise MissingError(f"{failure}: {(errors or done.stderr.splitlines() or ['?'])[-1]}")
