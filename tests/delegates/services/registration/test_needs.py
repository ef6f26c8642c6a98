"""Dietary and access needs: kept in one row, said in no other place."""

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import AuditEvent
from delegates.models import Delegate, Needs
from delegates.services.registration import needs, self_registration
from tests.factories import (
    AT,
    DelegateFactory,
    FocalPointFactory,
    NeedsFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.signed_in import note_password

pytestmark = pytest.mark.django_db
WORD = "Shellfish"


def say(delegate: Delegate, **said: str) -> None:
    needs.say(delegate=delegate, **{"dietary": "", "access": "", **said}, by=UserFactory(), at=AT)


def test_needs_are_kept_changed_and_gone() -> None:
    delegate = DelegateFactory()
    known: list[Any] = []

    for said in ({"dietary": WORD}, {"access": "Ramp"}, {"access": "Ramp"}, {}):
        say(delegate, **said)
        known.append(list(Needs.objects.values_list("delegate", "dietary", "access")))

    assert known == [
        [(delegate.pk, WORD, "")],
        *[[(delegate.pk, "", "Ramp")]] * 2,
        [],
    ]


def test_trail_names_the_fields_and_no_value_and_history_and_search_nothing() -> None:
    delegate = DelegateFactory()
    versions = Delegate.pgh_event_model.objects.count()  # type: ignore[attr-defined]

    say(delegate, dietary=WORD)

    event = AuditEvent.objects.get(action="delegate.needs_changed")
    assert (event.fields, event.detail) == (["dietary"], {})
    assert Delegate.pgh_event_model.objects.count() == versions  # type: ignore[attr-defined]
    assert not Delegate.objects.matching(WORD).exists()
    assert WORD not in str(Needs.objects.get())


def test_needs_go_with_the_person() -> None:
    row = NeedsFactory()

    row.delegate.delete()

    assert not Needs.objects.exists()


@pytest.mark.parametrize("role", [Role.ORGANIZER, Role.REGISTRATION_OFFICER])
def test_page_shows_and_saves_them_and_each_reading_is_on_record(
    client: Client, role: Role
) -> None:
    row = NeedsFactory(dietary=WORD)
    conference = row.conference
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    url = admin_url(conference, "delegates_delegate_needs", row.delegate.pk)
    person = client.get(admin_url(conference, "delegates_delegate_change", row.delegate.pk))

    page = client.get(url).content.decode()
    client.post(url, {"dietary": "No nuts", "access": " Ramp "})

    assert f'href="{url}"' in person.content.decode()
    assert WORD not in person.content.decode()
    assert f'value="{WORD}"' in page
    assert AuditEvent.objects.filter(action="delegate.needs_seen").count() == 1
    assert list(Needs.objects.values_list("dietary", "access")) == [("No nuts", "Ramp")]


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.BADGE_DESK])
def test_page_is_for_nobody_else(client: Client, role: Role) -> None:
    row = NeedsFactory(dietary=WORD)
    client.force_login(StaffRoleFactory(conference=row.conference, role=role).user)
    url = admin_url(row.conference, "delegates_delegate_needs", row.delegate.pk)
    person = client.get(admin_url(row.conference, "delegates_delegate_change", row.delegate.pk))

    assert client.get(url).status_code == 403
    assert client.post(url, {"dietary": "x"}).status_code == 403
    assert url not in person.content.decode()
    assert Needs.objects.get().dietary == WORD


def test_table_of_needs_names_those_who_may_come_and_each_export_is_on_record(
    client: Client,
) -> None:
    row = NeedsFactory(dietary=WORD)
    conference = row.delegate.conference
    DelegateFactory(delegation=row.delegate.delegation, family_name="WITHOUT")
    beside = DelegateFactory(delegation=row.delegate.delegation)
    away = NeedsFactory(delegate=beside, dietary="Away")
    Delegate.objects.filter(pk=away.delegate.pk).update(
        accreditation="withdrawn", decided_at=AT, decided_by=UserFactory()
    )
    NeedsFactory(dietary="Elsewhere")
    url = admin_url(conference, "delegates_delegate_needs_xlsx")
    organizer = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    client.force_login(organizer)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    unasked = client.get(url)
    note_password(client, organizer)
    desk = Client()
    desk.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)

    answer = client.get(url)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    lines = workbook.get_sheet_by_index(0).to_python()

    assert "reauthenticate" in unasked["Location"]
    assert desk.get(url).status_code == 403
    assert len(lines) == 2
    assert str(lines[1][2]) == WORD
    assert "WITHOUT" not in str(lines)
    event = AuditEvent.objects.get(action="needs.exported")
    assert event.detail == {"people": 1}


def test_somebody_with_needs_is_taken_out_like_anybody_who_was_never_handed_in() -> None:
    focal_point = FocalPointFactory()
    RegistrationSettingsFactory(conference=focal_point.conference, opens_at=AT, closes_at=None)
    row = DelegateFactory(delegation=focal_point.delegation, accreditation="draft")
    NeedsFactory(delegate=row)

    self_registration.take_out(delegate=row, by=focal_point.user, at=AT)

    assert not Delegate.with_drafts.exists()
    assert not Needs.objects.exists()
