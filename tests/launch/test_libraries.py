"""A system that lacks something: small programs of our own stand in for apt-get and sudo."""

import os
from pathlib import Path

import pytest

from launch import libraries
from launch.errors import LaunchError

PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0"
RECORDS = """#!/bin/sh
echo "$(basename "$0") $*" >>"$CALLS"
case "$0" in *sudo) shift; exec "$@";; esac
"""
FAILS = """#!/bin/sh
echo Reading package lists...
echo "E: Unable to locate package libpangoft2-1.0-0"
exit 100
"""


class System:
    """One where Pango is missing, with the programs that a test gives it and a few real ones."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setenv("CALLS", str(self.calls))
        monkeypatch.setenv("VAR_DIR", str(folder / "var"))
        monkeypatch.setattr(libraries, "PANGO", ("libpango-that-nobody-has.so.0",))
        for name in ("env", "setpriv", "basename"):
            (folder / name).symlink_to(Path("/usr/bin") / name)

    def have(self, *names: str, program: str = RECORDS) -> None:
        for name in names:
            path = self.folder / name
            path.write_text(program)
            path.chmod(0o755)

    def told(self) -> str:
        with pytest.raises(LaunchError) as raised:
            libraries.require_pango()
        return str(raised.value)


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> System:
    return System(tmp_path, monkeypatch)


def be(uid: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)


def test_missing_library_on_a_system_without_apt_is_one_sentence_with_the_packages(
    system: System,
) -> None:
    assert system.told() == (
        f"This system lacks Pango, which lays out badges: install what Debian calls {PACKAGES}."
    )


def test_missing_library_of_a_user_who_may_not_install_is_one_sentence_with_the_packages(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.have("apt-get")
    be(1000, monkeypatch)

    assert system.told() == (
        f"This system lacks Pango, which lays out badges: as root, run apt-get install {PACKAGES}"
    )
    assert not system.calls.exists()


@pytest.mark.parametrize(("uid", "by"), [(0, []), (1000, ["sudo"])])
def test_missing_library_is_installed_by_who_may_without_asking_for_a_password(
    uid: int, by: list[str], system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.have("apt-get", "sudo")
    be(uid, monkeypatch)

    assert system.told() == (
        "Pango does not load although libpangoft2-1.0-0 and libharfbuzz-subset0 are installed."
    )
    calls = [line for line in system.calls.read_text().splitlines() if "install" in line]
    waiting = "-o DPkg::Lock::Timeout=300"
    apt = f"-q -y {waiting} install --no-install-recommends {PACKAGES}"
    asked = [f"sudo -n env DEBIAN_FRONTEND=noninteractive apt-get {apt}" for _ in by]
    assert calls == [*asked, f"apt-get {apt}"]


def test_apt_that_fails_is_told_with_its_own_complaint(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    system.have("apt-get", program=FAILS)
    be(0, monkeypatch)

    complaint = "E: Unable to locate package libpangoft2-1.0-0"
    assert system.told().splitlines() == [
        f"{PACKAGES} could not be installed by apt-get: {complaint}",
        f"The whole output is in {system.folder}/var/setup.log.",
    ]
