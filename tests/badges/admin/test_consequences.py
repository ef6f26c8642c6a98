"""The page of a decision on people says what becomes of their badges."""

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from conference.choices import Role
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.services import accreditation, delegations
from tests.badges.admin.test_printing import WorkOff, signed_in
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.deciding import confirmed, effects
from tests.factories import UserFactory
from tests.here import here

LIST = here("delegates_delegate_changelist")


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def of_delegate(client: Client, delegate: Delegate, decision: str) -> list[str]:
    url = here("delegates_delegate_decide", delegate.pk, decision)
    return effects(client.get(url))


def of_delegation(client: Client, delegation: Delegation, decision: str) -> list[str]:
    url = here(f"delegates_delegation_{decision}", delegation.pk)
    return effects(client.get(url))


def test_withdrawing_ends_the_badge_and_leaves_out_what_is_being_printed(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    printed, printing, without = make_delegates(3)
    send([printed])
    work_off()
    send([printing])

    found = [of_delegate(organizer, row, "withdrawn") for row in (printed, printing, without)]

    assert found == [
        [f"Badge {printed.badge} ends: it is not valid any more."],
        [f"Badge {printing.badge}, which is being printed, is left out."],
        [],
    ]


def test_badge_that_is_not_valid_does_not_end_once_more(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    accreditation.reject(delegate=delegate, reason="Wrong", by=UserFactory(), at=AT)

    assert of_delegate(organizer, delegate, "withdrawn") == []


def test_of_many_some_are_named_and_the_others_counted(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    chosen = make_delegates(7)
    send()
    work_off()

    page = organizer.post(
        LIST, {"action": "rejected", "_selected_action": [row.pk for row in chosen]}
    )
    confirmed(organizer, LIST, page, reason="Wrong")

    assert effects(page) == [
        *(f"Badge {row.badge} ends: it is not valid any more." for row in chosen[:5]),
        "… and 2 others.",
    ]
    assert Delegate.objects.filter(accreditation=Accreditation.REJECTED).count() == 7


def test_delegation_takes_the_badges_of_its_people_with_it_and_brings_them_back(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    one, two = make_delegates(2)
    make_delegates(2)
    send()
    work_off()
    delegation = one.delegation

    going = of_delegation(organizer, delegation, "withdraw")
    delegations.withdraw(delegation=delegation, reason="Stays", by=UserFactory(), at=AT)
    coming = of_delegation(organizer, delegation, "restore")

    assert going == [
        "Its 2 delegates keep their decisions, but nobody of them is admitted.",
        f"Badge {one.badge} ends: it is not valid any more.",
        f"Badge {two.badge} ends: it is not valid any more.",
    ]
    assert coming == [
        "It attends again, with its delegates' decisions as they were.",
        "2 badges are valid again.",
    ]


def test_new_name_puts_badges_out_of_date_and_a_flag_that_nobody_sees_does_not(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    delegation = delegate.delegation
    now, flag = str(delegation.name), delegation.country.iso2.lower()

    same = of_delegation(organizer, delegation, "refresh")
    delegation.country.name = LazyI18nString({"en": "Türkiye"})
    delegation.country.save()
    other = of_delegation(organizer, delegation, "refresh")

    changes = [f"Flag: “–” becomes “{flag}”.", "What was edited here is lost."]
    assert same == changes
    assert other == [
        f"Name: “{now}” becomes “Türkiye”.",
        *changes,
        "1 badge shows what is no longer so then, and is to be replaced.",
    ]


def test_refreshing_what_is_as_it_was_says_that_nothing_changes(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    delegations.refresh_from_party(delegation=delegate.delegation, by=UserFactory(), at=AT)

    found = of_delegation(organizer, delegate.delegation, "refresh")

    assert found == ["Nothing changes: names, acronym and flag are those of now."]
