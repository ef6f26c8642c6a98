"""A list is searched without a name in any address."""

import re
from html import unescape

import pytest
from django.test import Client

from conference.admin.lists import searches
from conference.choices import Role
from conference.models import StaffRole
from delegates.models import Delegate
from tests.factories import DelegateFactory, StaffRoleFactory
from tests.here import HERE, here

LIST = here("delegates_delegate_changelist")
NAME = "Rahmonova"


@pytest.fixture
def role() -> StaffRole:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    for name in (NAME, NAME, "Silva"):
        DelegateFactory(delegation__conference=role.conference, family_name=name)
    return role


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


def search(client: Client, words: str, at: str = LIST) -> str:
    return client.post(at, {"search": words})["Location"]


def found(client: Client, address: str) -> list[str]:
    rows: list[Delegate] = client.get(address).context["cl"].result_list
    return sorted(row.family_name for row in rows)


def test_address_of_a_search_has_a_code_in_place_of_the_words(organizer: Client) -> None:
    address = search(organizer, f" {NAME} ")

    assert re.fullmatch(rf"{LIST}\?q=[0-9a-f]{{12}}", address)
    assert found(organizer, address) == [NAME, NAME]


def test_links_of_the_list_keep_the_search_and_name_nobody(organizer: Client) -> None:
    address = search(organizer, NAME, f"{LIST}?accreditation__exact=submitted&o=1&p=3")
    code = address.rpartition("=")[2]
    page = organizer.get(address).content.decode()
    links = re.findall(r'(?:href|action)="(\?[^"]*)"', page)

    assert address == f"{LIST}?accreditation__exact=submitted&o=1&q={code}"
    assert [link for link in links if NAME in link] == []
    assert [link for link in links if "o=" in link and code in link] != []
    assert f'value="{NAME}"' in page
    (form,) = re.findall(r'action="(\?[^"]*)"', page[: page.index('id="searchbar"')])
    assert (code in form, "accreditation__exact=submitted" in form) == (False, True)


def test_same_words_have_the_same_code_and_blank_ones_none(organizer: Client) -> None:
    address = search(organizer, NAME)

    assert search(organizer, NAME) == address
    assert search(organizer, "Silva") != address
    assert search(organizer, " ", f"{address}&o=1") == f"{LIST}?o=1"
    assert found(organizer, LIST) == [NAME, NAME, "Silva"]


def test_two_searches_live_side_by_side(organizer: Client) -> None:
    one, other = search(organizer, NAME), search(organizer, "Silva")

    assert found(organizer, one) == [NAME, NAME]
    assert found(organizer, other) == ["Silva"]
    assert found(organizer, one) == [NAME, NAME]


@pytest.mark.parametrize("written", [NAME, "0" * 12, ""])
def test_words_or_a_foreign_code_in_an_address_find_nothing_and_are_taken_out(
    organizer: Client, written: str
) -> None:
    response = organizer.get(f"{LIST}?q={written}&o=1&p=2")

    assert response["Location"] == f"{LIST}?o=1"
    page = organizer.get(response["Location"]).content.decode()
    assert '<li class="warning">This search has expired. Search again.</li>' in page


def test_search_is_of_the_login_session_that_made_it(organizer: Client, role: StaffRole) -> None:
    address = search(organizer, NAME)
    elsewhere = Client()
    elsewhere.force_login(role.user)

    assert elsewhere.get(address)["Location"] == LIST


def test_oldest_searches_are_forgotten(organizer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_KEPT", 2)
    addresses = [search(organizer, words) for words in ("one", NAME, "three")]
    search(organizer, NAME)
    addresses.append(search(organizer, "four"))

    assert [organizer.get(address).status_code for address in addresses] == [302, 200, 302, 200]


def test_export_of_what_is_found_keeps_the_search(organizer: Client) -> None:
    code = search(organizer, "Silva").rpartition("=")[2]

    link = f"{here('delegates_delegate_export', 'csv')}?q={code}"
    answer = organizer.post(link, {"whom": "everybody"})

    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert (len(lines), "Silva" in lines[1]) == (2, True)


def test_export_of_a_search_that_is_over_holds_nobody(organizer: Client) -> None:
    link = f"{here('delegates_delegate_export', 'csv')}?q={'0' * 12}"
    answer = organizer.post(link, {"whom": "everybody"})

    assert len(b"".join(answer.streaming_content).decode().splitlines()) == 1


def test_choices_are_looked_up_by_a_form(organizer: Client, role: StaffRole) -> None:
    asked = {
        "app_label": "delegates",
        "model_name": "delegate",
        "field_name": "delegation",
        "page": "1",
    }
    delegation = DelegateFactory(delegation__conference=role.conference).delegation
    term = str(delegation.name)

    answer = organizer.post(here("autocomplete"), asked | {"term": term})

    texts = [choice["text"] for choice in answer.json()["results"]]
    assert texts == [f"{term} · {delegation.kind.name}"]


@pytest.mark.parametrize(
    ("of_list", "kept"),
    [
        ("", ""),
        ("?o=1", "?_changelist_filters=o%3D1"),
        ("?o=1&_popup=1", "?_changelist_filters=o%3D1%26_popup%3D1"),
    ],
)
def test_address_of_a_row_leads_back_to_the_list_as_it_was(
    organizer: Client, of_list: str, kept: str
) -> None:
    address = f"{LIST}{of_list}"
    page = unescape(organizer.get(address).content.decode())

    for row in Delegate.objects.all():
        assert f'href="{here("delegates_delegate_change", row.pk)}{kept}"' in page
