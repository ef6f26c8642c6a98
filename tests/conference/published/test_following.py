"""What a host serves after each step of its follower, and whatever is away or dies meanwhile."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from conference import embedded
from conference.choices import ConferenceState
from conference.models import Conference, PublishedChange
from conference.published import archive, packing
from conference.published.folders import FORMER_STATES, HostFolders
from conference.published.following import Follower, alone_on
from conference.published.publishing import latest_number
from conference.published.serving import StandingFiles
from launch import processes
from tests.counting import Counted
from tests.factories import PublishedChangeFactory
from tests.published_files import page, publish, withdraw
from tests.servers import Process, worker_environment
from tests.survival.taken_away import Postgres


@pytest.fixture
def follower(host: HostFolders) -> Follower:
    return Follower(host)


def followed(follower: Follower) -> None:
    """Whatever the database says is here, if it can be had at all."""
    follower.tried_at = float("-inf")
    follower.step()
    if follower.fetching is not None:
        follower.fetching.join()
        follower.step()


def served(host: HostFolders, conference: Conference, name: str = "agenda/") -> str | None:
    """What a web process that begins now answers with."""
    file = StandingFiles(host.root).find(f"/en/{conference.slug}/{name}")
    return Path(file.alternatives[-1][1]).read_text() if file else None


def test_newest_files_are_served_and_two_former_folders_are_kept(
    follower: Follower, conference: Conference
) -> None:
    for number in range(5):
        publish(conference, page(conference, f"Release {number}"))
        followed(follower)

        assert served(follower.host, conference) == f"Release {number}"

    folders = {path.name for path in (follower.host.root / "folders").iterdir()}
    newest = PublishedChange.objects.order_by("-number")[: 1 + FORMER_STATES]
    assert folders == {change.digest for change in newest}


def test_nothing_is_asked_for_again_until_something_changes(
    follower: Follower, conference: Conference, django_assert_num_queries: Callable[..., object]
) -> None:
    publish(conference)
    followed(follower)

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        follower.step()


def test_rows_that_a_step_reads_do_not_grow_with_what_was_once_published(
    follower: Follower, conference: Conference
) -> None:
    read = []
    for earlier in (10, 100):
        number = latest_number(conference)
        PublishedChange.objects.bulk_create(
            PublishedChangeFactory.build(conference=conference, number=number + more, key="gone")
            for more in range(1, earlier + 1)
        )
        publish(conference, page(conference, f"After {earlier}"))
        followed(follower)
        withdraw(conference, "other/")
        found = Counted()
        with connection.execute_wrapper(found):
            follower.step()
        read.append((found.queries, found.rows))

    assert served(follower.host, conference) == "After 100"
    assert read == [(3, 5)] * 2


def test_host_that_is_far_behind_leaves_the_answers_to_django(
    follower: Follower, conference: Conference
) -> None:
    """What is taken off is looked for in the newest three; older files may say more."""
    publish(conference, page(conference))
    followed(follower)
    stood = []
    for number in range(3):
        default_storage.delete(publish(conference, page(conference, f"Newer {number}")).key)
        followed(follower)
        stood.append(served(follower.host, conference))

    assert stood == ["Agenda", "Agenda", None]


def test_what_is_taken_off_is_off_at_once_though_the_storage_is_away(
    follower: Follower, conference: Conference
) -> None:
    publish(conference, page(conference), page(conference, "Closed", "agenda/closed/"))
    followed(follower)
    withdraw(conference, "agenda/closed/")
    newer = publish(conference, page(conference, "Newer"))
    default_storage.delete(newer.key)

    followed(follower)

    assert served(follower.host, conference, "agenda/closed/") is None
    assert served(follower.host, conference) == "Agenda"


def test_taken_off_twice_and_back_with_newer_files(
    follower: Follower, conference: Conference
) -> None:
    names = ["one/", "two/", "three/"]
    files = [page(conference, name, name) for name in names]
    publish(conference, *files)
    followed(follower)
    seen = []
    for step in (
        lambda: withdraw(conference, "one/"),
        lambda: withdraw(conference, "two/"),
        lambda: publish(conference, *files),
    ):
        step()
        followed(follower)
        seen.append([served(follower.host, conference, name) for name in names])

    assert seen == [[None, "two/", "three/"], [None, None, "three/"], names]


def test_nothing_is_served_of_a_conference_taken_offline_or_renamed(
    follower: Follower, conference: Conference
) -> None:
    publish(conference)
    followed(follower)
    Conference.objects.update(state=ConferenceState.DRAFT)
    followed(follower)

    assert served(follower.host, conference) is None

    Conference.objects.update(state=ConferenceState.OPEN)
    followed(follower)
    assert served(follower.host, conference) == "Agenda"
    former = Conference.objects.get()
    Conference.objects.update(slug="renamed")
    followed(follower)
    assert served(follower.host, former) is None
    assert served(follower.host, Conference.objects.get()) is None


def test_archive_that_is_damaged_or_gone_leaves_what_stands(
    follower: Follower, conference: Conference
) -> None:
    publish(conference)
    followed(follower)
    newer = publish(conference, page(conference, "Newer"))
    path = Path(default_storage.path(newer.key))
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"Newer", b"Worse"))

    followed(follower)
    assert served(follower.host, conference) == "Agenda"

    path.write_bytes(whole)
    followed(follower)
    assert served(follower.host, conference) == "Newer"


def test_folder_that_a_power_cut_left_empty_is_made_anew(
    host: HostFolders, conference: Conference
) -> None:
    publish(conference)
    withdraw(conference, "other/")
    followed(Follower(host))
    for file in host.root.rglob("index.html"):
        file.write_bytes(b"")

    followed(Follower(host))

    assert served(host, conference) == "Agenda"


def test_files_are_not_served_where_nothing_can_be_taken_off_them(
    follower: Follower, conference: Conference
) -> None:
    """Rather Django's pages than one that shows what it must not."""
    publish(conference)
    followed(follower)
    change = PublishedChange.objects.get()
    withdraw(conference, "other/")
    # The place where the folder without it would be made.
    (follower.host.root / "folders" / f"{change.digest}-2").symlink_to("/nowhere/at/all")
    (follower.host.folder(change.digest) / archive.MANIFEST).unlink()

    followed(follower)

    assert served(follower.host, conference) is None


def killed_at_each_moment(work: Callable[[], None]) -> Iterator[int]:
    """Runs it in a process that dies at its first access to a file, then at its second, …"""
    for moment in range(1, 1_000):
        pid = os.fork()
        if pid == 0:
            die_at(moment)
            work()
            os._exit(0)
        _pid, status = os.waitpid(pid, 0)
        yield moment
        if os.waitstatus_to_exitcode(status) == 0:
            return
    raise AssertionError("It never came to its end.")


def die_at(moment: int) -> None:
    left = [moment]

    def count(event: str, _found: object) -> None:
        if event.startswith(("open", "os.", "shutil.", "tempfile.")):
            left[0] -= 1
            if not left[0]:
                os._exit(9)

    sys.addaudithook(count)


def test_killed_at_any_moment_it_leaves_the_former_files_or_the_newer(
    host: HostFolders, conference: Conference, tmp_path: Path
) -> None:
    def files(text: str) -> tuple[Path, str]:
        path = tmp_path / text
        made = [page(conference, text), page(conference, text, "agenda/x/")]
        with path.open("w+b") as packed:
            return path, packing.write(made, packed)

    former, newer = files("Former"), files("Newer")

    def show(packed: Path, digest: str) -> None:
        host.prepare()
        if not host.holds(digest):
            with packed.open("rb") as file:
                host.unpack(file, digest)
        host.show({conference.slug: digest})
        host.tidy()

    begun = tmp_path / "begun"
    show(*former)
    shutil.copytree(host.root, begun, symlinks=True)
    moments = 0

    for moments in killed_at_each_moment(lambda: show(*newer)):
        seen = [served(host, conference, name) for name in ("agenda/", "agenda/x/")]
        assert seen in (["Former"] * 2, ["Newer"] * 2), moments
        show(*newer)
        assert served(host, conference) == "Newer"
        assert list(host.root.rglob(".new-*")) == []
        shutil.rmtree(host.root)
        shutil.copytree(begun, host.root, symlinks=True)

    assert moments > 30


@pytest.fixture
def real_host(transactional_db: None) -> Iterator[HostFolders]:
    """The folder of the test's own processes, empty."""
    root = embedded.var_dir() / "published"
    shutil.rmtree(root, ignore_errors=True)
    yield HostFolders(root)
    shutil.rmtree(root)


@pytest.fixture
def start(real_host: HostFolders, tmp_path: Path) -> Iterator[Callable[..., Process]]:
    """Starts the real process, further environment variables given by name."""
    started: list[Process] = []

    def start_process(**environment: str) -> Process:
        output = tmp_path / f"follower{len(started)}.log"
        with output.open("wb") as log:
            process = subprocess.Popen(
                processes.follower(),
                cwd=embedded.ROOT,
                env=os.environ | worker_environment() | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(Process(process, output))
        return started[-1]

    yield start_process
    for process in started:
        process.kill()


def test_process_goes_on_after_it_was_killed_and_after_the_database_was_away(
    conference: Conference, real_host: HostFolders, start: Callable[..., Process]
) -> None:
    """What it serves by, and that two are one too many."""
    first = start()
    publish(conference)
    first.await_that(lambda: served(real_host, conference) == "Agenda")
    with alone_on(real_host) as is_alone:
        assert not is_alone
    os.kill(first.pid, signal.SIGKILL)
    withdraw(conference)
    first.kill()
    assert served(real_host, conference) == "Agenda"
    again = start()
    again.await_that(lambda: served(real_host, conference) is None)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    publish(conference, page(conference, "Newer"))
    again.await_that(lambda: served(real_host, conference) == "Newer")
    again.kill()
    (line,) = again.log().splitlines()
    assert "The database is away: published files stay as they are." in line


def test_what_stands_is_served_as_long_as_the_database_is_away(
    conference: Conference,
    real_host: HostFolders,
    start: Callable[..., Process],
    tmp_path: Path,
) -> None:
    if not connection.settings_dict["HOST"].startswith("/"):
        pytest.skip("the test's PostgreSQL is not on a Unix socket")
    postgres = Postgres(tmp_path)
    process = start(DATABASE_URL=postgres.url)
    publish(conference)
    process.await_that(lambda: served(real_host, conference) == "Agenda")

    postgres.stop()
    process.await_that(lambda: "The database is away" in process.log())
    long_ago(real_host)

    process.await_that(lambda: served(real_host, conference) == "Agenda")


def test_database_that_refuses_what_it_is_asked_ends_the_process(
    conference: Conference, real_host: HostFolders, start: Callable[..., Process]
) -> None:
    """It is not away, and may say what is to be taken off to everybody else."""
    process = start()
    publish(conference)
    process.await_that(lambda: served(real_host, conference) == "Agenda")
    table = PublishedChange._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME COLUMN number TO former_number")
    try:
        process.await_that(lambda: process.process.poll() is not None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} RENAME COLUMN former_number TO number")

    assert process.process.returncode != 0
    assert "ProgrammingError" in process.log()


def test_process_that_can_take_nothing_off_gives_no_sign_of_life(
    conference: Conference, real_host: HostFolders, start: Callable[..., Process]
) -> None:
    process = start()
    publish(conference)
    process.await_that(lambda: served(real_host, conference) == "Agenda")
    (real_host.root / "states").rename(real_host.root / "gone")
    (real_host.root / "states").touch()
    withdraw(conference)
    failures = "Published files cannot be kept up to date on this host."
    process.await_that(lambda: failures in process.log())

    at = long_ago(real_host)
    process.await_that(lambda: process.log().count(failures) > 4)

    assert (real_host.root / "alive").stat().st_mtime == at


def long_ago(host: HostFolders) -> float:
    """As if the last sign of life had been given then."""
    os.utime(host.root / "alive", (1.0, 1.0))
    return 1.0
