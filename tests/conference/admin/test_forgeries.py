"""What no page of ours asks is answered as a bad request, never with an error of the server."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.test import Client

from badges.services.types import install_personal
from conference.admin.forgeries import MOST_IDS, ids_read, ids_written
from conference.choices import Role
from conference.models import Conference
from tests.admin_rows import WITH_A_LIST, address, row_in
from tests.factories import ConferenceFactory, DelegateFactory, StaffRoleFactory
from tests.here import HERE, here

DELEGATES = here("delegates_delegate_changelist")
# int() refuses the last one, which is longer than 4,300 digits.
NO_KEYS = ["abc", "", "-1", "1,2", "\0", "²", "٣", "9" * 19, "9" * 5000]


@pytest.fixture
def conference() -> Conference:
    """With the type of badge that every conference has."""
    made: Conference = ConferenceFactory(slug=HERE)
    install_personal(made)
    return made


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    return client


@pytest.mark.parametrize("model", WITH_A_LIST, ids=lambda model: model._meta.label)
def test_every_filter_of_a_list_refuses_a_nul_character(
    organizer: Client, conference: Conference, model: Any
) -> None:
    row_in(model, conference)

    for field in (*(field.name for field in model._meta.concrete_fields), "q", "p", "o"):
        response = organizer.get(address(conference, model, "changelist"), {field: "a\0b"})

        assert response.status_code == 400, field


@pytest.mark.parametrize("lookup", ["regex", "iregex"])
def test_a_list_takes_no_pattern_from_its_reader(organizer: Client, lookup: str) -> None:
    response = organizer.get(DELEGATES, {f"given_name__{lookup}": "["})

    assert response.status_code == 400


def test_a_year_beyond_any_calendar_filters_nothing(organizer: Client) -> None:
    page = here("conference_auditevent_changelist")

    response = organizer.get(page, {"at__year": "999999999999"})

    assert response.status_code == 302
    assert response["Location"] == f"{page}?e=1"


@pytest.mark.parametrize("key", NO_KEYS, ids=ascii)
def test_an_action_on_what_is_no_key_is_refused(
    organizer: Client, conference: Conference, key: str
) -> None:
    form = {"action": "approved", "_selected_action": key, "index": "0"}

    response = organizer.post(DELEGATES, form)

    assert response.status_code == 400


@pytest.mark.parametrize("query", ["bogus=1", "accreditation=%00", "email__regex=["])
def test_an_export_under_a_filter_that_does_not_exist_is_refused(
    organizer: Client, query: str
) -> None:
    response = organizer.get(f"{here('delegates_delegate_export', 'csv')}?{query}")

    assert response.status_code == 400


def answered(key: str) -> int:
    """A NUL character is refused before any page sees it."""
    return 400 if key == "\0" else 200


@pytest.mark.parametrize("asked", ["delegation", "job"])
@pytest.mark.parametrize("key", NO_KEYS, ids=ascii)
def test_the_page_of_sending_takes_what_is_no_key_for_nothing(
    organizer: Client, asked: str, key: str
) -> None:
    page = here("badges_printjob_add")

    shown = organizer.get(page, {asked: key})
    sent = organizer.post(page, {"delegates": key or "-", "purpose": "first", "language": "en"})

    assert (shown.status_code, sent.status_code) == 2 * (answered(key),)


def test_no_name_of_a_field_makes_the_autocompletion_fail(organizer: Client) -> None:
    for model in admin.site._registry:
        for field in model._meta.get_fields(include_hidden=True):
            response = organizer.get(
                here("autocomplete"),
                {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                    "term": "a",
                },
            )

            # 404: of jobs nobody chooses one, and nothing of them is searched.
            assert response.status_code in {200, 403, 404}, field


@pytest.mark.parametrize("key", NO_KEYS, ids=ascii)
def test_a_form_that_refers_to_what_is_no_key_is_shown_again(
    organizer: Client, conference: Conference, key: str
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)

    for page in (
        here("delegates_delegate_add"),
        here("delegates_delegate_change", delegate.pk),
    ):
        response = organizer.post(page, {"delegation": key, "nationality": key})

        assert response.status_code == answered(key)


def test_ids_of_a_form_are_read_once_each_and_not_by_the_million() -> None:
    assert ids_read("3,5,3,x,8") == [3, 5, 8]
    assert ids_read(ids_written([])) == []
    assert ids_read(ids_written(None)) is None
    with pytest.raises(BadRequest):
        ids_read("1," * MOST_IDS)


@pytest.mark.parametrize("page", ["badges_printjob_add", "badges_printjob_fit"])
def test_form_with_millions_of_ids_is_refused_before_anybody_looks_for_them(
    organizer: Client, page: str
) -> None:
    answer = organizer.post(here(page), {"delegates": "1," * MOST_IDS, "language": "en"})

    assert answer.status_code == 400
