"""What delegations owe, how long they have, and the same said of all as a filter."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from delegates.choices import Accreditation, CredentialsForm, Fulfilment
from delegates.models import Delegate, Delegation, DelegationTask
from delegates.outstanding.deadlines import is_overdue, owed_by
from delegates.sheet.contents import counted_in
from tests.factories import (
    ConferenceFactory,
    CredentialsFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationTaskFactory,
    DelegationTaskKindFactory,
    NominationFactory,
    TickedTaskFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
EVERYBODY, REGISTERED = Delegate.with_drafts.all(), Delegate.objects.all()
# 20:30 in Dushanbe.
NOW = dt.datetime(2018, 4, 10, 15, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
DECIDED = {
    Accreditation.RETURNED,
    Accreditation.APPROVED,
    Accreditation.REJECTED,
    Accreditation.WITHDRAWN,
}


def fulfil(delegation: Delegation, how: str, task: DelegationTask) -> None:
    if how == Fulfilment.TICKED:
        TickedTaskFactory(task=task, delegation=delegation)
    elif how == Fulfilment.NOMINATION:
        NominationFactory(delegation=delegation)
    elif how == Fulfilment.CREDENTIALS:
        CredentialsFactory(delegation=delegation, form=CredentialsForm.COPY)
    else:
        person = DelegateFactory(delegation=delegation, photo="photos/aa/x.jpg")
        if how == Fulfilment.HEAD:
            Delegation.objects.filter(pk=delegation.pk).update(head=person)


@pytest.mark.parametrize("how", Fulfilment)
def test_task_is_overdue_until_it_is_done_as_a_row_and_as_a_filter(how: Fulfilment) -> None:
    task = DelegationTaskFactory(fulfilment=how, due_at=NOW - DAY)
    DelegationTaskFactory(conference=task.conference, fulfilment=how, due_at=NOW + DAY)
    delegation = DelegationFactory(conference=task.conference)
    CredentialsFactory(delegation__conference=task.conference)
    late = Delegation.objects.filter(is_overdue(NOW, EVERYBODY), pk=delegation.pk)

    before = [one.is_overdue(NOW) for one in owed_by([delegation], EVERYBODY)[delegation.pk]]
    is_found = late.exists()
    fulfil(delegation, how, task)

    assert (before, is_found) == ([True, False], True)
    (done, *_later) = owed_by([delegation], EVERYBODY)[delegation.pk]
    assert (done.is_done, late.exists()) == (True, False)


def test_begun_people_and_missing_photos_hold_a_task_open() -> None:
    conference = ConferenceFactory()
    for how in (Fulfilment.PEOPLE, Fulfilment.PHOTOS):
        DelegationTaskFactory(conference=conference, fulfilment=how, due_at=NOW - DAY)
    delegation = DelegationFactory(conference=conference)
    DelegateFactory(delegation=delegation, photo="photos/aa/x.jpg")
    later = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)

    begun = [one.is_done for one in owed_by([delegation], EVERYBODY)[delegation.pk]]
    later.accreditation = Accreditation.SUBMITTED
    later.save()

    assert begun == [False, False]
    assert [one.is_done for one in owed_by([delegation], EVERYBODY)[delegation.pk]] == [True, False]


def test_photos_are_not_all_there_while_a_draft_lacks_one() -> None:
    conference = ConferenceFactory()
    DelegationTaskFactory(conference=conference, fulfilment=Fulfilment.PHOTOS, due_at=NOW - DAY)
    delegation = DelegationFactory(conference=conference)
    late = Delegation.objects.filter(is_overdue(NOW, EVERYBODY))
    DelegateFactory(delegation=delegation, photo="photos/aa/x.jpg")
    begun = DelegateFactory(delegation=delegation, accreditation=Accreditation.DRAFT)

    open_still = (owed_by([delegation], EVERYBODY)[delegation.pk][0].is_done, late.exists())
    begun.photo = "photos/aa/y.jpg"
    begun.save()

    assert open_still == (False, True)
    done = owed_by([delegation], EVERYBODY)[delegation.pk][0].is_done
    assert (done, late.exists()) == (True, False)


@pytest.mark.parametrize("how", [Fulfilment.PHOTOS, Fulfilment.HEAD])
def test_photos_and_head_are_there_also_as_long_as_all_are_drafts(how: Fulfilment) -> None:
    task = DelegationTaskFactory(fulfilment=how, due_at=NOW - DAY)
    delegation = DelegationFactory(conference=task.conference)
    late = Delegation.objects.filter(is_overdue(NOW, EVERYBODY))
    before = (owed_by([delegation], EVERYBODY)[delegation.pk][0].is_done, late.exists())

    delegation.head = DelegateFactory(
        delegation=delegation, accreditation=Accreditation.DRAFT, photo="photos/aa/x.jpg"
    )
    delegation.save()

    assert before == (False, True)
    done = owed_by([delegation], EVERYBODY)[delegation.pk][0].is_done
    assert (done, late.exists()) == (True, False)


@pytest.mark.parametrize("how", [Fulfilment.PHOTOS, Fulfilment.HEAD, Fulfilment.PEOPLE])
@pytest.mark.parametrize("photo", ["", "photos/aa/x.jpg"])
@pytest.mark.parametrize("is_beside_somebody", [False, True])
def test_draft_does_no_task_and_holds_none_open_for_whoever_does_not_see_them(
    how: Fulfilment, photo: str, is_beside_somebody: bool
) -> None:
    task = DelegationTaskFactory(fulfilment=how, due_at=NOW - DAY)
    delegation = DelegationFactory(conference=task.conference)
    if is_beside_somebody:
        DelegateFactory(delegation=delegation, photo="photos/aa/y.jpg")
    late = Delegation.objects.filter(is_overdue(NOW, REGISTERED))
    before = (owed_by([delegation], REGISTERED), late.exists())

    delegation.head = DelegateFactory(
        delegation=delegation, accreditation=Accreditation.DRAFT, photo=photo
    )
    delegation.save()

    assert (owed_by([delegation], REGISTERED), late.exists()) == before


def test_task_is_open_while_a_place_is_offered_that_nobody_has_taken() -> None:
    task = DelegationTaskFactory(fulfilment=Fulfilment.PEOPLE, due_at=NOW - DAY)
    delegation = DelegationFactory(conference=task.conference)
    DelegateFactory(delegation=delegation)
    waiting = DelegateFactory(delegation=delegation, waiting=True)

    in_line = [one.is_done for one in owed_by([delegation], EVERYBODY)[delegation.pk]]
    waiting.offered_until = NOW + DAY
    waiting.save()

    assert in_line == [True]
    assert [one.is_done for one in owed_by([delegation], EVERYBODY)[delegation.pk]] == [False]
    assert list(Delegation.objects.filter(is_overdue(NOW, EVERYBODY))) == [delegation]


@pytest.mark.parametrize("first", Accreditation)
@pytest.mark.parametrize("photo", ["", "photos/aa/x.jpg"])
def test_what_is_counted_says_what_is_done_as_the_people_do(
    first: Accreditation, photo: str
) -> None:
    conference, decided = ConferenceFactory(), {"decided_at": NOW, "decided_by": UserFactory()}
    for how in Fulfilment:
        DelegationTaskFactory(conference=conference, fulfilment=how)
    for second in [*Accreditation, None]:
        delegation = DelegationFactory(conference=conference)
        for state in filter(None, (first, second)):
            further = {"photo": photo} | (decided if state in DECIDED else {})
            if state == Accreditation.WAITING:
                further |= {"waiting_since": NOW, "offered_until": NOW if second else None}
            DelegateFactory(delegation=delegation, accreditation=state, **further)
        for people in (EVERYBODY, REGISTERED):
            counted = {delegation.pk: counted_in(people.filter(delegation=delegation)).figures}

            assert owed_by([delegation], people, counted) == owed_by([delegation], people)


def test_kind_that_is_not_named_and_whoever_has_withdrawn_have_no_task() -> None:
    line = DelegationTaskKindFactory(task__due_at=NOW - DAY)
    conference = line.conference
    asked = DelegationFactory(conference=conference, kind=line.kind)
    other = DelegationFactory(conference=conference, kind__code="media")
    away = DelegationFactory(
        conference=conference, kind=line.kind, withdrawn_at=NOW, withdrawn_by=UserFactory()
    )

    owed = owed_by([asked, other, away], EVERYBODY)

    assert {pk: len(tasks) for pk, tasks in owed.items()} == {asked.pk: 1, other.pk: 0, away.pk: 0}
    assert list(Delegation.objects.filter(is_overdue(NOW, EVERYBODY))) == [asked]


@pytest.mark.parametrize(
    ("due", "words", "mark"),
    [
        (NOW - 3 * DAY, "Overdue by 3 days", "bad"),
        (NOW, "Overdue since today", "bad"),
        # Half past eleven at night there, another day in UTC's reckoning of 24 hours.
        (NOW + dt.timedelta(hours=3), "Due today", "wait"),
        (NOW + dt.timedelta(hours=4), "1 day left", "wait"),
        (NOW + 7 * DAY, "7 days left", "wait"),
        (NOW + 8 * DAY, "8 days left", "good"),
    ],
)
def test_days_are_counted_on_the_venues_calendar(due: dt.datetime, words: str, mark: str) -> None:
    task = DelegationTaskFactory(due_at=due, conference__time_zone="Asia/Dushanbe")
    delegation = DelegationFactory(conference=task.conference)

    (owed,) = owed_by([delegation], EVERYBODY)[delegation.pk]

    assert (owed.standing(NOW).words, owed.standing(NOW).mark) == (words, mark)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_tasks_or_delegations(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = ConferenceFactory()
    for _each in range(number):
        DelegationTaskKindFactory(task__conference=conference)
    delegations = DelegationFactory.create_batch(number, conference=conference)

    with django_assert_num_queries(4):
        owed_by(delegations, EVERYBODY)
