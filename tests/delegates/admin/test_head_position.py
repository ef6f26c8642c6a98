"""Whoever leads a delegation is its head wherever a position is read, whatever was typed."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from badges.snapshot import Snapshots, with_what_badges_show
from conference import embedded
from conference.choices import Role
from conference.models import Conference
from delegates.exporting.people import Format, exported
from delegates.importing import check, known_in
from delegates.importing.template import EXAMPLES, words_of
from delegates.models import Delegate
from delegates.services import delegations
from delegates.services.review import accreditation
from sessions.entries import entry
from sessions.facts import session_facts
from tests.factories import (
    AT,
    CategoryFactory,
    DelegateFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import here
from tests.readings import reading_from
from tests.spreadsheets import sheet_of


@pytest.fixture
def head(conference: Conference) -> Delegate:
    made: Delegate = DelegateFactory(
        delegation__conference=conference,
        position="adviser",
        category=CategoryFactory(conference=conference),
        is_category_set_by_hand=True,
    )
    delegations.appoint_head(
        delegation=made.delegation, delegate=made, by=UserFactory(), at=timezone.now()
    )
    return made


def seen_by(role: Role, head: Delegate) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=head.conference, role=role).user)
    return client


def page_of(head: Delegate, name: str, *args: object, role: Role = Role.ORGANIZER) -> str:
    answer = seen_by(role, head).get(here(name, *args))
    return str(answer.content.decode())


def in_list(head: Delegate) -> list[str]:
    page = page_of(head, "delegates_delegate_changelist")
    return re.findall(r'class="field-duty">([^<]*)', page)


def on_page_that_is_read(head: Delegate) -> list[str]:
    page = page_of(head, "delegates_delegate_change", head.pk, role=Role.BADGE_DESK)
    return re.findall(r'field-position_seen.*?class="readonly">(.*?)<', page, re.DOTALL)


def on_sheet(head: Delegate) -> list[str]:
    page = page_of(head, "delegates_delegation_change", head.delegation_id)
    return re.findall(r'class="member-position">(.*?)<', page)


def in_row_alone(head: Delegate) -> list[str]:
    url = here("delegates_delegation_change_row", head.delegation_id, head.pk)
    client = seen_by(Role.ORGANIZER, head)
    row = client.get(url, {"read": ""}, headers={"HX-Request": "true"}).content.decode()
    return re.findall(r'class="member-position">(.*?)<', row)


def in_export(head: Delegate) -> list[str]:
    with exported(Delegate.objects.all(), head.conference, Format.CSV) as file:
        headings, row = sheet_of(file.read()).rows
    return [str(row.cells[headings.cells.index("Position")])]


def in_report_of_an_import(head: Delegate) -> list[str]:
    """What becomes of whoever leads, as the row of another head says it."""
    named = f"{head.reference},Deputy head"
    reading = reading_from(f"Reference,Position\n{named}".encode())
    report = check(reading, known_in(head.conference), answers={}, creates_delegations=False)
    changes = [each for row in report.rows for each in row.outcome.changes]
    return [each.old for each in changes if each.column == "position"]


def in_file_to_fill_in(head: Delegate) -> list[str]:
    return words_of(head.conference)["position"][:1]


def among_examples(head: Delegate) -> list[str]:
    return [str(EXAMPLES[0]["position"])]


def where_people_are_added(head: Delegate) -> list[str]:
    page = page_of(head, "delegates_delegation_add_people", head.delegation_id)
    return list(dict.fromkeys(re.findall(r'<option value="head"[^>]*>(.*?)<', page)))


PLACES = [
    in_list,
    on_page_that_is_read,
    on_sheet,
    in_row_alone,
    in_export,
    in_report_of_an_import,
    in_file_to_fill_in,
    among_examples,
    where_people_are_added,
]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_position_of_the_head_reads_the_same_everywhere(
    head: Delegate, place: Callable[[Delegate], list[str]]
) -> None:
    assert place(head) == ["Head of delegation"]


def on_badge(head: Delegate) -> str:
    row = with_what_badges_show(Delegate.objects.filter(pk=head.pk)).get()
    return repr(Snapshots(head.conference, "en").content(row, serial=1, code="0" * 16))


def in_agenda(head: Delegate) -> str:
    session = SessionPartFactory(session__conference=head.conference, delegate=head).session
    return repr(entry(session_facts(session), head.conference))


def in_statistics(head: Delegate) -> str:
    return page_of(head, "delegates_delegation_statistics")


def in_history(head: Delegate) -> str:
    return page_of(head, "delegates_delegate_history", head.pk)


def on_page_of_a_decision(head: Delegate) -> str:
    return page_of(head, "delegates_delegate_decide", head.pk, "withdrawn")


SILENT = [on_badge, in_agenda, in_statistics, in_history, on_page_of_a_decision]


@pytest.mark.parametrize("place", SILENT, ids=lambda place: place.__name__)
def test_what_was_typed_for_who_leads_now_is_said_nowhere_else(
    head: Delegate, place: Callable[[Delegate], str]
) -> None:
    """Where the head is spoken of and no position is shown."""
    said = place(head)

    assert "Adviser" not in said
    assert not re.search(r"\bHeads?\b(?! of delegation)", said)


def test_the_word_is_written_once() -> None:
    """Whoever writes it again writes it otherwise one day."""
    word = re.compile(r"""["'>]Head of delegation["'<]""")
    roots = [embedded.ROOT / name for name in ("conference", "delegates", "sessions", "badges")]
    sources = [path for root in roots for path in root.rglob("*.py")]
    sources += (embedded.ROOT / "templates").rglob("*.html")

    found = [
        str(path.relative_to(embedded.ROOT)) for path in sources if word.search(path.read_text())
    ]

    assert found == ["delegates/choices.py"]


def test_form_of_the_head_says_what_the_position_is_kept_for(
    organizer: Client, head: Delegate
) -> None:
    page = organizer.get(here("delegates_delegate_change", head.pk)).content.decode()

    assert "Position if somebody else becomes head" in page
    assert "Now: head of delegation." in page


def test_head_who_does_not_attend_leads_nobody(organizer: Client, head: Delegate) -> None:
    accreditation.withdraw(delegate=head, reason="Ill", by=UserFactory(), at=AT)

    form = organizer.get(here("delegates_delegate_change", head.pk)).content.decode()
    listed = organizer.get(here("delegates_delegate_changelist")).content.decode()
    sheet = organizer.get(here("delegates_delegation_change", head.delegation_id)).content.decode()

    assert "Now: head of delegation." not in form
    assert "Named as head of delegation, but does not attend." in form
    assert "Head of delegation<" not in listed
    assert "Head of delegation<" not in sheet
    assert "Head of delegation to be confirmed" in sheet


def test_row_of_the_head_has_no_other_position(organizer: Client, head: Delegate) -> None:
    url = here("delegates_delegation_change_row", head.delegation_id, head.pk)

    page = organizer.get(url, headers={"HX-Request": "true"}).content.decode()

    assert 'name="position"' not in page
    assert 'name="function"' in page
