"""What a release costs in CPU, and how large what readers get of it is."""

import resource
import time
from collections.abc import Iterable
from typing import Any

from bench.agenda import programme
from bench.agenda.programme import AT, LANGUAGES

A_DAY = [200, 1_000]


class Clock:
    """CPU of this process since the last look, in seconds."""

    def __init__(self) -> None:
        self.at = time.process_time()

    def lap(self) -> float:
        former, self.at = self.at, time.process_time()
        return self.at - former


def measure(conference: Any, by: Any) -> None:
    """Releases all of it, then one session alone. Two changes of its files stand afterwards."""
    from conference.site.publication.publish import publish
    from conference.site.publication.state import state_of

    clock = Clock()
    programme.release(conference, by, after=0)
    released = clock.lap()
    publish(conference, at=AT)
    published = clock.lap()
    state = state_of(conference, AT)
    compared = clock.lap()
    programme.move(conference, by, after=1)
    publish(conference, at=AT)
    again = clock.lap()
    assert state != state_of(conference, AT)
    print(f"  release, s of CPU                             {released:8.2f}")
    print(f"  all files in {len(LANGUAGES)} languages, as one archive        {published:8.2f}")
    print(f"  seeing that nothing has changed               {compared:8.3f}")
    print(f"  one session moved: release and archive        {again:8.2f}")
    for name, size in sizes(conference):
        print(f"  {name:45} {size / 1000:8.1f} kB gzip")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"  this process so far, at the most              {peak:8.0f} MB", flush=True)


def addresses(conference: Any) -> dict[str, str]:
    """What is measured of an agenda, by what it is called here."""
    from sessions.models import Session

    agenda = f"/en/{conference.slug}/agenda"
    session = Session.objects.for_conference(conference).order_by("pk").last()
    assert session is not None
    return {
        "home": f"/en/{conference.slug}/",
        "the whole agenda": f"{agenda}/",
        "a day of the agenda": f"{agenda}/day/2026-05-25/",
        "a session": f"{agenda}/{session.code}/",
        "agenda.ics": f"{agenda}.ics",
        "schedule.xml": f"{agenda}/schedule.xml",
    }


def sizes(conference: Any) -> Iterable[tuple[str, int]]:
    """As they lie in the archive that stands."""
    from django.core.files.storage import default_storage

    from conference.models import PublishedChange
    from conference.published.packing import FormerArchive

    change = PublishedChange.objects.in_force().get(conference=conference)
    with default_storage.open(change.key) as packed:
        entries = FormerArchive(packed).manifest
    for name, path in addresses(conference).items():
        yield name, entries[path].gzip or entries[path].size
    yield f"all {len(entries):,} files, as an archive", default_storage.size(change.key)


def measure_days() -> None:
    """One page is made of each: nothing else of so large a day is asked for."""
    import gzip

    from conference.site.publication.editions import files_of
    from conference.site.publication.state import state_of

    for count in A_DAY:
        conference, by = programme.programme(count, days=1)
        programme.release(conference, by, after=0)
        path = addresses(conference)["a day of the agenda"]
        [day] = [
            planned.make()
            for planned in files_of(conference, state_of(conference, AT))
            if planned.address == path
        ]
        size = len(gzip.compress(day.content, 9)) / 1000
        print(f"  a day of {count:5,} sessions                         {size:8.1f} kB gzip")
