from typing import Any

import pytest

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, StaffScope, User
from conference.services import staff
from delegates.models import Category, Delegate, Delegation, ScopeLine
from delegates.services import delegations, moving, registering, scopes
from delegates.services.review import accreditation, proposals, turns
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    FocalPointFactory,
    ProposalFactory,
    StaffInvitationFactory,
    StaffRoleFactory,
    UserFactory,
)


@pytest.fixture
def conference() -> Conference:
    conference: Conference = ConferenceFactory()
    return conference


@pytest.fixture
def organizer(conference: Conference) -> User:
    user: User = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    return user


def officer_for(*rows: Any, by: User, role: Role = Role.REGISTRATION_OFFICER) -> User:
    """Read anew: what somebody may is read once in a request."""
    held = StaffRoleFactory(conference=rows[0].conference, role=role)
    scopes.limit(holder=held, to=rows, by=by, at=AT)
    return User.objects.get(pk=held.user_id)


def test_scope_names_kinds_and_categories_and_both_must_hold(
    conference: Conference, organizer: User
) -> None:
    media, guests = (
        DelegationKindFactory(conference=conference, code=c) for c in ("media", "guests")
    )
    press, crew = CategoryFactory.create_batch(2, conference=conference)
    people = {
        (kind, category): DelegateFactory(
            delegation=DelegationFactory(conference=conference, kind=kind),
            category=category,
            is_category_set_by_hand=True,
        )
        for kind in (media, guests)
        for category in (press, crew)
    }

    def seen(*named: Any) -> set[tuple[Any, Any]]:
        found = set(Delegate.objects.visible_to(officer_for(*named, by=organizer)))
        return {key for key, row in people.items() if row in found}

    assert seen(media) == {(media, press), (media, crew)}
    assert seen(press) == {(media, press), (guests, press)}
    assert seen(media, press) == {(media, press)}
    assert seen(media, guests) == set(people)


def test_role_without_a_scope_is_for_all_as_before(conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    officer = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER).user

    assert list(Delegate.objects.visible_to(officer)) == [delegate]
    assert list(Delegation.objects.visible_to(officer)) == [delegate.delegation]


def test_second_role_without_a_scope_is_for_all(conference: Conference, organizer: User) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    kind = DelegationKindFactory(conference=conference, code="media")
    officer = officer_for(kind, by=organizer)
    StaffRoleFactory(user=officer, conference=conference, role=Role.SECURITY_OFFICER)

    assert list(Delegate.objects.visible_to(User.objects.get(pk=officer.pk))) == [delegate]


def test_scope_in_one_conference_says_nothing_of_another(
    conference: Conference, organizer: User
) -> None:
    elsewhere = DelegateFactory()
    officer = officer_for(DelegationKindFactory(conference=conference, code="media"), by=organizer)
    StaffRoleFactory(user=officer, conference=elsewhere.conference, role=Role.REGISTRATION_OFFICER)

    assert list(Delegate.objects.visible_to(User.objects.get(pk=officer.pk))) == [elsewhere]


def test_whoever_has_a_scope_reads_no_import_and_gives_no_role(
    conference: Conference, organizer: User
) -> None:
    officer = officer_for(DelegationKindFactory(conference=conference, code="media"), by=organizer)

    held = {
        name: officer.has_perm(f"delegates.{name}", conference)
        for name in ("view_importrun", "add_importrun", "view_answer", "change_delegate")
    }

    assert held == {
        "view_importrun": False,
        "add_importrun": False,
        "view_answer": False,
        "change_delegate": True,
    }
    assert staff.grantable(officer, conference) == frozenset()


def test_nobody_is_moved_or_entered_beyond_the_scope(
    conference: Conference, organizer: User
) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    own, other = (
        DelegationFactory(conference=conference, kind=kind),
        DelegationFactory(conference=conference),
    )
    delegate = DelegateFactory(delegation=own)
    officer = officer_for(kind, by=organizer)

    with pytest.raises(DomainError, match="staff role is not for"):
        moving.move(delegate=delegate, delegation=other, by=officer, at=AT)
    with pytest.raises(DomainError, match="staff role is not for"):
        registering.register(
            delegate=Delegate(delegation=other, given_name="Ali"), by=officer, at=AT
        )
    own.kind = other.kind
    with pytest.raises(DomainError, match="staff role is not for"):
        delegations.change(delegation=own, fields=["kind"], by=officer, at=AT)

    delegate.refresh_from_db()
    own.refresh_from_db()
    assert (delegate.delegation, own.kind) == (own, kind)
    assert list(Delegate.objects.all()) == [delegate]


def test_nobody_is_moved_away_from_a_spouse_beyond_the_scope(
    conference: Conference, organizer: User
) -> None:
    own, other = CategoryFactory.create_batch(2, conference=conference)
    by_hand = {"is_category_set_by_hand": True}
    there, elsewhere = DelegationFactory.create_batch(2, conference=conference)
    delegate = DelegateFactory(delegation=there, category=own, **by_hand)
    spouse = DelegateFactory(delegation=there, category=other, spouse_of=delegate, **by_hand)
    officer = officer_for(own, by=organizer)

    with pytest.raises(DomainError, match="staff role is not for"):
        moving.move(delegate=delegate, delegation=elsewhere, by=officer, at=AT)

    spouse.refresh_from_db()
    assert spouse.spouse_of == delegate
    moving.move(delegate=delegate, delegation=elsewhere, by=organizer, at=AT)


def test_category_that_leads_out_of_the_scope_is_refused(
    conference: Conference, organizer: User
) -> None:
    own, other = CategoryFactory.create_batch(2, conference=conference)
    delegate = DelegateFactory(
        delegation__conference=conference, category=own, is_category_set_by_hand=True
    )
    officer = officer_for(own, by=organizer)

    with pytest.raises(DomainError, match="staff role is not for"):
        registering.change(delegate=delegate, fields={"category": other}, by=officer, at=AT)


def test_decision_reaches_nobody_beyond_the_scope(conference: Conference, organizer: User) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    officer = officer_for(DelegationKindFactory(conference=conference, code="media"), by=organizer)

    result = accreditation.decide_many(
        delegate_ids=[delegate.pk],
        conference=conference,
        accreditation=accreditation.Accreditation.APPROVED,
        by=officer,
        at=AT,
    )

    assert (result.decided, result.refused) == ([], [])


def test_only_whoever_gives_the_role_limits_it(conference: Conference, organizer: User) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    officer = officer_for(kind, by=organizer)
    held = officer.staff_roles.get()

    with pytest.raises(DomainError, match="does not let you"):
        scopes.limit(holder=held, to=[], by=officer, at=AT)


def test_what_a_role_cannot_be_limited_to_is_refused(
    conference: Conference, organizer: User
) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    for role in set(Role) - {Role.REGISTRATION_OFFICER, Role.SECURITY_OFFICER}:
        held = StaffRoleFactory(conference=conference, role=role)
        with pytest.raises(DomainError, match="cannot be limited"):
            scopes.limit(holder=held, to=[kind], by=organizer, at=AT)


def test_liaison_officer_has_the_named_delegations_and_nothing_in_the_admin(
    conference: Conference, organizer: User
) -> None:
    own, other = DelegationFactory.create_batch(2, conference=conference)
    person, _stranger = (DelegateFactory(delegation=row) for row in (own, other))
    held = StaffRoleFactory(conference=conference, role=Role.LIAISON_OFFICER)
    before = list(Delegation.objects.accompanied_by(held.user))
    scopes.limit(holder=held, to=[own], by=organizer, at=AT)

    liaison = User.objects.get(pk=held.user_id)

    assert (before, list(Delegation.objects.accompanied_by(liaison))) == ([], [own])
    assert list(Delegate.objects.accompanied_by(liaison)) == [person]
    assert not Delegation.objects.visible_to(liaison).exists()
    assert (liaison.is_staff, liaison.administers) == (False, [])


def test_invitation_carries_its_scope_into_the_role(
    conference: Conference, organizer: User
) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    user = UserFactory()
    invitation = StaffInvitationFactory(
        conference=conference, email=user.email, role=Role.SECURITY_OFFICER, invited_by=organizer
    )
    scopes.limit(holder=invitation, to=[kind], by=organizer, at=AT)

    role = staff.accept(invitation=invitation, by=user, at=AT)

    assert [line.kind for line in scopes.lines_of(role)] == [kind]
    changed = AuditEvent.objects.get(action="staffinvitation.scope_changed")
    assert changed.detail == {"role": "security_officer", "kind": [kind.pk]}


@pytest.mark.parametrize("end", ["taken away", "declined", "taken back"])
def test_scope_goes_with_what_has_it(conference: Conference, organizer: User, end: str) -> None:
    kind = DelegationKindFactory(conference=conference, code="media")
    user = UserFactory()
    if end == "taken away":
        held: Any = StaffRoleFactory(conference=conference, role=Role.SECURITY_OFFICER, user=user)
    else:
        held = StaffInvitationFactory(
            conference=conference, email=user.email, role=Role.SECURITY_OFFICER
        )
    scopes.limit(holder=held, to=[kind], by=organizer, at=AT)

    if end == "taken away":
        staff.take_away(role=held, by=organizer, at=AT)
    elif end == "declined":
        staff.decline(invitation=held, by=user, at=AT)
    else:
        staff.take_back(invitation=held, by=organizer, at=AT)

    assert not StaffScope.objects.exists()
    assert not ScopeLine.objects.exists()


def test_nobody_is_approved_in_the_place_of_somebody_beyond_the_scope(
    conference: Conference, organizer: User
) -> None:
    """Whoever is replaced would be withdrawn: they wait for an officer who is for both."""
    own, other = CategoryFactory.create_batch(2, conference=conference)
    former = DelegateFactory(
        delegation__conference=conference,
        approved=True,
        category=other,
        is_category_set_by_hand=True,
        family_name="Zzbeyond",
    )
    new = DelegateFactory(
        delegation=former.delegation, category=own, is_category_set_by_hand=True, replaces=former
    )
    officer, wide = officer_for(own, by=organizer), officer_for(own, other, by=organizer)

    with pytest.raises(DomainError, match="left to an officer") as refused:
        accreditation.approve(delegate=new, by=officer, at=AT)

    assert "Zzbeyond" not in str(refused.value)
    states = Delegate.objects.order_by("pk").values_list("accreditation", flat=True)
    assert list(states) == ["approved", "submitted"]
    assert turns.take_next(conference=conference, by=officer, at=AT) is None
    assert turns.take_next(conference=conference, by=wide, at=AT) == new
    accreditation.approve(delegate=new, by=wide, at=AT)
    assert list(states.all()) == ["withdrawn", "approved"]


def test_whoever_replaces_somebody_beyond_is_still_rejected_or_returned(
    conference: Conference, organizer: User
) -> None:
    own, other = CategoryFactory.create_batch(2, conference=conference)
    former = DelegateFactory(
        delegation__conference=conference, category=other, is_category_set_by_hand=True
    )
    new = DelegateFactory(
        delegation=former.delegation, category=own, is_category_set_by_hand=True, replaces=former
    )

    accreditation.reject(delegate=new, reason="Late", by=officer_for(own, by=organizer), at=AT)

    new.refresh_from_db()
    assert new.accreditation == "rejected"


def led_by_category(conference: Conference) -> tuple[Delegation, Category, Category]:
    """Whose head has a category of their own, and everybody else another."""
    leading, others = CategoryFactory.create_batch(2, conference=conference)
    delegation = DelegationFactory(conference=conference)
    for order, (is_head, category) in enumerate([(True, leading), (None, others)]):
        CategoryRuleFactory(
            conference=conference,
            kind=None,
            rank=None,
            is_head=is_head,
            category=category,
            order=order,
        )
    return delegation, leading, others


def test_change_that_leads_out_of_the_scope_waits_for_another_officer(
    conference: Conference, organizer: User
) -> None:
    delegation, leading, others = led_by_category(conference)
    person = DelegateFactory(delegation=delegation, approved=True, category=others)
    proposal = ProposalFactory(delegate=person, values={"head": person.pk})
    officer, wide = officer_for(others, by=organizer), officer_for(leading, others, by=organizer)
    before = AuditEvent.objects.count()

    with pytest.raises(DomainError, match="reach beyond what your staff role is for"):
        proposals.take(proposal=proposal, by=officer, at=AT)

    proposal.refresh_from_db()
    delegation.refresh_from_db()
    left = (proposal.is_open, delegation.head, AuditEvent.objects.count() - before)
    assert left == (True, None, 0)
    proposals.take(proposal=proposal, by=wide, at=AT)
    delegation.refresh_from_db()
    assert delegation.head == person


def test_nobody_beyond_the_scope_leads_a_delegation_no_more(
    conference: Conference, organizer: User
) -> None:
    """Whoever led has the category of heads, of whom this officer decides on none."""
    delegation, leading, others = led_by_category(conference)
    head = DelegateFactory(delegation=delegation, family_name="Zzbeyond")
    delegations.appoint_head(delegation=delegation, delegate=head, by=organizer, at=AT)
    head.refresh_from_db()
    assert head.category == leading
    officer = officer_for(others, by=organizer)

    with pytest.raises(DomainError, match="everybody whom this changes") as refused:
        delegations.appoint_head(delegation=delegation, delegate=None, by=officer, at=AT)

    assert "Zzbeyond" not in str(refused.value)
    delegation.refresh_from_db()
    assert delegation.head == head


def test_focal_point_appoints_the_head_of_their_own_delegation_whatever_their_scope(
    conference: Conference, organizer: User
) -> None:
    delegation, leading, _others = led_by_category(conference)
    person = DelegateFactory(delegation=delegation)
    kind = DelegationKindFactory(conference=conference, code="media")
    officer = officer_for(kind, by=organizer)
    FocalPointFactory(delegation=delegation, user=officer)

    delegations.appoint_head(delegation=delegation, delegate=person, by=officer, at=AT)

    person.refresh_from_db()
    assert person.category == leading
