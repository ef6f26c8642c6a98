"""Answers about who is who are given once, kept inside a conference and go with the people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.errors import DomainError
from conference.models import AuditEvent
from delegates.models import Delegate, KnownApart, SamePersonSpelling
from delegates.services import identity
from tests import races
from tests.factories import (
    AT,
    DelegateFactory,
    DelegationFactory,
    KnownApartFactory,
    SamePersonSpellingFactory,
    UserFactory,
)


def test_tell_apart_is_remembered_once_in_whatever_order() -> None:
    one = DelegateFactory()
    other = DelegateFactory(delegation=one.delegation)
    by = UserFactory()

    pair = identity.tell_apart(delegate=other, other=one, by=by, at=AT)
    again = identity.tell_apart(delegate=one, other=other, by=UserFactory(), at=AT)

    assert pair == again == KnownApart.objects.get()
    assert (pair.first, pair.second, pair.answered_by) == (one, other, by)
    assert [event.action for event in AuditEvent.objects.all()] == ["knownapart.added"]


def test_tell_apart_refuses_one_delegate_and_two_conferences() -> None:
    one = DelegateFactory()

    with pytest.raises(DomainError, match="than themselves"):
        identity.tell_apart(delegate=one, other=one, by=UserFactory(), at=AT)
    with pytest.raises(DomainError, match="two conferences"):
        identity.tell_apart(delegate=one, other=DelegateFactory(), by=UserFactory(), at=AT)

    assert KnownApart.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_apart_at_once_leave_one_answer() -> None:
    one = DelegateFactory()
    other = DelegateFactory(delegation=one.delegation)
    by = UserFactory()

    def tell(first: Delegate, second: Delegate) -> KnownApart:
        return identity.tell_apart(delegate=first, other=second, by=by, at=AT)

    races.while_uncommitted(lambda: tell(one, other), lambda: tell(other, one))

    assert KnownApart.objects.count() == 1


def test_answered_apart_holds_the_pairs_of_the_given_delegates() -> None:
    pair = KnownApartFactory()
    third = KnownApartFactory(first=pair.first).second

    assert identity.answered_apart([pair.first_id, pair.second_id]) == {
        (pair.first_id, pair.second_id)
    }
    assert identity.answered_apart([pair.second_id, third.pk]) == frozenset()


def test_remember_spelling_keeps_another_name_once() -> None:
    delegate = DelegateFactory(given_name="Anna", family_name="Brauer")
    by = UserFactory()

    def remember(given_name: str, family_name: str) -> SamePersonSpelling | None:
        return identity.remember_spelling(
            delegate=delegate, given_name=given_name, family_name=family_name, by=by, at=AT
        )

    assert remember("ANNA", "Bräuer") is None
    first = remember("Ana", "Brauer")
    assert remember("Brauer", "ana") == first

    assert identity.other_spellings([delegate.pk]) == {delegate.pk: {"ana brauer"}}
    assert [event.action for event in AuditEvent.objects.all()] == ["samepersonspelling.added"]


def test_many_spellings_are_remembered_by_as_many_queries_as_few() -> None:
    delegation = DelegationFactory()
    by = UserFactory()
    queries = []

    for count in (2, 20):
        people = DelegateFactory.create_batch(count, delegation=delegation)
        spellings = [
            identity.Spelling(person.pk, *name)
            for person in people
            for name in (
                (person.given_name, person.family_name),
                ("Another", "Name"),
                ("ANOTHER", "name"),
            )
        ]
        with CaptureQueriesContext(connection) as asked:
            for _twice in range(2):
                identity.remember_many_spellings(
                    spellings=spellings, conference=delegation.conference, by=by, at=AT
                )
        queries.append(len(asked))
        known = identity.other_spellings(person.pk for person in people)
        assert known == {person.pk: {"another name"} for person in people}

    assert queries[0] == queries[1]
    events = AuditEvent.objects.filter(action="samepersonspelling.added")
    assert events.count() == SamePersonSpelling.objects.count() == 22


def test_answers_go_with_the_delegate_whatever_deletes_it() -> None:
    pair = KnownApartFactory()
    SamePersonSpellingFactory(delegate=pair.second)
    stays = SamePersonSpellingFactory(delegate=pair.first)

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM delegates_delegate WHERE id = %s", [pair.second_id])

    assert KnownApart.objects.count() == 0
    assert list(SamePersonSpelling.objects.all()) == [stays]
