"""The box in the head of every page of the admin."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from i18nfield.strings import LazyI18nString

from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegate, Delegation
from delegates.models.searching import FREQUENT
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    OrganizationFactory,
    RoomFactory,
    SessionFactory,
    StaffRoleFactory,
    VenueFactory,
)
from tests.here import here
from tests.ids import ids_of, ids_that_stand_twice

Find = Callable[[str], list[str]]


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    return DelegationFactory(
        conference=conference,
        country=CountryFactory(iso2="CH", name="Switzerland"),
        name="Switzerland",
    )


def people(delegation: Delegation, *names: tuple[str, str]) -> list[Delegate]:
    return [
        DelegateFactory(delegation=delegation, given_name=given, family_name=family, function="")
        for given, family in names
    ]


@pytest.fixture
def find(organizer: Client) -> Find:
    def found(query: str) -> list[str]:
        response = organizer.post(here("find"), {"find": query})
        assert response.status_code == 200
        return [answer.found.name for answer in response.context["find_answers"]]

    return found


NAMES = [
    ("Beat", "Zürcher"),
    ("Said", "Al Balushi"),
    ("Mohammed", "Al-Sada"),
    ("Anne", "de La Roche"),
    ("Ivan", "Ivanov"),
    ("Yi", "Wu"),
    ("100%", "All"),
]
OWN = [
    {
        "given_name": "Jinping",
        "family_name": "Xi",
        "own_name": "习近平",
        "own_name_language": "zh-hans",
    },
    {
        "given_name": "Layla",
        "family_name": "Mansouri",
        "own_given_name": "ليلى",
        "own_family_name": "المنصوري",
        "own_name": "ليلى المنصوري",
        "own_name_language": "ar",
    },
]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Zuercher", "ZÜRCHER, Beat"),
        ("zurch", "ZÜRCHER, Beat"),
        ("albalushi", "AL BALUSHI, Said"),
        ("alsada", "AL-SADA, Mohammed"),
        ("DELAROCHE", "DE LA ROCHE, Anne"),
        ("Иванов", "IVANOV, Ivan"),
        ("iv", "IVANOV, Ivan"),
        ("Ив", "IVANOV, Ivan"),
        ("Ivan Iv", "IVANOV, Ivan"),
        ("Yi Wu", "WU, Yi"),
        ("Wu Yi", "WU, Yi"),
        ("yi", "WU, Yi"),
        ("习", "XI, Jinping"),
        ("习近", "XI, Jinping"),
        ("ال", "MANSOURI, Layla"),
        ("100%", "ALL, 100%"),
    ],
)
def test_a_person_is_found_in_every_spelling(
    find: Find, organizer: Client, delegation: Delegation, query: str, name: str
) -> None:
    people(delegation, *NAMES)
    for fields in OWN:
        DelegateFactory(delegation=delegation, function="", **fields)

    listed = organizer.post(here("delegates_delegate_changelist"), {"search": query}, follow=True)

    assert find(query) == [name]
    assert [str(row) for row in listed.context["cl"].result_list] == [name]


def test_what_begins_so_stands_above_what_is_found_by_something_else(
    find: Find, delegation: Delegation
) -> None:
    DelegateFactory(
        delegation=delegation, given_name="A", family_name="Aaa", function="Minister of Works"
    )
    people(delegation, ("Karl", "Minister"), ("Minister", "Zzz"))

    assert find("minister") == ["MINISTER, Karl", "ZZZ, Minister", "AAA, A"]


def test_a_function_is_found_by_its_words(find: Find, delegation: Delegation) -> None:
    DelegateFactory(
        delegation=delegation,
        given_name="Ana",
        family_name="Lima",
        function="Minister of the Environment",
    )
    people(delegation, ("Bo", "Environ"))

    assert find("minister of environment") == ["LIMA, Ana"]


def test_delegations_sessions_venues_and_rooms_are_found(
    find: Find, conference: Conference, delegation: Delegation
) -> None:
    venue = VenueFactory(conference=conference, name="Palace of Switzers")
    RoomFactory(venue=venue, name="Switchroom")
    SessionFactory(conference=conference, title="A switch of water")

    assert find("switz") == ["Switzerland", "Switzerland", "Palace of Switzers"]
    assert find("switch") == ["Switchroom", "A switch of water"]


@pytest.mark.parametrize("query", ["Turkiye", "Турция", "TUR", "turkey", "Republic of Turkey"])
def test_a_delegation_is_found_by_every_name_of_its_sender(
    find: Find, organizer: Client, conference: Conference, query: str
) -> None:
    """It owns the name of its day; whoever looks for it may know another."""
    country = CountryFactory(
        name=LazyI18nString({"en": "Türkiye", "ru": "Турция"}),
        iso3="TUR",
        aliases=["Republic of Turkey"],
    )
    turkey = DelegationFactory(conference=conference, country=country, name="Turkey")

    listed = organizer.post(here("delegates_delegation_changelist"), {"search": query}, follow=True)

    assert find(query)[0] == "Turkey"
    assert list(listed.context["cl"].result_list) == [turkey]


def test_nothing_of_another_conference_is_found(find: Find) -> None:
    elsewhere = DelegationFactory(name="Lima")
    people(elsewhere, ("Ana", "Lima"))
    room = RoomFactory(venue__conference=elsewhere.conference, name="Lima")
    SessionFactory(conference=elsewhere.conference, title="Lima", room=room)
    OrganizationFactory(conference=elsewhere.conference, name="Lima")

    assert find("lima") == []


def test_each_finds_what_their_role_may_see(
    client: Client, conference: Conference, delegation: Delegation
) -> None:
    people(delegation, ("Ana", "Lima"))
    SessionFactory(conference=conference, title="Lima five years on")
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)

    response = client.post(here("find"), {"find": "lima"})

    found = response.context["find_answers"]
    assert [answer.found.name for answer in found] == ["LIMA, Ana"]
    assert here("delegates_delegate_add") not in response.content.decode()


@pytest.mark.parametrize(
    ("query", "near"),
    [
        ("Zuerchner", "ZÜRCHER, Beat"),
        ("Fujivara", "FUJIWARA, Aiko"),
        ("Прохазка", "PROCHÁZKA, Jiří"),
        ("albalusi", "AL BALUSHI, Said"),
    ],
)
def test_where_nothing_is_found_near_ones_are_offered(
    organizer: Client, delegation: Delegation, query: str, near: str
) -> None:
    people(delegation, *NAMES, ("Aiko", "Fujiwara"), ("Jiří", "Procházka"))

    response = organizer.post(here("find"), {"find": query})

    page = response.content.decode()
    assert response.context["find_answers"] == []
    assert response.context["find_near"][0].found.name == near
    assert f"Nothing is found for “<bdi>{query}</bdi>”" in page
    assert here("delegates_delegate_add") in page


def test_list_that_finds_nobody_offers_what_the_box_does(
    organizer: Client, delegation: Delegation
) -> None:
    people(delegation, *NAMES)

    box = organizer.post(here("find"), {"find": "Zuerchner"})
    page = listed(organizer, "Zuerchner")

    assert page.context["near"] == box.context["find_near"]
    assert [answer.found.name for answer in page.context["near"]] == ["ZÜRCHER, Beat"]
    said = page.content.decode().partition("</form>")[2]
    assert "Nothing is found for “<bdi>Zuerchner</bdi>”." in said
    assert f'<a href="{here("delegates_delegate_add")}">Register a delegate</a>' in said
    assert '<bdi class="answer-name">ZÜRCHER, Beat</bdi>' in said
    assert ids_that_stand_twice(page.content.decode()) == []


def test_list_that_finds_somebody_or_is_filtered_offers_nobody_else(
    organizer: Client, delegation: Delegation
) -> None:
    people(delegation, *NAMES)

    found, filtered = (
        listed(organizer, query, further)
        for query, further in (("Zuercher", ""), ("Zuerchner", "?listing__exact=listed"))
    )

    assert (found.context["near"], filtered.context["near"]) == (None, ())
    words = "Nothing is found for “<bdi>{}</bdi>” with the chosen filters."
    assert words.format("Zuerchner") in filtered.content.decode()
    assert "Nothing is found" not in found.content.decode()
    assert "Similar spelling" not in filtered.content.decode()


def test_who_may_not_register_is_offered_no_registration(
    client: Client, conference: Conference, delegation: Delegation
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)

    page = listed(client, "nobodyx")

    assert "Nothing is found for “<bdi>nobodyx</bdi>”." in page.content.decode()
    assert here("delegates_delegate_add") not in page.content.decode()


def listed(client: Client, query: str, further: str = "") -> Any:
    """The list, searched for the words."""
    address = here("delegates_delegate_changelist") + further
    return client.post(address, {"search": query}, follow=True)


def test_what_matched_is_shown_in_weight_and_the_kind_at_the_end(
    organizer: Client, delegation: Delegation
) -> None:
    people(delegation, *NAMES)

    response = organizer.post(here("find"), {"find": "zuer"})

    page = response.content.decode()
    assert re.findall(r'answer-(?:name|kind)">(.*?)</(?:bdi|span)>', page) == [
        "<b>ZÜR</b>CHER, Beat",
        "Delegate",
    ]


def test_a_name_in_arabic_turns_no_part_of_the_line_but_itself(
    organizer: Client, delegation: Delegation
) -> None:
    DelegateFactory(
        delegation=delegation,
        given_name="Nadia",
        family_name="Bouzid",
        own_name="نادية بوزيد",
        own_name_language="ar",
        function="Adviser",
    )

    page = organizer.post(here("find"), {"find": "bouzid"}).content.decode()

    line = re.search(r'<span class="answer-about">(.*?)</span>', page)
    assert line is not None
    assert line[1].startswith("<bdi>نادية بوزيد</bdi> · <bdi>Adviser</bdi> · <bdi>")


def test_a_decision_that_waits_is_next(organizer: Client, delegation: Delegation) -> None:
    people(delegation, ("Ana", "Lima"))

    response = organizer.post(here("find"), {"find": "lima"})

    (answer,) = response.context["find_answers"]
    assert (answer.next.words, answer.next.acts) == ("Decide", False)


@pytest.mark.parametrize("query", ["ь", "-", "...", "%", "_", "\\", "a" * 5000, "\u0301" * 300])
def test_nobody_is_found_by_nothing(find: Find, delegation: Delegation, query: str) -> None:
    people(delegation, ("Ana", "Lima"))

    assert find(query) == []


def test_by_two_letters_the_list_shows_who_is_of_a_delegation_that_begins_so(
    organizer: Client, delegation: Delegation
) -> None:
    (ana,) = people(delegation, ("Ana", "Lima"))
    people(DelegationFactory(conference=delegation.conference, name="Russia"), ("Bo", "Ek"))

    listed = organizer.post(here("delegates_delegate_changelist"), {"search": "sw"}, follow=True)

    assert list(listed.context["cl"].result_list) == [ana]


def test_the_words_stand_in_no_address(organizer: Client, delegation: Delegation) -> None:
    people(delegation, *NAMES)

    response = organizer.get(here("find"), {"find": "Zuercher"})

    assert response.context["find_answers"] == []


def test_what_the_box_finds_has_other_ids_than_what_its_page_shows(
    organizer: Client, delegation: Delegation
) -> None:
    people(delegation, ("Ana", "Lima"))
    part = {"HX-Request": "true", "HX-Target": "finder-answers"}

    page = organizer.post(here("find"), {"find": "lima"}).content.decode()
    box = organizer.post(here("find"), {"find": "lima"}, headers=part).content.decode()

    assert ids_of(box) == ["finder-answer-1", "finder-answer-1-next"]
    assert ids_that_stand_twice(page + box) == []


def test_as_much_is_asked_of_few_and_of_many(organizer: Client, delegation: Delegation) -> None:
    """Of people who are decided on or wait, of sessions and of rooms."""
    conference = delegation.conference

    def add(number: int) -> None:
        DelegateFactory(delegation=delegation, given_name=f"Ana{number}", family_name="Lima")
        DelegateFactory(
            delegation=delegation, given_name=f"Bo{number}", family_name="Lima", approved=True
        )
        room = RoomFactory(venue__conference=conference, name=f"Lima {number}")
        SessionFactory(conference=conference, title=f"Lima {number}", room=room)

    add(0)
    organizer.post(here("find"), {"find": "lim"})
    with CaptureQueriesContext(connection) as few:
        organizer.post(here("find"), {"find": "lim"})
    for number in range(1, 6):
        add(number)

    with CaptureQueriesContext(connection) as many:
        response = organizer.post(here("find"), {"find": "lim"})

    assert len(response.context["find_answers"]) == 10
    assert len(many) == len(few)


def test_of_a_frequent_word_those_come_first_whose_name_begins_so(
    find: Find, delegation: Delegation
) -> None:
    people(delegation, *((f"Sal{n:02}", "Aaa") for n in range(FREQUENT + 5)), ("Zo", "Salin"))

    assert find("sal")[:2] == ["SALIN, Zo", "AAA, Sal00"]
