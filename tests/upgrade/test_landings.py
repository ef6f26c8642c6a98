"""What an earlier landing held opens, is the same, prints and goes on at this one."""

import time
from collections.abc import Callable, Sequence
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from badges.background import printing
from badges.choices import GenerationState, JobState, Purpose, Reason
from badges.holders import LOADS, kind_of, obstacle
from badges.models import BadgeType, Generation, PrintJob, PrintPreparation
from badges.services.printing import jobs, pauses
from badges.services.printing.jobs import PrintOrder
from conference import leased_work
from conference.celery import app
from conference.choices import UNFINISHED, WorkState
from conference.models import (
    AuditEvent,
    BackgroundJob,
    Conference,
    ConferenceRow,
    InstallationEvent,
    Mail,
    StaffInvitation,
    StaffRole,
    User,
)
from conference.writing.languages import translations
from delegates.choices import QuestionKind
from delegates.models import (
    Delegate,
    FocalPoint,
    ImportQuestion,
    ImportRun,
    InvitationRequest,
    ListPrinting,
)
from delegates.services.importing import imports
from sessions.choices import SessionKind
from sessions.models import RoomBooking, Session, SessionVersion
from sessions.releases.stored import facts_of
from tests.addresses import ALL, Address, model_of
from tests.admin_rows import address
from tests.architecture.test_addresses import CLOSED
from tests.badges.printed import manifest_of, pages_of
from tests.servers import StartWorker, Worker
from tests.upgrade.conftest import Landing

pytestmark = pytest.mark.long

PATIENCE_SECONDS = 120
# A page that is not offered for a record (the deletion of a delegate) refuses, as it does today.
ANSWERS = {200, 302, 403, 404, 405}
# Of each model: the pages of all rows where there are few, of some where there are many.
MOST_ROWS = 25


def test_order_categories_zones_badges_and_history_are_what_they_were(landing: Landing) -> None:
    assert landing.after == landing.before


def test_derived_columns_are_what_the_functions_of_today_say(landing: Landing) -> None:
    said = StringIO()

    call_command("check_derived", stdout=said)

    assert said.getvalue().count("\n") <= 1, said.getvalue()


def test_sessions_keep_the_rooms_that_they_had_from_others(landing: Landing) -> None:
    kept = ("room", "starts_at", "ends_at", "takes_place")
    held = Session.objects.exclude(room=None).exclude(kind=SessionKind.BREAK)

    booked = RoomBooking.objects.filter(is_main=True).values_list("session", *kept)

    assert held.exists()
    assert set(booked) == set(held.values_list("pk", *kept))


def test_readers_know_of_the_sessions_that_they_knew_of(landing: Landing) -> None:
    told = SessionVersion.objects.current().select_related("session")

    assert landing.told
    assert {row.session.code: facts_of(row).is_cancelled for row in told} == landing.told
    for row in told:
        facts, session = facts_of(row), row.session
        assert facts.code == session.code
        if not facts.is_closed:
            assert facts.title == translations(session.title)


# Where a reason stands that the trail had, by the action or its noun: the model, the column with
# the id of whom it is about, and that of the reason.
WHERE_REASONS_STAND = {
    "delegate": ("delegates.DelegateEvent", "pgh_obj_id", "decision_reason"),
    "delegate.given_place": ("delegates.DelegateEvent", "pgh_obj_id", "place_reason"),
    "delegation": ("delegates.DelegationEvent", "pgh_obj_id", "withdrawal_reason"),
    "invitationrequest": ("delegates.InvitationRequest", "pk", "decision_reason"),
    "session": ("agenda.SessionEvent", "pgh_obj_id", "cancel_reason"),
}
ERASED = {"delegate": Delegate.with_drafts, "invitationrequest": InvitationRequest.objects}


def reasons_now(action: str, pk: int) -> set[str]:
    noun = action.partition(".")[0]
    model, key, column = WHERE_REASONS_STAND.get(action) or WHERE_REASONS_STAND[noun]
    rows = apps.get_model(model)._base_manager.filter(**{key: pk})
    return {*rows.values_list(column, flat=True)} - {""}


def is_erased(action: str, pk: int) -> bool:
    noun = action.partition(".")[0]
    return noun in ERASED and ERASED[noun].filter(pk=pk, erased_at__isnull=False).exists()


def test_reasons_that_somebody_typed_stand_in_the_history_and_not_on_the_trail(
    landing: Landing,
) -> None:
    with_reason = AuditEvent.objects.filter(detail__has_key="reason").exclude(detail__reason="")

    assert landing.typed
    codes = {"print_job", "badge"}
    assert {event.action.partition(".")[0] for event in with_reason} <= codes
    for action, pk, reason in landing.typed:
        assert reasons_now(action, pk) >= (set() if is_erased(action, pk) else {reason})


def test_of_whoever_is_erased_no_reason_stands(landing: Landing) -> None:
    erased = [(action, pk) for action, pk, _reason in landing.typed if is_erased(action, pk)]

    assert bool(erased) == ("second factors" in landing.before)
    assert [row for row in erased if reasons_now(*row)] == []


def test_why_there_is_a_place_beyond_the_quota_stands_with_whoever_has_it(
    landing: Landing,
) -> None:
    """Of who gave it back, in the history alone."""
    given = {pk: reason for action, pk, reason in landing.typed if action == "delegate.given_place"}
    people = Delegate.objects.filter(pk__in=given)

    assert bool(given) == ("second factors" in landing.before)
    assert {row.pk: row.place_reason for row in people} == {
        row.pk: given[row.pk] if row.is_expected else "" for row in people
    }
    with_reason = Delegate.with_drafts.exclude(place_reason="")
    assert set(with_reason.values_list("pk", flat=True)) <= given.keys()


def test_no_reason_of_a_decision_stands_where_nothing_is_decided(landing: Landing) -> None:
    history = apps.get_model("delegates.DelegateEvent")._base_manager

    assert not history.filter(decided_at=None).exclude(decision_reason="").exists()


@pytest.fixture
def client_for(landing: Landing) -> Callable[[models.Model], Client]:
    """Whoever works with the row: its conference's organizer, else the administrator."""
    clients: dict[str, Client] = {}

    def find(row: models.Model) -> Client:
        conference = place_of(row)
        who = ORGANIZERS[conference.slug] if conference else ADMINISTRATOR
        if who not in clients:
            clients[who] = signed_in(who)
        return clients[who]

    return find


ADMINISTRATOR = "administrator@dais.example"
ORGANIZERS = {
    "dushanbe-2018": "organizer2018@dais.example",
    "dushanbe-2022": "organizer2022@dais.example",
    "like-2022": "organizer2022@dais.example",
    "rabat-dialogue": "organizer@dais.example",
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def signed_in(email: str) -> Client:
    defaults = {"is_superuser": email == ADMINISTRATOR}
    user, _is_new = User.objects.get_or_create(email=email, defaults=defaults)
    client = Client()
    client.force_login(user)
    return client


def place_of(row: models.Model) -> Conference | None:
    """The conference in whose admin the row has its page; else it is the installation's."""
    return row if isinstance(row, Conference) else getattr(row, "conference", None)


def has_page(row: models.Model) -> bool:
    """An event of the whole installation stands in its trail's list, and in no conference's. What a
    session books stands on the session's own page; what has expired is gone.
    """
    if isinstance(row, RoomBooking):
        return row.session_id is None
    if isinstance(row, BackgroundJob):
        return row.expires_at > timezone.now()
    is_of_installation = isinstance(row, InstallationEvent)
    return not isinstance(row, AuditEvent) or not (is_of_installation or row.conference is None)


def places_of_lists(model: type[models.Model]) -> list[Conference | None]:
    """Each conference, for what belongs to one: also where the landing had no such record."""
    if issubclass(model, ConferenceRow | StaffRole | StaffInvitation):
        return list(Conference.objects.order_by("pk"))
    if model in {AuditEvent, Mail}:
        return list(Conference.objects.order_by("pk"))
    return [None]


def status_of(client: Client, path: str) -> int:
    """Files that the page opened are closed again. A list of one row leads to the row."""
    response = client.get(path)
    if response.status_code == 302 and response["Location"].startswith("/admin/"):
        response = client.get(response["Location"])
    response.close()
    return response.status_code


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_and_record_opens(
    client_for: Callable[[models.Model], Client], model: type[models.Model]
) -> None:
    rows = [row for row in model._default_manager.order_by("pk") if has_page(row)]
    chosen = rows[:: max(1, len(rows) // MOST_ROWS)]
    asked = {address(place_of(row), model, "change", row.pk): client_for(row) for row in chosen}
    for place in places_of_lists(model):
        asked[address(place, model, "changelist")] = client_for(place or User())

    answers = {path: status_of(client, path) for path, client in asked.items()}

    assert {path: status for path, status in answers.items() if status != 200} == {}


def path_of(page: Address, row: models.Model) -> str:
    conference = place_of(row)
    slug = conference.slug if conference else "none"
    return page.path(conference=slug, object_id=str(row.pk), pk=str(row.pk))


@pytest.mark.parametrize("page", [page for page in CLOSED if model_of(page)], ids=str)
def test_every_page_about_a_record_answers(
    client_for: Callable[[models.Model], Client], page: Address
) -> None:
    model = model_of(page)
    assert model is not None
    rows = model._default_manager.order_by("pk")

    answers = [
        status_of(client_for(row), path_of(page, row))
        for row in {rows.first(), rows.last()} - {None}
    ]

    assert bool(answers) == rows.exists()
    assert [status for status in answers if status not in ANSWERS] == []


OF_FOCAL_POINTS = [
    page
    for page in ALL
    if page.namespace == "registration" and "slug" in page.parameters and page.parameters[1:]
]


@pytest.mark.parametrize("page", OF_FOCAL_POINTS, ids=lambda page: f"{page} {page.parameters[2:]}")
def test_every_page_of_a_focal_point_answers(landing: Landing, page: Address) -> None:
    """Of each delegation, of its first and its last person, of the last list that it uploaded."""
    points = FocalPoint.objects.standing().select_related("user", "delegation__conference")
    answers = []
    for point in points:
        client, delegation = signed_in(point.user.email), point.delegation
        people = Delegate.with_drafts.filter(delegation=delegation).order_by("pk")
        known = {"slug": delegation.conference.slug, "delegation_id": str(delegation.pk)}
        if run := ImportRun.objects.filter(delegation=delegation).first():
            known["run_id"] = str(run.pk)
        for row in {people.first(), people.last()} if "delegate_id" in page.parameters else {None}:
            person = {"delegate_id": str(row.pk)} if row else {}
            answers.append(status_of(client, page.path(**known, **person)))

    assert bool(answers) == points.exists()
    assert [status for status in answers if status not in ANSWERS] == []


def test_the_page_of_a_delegation_and_of_each_person_opens(landing: Landing) -> None:
    """To their focal points."""
    points = FocalPoint.objects.standing().select_related("user", "delegation__conference")
    answers: dict[str, int] = {}
    for point in points:
        client, delegation = signed_in(point.user.email), point.delegation
        place = [delegation.conference.slug, delegation.pk]
        people = Delegate.with_drafts.filter(delegation=delegation, erased_at=None)
        paths = [
            reverse("registration:delegation", args=place),
            *(reverse("registration:open_person", args=[*place, row.pk]) for row in people),
        ]
        answers |= {path: status_of(client, path) for path in paths}

    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_the_import_that_waited_for_its_answer_shows_its_questions(
    landing: Landing, client: Client
) -> None:
    """Its report was a file; a worker has made another, whose questions are rows."""
    run = ImportRun.objects.filter(delegation=None).latest("pk")
    client.force_login(User.objects.get(email="organizer2022@dais.example"))

    questions = list(ImportQuestion.objects.of_run(run).open().order_by("kind"))
    pages = [
        client.get(address(run.conference, ImportRun, "questions", run.pk, question.kind))
        for question in questions
    ]

    assert run.summary["open"] == 2
    assert [(question.kind, question.lines) for question in questions] == [
        (QuestionKind.PARTY, [3]),
        (QuestionKind.PERSON, [2]),
    ]
    assert questions[0].subject == "Nowhere"
    assert [page.status_code for page in pages] == [200, 200]
    assert [
        escape(question.subject) in page.content.decode()
        for question, page in zip(questions, pages, strict=True)
    ] == [True, True]


def test_the_print_jobs_that_ran_then_end_now_and_badges_are_printed_again(
    landing: Landing, start_worker: StartWorker
) -> None:
    """Among the jobs, since there are such steps, one whose badges had not been prepared, and one
    that was paused. One test: whoever prints again takes up whatever still waits.
    """
    paused = list(PrintJob.objects.filter(state=JobState.PAUSED))
    for job in paused:
        by = User.objects.get(email=ORGANIZERS[job.conference.slug])
        pauses.resume(job=job, by=by, at=timezone.now())
    running = list(PrintJob.objects.filter(state=JobState.RUNNING).order_by("pk"))
    unprepared = PrintPreparation.objects.unfinished().values_list("job", "holders")
    pages = {job.pk: job.entries.count() for job in running}
    pages |= {job_id: len(delegates) for job_id, delegates in unprepared}

    worker = start_worker()
    app.send_task(jobs.WAKE, queue=jobs.QUEUE)
    end(running, JobState.RUNNING, worker=worker)

    assert sorted(pages.values()) in ([6], [6, 25], [3, 6, 25])
    assert [job.state for job in running] == [JobState.PUBLISHED] * len(running)
    assert {job.pk: job.badge_count for job in running} == pages
    printed = Generation.objects.filter(entries__job__in=running)
    assert set(printed.values_list("state", flat=True)) == {GenerationState.LIVE}
    worker.stop()
    print_again_one_of_each_type()


def print_again_one_of_each_type() -> None:
    for badge_type in BadgeType.objects.filter(badges__generations__state="live").distinct():
        held = badge_type.badges.filter(generations__state="live").order_by("pk")
        badge = next(row for row in held.select_related(*LOADS) if obstacle(row) is None)
        kind, conference = kind_of(badge_type), badge_type.conference
        job = jobs.send(
            order=PrintOrder(
                conference,
                [kind.of(badge).pk],
                Purpose.AGAIN,
                language="en",
                reason=Reason.PAPER_JAM,
                type=badge_type,
            ),
            by=User.objects.get(email=ORGANIZERS[conference.slug]),
            at=timezone.now(),
        )

        while job.state == JobState.RUNNING:
            assert leased_work.run_next(printing.KINDS, timezone.now)
            job.refresh_from_db()

        assert job.state == JobState.PUBLISHED, job.error
        assert len(manifest_of(job)) == 1
        # The back of a badge has no code.
        assert [code for code in pages_of(job) if code] == manifest_of(job)


def test_the_background_jobs_that_waited_then_end_now(
    landing: Landing, start_worker: StartWorker
) -> None:
    """Exports, and files of the list of participants that were taken away with somebody."""
    waiting = list(BackgroundJob.objects.filter(state__in=UNFINISHED))
    conferences = landing.before["conferences"].values()
    noted = [job for conference in conferences for job in conference.get("background jobs", [])]

    worker = start_worker()
    app.send_task(imports.WAKE, queue=imports.QUEUE)
    end(waiting, *UNFINISHED, worker=worker)

    assert len(waiting) == sum(state in UNFINISHED for _kind, state in noted)
    assert [job.state for job in waiting] == [WorkState.DONE] * len(waiting)
    done = {"delegates.export": {"delegates": 3}, "delegates.print_list": {"printings": 3}}
    assert [job.result for job in waiting] == [done[job.kind] for job in waiting]
    printings: Any = ListPrinting.objects.counted()
    assert [row for row in printings if row.file_count < row.files_wanted] == []


def end(rows: Sequence[PrintJob | BackgroundJob], *states: str, worker: Worker) -> None:
    """Waits until none of the rows is in any of the states."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while any(row.state in states for row in rows):
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.2)
        for row in rows:
            row.refresh_from_db()
