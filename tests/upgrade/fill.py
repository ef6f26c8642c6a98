"""Brings the demonstration into every state that an upgrade must carry over.

Run on a throw-away copy of a landing, whose servers stand and whose worker does not:

    .venv/bin/python manage.py seed_demo
    .venv/bin/python manage.py shell -c "from tests.upgrade import fill; fill.fill()"
    .venv/bin/python manage.py shell -c "from tests.upgrade import dump; dump.dump('FOLDER')"

Everything goes through the services. Only the portraits are made small first: 542 of them and the
badges that show them would be 16 MB.
"""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from badges import print_work
from badges.choices import Purpose, Reason
from badges.models import PrintJob
from badges.services import jobs
from badges.services.jobs import PrintOrder
from conference import leased_work
from conference.models import Conference, StaffRole, User
from delegates.importing import running
from delegates.models import Delegate, Delegation, ImportRun
from delegates.services import accreditation, delegations, imports, registration
from sessions.models import Session
from sessions.services import programme


def fill() -> None:
    of_2018 = Conference.objects.get(slug="dushanbe-2018")
    of_2022 = Conference.objects.get(slug="dushanbe-2022")
    shrink_photos()
    send(of_2018, None)
    print_all()
    write_history(of_2018)
    fail_a_job(of_2022)
    cancel_a_job(of_2022)
    apply_an_import(of_2022)
    leave_a_question(of_2022)
    replace_and_repeat(of_2018)
    withdraw(of_2018)
    leave_a_job_running(of_2022)


def organizer(conference: Conference) -> User:
    return StaffRole.objects.get(conference=conference, role="organizer").user


def delegates_of(conference: Conference, count: int, *, after: int = 0) -> list[Delegate]:
    entitled = Delegate.objects.for_conference(conference).entitled_to_badge()
    return list(entitled.in_protocol_order()[after : after + count])


def shrink_photos() -> None:
    """Each of one colour, as large as before, still a picture of its own."""
    keys = Delegate.objects.exclude(photo="").order_by("pk").values_list("photo", flat=True)
    for number, key in enumerate(keys):
        small = io.BytesIO()
        colour = (90 + number % 150, 90 + number // 4, 150)
        Image.new("RGB", (413, 531), colour).save(small, "JPEG", quality=20)
        default_storage.delete(key)
        default_storage.save(key, small)


def send(conference: Conference, ids: Sequence[int] | None, **more: Any) -> PrintJob:
    asked: dict[str, Any] = {
        "purpose": Purpose.FIRST,
        "language": conference.principal_language,
        **more,
    }
    return jobs.send(
        order=PrintOrder(conference, ids, **asked), by=organizer(conference), at=timezone.now()
    )


def print_all() -> None:
    while leased_work.run_next(print_work.KINDS, timezone.now):
        pass


def write_history(conference: Conference) -> None:
    by, at = organizer(conference), timezone.now()
    # The one whose badge will show what is no longer so.
    delegate = delegates_of(conference, 1, after=3)[0]
    registration.change(delegate=delegate, fields={"function": "Adviser on water"}, by=by, at=at)
    delegation = Delegation.objects.for_conference(conference).in_protocol_order()[5]
    delegation.flag_code = ""
    delegations.change(delegation=delegation, fields=["flag_code"], by=by, at=at)
    session = Session.objects.for_conference(conference).order_by("pk")[2]
    session.ends_at += dt.timedelta(minutes=1)
    programme.change(session=session, fields=["ends_at"], by=by, at=at)
    conference.accent = "#1d4f92"
    conference.save(update_fields=["accent"])


def fail_a_job(conference: Conference) -> None:
    """Its picture is missing while it is drawn, and there again afterwards."""
    delegate = next(row for row in delegates_of(conference, 40) if row.photo)
    key = str(delegate.photo.name)
    with default_storage.open(key) as file:
        content = file.read()
    default_storage.delete(key)
    job = send(conference, [delegate.pk])
    print_all()
    default_storage.save(key, io.BytesIO(content))
    job.refresh_from_db()
    assert job.state == "failed", job.state


def cancel_a_job(conference: Conference) -> None:
    job = send(conference, [row.pk for row in delegates_of(conference, 2)])
    jobs.cancel(job=job, by=organizer(conference), at=timezone.now())


HEADINGS = "Delegation,Given name,Family name,Function\n"


def upload(conference: Conference, text: str) -> ImportRun:
    run = imports.start(
        file=io.BytesIO((HEADINGS + text).encode()),
        file_name="delegates.csv",
        conference=conference,
        creates_delegations=False,
        by=organizer(conference),
        at=timezone.now(),
    )
    while leased_work.run_next(running.KINDS, timezone.now):
        pass
    run.refresh_from_db()
    return run


def apply_an_import(conference: Conference) -> None:
    run = upload(conference, "Tajikistan,Invented,Person,Adviser\n")
    imports.ask_to_apply(
        run=run,
        good_rows_only=True,
        confirmed_lines=[],
        confirms_all=False,
        by=organizer(conference),
        at=timezone.now(),
    )
    while leased_work.run_next(running.KINDS, timezone.now):
        pass
    run.refresh_from_db()
    assert run.summary["result"]["created"] == 1, run.summary


def leave_a_question(conference: Conference) -> None:
    """A row that may be somebody who is registered waits for an answer."""
    known = next(row for row in delegates_of(conference, 20) if len(row.family_name) > 6)
    spelling = known.family_name.replace(known.family_name[3], known.family_name[3] * 2, 1)
    run = upload(
        conference,
        f"{known.delegation.name},{known.given_name},{spelling},Adviser\n"
        "Nowhere,Nobody,Atall,Adviser\n",
    )
    assert (run.summary["doubtful"], run.summary["rejected"]) == (1, 1), run.summary


def replace_and_repeat(conference: Conference) -> None:
    lost, copied, away = delegates_of(conference, 3, after=10)
    send(conference, [lost.pk], purpose=Purpose.REPLACE, reason=Reason.LOST)
    send(conference, [copied.pk, away.pk], purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    print_all()


def withdraw(conference: Conference) -> None:
    """A person and a delegation with live badges, which open nothing any more."""
    by, at = organizer(conference), timezone.now()
    away = delegates_of(conference, 1, after=12)[0]
    accreditation.withdraw(delegate=away, reason="Does not travel", by=by, at=at)
    last = Delegation.objects.for_conference(conference).in_protocol_order().reverse()[4]
    delegations.withdraw(delegation=last, reason="Does not take part", by=by, at=at)


def leave_a_job_running(conference: Conference) -> None:
    """One chunk is done, the worker of the second was killed, the third waits."""
    ids = [row.pk for row in delegates_of(conference, 6, after=20)]
    send(conference, ids, badges_per_file=2)
    assert leased_work.run_next(print_work.KINDS, timezone.now)
    assert leased_work.claim(print_work.KINDS, timezone.now) is not None
