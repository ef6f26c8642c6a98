"""The conference of the demonstration that opens tomorrow, and what a worker makes of its work."""

import datetime as dt
from collections import Counter

import pypdfium2
import pytest
from django.conf import settings as configuration
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from badges.background import printing
from badges.choices import JobState
from badges.models import PrintJob
from badges.standing.outdated_badges import outdated_holders
from conference import leased_work
from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent, Conference, StaffRole, User
from conference.site.demonstration import seeding
from conference.site.demonstration.today import opening_tomorrow
from delegates.choices import Accreditation, QuestionKind, Verdict
from delegates.importing import running
from delegates.models import (
    Delegate,
    Delegation,
    DelegationTask,
    ImportQuestion,
    ImportRun,
    RegistrationSettings,
)
from sessions.models import Session
from tests.start_numbers import numbers_of, rows_behind

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
TOLD = {
    "time_zone": "Africa/Casablanca",
    "starts_on": dt.date(2026, 5, 12),
    "sessions": [{"starts_at": dt.datetime(2026, 5, 12, 9, 30)}],
    "decided_at": dt.datetime(2026, 5, 10, 19, tzinfo=dt.UTC),
    "list": {"at": dt.datetime(2026, 5, 11, 13, tzinfo=dt.UTC), "file_name": "list.csv"},
}


@pytest.fixture
def rabat(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Conference:
    monkeypatch.setattr(configuration, "IS_EMBEDDED", True)
    monkeypatch.setattr(seeding, "EDITIONS", ("rabat_dialogue",))
    call_command("seed_demo", "--today")
    return Conference.objects.get()


def test_everything_told_moves_by_as_many_days() -> None:
    assert opening_tomorrow(TOLD, NOON) == {
        "time_zone": "Africa/Casablanca",
        "starts_on": dt.date(2026, 11, 27),
        "sessions": [{"starts_at": dt.datetime(2026, 11, 27, 9, 30)}],
        "decided_at": dt.datetime(2026, 11, 25, 19, tzinfo=dt.UTC),
        "list": {"at": NOON, "file_name": "list.csv"},
    }


def test_tomorrow_is_that_of_the_conference() -> None:
    late = dt.datetime(2026, 11, 26, 20, 30, tzinfo=dt.UTC)
    told = TOLD | {"time_zone": "Asia/Dushanbe"}

    assert opening_tomorrow(told, late)["starts_on"] == dt.date(2026, 11, 28)


def test_conference_opens_tomorrow_with_much_left_to_do(rabat: Conference) -> None:
    today = rabat.local(timezone.now()).date()
    people = Delegate.objects.for_conference(rabat)

    assert rabat.starts_on == today + dt.timedelta(days=1)
    assert Counter(people.values_list("accreditation", flat=True)) == {
        Accreditation.APPROVED: 79,
        Accreditation.SUBMITTED: 52,
        Accreditation.RETURNED: 1,
        Accreditation.WAITING: 1,
        Accreditation.WITHDRAWN: 1,
        Accreditation.REJECTED: 1,
    }
    assert people.missing_photo().attending().count() == 23
    headless = Delegation.objects.for_conference(rabat).awaiting_head()
    assert {str(row.name) for row in headless} == {"Kenya", "Hungary", "Portugal"}
    rehearsals = [row for row in Session.objects.for_conference(rabat) if row.day == today]
    assert [str(row.title) for row in sorted(rehearsals, key=lambda row: row.starts_at)] == [
        "Rehearsal of the opening",
        "Rehearsal with interpreters and moderators",
        "Early registration and badges",
    ]
    assert not AuditEvent.objects.filter(at__gt=timezone.now()).exists()


def test_focal_point_has_a_delegation_in_each_state(rabat: Conference, client: Client) -> None:
    focal_point = User.objects.get(email="focalpoint@dais.example")
    client.force_login(focal_point)
    own = Delegation.objects.of_focal_point(focal_point).order_by("protocol_key")
    states = {
        str(row.name): Counter(
            Delegate.with_drafts.filter(delegation=row).values_list("accreditation", flat=True)
        )
        for row in own
    }

    page = client.get("/en/registration/").text

    assert states["Hungary"] == {}
    assert states["Portugal"] == {Accreditation.DRAFT: 2}
    assert states["Senegal"][Accreditation.RETURNED] == 1
    assert states["Republic of Korea"][Accreditation.WAITING] == 1
    for name in states:
        assert name in page
    assert not client.get("/admin/").text.count("Rabat")


def test_worker_finds_questions_in_the_list_and_prints_badges_that_are_out_of_date(
    rabat: Conference,
) -> None:
    while leased_work.run_next((*running.KINDS, *printing.KINDS), timezone.now):
        pass

    run = ImportRun.objects.get()
    assert (run.state, run.summary[Verdict.OPEN], run.summary[Verdict.NEW]) == ("done", 3, 3)
    uploaded = AuditEvent.objects.get(action="import.uploaded", conference=rabat)
    assert run.created_at == uploaded.at
    kinds = ImportQuestion.objects.of_run(run).values_list("kind", flat=True)
    assert Counter(kinds) == {QuestionKind.PARTY: 1, QuestionKind.PERSON: 2}
    job = PrintJob.objects.get()
    assert (job.state, job.entries.count(), job.error) == (JobState.PUBLISHED, 19, "")
    outdated = Delegate.objects.filter(pk__in=outdated_holders(rabat))
    assert {str(row.delegation) for row in outdated} == {
        "Morocco",
        "Spain",
        "United Nations Office of Counter-Terrorism",
    }
    assert outdated.count() == 3


def test_start_page_counts_what_its_links_and_the_checklist_count(
    rabat: Conference, client: Client
) -> None:
    client.force_login(User.objects.get(email="organizer@dais.example"))
    start = admin_url(rabat, "index")
    sent, printed = client.get(start), None
    while leased_work.run_next((*running.KINDS, *printing.KINDS), timezone.now):
        pass
    printed = client.get(start)

    for page in (sent, printed):
        numbers = numbers_of(page.content.decode())
        assert len(numbers) >= 9
    assert rows_behind(client, numbers) == numbers
    assert [(need.count, need.words) for need in sent.context["needs"]] == [
        (52, "delegates are waiting for a decision"),
        (1, "delegation has a note verbale to be received"),
        (23, "photos are missing"),
        (60, "badges are to be printed"),
        (21, "badges of other types are to be printed"),
        (3, "delegations have no confirmed head"),
    ]
    assert [(need.count, need.words) for need in printed.context["needs"]] == [
        *((need.count, need.words) for need in sent.context["needs"]),
        (1, "list to import is waiting: 3 questions are open"),
    ]
    doors = client.get(printed.context["doors_url"])
    assert [one.words for one in doors.context["found"]] == [
        "3 delegations have no confirmed head.",
        "52 delegates are waiting for a decision.",
        "23 photos are missing.",
        "1 session has no room.",
        "1 session has no chair or moderator.",
        "60 badges are to be printed.",
        "3 badges are out of date.",
        "21 badges of other types are to be printed.",
        "The texts of the badges have not been checked recently.",
    ]
    due = client.get(admin_url(rabat, "badges_printjob_due")).context["due"]
    assert (due.unissued, due.held_back, due.changed_count) == (60, 0, 3)


def test_its_pages_say_that_it_is_invented(rabat: Conference) -> None:
    assert set(rabat.description.data) == set(rabat.languages)
    assert rabat.description.data["en"].startswith("This conference is invented.")
    assert User.objects.filter(email__endswith="@dais.example").count() == 7


def test_officer_finds_tasks_a_note_verbale_and_an_end_of_registration(
    rabat: Conference, client: Client
) -> None:
    officer = User.objects.get(email="officer@dais.example")
    senegal = Delegation.objects.for_conference(rabat).get(nominations__isnull=False)
    note = senegal.nominations.get()
    client.force_login(officer)

    page = client.get(admin_url(rabat, "delegates_delegation_nominations", senegal.pk)).text

    assert note.reference in page
    with note.file.open() as stored, pypdfium2.PdfDocument(stored.read()) as pdf:
        text = pdf[0].get_textpage().get_text_range()
    assert "Invented for the demonstration" in text
    settings = RegistrationSettings.objects.get(conference=rabat)
    assert settings.closes_at is not None
    assert settings.closes_at > timezone.now()
    due = DelegationTask.objects.filter(conference=rabat).values_list("due_at", flat=True)
    assert [at > timezone.now() for at in due.order_by("due_at")] == [False, True]
    roles = StaffRole.objects.filter(user=officer).values_list("role", "conference__slug")
    assert list(roles) == [(Role.REGISTRATION_OFFICER, "rabat-dialogue")]
