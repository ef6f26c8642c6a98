"""Organizers rename, add, order and split kinds, and delete those that nothing refers to."""

import pytest
from django.test import Client

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.exporting.statistics import statistics_of
from delegates.models import Delegation, DelegationKind, UsualKind
from delegates.services import kinds
from tests.factories import DelegateFactory, DelegationFactory, StaffRoleFactory
from tests.here import here
from tests.page_forms import form_values
from tests.spreadsheets import sheet_of

LIST = here("delegates_delegationkind_changelist")
ADD = here("delegates_delegationkind_add")
ORDER = here("delegates_delegationkind_order")


@pytest.fixture
def by_code(conference: Conference) -> dict[str, DelegationKind]:
    return kinds.install_defaults(conference)


def codes(conference: Conference) -> list[str]:
    rows = DelegationKind.objects.for_conference(conference)
    return list(rows.values_list("code", flat=True))


def test_organizer_renames_a_kind(organizer: Client, by_code: dict[str, DelegationKind]) -> None:
    url = here("delegates_delegationkind_change", by_code["mission"].pk)
    values = form_values(organizer.get(url).content.decode(), "delegationkind_form")

    organizer.post(url, values | {"name_0": "Mission in the capital"})

    mission = DelegationKind.objects.get(pk=by_code["mission"].pk)
    assert str(mission.name) == "Mission in the capital"
    assert mission.aliases[-1] == "Diplomatic mission accredited to the host"


def test_other_names_with_commas_stay_whole(
    organizer: Client, by_code: dict[str, DelegationKind]
) -> None:
    media = by_code["media"]
    media.aliases = ["Press, radio and television", "Reporters"]
    media.save()
    url = here("delegates_delegationkind_change", media.pk)
    values = form_values(organizer.get(url).content.decode(), "delegationkind_form")

    organizer.post(url, values | {"is_counted": ""})

    media.refresh_from_db()
    assert (media.aliases, media.is_counted) == (
        ["Press, radio and television", "Reporters"],
        False,
    )


def test_name_of_another_kind_is_refused_on_the_form(
    organizer: Client, by_code: dict[str, DelegationKind]
) -> None:
    data = {"name_0": "States", "section_0": "States", "code": "more", "nature": "state"}
    data |= {"admits": "countries", "listing": "listed"}

    response = organizer.post(ADD, data)

    assert response.status_code == 200
    assert "is a name of the kind “State” already" in response.content.decode()


def test_nature_of_a_kind_with_delegations_is_read_only(
    organizer: Client, conference: Conference, by_code: dict[str, DelegationKind]
) -> None:
    DelegationFactory(conference=conference)
    url = here("delegates_delegationkind_change", by_code["state"].pk)
    values = form_values(organizer.get(url).content.decode(), "delegationkind_form")

    organizer.post(url, values | {"nature": "media", "code": "states_parties"})

    state = DelegationKind.objects.get(pk=by_code["state"].pk)
    assert (state.nature, state.code) == ("state", "states_parties")


def test_kinds_are_put_in_order_by_numbers(
    organizer: Client, conference: Conference, by_code: dict[str, DelegationKind]
) -> None:
    state = DelegationFactory(conference=conference)
    media = DelegationFactory(conference=conference, kind__code="media")
    before = codes(conference)
    values = form_values(organizer.get(ORDER).content.decode(), "kind-order")

    organizer.post(
        ORDER, values | {f"place_{by_code['media'].pk}": "0", f"place_{by_code['host'].pk}": "1"}
    )

    assert codes(conference) == ["media", *(code for code in before if code != "media")]
    assert list(Delegation.objects.in_protocol_order()) == [media, state]


def test_kind_is_split_on_its_page(
    organizer: Client, conference: Conference, by_code: dict[str, DelegationKind]
) -> None:
    stays, goes = DelegationFactory.create_batch(2, conference=conference, kind__code="media")
    url = here("delegates_delegationkind_split", by_code["media"].pk)
    values = form_values(organizer.get(url).content.decode(), "split")
    words = {"name_0": "Bloggers", "section_0": "Bloggers", "code": "bloggers"}

    response = organizer.post(url, values | words | {"delegations": [goes.pk]})

    assert response.status_code == 302
    goes.refresh_from_db()
    stays.refresh_from_db()
    assert (stays.kind.code, goes.kind.code) == ("media", "bloggers")


def test_split_into_a_name_that_is_taken_says_so(
    organizer: Client, by_code: dict[str, DelegationKind]
) -> None:
    url = here("delegates_delegationkind_split", by_code["media"].pk)

    response = organizer.post(url, {"name_0": "NGO", "section_0": "NGOs", "code": "more"})

    assert response.status_code == 200
    assert "is a name of the kind “Civil society” already" in response.content.decode()


def test_only_a_kind_to_which_nothing_refers_is_offered_for_deletion(
    organizer: Client, by_code: dict[str, DelegationKind]
) -> None:
    answers = {
        code: organizer.post(
            here("delegates_delegationkind_delete", by_code[code].pk), {"post": "yes"}
        ).status_code
        for code in ("host", "state")
    }

    assert answers == {"host": 302, "state": 403}
    assert not DelegationKind.objects.filter(pk=by_code["host"].pk).exists()


def test_usual_kind_is_changed_and_neither_added_nor_deleted(
    organizer: Client, by_code: dict[str, DelegationKind]
) -> None:
    usual = UsualKind.objects.get(sender="non_member")
    url = here("delegates_usualkind_change", usual.pk)
    values = form_values(organizer.get(url).content.decode(), "usualkind_form")

    organizer.post(url, values | {"kind": by_code["observer_state"].pk})

    usual.refresh_from_db()
    assert usual.kind == by_code["observer_state"]
    assert organizer.get(here("delegates_usualkind_add")).status_code == 403
    assert organizer.get(here("delegates_usualkind_delete", usual.pk)).status_code == 403


def test_list_asks_as_often_for_thirteen_kinds_as_for_one(
    organizer: Client, conference: Conference, django_assert_num_queries: object
) -> None:
    DelegationFactory(conference=conference)
    organizer.get(LIST)
    for further in (False, True):
        if further:
            for code in ("media", "guests"):
                DelegationFactory(conference=conference, kind__code=code)

        with django_assert_num_queries(6):  # type: ignore[operator]
            organizer.get(LIST)


def test_registration_officer_reads_kinds_and_changes_none(
    client: Client, conference: Conference, by_code: dict[str, DelegationKind]
) -> None:
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(role.user)

    assert client.get(LIST).status_code == 200
    assert client.get(ORDER).status_code == 403


def test_statistics_are_a_page_and_a_workbook(
    organizer: Client, conference: Conference, by_code: dict[str, DelegationKind]
) -> None:
    DelegateFactory(delegation__conference=conference, gender="female")

    page = organizer.get(here("delegates_delegation_statistics"))
    workbook = organizer.get(here("delegates_delegation_statistics_xlsx"))

    assert page.context["table"] == statistics_of(conference)
    rows = sheet_of(b"".join(workbook)).rows  # type: ignore[arg-type]
    assert rows[2].cells[:4] == ("States", "1", "1", "1")
    assert AuditEvent.objects.filter(action="statistics.exported").count() == 1
