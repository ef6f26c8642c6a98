"""Which texts are judged, and that no service lets in what cannot be printed."""

import pytest
from django.utils import timezone
from i18nfield.strings import LazyI18nString

from conference.errors import DomainError
from conference.letters import Written
from conference.models import Conference
from conference.writing.scripts import name_scripts
from delegates.letters import doubts_of, printed_texts
from delegates.models import Category, Delegate, Delegation
from delegates.naming.name_languages import NAME_LANGUAGES
from delegates.services import delegations, registering
from tests.factories import DelegateFactory, DelegationFactory, UserFactory

PARTY = "\U0001f389"


def test_printed_texts_are_those_that_badges_show() -> None:
    assert {model: set(printed_texts(model)) for model in (Delegation, Category, Conference)} == {
        Delegation: {"name", "acronym", "flag_code"},
        Category: {"letter", "name", "colour"},
        Conference: {"title", "short_title", "place"},
    }
    assert printed_texts(Delegate) == {
        "given_name": Written.LATIN_NAME,
        "family_name": Written.LATIN_NAME,
        "patronymic": Written.LATIN_NAME,
        "name_suffix": Written.LATIN_NAME,
        "own_given_name": Written.OWN_NAME,
        "own_family_name": Written.OWN_NAME,
        "own_name": Written.OWN_NAME,
        "display_name": Written.NAME,
        "function": Written.WORDS,
        "department": Written.WORDS,
        "ministry": Written.WORDS,
    }


def test_scripts_are_known_of_every_language_that_a_name_can_be_in() -> None:
    assert {tag for tag in NAME_LANGUAGES if not name_scripts(tag)} == set()


def test_doubts_are_of_the_values_given_and_of_what_nobody_answered() -> None:
    values = {"given_name": "Иван", "own_name": "Иван", "function": "?", "email": "?"}

    def codes(*answered: str) -> list[tuple[str, str]]:
        found = doubts_of(values, language="ru", answered=answered)
        return [(field, doubt.code) for field, doubt in found]

    assert codes() == [("given_name", "foreign")]
    assert codes("foreign:Иван") == []


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["given_name", "own_name", "display_name", "ministry"])
def test_nobody_is_registered_with_what_cannot_be_printed(field: str) -> None:
    delegation = DelegationFactory()
    language = {"own_name_language": "tg"} if field == "own_name" else {}
    delegate = Delegate(
        delegation=delegation, **{"family_name": "Nagy", field: f"Eva {PARTY}"} | language
    )

    with pytest.raises(DomainError, match=r"“.*” has “\U0001f389” \(U\+1F389\)"):
        registering.register(delegate=delegate, by=UserFactory(), at=timezone.now())

    assert not Delegate.objects.exists()


@pytest.mark.django_db
def test_no_change_writes_what_cannot_be_printed_and_others_are_let_in() -> None:
    delegate = DelegateFactory(function=f"Adviser {PARTY}")
    by, at = UserFactory(), timezone.now()

    registering.change(delegate=delegate, fields={"department": "Press"}, by=by, at=at)
    with pytest.raises(DomainError, match="Ministry or organization"):
        registering.change(delegate=delegate, fields={"ministry": PARTY}, by=by, at=at)

    delegate.refresh_from_db()
    assert (delegate.department, delegate.ministry) == ("Press", "")


@pytest.mark.django_db
def test_no_delegation_is_called_what_cannot_be_printed() -> None:
    delegation = DelegationFactory(acronym="OK")
    by, at = UserFactory(), timezone.now()

    delegation.name = LazyI18nString({"en": "Club", "tg": f"Клуб {PARTY}"})
    with pytest.raises(DomainError, match=r"U\+1F389"):
        delegations.change(delegation=delegation, fields=["name"], by=by, at=at)
    delegations.change(delegation=delegation, fields=["acronym"], by=by, at=at)
