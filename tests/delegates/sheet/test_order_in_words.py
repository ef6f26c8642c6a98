import pytest
from i18nfield.strings import LazyI18nString

from conference.models import Conference
from delegates.models import Delegation
from delegates.sheet.order_in_words import why
from tests.factories import ConferenceFactory, DelegationFactory


@pytest.fixture
def conference() -> Conference:
    made: Conference = ConferenceFactory(order_language="en")
    return made


def called(conference: Conference, kind: str = "state", **names: str) -> Delegation:
    row: Delegation = DelegationFactory(
        conference=conference, kind__code=kind, name=LazyI18nString(names)
    )
    return row


OF_STATES = "Both are of the kind “State”. Names follow the alphabet of English."


@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        ("Costa Rica", "Côte d'Ivoire", "differ at “Cos” and “Côt”."),
        ("Côte d'Ivoire", "Croatia", "differ at “Cô” and “Cr”."),
        ("Niger", "Nigeria", "“Nigeria” begins like “Niger” and is longer."),
        ("Resume", "Résumé", "Their letters are the same: accents and capitals decide."),
        ("Ghana", "Ghana", "Their names are alike: the delegation registered first comes first."),
    ],
)
def test_names_part_where_their_letters_do(
    conference: Conference, first: str, second: str, because: str
) -> None:
    one, other = called(conference, en=first), called(conference, en=second)

    said = why(other, one, conference)

    assert said[:2] == [f"{first} comes before {second}.", OF_STATES]
    assert said[2].endswith(because)
    assert said == why(one, other, conference)


def test_kinds_come_before_names(conference: Conference) -> None:
    state, observer = (
        called(conference, en="Zambia"),
        called(conference, "observer_state", en="Andorra"),
    )

    assert why(observer, state, conference) == [
        "Zambia comes before Andorra.",
        "Kinds come first: “State” comes before “Observer State” in this conference.",
    ]


def test_name_in_another_language_is_named(conference: Conference) -> None:
    one, other = called(conference, fr="Allemagne"), called(conference, en="Ghana")

    assert why(one, other, conference)[2] == (
        "“Allemagne” has no name in that language: this one takes its place."
    )


def test_order_language_decides() -> None:
    conference = ConferenceFactory(order_language="tg", languages=["en", "tg"])
    one, other = (
        called(conference, en="Qatar", tg="Қатар"),
        called(conference, en="Luxembourg", tg="Люксембург"),
    )

    said = why(one, other, conference)

    assert said[0] == "Qatar comes before Luxembourg."
    assert said[2] == "“Қатар” and “Люксембург” differ at “Қ” and “Л”."
