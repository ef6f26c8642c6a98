"""Run by pretalx's own Python: an event with so many sessions in so many rooms, released.

python pretalx_seed.py SESSIONS ROOMS DAYS
"""

import datetime as dt
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django_scopes import scope, scopes_disabled  # noqa: E402
from pretalx.event.domain.event import create_event  # noqa: E402
from pretalx.event.domain.organiser import create_organiser_with_team  # noqa: E402
from pretalx.person.models import SpeakerProfile, User  # noqa: E402
from pretalx.schedule.domain.release import freeze_schedule  # noqa: E402
from pretalx.schedule.models import Room, TalkSlot  # noqa: E402
from pretalx.submission.enums import SubmissionStates  # noqa: E402
from pretalx.submission.models import Submission  # noqa: E402

TITLE = "Water, energy and peace in a warming world"
FIRST_DAY = dt.date(2026, 5, 25)


def main() -> None:
    count, in_rooms, days = map(int, sys.argv[1:])
    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with scopes_disabled():
        user = User.objects.create(email="bench@example.org", name="Bench", is_administrator=True)
        organiser, _team = create_organiser_with_team(name="Bench", slug="bench", users=[user])
        event = create_event(
            organiser=organiser,
            locales=["en"],
            name="Conference",
            slug="conf",
            is_public=True,
            date_from=FIRST_DAY,
            date_to=FIRST_DAY + dt.timedelta(days=days - 1),
            timezone="UTC",
            email="bench@example.org",
            locale="en",
        )
    with scope(event=event):
        event.is_public = True
        event.save()
        rooms = [
            Room.objects.create(event=event, name=f"Room {number}", position=number)
            for number in range(in_rooms)
        ]
        people = [
            SpeakerProfile.objects.create(
                user=User.objects.create(email=f"{number}@example.org", name=f"Speaker {number}"),
                event=event,
                name=f"Speaker {number}",
            )
            for number in range(40)
        ]
        first = event.datetime_from.replace(hour=4)
        a_day = -(-count // days)
        for number in range(count):
            day, place = divmod(number, a_day)
            start = first + dt.timedelta(days=day, hours=place // in_rooms)
            submission = Submission.objects.create(
                event=event,
                title=f"{TITLE} {number}",
                submission_type=event.submission_types.first(),
                description=" ".join([TITLE] * 12),
                state=SubmissionStates.CONFIRMED,
                content_locale="en",
            )
            for beside in range(2):
                submission.speakers.add(people[(number + beside) % len(people)])
            TalkSlot.objects.create(
                submission=submission,
                schedule=event.wip_schedule,
                room=rooms[place % in_rooms],
                start=start,
                end=start + dt.timedelta(minutes=50),
                is_visible=True,
            )
        freeze_schedule(event.wip_schedule, "v1", notify_speakers=False)
        print(Submission.objects.first().code)


main()
