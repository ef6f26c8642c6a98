"""What a release costs, and how large what readers get of it is."""

import gzip
import resource
import time
from pathlib import Path
from typing import Any

from bench.agenda.programme import AT, FIRST_DAY, move_one, programme, release

PATIENCE_SECONDS = 120


class Clock:
    """CPU of this process since the last look, in seconds."""

    def __init__(self) -> None:
        self.at = time.process_time()

    def lap(self) -> float:
        former, self.at = self.at, time.process_time()
        return self.at - former


def first_release(conference: Any, by: Any) -> None:
    """Afterwards its files stand in the storage, and one session was moved and released alone."""
    from conference.site.publication.publish import publish
    from conference.site.publication.state import state_of

    clock = Clock()
    release(conference, by, after=0)
    released = clock.lap()
    assert publish(conference, at=AT)
    published = clock.lap()
    state_of(conference, AT)
    compared = clock.lap()
    move_one(conference)
    clock.lap()
    release(conference, by, after=1)
    assert publish(conference, at=AT)
    again = clock.lap()
    print("A release, s of CPU")
    print(f"  a release                                     {released:8.2f}")
    print(f"  making and compressing all, as one archive    {published:8.2f}")
    print(f"  seeing that nothing has changed               {compared:8.3f}")
    print(f"  one session moved: release, pages, archive    {again:8.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"  this process so far, at the most              {peak:8.0f} MB", flush=True)


def pages_of(conference: Any) -> dict[str, str]:
    """The addresses that are measured, by what they are."""
    from sessions.models import Session

    agenda = f"/en/{conference.slug}/agenda"
    code = Session.objects.for_conference(conference).order_by("pk")[0].code
    return {
        "a day of the agenda": f"{agenda}/day/{FIRST_DAY}/",
        "a session": f"{agenda}/{code}/",
        "home": f"/en/{conference.slug}/",
        "agenda.ics": f"{agenda}.ics",
        "schedule.xml": f"{agenda}/schedule.xml",
    }


def sizes(folder: Path, addresses: dict[str, str]) -> None:
    """As they lie in the folder that stands."""
    from conference.published.archive import manifest_in

    manifest = manifest_in(folder)
    print("Sizes, kB as gzip")
    for name, address in addresses.items():
        entry = manifest[address]
        print(f"  {name:45} {(entry.gzip or entry.size) / 1000:8.1f}")
    whole = sum(entry.gzip or entry.size for entry in manifest.values()) / 1000
    print(f"  {f'all {len(manifest)} files':45} {whole:8.1f}", flush=True)


def on_one_day(count: int) -> None:
    """The page of a day that has them all, in a hundred rooms."""
    from conference.site.publication.editions import files_of
    from conference.site.publication.state import state_of

    conference, by = programme(count, f"one-day-{count}", days=1, in_rooms=100)
    release(conference, by, after=0)
    address = f"/en/{conference.slug}/agenda/day/{FIRST_DAY}/"
    files = files_of(conference, state_of(conference, AT))
    page = next(file for file in files if file.address == address).make().content
    print(f"  {f'a day of {count}, in 100 rooms':45} {len(gzip.compress(page, 9)) / 1000:8.1f}")


def standing(conference: Any) -> Path:
    """The folder of the newest files, once the follower of this host has shown it."""
    from django.conf import settings

    from conference.models import PublishedChange
    from conference.published.folders import CURRENT, FOLDERS, state_in

    digest = PublishedChange.objects.in_force().get(conference=conference).digest
    began = time.monotonic()
    pointer: Path = settings.PUBLISHED_DIR / CURRENT
    while not pointer.exists() or state_in(pointer).get(conference.slug) != digest:
        assert time.monotonic() - began < PATIENCE_SECONDS
        time.sleep(0.1)
    return settings.PUBLISHED_DIR / FOLDERS / str(digest)


def latest(conference: Any) -> int:
    """The number of the last release."""
    from sessions.models import Release

    newest = Release.objects.for_conference(conference).latest_first()[0]
    return int(newest.number)
