"""What focal points do is asked of rows that are held: another may decide meanwhile."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, OwnField, Proposal
from delegates.services import delegations, registering, scopes
from delegates.services.registration import (
    credentials,
    focal_points,
    needs,
    nominations,
    own_fields,
    self_registration,
)
from delegates.services.registration.own_fields import Given
from delegates.services.review import accreditation, handing_in, proposals, undoing
from tests.factories import (
    AT,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    FocalPointFactory,
    OwnFieldFactory,
    ProposalFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.races import while_uncommitted

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def focal_point() -> User:
    row = FocalPointFactory()
    RegistrationSettingsFactory(conference=row.conference, opens_at=AT - HOUR, closes_at=AT + HOUR)
    user: User = row.user
    return user


@pytest.fixture
def delegation(focal_point: User) -> Delegation:
    return Delegation.objects.of_focal_point(focal_point).get()


@pytest.mark.django_db(transaction=True)
def test_who_is_accredited_meanwhile_is_proposed_as_head(
    focal_point: User, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation)

    while_uncommitted(
        lambda: accreditation.approve(delegate=person, by=UserFactory(), at=AT),
        lambda: self_registration.name_head(
            delegation=delegation, delegate=person, by=focal_point, at=AT
        ),
    )

    delegation.refresh_from_db()
    assert delegation.head is None
    assert Proposal.objects.get().values == {"head": person.pk}


@pytest.mark.django_db(transaction=True)
def test_change_is_taken_over_or_taken_back_and_never_both(
    focal_point: User, delegation: Delegation
) -> None:
    officer = UserFactory(is_superuser=True)
    taken, withdrawn = DelegateFactory.create_batch(
        2, delegation=delegation, approved=True, function="Adviser"
    )
    first, second = (ProposalFactory(delegate=person) for person in (taken, withdrawn))

    with pytest.raises(DomainError, match="Nothing waits"):
        while_uncommitted(
            lambda: proposals.take(proposal=first, by=officer, at=AT),
            lambda: self_registration.take_back(delegate=taken, by=focal_point, at=AT),
        )
    with pytest.raises(DomainError, match="decided on this change already"):
        while_uncommitted(
            lambda: self_registration.take_back(delegate=withdrawn, by=focal_point, at=AT),
            lambda: proposals.take(proposal=second, by=officer, at=AT),
        )

    functions = Delegate.objects.order_by("pk").values_list("function", flat=True)
    assert list(functions) == ["Minister", "Adviser"]
    assert list(Proposal.objects.all()) == [first]


@pytest.mark.django_db(transaction=True)
def test_whom_an_officer_hands_in_meanwhile_holds_up_nobody_else(
    focal_point: User, delegation: Delegation
) -> None:
    first, second = DelegateFactory.create_batch(
        2, delegation=delegation, accreditation=Accreditation.DRAFT
    )
    officer = UserFactory(is_superuser=True)

    result = while_uncommitted(
        lambda: handing_in.submit(delegate=first, by=officer, at=AT),
        lambda: self_registration.hand_in(delegation=delegation, by=focal_point, at=AT),
    )

    assert result.submitted == [second]


def test_nothing_is_done_before_or_after_registration_or_by_who_has_no_access(
    focal_point: User, delegation: Delegation
) -> None:
    first, second = DelegateFactory.create_batch(2, delegation=delegation)

    for by, at in [
        (focal_point, AT - 2 * HOUR),
        (focal_point, AT + HOUR),
        (UserFactory(is_superuser=True), AT),
    ]:
        with pytest.raises(DomainError):
            self_registration.place_before(delegate=second, other=first, by=by, at=at)
        with pytest.raises(DomainError):
            self_registration.name_head(delegation=delegation, delegate=first, by=by, at=at)
    focal_points.revoke(focal_point=delegation.focal_points.get(), by=UserFactory(), at=AT)
    with pytest.raises(DomainError, match="no longer a focal point"):
        self_registration.name_head(delegation=delegation, delegate=first, by=focal_point, at=AT)


def test_head_of_an_accredited_delegation_is_proposed_and_holds_until_it_is_taken_over(
    focal_point: User, delegation: Delegation
) -> None:
    head, other, third = DelegateFactory.create_batch(3, delegation=delegation)
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    officer = UserFactory(is_superuser=True)
    name = partial(self_registration.name_head, delegation=delegation, by=focal_point, at=AT)
    name(delegate=head)
    accreditation.approve(delegate=head, by=officer, at=AT)
    accreditation.approve(delegate=third, by=officer, at=AT)

    # Of the one who leads, as the other is not approved; then of the third, who is.
    about_head = name(delegate=other)
    assert about_head is not None
    assert (about_head.delegate, about_head.values) == (head, {"head": other.pk})
    proposal = name(delegate=third)
    assert Proposal.objects.get() == proposal
    assert proposal is not None
    assert (proposal.delegate, proposal.values) == (third, {"head": third.pk})
    delegation.refresh_from_db()
    assert delegation.head == head
    with pytest.raises(DomainError, match=r"Hand .* in first"):
        name(delegate=draft)

    proposals.take(proposal=proposal, by=officer, at=AT)
    delegation.refresh_from_db()
    assert delegation.head == third
    vacant = name(delegate=None)
    assert vacant is not None
    proposals.refuse(proposal=vacant, reason="Somebody leads", by=officer, at=AT)
    delegation.refresh_from_db()
    assert delegation.head == third


def test_who_was_proposed_as_head_and_has_withdrawn_leads_nobody(
    focal_point: User, delegation: Delegation
) -> None:
    head, other = DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    delegations.appoint_head(delegation=delegation, delegate=head, by=focal_point, at=AT)
    other.accreditation, other.decided_at, other.decided_by = Accreditation.SUBMITTED, None, None
    other.save()
    proposal = self_registration.name_head(
        delegation=delegation, delegate=other, by=focal_point, at=AT
    )
    assert proposal is not None
    self_registration.withdraw(delegate=other, reason="Ill", by=focal_point, at=AT)

    with pytest.raises(DomainError, match="no longer attends"):
        proposals.take(proposal=proposal, by=UserFactory(is_superuser=True), at=AT)


def test_whoever_was_moved_to_another_delegation_is_no_longer_theirs(
    focal_point: User, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation, function="Director")
    shown = Delegate.objects.select_related("delegation").get(pk=person.pk)
    other = DelegationFactory(conference=delegation.conference)
    registering.change(delegate=person, fields={"delegation": other}, by=UserFactory(), at=AT)

    for act in (
        lambda: self_registration.change(
            delegate=shown, fields={"function": "King"}, by=focal_point, at=AT
        ),
        lambda: self_registration.withdraw(
            delegate=shown, reason="Recalled", by=focal_point, at=AT
        ),
        lambda: self_registration.take_out(delegate=shown, by=focal_point, at=AT),
    ):
        with pytest.raises(DomainError, match="no longer in this delegation"):
            act()

    person.refresh_from_db()
    assert (person.function, person.accreditation) == ("Director", Accreditation.SUBMITTED)


@pytest.fixture
def both(focal_point: User, delegation: Delegation) -> User:
    """Registers the delegation, and is an officer for others."""
    category = CategoryFactory(conference=delegation.conference)
    role = StaffRoleFactory(
        user=focal_point, conference=delegation.conference, role=Role.REGISTRATION_OFFICER
    )
    scopes.limit(holder=role, to=[category], by=UserFactory(is_superuser=True), at=AT)
    return User.objects.get(pk=focal_point.pk)


def test_focal_point_acts_by_that_standing_though_their_staff_role_is_for_others(
    both: User, delegation: Delegation
) -> None:
    own: dict[str, Any] = {"by": both, "at": AT}
    field: OwnField = OwnFieldFactory(conference=delegation.conference)
    person = self_registration.add(
        delegate=Delegate(delegation=delegation, family_name="Szabo"),
        answers={field: Given(text="Tea")},
        **own,
    )
    self_registration.change(delegate=person, fields={"function": "Envoy"}, **own)
    self_registration.say_needs(delegate=person, dietary="vegan", access="", **own)
    result = self_registration.hand_in(delegation=delegation, **own)
    new = Delegate(delegation=delegation, family_name="Kovacs")
    self_registration.replace(former=person, delegate=new, **own)

    self_registration.withdraw(delegate=person, reason="Recalled", **own)

    assert result.submitted == [person]
    person.refresh_from_db()
    assert (person.function, person.accreditation) == ("Envoy", Accreditation.WITHDRAWN)


def test_focal_point_of_one_delegation_does_nothing_to_another_beyond_their_staff_role(
    both: User, delegation: Delegation
) -> None:
    other = DelegationFactory(conference=delegation.conference)
    person = DelegateFactory(delegation=other, accreditation=Accreditation.DRAFT)
    own: dict[str, Any] = {"by": both, "at": AT}
    field: OwnField = OwnFieldFactory(conference=delegation.conference)

    for act in (
        lambda: registering.register(delegate=Delegate(delegation=other, family_name="X"), **own),
        lambda: registering.change(delegate=person, fields={"function": "King"}, **own),
        lambda: own_fields.answer(delegate=person, answers={field: Given(text="Tea")}, **own),
        lambda: needs.say(delegate=person, dietary="vegan", access="", **own),
        lambda: handing_in.submit(delegate=person, **own),
        lambda: accreditation.withdraw(delegate=person, reason="Recalled", **own),
    ):
        with pytest.raises(DomainError, match=r"[Yy]our staff role is"):
            act()

    assert list(
        other.delegates(manager="with_drafts").values_list("accreditation", "function")
    ) == [("draft", "")]


def test_officer_decides_nothing_of_a_delegation_that_they_register_and_their_role_is_not_for(
    both: User, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation)
    waits = DelegateFactory(delegation=delegation, waiting=True)
    approved = DelegateFactory(delegation=delegation, approved=True)
    proposal = ProposalFactory(delegate=approved)
    own: dict[str, Any] = {"by": both, "at": AT}

    for act in (
        lambda: accreditation.approve(delegate=person, **own),
        lambda: accreditation.reject(delegate=person, reason="Unknown", **own),
        lambda: handing_in.give_place(delegate=waits, reason="Hosts the next", **own),
        lambda: undoing.undo_approval(delegate=approved, **own),
        lambda: undoing.undo_withdrawal(delegate=approved, **own),
        lambda: proposals.take(proposal=proposal, **own),
        lambda: proposals.refuse(proposal=proposal, reason="Unknown", **own),
    ):
        with pytest.raises(DomainError, match=r"[Yy]our staff role is"):
            act()

    assert Proposal.objects.get().is_open


def test_officer_for_other_kinds_notes_nothing_of_the_papers_of_a_delegation_that_they_register(
    focal_point: User, delegation: Delegation
) -> None:
    kind = DelegationKindFactory(conference=delegation.conference, code="media")
    role = StaffRoleFactory(
        user=focal_point, conference=delegation.conference, role=Role.REGISTRATION_OFFICER
    )
    scopes.limit(holder=role, to=[kind], by=UserFactory(is_superuser=True), at=AT)
    own: dict[str, Any] = {"by": User.objects.get(pk=focal_point.pk), "at": AT}
    note = nominations.Note(reference="NV 1", dated_on=AT.date())
    nomination = nominations.hand_in(delegation=delegation, note=note, **own)

    for act in (
        lambda: nominations.receive(nomination=nomination, **own),
        lambda: nominations.verify(nomination=nomination, **own),
        lambda: nominations.remove_file(nomination=nomination, **own),
        lambda: credentials.note(
            delegation=delegation, noted=dict.fromkeys(credentials.NOTED), **own
        ),
    ):
        with pytest.raises(DomainError, match=r"[Yy]our staff role is"):
            act()

    nomination.refresh_from_db()
    assert (nomination.received_at, nomination.verified_at) == (None, None)


def test_change_without_the_head_who_was_proposed_is_of_whoever_proposes_another(
    focal_point: User, delegation: Delegation
) -> None:
    head, other, third = DelegateFactory.create_batch(3, delegation=delegation, approved=True)
    delegations.appoint_head(delegation=delegation, delegate=head, by=focal_point, at=AT)
    later, colleague = AT + HOUR / 2, FocalPointFactory(delegation=delegation).user
    before = proposals.propose(delegate=other, fields={"function": "King"}, by=focal_point, at=AT)
    self_registration.name_head(delegation=delegation, delegate=other, by=focal_point, at=AT)
    events = AuditEvent.objects.filter(action="delegate.change_proposed")
    recorded = set(events.values_list("pk", flat=True))

    about_third = self_registration.name_head(
        delegation=delegation, delegate=third, by=colleague, at=later
    )

    found = events.exclude(pk__in=recorded).order_by("pk")
    assert [(row.by, row.at, row.target_id, row.fields) for row in found] == [
        (colleague, later, other.pk, ["function"]),
        (colleague, later, third.pk, ["head"]),
    ]
    assert before is not None
    before.refresh_from_db()
    assert (before.proposed_by, before.proposed_at) == (colleague, later)
    assert about_third is not None


@pytest.mark.parametrize("people", [1, 3])
def test_handing_in_asks_no_more_of_many(
    client: Client, people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    point = FocalPointFactory()
    delegation, conference = point.delegation, point.delegation.conference
    RegistrationSettingsFactory(
        conference=conference, opens_at=timezone.now() - HOUR, closes_at=None
    )
    RegistrationFieldFactory(conference=conference, column="photo", is_required=True)
    for _number in range(people):
        rank = RankFactory(conference=conference, is_photo_needed=True)
        needs_none = RankFactory(conference=conference, is_photo_needed=False)
        DelegateFactory(
            delegation=delegation,
            accreditation=Accreditation.DRAFT,
            rank=rank,
            spouse_of=DelegateFactory(delegation=delegation, rank=needs_none),
        )
    client.force_login(point.user)
    url = reverse("registration:hand_in", args=[conference.slug, delegation.pk])
    client.get(url)

    with django_assert_num_queries(32):
        client.post(url)

    assert Delegate.objects.filter(accreditation=Accreditation.SUBMITTED).count() == 2 * people


def test_draft_is_proposed_as_nobodys_spouse(delegation: Delegation, focal_point: User) -> None:
    RegistrationFieldFactory(conference=delegation.conference, column="spouse_of", matters=True)
    person = DelegateFactory(delegation=delegation, approved=True)
    draft = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)
    change = partial(self_registration.change, delegate=person, by=focal_point, at=AT)

    with pytest.raises(DomainError, match="in first: an officer decides on the change"):
        change(fields={"spouse_of": draft})

    assert not Proposal.objects.exists()
    draft.accreditation = Accreditation.SUBMITTED
    draft.save()
    change(fields={"spouse_of": draft})
    assert Proposal.objects.get().values == {"spouse_of": draft.pk}
