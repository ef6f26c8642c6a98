"""Whoever finds no place waits; a place that becomes free is offered in the order of waiting."""

import datetime as dt

import pytest
from django.db import InternalError, connection

from conference.errors import DomainError
from conference.models import AuditEvent, Mail, User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, Quota
from delegates.services import delegations, registering
from delegates.services.review import accreditation, handing_in, undoing, waiting_list
from tests.factories import (
    AT,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    QuotaFactory,
    RegistrationSettingsFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
REFUSE = """
    CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RAISE EXCEPTION ''broken''; END';
    CREATE TRIGGER refuse BEFORE UPDATE ON delegates_delegate FOR EACH ROW
    WHEN (NEW.id = %(delegate)s) EXECUTE FUNCTION pg_temp.refuse();
"""
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)


@pytest.fixture
def delegation() -> Delegation:
    """With two places."""
    found: Delegation = DelegationFactory()
    QuotaFactory(conference=found.conference, kind=None, delegation=found, places=2)
    return found


@pytest.fixture
def officer() -> User:
    found: User = UserFactory()
    return found


def drafts(delegation: Delegation, count: int) -> list[Delegate]:
    return [
        DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
        for _one in range(count)
    ]


def submitted(people: list[Delegate], by: User, at: dt.datetime = AT) -> list[str]:
    """One a minute; what becomes of each."""
    return [
        handing_in.submit(delegate=row, by=by, at=at + number * MINUTE).accreditation
        for number, row in enumerate(people)
    ]


def states(people: list[Delegate]) -> list[str]:
    by_id = Delegate.with_drafts.in_bulk([row.pk for row in people])
    return [by_id[row.pk].accreditation for row in people]


def offered(people: list[Delegate]) -> list[bool]:
    by_id = Delegate.with_drafts.in_bulk([row.pk for row in people])
    return [by_id[row.pk].offered_until is not None for row in people]


def verbs() -> list[str]:
    found = AuditEvent.objects.filter(action__startswith="delegate.").order_by("pk")
    return [action.partition(".")[2] for action in found.values_list("action", flat=True)]


def test_third_of_two_places_waits(delegation: Delegation, officer: User) -> None:
    people = drafts(delegation, 3)

    assert submitted(people, officer) == ["submitted", "submitted", "waiting"]
    assert verbs() == ["submitted", "submitted", "put_on_waiting_list"]


def test_without_a_quota_nobody_waits(officer: User) -> None:
    assert submitted(drafts(DelegationFactory(), 3), officer) == ["submitted"] * 3


def test_quota_of_each_delegation_is_counted_for_each(
    delegation: Delegation, officer: User
) -> None:
    Quota.objects.update(delegation=None, kind=delegation.kind, places=1)
    other = DelegationFactory(conference=delegation.conference)
    people = [*drafts(delegation, 2), *drafts(other, 2)]

    assert submitted(people, officer) == ["submitted", "waiting"] * 2


def test_places_of_a_delegation_by_name_replace_those_of_each(
    delegation: Delegation, officer: User
) -> None:
    QuotaFactory(conference=delegation.conference, kind=delegation.kind, places=1)

    assert submitted(drafts(delegation, 3), officer) == ["submitted", "submitted", "waiting"]


def test_of_two_quotas_the_smaller_counts(delegation: Delegation, officer: User) -> None:
    category = CategoryFactory(conference=delegation.conference)
    QuotaFactory(conference=delegation.conference, kind=None, category=category, places=1)
    people = drafts(delegation, 3)
    Delegate.with_drafts.filter(pk__in=[row.pk for row in people[:2]]).update(category=category)

    assert submitted(people, officer) == ["submitted", "waiting", "submitted"]


def test_several_who_are_submitted_together_stand_in_the_order_of_their_delegation(
    delegation: Delegation, officer: User
) -> None:
    people = drafts(delegation, 4)

    handing_in.submit_many(delegates=people[::-1], by=officer, at=AT)

    assert states(people) == ["submitted", "submitted", "waiting", "waiting"]


def test_whoever_is_entered_over_quota_waits(delegation: Delegation, officer: User) -> None:
    rows = [Delegate(delegation=delegation, family_name=f"Family{number}") for number in range(3)]

    registering.register_many(delegates=rows, by=officer, at=AT)

    assert [row.accreditation for row in rows] == ["submitted", "submitted", "waiting"]
    assert Delegate.objects.get(pk=rows[2].pk).waiting_since == AT
    assert verbs() == [*["registered"] * 3, "put_on_waiting_list"]


def test_drafts_take_no_place(delegation: Delegation, officer: User) -> None:
    rows = [
        Delegate(delegation=delegation, family_name="Draft", accreditation=Accreditation.DRAFT)
        for _one in range(3)
    ]

    registering.register_many(delegates=rows, by=officer, at=AT)

    assert {row.accreditation for row in rows} == {"draft"}


def test_corrected_and_submitted_again_the_place_is_kept(
    delegation: Delegation, officer: User
) -> None:
    people = drafts(delegation, 3)
    submitted(people, officer)
    accreditation.return_(delegate=people[0], fields=[], reason="Photo", by=officer, at=AT)

    again = handing_in.submit(delegate=people[0], by=officer, at=AT)

    assert again.accreditation == "submitted"


def test_place_that_becomes_free_is_kept_for_the_next(
    delegation: Delegation, officer: User
) -> None:
    people = drafts(delegation, 5)
    submitted(people[:4], officer)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT + HOUR)

    waiting_list.sweep(at=AT + HOUR)

    assert offered(people) == [False, False, True, False, False]
    kept = Delegate.objects.get(pk=people[2].pk)
    assert kept.offered_until == AT + 49 * HOUR
    assert verbs()[-1] == "place_offered"
    # Neither a newcomer nor who comes later in line takes it.
    assert submitted(people[3:], officer) == ["waiting", "waiting"]
    taken = handing_in.submit(delegate=people[2], by=officer, at=AT + 2 * HOUR)
    assert (taken.accreditation, taken.offered_until) == ("submitted", None)


def test_conference_whose_places_cannot_be_offered_holds_up_no_other(
    delegation: Delegation, officer: User
) -> None:
    other: Delegation = DelegationFactory()
    QuotaFactory(conference=other.conference, kind=None, delegation=other, places=2)
    waiting = []
    for each in (delegation, other):
        people = drafts(each, 3)
        submitted(people, officer)
        accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)
        waiting.append(people[2])
    with connection.cursor() as cursor:
        cursor.execute(REFUSE % {"delegate": waiting[0].pk})

    with pytest.RaisesGroup(InternalError):
        waiting_list.sweep(at=AT + HOUR)

    assert offered(waiting) == [False, True]


def test_focal_points_are_told_of_a_free_place(delegation: Delegation, officer: User) -> None:
    """In the delegation's language; those of others, and who is none any more, are not."""
    Delegation.objects.filter(pk=delegation.pk).update(correspondence_language="fr")
    point = FocalPointFactory(delegation=delegation)
    FocalPointFactory(delegation=delegation, revoked_at=AT, revoked_by=officer)
    FocalPointFactory(delegation=DelegationFactory(conference=delegation.conference))
    people = drafts(delegation, 3)
    submitted(people, officer)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)

    waiting_list.sweep(at=AT)
    waiting_list.sweep(at=AT + HOUR)

    mail = Mail.objects.get()
    assert (mail.recipient, mail.language) == (point.user.email, "fr")
    assert mail.subject.startswith("Une place pour")
    assert people[2].family_name.upper() in mail.text
    assert f"/{delegation.pk}/" in mail.text
    concerned = {(row.target_type, row.target_id) for row in mail.concerns.all()}
    assert ("delegates.delegate", people[2].pk) in concerned


def test_newcomer_takes_no_place_before_it_is_offered(
    delegation: Delegation, officer: User
) -> None:
    people = drafts(delegation, 4)
    submitted(people[:3], officer)
    accreditation.reject(delegate=people[0], reason="Not nominated", by=officer, at=AT)

    assert submitted(people[3:], officer, AT + HOUR) == ["waiting"]
    assert submitted(people[2:3], officer, AT + HOUR) == ["submitted"]


def test_place_that_nobody_takes_passes_on(delegation: Delegation, officer: User) -> None:
    people = drafts(delegation, 4)
    submitted(people, officer)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)
    waiting_list.sweep(at=AT)
    assert offered(people) == [False, False, True, False]

    waiting_list.sweep(at=AT + 48 * HOUR)

    assert offered(people) == [False, False, False, True]
    assert verbs()[-2:] == ["offer_expired", "place_offered"]


def test_where_nothing_is_kept_the_next_is_submitted(delegation: Delegation, officer: User) -> None:
    RegistrationSettingsFactory(conference=delegation.conference, offer_hours=0)
    people = drafts(delegation, 4)
    submitted(people, officer)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)

    waiting_list.sweep(at=AT)

    assert states(people) == ["withdrawn", "submitted", "submitted", "waiting"]
    assert verbs()[-1] == "place_taken"


def test_who_waits_for_something_else_holds_nobody_up(
    delegation: Delegation, officer: User
) -> None:
    category = CategoryFactory(conference=delegation.conference)
    QuotaFactory(conference=delegation.conference, kind=None, category=category, places=0)
    people = drafts(delegation, 3)
    Delegate.with_drafts.filter(pk=people[0].pk).update(category=category)

    assert submitted(people, officer) == ["waiting", "submitted", "submitted"]


def test_people_of_a_withdrawn_delegation_take_no_places(
    delegation: Delegation, officer: User
) -> None:
    kind = delegation.kind
    QuotaFactory(conference=delegation.conference, kind=kind, is_each=False, places=2)
    submitted(drafts(delegation, 2), officer)
    other = drafts(DelegationFactory(conference=delegation.conference), 2)
    assert submitted(other[:1], officer) == ["waiting"]

    delegations.withdraw(delegation=delegation, reason="Recalled", by=officer, at=AT)
    waiting_list.sweep(at=AT)

    assert offered(other) == [True, False]


def test_withdrawal_that_is_undone_too_late_waits(delegation: Delegation, officer: User) -> None:
    people = drafts(delegation, 3)
    submitted(people, officer)
    accreditation.approve(delegate=people[0], by=officer, at=AT)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)
    handing_in.submit(delegate=people[2], by=officer, at=AT)

    undone = undoing.undo_withdrawal(delegate=people[0], by=officer, at=AT + HOUR)

    assert (undone.accreditation, undone.waiting_since) == ("waiting", AT + HOUR)
    assert undone.decided_at is None


def test_withdrawal_that_is_undone_in_time_is_as_if_it_had_not_been(
    delegation: Delegation, officer: User
) -> None:
    people = drafts(delegation, 2)
    submitted(people, officer)
    accreditation.approve(delegate=people[0], by=officer, at=AT)
    accreditation.withdraw(delegate=people[0], reason="Ill", by=officer, at=AT)

    undone = undoing.undo_withdrawal(delegate=people[0], by=officer, at=AT)

    assert undone.accreditation == "approved"


def test_correction_is_never_held_up(delegation: Delegation, officer: User) -> None:
    category = CategoryFactory(conference=delegation.conference)
    QuotaFactory(conference=delegation.conference, kind=None, category=category, places=0)
    (person,) = drafts(delegation, 1)
    submitted([person], officer)

    registering.change(delegate=person, fields={"category": category}, by=officer, at=AT)

    assert states([person]) == ["submitted"]


def test_organizer_gives_a_place_beyond_the_quota(delegation: Delegation, officer: User) -> None:
    people = drafts(delegation, 3)
    submitted(people, officer)
    with pytest.raises(DomainError, match="beyond the quota"):
        handing_in.give_place(delegate=people[2], reason=" ", by=officer, at=AT)

    handing_in.give_place(delegate=people[2], reason="Hosts the next", by=officer, at=AT)

    assert states(people) == ["submitted"] * 3
    event = AuditEvent.objects.get(action="delegate.given_place")
    people[2].refresh_from_db()
    reasons = people[2].place_reason, people[2].decision_reason
    assert (event.detail, reasons) == ({}, ("Hosts the next", ""))


def test_reason_of_a_place_beyond_the_quota_goes_with_the_place(
    delegation: Delegation, officer: User
) -> None:
    person = DelegateFactory(delegation=delegation, waiting=True)
    handing_in.give_place(delegate=person, reason="Hosts the next", by=officer, at=AT)

    accreditation.approve(delegate=person, by=officer, at=AT)
    with_place = person_after(person)
    accreditation.withdraw(delegate=person, reason="Ill", by=officer, at=AT)
    without_place = person_after(person)
    undoing.undo_withdrawal(delegate=person, by=officer, at=AT)
    undone = person_after(person)

    assert with_place == ("approved", "Hosts the next", "")
    assert without_place == ("withdrawn", "", "Ill")
    assert undone == with_place


def person_after(person: Delegate) -> tuple[str, str, str]:
    person.refresh_from_db()
    return person.accreditation, person.place_reason, person.decision_reason
