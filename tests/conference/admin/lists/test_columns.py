"""Which columns a list shows is each person's own affair."""

import re

import pytest
from django.contrib import admin
from django.test import Client, RequestFactory

from conference.admin import ChoosesColumns
from conference.choices import Role
from conference.models import ListColumns, StaffRole
from delegates.models import Delegate, Delegation
from tests.factories import DelegateFactory, ListColumnsFactory, RankFactory, StaffRoleFactory
from tests.here import HERE, here

LIST = here("delegates_delegate_changelist")
COLUMNS = here("delegates_delegate_columns")
USUAL = ["photo_cell", "person", "delegation_cell", "duty", "letter", "state", "badge"]


@pytest.fixture
def role() -> StaffRole:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    DelegateFactory(
        delegation__conference=role.conference,
        function="Director",
        ministry="Ministry of Water",
        rank=RankFactory(conference=role.conference),
    )
    return role


@pytest.fixture
def organizer(client: Client, role: StaffRole) -> Client:
    client.force_login(role.user)
    return client


def shown(client: Client, address: str = LIST) -> list[str]:
    page = client.get(address).content.decode()
    head = page[page.index("<thead>") : page.index("</thead>")]
    return [name for name in re.findall(r"column-(\w+)", head) if name != "action_checkbox"]


def choices() -> list[tuple[list[str], list[str]]]:
    """What is kept of everybody: what is added and what is left out."""
    return [*ListColumns.objects.values_list("added", "left_out")]


def ticked(client: Client) -> dict[str, bool]:
    return {column.name: column.is_shown for column in client.get(LIST).context["columns_offered"]}


def test_list_stays_as_it_is_until_somebody_chooses(organizer: Client) -> None:
    assert shown(organizer) == USUAL
    assert ticked(organizer) == {
        "delegation_cell": True,
        "duty": True,
        "function_cell": False,
        "ministry_cell": False,
        "rank_cell": False,
        "arrival_cell": False,
        "departure_cell": False,
        "letter": True,
        "state": True,
        "badge": True,
    }


def test_what_is_chosen_is_shown_in_its_place_with_its_values(organizer: Client) -> None:
    wanted = ["delegation_cell", "function_cell", "ministry_cell", "rank_cell", "state"]

    answer = organizer.post(COLUMNS, {"columns": wanted})

    assert answer["Location"] == LIST
    assert shown(organizer) == ["photo_cell", "person", *wanted]
    page = organizer.get(LIST).content.decode()
    rows = page[page.index("<tbody>") :]
    assert "<bdi>Director</bdi>" in rows
    assert "<bdi>Ministry of Water</bdi>" in rows
    (kept,) = ListColumns.objects.all()
    assert kept.added == ["function_cell", "ministry_cell", "rank_cell"]
    assert kept.left_out == ["badge", "duty", "letter"]


def test_choice_is_the_persons_own_and_counts_in_every_conference(
    organizer: Client, role: StaffRole
) -> None:
    other = StaffRoleFactory(role=Role.ORGANIZER, user=role.user).conference
    DelegateFactory(delegation__conference=other)
    organizer.post(COLUMNS, {"columns": ["rank_cell"]})
    colleague = Client()
    colleague.force_login(StaffRoleFactory(role=Role.ORGANIZER, conference=role.conference).user)

    assert shown(organizer, f"/admin/{other.slug}/delegates/delegate/") == [
        "photo_cell",
        "person",
        "rank_cell",
    ]
    assert shown(colleague) == USUAL


def test_as_usual_forgets_the_choice(organizer: Client) -> None:
    organizer.post(COLUMNS, {"columns": ["rank_cell"]})

    organizer.post(COLUMNS, {"columns": ["rank_cell"], "as_usual": "1"})

    assert shown(organizer) == USUAL
    assert not ListColumns.objects.exists()


def test_way_back_keeps_filters_and_the_search_and_leaves_the_order(organizer: Client) -> None:
    searched = organizer.post(LIST, {"search": "Director"})["Location"]
    query = f"{searched.partition('?')[2]}&accreditation__exact=submitted"
    page = organizer.get(f"{LIST}?{query}&o=2").context["columns_url"]

    answer = organizer.post(page, {"columns": ["rank_cell"]})

    assert answer["Location"] == f"{LIST}?{query}"
    assert len(organizer.get(answer["Location"]).context["cl"].result_list) == 1


@pytest.mark.parametrize("name", ["decision_reason", "email", "photo", "person"])
def test_no_other_column_is_shown_than_those_offered(organizer: Client, name: str) -> None:
    organizer.post(COLUMNS, {"columns": [name]})

    assert shown(organizer) == ["photo_cell", "person"]


def test_column_that_one_may_not_see_is_not_had_by_choosing_it(client: Client) -> None:
    role = StaffRoleFactory(role=Role.SECURITY_OFFICER, conference__slug=HERE)
    DelegateFactory(delegation__conference=role.conference)
    client.force_login(role.user)
    before = shown(client)
    offered = set(ticked(client))

    ListColumnsFactory(user=role.user, added=["badge", "email"])

    assert (before, shown(client)) == (USUAL[:-1], USUAL[:-1])
    assert "badge" not in offered
    client.post(COLUMNS, {"columns": [*USUAL, "badge"]})
    assert choices() == [(["badge", "email"], [])]


@pytest.mark.parametrize("sent", [{}, {"as_usual": "1"}])
def test_choice_of_a_column_that_is_not_offered_here_stays(
    client: Client, sent: dict[str, str]
) -> None:
    """Who prints badges in one conference and not in another left them out in the first."""
    role = StaffRoleFactory(role=Role.SECURITY_OFFICER, conference__slug=HERE)
    client.force_login(role.user)
    ListColumnsFactory(user=role.user, left_out=["badge", "duty"])

    client.post(COLUMNS, {"columns": USUAL, **sent})

    assert choices() == [([], ["badge"])]


def test_each_list_of_one_request_has_its_own_choice(role: StaffRole) -> None:
    ListColumnsFactory(user=role.user, added=["rank_cell"])
    ListColumnsFactory(user=role.user, list_name="delegates.delegation", added=["size"])
    request = RequestFactory().get(LIST)
    request.user = role.user
    lists = [ChoosesColumns(model, admin.site) for model in (Delegate, Delegation)]

    assert [each._kept(request).added for each in lists] == [["rank_cell"], ["size"]]


def test_column_is_kept_by_a_form_alone(organizer: Client) -> None:
    assert organizer.get(COLUMNS, headers={"accept": "text/html"}).status_code == 302
    assert not ListColumns.objects.exists()


def test_what_one_chooses_from_is_no_part_of_a_choice_in_a_popup(organizer: Client) -> None:
    organizer.post(COLUMNS, {"columns": ["rank_cell"]})

    page = organizer.get(f"{LIST}?_popup=1")

    assert "columns_offered" not in page.context
    assert page.status_code == 200
