"""Arriving: the reader's language, the list, a conference's home, its colour and logo."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState, Role
from conference.models import Conference
from sessions.choices import SessionKind
from tests.factories import (
    ConferenceFactory,
    SessionFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
    words,
)
from tests.here import HERE, here


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug="dushanbe-2018", languages=["tg", "en", "fa"])


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [("tg, en;q=0.5", "/tg/"), ("zh-CN", "/zh-hans/"), ("de", "/en/"), ("", "/en/")],
)
def test_start_leads_to_the_readers_language(client: Client, accepted: str, expected: str) -> None:
    response = client.get("/", headers={"Accept-Language": accepted})

    assert (response.status_code, response["Location"]) == (302, expected)
    assert "Accept-Language" in response["Vary"]


def test_front_door_speaks_the_language_of_whoever_is_signed_in(client: Client) -> None:
    client.force_login(UserFactory(language="tg"))

    response = client.get("/", headers={"Accept-Language": "fr"})

    assert response["Location"] == "/tg/"
    assert "Cookie" in response["Vary"]


@pytest.mark.parametrize("accepted", ["ru", "ar", "de"])
def test_pages_of_staff_speak_one_language_until_they_are_translated(
    client: Client, accepted: str
) -> None:
    client.force_login(StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE).user)

    response = client.get(
        here("delegates_delegate_changelist"), headers={"Accept-Language": accepted}
    )

    assert response["Content-Language"] == "en"
    assert '<html lang="en"' in response.content.decode()


def test_address_without_language_finds_its_page(client: Client, conference: Conference) -> None:
    response = client.get("/dushanbe-2018/", headers={"Accept-Language": "ru"})

    assert response["Location"] == "/ru/dushanbe-2018/"


def test_list_names_published_conferences_latest_first(client: Client) -> None:
    ConferenceFactory(title=words("First"), state=ConferenceState.ARCHIVED)
    ConferenceFactory(
        title=words("Second"), starts_on=dt.date(2022, 10, 18), ends_on=dt.date(2022, 10, 19)
    )
    ConferenceFactory(title=words("Hidden"), state=ConferenceState.DRAFT)

    page = client.get("/en/").content.decode()

    assert 0 < page.index("Second") < page.index("First")
    assert "18–19 October 2022" in page
    assert "Hidden" not in page


def test_list_without_conferences_says_so(client: Client) -> None:
    assert "No conference has been published yet" in client.get("/en/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_queries_of_the_list_do_not_grow(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    ConferenceFactory.create_batch(number)

    with django_assert_num_queries(1):
        client.get("/en/")


def test_languages_are_the_conferences_under_their_own_names(
    client: Client, conference: Conference
) -> None:
    """Persian is a language of the conference that the interface does not have."""
    SessionFactory(conference=conference, is_released=True)
    response = client.get("/en/dushanbe-2018/agenda/")

    assert [
        (link.name, link.address, link.is_current) for link in response.context["languages"]
    ] == [
        ("Тоҷикӣ", "/tg/dushanbe-2018/agenda/", False),
        ("English", "/en/dushanbe-2018/agenda/", True),
    ]


def test_language_being_read_is_in_the_menu_too(client: Client, conference: Conference) -> None:
    response = client.get("/ru/dushanbe-2018/")

    assert [link.language for link in response.context["languages"]] == ["tg", "en", "ru"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", '<html lang="en" dir="ltr">'), ("ar", '<html lang="ar" dir="rtl">')],
)
def test_page_says_its_language_and_direction(
    client: Client, conference: Conference, language: str, expected: str
) -> None:
    assert expected in client.get(f"/{language}/dushanbe-2018/").content.decode()


def test_home_tells_what_when_and_where(client: Client, conference: Conference) -> None:
    Conference.objects.update(
        host_name=words("Government"), description=words("First paragraph.\n\nSecond.")
    )
    VenueFactory(conference=conference, name=words("National Library"))
    for title, kind in (("Opening", SessionKind.OPENING), ("Coffee", SessionKind.BREAK)):
        SessionFactory(
            conference=conference,
            title=words(title),
            kind=kind,
            is_released=True,
        )

    page = client.get("/en/dushanbe-2018/").content.decode()

    for expected in (
        "3–4 May 2018",
        "Dushanbe, Tajikistan",
        "Hosted by",
        "<p>First paragraph.</p><p>Second.</p>",
        "National Library",
        "Opening",
    ):
        assert expected in page
    assert "Coffee" not in page


# Colour and logo


def test_home_has_no_heading_of_a_day_with_nothing_below(
    client: Client, conference: Conference
) -> None:
    SessionFactory(conference=conference, is_released=True, kind="break")

    page = client.get(f"/en/{conference.slug}/").content.decode()

    assert "glance-day" not in page
    assert "has not been published yet" not in page


def test_accent_is_a_style_sheet_readable_on_both_papers(client: Client) -> None:
    response = client.get("/assets/accent/ffff00.css")

    css = response.content.decode()
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    assert css.startswith(":root{--accent:#787800;--on-accent:#ffffff}")
    assert "@media (prefers-color-scheme:dark)" in css
    assert "--accent:#ffff00;--on-accent:#10161f" in css


@pytest.mark.parametrize("colour", ["fff", "FFFF00", "1d4f91}"])
def test_accent_is_only_a_colour(client: Client, colour: str) -> None:
    assert client.get(f"/assets/accent/{colour}.css").status_code == 404


def test_page_links_its_conferences_accent(client: Client, conference: Conference) -> None:
    assert "/assets/accent/1d4f91.css" in client.get("/en/dushanbe-2018/").content.decode()


def test_logo_is_served_as_a_picture(client: Client, conference: Conference) -> None:
    conference.logo.save("logo.png", ContentFile(b"<script>"))

    response = client.get("/assets/logos/dushanbe-2018/")

    assert b"".join(response) == b"<script>"
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (
        "image/png",
        "nosniff",
    )
    assert "script-src 'self'" in response["Content-Security-Policy"]


def test_logo_that_is_missing_or_hidden_is_not_found(
    client: Client, conference: Conference
) -> None:
    address = "/assets/logos/dushanbe-2018/"
    without = client.get(address).status_code
    conference.logo.save("logo.png", ContentFile(b"x"))
    Conference.objects.update(state=ConferenceState.DRAFT)
    hidden = client.get(address).status_code

    assert [without, hidden] == [404, 404]
