"""`make t` on a checkout where nobody has made anything yet but installed the packages."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conference import embedded
from launch import libraries, stamps

SOURCES = ("Makefile", "pyproject.toml", "package.json", "package-lock.json")
FOLDERS = ("conference", "launch", "requirements", "tests")
NOTHING_IS_FETCHED = {"PIP_NO_INDEX": "1", "UV_OFFLINE": "1", "npm_config_offline": "true"}
PATIENCE_SECONDS = 120


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this one without `var/`; its packages are links to ours, said to be installed."""
    for name in SOURCES:
        shutil.copy(embedded.ROOT / name, tmp_path)
    for name in FOLDERS:
        shutil.copytree(embedded.ROOT / name, tmp_path / name)
    for name in (".venv", "node_modules"):
        (tmp_path / name).mkdir()
        for entry in (embedded.ROOT / name).iterdir():
            if "stamp" not in entry.name:
                (tmp_path / name / entry.name).symlink_to(entry)
    pins = tmp_path / "requirements"
    for kind in ("setup", "test"):
        stamps.write(tmp_path / f".venv/stamp-{kind}", stamps.digest(pins / f"{kind}.txt"))
    locks = [tmp_path / name for name in ("package.json", "package-lock.json")]
    stamps.write(tmp_path / "node_modules/.stamp", f"{stamps.digest(*locks)} test")
    browser = tmp_path / "programs" / libraries.BROWSERS[0]
    browser.parent.mkdir()
    browser.touch(mode=0o755)
    return tmp_path


def environment(programs: Path) -> dict[str, str]:
    """Not this run's own `var/`; and a browser is there, whatever the system has."""
    ours = {name: value for name, value in os.environ.items() if name != "VAR_DIR"}
    return ours | NOTHING_IS_FETCHED | {"PATH": f"{programs}{os.pathsep}{ours['PATH']}"}


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_one_test_file_finds_fonts_and_styles_on_a_fresh_checkout(checkout: Path) -> None:
    subprocess.run(
        ["make", "t", "F=--version"],
        cwd=checkout,
        env=environment(checkout / "programs"),
        check=True,
        timeout=PATIENCE_SECONDS,
    )

    for name in ("fonts", "assets"):
        assert files_in(checkout / "var" / name) == files_in(embedded.ROOT / "var" / name) != []
