"""How a file is read, chosen on the import's page: remembered, forged, gone with the file."""

import io
import re
from dataclasses import replace
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from conference.models import AuditEvent, Conference
from delegates.importing.known import memory_of
from delegates.importing.reading import ReadingMemory
from delegates.models import CellMeaning, ColumnAssignment, DelegationKind, ImportRun
from delegates.services.importing import imports
from delegates.services.importing.column_assignments import remembered_in
from tests.delegates.importing.worker import import_next
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    CountryFactory,
    DelegationFactory,
    DelegationKindFactory,
    RankFactory,
    UsualKindFactory,
    words,
)
from tests.here import here
from tests.page_forms import forms_of

NAMES = ["Delegation", "Given name", "Family name"]


@pytest.fixture(autouse=True)
def norway(conference: Conference) -> None:
    country = CountryFactory(iso2="NO", iso3="NOR", name=words("Norway"))
    DelegationFactory(conference=conference, country=country)


def checked(client: Client, content: bytes, name: str = "people.csv") -> ImportRun:
    client.post(here("delegates_importrun_add"), {"file": SimpleUploadedFile(name, content)})
    import_next()
    return ImportRun.objects.latest("pk")


def page(client: Client, run: ImportRun) -> str:
    return client.get(here("delegates_importrun_change", run.pk)).content.decode()


def read_otherwise(client: Client, run: ImportRun, **changes: Any) -> ImportRun:
    """As a browser sends the form, with these fields changed."""
    url = here("delegates_importrun_reading", run.pk)
    (form,) = [form for form in forms_of(page(client, run)) if form.action == url]
    client.post(url, {**form.values, **changes})
    import_next()
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[bool, int, int]:
    return bool(run.report["problems"]), run.summary["rows"], run.summary["new"]


FULL_NAME = b"Delegation;Full name\nNorway;Example Astrid Fjord"


def test_column_of_names_is_assigned_and_remembered_for_the_next_file(
    organizer: Client, conference: Conference
) -> None:
    run = checked(organizer, FULL_NAME)
    shown = page(organizer, run)

    read_otherwise(organizer, run, **{"column-1": "full_name"})
    again = checked(organizer, FULL_NAME)

    assert ("seems to hold names" in shown, "Example Astrid Fjord" in shown) == (True, True)
    assert '<details class="reading" open' in shown
    assert counts(run) == (False, 1, 1)
    assert counts(again) == (False, 1, 1)
    assert remembered_in(conference) == {"fullname": "full_name"}
    event = AuditEvent.objects.get(action="import.reading_chosen")
    assert event.detail == {
        "columns": ["full_name"],
        "sheets": 0,
        "creates_delegations": False,
    }


def test_what_is_chosen_stays_when_the_file_is_checked_again_and_applied(
    organizer: Client,
) -> None:
    run = read_otherwise(organizer, checked(organizer, FULL_NAME), **{"column-1": "given_name"})
    chosen = run.options["reading"]

    read_otherwise(organizer, run)
    organizer.post(here("delegates_importrun_apply", run.pk))
    import_next()
    run.refresh_from_db()

    assert run.options["reading"] == chosen
    assert run.summary["result"]["created"] == 1


def test_another_meaning_of_a_heading_takes_the_place_of_the_first(
    organizer: Client, conference: Conference
) -> None:
    run = read_otherwise(organizer, checked(organizer, FULL_NAME), **{"column-1": "full_name"})

    read_otherwise(organizer, run, **{"column-1": "family_name"})

    (row,) = ColumnAssignment.objects.for_conference(conference)
    assert (row.heading, row.column) == ("Full name", "family_name")


def test_hidden_rows_and_further_sheets_are_read_once_ticked(organizer: Client) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name in ("North", "South"):
            sheet = book.add_worksheet(name)
            people = ["Norway", "Astrid", f"Fjord-{name}"], ["Norway", "Ole", f"{name}-Skog"]
            for line, cells in enumerate([NAMES, *people]):
                sheet.write_row(line, 0, cells)
            sheet.set_row(2, options={"hidden": True})
    run = checked(organizer, file.getvalue(), "people.xlsx")
    before = counts(run)

    read_otherwise(organizer, run, sheet=["0", "1"], takes_hidden="1")

    assert before == (False, 1, 1)
    assert counts(run)[:2] == (False, 4)
    shown = organizer.get(here("delegates_importrun_change", run.pk) + "?show=new")
    assert "South, 3" in shown.content.decode()


def test_file_without_headings_ends_with_a_question_and_not_dead(organizer: Client) -> None:
    run = checked(organizer, b"Norway;Astrid;Fjord\nNorway;Ole;Fjell")

    by_letters = read_otherwise(organizer, run, heading_line="0")
    stops = bool(by_letters.report["problems"])
    columns = {"column-0": "delegation", "column-1": "given_name", "column-2": "family_name"}
    read_otherwise(organizer, run, **columns)

    assert (stops, counts(run)) == (True, (False, 2, 2))
    assert not ColumnAssignment.objects.exists()


def test_words_nothing_rows_and_delegation_are_chosen(organizer: Client) -> None:
    lines = [
        "Given name;Family name;Sex;Function;Day",
        "Astrid;Fjord;1;NA;first",
        "Ole;Fjell;0;Adviser;second",
        "Liv;Fjell;1;Adviser;first",
    ]
    run = checked(organizer, "\n".join(lines).encode())

    read_otherwise(
        organizer,
        run,
        **{"word-0-0": "female", "word-0-1": "male", "nothing": ["na"], "only": "3-0"},
        delegation_from="text",
        delegation_text="Norway",
    )

    assert counts(run) == (False, 2, 2)
    chosen = run.options["reading"]
    assert (chosen["words"], chosen["nothing"]) == (
        {"gender": {"1": "female", "0": "male"}},
        ["na"],
    )
    assert (chosen["only_column"], chosen["only_value"]) == ("day", "first")


def test_words_of_the_conference_s_own_lists_are_offered_and_remembered(
    organizer: Client, conference: Conference
) -> None:
    DelegationKindFactory(conference=conference, code="mission")
    CategoryFactory(conference=conference, letter="D")
    RankFactory(conference=conference, name=words("Minister"))
    lines = [
        "Delegation;Given name;Family name;Kind;Category;Rank",
        "Norway;Astrid;Fjord;Etat partie;Delegue;Min.",
        "Norway;Ole;Fjell;STATE;d;minister",
        "Norway;Liv;Fjell;Etat partie;-;",
    ]
    run = checked(organizer, "\n".join(lines).encode())
    shown = page(organizer, run)
    offered = [
        re.findall(r"<option value=\"([^\"]+)\"", box)
        for box in re.findall(r'<select name="word-.*?</select>', shown, re.DOTALL)
    ]
    assert offered == [["State", "Diplomatic mission accredited to the host"], ["D"], ["Minister"]]
    assert counts(run) == (False, 3, 1)

    read_otherwise(organizer, run, **{"word-0-0": "State", "word-1-0": "D", "word-2-0": "Minister"})

    assert counts(run) == (False, 3, 3)
    again = checked(organizer, "\n".join(lines).encode())
    assert counts(again) == (False, 3, 3)
    meanings = organizer.get(here("delegates_cellmeaning_changelist")).content.decode()
    assert re.findall(r"field-meaning[^>]*>([^<]+)<", meanings) == ["D", "State", "Minister"]


def test_forged_word_of_a_list_is_not_taken(organizer: Client) -> None:
    line = "Delegation;Given name;Family name;Kind\nNorway;Astrid;Fjord;Etat partie"
    run = checked(organizer, line.encode())

    read_otherwise(organizer, run, **{"word-0-0": "Kingdom"})

    assert counts(run) == (False, 1, 0)
    assert not CellMeaning.objects.exists()


LIKE = (
    "Delegation;Given name;Family name;Sex;Function;State of registration",
    "Norway;Astrid;Fjord;1;NA;confirmed",
    "Norway;Ole;Fjell;0;Adviser;cancelled",
    "Norway;Liv;Fjell;1;n/a;confirmed",
)
SAID = {"word-0-0": "female", "word-0-1": "male", "nothing": ["na"], "only": "2-0"}


def file_of(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_file_like_one_of_before_needs_nothing(organizer: Client, conference: Conference) -> None:
    read_otherwise(organizer, checked(organizer, file_of(*LIKE)), **SAID)

    again = checked(organizer, file_of(*LIKE))

    assert counts(again) == (False, 2, 2)
    assert again.report["notices"][0] == (
        "As answered for an earlier file, only the rows with “confirmed” under “State"
        " of registration” were read. Change this below to read all."
    )
    values = again.lines.values_list("values", flat=True)
    assert [(each["gender"], each.get("function")) for each in values] == [
        ("female", None),
        ("female", None),
    ]
    shown = page(organizer, again)
    assert '<details class="reading" id' in shown
    (form,) = [form for form in forms_of(shown) if form.action.endswith("/reading/")]
    assert {name: form.values[name] for name in SAID} == {
        name: value if isinstance(value, list) else [value] for name, value in SAID.items()
    }


def test_file_of_another_kind_is_read_whole(organizer: Client) -> None:
    """Neither has it the heading, nor the value under it."""
    read_otherwise(organizer, checked(organizer, file_of(*LIKE)), **SAID)

    others = [LIKE[0].replace("State of registration", "Day"), LIKE[0]]
    runs = [checked(organizer, file_of(heading, LIKE[2])) for heading in others]

    assert [counts(run) for run in runs] == [(False, 1, 1)] * 2
    assert [run.report["notices"][1:2] for run in runs] == [
        ["The column “Day” is not one of the template's; it was left out."],
        ["The column “State of registration” is not one of the template's; it was left out."],
    ]


def test_what_is_said_otherwise_of_a_later_file_is_remembered_instead(
    organizer: Client, conference: Conference
) -> None:
    read_otherwise(organizer, checked(organizer, file_of(*LIKE)), **SAID)
    again = checked(organizer, file_of(*LIKE))

    changed = {"word-0-0": "", "word-0-1": "other", "nothing": [], "only": "2-1"}
    run = read_otherwise(organizer, again, **changed)
    rows = set(CellMeaning.objects.values_list("use", "column", "text", "value"))
    counted = counts(run)
    read_otherwise(organizer, run, only="")

    assert rows == {
        ("word", "gender", "0", "other"),
        ("rows", "stateofregistration", "cancelled", ""),
    }
    assert counted == (False, 1, 1)
    assert counts(run)[:2] == (False, 3)
    assert [row.use for row in CellMeaning.objects.for_conference(conference)] == ["word"]


def test_what_cells_mean_is_known_to_their_conference_only_and_forgotten_there(
    organizer: Client, conference: Conference
) -> None:
    read_otherwise(organizer, checked(organizer, file_of(*LIKE)), **SAID)
    assert memory_of(ConferenceFactory()) == ReadingMemory()

    listed = organizer.get(here("delegates_cellmeaning_changelist")).context["cl"]
    shown = {
        row.text: (listed.model_admin.where(row), listed.model_admin.meaning(row))
        for row in listed.result_list
    }
    for row in listed.result_list:
        organizer.post(here("delegates_cellmeaning_delete", row.pk), {"post": "yes"})

    assert shown == {
        "1": ("Gender", "Female"),
        "0": ("Gender", "Male"),
        "NA": ("Any", "Means blank"),
        "confirmed": ("State of registration", "Only rows with it are read"),
    }
    assert replace(memory_of(conference), lists={}) == ReadingMemory()


def test_rows_of_a_file_without_headings_are_not_remembered(organizer: Client) -> None:
    run = read_otherwise(organizer, checked(organizer, file_of(*LIKE[1:])), heading_line="0")
    columns = {"column-0": "delegation", "column-1": "given_name", "column-2": "family_name"}

    read_otherwise(organizer, run, **columns, only="2-0")

    assert counts(run) == (False, 2, 2)
    assert not CellMeaning.objects.exists()


def test_what_was_chosen_and_not_sent_comes_with_the_wish_for_new_delegations(
    organizer: Client, conference: Conference
) -> None:
    chile = CountryFactory(iso2="CL", iso3="CHL", name=words("Chile"))
    kind = DelegationKind.objects.get(conference=conference)
    UsualKindFactory(conference=conference, sender=chile.status, kind=kind)
    run = checked(organizer, file_of(*LIKE, "Chile;Luz;Mar;0;;confirmed"))
    shown = page(organizer, run)
    button = re.search(r'<button[^>]*form="as-it-is-read"[^>]*name="(\w+)" value="1"', shown)
    assert button

    read_otherwise(organizer, run, **SAID | {"only": "3-0", button[1]: "1"})

    assert (counts(run), run.summary["new_delegations"]) == ((False, 3, 3), 1)
    assert run.options["reading"]["words"] == {"gender": {"1": "female", "0": "male"}}


def test_what_the_page_does_not_offer_counts_as_not_sent(
    organizer: Client, conference: Conference
) -> None:
    run = checked(organizer, FULL_NAME)

    read_otherwise(
        organizer,
        run,
        **{"column-1": "photo", "column-9": "full_name", "word-0-0": "female", "only": "0-0"},
        sheet=["7"],
        nothing=["x"],
        heading_line="-3",
        delegation_from="nowhere",
    )

    chosen = run.options["reading"]
    assert {name: chosen[name] for name in ("sheets", "columns", "words", "nothing")} == {
        "sheets": [],
        "columns": {},
        "words": {},
        "nothing": [],
    }
    assert (chosen["heading_line"], chosen["only_column"], chosen["delegation_from"]) == (
        None,
        "",
        "",
    )
    assert remembered_in(conference) == {}


def test_cells_of_the_file_go_with_it(organizer: Client) -> None:
    run = checked(organizer, FULL_NAME)

    imports.expire(at=run.expires_at)
    run.refresh_from_db()
    answer = organizer.post(here("delegates_importrun_reading", run.pk), follow=True)

    assert run.layout == {}
    assert "The files of this import have been deleted" in answer.content.decode()
    assert imports.expire(at=timezone.now()) == 0
