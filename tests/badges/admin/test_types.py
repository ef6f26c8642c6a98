"""Organizers name the types of badges of their conference; the badge desk reads them."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from badges.holders import KINDS
from badges.models import BadgeType
from conference.choices import Role
from conference.models import AuditEvent, Conference, User
from tests.badges.admin.test_printing import signed_in
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    BadgeTypeZoneFactory,
    GenerationFactory,
    SessionFactory,
    ZoneFactory,
)
from tests.here import here
from tests.page_forms import form_values

LIST = here("badges_badgetype_changelist")


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def personal_of(conference: Conference) -> BadgeType:
    return BadgeType.objects.personal().get(conference=conference)


def test_organizer_renames_the_personal_type(organizer: Client, conference: Conference) -> None:
    personal = personal_of(conference)
    url = here("badges_badgetype_change", personal.pk)
    values = form_values(organizer.get(url).content.decode(), "badgetype_form")

    organizer.post(url, values | {"name_0": "Delegate's badge", "holder": "vehicle", "number": "9"})

    personal.refresh_from_db()
    assert (str(personal.name), personal.holder, personal.number) == (
        "Delegate's badge",
        "delegate",
        1,
    )
    event = AuditEvent.objects.get(action="badgetype.changed")
    assert (event.conference, event.fields) == (conference, ["name"])


def test_list_counts_the_badges_of_each_type(organizer: Client, conference: Conference) -> None:
    other = BadgeTypeFactory(conference=conference, order=1)
    for _n in range(2):
        BadgeFactory(delegate__delegation__conference=conference)
    BadgeFactory(delegate__delegation__conference=conference, type=other)

    response: Any = organizer.get(LIST)
    rows = response.context_data["cl"].result_list

    assert [(row.pk, row.badges_here) for row in rows] == [
        (personal_of(conference).pk, 2),
        (other.pk, 1),
    ]


ADD = here("badges_badgetype_add")


def test_organizer_adds_a_day_badge_that_opens_a_zone_for_an_evening(
    organizer: Client, conference: Conference
) -> None:
    zone = ZoneFactory(conference=conference, letter="P")
    values = form_values(organizer.get(ADD).content.decode(), "badgetype_form")

    organizer.post(
        ADD,
        values
        | {
            "name_0": "Dinner",
            "holder": "delegate",
            "opened_zones": zone.pk,
            "starts_at_0": "2018-05-03",
            "starts_at_1": "18.30",
            "ends_at_0": "2018-05-03",
            "ends_at_1": "23",
            "is_beside_personal": "on",
        },
    )

    added = BadgeType.objects.get(conference=conference, is_personal=False)
    opens = conference.local(added.starts_at), conference.local(added.ends_at)
    assert (added.number, str(added.name), added.is_beside_personal) == (2, "Dinner", True)
    assert [f"{at:%H:%M}" for at in opens] == ["18:30", "23:00"]
    assert [row.zone for row in added.type_zones.all()] == [zone]
    assert [
        (event.action, event.conference)
        for event in AuditEvent.objects.filter(action__startswith="badgetype.").order_by("pk")
    ] == [("badgetype.added", conference), ("badgetype.zones_changed", conference)]


@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("1999-12-31", "2018-05-03", "The code of a badge can name times from 2000 to 2478."),
        ("2018-05-03", "2020-05-03", "A badge opens for at most 682 days."),
    ],
)
def test_times_that_no_code_can_say_are_refused(
    organizer: Client, conference: Conference, starts: str, ends: str, said: str
) -> None:
    values = form_values(organizer.get(ADD).content.decode(), "badgetype_form")
    times = {"starts_at_0": starts, "starts_at_1": "9", "ends_at_0": ends, "ends_at_1": "9"}

    answer = organizer.post(ADD, values | {"name_0": "Dinner", "holder": "delegate"} | times)

    assert said in answer.content.decode()
    assert not BadgeType.objects.filter(conference=conference, is_personal=False).exists()


def test_second_badge_for_a_session_opens_while_it_takes_place(
    organizer: Client, conference: Conference
) -> None:
    """Chosen among the sessions; the list and who may only read are told which it is."""
    start = dt.datetime(2018, 5, 3, 9, 0, tzinfo=conference.zone)
    session = SessionFactory(
        conference=conference,
        title=LazyI18nString({"en": "Opening"}),
        starts_at=start,
        ends_at=start + dt.timedelta(hours=1, minutes=30),
    )
    SessionFactory(title=LazyI18nString({"en": "Elsewhere"}))
    add = organizer.get(ADD).content.decode()
    values = form_values(add, "badgetype_form") | {
        "name_0": "Opening",
        "holder": "delegate",
        "occasion": session.code,
    }
    words = "Thursday 3 May, 09:00–10:30, Opening"

    assert f'<option value="{session.code}">{words}</option>' in add
    assert "Elsewhere" not in add
    late = {"starts_at_0": "2018-05-03", "starts_at_1": "11"}
    refused = organizer.post(ADD, values | late).content.decode()
    assert f"The badge would never open: the session is {words}." in refused
    shared = organizer.post(ADD, values | {"holder": "delegation"}).content.decode()
    assert "Only a second badge of a delegate is for one session." in shared
    assert organizer.post(ADD, values).status_code == 302

    added = BadgeType.objects.get(conference=conference, is_personal=False)
    assert (added.occasion, added.starts_at, added.ends_at) == (session.code, None, None)
    desk = signed_in(conference, Role.BADGE_DESK)
    page = desk.get(here("badges_badgetype_change", added.pk)).content.decode()
    assert words in page
    assert session.code not in page
    listed = organizer.get(LIST).content.decode()
    assert "3 May 2018, 09:00–10:30" in listed
    assert "field-session" in listed
    fields: Any = organizer.get(here("badges_badgetype_change", personal_of(conference).pk))
    assert "occasion" not in fields.context_data["adminform"].form.fields


def test_nobody_is_offered_that_no_badge_can_be_printed_for(organizer: Client) -> None:
    page: Any = organizer.get(ADD)
    fields = page.context_data["adminform"].form.fields

    assert [value for value, _words in fields["holder"].choices] == [*KINDS]


def test_personal_type_says_its_name_and_place_alone_and_stays(
    organizer: Client, conference: Conference
) -> None:
    personal = personal_of(conference)
    page: Any = organizer.get(here("badges_badgetype_change", personal.pk))

    form = page.context_data["adminform"].form
    assert {*form.fields} - {"loaded_values"} == {"name", "order"}
    refused = organizer.post(here("badges_badgetype_delete", personal.pk), {"post": "yes"})
    assert (refused.status_code, BadgeType.objects.filter(pk=personal.pk).exists()) == (403, True)


@pytest.mark.parametrize("has_badge", [False, True])
def test_type_is_deleted_only_while_no_badge_has_it(
    organizer: Client, conference: Conference, has_badge: bool
) -> None:
    day = BadgeTypeFactory(conference=conference)
    BadgeTypeZoneFactory(type=day)
    if has_badge:
        BadgeFactory(delegate__delegation__conference=conference, type=day)

    organizer.post(here("badges_badgetype_delete", day.pk), {"post": "yes"})

    assert BadgeType.objects.filter(pk=day.pk).exists() == has_badge


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name_0": "Evening"}, "1 issued badge will be out of date."),
        ({"opened_zones": "zone"}, "1 issued badge will be out of date."),
        ({"ends_at_0": "2018-05-03", "ends_at_1": "20"}, "1 issued badge opens by the new times"),
        ({"is_beside_personal": "on"}, "1 issued badge will open only together with"),
    ],
)
def test_what_follows_for_issued_badges_is_said_before_a_type_is_saved(
    organizer: Client, conference: Conference, typed: dict[str, Any], words: str
) -> None:
    day = BadgeTypeFactory(conference=conference)
    badge = BadgeFactory(delegate__delegation__conference=conference, type=day)
    GenerationFactory(badge=badge, live=True)
    zone = ZoneFactory(conference=conference)
    typed = {name: zone.pk if value == "zone" else value for name, value in typed.items()}
    url = here("badges_badgetype_change", day.pk)
    page = organizer.get(url).content.decode()

    asked = organizer.post(url, form_values(page, "badgetype_form") | typed).content.decode()

    assert asked.count(words) == 1
    confirmed = organizer.post(url, form_values(asked, "badgetype_form"))
    assert confirmed.status_code == 302


def test_type_opens_no_more_zones_than_a_badge_shows(
    organizer: Client, conference: Conference
) -> None:
    zones = [ZoneFactory(conference=conference).pk for _n in range(11)]
    values = form_values(organizer.get(ADD).content.decode(), "badgetype_form")

    answer = organizer.post(ADD, values | {"name_0": "All", "opened_zones": zones})

    assert "A badge shows at most 10 zones." in answer.content.decode()


def test_name_that_no_badge_can_show_is_refused(organizer: Client, conference: Conference) -> None:
    values = form_values(organizer.get(ADD).content.decode(), "badgetype_form")

    answer = organizer.post(ADD, values | {"name_0": "Dîner d\ufffd\ufffdtat"})

    assert answer.status_code == 200
    assert not BadgeType.objects.filter(conference=conference, is_personal=False).exists()


def test_badge_desk_reads_types_and_changes_none(
    client: Client, conference: Conference, clerk: User
) -> None:
    client.force_login(clerk)
    url = here("badges_badgetype_change", personal_of(conference).pk)

    answers = [client.get(LIST).status_code, client.get(url).status_code]
    refused = client.post(url, {"name_0": "Other", "order": 3}).status_code

    assert (answers, refused) == ([200, 200], 403)
