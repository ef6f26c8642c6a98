"""What a release of the agenda costs, and how large what readers get of it is.

    .venv/bin/python -m bench.agenda [SESSIONS ...]

Starts a throw-away database and storage; for each number of sessions it makes an invented programme
in seven languages (five days, twenty rooms, two people a session), releases it, makes all pages as
files and publishes them; then one session is moved, released alone and published again. CPU is user
and system time of this process; what PostgreSQL does comes beside it. Sizes are those of the gzip
forms that readers are sent. Other programs' times on the same programme are not taken here; see
docs/benchmarks.md.
"""

import argparse
import datetime as dt
import resource
import time
from collections.abc import Iterable
from typing import Any

from bench.print_job import throw_away_system

SESSIONS = [22, 300, 1_000]
LANGUAGES = {
    "en": "Water, energy and peace in a warming world",
    "fr": "L’eau, l’énergie et la paix dans un monde qui se réchauffe",
    "es": "Agua, energía y paz en un mundo que se calienta",
    "ru": "Вода, энергия и мир в условиях потепления климата",
    "ar": "المياه والطاقة والسلام في عالم آخذ في الاحترار",
    "zh-hans": "变暖世界中的水、能源与和平",
    "tg": "Об, энергия ва сулҳ дар ҷаҳони гармшаванда",
}
ROOMS, DAYS = 20, 5
AT = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sessions", nargs="*", type=int, default=SESSIONS)
    counts = parser.parse_args().sessions
    with throw_away_system():
        from django.conf import settings
        from django.core.management import call_command
        from django.test import override_settings

        call_command("migrate", verbosity=0)
        # Style sheets and scripts are not collected here: their names have no digest.
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            for count in counts:
                measure(count)


class Clock:
    """CPU of this process since the last look, in seconds."""

    def __init__(self) -> None:
        self.at = time.process_time()

    def lap(self) -> float:
        former, self.at = self.at, time.process_time()
        return self.at - former


def measure(count: int) -> None:
    from conference.site import publication
    from sessions.models import Session

    conference, by = programme(count)
    clock = Clock()
    release(conference, by, after=0)
    released = clock.lap()
    files = list(publication.files_of(conference))
    made = clock.lap()
    del files
    clock.lap()
    publication.publish(conference, at=AT)
    published = clock.lap()
    state = publication.state_of(conference, AT)
    compared = clock.lap()
    moved = Session.objects.for_conference(conference).order_by("pk")[count // 2]
    Session.objects.filter(pk=moved.pk).update(ends_at=moved.ends_at - dt.timedelta(minutes=10))
    clock.lap()
    release(conference, by, after=1)
    publication.publish(conference, at=AT)
    again = clock.lap()
    assert state != publication.state_of(conference, AT)
    print(f"\n{count} sessions in {len(LANGUAGES)} languages; s of CPU")
    print(f"  a release                                     {released:8.2f}")
    print(f"  making the pages                              {made:8.2f}")
    print(f"  making and compressing them, as one archive   {published:8.2f}")
    print(f"  seeing that nothing has changed               {compared:8.3f}")
    print(f"  one session moved: release, pages, archive    {again:8.2f}")
    for name, size in sizes(conference):
        print(f"  {name:45} {size / 1000:8.1f} kB gzip")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"  this process so far, at the most              {peak:8.0f} MB", flush=True)


def programme(count: int) -> tuple[Any, Any]:
    """Sessions as a week has them: the same number each day, twenty at a time."""
    from i18nfield.strings import LazyI18nString

    from sessions.models import Session, SessionPart
    from tests import factories

    conference = factories.ConferenceFactory(slug=f"bench-{count}", languages=[*LANGUAGES])
    by = factories.UserFactory()
    venue = factories.VenueFactory(conference=conference, is_main=True)
    rooms = factories.RoomFactory.create_batch(ROOMS, venue=venue)
    delegation = factories.DelegationFactory(conference=conference)
    people = factories.DelegateFactory.create_batch(40, delegation=delegation)
    first = dt.datetime(2026, 5, 25, 4, tzinfo=dt.UTC)
    a_day = -(-count // DAYS)
    sessions = []
    for number in range(count):
        day, place = divmod(number, a_day)
        start = first + dt.timedelta(days=day, hours=place // ROOMS)
        sessions.append(
            Session(
                conference=conference,
                kind=["panel", "side_event", "thematic"][number % 3],
                title=LazyI18nString({tag: f"{text} {number}" for tag, text in LANGUAGES.items()}),
                description=LazyI18nString(
                    {tag: " ".join([text] * 12) for tag, text in LANGUAGES.items()}
                ),
                starts_at=start,
                ends_at=start + dt.timedelta(minutes=50),
                room=rooms[place % ROOMS],
            )
        )
    Session.objects.bulk_create(sessions)
    SessionPart.objects.bulk_create(
        SessionPart(
            session=session,
            conference=conference,
            delegate=people[(number + beside) % len(people)],
            part="speaker",
            order=beside,
        )
        for number, session in enumerate(sessions)
        for beside in range(2)
    )
    return conference, by


def release(conference: Any, by: Any, *, after: int) -> None:
    from sessions.models import Session
    from sessions.services import releases

    codes = Session.objects.for_conference(conference).values_list("code", flat=True)
    releases.release(conference=conference, codes=list(codes), after=after, by=by, at=AT)


def sizes(conference: Any) -> Iterable[tuple[str, int]]:
    """As they lie in the archive that stands."""
    from django.core.files.storage import default_storage

    from conference.models import PublishedChange
    from conference.published.packing import FormerArchive

    change = PublishedChange.objects.in_force().get(conference=conference)
    with default_storage.open(change.key) as packed:
        entries = dict(FormerArchive(packed).known.values())
    agenda = f"/en/{conference.slug}/agenda"
    session = next(
        path for path in entries if path.startswith(agenda) and len(path) == 8 + len(agenda) + 1
    )
    wanted = {
        "home": f"/en/{conference.slug}/",
        "the whole agenda": f"{agenda}/",
        "a day of the agenda": f"{agenda}/day/2026-05-25/",
        "a session": session,
        "agenda.ics": f"{agenda}.ics",
        "schedule.xml": f"{agenda}/schedule.xml",
    }
    for name, path in wanted.items():
        yield name, entries[path].gzip or entries[path].size
    yield f"all {len(entries)} files, as an archive", default_storage.size(change.key)


if __name__ == "__main__":
    main()
