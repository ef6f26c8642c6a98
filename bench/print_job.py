"""What a whole print job costs beside the drawing of its badges, from the click to the files.

    .venv/bin/python -m bench.print_job [DELEGATES]

Starts a throw-away database and broker and a real worker, registers invented people with photos,
prints them all once to warm up, and then once more as replacements: counting who can be printed,
sending, preparing, making, checking, reading back and publishing. CPU is user and system time of
the process that sends, of the worker with its children, and of PostgreSQL; which step it belongs to
is asked of the rows twenty times a second. The drawing is measured in the same run: the same badges
through the engine alone, into memory, with everything compiled before.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DELEGATES = 5_000
PHOTOS = 200
TICKS = os.sysconf("SC_CLK_TCK")
SLOWEST_SECONDS = 600
LOOK_SECONDS = 0.05
COUNTING = "saying who is printed, in the web"
SENDING = "sending, in the web"
PREPARING = "preparing, in the worker"
MAKING = "making and checking the files, in the worker"
PUBLISHING = "publishing, in the worker"
DATABASE = "PostgreSQL"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int, default=DELEGATES)
    count = parser.parse_args().delegates
    with throw_away_system():
        measure(count)


@contextmanager
def throw_away_system(settings: str = "conference.settings") -> Iterator[None]:
    """A database and a broker that are gone afterwards, and Django on them."""
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
        Path(folder).chmod(0o755)
        from conference import embedded
        from launch import servers

        for name in ("assets", "fonts"):
            Path(folder, name).symlink_to(embedded.ROOT / "var" / name)
        Path(folder, "static").mkdir()
        with servers.throw_away_postgres(), servers.throw_away_valkey():
            import django

            django.setup()
            yield


def measure(count: int) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    by, conference = registered(count)
    with worker() as process:
        whole_job(conference, by, process, first=True)
        grew = resident_megabytes()
        spent = whole_job(conference, by, process, first=False)
        grew = resident_megabytes() - grew
        peaks = peak_megabytes(process.pid)
    drawing = drawn(conference)
    print(f"\n{count} badges, CPU in ms a badge")
    for part, seconds in spent.items():
        print(f"  {part:44} {1000 * seconds / count:6.2f}")
    whole = sum(spent.values())
    beside = whole - spent[MAKING]
    print(f"  {'the whole job':44} {1000 * whole / count:6.2f}")
    print(f"  {'all of it but the making':44} {1000 * beside / count:6.2f}")
    print(f"  {'drawing alone':44} {1000 * drawing / count:6.2f}")
    print(f"  the whole job is {whole / drawing:.2f} times the drawing")
    print(f"  most memory of a process of the worker: {max(peaks)} MB ({peaks})")
    print(f"  the process that sends grew by {grew:.1f} MB")


def registered(count: int, slug: str = "bench") -> tuple[Any, Any]:
    """An organizer, and a conference of so many who may have a badge."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage
    from PIL import Image

    from badges.services import defaults
    from conference.files.storage import random_key
    from delegates.models import Delegate
    from tests import factories

    chance = random.Random(2018)
    conference = factories.ConferenceFactory(slug=slug)
    role = factories.StaffRoleFactory(user__email=f"{slug}@example.org", conference=conference)
    defaults.install(conference=conference, by=None, at=factories.AT)
    categories = [factories.CategoryFactory(conference=conference) for _ in range(6)]
    delegations = [
        factories.DelegationFactory(
            conference=conference,
            country=None,
            organization=factories.OrganizationFactory(),
            kind__code="intergovernmental",
        )
        for _ in range(1 + count // 40)
    ]
    keys = []
    for number in range(PHOTOS):
        noise = Image.effect_noise((413, 531), 20 + number % 40).convert("RGB")
        content = io.BytesIO()
        noise.save(content, "JPEG", quality=70)
        keys.append(
            default_storage.save(random_key("photos", "x.jpg"), ContentFile(content.getvalue()))
        )
    Delegate.objects.bulk_create(
        [
            Delegate(
                conference=conference,
                delegation=delegations[number % len(delegations)],
                category=categories[number % len(categories)],
                is_category_set_by_hand=True,
                given_name=chance.choice(("Zarina", "Jürgen", "Nguyễn", "María José")),
                family_name=f"Family{number}",
                own_name="Мирзоева Зарина",
                own_name_language="tg",
                function=f"Deputy Minister of Economic Development, region {number % 97}",
                photo=keys[number % PHOTOS],
                accreditation="approved",
                decided_at=factories.AT,
                decided_by=role.user,
            )
            for number in range(count)
        ],
        batch_size=1000,
    )
    return role.user, conference


@contextmanager
def worker(workforce: Any = None) -> Iterator[subprocess.Popen[bytes]]:
    """The one that prints, or another."""
    from launch import processes

    with running(processes.worker(workforce or processes.PRINTING)) as process:
        yield process


@contextmanager
def running(command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the system, for as long as the block runs."""
    from conference import embedded
    from launch import servers

    command = servers.dying_with_us(command, by=signal.SIGTERM)
    process = subprocess.Popen(command, cwd=embedded.ROOT, start_new_session=True)
    try:
        yield process
    finally:
        # What is still at work is not waited for.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def whole_job(
    conference: Any, by: Any, process: subprocess.Popen[bytes], *, first: bool
) -> dict[str, float]:
    """CPU seconds by part, from the page that says who is printed to the published files."""
    from django.utils import timezone

    from badges.choices import JobState, Purpose, Reason
    from badges.models import PrintAssembly, PrintPreparation
    from badges.services.printing import jobs
    from badges.standing.print_plan import count_plans

    asked = {"purpose": Purpose.FIRST} if first else {
        "purpose": Purpose.REPLACE, "reason": Reason.CHANGED
    }  # fmt: skip
    order = jobs.PrintOrder(conference, None, language="en", **asked)
    of_database = tree_seconds(postmaster())
    started = time.process_time()
    count_plans(conference, holder_ids=None)
    counted = time.process_time()
    of_worker = tree_seconds(process.pid)
    job = jobs.send(order=order, by=by, at=timezone.now())
    sent = time.process_time()
    spent = {COUNTING: counted - started, SENDING: sent - counted}
    steps: dict[str, Callable[[], bool]] = {
        PREPARING: lambda: not PrintPreparation.objects.unfinished().exists(),
        MAKING: lambda: PrintAssembly.objects.filter(job=job).exists() or has_ended(job),
        PUBLISHING: lambda: has_ended(job),
    }
    for step, is_done in steps.items():
        wait_until(is_done)
        now = tree_seconds(process.pid)
        spent[step], of_worker = now - of_worker, now
    assert job.state == JobState.PUBLISHED, job.error or job.state
    return spent | {DATABASE: tree_seconds(postmaster()) - of_database}


def has_ended(job: Any) -> bool:
    job.refresh_from_db(fields=["state", "error"])
    return bool(job.state != "running")


def wait_until(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SLOWEST_SECONDS
    while not is_done() and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)


def drawn(conference: Any) -> float:
    from badges.background import chunk_files
    from badges.engine.badge_file import FileAs, make_file
    from badges.models import PrintEntry, PrintJob
    from badges.supplies import supplies

    job = PrintJob.objects.for_conference(conference).latest("pk")
    entries = PrintEntry.objects.filter(job=job).with_badges()
    orders = [
        page for entry in entries.order_by("order") for page in chunk_files._wanted(entry).orders()
    ]
    using = supplies(chunk_files.Pictures().load)
    list(make_file(orders[:500], using, io.BytesIO(), FileAs("", "en")))
    started = time.process_time()
    for start in range(0, len(orders), 500):
        list(make_file(orders[start : start + 500], using, io.BytesIO(), FileAs("", "en")))
    return time.process_time() - started


def tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += children.get(found[-1], [])
    return found


def tree_seconds(root: int) -> float:
    """User and system time of the process, its children, and those that have ended."""
    ticks = 0
    for pid in tree(root):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


def postmaster() -> int:
    from conference import embedded

    return int((embedded.postgres_data_dir() / "postmaster.pid").read_text().split()[0])


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def peak_megabytes(root: int) -> list[int]:
    lines = [
        line
        for pid in tree(root)
        for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        if line.startswith("VmHWM:")
    ]
    return [int(line.split()[1]) // 1024 for line in lines]


if __name__ == "__main__":
    main()
