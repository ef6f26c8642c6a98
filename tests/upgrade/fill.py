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
from i18nfield.strings import LazyI18nString
from PIL import Image

from badges import tasks as badge_tasks
from badges.background import archives, fit_checks, printing, sampling
from badges.choices import Purpose, Reason
from badges.engine.design import shipped
from badges.engine.design.faces import front_only
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, PrintJob, SamplePrint
from badges.services import designs
from badges.services.printing import jobs, sample_prints
from badges.services.printing.jobs import PrintOrder
from conference import leased_work
from conference.accounts import attempts, codes
from conference.accounts.attempts import Place
from conference.choices import CodePurpose, Role, WorkState
from conference.models import BackgroundJob, Conference, StaffInvitation, StaffRole, User
from conference.services import background_jobs, conferences, staff
from conference.site.conferences import making
from delegates import tasks as delegate_tasks
from delegates.background import decisions, exports
from delegates.choices import Accreditation, CellUse
from delegates.exporting.people import Format
from delegates.importing import answering, running
from delegates.importing.reading.choices import ReadingChoices
from delegates.importing.typed import adding
from delegates.models import Category, Delegate, Delegation, ImportQuestion, ImportRun
from delegates.services import delegations, identity, moving, registering
from delegates.services.importing import imports
from delegates.services.importing.cell_meanings import CellNote
from delegates.services.review import accreditation
from sessions.models import Session
from sessions.services import programme
from tests.upgrade import fill_badges, fill_registration


def fill() -> None:
    of_2018 = Conference.objects.get(slug="dushanbe-2018")
    of_2022 = Conference.objects.get(slug="dushanbe-2022")
    # The one whose doors are not shut: a paused job of one that is over ends.
    of_rabat = Conference.objects.get(slug="rabat-dialogue")
    shrink_photos()
    send(of_2018, None)
    print_all()
    write_history(of_2018)
    fail_a_job(of_2022)
    cancel_a_job(of_2022)
    apply_an_import(of_2022)
    answer_for_the_next_file(of_2022)
    type_people(of_2022)
    take_an_import_back(of_2022)
    leave_a_question(of_2022)
    replace_and_repeat(of_2018)
    withdraw(of_2018)
    move_a_head(of_2018)
    cancel_a_session(of_2018)
    fill_badges.fill(of_rabat, organizer(of_rabat))
    rename_for_a_while(of_2018)
    end_background_jobs(of_2018)
    fail_a_background_job(of_2022)
    cancel_a_background_job(of_2022)
    invite_staff(of_2022)
    remember_sign_ins()
    print_samples(of_2022)
    fill_registration.fill(of_rabat, organizer(of_rabat))
    leave_background_jobs(of_2022)
    leave_a_job_unprepared(of_2022)
    leave_a_job_running(of_2022)
    begin_one_like(of_2022)
    fill_registration.require_rows()


def organizer(conference: Conference) -> User:
    """Who does nothing else: whoever may make conferences organizes all of them."""
    held = StaffRole.objects.filter(conference=conference, role=Role.ORGANIZER)
    return held.get(user__may_make_conferences=False).user


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
    while leased_work.run_next(printing.KINDS, timezone.now):
        pass


def write_history(conference: Conference) -> None:
    by, at = organizer(conference), timezone.now()
    # The one whose badge will show what is no longer so.
    delegate = delegates_of(conference, 1, after=3)[0]
    registering.change(delegate=delegate, fields={"function": "Adviser on water"}, by=by, at=at)
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


def rename_for_a_while(conference: Conference) -> None:
    """The address that it had meanwhile leads to it."""
    for former, slug in (("dushanbe-2018", "water-2018"), ("water-2018", "dushanbe-2018")):
        conference.slug = slug
        conference.save(update_fields=["slug"])
        conferences.keep_former_slug(conference=conference, former=former)


def work_of_background_jobs() -> None:
    kinds = (*badge_tasks.KINDS, *delegate_tasks.KINDS)
    while leased_work.run_next(kinds, timezone.now):
        pass


def end_background_jobs(conference: Conference) -> None:
    """One of each kind is done; the decision has left somebody out."""
    by, at = organizer(conference), timezone.now()
    few = [row.pk for row in delegates_of(conference, 5, after=30)]
    # Approved already, and withdrawn already.
    again = Delegate.objects.for_conference(conference).filter(accreditation="withdrawn")
    asked = [
        decisions.ask(
            delegate_ids=[*few, *again.values_list("pk", flat=True)],
            conference=conference,
            accreditation=Accreditation.APPROVED,
            by=by,
            at=at,
        ),
        exports.ask(delegate_ids=few, conference=conference, file_format=Format.XLSX, by=by, at=at),
        fit_checks.ask(
            delegate_ids=few,
            everybody=False,
            conference=conference,
            language="en",
            by=by,
            at=at,
        ),
        archives.ask(
            print_job=PrintJob.objects.for_conference(conference).latest("pk"), by=by, at=at
        ),
    ]
    work_of_background_jobs()
    assert states_of(asked) == [WorkState.DONE] * 4, states_of(asked)


def states_of(asked: Sequence[BackgroundJob]) -> list[str]:
    for job in asked:
        job.refresh_from_db()
    return [job.state for job in asked]


def an_export(conference: Conference, by: User, *, after: int) -> BackgroundJob:
    return exports.ask(
        delegate_ids=[row.pk for row in delegates_of(conference, 3, after=after)],
        conference=conference,
        file_format=Format.CSV,
        by=by,
        at=timezone.now(),
    )


def fail_a_background_job(conference: Conference) -> None:
    """Whoever asked had lost the staff role when its turn came; they have it again."""
    first = organizer(conference)
    administrator, _new = User.objects.get_or_create(
        email="administrator@dais.example", defaults={"is_superuser": True}
    )
    second = User.objects.create_user("standin@dais.example")
    give(conference, Role.ORGANIZER, to=second, by=administrator)
    job = an_export(conference, first, after=5)
    take(conference, Role.ORGANIZER, of=first, by=second)
    work_of_background_jobs()
    give(conference, Role.ORGANIZER, to=first, by=second)
    take(conference, Role.ORGANIZER, of=second, by=first)
    assert states_of([job]) == [WorkState.FAILED], job.state


def give(conference: Conference, role: Role, *, to: User, by: User) -> None:
    invitation = invite(conference, role, to.email, by=by)
    staff.accept(invitation=invitation, by=to, at=timezone.now())


def invite(conference: Conference, role: Role, email: str, *, by: User) -> StaffInvitation:
    (invitation,) = staff.invite(
        conference=conference, email=email, roles=[role], by=fresh(by), at=timezone.now()
    )
    return invitation


def take(conference: Conference, role: Role, *, of: User, by: User) -> None:
    held = StaffRole.objects.get(conference=conference, user=of, role=role)
    staff.take_away(role=held, by=fresh(by), at=timezone.now())


def fresh(user: User) -> User:
    """The staff roles of a user are read once."""
    return User.objects.get(pk=user.pk)


def cancel_a_background_job(conference: Conference) -> None:
    by = organizer(conference)
    job = an_export(conference, by, after=10)
    background_jobs.cancel(job=job, by=by, at=timezone.now())


def invite_staff(conference: Conference) -> None:
    """One invitation waits for a user, one for nobody yet, one was declined."""
    by = organizer(conference)
    invite(conference, Role.REGISTRATION_OFFICER, "standin@dais.example", by=by)
    invite(conference, Role.BADGE_DESK, "nobody@dais.example", by=by)
    declined = invite(conference, Role.DOOR, "standin@dais.example", by=by)
    user = User.objects.get(email="standin@dais.example")
    staff.decline(invitation=declined, by=user, at=timezone.now())


def remember_sign_ins() -> None:
    """A password was wrong, and a link for a new one has not been sent."""
    email, at = "organizer2022@dais.example", timezone.now()
    place = Place(attempts.network_of("192.0.2.7"))
    attempts.begin(account=attempts.account_of(email), place=place, at=at)
    codes.ask(purpose=CodePurpose.SIGN_IN, email=email, by=None, at=at)


def print_samples(conference: Conference) -> None:
    """A second design, of one category: a sample is done, one has failed, one waits."""
    by, at = organizer(conference), timezone.now()
    good = shipped.shipped(shipped.A6_PORTRAIT)
    design = BadgeDesign.objects.create(conference=conference, name="Second")
    version = designs.save_version(design=design, faces=front_only(good), by=by, at=at)
    designs.use(version=version, instead_of=None, by=by, at=at)
    category = Category.objects.for_conference(conference).order_by("pk").last()
    assert category is not None
    designs.use_for(design=design, categories=[category], by=by, at=at)
    sample_prints.look_at(version=version, language="en", by=by, at=at)
    late = sample(design, good.css + "\n", based_on=0, by=by)
    while leased_work.run_next((sampling.KIND,), timezone.now):
        pass
    late.refresh_from_db()
    assert late.state == WorkState.FAILED, late.state
    sample(design, good.css + "\n\n", based_on=1, by=by)


def sample(design: BadgeDesign, css: str, *, based_on: int, by: User) -> SamplePrint:
    faces = front_only(DesignSource(shipped.shipped(shipped.A6_PORTRAIT).html, css))
    return sample_prints.save_when_printed(
        design=design, faces=faces, based_on=based_on, language="en", by=by, at=timezone.now()
    )


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
    work_of_imports()
    run.refresh_from_db()
    return run


def apply_an_import(conference: Conference) -> None:
    run = upload(conference, "Tajikistan,Invented,Person,Adviser\n")
    imports.ask_to_apply(
        run=run,
        good_rows_only=True,
        by=organizer(conference),
        at=timezone.now(),
    )
    work_of_imports()
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
    assert run.summary["open"] == 2, run.summary


def answer_for_the_next_file(conference: Conference) -> None:
    """A heading, a column, a word and a spelling are known from now on; two are told apart."""
    by, at = organizer(conference), timezone.now()
    first, second, third = delegates_of(conference, 3, after=8)
    run = upload(
        conference,
        "Delegation of the far side,Invented,Newcomer,Adviser\n"
        f"{second.delegation.name},{second.given_name},{second.family_name}y,Adviser\n",
    )
    imports.read_otherwise(
        run=run,
        choices=ReadingChoices().as_json(),
        headings={"Occupation": "function"},
        said=[CellNote(CellUse.WORD, "position", "Companion", "member")],
        offered=[],
        by=by,
        at=at,
    )
    work_of_imports()
    party, person = ImportQuestion.objects.of_run(run).order_by("kind")
    for question, reply in (
        (person, f"same:delegate:{second.pk}"),
        (party, f"same:country:{first.delegation.country_id}"),
    ):
        answering.answer(run=run, questions=[question.pk], answer=reply, by=by, at=at)
    work_of_imports()
    apply_waiting(run, by)
    identity.tell_apart(delegate=first, other=third, by=by, at=at)
    identity.remember_spelling(
        delegate=third, given_name=third.given_name, family_name="Otherwise", by=by, at=at
    )


def work_of_imports() -> None:
    while leased_work.run_next(running.KINDS, timezone.now):
        pass


def apply_waiting(run: ImportRun, by: User) -> None:
    imports.ask_to_apply(run=run, good_rows_only=True, by=by, at=timezone.now())
    work_of_imports()
    run.refresh_from_db()
    assert run.state == WorkState.DONE, (run.state, run.summary)


def type_people(conference: Conference) -> None:
    """An import without a file, of a delegation's own page."""
    delegation = delegates_of(conference, 1)[0].delegation
    texts = {"given_name": "Typed", "family_name": "Invented", "function": "Adviser"}
    typed = adding.TypedPeople(rows={1: texts})
    added = adding.add(
        delegation=delegation, typed=typed, by=organizer(conference), at=timezone.now()
    )
    assert added.registered == 1, added


def take_an_import_back(conference: Conference) -> None:
    by = organizer(conference)
    run = upload(conference, "Tajikistan,Invented,Toomuch,Adviser\n")
    apply_waiting(run, by)
    imports.ask_to_take_back(run=run, by=by, at=timezone.now())
    work_of_imports()
    run.refresh_from_db()
    assert run.taken_back_at, run.state


def move_a_head(conference: Conference) -> None:
    """Somebody who led a delegation belongs to another; it is without head."""
    by, at = organizer(conference), timezone.now()
    led = Delegation.objects.for_conference(conference).in_protocol_order().exclude(head=None)
    head, target = led[7].head, led[8]
    assert head is not None
    moving.move(delegate=head, delegation=target, by=by, at=at)


def cancel_a_session(conference: Conference) -> None:
    released = Session.objects.for_conference(conference).filter(versions__isnull=False)
    session = released.exclude(state="cancelled").last()
    assert session is not None
    programme.cancel(
        session=session,
        reason="The room is needed",
        note=LazyI18nString({"en": "Takes place next year"}),
        by=organizer(conference),
        at=timezone.now(),
    )


def begin_one_like(source: Conference) -> None:
    """A draft with the places, kinds and designs of the other, whose staff has not answered."""
    by, at = organizer(source), timezone.now()
    by.may_make_conferences = True
    by.save()
    in_four_years = dt.timedelta(days=4 * 365)
    begun = Conference(
        slug="like-2022",
        title=source.title,
        short_title=LazyI18nString({"en": "Like the conference of 2022"}),
        place=source.place,
        starts_on=source.starts_on + in_four_years,
        ends_on=source.ends_on + in_four_years,
        time_zone=source.time_zone,
        languages=source.languages,
    )
    making.make(conference=begun, copied_from=source, by=fresh(by), at=at)
    invite(begun, Role.DOOR, "nobody.yet@dais.example", by=by)


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


def leave_background_jobs(conference: Conference) -> None:
    """The worker of one was killed; the other waits."""
    by = organizer(conference)
    an_export(conference, by, after=15)
    assert leased_work.claim((exports.WORK,), timezone.now) is not None
    an_export(conference, by, after=20)


def leave_a_job_unprepared(conference: Conference) -> None:
    """Too many for a page: its badges have no numbers and no contents yet."""
    job = send(conference, [row.pk for row in delegates_of(conference, 25, after=40)])
    assert job.preparation.state == WorkState.WAITING, job.preparation.state


def leave_a_job_running(conference: Conference) -> None:
    """One chunk is done, the worker of the second was killed, the third waits."""
    ids = [row.pk for row in delegates_of(conference, 6, after=20)]
    send(conference, ids, badges_per_file=2)
    assert leased_work.run_next(printing.KINDS, timezone.now)
    assert leased_work.claim(printing.KINDS, timezone.now) is not None
