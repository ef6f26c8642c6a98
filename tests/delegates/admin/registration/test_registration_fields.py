"""The page on which organizers say what the registration form asks."""

import re

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from delegates.models import RegistrationField
from delegates.outstanding.asking import rule_of
from tests.factories import (
    ConferenceFactory,
    DelegationKindFactory,
    OwnFieldFactory,
    OwnFieldLineFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationFieldLineFactory,
    StaffRoleFactory,
    words,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory()


@pytest.fixture
def organizer(conference: Conference, client: Client) -> Client:
    role = StaffRoleFactory(conference=conference, role=Role.ORGANIZER)
    client.force_login(role.user)
    return client


def test_field_is_added_for_kinds_and_ranks(conference: Conference, organizer: Client) -> None:
    kind = DelegationKindFactory(conference=conference)
    rank = RankFactory(conference=conference)
    url = admin_url(conference, "delegates_registrationfield_add")

    organizer.post(
        url, {"column": "hotel", "is_required": "on", "kinds": [kind.pk], "ranks": [rank.pk]}
    )

    rule = rule_of(RegistrationField.objects.get())
    assert (rule.column, rule.is_required, rule.matters) == ("hotel", True, None)
    assert (rule.kinds, rule.categories, rule.ranks) == ({kind.pk}, set(), {rank.pk})


def test_page_shows_of_whom_it_is_asked_and_takes_it_back(
    conference: Conference, organizer: Client
) -> None:
    line = RegistrationFieldLineFactory(field__conference=conference)
    url = admin_url(conference, "delegates_registrationfield_change", line.field.pk)

    page = organizer.get(url).content.decode()
    organizer.post(url, {"column": "email", "matters": "True"})

    assert re.search(rf'name="kinds" value="{line.kind_id}"[^>]* checked', page)
    rule = rule_of(RegistrationField.objects.get())
    assert (rule.kinds, rule.matters) == (set(), True)


def test_kind_of_another_conference_is_not_offered(
    conference: Conference, organizer: Client
) -> None:
    other = DelegationKindFactory()
    url = admin_url(conference, "delegates_registrationfield_add")

    answer = organizer.post(url, {"column": "hotel", "kinds": [other.pk]})

    assert answer.status_code == 200
    assert not RegistrationField.objects.exists()


def test_nothing_that_badges_show_changes_at_once(
    conference: Conference, organizer: Client
) -> None:
    url = admin_url(conference, "delegates_registrationfield_add")

    answer = organizer.post(url, {"column": "family_name", "matters": "False"})

    assert "a change always waits" in answer.content.decode()
    assert not RegistrationField.objects.exists()


def test_preview_shows_what_one_kind_is_asked(conference: Conference, organizer: Client) -> None:
    line = RegistrationFieldLineFactory(
        field__conference=conference, field__column="hotel", field__is_required=True
    )
    RegistrationFieldFactory(conference=conference, column="phone")
    other = DelegationKindFactory(conference=conference, code="media")
    rank = RankFactory(conference=conference, is_photo_needed=False)
    url = admin_url(conference, "delegates_registrationfield_preview")

    def rows(**chosen: int) -> list[list[str]]:
        page = organizer.get(url, chosen).content.decode()
        table = page.partition('id="asked"')[2].partition("</table>")[0]
        found = re.findall(r"<tr>\s*<th scope=\"row\">(.*?)</th>(.*?)</tr>", table, re.DOTALL)
        return [[label, *re.findall(r"<td>(.*?)</td>", cells)] for label, cells in found]

    assert rows() == []
    assert rows(kind=other.pk) == [["Phone", "–", "at once"]]
    assert rows(kind=line.kind_id, rank=rank.pk) == [
        ["Phone", "–", "at once"],
        ["Hotel", "required", "at once"],
    ]
    OwnFieldFactory(conference=conference, name=words("Size"), is_required=True)
    OwnFieldLineFactory(field__conference=conference, kind=line.kind)
    assert rows(kind=other.pk)[1:] == [["Size", "required", "at once"]]
    page = organizer.get(url, {"kind": other.pk, "rank": rank.pk}).content.decode()
    assert "People of this rank are accredited without a photo." in page


@pytest.mark.parametrize("is_changed", [False, True])
def test_field_is_not_asked_twice_of_the_same_people(
    conference: Conference, organizer: Client, is_changed: bool
) -> None:
    """Of other people it is: rows add up."""
    line = RegistrationFieldLineFactory(field__conference=conference, field__column="hotel")
    same = {"column": "hotel", "kinds": [line.kind_id]}
    add = admin_url(conference, "delegates_registrationfield_add")
    page = add
    if is_changed:
        organizer.post(add, {"column": "hotel"})
        second = RegistrationField.objects.exclude(pk=line.field_id).get()
        page = admin_url(conference, "delegates_registrationfield_change", second.pk)

    refused = organizer.post(page, same)
    first = admin_url(conference, "delegates_registrationfield_change", line.field_id)
    again = organizer.post(first, same | {"is_required": "on"})

    assert "asked of exactly these people already" in refused.text
    assert again.status_code == 302
    assert RegistrationField.objects.count() == 1 + is_changed


def test_list_says_in_words_what_is_required(conference: Conference, organizer: Client) -> None:
    RegistrationFieldFactory(conference=conference, column="hotel", is_required=True)
    RegistrationFieldFactory(conference=conference, column="phone")

    page = organizer.get(admin_url(conference, "delegates_registrationfield_changelist")).text

    cells = re.findall(r'<td class="field-is_required">(.*?)</td>', page)
    assert [re.sub(r"<[^>]+>", "", cell) for cell in cells] == ["–No", "Yes"]
    assert "icon-no" not in page
