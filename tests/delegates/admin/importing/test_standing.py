"""What stands against taking an import back is named on its page, with why and the way out."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from badges.choices import Outcome
from badges.models import PrintEntry
from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.models import Delegate, Delegation, ImportRun
from delegates.services import registering
from delegates.services.importing import imports
from delegates.services.review import accreditation
from tests.deciding import decided
from tests.delegates.admin.importing.test_pages import page, tajikistan, upload, url
from tests.delegates.importing.worker import import_next
from tests.factories import (
    BadgeFactory,
    CountryFactory,
    DelegateFactory,
    GenerationFactory,
    PrintEntryFactory,
    PrintJobFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UsualKindFactory,
    words,
)
from tests.here import here

__all__ = ["tajikistan"]

# Each step in a transaction of its own: the history's context would last until the end of one.
pytestmark = pytest.mark.django_db(transaction=True)

FILE = "Delegation;Given name;Family name\nTJ;Ali;Valiev\nTJ;Olim;Karim\nTJ;Vali;Aliev"


@pytest.fixture
def officer(conference: Conference) -> User:
    return StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user


def imported(client: Client, text: str = FILE) -> ImportRun:
    upload(client, text, creates_delegations="on")
    import_next()
    run = ImportRun.objects.order_by("pk").last()
    assert run is not None
    client.post(url("apply", run), {"good_rows_only": "1"})
    import_next()
    return run


def taken_back(client: Client, run: ImportRun) -> str:
    decided(client, url("take_back", run))
    import_next()
    return page(client, run)


def part(shown: str) -> str:
    return shown.partition('<section class="standing')[2].partition("</section>")[0]


def said(shown: str) -> list[str]:
    """The lines about each row, one after another."""
    found = re.findall(r'<p class="(?:who|why)">(.*?)</p>', part(shown), re.DOTALL)
    return [" ".join(strip_tags(line).split()) for line in found]


def links(shown: str) -> list[str]:
    return re.findall(r'href="([^"]+)"', part(shown))


def person(given_name: str) -> Delegate:
    return Delegate.objects.get(given_name=given_name)


def test_decided_person_is_named_with_who_decided_and_what_undoes_it(
    organizer: Client, officer: User
) -> None:
    run = imported(organizer)
    olim = person("Olim")
    at = timezone.now()
    accreditation.approve(delegate=olim, by=officer, at=at)

    shown = taken_back(organizer, run)

    day = f"{run.conference.local(at):%-d %b %Y}"
    assert said(shown) == [
        "KARIM, Olim · Tajikistan",
        f"Approved by {officer}, {day}. Withdraw the approval, then restore the delegate",
    ]
    assert links(shown) == [here("delegates_delegate_change", olim.pk)] * 2

    accreditation.withdraw(delegate=olim, reason="By mistake", by=officer, at=at)
    accreditation.restore(delegate=olim, by=officer, at=at)
    assert "delegates deleted" in taken_back(organizer, run)


def test_edited_person_is_named_with_the_fields_and_the_history(
    organizer: Client, officer: User
) -> None:
    run = imported(organizer)
    olim = person("Olim")
    fields = {"phone": "+1 202", "function": "Adviser"}
    registering.change(delegate=olim, fields=fields, by=officer, at=timezone.now())

    shown = taken_back(organizer, run)

    assert said(shown) == [
        "KARIM, Olim · Tajikistan",
        "Changed since: function, phone. See the former values and restore them",
    ]
    assert links(shown)[1] == here("delegates_delegate_history", olim.pk)
    assert "+1 202" not in part(shown)


def test_part_in_a_session_is_named_with_the_session(organizer: Client) -> None:
    run = imported(organizer)
    session = SessionFactory(conference=run.conference)
    SessionPartFactory(session=session, delegate=person("Olim"))

    shown = taken_back(organizer, run)

    assert said(shown)[0] == "KARIM, Olim · Tajikistan"
    assert re.fullmatch(r"“.+”, .+, lists this person \(.+\): remove them there\.", said(shown)[1])
    assert links(shown)[1] == here("agenda_session_change", session.pk)


def test_badge_is_named_and_what_can_be_done_instead(organizer: Client, officer: User) -> None:
    run = imported(organizer)
    olim = person("Olim")
    accreditation.approve(delegate=olim, by=officer, at=timezone.now())
    badge = BadgeFactory(delegate=olim)
    job = PrintJobFactory(conference=run.conference, created_at=timezone.now())
    PrintEntryFactory(
        chunk__job=job, generation=GenerationFactory(badge=badge, live=True), printed=True
    )

    shown = page(organizer, run)

    why = f"Badge {badge} was made for this person: somebody who has had a badge cannot be deleted."
    assert said(shown) == ["KARIM, Olim · Tajikistan", why]
    assert "This import can no longer be taken back" in part(shown)
    assert "take it back again" not in part(shown)
    assert links(shown) == [
        f"{here('delegates_delegate_changelist')}?import={run.pk}",
        here("delegates_importrun_add"),
        here("delegates_delegate_change", olim.pk),
        here("badges_badge_change", badge.pk),
    ]


def test_address_that_names_no_import_narrows_nothing(organizer: Client) -> None:
    run = imported(organizer)
    url = here("delegates_delegate_changelist")

    for nothing in ("9" * 5000, "²", "x", f"{run.pk} OR 1"):
        answer = organizer.get(url, {"import": nothing})
        assert answer.status_code == 200
        assert "KARIM" in answer.content.decode()


def test_no_button_takes_back_what_a_badge_stands_against(organizer: Client, officer: User) -> None:
    run = imported(organizer)
    assert "Take this import back" in page(organizer, run)
    BadgeFactory(delegate=person("Olim"))
    badge = BadgeFactory(delegate=person("Ali"))
    assert "Take this import back" in page(organizer, run)
    job = PrintJobFactory(conference=run.conference, created_at=timezone.now())
    entry = PrintEntryFactory(chunk__job=job, generation=GenerationFactory(badge=badge, live=True))
    # Sent, and whether anything comes of it nobody knows yet.
    assert "Take this import back" in page(organizer, run)
    printed = PrintEntry.objects.filter(pk=entry.pk)
    printed.update(outcome=Outcome.PRINTED, page=1, page_in_file=1)

    assert "Take this import back" not in page(organizer, run)
    answer = organizer.post(url("take_back", run), {"read": ""}, follow=True)
    assert "is no longer possible" in answer.content.decode()
    with pytest.raises(DomainError, match="no longer be taken back"):
        imports.ask_to_take_back(run=run, by=officer, at=timezone.now())


def test_later_import_is_named_to_be_taken_back_first(organizer: Client) -> None:
    run = imported(organizer)
    olim = person("Olim")
    later = imported(organizer, f"Reference;Function\n{olim.reference};Adviser")

    shown = taken_back(organizer, run)

    assert [line.partition(" depends")[0] for line in said(shown)] == [
        "KARIM, Olim · Tajikistan",
        "A later import",
    ]
    assert "people.csv" in said(shown)[1]
    assert links(shown)[1] == url("change", later)


def test_what_stays_is_named_with_why(
    organizer: Client, conference: Conference, officer: User
) -> None:
    UsualKindFactory(conference=conference, sender="member", kind=Delegation.objects.get().kind)
    CountryFactory(iso2="HU", iso3="HUN", name=words("Hungary"))
    run = imported(organizer, "Delegation;Given name;Family name\nHungary;Ali;Valiev")
    delegation = Delegation.objects.get(country__iso2="HU")
    registering.register(
        delegate=DelegateFactory.build(delegation=delegation), by=officer, at=timezone.now()
    )
    session = SessionFactory(conference=conference)
    SessionOrganizerFactory(session=session, delegation=delegation)

    shown = taken_back(organizer, run)

    assert "What stays" in part(shown)
    assert said(shown)[:2] == [
        "Hungary",
        (
            "It has 1 delegate not registered by the import. It can be deleted on its own"
            " page once it is empty."
        ),
    ]
    assert "is organized by it" in said(shown)[2]
    assert links(shown) == [
        here("delegates_delegation_change", delegation.pk),
        here("agenda_session_change", session.pk),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_page_asks_as_often_for_one_as_for_three(
    organizer: Client, officer: User, people: int, django_assert_num_queries: Any
) -> None:
    run = imported(organizer)
    session = SessionFactory(conference=run.conference)
    for one in Delegate.objects.order_by("pk")[:people]:
        accreditation.approve(delegate=one, by=officer, at=timezone.now())
        SessionPartFactory(session=session, delegate=one)
    taken_back(organizer, run)

    with django_assert_num_queries(20):
        page(organizer, run)
