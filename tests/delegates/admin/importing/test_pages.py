"""The import's pages in the admin: who may, what they show, what a forged request gets."""

import io
import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from conference.choices import Role, WorkState
from conference.models import AuditEvent, Conference
from conference.spreadsheets import MOST_BYTES
from delegates.admin.importing.groups import digest_of
from delegates.choices import Verdict
from delegates.columns import COLUMNS
from delegates.importing import progress
from delegates.models import Delegate, ImportQuestion, ImportRun
from delegates.services.importing import imports
from tests.deciding import decided
from tests.delegates.importing.worker import import_next
from tests.factories import (
    ConferenceFactory,
    CountryFactory,
    DelegationFactory,
    ImportLineFactory,
    ImportRunFactory,
    StaffRoleFactory,
    words,
)
from tests.here import here
from tests.parts import ask_for_part, asks
from tests.readings import reading_from
from tests.spreadsheets import sheet_of, sheets_of

ADD = here("delegates_importrun_add")
NAMES = "Delegation;Given name;Family name"
GOOD = f"{NAMES}\nTJ;Ali;Valiev\nTJ;Olim;Karim"


@pytest.fixture(autouse=True)
def tajikistan(conference: Conference) -> None:
    country = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    DelegationFactory(conference=conference, country=country)


def upload(client: Client, text: str = GOOD, **fields: str) -> Any:
    file = SimpleUploadedFile("people.csv", text.encode())
    return client.post(ADD, {"file": file, **fields})


def url(name: str, run: ImportRun) -> str:
    return here(f"delegates_importrun_{name}", run.pk)


def page(client: Client, run: ImportRun, query: str = "") -> str:
    response = client.get(url("change", run) + query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def run(organizer: Client) -> ImportRun:
    """Uploaded and checked."""
    upload(organizer, f"{GOOD}\nNowhere;Vali;Aliev\nTJ;Alii;Valiev")
    import_next()
    return ImportRun.objects.get()


@pytest.fixture
def elsewhere(organizer: Client) -> ImportRun:
    """A checked import of another conference, in which the organizer has no role."""
    other = StaffRoleFactory(role=Role.ORGANIZER)
    imports.start(
        file=io.BytesIO(GOOD.encode()),
        file_name="secret.csv",
        conference=other.conference,
        creates_delegations=False,
        by=other.user,
        at=timezone.now(),
    )
    import_next()
    return ImportRun.objects.get(conference=other.conference)


def test_upload_leads_to_a_page_that_asks_for_its_part_again(organizer: Client) -> None:
    response = upload(organizer)

    run = ImportRun.objects.get()
    assert response.headers["Location"] == url("change", run)
    waiting = page(organizer, run)
    progress.tell(run.pk, done=100, total=400)
    again = asks(waiting, "progress")
    part = ask_for_part(organizer, again, "progress").content.decode()
    progress.forget(run.pk)
    import_next()
    ended = ask_for_part(organizer, again, "progress")

    assert not re.search(r"\d of \d", strip_tags(waiting))
    assert "<b>100 of 400</b>" in part
    assert url("give_up", run) in waiting
    assert ended.headers["HX-Refresh"] == "true"


def test_page_of_an_import_taken_back_names_who_and_is_not_given_up_meanwhile(
    organizer: Client, run: ImportRun
) -> None:
    organizer.post(url("apply", run), {"good_rows_only": "1"})
    import_next()
    decided(organizer, url("take_back", run))
    meanwhile = page(organizer, run)
    import_next()
    other = StaffRoleFactory(conference=run.conference, role=Role.ORGANIZER).user
    at = timezone.now() + timedelta(days=400)
    ImportRun.objects.filter(pk=run.pk).update(taken_back_by=other, taken_back_at=at)
    ended = page(organizer, run)
    lead = ended.partition('<p class="lead">')[2].partition("</p>")[0]

    assert url("give_up", run) not in meanwhile
    assert str(run.conference.local(at).year) in lead
    assert f"by {other}" in " ".join(lead.split())
    assert ended.count(str(other)) == 1
    assert "<strong>2</strong> delegates deleted" in ended


def test_time_left_of_an_import_is_said_when_nothing_else_comes_after(
    organizer: Client, run: ImportRun
) -> None:
    organizer.post(url("apply", run), {"good_rows_only": "1"})
    since = {"since": f"{int(time.time()) - 10}-10"}

    progress.tell(run.pk, done=20, total=100)
    checking = organizer.get(url("change", run), since).content.decode()
    progress.tell(run.pk, done=60, total=100)
    writing = organizer.get(url("change", run), since).content.decode()

    assert "<b>20 of 100</b>\n" in checking
    assert "<b>60 of 100</b>, about 10 seconds" in writing


def test_report_counts_asks_and_says_what_will_be_done(organizer: Client, run: ImportRun) -> None:
    shown = page(organizer, run)
    text = " ".join(strip_tags(shown).split())

    assert "1 to be answered" in text
    assert "2 delegates will be registered." in text
    assert "2 rows need an answer and will be left out until then." in text
    assert "Import the good rows only" in shown
    for kind in ("party", "person"):
        assert here("delegates_importrun_questions", run.pk, kind) in shown
    assert asks(shown, "progress") == ""


def test_apply_imports_the_good_rows_and_those_answered(organizer: Client, run: ImportRun) -> None:
    (question,) = ImportQuestion.objects.filter(kind="person")
    organizer.post(
        here("delegates_importrun_answer", run.pk, "person"), {"one": f"{question.pk}:another"}
    )

    before = organizer.get(f"{url('change', run)}?show=new").content.decode()
    answer = organizer.post(url("apply", run), {"good_rows_only": "1"})
    import_next()
    after = organizer.get(f"{url('change', run)}?show=new").content.decode()

    said = "Will be registered in", "Registered in"
    assert [text in before for text in said] == [True, False]
    assert [text in after for text in said] == [False, True]
    assert answer.headers["Location"] == url("change", run)
    assert Delegate.objects.count() == 3
    shown = page(organizer, run)
    stayed_out = shown.partition('id="stayed-out"')[2].partition("</section>")[0]
    words = " ".join(strip_tags(stayed_out).split())
    assert "1 row was not answered. It can no longer be answered here" in words
    assert "had problems" not in words
    assert "upload it again: what was not answered is asked again" in words
    assert re.findall(r'href="([^"]+)"', stayed_out) == [url("rejected", run), ADD]
    assert AuditEvent.objects.get(action="delegates.imported").detail["created"] == 3


def test_apply_of_a_file_with_problems_says_why_not(organizer: Client, run: ImportRun) -> None:
    answer = organizer.post(url("apply", run), follow=True)

    assert "2 rows need an answer" in answer.content.decode()
    assert ImportRun.objects.get().is_reported


def test_apply_after_somebody_gave_up_is_refused_in_words(
    organizer: Client, run: ImportRun
) -> None:
    decided(organizer, url("give_up", run))

    answer = organizer.post(url("apply", run), {"good_rows_only": "1"}, follow=True)

    assert answer.status_code == 200
    assert [str(message) for message in answer.context["messages"]] == [
        "This file is no longer waiting for a decision."
    ]
    assert not Delegate.objects.exists()


@pytest.mark.parametrize(
    ("row", "is_offered"),
    [("TJ;Vali;Aliev", False), ("TJ;Vali;", False), ("DE;Vali;Aliev", True)],
    ids=["good", "problem of another kind", "no delegation"],
)
def test_missing_delegations_are_offered_where_one_is_missing(
    organizer: Client, row: str, is_offered: bool
) -> None:
    CountryFactory(iso2="DE")
    upload(organizer, f"{GOOD}\n{row}")
    import_next()

    shown = page(organizer, ImportRun.objects.get())

    assert ("Check again, creating missing delegations" in shown) == is_offered


def test_new_delegations_are_named_openly_before_they_are_registered(
    organizer: Client, run: ImportRun
) -> None:
    run.report["new_delegations"] = ["Namuna"]
    run.save(update_fields=["report"])

    shown = page(organizer, run)

    assert re.findall(r'<details class="groups"( open)?>\s+<summary>\s+Delegations', shown) == [
        " open"
    ]
    assert "<bdi>Namuna</bdi>" in shown


def test_check_again_and_give_up(organizer: Client, run: ImportRun) -> None:
    organizer.post(url("reading", run), {"creates_delegations": "1"})
    assert ImportRun.objects.get().options["creates_delegations"]
    import_next()

    decided(organizer, url("give_up", run))

    assert ImportRun.objects.get().state == WorkState.CANCELLED
    assert "The files of this import have been deleted" in page(organizer, run)


def test_failed_file_says_what_to_do(organizer: Client) -> None:
    upload(organizer, "\0\0\0\0")
    import_next()

    shown = page(organizer, ImportRun.objects.get())

    assert "Save it as “CSV UTF-8”" in shown
    assert ADD in shown


def test_file_that_is_too_large_is_refused_in_words(organizer: Client) -> None:
    answer = upload(organizer, "x" * (MOST_BYTES + 1))

    assert answer.status_code == 200
    assert "larger than 20 MB" in answer.content.decode()
    assert ImportRun.objects.count() == 0


def test_rejected_rows_are_downloaded_with_a_trace(organizer: Client, run: ImportRun) -> None:
    answer = organizer.get(url("rejected", run))

    lines = sheet_of(b"".join(answer.streaming_content)).rows
    assert [line.cells[1] for line in lines] == ["Given name", "Vali", "Alii"]
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    event = AuditEvent.objects.get(action="import.rejected_rows_taken")
    assert (event.target_id, event.detail) == (run.pk, {})


def test_template_holds_the_columns_and_no_example_that_would_be_imported(
    organizer: Client,
) -> None:
    answer = organizer.get(here("delegates_importrun_template"))

    content = b"".join(answer.streaming_content)
    sheets = sheets_of(content)
    headings = tuple(str(column.label) for column in COLUMNS)
    assert [row.cells for row in sheets[0].rows] == [headings]
    assert [sheet.name for sheet in sheets[1:]] == ["Examples", "Explanations", "Words"]
    layout = reading_from(content).layout
    assert [(sheet.name, sheet.holds_headings) for sheet in layout.sheets] == [("Delegates", True)]


# Who may


@pytest.mark.parametrize("name", ["change", "rejected"])
def test_import_of_another_conference_does_not_exist(
    organizer: Client, elsewhere: ImportRun, name: str
) -> None:
    missing = organizer.get(here(f"delegates_importrun_{name}", 999_999))

    answer = organizer.get(url(name, elsewhere))

    assert (answer.status_code, missing.status_code) == (404, 404)
    assert (
        "secret.csv" not in organizer.get(here("delegates_importrun_changelist")).content.decode()
    )


@pytest.mark.parametrize("name", ["apply", "reading", "give_up"])
def test_import_of_another_conference_cannot_be_decided_on(
    organizer: Client, elsewhere: ImportRun, name: str
) -> None:
    answer = organizer.post(url(name, elsewhere), {"good_rows_only": "1"})

    assert answer.status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.is_reported


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.BADGE_DESK])
def test_roles_that_do_not_register_delegates_do_not_import(
    client: Client, run: ImportRun, conference: Conference, role: Role
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    answers = [
        client.get(ADD),
        upload(client),
        client.get(here("delegates_importrun_template")),
        client.get(url("change", run)),
        client.get(url("rejected", run)),
        *(client.post(url(name, run)) for name in ("apply", "reading", "give_up")),
    ]

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert ImportRun.objects.get().is_reported


@pytest.mark.parametrize("name", ["apply", "reading"])
def test_decisions_are_not_made_by_links(organizer: Client, run: ImportRun, name: str) -> None:
    answer = organizer.get(url(name, run), headers={"accept": "text/html"})

    assert (answer.status_code, ImportRun.objects.get().is_reported) == (302, True)


def test_giving_up_is_asked_first(organizer: Client, run: ImportRun) -> None:
    asked = organizer.get(url("give_up", run)).content.decode()

    assert "The file and its report are deleted." in asked
    assert url("give_up", run) in page(organizer, run)
    assert ImportRun.objects.get().is_reported


def test_upload_goes_into_the_conference_being_worked_in(organizer: Client) -> None:
    other = ConferenceFactory()

    upload(organizer, conference=str(other.pk), conference_id=str(other.pk))

    assert ImportRun.objects.get().conference != other


@pytest.mark.parametrize("rows", [1, 3])
def test_list_reads_the_same_number_of_times_whatever_its_length(
    organizer: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for _row in range(rows):
        upload(organizer)
    organizer.get(here("delegates_importrun_changelist"))

    with django_assert_num_queries(6):
        organizer.get(here("delegates_importrun_changelist"))


def groups_of(response: Any, name: str) -> list[tuple[str, int, bool]]:
    groups = getattr(response.context["report"], name)
    return [(group.text, group.count, group.is_shown) for group in groups.shown]


def leads_of_chosen(response: Any) -> list[str]:
    """Where the links of the chosen group lead, of a list that stands open."""
    page = response.content.decode()
    opened = re.findall(r'<details class="groups" open>(.*?)</details>', page, re.DOTALL)
    chosen = re.findall(r'<li class="is-chosen">(.*?)</li>', "".join(opened), re.DOTALL)
    return re.findall(r'href="([^"]*)"', "".join(chosen))


@pytest.mark.parametrize("name", ["reason", "delegation"])
def test_lines_of_one_group_are_listed_and_lead_back_to_all(
    organizer: Client, conference: Conference, name: str
) -> None:
    run = ImportRunFactory(
        conference=conference,
        state=WorkState.DONE,
        summary={"rows": 3, Verdict.REJECTED: 3, "has_changed": False},
        report={"problems": [], "notices": [], "new_delegations": []},
    )
    for line, text in enumerate(["Alpha", "Alpha", "Beta"], start=2):
        ImportLineFactory(
            run=run, conference=conference, line=line, verdict=Verdict.REJECTED,
            delegation=text, reasons=[text],
        )  # fmt: skip
    address = url("change", run)
    query = f"?show=rejected&{name}={digest_of('Alpha')}"

    every = organizer.get(address)
    chosen = organizer.get(address + query)

    assert groups_of(every, f"{name}s") == [("Alpha", 2, False), ("Beta", 1, False)]
    assert groups_of(chosen, f"{name}s") == [("Alpha", 2, True), ("Beta", 1, False)]
    assert [row.line.line for row in chosen.context["report"].lines] == [2, 3]
    assert leads_of_chosen(chosen) == ["?show=rejected#lines"] * 2


@pytest.mark.parametrize("name", ["reason", "delegation"])
def test_the_only_group_that_is_chosen_leads_back_too(
    organizer: Client, conference: Conference, name: str
) -> None:
    """A filter that came in an address, and has nothing left beside it."""
    run = ImportRunFactory(
        conference=conference,
        state=WorkState.DONE,
        summary={"rows": 1, Verdict.REJECTED: 1, "has_changed": False},
        report={"problems": [], "notices": [], "new_delegations": []},
    )
    ImportLineFactory(
        run=run, conference=conference, verdict=Verdict.REJECTED,
        delegation="Alpha", reasons=["Alpha"],
    )  # fmt: skip
    query = f"?show=rejected&{name}={digest_of('Alpha')}"

    chosen = organizer.get(url("change", run) + query)

    assert groups_of(chosen, f"{name}s") == [("Alpha", 1, True)]
    assert leads_of_chosen(chosen) == ["?show=rejected#lines"] * 2
