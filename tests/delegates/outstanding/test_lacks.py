"""What a delegate lacks of what the conference requires."""

from collections.abc import Callable
from typing import Any

import pytest
from i18nfield.strings import LazyI18nString

from conference.models import Conference
from delegates.choices import AnswerKind
from delegates.models import Delegate
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    OwnFieldFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationFieldLineFactory,
)

pytestmark = pytest.mark.django_db
Queries = Callable[[int], Any]


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory()


def require(conference: Conference, *columns: str) -> None:
    for column in columns:
        RegistrationFieldFactory(conference=conference, column=column, is_required=True)


def lacked(conference: Conference, **fields: Any) -> list[str]:
    delegate = DelegateFactory(delegation__conference=conference, **fields)
    return [column.name for column in Lacks(Asking(conference)).columns(delegate)]


def test_delegate_lacks_what_is_required_and_empty(conference: Conference) -> None:
    require(conference, "phone", "nationality", "in_office_since", "function", "email")
    RegistrationFieldFactory(conference=conference, column="department")
    require(ConferenceFactory(), "ministry")

    found = lacked(conference, phone="", email="a@example.org", function="")

    assert found == ["function", "in_office_since", "phone", "nationality"]


@pytest.mark.parametrize("only", ["given_name", "family_name"])
def test_one_of_two_names_is_enough(conference: Conference, only: str) -> None:
    require(conference, "given_name", "family_name")
    names = {"given_name": "", "family_name": "", only: "Suharto"}

    assert lacked(conference, **names) == []


def test_whole_name_in_own_script_has_its_parts_in_it(conference: Conference) -> None:
    require(conference, "own_given_name", "own_family_name", "own_name")

    assert lacked(conference, own_name="Алӣ Валиев", own_name_language="tg") == []
    assert lacked(conference) == ["own_given_name", "own_family_name", "own_name"]


def test_whose_rank_needs_no_photo_lacks_none(conference: Conference) -> None:
    require(conference, "photo")
    exempt = RankFactory(conference=conference, is_photo_needed=False)

    assert lacked(conference, photo="") == ["photo"]
    assert lacked(conference, photo="", rank=RankFactory(conference=conference)) == ["photo"]
    assert lacked(conference, photo="", rank=exempt) == []
    assert lacked(conference, photo="photos/a.jpg") == []


def test_who_hands_in_no_documents_lacks_none_and_answers_the_rest(conference: Conference) -> None:
    names = {"en": "Letter"}, {"en": "Size"}
    for name, answer in zip(names, (AnswerKind.FILE, AnswerKind.TEXT), strict=True):
        OwnFieldFactory(
            conference=conference, name=LazyI18nString(name), answer=answer, is_required=True
        )

    def own_lacked(**fields: Any) -> list[str]:
        delegate = DelegateFactory(delegation__conference=conference, **fields)
        return [str(row) for row in Lacks(Asking(conference)).own(delegate)]

    ranks = RankFactory.create_batch(3, conference=conference)
    expert, minister, head = ranks
    minister.are_documents_needed = head.is_photo_needed = False
    for rank in ranks:
        rank.save()
    of_head = DelegateFactory(delegation__conference=conference, rank=head)

    assert own_lacked() == ["Letter", "Size"]
    assert own_lacked(rank=expert) == ["Letter", "Size"]
    assert own_lacked(rank=minister) == ["Size"]
    assert own_lacked(delegation=of_head.delegation, spouse_of=of_head) == ["Size"]


def test_what_is_known_late_is_lacked_and_holds_nobody_up(conference: Conference) -> None:
    require(conference, "hotel", "phone")
    delegate = DelegateFactory(delegation__conference=conference, phone="")
    lacks = Lacks(Asking(conference))

    assert [column.name for column in lacks.columns(delegate)] == ["phone", "hotel"]
    assert [column.name for column in lacks.holds_up(delegate)] == ["phone"]


@pytest.mark.parametrize("count", [1, 3])
def test_table_is_read_once(
    conference: Conference, count: int, django_assert_num_queries: Queries
) -> None:
    for _number in range(count):
        rule = RegistrationFieldFactory(conference=conference, is_required=True)
        RegistrationFieldLineFactory(field=rule)
        DelegateFactory(delegation__conference=conference, email="a@example.org")
    people = list(Delegate.objects.select_related("delegation", "rank", "spouse_of__rank"))
    lacks = Lacks(Asking(conference))

    with django_assert_num_queries(2):
        assert [lacks.columns(delegate) for delegate in people] == [[]] * count


def test_what_is_known_late_is_not_asked_for_correction_beforehand() -> None:
    delegate = DelegateFactory(email="")
    for column in ("hotel", "email"):
        RegistrationFieldFactory(conference=delegate.conference, column=column, is_required=True)

    assert Lacks(Asking(delegate.conference)).names(delegate) == ["email"]
