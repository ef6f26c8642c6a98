"""The page of a decision on people says what becomes of their badges."""

from typing import Any

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from badges.admin import consequences
from badges.models import Badge
from badges.services.holding import allotments, blanks
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import outdated_holders
from conference.choices import Role
from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.models import Category, Delegate, Delegation
from delegates.services import delegations
from delegates.services.review import accreditation
from tests.badges.admin.test_printing import WorkOff, signed_in
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.deciding import confirmed, decided, effects
from tests.factories import (
    BadgeTypeFactory,
    BadgeTypeZoneFactory,
    DelegationFactory,
    GenerationFactory,
    UserFactory,
    ZoneFactory,
)
from tests.here import here
from tests.page_forms import form_values

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
        [f"Badge {printed.badges.get()} stops being valid."],
        [f"Badge {printing.badges.get()}, which is being printed, is left out of its print job."],
        [],
    ]


def test_undoing_a_withdrawal_says_which_badge_is_valid_again_before_it_is(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    printed, rejected, without = make_delegates(3)
    send([printed, rejected])
    work_off()
    by = UserFactory()
    accreditation.reject(delegate=rejected, reason="Wrong", by=by, at=AT)
    for row in (printed, rejected, without):
        accreditation.withdraw(delegate=row, reason="Ill", by=by, at=AT)

    of_badges = [
        [said for said in of_delegate(organizer, row, "withdrawal_undone") if "Badge" in said]
        for row in (printed, rejected, without)
    ]
    undo = here("delegates_delegate_decide", printed.pk, "withdrawal_undone")
    asked = organizer.post(undo)
    now = Delegate.objects.get(pk=printed.pk).accreditation
    confirmed(organizer, undo, asked)

    assert of_badges == [[f"Badge {printed.badges.get()} is valid again."], [], []]
    assert (now, Delegate.objects.get(pk=printed.pk).accreditation) == ("withdrawn", "approved")


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
        *(f"Badge {row.badges.get()} stops being valid." for row in chosen[:5]),
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
        "Its 2 delegates keep their decisions, but none of them is admitted.",
        f"Badge {one.badges.get()} stops being valid.",
        f"Badge {two.badges.get()} stops being valid.",
    ]
    assert coming == [
        "It attends again, with the decisions on its delegates as they were.",
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

    changes = [f"Flag: “–” becomes “{flag}”.", "Changes made here are lost."]
    assert same == changes
    assert other == [
        f"Name: “{now}” becomes “Türkiye”.",
        *changes,
        "1 badge will be out of date and need replacing.",
    ]


def test_refreshing_what_is_as_it_was_says_that_nothing_changes(
    organizer: Client, make_delegates: MakeDelegates
) -> None:
    [delegate] = make_delegates()
    delegations.refresh_from_party(delegation=delegate.delegation, by=UserFactory(), at=AT)

    found = of_delegation(organizer, delegate.delegation, "refresh")

    assert found == ["Nothing changes: names, acronym and flag are up to date."]


def test_badges_that_the_page_names_are_those_that_end(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    one, other = make_delegates(2)
    send()
    work_off()
    url = here("delegates_delegate_decide", one.pk, "withdrawn")
    states = BadgeStates(one.conference, at=AT)

    said = of_delegate(organizer, one, "withdrawn")
    decided(organizer, url, reason="Illness")

    badges = with_current_generations(Badge.objects.all())
    ended = [
        f"Badge {badge} stops being valid."
        for badge in badges
        if states.in_words(badge)[0] == "bad"
    ]
    assert said == ended == [f"Badge {one.badges.get()} stops being valid."]
    assert other.badges.get()


def test_badge_of_who_moves_goes_out_of_date(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    one, _stays = make_delegates(2)
    send()
    work_off()
    target = DelegationFactory(conference=one.conference)
    url = here("delegates_delegate_move", one.pk)

    asked = confirmed(organizer, url, organizer.get(url), delegation=target.pk)
    before = outdated_holders(one.conference)
    confirmed(organizer, url, asked, delegation=target.pk)

    words = f"Badge {one.badges.get()} stays valid but shows the former delegation: replace it."
    assert words in effects(asked)
    assert (set(before), set(outdated_holders(one.conference))) == (set(), {one.pk})


def test_approval_is_never_undone_once_a_badge_is_issued(
    organizer: Client, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    [delegate] = make_delegates()
    page = here("delegates_delegate_change", delegate.pk)
    undone = here("delegates_delegate_decide", delegate.pk, "undone")

    before = undone in organizer.get(page).content.decode()
    send()
    work_off()
    after = undone in organizer.get(page).content.decode()
    organizer.post(undone)

    delegate.refresh_from_db()
    assert (before, after) == (True, False)
    assert delegate.accreditation == Accreditation.APPROVED


# Saving what badges show


def saved(client: Client, url: str, form_id: str, **changed: str) -> Any:
    """The form of a record, sent with other values."""
    return client.post(url, form_values(client.get(url).content.decode(), form_id) | changed)


def test_title_says_how_many_issued_badges_show_the_former_one_before_it_is_saved(
    organizer: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    make_delegates(3)
    send()
    work_off()
    make_delegates(2)
    former = str(conference.title)
    url = here("conference_conference_change", conference.pk)

    asked = saved(organizer, url, "conference_form", title_0="Water for Peace")
    conference.refresh_from_db()
    before = str(conference.title)
    organizer.post(url, form_values(asked.content.decode(), "conference_form"))

    conference.refresh_from_db()
    assert "3 issued badges will be out of date." in asked.content.decode()
    assert (before, str(conference.title)) == (former, "Water for Peace")
    assert len(outdated_holders(conference)) == 3


def test_printing_patronymics_says_whose_badges_show_the_former_name(
    organizer: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    make_delegates(2, patronymic="Sharipovich")
    make_delegates(name_suffix="Jr.")
    make_delegates(3)
    make_delegates(patronymic="Sharipovich", display_name="RAHMON Emomali")
    send()
    work_off()
    url = here("conference_conference_change", conference.pk)

    asked = saved(organizer, url, "conference_form", prints_patronymics="on")
    conference.refresh_from_db()
    before = conference.prints_patronymics
    organizer.post(url, form_values(asked.content.decode(), "conference_form"))

    conference.refresh_from_db()
    assert "3 issued badges will be out of date." in asked.content.decode()
    assert (before, conference.prints_patronymics) == (False, True)
    assert len(outdated_holders(conference)) == 3


def test_switching_back_says_only_what_goes_out_of_date_by_it(
    organizer: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    """A badge issued before patronymics were printed is right again without a word."""
    make_delegates(2, patronymic="Sharipovich")
    send()
    work_off()
    Conference.objects.update(prints_patronymics=True)
    conference.refresh_from_db()
    others = make_delegates(1, patronymic="Karimovna")
    send(others)
    work_off()
    url = here("conference_conference_change", conference.pk)
    values = form_values(organizer.get(url).content.decode(), "conference_form")
    del values["prints_patronymics"]

    asked = organizer.post(url, values)
    again = form_values(asked.content.decode(), "conference_form")
    organizer.post(url, again)

    conference.refresh_from_db()
    assert "1 issued badge will be out of date." in asked.content.decode()
    assert not conference.prints_patronymics
    assert outdated_holders(conference).keys() == {one.pk for one in others}


@pytest.mark.parametrize(("name", "value"), [("letter", "Q"), ("colour", "#123456")])
def test_category_says_so_too(
    organizer: Client,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    name: str,
    value: str,
) -> None:
    [delegate] = make_delegates()
    send()
    work_off()
    category = delegate.category
    assert category is not None
    url = here("delegates_category_change", category.pk)

    asked = saved(organizer, url, "category_form", **{name: value})
    organizer.post(url, form_values(asked.content.decode(), "category_form"))

    category.refresh_from_db()
    assert "1 issued badge will be out of date." in asked.content.decode()
    assert getattr(category, name) == value
    assert set(outdated_holders(delegate.conference)) == {delegate.pk}


def test_what_no_badge_shows_is_saved_at_once(
    organizer: Client,
    conference: Conference,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    make_delegates()
    send()
    work_off()
    url = here("conference_conference_change", conference.pk)

    saved(organizer, url, "conference_form", accent="#23734a")

    conference.refresh_from_db()
    assert conference.accent == "#23734a"


def test_what_nobody_holds_alone_goes_out_of_date_too(
    conference: Conference, category: Category, clerk: User
) -> None:
    """Of what a delegation shares, and of blanks: with the conference, a zone, a category."""
    zone = ZoneFactory(conference=conference)
    shared = BadgeTypeFactory(conference=conference, holder="delegation")
    BadgeTypeZoneFactory(type=shared, zone=zone)
    delegation = DelegationFactory(conference=conference)
    [badge] = allotments.allot(badge_type=shared, delegation=delegation, further=1, by=clerk, at=AT)
    blank = BadgeTypeFactory(conference=conference, holder="nobody")
    [unbound] = blanks.make(badge_type=blank, category=category, count=1, by=clerk, at=AT)
    for one in (badge, unbound):
        GenerationFactory(badge=one, live=True)

    found = [
        consequences.of_conference(conference),
        consequences.of_zone(zone),
        consequences.of_category(category),
    ]

    assert [[effect.words.split(" ")[0] for effect in one] for one in found] == [
        ["2"],
        ["1"],
        ["1"],
    ]
