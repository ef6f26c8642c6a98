"""Where the audit trail is read: names are looked up for whoever reads it, and may see them."""

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from conference.choices import Role
from conference.models import AuditEvent, Conference
from delegates.models import Delegate
from sessions.choices import Audience, SessionKind
from tests.admin_pages import Ask
from tests.counting import counted
from tests.factories import (
    BackgroundJobFactory,
    BadgeFactory,
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    PrintJobFactory,
    RoomFactory,
    SessionFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here

TRAIL = here("conference_auditevent_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    user = UserFactory(name="Organizer of 2018")
    StaffRoleFactory(conference=conference, role=Role.ORGANIZER, user=user)
    client.force_login(user)
    return client


@pytest.fixture
def nagy(conference: Conference) -> Delegate:
    return DelegateFactory(
        delegation=DelegationFactory(conference=conference), given_name="Zsolt", family_name="Nagy"
    )


def happened(conference: Conference, action: str, target: object, **fields: object) -> AuditEvent:
    return AuditEvent.objects.create(
        at=timezone.now(),
        conference=conference,
        action=action,
        target_type=target._meta.label_lower,  # type: ignore[attr-defined]
        target_id=target.pk,  # type: ignore[attr-defined]
        **{"by": UserFactory(name="Zarina")} | fields,
    )


def sentences(client: Client, url: str = TRAIL) -> list[str]:
    page = client.get(url).content.decode()
    cells = re.findall(r'<td class="field-what">(.*?)</td>', page)
    return [" ".join(strip_tags(cell).split()) for cell in cells]


def test_trail_names_whom_it_is_about_and_leads_there(
    organizer: Client, conference: Conference, nagy: Delegate
) -> None:
    room = RoomFactory(venue__conference=conference)
    happened(conference, "room.added", room)
    happened(conference, "delegate.approved", nagy)

    page = organizer.get(TRAIL).content.decode()

    assert (
        sentences(organizer) == [f"Zarina added room {room}", "Zarina approved NAGY, Zsolt"][::-1]
    )
    assert f'<a href="{here("delegates_delegate_change", nagy.pk)}"><bdi>NAGY, Zsolt' in page


def test_job_is_called_a_job_once(organizer: Client, conference: Conference) -> None:
    zarina = UserFactory(name="Zarina")
    printing = PrintJobFactory(conference=conference)
    background = BackgroundJobFactory(conference=conference, asked_by=get_user(organizer))
    happened(conference, "print_job.cancelled", printing, by=zarina)
    happened(conference, "background_job.cancelled", background, by=zarina)

    assert sentences(organizer) == [
        f"Zarina cancelled background job {background.pk}",
        f"Zarina cancelled print job {printing.pk}",
    ]


def test_a_badge_is_told_with_its_holder(
    organizer: Client, conference: Conference, nagy: Delegate
) -> None:
    happened(conference, "badge.issued", BadgeFactory(delegate=nagy, serial=1))

    assert sentences(organizer) == ["Zarina issued badge 00001-3 (NAGY, Zsolt)"]


def test_who_is_of_another_conference_or_gone_is_a_number(
    organizer: Client, conference: Conference, nagy: Delegate
) -> None:
    elsewhere = DelegateFactory()
    happened(conference, "delegate.approved", elsewhere)
    happened(conference, "delegate.deleted", Delegate(pk=99_000))

    assert sentences(organizer) == [
        "Zarina deleted delegate no. 99000",
        f"Zarina approved delegate no. {elsewhere.pk}",
    ]


@pytest.mark.parametrize(
    ("factory", "whose"),
    [
        (DelegateFactory, "delegation__conference"),
        (DelegationFactory, "conference"),
        (RoomFactory, "venue__conference"),
        (SessionFactory, "conference"),
        (CategoryFactory, "conference"),
        (StaffRoleFactory, "conference"),
        (BadgeFactory, "delegate__delegation__conference"),
        (PrintJobFactory, "conference"),
    ],
)
def test_names_are_asked_for_once_for_a_whole_page(
    organizer: Client,
    conference: Conference,
    factory: type[DjangoModelFactory[Model]],
    whose: str,
) -> None:
    happened(conference, "record.changed", factory(**{whose: conference}))
    counted(organizer, Ask(TRAIL))
    one, _page = counted(organizer, Ask(TRAIL))
    for _number in range(2):
        happened(conference, "record.changed", factory(**{whose: conference}))
    three, _page = counted(organizer, Ask(TRAIL))

    assert three.queries == one.queries


def test_start_page_says_what_one_did_by_name_and_what_was_done_to_many_by_number(
    organizer: Client, conference: Conference, nagy: Delegate
) -> None:
    zarina = UserFactory(name="Zarina")
    happened(conference, "delegate.rejected", nagy, by=zarina)
    for delegate in DelegateFactory.create_batch(2, delegation=nagy.delegation):
        happened(conference, "delegate.approved", delegate, by=zarina)

    page = organizer.get(here("index")).content.decode()

    said = re.findall(r"</time>\s*<span>(.*?)</span>", page, re.DOTALL)
    assert [strip_tags(words).strip() for words in said] == [
        "Zarina approved 2 delegates",
        "Zarina rejected NAGY, Zsolt",
    ]


def history(client: Client, delegate: Delegate) -> str:
    page = client.get(here("delegates_delegate_history", delegate.pk)).content.decode()
    return " ".join(strip_tags(page).split())


def test_history_shows_values_before_and_after(organizer: Client, nagy: Delegate) -> None:
    nagy.function = "Ambassador"
    nagy.save()
    other = DelegationFactory(conference=nagy.conference)
    Delegate.objects.filter(pk=nagy.pk).update(delegation=other)

    shown = history(organizer, nagy)

    assert "Function Ambassador" in shown
    assert f"Delegation {nagy.delegation} {other}" in shown


def values(client: Client, url: str) -> list[tuple[str, ...]]:
    """Field, before and after, the latest first."""
    page = client.get(url).content.decode()
    rows = re.findall(r"<td>(.*?)</td>\s*<td><bdi>(.*?)</bdi></td>\s*<td><bdi>(.*?)</bdi>", page)
    return [tuple(strip_tags(cell) for cell in row) for row in rows]


def test_history_of_a_session_reads_as_its_page(organizer: Client, conference: Conference) -> None:
    """In the zone of the conference, and a translated title in each language that was changed."""
    session = SessionFactory(
        conference=conference, title=LazyI18nString({"en": "Opening", "ru": "Начало"})
    )
    session.title = LazyI18nString({"en": "Opening", "ru": "Открытие"})
    session.save()
    session.starts_at -= dt.timedelta(minutes=30)
    session.save()
    session.kind, session.audience = SessionKind.BREAK, Audience.CLOSED
    session.save()

    assert values(organizer, here("agenda_session_history", session.pk)) == [
        ("Kind", "Plenary", "Break"),
        ("For whom", "Public", "Closed"),
        ("Start", "3 May 2018, 09:00", "3 May 2018, 08:30"),
        ("Title (Русский)", "Начало", "Открытие"),
    ]


def test_history_of_a_conference_writes_its_days_in_words(
    organizer: Client, conference: Conference
) -> None:
    conference.languages = ["en", "ru"]
    conference.ends_on += dt.timedelta(days=1)
    conference.save()

    assert values(organizer, here("conference_conference_history", conference.pk)) == [
        ("Last day", "4 May 2018", "5 May 2018"),
        ("Languages", "en, ru, tg", "en, ru"),
    ]


@pytest.mark.parametrize("role", [Role.BADGE_DESK, Role.SECURITY_OFFICER])
def test_who_may_not_change_somebody_sees_no_former_value(
    client: Client, conference: Conference, nagy: Delegate, role: Role
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    nagy.phone, nagy.function = "+992 900 00 00 00", "Ambassador"
    nagy.save()
    happened(conference, "delegate.changed", nagy, fields=["function"])

    shown = history(client, nagy)

    assert "Zarina changed NAGY, Zsolt function" in shown
    assert ("Ambassador" in shown, "+992" in shown) == (False, False)


def test_history_of_many_changes_asks_as_often_as_of_one(organizer: Client, nagy: Delegate) -> None:
    def change(times: int) -> None:
        for number in range(times):
            other = DelegationFactory(conference=nagy.conference)
            Delegate.objects.filter(pk=nagy.pk).update(delegation=other, function=f"No. {number}")

    ask = Ask(here("delegates_delegate_history", nagy.pk))
    change(1)
    counted(organizer, ask)
    one, _page = counted(organizer, ask)
    change(3)
    many, _page = counted(organizer, ask)

    assert many.queries == one.queries


def test_kinds_of_records_are_offered_in_words_and_the_chosen_one_is_named(
    organizer: Client, conference: Conference, nagy: Delegate
) -> None:
    session = SessionFactory(conference=conference)
    happened(conference, "session.changed", session)
    happened(conference, "delegate.approved", nagy)
    happened(conference, "delegation.changed", nagy.delegation)

    page = organizer.get(TRAIL, {"target_type": "delegates.delegation"}).content.decode()

    kinds = page[page.index("Kind of record") :].partition("</details>")[0]
    heading, _summary, offered = kinds.partition("</summary>")
    assert " ".join(strip_tags(heading).split()) == "Kind of record: Delegation"
    assert re.findall(r"<bdi>([^<]+)</bdi></a>", offered) == [
        "All",
        "Delegate",
        "Delegation",
        "Session",
    ]
    assert re.findall(r'aria-current="true"><bdi>([^<]+)', offered) == ["Delegation"]
