"""A conference of thousands of invented delegates, and a small one beside it, made in bulk.

Badges are issued for most, and some of them show what has changed since. There are jobs of all of
them, an import that waits with a long report, an agenda, and a trail of everything. What
registration adds is made by `registered`.
"""

import datetime as dt
import io
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from badges.choices import GenerationState, Holder, JobState, Obstacle, Outcome, Purpose, Reason
from badges.engine.design.fields import Overlong
from badges.engine.ways import Way
from badges.models import (
    Badge,
    BadgeType,
    DesignVersion,
    Generation,
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrintJob,
    SerialCounter,
)
from badges.services import defaults
from badges.services.printing.entries import batches_of
from badges.snapshot import Snapshots
from bench.admin_requests.registered import Registering, own_of, register
from bench.import_delegates import ENDINGS, GIVEN, STEMS
from conference import audit
from conference.choices import Role, WorkState
from conference.files.storage import random_key
from conference.models import AuditEvent, Conference, User
from delegates.choices import (
    DECIDED,
    Accreditation,
    Gender,
    Hosting,
    Position,
    QuestionKind,
    Verdict,
)
from delegates.derived import derive_delegates
from delegates.importing import CheckedFile, known, storing
from delegates.importing.cells import Line
from delegates.importing.checking import questions
from delegates.importing.checking.checked import RowReport
from delegates.importing.checking.drafts import Draft
from delegates.importing.checking.questions import Question, key_of
from delegates.importing.report import Change, DelegationKey, Problem
from delegates.importing.storing import GivenAnswer
from delegates.importing.values import Values
from delegates.models import Country, Delegate, Delegation, ImportRun, Organization, Rank
from delegates.services.conferences import install_defaults
from tests import factories
from tests.admin_rows import OF_CONFERENCES, row_in
from tests.releasing import release

SLUG, SMALL_SLUG = "bench", "beside"
DELEGATIONS, LARGEST = 200, 400
PHOTOS = 40
SESSIONS, ROOMS = 150, 10
SMALL_JOBS = 120
USERS = 300
BATCH = 1000


@dataclass(frozen=True)
class Filled:
    """What is looked at: who looks, and the largest of each kind."""

    conference: Conference
    organizer: User
    administrator: User
    largest: Delegation
    registering: Registering
    named: dict[str, str]
    """What addresses of registration name of the largest delegation."""


def filled(count: int) -> Filled:
    """Afterwards the conference has `count` delegates."""
    call_command("load_reference_data", verbosity=0)
    chance = random.Random(2018)
    now = timezone.now()
    conference: Conference = factories.ConferenceFactory(slug=SLUG)
    organizer = factories.StaffRoleFactory(conference=conference, user__name="Organizer").user
    administrator = factories.UserFactory(is_superuser=True, name="Administrator")
    install_defaults(conference=conference, by=administrator, at=now)
    version = defaults.install(conference=conference, by=None, at=now)
    add_staff(conference)
    delegations = add_delegations(conference)
    with searched_later():
        delegates = add_delegates(conference, delegations, count, chance, by=organizer)
    appoint_heads(delegations)
    analyze()
    add_badges(conference, version, chance, by=organizer, at=now)
    registered = [row for row in delegates if row.accreditation != Accreditation.DRAFT]
    add_agenda(conference, registered[:: max(1, len(registered) // SESSIONS)], delegations)
    add_import(conference, registered, by=organizer, at=now)
    add_trail(conference, by=organizer, at=now)
    analyze()
    registering = register(conference, delegations, delegates, by=organizer, at=now)
    own = own_of(delegations[0], registered)
    list_run = add_import(
        conference, own, by=registering.focal_point, at=now, delegation=delegations[0]
    )
    small: Conference = factories.ConferenceFactory(slug=SMALL_SLUG)
    factories.StaffRoleFactory(user=organizer, conference=small)
    for model in OF_CONFERENCES:
        row_in(model, small)
        if not model._base_manager.filter(conference=conference).exists():
            row_in(model, conference)
    return Filled(
        conference,
        organizer,
        administrator,
        delegations[0],
        registering,
        {**registering.values, "run_id": str(list_run.pk)},
    )


@contextmanager
def searched_later() -> Iterator[None]:
    """The index of search texts costs more to be written row by row than all else of a row."""
    (index,) = (one for one in Delegate._meta.indexes if one.name == "delegate_search")
    with connection.schema_editor() as editor:
        editor.remove_index(Delegate, index)
    yield
    with connection.schema_editor() as editor:
        editor.add_index(Delegate, index)


def analyze() -> None:
    """Keys are checked as in an empty table until PostgreSQL knows that there are many."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def add_staff(conference: Conference) -> None:
    users = User.objects.bulk_create(
        User(email=f"staff{number}@example.org", name=f"Staff {number}") for number in range(USERS)
    )
    for user in users[:40]:
        factories.StaffRoleFactory(user=user, conference=conference, role=Role.BADGE_DESK)
    for _ in range(5):
        factories.StaffInvitationFactory(conference=conference)


def add_delegations(conference: Conference) -> list[Delegation]:
    """Of every country, then of organizations."""
    countries = list(Country.objects.order_by("pk")[:DELEGATIONS])
    organizations = list(Organization.objects.order_by("pk")[: DELEGATIONS - len(countries)])
    return [
        *(factories.DelegationFactory(conference=conference, country=row) for row in countries),
        *(
            factories.DelegationFactory(
                conference=conference,
                country=None,
                organization=row,
                kind__code="intergovernmental",
            )
            for row in organizations
        ),
    ]


def add_delegates(
    conference: Conference,
    delegations: Sequence[Delegation],
    count: int,
    chance: random.Random,
    *,
    by: User,
) -> list[Delegate]:
    largest = min(LARGEST, count // 4)
    ranks = list(Rank.objects.for_conference(conference))
    photos = photo_keys()
    delegates = [
        person(
            conference,
            delegations[0] if n < largest else delegations[1 + n % (len(delegations) - 1)],
            n,
            chance,
            rank=ranks[n % len(ranks)],
            photo=photos[n % len(photos)] if n % 10 else "",
            by=by,
        )
        for n in range(count)
    ]
    derive_delegates(delegates, conference)
    return Delegate.objects.bulk_create(delegates, batch_size=BATCH)


STATES = {
    **dict.fromkeys([7, 17, 37], Accreditation.SUBMITTED),
    **dict.fromkeys([3, 23], Accreditation.DRAFT),
    13: Accreditation.WAITING,
    27: Accreditation.REJECTED,
    33: Accreditation.RETURNED,
    47: Accreditation.WITHDRAWN,
}
"""Of each fifty; all others are approved."""


def person(
    conference: Conference,
    delegation: Delegation,
    number: int,
    chance: random.Random,
    *,
    rank: Rank,
    photo: str,
    by: User,
) -> Delegate:
    """Four of five are approved."""
    state = STATES.get(number % 50, Accreditation.APPROVED)
    is_decided = state in DECIDED
    is_waiting = state == Accreditation.WAITING
    family = (chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS)).title()
    has_own = number % 5 == 0
    return Delegate(
        conference=conference,
        delegation=delegation,
        position=Position.MEMBER,
        order=number,
        given_name=chance.choice(GIVEN),
        family_name=family,
        own_name="Мирзоева Зарина" if has_own else "",
        own_name_language="tg" if has_own else "",
        function=f"Deputy Minister of Economic Development, region {number % 97}",
        email=f"delegate{number}@example.org",
        rank=rank,
        photo=photo,
        gender=(Gender.FEMALE, Gender.MALE, Gender.NOT_STATED)[number % 3],
        hosting=Hosting.HOSTED if number % 20 == 0 else Hosting.OWN,
        own_answers=f"Visa letter {number:06}",
        accreditation=state,
        submitted_at=factories.AT + dt.timedelta(seconds=number),
        returned_fields="function photo" if state == Accreditation.RETURNED else "",
        waiting_since=factories.AT + dt.timedelta(seconds=number) if is_waiting else None,
        decided_at=factories.AT if is_decided else None,
        decided_by=by if is_decided else None,
    )


def photo_keys() -> list[str]:
    keys = []
    for number in range(PHOTOS):
        content = io.BytesIO()
        noise = Image.effect_noise((413, 531), 20 + number).convert("RGB")
        noise.save(content, "JPEG", quality=70)
        file = ContentFile(content.getvalue())
        keys.append(default_storage.save(random_key("photos", "x.jpg"), file))
    return keys


def appoint_heads(delegations: Sequence[Delegation]) -> None:
    """Of nine in ten."""
    for delegation in delegations[: len(delegations) * 9 // 10]:
        delegation.head = delegation.delegates.order_by("pk").first()
        delegation.save(update_fields=["head"])


# Badges


def add_badges(
    conference: Conference, version: DesignVersion, chance: random.Random, *, by: User, at: Any
) -> None:
    """Nearly all hold a badge, one in ten of them one that shows what has changed since."""
    rows = Delegate.objects.for_conference(conference).accredited().in_protocol_order()
    delegates = list(rows.select_related("delegation", "category").prefetch_related(
        "category__category_zones__zone"
    ))  # fmt: skip
    holders = [row for n, row in enumerate(delegates) if n % 36]
    personal = BadgeType.objects.personal().get(conference=conference)
    badges = Badge.objects.bulk_create(
        [
            Badge(
                conference=conference,
                type=personal,
                holder=Holder.DELEGATE,
                delegate=row,
                serial=serial,
            )
            for serial, row in enumerate(holders, start=1)
        ],
        batch_size=BATCH,
    )
    SerialCounter.objects.create(conference=conference, next_serial=len(badges) + 1)
    snapshots = Snapshots(conference, "en")
    generations = [
        Generation(
            conference=conference,
            badge=badge,
            number=1,
            code=f"1{n:015}",
            # Every fifteenth was left out when the others were printed.
            state=GenerationState.LIVE if n % 15 else GenerationState.RELEASED,
            issued_at=factories.AT if n % 15 else None,
            design_version=version,
            reserved_by=by,
        )
        for n, badge in enumerate(badges)
    ]
    for n, (generation, row) in enumerate(zip(generations, holders, strict=True)):
        shown = snapshots.content(row, serial=generation.badge.serial, code=generation.code)
        generation.content = shown.as_snapshot() | (
            {"function": {"text": "Minister", "language": ""}} if n % 10 == 0 else {}
        )
    Generation.objects.bulk_create(generations, batch_size=BATCH)
    sizes = [row.delegation_id for row in holders]
    add_job(conference, generations, JobState.PUBLISHED, sizes, by=by, at=at - dt.timedelta(days=2))
    add_job(conference, generations, JobState.FAILED, sizes, by=by, at=at - dt.timedelta(days=3))
    live = [row for row in generations if row.state == GenerationState.LIVE]
    add_running_job(conference, live[: len(live) // 32], version, by=by, at=at)
    for number, generation in enumerate(islice(live, SMALL_JOBS)):
        before = at - dt.timedelta(hours=5, minutes=number)
        add_job(conference, [generation], JobState.FAILED, [0], by=by, at=before)


def add_job(
    conference: Conference,
    generations: Sequence[Generation],
    state: JobState,
    delegation_ids: Sequence[int],
    *,
    by: User,
    at: dt.datetime,
    purpose: Purpose = Purpose.FIRST,
) -> PrintJob:
    """Of a published one those are printed whose generation is live; one in four with a note."""
    batches = batches_of(delegation_ids, most=500)
    is_published = state == JobState.PUBLISHED
    printed = [row for row in generations if row.state == GenerationState.LIVE]
    job = PrintJob.objects.create(
        conference=conference,
        type=BadgeType.objects.personal().get(conference=conference),
        purpose=purpose,
        reason=Reason.CHANGED if purpose == Purpose.REPLACE else "",
        state=state,
        language="en",
        created_at=at,
        created_by=by,
        finished_at=None if state == JobState.RUNNING else at,
        page_count=len(printed) if is_published else 0,
        error="The worker ran out of memory." if state == JobState.FAILED else "",
    )
    work = {
        JobState.PUBLISHED: WorkState.DONE,
        JobState.FAILED: WorkState.FAILED,
        JobState.RUNNING: WorkState.WAITING,
    }[state]
    PrintAssembly.objects.create(conference=conference, job=job, state=work)
    chunks = PrintChunk.objects.bulk_create(
        PrintChunk(
            conference=conference,
            job=job,
            number=number,
            state=work,
            file=default_storage.save(random_key("badges", "x"), ContentFile(b"%PDF"))
            if is_published
            else "",
            page_count=size if is_published else 0,
        )
        for number, size in enumerate(batches, start=1)
    )
    chunk_of_each = [
        chunk for chunk, size in zip(chunks, batches, strict=True) for _ in range(size)
    ]
    entries = entries_of(job, generations, chunk_of_each, is_published=is_published)
    PrintEntry.objects.bulk_create(list(entries), batch_size=BATCH)
    return job


def entries_of(
    job: PrintJob,
    generations: Sequence[Generation],
    chunk_of_each: Sequence[PrintChunk],
    *,
    is_published: bool,
) -> Iterator[PrintEntry]:
    page = 0
    pairs = zip(generations, chunk_of_each, strict=True)
    for order, (generation, chunk) in enumerate(pairs, start=1):
        entry = PrintEntry(
            conference_id=job.conference_id,
            job=job,
            chunk=chunk,
            order=order,
            generation=generation,
        )
        if is_published and generation.state == GenerationState.LIVE:
            page += 1
            entry.outcome, entry.way = Outcome.PRINTED, Way.STAMPED
            entry.page = entry.page_in_file = page
            entry.notes = [note_of(generation)] if order % 4 == 0 else []
        elif is_published:
            entry.outcome, entry.obstacle = Outcome.LEFT_OUT, Obstacle.DELEGATION_WITHDRAWN
        yield entry


def note_of(generation: Generation) -> dict[str, Any]:
    text = generation.content["function"]["text"]
    return {"field": "function", "text": text, "outcome": Overlong.SMALLER, "size": 11.0}


def add_running_job(
    conference: Conference,
    live: Sequence[Generation],
    version: DesignVersion,
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Replaces the badges of these generations."""
    replacing = Generation.objects.bulk_create(
        [
            Generation(
                conference=conference,
                badge=row.badge,
                number=2,
                code=f"2{row.code[1:]}",
                content=row.content,
                design_version=version,
                reserved_by=by,
            )
            for row in live
        ],
        batch_size=BATCH,
    )
    sizes = [row.badge.delegate.delegation_id for row in live]
    state, purpose = JobState.RUNNING, Purpose.REPLACE
    add_job(conference, replacing, state, sizes, by=by, at=at, purpose=purpose)


# What else there is


def add_agenda(
    conference: Conference, speakers: Sequence[Delegate], delegations: Sequence[Delegation]
) -> None:
    """Each room has one session after the other; half of them are released."""
    told = []
    rooms = [
        room
        for _ in range(2)
        for venue in [factories.VenueFactory(conference=conference)]
        for room in factories.RoomFactory.create_batch(ROOMS // 2, venue=venue)
    ]
    first = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
    for number, speaker in zip(range(SESSIONS), speakers, strict=False):
        starts_at = first + dt.timedelta(hours=number // len(rooms))
        session = factories.SessionFactory(
            conference=conference,
            room=rooms[number % len(rooms)],
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=1),
        )
        if number % 2 == 0:
            told.append(session)
        factories.SessionPartFactory(session=session, delegate=speaker)
        sender = delegations[number % len(delegations)]
        factories.SessionOrganizerFactory(session=session, delegation=sender)
    release(*told)


def add_import(
    conference: Conference,
    delegates: Sequence[Delegate],
    *,
    by: User,
    at: dt.datetime,
    delegation: Delegation | None = None,
) -> ImportRun:
    """Checked, and waiting for a decision; one in ten of its rows has problems, one asks.

    Of a delegation it is the list of its focal point.
    """
    report = CheckedFile(
        rows=[row_report(line, row) for line, row in enumerate(delegates, start=2)]
    )
    report.questions = [question_about(row) for row in report.rows if row.verdict == Verdict.OPEN]
    run = ImportRun(
        conference=conference,
        delegation=delegation,
        file_name="delegates.xlsx",
        options={"creates_delegations": False},
        state=WorkState.DONE,
        summary={**report.counts(), "has_changed": False},
        report={"problems": [], "notices": [], "new_delegations": []},
        created_at=at,
        created_by=by,
        asked_by=by,
        expires_at=at + dt.timedelta(days=7),
    )
    run.file.save("delegates.xlsx", ContentFile(b"the file"), save=False)
    run.rejected_file.save("rejected.xlsx", ContentFile(b"the rows"), save=False)
    run.save()
    storing.store(run, report, {}, GivenAnswer("", by.pk, at))
    return run


VERDICTS = {0: Verdict.REJECTED, 1: Verdict.CHANGED, 2: Verdict.CHANGED, 3: Verdict.OPEN}


def row_report(line: int, delegate: Delegate) -> RowReport:
    verdict = VERDICTS.get(line % 10, Verdict.NEW)
    why = "No country or organization is called so. Write its name as in the list."
    outcome = questions.Outcome(verdict)
    if verdict == Verdict.CHANGED:
        change = Change("function", delegate.function, f"{delegate.function}, acting")
        outcome = questions.Outcome(verdict, changes=[change], badges=[str(delegate)])
    return RowReport(
        line=line,
        person=str(delegate),
        delegation=str(delegate.delegation.name),
        reference=delegate.reference,
        values={"given_name": delegate.given_name, "family_name": delegate.family_name},
        problems=[Problem(line, "delegation", "Nowhere", why)] if line % 10 == 0 else [],
        outcome=outcome,
        draft=Draft(
            line=Line(line, {}, ()),
            delegate=None,
            delegation=DelegationKey(
                known.party_of(delegate.delegation), delegate.delegation.kind_id
            ),
            values=Values({"given_name": delegate.given_name, "family_name": delegate.family_name}),
        ),
    )


def question_about(row: RowReport) -> Question:
    candidate = {
        "answer": f"same:line:{row.line - 1}",
        "name": row.person,
        "line": row.line - 1,
        "delegation": row.delegation,
        "texts": dict(row.values),
    }
    return Question(
        kind=QuestionKind.PERSON,
        key=key_of(str(row.line)),
        subject=row.person,
        lines=[row.line],
        section=row.delegation,
        detail={"candidates": [candidate]},
    )


def add_trail(conference: Conference, *, by: User, at: dt.datetime) -> None:
    """Everybody was registered within the last day and approved a week ago; many signed in."""
    rows = list(Delegate.objects.for_conference(conference).order_by("pk"))
    for action, when in (
        ("delegate.approved", at - dt.timedelta(days=7)),
        ("delegate.changed", at - dt.timedelta(days=3)),
        ("delegate.registered", at - dt.timedelta(hours=5)),
    ):
        fields = ["function"] if action == "delegate.changed" else []
        audit.record_many(action, targets=[(row, fields) for row in rows], by=by, at=when)
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(at=at - dt.timedelta(minutes=n), by=by, action="user.signed_in")
            for n in range(len(rows))
        ],
        batch_size=BATCH,
    )
