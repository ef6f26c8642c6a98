"""The queue of officers: who comes next, who has whom, and who decides on what they have read."""

import datetime as dt
from copy import copy
from functools import partial

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.base import ModelState

from conference.choices import Role
from conference.errors import DomainError
from conference.models import Conference, User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, ReviewLease
from delegates.outstanding import review_queue
from delegates.services import moving, registering
from delegates.services.review import accreditation, proposals, turns
from tests.explained import cost_of, explain_everything
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    ProposalFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
)
from tests.races import while_uncommitted

pytestmark = pytest.mark.django_db
racing = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)
LATER = AT + dt.timedelta(minutes=11)


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    return found


def officer_of(conference: Conference) -> User:
    found: User = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER).user
    return found


@pytest.fixture
def officer(conference: Conference) -> User:
    return officer_of(conference)


def submitted(conference: Conference, hours: int, **further: object) -> Delegate:
    """The more hours, the later."""
    row: Delegate = DelegateFactory(
        delegation__conference=conference, submitted_at=AT - 100 * HOUR + hours * HOUR, **further
    )
    return row


def next_of(conference: Conference, user: User, at: dt.datetime = AT) -> Delegate | None:
    return turns.take_next(conference=conference, by=user, at=at)


def test_oldest_submission_comes_first_and_changes_that_are_proposed_stand_between(
    conference: Conference, officer: User
) -> None:
    last, first = submitted(conference, 5), submitted(conference, 1)
    changed = DelegateFactory(delegation__conference=conference, approved=True)
    ProposalFactory(delegate=changed, proposed_at=AT - 97 * HOUR)
    submitted(conference, 0, delegation__withdrawn_at=AT, delegation__withdrawal_reason="No",
              delegation__withdrawn_by=officer)  # fmt: skip

    met = []
    for _turn in range(4):
        row = next_of(conference, officer)
        assert row is not None
        met.append(row)
        turns.skip(delegate=row, by=officer)

    assert met == [first, changed, last, first]
    assert review_queue.standing(conference, officer) == review_queue.Standing(
        3, is_more=False, oldest_at=first.submitted_at
    )


def test_who_leaves_the_queue_goes_on_there_and_meets_whom_they_skipped_after_all_others(
    conference: Conference, officer: User
) -> None:
    skipped, left, last = (submitted(conference, hours) for hours in (1, 2, 3))
    assert next_of(conference, officer) == skipped
    turns.skip(delegate=skipped, by=officer)
    assert next_of(conference, officer) == left

    turns.leave(delegate=left, by=officer)

    met = []
    for _turn in range(3):
        row = next_of(conference, officer)
        assert row is not None
        met.append(row)
        turns.skip(delegate=row, by=officer)
    assert met == [left, last, skipped]


def test_somebody_of_ones_own_choice_moves_nobody_along_the_line(
    conference: Conference, officer: User
) -> None:
    first, second, chosen = (submitted(conference, hours) for hours in (1, 2, 3))
    turns.take(delegate=chosen, by=officer, at=AT)
    assert next_of(conference, officer) == chosen
    turns.leave(delegate=chosen, by=officer)
    assert next_of(conference, officer) == first

    turns.skip(delegate=first, by=officer)
    turns.take(delegate=chosen, by=officer, at=AT)
    turns.leave(delegate=chosen, by=officer)

    assert next_of(conference, officer) == second


def test_those_who_were_submitted_at_once_come_one_after_another(
    conference: Conference, officer: User
) -> None:
    rows = [submitted(conference, 1) for _number in range(3)]

    met = []
    for _turn in rows:
        row = next_of(conference, officer)
        assert row is not None
        met.append(row)
        turns.skip(delegate=row, by=officer)

    assert met == rows


def test_second_officer_gets_the_next_until_the_lease_runs_out_or_is_given_up(
    conference: Conference, officer: User
) -> None:
    first, second = submitted(conference, 1), submitted(conference, 2)
    colleague, third = officer_of(conference), officer_of(conference)

    assert next_of(conference, officer) == first
    assert next_of(conference, officer) == first
    assert next_of(conference, colleague) == second
    assert next_of(conference, third) is None
    assert next_of(conference, third, LATER) == first
    # Whose lease was lost meets whoever is free: nobody.
    assert next_of(conference, officer, LATER) == second
    turns.leave(delegate=first, by=third)
    assert next_of(conference, colleague, LATER) == first


def test_lease_is_for_officers_within_their_scope(conference: Conference) -> None:
    mission = DelegationKindFactory(conference=conference, code="mission")
    submitted(conference, 1)
    within = submitted(conference, 2, delegation__kind=mission)
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=mission)
    officer = StaffRoleFactory(
        conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope
    ).user

    assert next_of(conference, officer) == within
    assert review_queue.standing(conference, officer).count == 1


def decide(delegate: Delegate, version: str, by: User, at: dt.datetime = AT) -> None:
    act = partial(approved, by=by, at=at)
    turns.decide(delegate=delegate, version=version, act=act, by=by, at=at)


def approved(delegate: Delegate, *, by: User, at: dt.datetime) -> None:
    accreditation.approve(delegate=delegate, by=by, at=at)


def test_decision_frees_the_person_and_leads_to_the_next(
    conference: Conference, officer: User
) -> None:
    first, second = submitted(conference, 1), submitted(conference, 2)
    next_of(conference, officer)

    decide(first, turns.version_of(first), officer)

    assert not ReviewLease.objects.filter(delegate=first).exists()
    assert next_of(conference, officer) == second


def test_whose_lease_is_lost_overwrites_no_newer_decision_and_is_told_so(
    conference: Conference, officer: User
) -> None:
    delegate, colleague = submitted(conference, 1), officer_of(conference)
    next_of(conference, officer)
    read = turns.version_of(delegate)
    next_of(conference, colleague, LATER)

    with pytest.raises(DomainError, match=f"{colleague} has .* now. Nothing was decided"):
        decide(delegate, read, officer, LATER)
    accreditation.return_(delegate=delegate, fields=[], reason="Blurred", by=colleague, at=LATER)
    turns.leave(delegate=delegate, by=colleague)
    with pytest.raises(
        DomainError, match=f"{colleague} has decided on .* before you: Returned for"
    ):
        decide(delegate, read, officer, LATER)

    assert Delegate.objects.get().accreditation == Accreditation.RETURNED


def test_lease_that_ran_out_holds_nobody_up_who_has_read_what_stands_there(
    conference: Conference, officer: User
) -> None:
    delegate = submitted(conference, 1)
    next_of(conference, officer)

    decide(delegate, turns.version_of(delegate), officer, LATER)

    assert Delegate.objects.get().accreditation == Accreditation.APPROVED


def test_what_changed_while_it_was_read_is_to_be_read_again(
    conference: Conference, officer: User
) -> None:
    delegate = submitted(conference, 1)
    changed = DelegateFactory(delegation__conference=conference, approved=True)
    ProposalFactory(delegate=changed)
    read, before = turns.version_of(delegate), turns.version_of(changed)

    registering.change(delegate=delegate, fields={"function": "Minister"}, by=officer, at=AT)
    proposal = proposals.propose(
        delegate=changed, fields={"function": "Deputy"}, by=officer, at=LATER
    )
    assert proposal is not None

    for row, version in ((delegate, read), (changed, before)):
        with pytest.raises(DomainError, match="was changed while you read"):
            decide(row, version, officer)
    after = turns.version_of(changed)
    proposals.refuse(proposal=proposal, reason="No", by=officer, at=LATER)
    with pytest.raises(DomainError, match=r"has decided on .* before you: refused"):
        decide(changed, after, officer)


def test_change_that_a_move_dropped_while_it_was_read_is_not_called_refused(
    conference: Conference, officer: User
) -> None:
    changed = DelegateFactory(delegation__conference=conference, approved=True)
    ProposalFactory(delegate=changed)
    read = turns.version_of(changed)

    moving.move(
        delegate=changed,
        delegation=DelegationFactory(conference=conference),
        by=officer,
        at=LATER,
    )

    with pytest.raises(DomainError, match=r"before you: dropped: the person has moved\."):
        decide(changed, read, officer)


def test_who_was_only_put_elsewhere_in_the_delegation_is_decided_on_as_read(
    conference: Conference, officer: User
) -> None:
    """A focal point puts people in order while an officer reads."""
    delegate = submitted(conference, 1)
    other = DelegateFactory(delegation=delegate.delegation, order=1)
    read, of_other = turns.version_of(delegate), turns.version_of(other)

    registering.place_before(delegate=other, other=delegate, by=officer, at=AT)
    assert turns.version_of(delegate) != read
    decide(delegate, read, officer)
    registering.change(delegate=other, fields={"function": "Minister"}, by=officer, at=AT)
    with pytest.raises(DomainError, match="was changed while you read"):
        decide(other, of_other, officer)

    assert Delegate.objects.get(pk=delegate.pk).accreditation == Accreditation.APPROVED


def test_no_more_of_a_history_is_compared_than_anybody_makes_while_they_read(
    conference: Conference, officer: User
) -> None:
    """Nothing but the place changed, over and over: the last change that counts is one too many."""
    delegate = submitted(conference, 1)
    read = turns.version_of(delegate)
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    last = history.get(pgh_obj_id=delegate.pk)

    def put_elsewhere(times: int) -> None:
        rows = [copy(last) for _change in range(times)]
        for row in rows:
            row.pk, row.order, row._state = None, row.order + 1, ModelState()
        history.bulk_create(rows)
        # A row says when it was written, and these are of one moment.
        history.update(created_at=last.created_at)

    put_elsewhere(turns.MOST_CHANGES)
    with pytest.raises(DomainError, match="was changed while you read"):
        decide(delegate, read, officer)
    history.order_by("-pk").first().delete()
    decide(delegate, read, officer)

    assert Delegate.objects.get().accreditation == Accreditation.APPROVED


@pytest.mark.parametrize("version", ["", "x", "0.0-", "².0-", "9" * 5000 + ".0-"])
def test_what_nobody_has_read_is_not_decided_on(
    conference: Conference, officer: User, version: str
) -> None:
    with pytest.raises(DomainError, match="was changed while you read"):
        decide(submitted(conference, 1), version, officer)


@racing
def test_two_officers_who_take_the_next_at_once_never_get_the_same(
    conference: Conference, officer: User
) -> None:
    first, second = submitted(conference, 1), submitted(conference, 2)
    colleague = officer_of(conference)

    got = while_uncommitted(
        partial(next_of, conference, officer), partial(next_of, conference, colleague)
    )

    assert got == second
    found = set(ReviewLease.objects.values_list("officer", "delegate"))
    assert found == {(officer.pk, first.pk), (colleague.pk, second.pk)}


def add_submitted(delegation: Delegation, count: int) -> None:
    Delegate.objects.bulk_create(
        Delegate(
            conference=delegation.conference,
            delegation=delegation,
            family_name=f"Family{number}",
            submitted_at=AT + (number % 7) * HOUR,
        )
        for number in range(count)
    )


def analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE delegates_delegate, delegates_delegation, delegates_proposal")


def test_next_in_line_reads_no_more_of_thousands_than_of_few(
    conference: Conference, officer: User
) -> None:
    delegation = DelegationFactory(conference=conference)
    row = DelegateFactory(delegation=delegation)
    add_submitted(delegation, 6000)
    analyze()
    next_of(conference, officer)
    turns.skip(delegate=row, by=officer)

    notices = explain_everything()
    next_of(conference, officer)
    taken = cost_of(notices)
    notices = explain_everything()
    found = review_queue.standing(conference, officer)

    assert taken.rows < 200
    assert (found.count, found.is_more) == (review_queue.MOST_COUNTED, True)
    assert cost_of(notices).rows < 5000


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_whoever_has_left_the_officers_line_is_skipped_and_no_longer_theirs(
    conference: Conference, is_withdrawn: bool
) -> None:
    mission = DelegationKindFactory(conference=conference, code="mission")
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=mission)
    officer = StaffRoleFactory(
        conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope
    ).user
    first = submitted(conference, 1, delegation__kind=mission)
    second = submitted(conference, 2, delegation__kind=mission)
    assert next_of(conference, officer) == first

    if is_withdrawn:
        left = Delegation.objects.filter(pk=first.delegation_id)
        left.update(withdrawn_at=AT, withdrawn_by=officer)
    else:
        of_a_state = DelegationFactory(conference=conference)
        Delegate.objects.filter(pk=first.pk).update(delegation=of_a_state)

    assert turns.take(delegate=first, by=officer, at=AT) is None
    assert not ReviewLease.objects.filter(delegate=first).exists()
    assert next_of(conference, officer) == second


def test_whoever_has_left_is_nobodys_where_nobody_else_waits(
    conference: Conference, officer: User
) -> None:
    only = submitted(conference, 1)
    assert next_of(conference, officer) == only
    Delegation.objects.filter(pk=only.delegation_id).update(withdrawn_at=AT, withdrawn_by=officer)

    assert next_of(conference, officer) is None
    assert not ReviewLease.objects.held(AT).exists()


def test_next_in_line_of_few_is_not_looked_for_among_thousands_of_others(
    conference: Conference,
) -> None:
    """Of an officer in whose scope few are, and of one in whose scope nobody is."""
    state = DelegationFactory(conference=conference)
    mission = DelegationFactory(
        conference=conference,
        kind=DelegationKindFactory(conference=conference, code="host"),
    )
    add_submitted(state, 6000)
    last = DelegateFactory(delegation=mission, submitted_at=AT + 99 * HOUR)
    of_few = scoped_to(conference, "host")
    of_nobody = scoped_to(conference, "media")
    analyze()
    # What a user may is asked once, and remembered.
    review_queue.standing(conference, of_few)
    review_queue.standing(conference, of_nobody)

    notices = explain_everything()
    taken = next_of(conference, of_few)
    few = cost_of(notices).rows
    notices = explain_everything()
    none = next_of(conference, of_nobody)
    nobody = cost_of(notices).rows
    notices = explain_everything()
    standing = review_queue.standing(conference, of_few)

    assert (taken, none, standing.count) == (last, None, 1)
    assert (few < 300, nobody < 300, cost_of(notices).rows < 300) == (True, True, True)


def scoped_to(conference: Conference, code: str) -> User:
    kind = DelegationKindFactory(conference=conference, code=code)
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=kind)
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope)
    found: User = role.user
    return found
