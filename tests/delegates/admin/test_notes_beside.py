"""A note verbale stands beside what is registered, page by page, for whoever may see it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from conference import leased_work
from conference.choices import Role, WorkState
from conference.models import AuditEvent, Conference
from conference.site.orphans import stored_keys
from delegates.background import note_pages as drawing
from delegates.models import Delegate, Nomination, NominationPage
from delegates.services.registration import nominations
from tests import strangers_pdfs
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    FocalPointFactory,
    NominationFactory,
    NominationPageFactory,
    OrganizationFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
)
from tests.here import here

NOTE = strangers_pdfs.of_pages("NV 7", "Annex")
HTMX = {"HX-Request": "true"}
WAITS = "The pages are being made into pictures"


@pytest.fixture(autouse=True)
def _nothing_stored(db: None) -> Iterator[None]:
    yield
    for key in list(stored_keys()):
        default_storage.delete(key)


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)
    return client


@pytest.fixture
def delegate(conference: Conference) -> Delegate:
    found: Delegate = DelegateFactory(delegation__conference=conference, submitted_at=AT)
    return found


def landed(delegate: Delegate, content: bytes = NOTE, **further: Any) -> Nomination:
    """As it was handed in before anybody drew pages."""
    file = ContentFile(content, name="note.pdf")
    note: Nomination = NominationFactory(delegation=delegate.delegation, file=file, **further)
    return note


def draw() -> None:
    while leased_work.run_next([drawing.KIND], timezone.now):
        pass


def drawn(delegate: Delegate, content: bytes = NOTE) -> Nomination:
    note = landed(delegate, content)
    NominationPageFactory(nomination=note)
    draw()
    return note


def review(client: Client, delegate: Delegate) -> str:
    return str(client.get(here("delegates_delegate_review", delegate.pk)).content.decode())


def pages_of(client: Client, note: Nomination, page: int) -> Any:
    url = here("delegates_delegation_nomination_pages", note.delegation_id, note.pk, page)
    return client.get(url, headers=HTMX)


def picture_of(note: Nomination, page: int, delegation: int | None = None) -> str:
    return here(
        "delegates_delegation_nomination_page", delegation or note.delegation_id, note.pk, page
    )


def shown_in(text: str) -> list[str]:
    return re.findall(r'<img src="([^"]*/nominations/[^"]*)" width="\d+" height="\d+"', text)


def test_note_of_before_is_drawn_when_it_is_first_looked_at(
    officer: Client, delegate: Delegate
) -> None:
    note = landed(delegate)

    first = review(officer, delegate)
    again = review(officer, delegate)
    (asked,) = re.findall(r'hx-get="([^"]*/nominations/[^"]*)"', first)
    waits = officer.get(asked, headers=HTMX)
    draw()
    comes = officer.get(asked, headers=HTMX)
    after = review(officer, delegate)

    assert (shown_in(first), shown_in(again)) == ([], [])
    assert WAITS in first
    assert waits.text.count(f'hx-get="{asked}"') == 1
    assert shown_in(comes.text) == shown_in(after) == [picture_of(note, 1), picture_of(note, 2)]
    assert "hx-get" not in comes.text
    assert "<html" not in comes.text
    assert WAITS not in after
    assert 'alt="Page 2 of NV 12/2018"' in after
    # The first page too: a note may be folded, and lies below all else on a phone.
    assert after.count(' loading="lazy"') == 2
    assert f'href="{picture_of(note, 1)}" target="_blank"' in after


def test_what_is_drawn_is_shown_and_what_is_not_asks_for_itself(
    officer: Client, delegate: Delegate
) -> None:
    """In their order: a page that is there before the one above it waits for that."""
    note = landed(delegate)
    for number, state in ((1, "done"), (2, "waiting"), (3, "done")):
        NominationPageFactory(
            nomination=note, number=number, state=state, file_pages=3,
            **({"picture": "a", "width": 9, "height": 9} if state == "done" else {}),
        )  # fmt: skip

    shown = review(officer, delegate)
    rest = pages_of(officer, note, 2).text
    NominationPage.objects.filter(number=2).update(state=WorkState.FAILED)
    failed = pages_of(officer, note, 2).text

    asks = here("delegates_delegation_nomination_pages", note.delegation_id, note.pk, 2)
    assert shown_in(shown) == [picture_of(note, 1)]
    assert shown.count(f'hx-get="{asks}"') == rest.count(f'hx-get="{asks}"') == 1
    assert shown_in(rest) == []
    assert "This page cannot be shown here: download the file." in failed
    assert shown_in(failed) == [picture_of(note, 3)]


def test_what_is_tried_again_is_asked_for_less_often(officer: Client, delegate: Delegate) -> None:
    note = landed(delegate)
    page = NominationPageFactory(nomination=note)

    soon = pages_of(officer, note, 1).text
    NominationPage.objects.filter(pk=page.pk).update(error="The storage is away")
    later = pages_of(officer, note, 1).text

    assert re.findall(r"load delay:(\d+)s", soon + later) == ["1", "15"]
    assert "The storage is away" not in later


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (strangers_pdfs.of_pages("NV", password="geheim"), "This file cannot be shown here"),
        (NOTE[:400], "This file cannot be shown here"),
        (
            strangers_pdfs.of_pages(*map(str, range(12))),
            "The file has 2 more pages: download it.",
        ),
    ],
    ids=["locked", "cut short", "long"],
)
def test_what_is_not_shown_is_said_and_can_be_downloaded(
    officer: Client, delegate: Delegate, content: bytes, said: str
) -> None:
    note = drawn(delegate, content)

    shown = review(officer, delegate)

    download = here("delegates_delegation_nomination", note.delegation_id, note.pk)
    assert said in shown
    assert f'href="{download}"' in shown
    assert b"".join(officer.get(download).streaming_content) == content
    assert "hx-get" not in shown.split('class="review-notes"')[1]


def test_last_note_is_open_and_those_before_it_are_at_hand(
    officer: Client, delegate: Delegate
) -> None:
    first, last = drawn(delegate), drawn(delegate)
    on_paper = NominationFactory(delegation=delegate.delegation, reference="On paper")

    notes = review(officer, delegate).split('class="review-notes"')[1]

    opened, *closed = notes.split("<details>")
    assert "On paper" in opened
    assert "note-frame" not in opened
    assert [shown_in(each) for each in closed] == [
        [picture_of(note, page) for page in (1, 2)] for note in (last, first)
    ]
    assert not on_paper.pages.exists()


def test_picture_leaves_for_its_reader_alone_and_with_a_trace(
    officer: Client, delegate: Delegate
) -> None:
    note = drawn(delegate)

    answer = officer.get(picture_of(note, 2))

    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == f'inline; filename="nomination-{note.pk}-2.jpg"'
    assert answer["Cache-Control"].startswith("private, no-store")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    event = AuditEvent.objects.get(action="nomination.opened")
    assert (event.target_id, event.detail) == (note.pk, {"page": 2})


def test_nobody_else_gets_a_page_or_learns_that_there_is_one(
    officer: Client, delegate: Delegate, conference: Conference
) -> None:
    """Of another delegation, of another conference, beyond the scope, on the site, unknown."""
    note = drawn(delegate)
    beside = DelegateFactory(
        delegation__conference=conference,
        delegation__country=None,
        delegation__organization=OrganizationFactory(),
        delegation__kind__code="intergovernmental",
    )
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=beside.delegation.kind)
    narrowed = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope)
    elsewhere = StaffRoleFactory(
        conference=ConferenceFactory(slug="elsewhere"), role=Role.ORGANIZER
    )
    point = FocalPointFactory(delegation=delegate.delegation)
    picture = picture_of(note, 1)
    pages = picture.removesuffix("picture/")

    for url in (picture, pages):
        answer: Any = officer.get(url)
        assert b"".join(answer)
        assert answer.status_code == 200
    for user in (narrowed.user, elsewhere.user, point.user):
        stranger = Client()
        stranger.force_login(user)
        for url in (picture, pages):
            assert stranger.get(url).status_code == 404
            moved = url.replace(f"/{conference.slug}/", "/elsewhere/")
            assert stranger.get(moved).status_code == 404
    for url in (
        picture_of(note, 1, beside.delegation_id),
        picture_of(note, 3),
        picture_of(note, 0),
        here("delegates_delegation_nomination_pages", beside.delegation_id, note.pk, 1),
        here("delegates_delegation_nomination_pages", note.delegation_id, note.pk, 0),
        here("delegates_delegation_nomination_pages", note.delegation_id, note.pk, 11),
    ):
        assert officer.get(url).status_code == 404
    assert AuditEvent.objects.filter(action="nomination.opened").count() == 1


def test_whoever_reads_no_nominations_sees_neither_note_nor_page(
    client: Client, delegate: Delegate, conference: Conference
) -> None:
    note = drawn(delegate)
    held = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER)
    client.force_login(held.user)

    picture = picture_of(note, 1)

    assert client.get(picture).status_code == 403
    assert client.get(picture.removesuffix("picture/")).status_code == 403
    assert Client().get(picture).status_code == 302


def test_removed_file_is_shown_to_nobody(officer: Client, delegate: Delegate) -> None:
    note = drawn(delegate)

    nominations.remove_file(nomination=note, by=UserFactory(is_superuser=True), at=AT)

    assert officer.get(picture_of(note, 1)).status_code == 404
    assert pages_of(officer, note, 1).status_code == 404
    shown = review(officer, delegate)
    assert "NV 12/2018" in shown
    assert "note-frame" not in shown


def test_picture_that_is_lost_is_missing(officer: Client, delegate: Delegate) -> None:
    note = drawn(delegate)
    default_storage.delete(note.pages.get(number=1).picture.name)

    assert officer.get(picture_of(note, 1)).status_code == 404
