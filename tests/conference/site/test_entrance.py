"""Ways into the admin: the front page, and addresses from before they named the conference."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, StaffRole, User
from conference.site.entrance import LAST_USED
from delegates.models import Country, Delegate, Delegation
from tests.addresses import IN_A_CONFERENCE, Address, model_of
from tests.admin_rows import OF_CONFERENCES, address, hand_to, row_in
from tests.factories import (
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here

FRONT = "/admin/"


@pytest.fixture
def role() -> StaffRole:
    return StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


@pytest.fixture
def second(role: StaffRole) -> Conference:
    """Another conference in which the same person works."""
    return StaffRoleFactory(user=role.user, role=Role.ORGANIZER).conference


def leads_to(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 302
    return str(response["Location"])


# The front page


def test_front_page_leads_to_the_only_conference(organizer: Client) -> None:
    assert leads_to(organizer, FRONT) == here("index")


def test_front_page_leads_to_the_conference_last_used_and_before_to_the_list(
    organizer: Client, second: Conference
) -> None:
    at_first = leads_to(organizer, FRONT)
    organizer.get(admin_url(second, "delegates_delegate_changelist"))

    assert at_first == admin_url(None, "index")
    assert leads_to(organizer, FRONT) == admin_url(second, "index")


def test_conference_that_somebody_else_used_last_is_no_way_in(
    organizer: Client, second: Conference
) -> None:
    organizer.cookies[LAST_USED] = ConferenceFactory().slug

    assert leads_to(organizer, FRONT) == admin_url(None, "index")


def test_list_has_the_conferences_in_which_the_user_works(
    organizer: Client, role: StaffRole, second: Conference
) -> None:
    ConferenceFactory()
    door = StaffRoleFactory(user=role.user, role=Role.DOOR).conference

    page = organizer.get(admin_url(None, "index"))

    assert {row for row, _url in page.context["other_conferences"]} == {role.conference, second}
    assert admin_url(second, "index") in page.content.decode()
    assert admin_url(door, "index") not in page.content.decode()


def test_administrator_of_an_empty_installation_is_led_to_the_first_conference(
    client: Client,
) -> None:
    client.force_login(UserFactory(is_superuser=True))

    page = client.get(FRONT, follow=True).content.decode()

    assert admin_url(None, "conference_conference_add") in page


def test_header_leads_to_other_conferences_of_mine_and_to_no_other(
    organizer: Client, second: Conference
) -> None:
    foreign = ConferenceFactory()

    page = organizer.get(here("index")).content.decode()

    assert f'href="{admin_url(second, "index")}"' in page
    assert admin_url(foreign, "index") not in page
    assert organizer.get(admin_url(second, "index")).context["conference"] == second
    assert organizer.get(admin_url(foreign, "index")).status_code == 404


# What belongs to all conferences


def test_organizer_reads_what_belongs_to_all_beside_the_conference(organizer: Client) -> None:
    country: Country = CountryFactory()

    page = organizer.get(here("index")).content.decode()

    for name in ("delegates_country_changelist", "delegates_organization_add"):
        assert f'href="{admin_url(None, name)}"' in page
        assert organizer.get(admin_url(None, name)).status_code == 200
    shown = organizer.get(admin_url(None, "delegates_country_change", country.pk))
    assert shown.status_code == 200
    assert organizer.get(admin_url(None, "conference_user_changelist")).status_code == 403


def test_form_in_a_conference_completes_and_adds_parties_of_the_installation(
    organizer: Client,
) -> None:
    country: Country = CountryFactory(iso2="TJ")

    page = organizer.get(here("delegates_delegation_add")).content.decode()
    asked = {"app_label": "delegates", "model_name": "delegation", "field_name": "country"}
    found = organizer.get(here("autocomplete"), asked | {"term": "TJ"}).json()["results"]

    assert set(re.findall('data-ajax--url="([^"]+)"', page)) == {here("autocomplete")}
    assert [row["id"] for row in found] == [str(country.pk)]
    popup = admin_url(None, "delegates_organization_add")
    assert re.findall('href="([^"?]+)[^"]*_popup=1"', page) == [popup]
    assert organizer.get(popup, {"_popup": "1"}).status_code == 200


def test_nothing_of_a_conference_is_completed_beside_it(organizer: Client) -> None:
    asked = {"app_label": "delegates", "model_name": "delegate", "field_name": "delegation"}

    response = organizer.get(admin_url(None, "autocomplete"), asked | {"term": ""})

    assert response.status_code == 403


# Addresses of before


def former(path: str) -> str:
    """The address as it was before it named the conference, or said that it names none."""
    return re.sub("^/admin/[^/]+/", "/admin/", path)


ABOUT_A_ROW = [page for page in IN_A_CONFERENCE if model_of(page)]


@pytest.mark.parametrize("page", ABOUT_A_ROW, ids=str)
def test_former_address_of_a_record_leads_to_its_conference(
    organizer: Client, role: StaffRole, second: Conference, page: Address
) -> None:
    model = model_of(page)
    row = row_in(model, second) if model in OF_CONFERENCES else second
    hand_to(role.user, row)
    organizer.get(here("index"))
    path = page.path(conference=second.slug, object_id=str(row.pk))

    assert leads_to(organizer, f"{former(path)}?a=1&b=%2F") == f"{path}?a=1&b=%2F"
    assert organizer.post(former(path), {"anything": "typed"}).status_code == 404


def test_former_address_about_a_delegate_s_badge_leads_to_the_delegate_s_conference(
    organizer: Client, second: Conference
) -> None:
    delegate: Delegate = DelegateFactory(delegation__conference=second)
    path = admin_url(second, "badges_printjob_one", delegate.pk)

    assert leads_to(organizer, former(path)) == path


def test_former_address_of_a_record_without_a_role_is_that_of_a_missing_one(
    organizer: Client,
) -> None:
    foreign: Delegate = DelegateFactory()

    for pk in (foreign.pk, 999_999, "abc", "9" * 40):
        assert organizer.get(f"/admin/delegates/delegate/{pk}/change/").status_code == 404


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=lambda model: model._meta.label)
def test_former_list_is_that_of_the_conference_last_used(
    organizer: Client, second: Conference, model: type[Delegation]
) -> None:
    path = address(second, model, "changelist")
    unknown = leads_to(organizer, former(path))
    organizer.get(admin_url(second, "index"))

    assert leads_to(organizer, f"{former(path)}?q=a") == f"{path}?q=a"
    assert unknown == admin_url(None, "index")
    assert organizer.post(former(path)).status_code == 404


def test_former_addresses_of_the_installation_s_pages(organizer: Client, role: StaffRole) -> None:
    user: User = role.user
    paths = [
        admin_url(None, "conference_user_change", user.pk),
        admin_url(None, "delegates_country_changelist"),
        admin_url(None, "conference_conference_changelist"),
    ]

    assert [leads_to(organizer, former(path)) for path in paths] == paths
    assert [organizer.post(former(path)).status_code for path in paths] == [404, 404, 404]


def test_former_pages_of_an_app_and_of_signing_in(organizer: Client) -> None:
    assert leads_to(organizer, "/admin/delegates/") == here("app_list", "delegates")
    assert leads_to(organizer, "/admin/login/?next=/elsewhere/") == FRONT


@pytest.mark.parametrize(
    "rest", ["nothing/", "delegates/nothing/", "autocomplete/", "jsi18n/", "agenda/session/x/y/"]
)
def test_what_never_was_an_address_is_none(organizer: Client, rest: str) -> None:
    assert organizer.get(f"/admin/{rest}").status_code == 404
    assert organizer.post(f"/admin/{rest}").status_code == 404


def test_nobody_without_a_staff_role_is_led_anywhere(client: Client, role: StaffRole) -> None:
    client.force_login(StaffRoleFactory(role=Role.DOOR, conference=role.conference).user)

    for path in ("/admin/delegates/delegate/", "/admin/login/", here("index"), "/admin/-/"):
        assert client.get(path).status_code == 404
    assert client.get(FRONT).status_code == 403


def test_conference_named_like_an_app_before_that_was_refused_keeps_its_admin(
    client: Client,
) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference__slug="delegates")
    client.force_login(role.user)

    page = client.get(admin_url(role.conference, "delegates_delegate_changelist"))

    assert page.status_code == 200
    assert page.context["conference"] == role.conference


def test_signing_in_leads_to_the_front_page() -> None:
    client = Client()
    client.force_login(StaffRoleFactory().user)

    assert client.get(reverse(settings.LOGIN_REDIRECT_URL))["Location"] == FRONT
