"""URL configurations of the admin's places: kept within a bound, each naming its own place."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, resolve, reverse, set_urlconf
from django.urls.resolvers import _get_cached_resolver
from django.utils import translation

from conference.addresses import INSTALLATION, admin_url
from conference.choices import Role
from conference.models import Conference
from conference.site import admin_urls
from conference.site.admin_urls import urls_of
from tests.factories import StaffRoleFactory

BESIDE_THEM = 3
"""The site's own configuration, that for links from outside, and one being replaced."""


FEW = 4
"""Kept in these tests, where building as many as a process may keep would take long."""


@pytest.fixture(autouse=True)
def _few_are_kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(admin_urls, "MOST_BUILT", FEW)
    clear_url_caches()
    admin_urls.built.clear()
    yield
    set_urlconf(None)


def test_place_names_its_own_pages_and_the_installation_s() -> None:
    place = urls_of("first")

    assert reverse("admin:index", place) == "/admin/first/"
    assert reverse("admin:delegates_delegate_change", place, args=[7]) == (
        "/admin/first/delegates/delegate/7/change/"
    )
    assert reverse("admin:delegates_country_change", place, args=[7]) == (
        "/admin/-/delegates/country/7/change/"
    )
    assert reverse("agenda:agenda", place, args=["second"]) == "/en/second/agenda/"


def test_installation_names_no_page_of_a_conference() -> None:
    place = urls_of(INSTALLATION)

    assert reverse("admin:index", place) == "/admin/-/"
    with pytest.raises(NoReverseMatch):
        reverse("admin:delegates_delegate_changelist", place)


def test_outside_a_request_a_page_of_a_conference_has_no_name_without_it() -> None:
    conference = Conference(slug="first")

    with pytest.raises(NoReverseMatch):
        reverse("admin:delegates_delegate_changelist")
    with pytest.raises(NoReverseMatch):
        admin_url(None, "delegates_delegate_changelist")
    assert admin_url(conference, "delegates_delegate_changelist", query={"q": "a b"}) == (
        "/admin/first/delegates/delegate/?q=a+b"
    )


def test_link_made_outside_is_the_one_made_in_the_place() -> None:
    conference = Conference(slug="first")
    asked = [("index", []), ("delegates_delegate_decide", [3, "approved"]), ("jsi18n", [])]

    for name, args in asked:
        inside = reverse(f"admin:{name}", urls_of("first"), args=args)
        assert admin_url(conference, name, *args) == inside
        assert resolve(inside, urls_of("first")).view_name == f"admin:{name}"


def test_process_keeps_so_many_configurations_and_no_more() -> None:
    for number in range(3 * FEW):
        place = urls_of(f"conference-{number}")

        assert reverse("admin:index", place) == f"/admin/conference-{number}/"
        assert len(admin_urls.built) <= FEW
        assert _get_cached_resolver.cache_info().currsize <= FEW + BESIDE_THEM


def test_each_language_counts_because_django_builds_one_for_each() -> None:
    for language in ("en", "ru", "tg"):
        with translation.override(language):
            urls_of("first")
            urls_of("first")

    assert admin_urls.built == {("first", "en"), ("first", "ru"), ("first", "tg")}


def test_no_thread_s_link_leads_where_another_works() -> None:
    """While configurations are dropped and built again under them."""
    names = ["index", "delegates_delegate_changelist", "badges_printjob_add", "autocomplete"]

    def wrong_links(number: int) -> list[str]:
        chance = random.Random(number)
        own = [f"place-{number}-{slug}" for slug in range(FEW)]
        found = []
        for _turn in range(30):
            slug, language = chance.choice(own), chance.choice(["en", "ar"])
            with translation.override(language):
                set_urlconf(urls_of(slug))  # type: ignore[arg-type]
                link = reverse(f"admin:{chance.choice(names)}")
            if not link.startswith(f"/admin/{slug}/"):
                found.append(link)
        return found

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(wrong_links, range(4))) == [[], [], [], []]


def test_conference_that_another_process_made_or_renamed_is_there_at_once(client: Client) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug="before")
    client.force_login(role.user)
    client.get("/admin/before/")

    Conference.objects.filter(pk=role.conference.pk).update(slug="after")
    made = StaffRoleFactory(user=role.user, conference__slug="made").conference

    answers = [client.get(f"/admin/{slug}/") for slug in ("after", "made", "before")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert answers[1].context["conference"] == made
    assert 'href="/admin/after/delegates/delegate/"' in answers[0].content.decode()
