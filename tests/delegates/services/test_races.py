"""Two people save at the same moment: nothing that either of them saved is lost."""

from functools import partial
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, StaffRole, StaffScope, User
from delegates.choices import Accreditation, Nature
from delegates.drift import drifted_delegates, drifted_delegations
from delegates.models import (
    Category,
    CategoryRule,
    Delegate,
    Delegation,
    DelegationKind,
    ImportRun,
)
from delegates.services import (
    categories,
    conferences,
    delegations,
    erasure,
    kinds,
    registering,
    scopes,
)
from delegates.services.registering import Change
from delegates.services.registration import registration_fields
from delegates.services.review import accreditation, admission, handing_in, undoing, waiting_list
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    ImportRunFactory,
    OwnFieldFactory,
    QuotaFactory,
    RegistrationFieldFactory,
    StaffRoleFactory,
    UserFactory,
    ZoneFactory,
    words,
)
from tests.races import while_uncommitted

racing = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conference() -> Conference:
    """With a category for heads, one for missions and one for everybody else."""
    conference: Conference = ConferenceFactory()
    for order, rule in enumerate([{"is_head": True}, {"nature": Nature.MISSION}, {}]):
        CategoryRuleFactory(category__conference=conference, order=order, **rule)
    return conference


@pytest.fixture
def delegation(conference: Conference) -> Delegation:
    found: Delegation = DelegationFactory(conference=conference, name=words("Turkey"))
    return found


@pytest.fixture
def officer() -> User:
    user: User = UserFactory()
    return user


def mission_of(delegation: Delegation) -> DelegationKind:
    found: DelegationKind = DelegationKindFactory(conference=delegation.conference, code="mission")
    return found


def drift(conference: Conference) -> list[str]:
    return [str(row) for row in (*drifted_delegations(conference), *drifted_delegates(conference))]


@racing
def test_two_who_change_other_fields_of_a_delegate_keep_both(
    delegation: Delegation, officer: User
) -> None:
    mine = DelegateFactory(delegation=delegation, family_name="Before", function="Before")
    yours = Delegate.objects.get(pk=mine.pk)
    change = partial(registering.change, by=officer, at=AT)

    while_uncommitted(
        lambda: change(delegate=mine, fields={"family_name": "After"}),
        lambda: change(delegate=yours, fields={"function": "After"}),
    )

    stored = Delegate.objects.get(pk=mine.pk)
    assert (stored.family_name, stored.function) == ("After", "After")
    assert drift(delegation.conference) == []


@racing
def test_two_who_change_other_fields_of_a_delegation_keep_both(
    delegation: Delegation, officer: User
) -> None:
    DelegateFactory(delegation=delegation)
    mine, yours = (Delegation.objects.get(pk=delegation.pk) for _ in range(2))
    mine.name, yours.kind = words("Türkiye"), mission_of(delegation)
    change = partial(delegations.change, by=officer, at=AT)

    while_uncommitted(
        lambda: change(delegation=mine, fields=["name"]),
        lambda: change(delegation=yours, fields=["kind"]),
    )

    delegation.refresh_from_db()
    assert (str(delegation.name), delegation.kind.code) == ("Türkiye", "mission")
    assert drift(delegation.conference) == []


@racing
def test_refreshing_from_the_country_keeps_a_kind_changed_meanwhile(
    delegation: Delegation, officer: User
) -> None:
    DelegateFactory(delegation=delegation)
    mine, yours = (Delegation.objects.get(pk=delegation.pk) for _ in range(2))
    mine.kind = mission_of(delegation)

    while_uncommitted(
        lambda: delegations.change(delegation=mine, fields=["kind"], by=officer, at=AT),
        lambda: delegations.refresh_from_party(delegation=yours, by=officer, at=AT),
    )

    delegation.refresh_from_db()
    assert str(delegation.name) == str(delegation.country.name)
    assert delegation.kind.code == "mission"
    assert drift(delegation.conference) == []


@racing
@pytest.mark.parametrize("arrival", ["registered", "moved"])
def test_who_arrives_while_the_delegation_changes_follows_the_change(
    delegation: Delegation, officer: User, arrival: str
) -> None:
    delegation.kind, delegation.name = mission_of(delegation), words("Türkiye")
    stale = Delegation.objects.get(pk=delegation.pk)
    newcomer = Delegate(delegation=stale, family_name="Karimova")
    moved = DelegateFactory(delegation__conference=delegation.conference)

    def arrive() -> None:
        if arrival == "registered":
            registering.register(delegate=newcomer, by=officer, at=AT)
        else:
            registering.change(delegate=moved, fields={"delegation": stale}, by=officer, at=AT)

    while_uncommitted(
        lambda: delegations.change(
            delegation=delegation, fields=["kind", "name"], by=officer, at=AT
        ),
        arrive,
    )

    assert delegation.delegates.count() == 1
    assert drift(delegation.conference) == []


@racing
def test_head_appointed_while_the_rules_are_applied_has_the_heads_category(
    delegation: Delegation, officer: User
) -> None:
    """A rule for members has changed: whoever is taken for one gets another category."""
    delegate = DelegateFactory(delegation=delegation)
    conference = delegation.conference
    last = CategoryRule.objects.for_conference(conference).latest("order")
    last.category = CategoryFactory(conference=conference)
    last.save()

    while_uncommitted(
        lambda: delegations.appoint_head(
            delegation=delegation, delegate=delegate, by=officer, at=AT
        ),
        lambda: categories.apply_rules(conference=conference, by=officer, at=AT),
    )

    assert drift(conference) == []


@racing
def test_of_two_who_change_a_rule_each_the_second_applies_both(
    delegation: Delegation, officer: User
) -> None:
    DelegateFactory(delegation=delegation)
    conference = delegation.conference
    *_others, second, third = CategoryRule.objects.for_conference(conference).order_by("order")

    def drop(rule: CategoryRule) -> None:
        rule.category = CategoryFactory(conference=conference)
        rule.save()
        categories.apply_rules(conference=conference, by=officer, at=AT)

    while_uncommitted(lambda: drop(third), lambda: drop(second))

    assert drift(conference) == []


@racing
def test_of_two_who_tick_zones_the_second_replaces_the_first(officer: User) -> None:
    category: Category = CategoryFactory()
    one, other = ZoneFactory.create_batch(2, conference=category.conference)
    tick = partial(categories.open_zones, category=category, by=officer, at=AT)

    while_uncommitted(lambda: tick(zones=[one]), lambda: tick(zones=[other]))

    assert list(category.zones.all()) == [other]


@racing
@pytest.mark.parametrize("made", [RegistrationFieldFactory, OwnFieldFactory], ids=["form", "own"])
def test_of_two_who_tick_kinds_of_a_field_the_second_replaces_the_first(
    officer: User, made: Any
) -> None:
    field = made()
    here = field.conference
    one, other = (DelegationKindFactory(conference=here, code=code) for code in ("state", "media"))
    tick = partial(registration_fields.ask_of, field=field, by=officer, at=AT)

    while_uncommitted(lambda: tick(kinds=[one]), lambda: tick(kinds=[other]))

    assert [line.kind for line in field.lines.all()] == [other]


@racing
def test_of_two_who_approve_a_delegate_the_second_is_told_that_it_is_done(
    delegation: Delegation, officer: User
) -> None:
    delegate = DelegateFactory(delegation=delegation)
    approve = partial(accreditation.approve, delegate=delegate, by=officer, at=AT)

    with pytest.raises(DomainError, match="“Approved” cannot become “Approved”"):
        while_uncommitted(approve, approve)

    assert AuditEvent.objects.filter(action="delegate.approved").count() == 1


@racing
def test_of_two_who_withdraw_a_delegation_the_second_is_told_that_it_is_done(
    delegation: Delegation, officer: User
) -> None:
    withdraw = partial(
        delegations.withdraw, delegation=delegation, reason="Recalled", by=officer, at=AT
    )

    with pytest.raises(DomainError, match="is already withdrawn"):
        while_uncommitted(withdraw, withdraw)


@racing
def test_of_two_who_restore_a_delegation_the_second_is_told_that_it_is_done(
    delegation: Delegation, officer: User
) -> None:
    delegations.withdraw(delegation=delegation, reason="Recalled", by=officer, at=AT)
    restore = partial(delegations.restore, delegation=delegation, by=officer, at=AT)

    with pytest.raises(DomainError, match="is not withdrawn"):
        while_uncommitted(restore, restore)


@racing
def test_of_two_who_install_the_defaults_the_second_is_told_that_they_are_there(
    officer: User,
) -> None:
    install = partial(
        conferences.install_defaults, conference=ConferenceFactory(), by=officer, at=AT
    )

    with pytest.raises(DomainError, match="already has its categories"):
        while_uncommitted(install, install)


@racing
def test_of_two_who_appoint_a_head_the_former_one_has_no_heads_category(
    delegation: Delegation, officer: User
) -> None:
    former, present = DelegateFactory.create_batch(2, delegation=delegation)
    appoint = partial(delegations.appoint_head, delegation=delegation, by=officer, at=AT)

    while_uncommitted(lambda: appoint(delegate=former), lambda: appoint(delegate=present))

    delegation.refresh_from_db()
    assert delegation.head == present
    assert drift(delegation.conference) == []


@racing
def test_delegate_who_is_renamed_while_the_delegation_changes_is_found_by_the_new_name(
    delegation: Delegation, officer: User
) -> None:
    delegate = DelegateFactory(delegation=delegation)
    delegation.name = words("Türkiye")

    while_uncommitted(
        lambda: registering.change(
            delegate=delegate, fields={"family_name": "Karimova"}, by=officer, at=AT
        ),
        lambda: delegations.change(delegation=delegation, fields=["name"], by=officer, at=AT),
    )

    assert list(Delegate.objects.matching("karimova turkiye")) == [delegate]
    assert drift(delegation.conference) == []


@racing
def test_delegation_that_changes_while_all_are_ordered_anew_is_ordered_as_changed(
    delegation: Delegation, officer: User
) -> None:
    delegation.name = words("Türkiye")

    while_uncommitted(
        lambda: delegations.change(delegation=delegation, fields=["name"], by=officer, at=AT),
        lambda: delegations.reorder_all(conference=delegation.conference),
    )

    assert drift(delegation.conference) == []


@racing
def test_delegates_are_held_in_the_order_of_their_ids(
    delegation: Delegation, officer: User
) -> None:
    """Who waits for the first holds none of the others: so nobody waits in a circle."""
    first, last = DelegateFactory.create_batch(2, delegation=delegation)
    # Written anew, it comes last where the database reads as it likes.
    Delegate.objects.filter(pk=first.pk).update(name_key="")
    changes = [Change(row, {"function": "After"}) for row in (last, first)]

    while_uncommitted(
        lambda: Delegate.objects.select_for_update().get(pk=first.pk),
        lambda: registering.change_many(
            changes=changes, conference=delegation.conference, by=officer, at=AT
        ),
        then=lambda: Delegate.objects.select_for_update(nowait=True).get(pk=last.pk),
    )

    assert set(Delegate.objects.values_list("function", flat=True)) == {"After"}


@racing
def test_delegations_are_held_before_delegates(delegation: Delegation, officer: User) -> None:
    delegate = DelegateFactory(delegation__conference=delegation.conference)

    while_uncommitted(
        lambda: Delegation.objects.select_for_update().get(pk=delegation.pk),
        lambda: registering.change(
            delegate=delegate, fields={"delegation": delegation}, by=officer, at=AT
        ),
        then=lambda: Delegate.objects.select_for_update(nowait=True).get(pk=delegate.pk),
    )

    delegate.refresh_from_db()
    assert delegate.delegation == delegation


@pytest.mark.parametrize("count", [1, 3])
def test_change_of_many_asks_the_database_as_often_as_of_one(
    delegation: Delegation,
    officer: User,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = DelegateFactory.create_batch(count, delegation=delegation)
    changes = [Change(row, {"function": "After"}) for row in rows]
    # A request has read them by then.
    assert officer.held_roles == []

    with django_assert_num_queries(7):
        registering.change_many(
            changes=changes, conference=delegation.conference, by=officer, at=AT
        )


# Kinds


def new_kind(conference: Conference, code: str, name: str) -> DelegationKind:
    return DelegationKind(
        conference=conference, code=code, name=words(name), section=words(name), nature="media"
    )


@racing
def test_of_two_who_add_kinds_called_alike_the_second_is_refused(
    conference: Conference, officer: User
) -> None:
    one, two = (new_kind(conference, code, "Sponsors") for code in ("one", "two"))

    with pytest.raises(DomainError, match="is a name of the kind"):
        while_uncommitted(
            lambda: kinds.save(kind=one, by=officer, at=AT),
            lambda: kinds.save(kind=two, by=officer, at=AT),
        )

    assert [kind.code for kind in DelegationKind.objects.all()] == ["one"]


@racing
def test_kind_keeps_its_nature_while_its_first_delegation_is_registered(
    conference: Conference, officer: User
) -> None:
    media = DelegationKindFactory(conference=conference, code="media")
    stale = DelegationKind.objects.get(pk=media.pk)
    stale.nature = "guests"

    with pytest.raises(DomainError, match="its nature stays"):
        while_uncommitted(
            lambda: DelegationFactory(conference=conference, kind=media),
            lambda: kinds.save(kind=stale, by=officer, at=AT),
        )


@racing
def test_delegation_registered_while_kinds_are_reordered_stands_in_the_new_order(
    conference: Conference, officer: User
) -> None:
    state, media = (
        DelegationKindFactory(conference=conference, code=code) for code in ("state", "media")
    )
    delegation = delegations.new_delegation(conference, CountryFactory(), kind=state)
    assert state.order == 1

    while_uncommitted(
        lambda: kinds.reorder(
            conference=conference, kind_ids=[state.pk, media.pk], by=officer, at=AT
        ),
        lambda: delegations.register(delegation=delegation, by=officer, at=AT),
    )

    assert drift(conference) == []


@racing
def test_of_who_undoes_an_approval_and_who_withdraws_meanwhile_the_withdrawal_stays(
    officer: User,
) -> None:
    delegate = DelegateFactory()
    accreditation.approve(delegate=delegate, by=officer, at=AT)

    with pytest.raises(DomainError, match="is no longer approved"):
        while_uncommitted(
            lambda: accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT),
            partial(undoing.undo_approval, delegate=delegate, by=officer, at=AT),
        )

    delegate.refresh_from_db()
    assert delegate.accreditation == "withdrawn"


@racing
def test_withdrawal_that_two_undo_is_undone_once(delegation: Delegation, officer: User) -> None:
    delegate = DelegateFactory(delegation=delegation, approved=True)
    accreditation.withdraw(delegate=delegate, reason="Ill", by=officer, at=AT)
    undo = partial(undoing.undo_withdrawal, delegate=delegate, by=officer, at=AT)

    with pytest.raises(DomainError, match="is no longer withdrawn"):
        while_uncommitted(undo, undo)

    assert Delegate.objects.get().accreditation == Accreditation.APPROVED
    assert AuditEvent.objects.filter(action="delegate.withdrawal_undone").count() == 1


@racing
def test_of_two_who_limit_a_role_the_second_leaves_one_scope(delegation: Delegation) -> None:
    """Else what the first wrote would belong to nobody, and keep its kind from being deleted."""
    organizer = UserFactory(is_superuser=True)
    role = StaffRoleFactory(conference=delegation.conference, role=Role.REGISTRATION_OFFICER)
    mine, yours = (StaffRole.objects.get(pk=role.pk) for _ in range(2))
    limit = partial(scopes.limit, to=[delegation.kind], by=organizer, at=AT)

    while_uncommitted(lambda: limit(holder=mine), lambda: limit(holder=yours))

    role.refresh_from_db()
    assert list(StaffScope.objects.all()) == [role.scope]


@racing
def test_of_two_who_are_submitted_for_the_last_place_the_second_waits(
    delegation: Delegation, officer: User
) -> None:
    QuotaFactory(conference=delegation.conference, kind=delegation.kind, places=1)
    one, other = (
        DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT) for _ in range(2)
    )
    submit = partial(handing_in.submit, by=officer, at=AT)

    second = while_uncommitted(lambda: submit(delegate=one), lambda: submit(delegate=other))

    one.refresh_from_db()
    assert (one.accreditation, second.accreditation) == ("submitted", "waiting")


@racing
def test_who_asks_for_places_again_and_again_meets_nobody_on_the_way(
    delegation: Delegation, officer: User
) -> None:
    """An import enters people in parts, and each delegation has a quota of its own."""
    conference = delegation.conference
    two = [delegation, DelegationFactory(conference=conference)]
    for one in two:
        QuotaFactory(conference=conference, kind=None, delegation=one)
    drafts = [DelegateFactory(delegation=one, accreditation=Accreditation.DRAFT) for one in two]

    def enter(into: Delegation) -> None:
        person = Delegate(delegation=into, family_name="Entered")
        registering.register(delegate=person, by=officer, at=AT)

    def begin() -> None:
        admission.hold_all(conference)
        enter(two[1])

    while_uncommitted(
        begin,
        lambda: handing_in.submit_many(delegates=drafts, by=officer, at=AT),
        lambda: enter(two[0]),
    )

    assert Delegate.objects.count() == 4


@racing
def test_who_withdraws_while_a_place_is_offered_is_offered_none(
    delegation: Delegation, officer: User
) -> None:
    QuotaFactory(conference=delegation.conference, kind=delegation.kind)
    person = DelegateFactory(delegation=delegation, waiting=True)

    offered = while_uncommitted(
        lambda: accreditation.withdraw(delegate=person, reason="Ill", by=officer, at=AT),
        lambda: waiting_list.offer(conference=delegation.conference, at=AT),
    )

    person.refresh_from_db()
    assert (offered, person.accreditation) == (0, "withdrawn")


@pytest.mark.django_db(transaction=True)
def test_whose_file_begins_to_be_imported_meanwhile_is_not_erased_beside_it() -> None:
    person = DelegateFactory(family_name="Qandaktepa")
    run = ImportRunFactory(conference=person.conference, state="done", file_name="Qandaktepa.xlsx")
    rows = ImportRun.objects.filter(pk=run.pk)

    with pytest.raises(DomainError, match="being imported"):
        while_uncommitted(
            partial(rows.update, state="waiting"),
            partial(erasure.erase, delegate=person, by=UserFactory(), at=AT),
        )

    assert rows.get().state == "waiting"
    assert Delegate.objects.get().family_name == "Qandaktepa"
