import re

from django.test import Client
from django.utils.html import strip_tags
from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent, Conference
from delegates.models import Delegation
from delegates.services import kinds
from tests.deciding import decided
from tests.factories import (
    AT,
    CountryFactory,
    DelegationFactory,
    NominationFactory,
    OrganizationFactory,
    UserFactory,
    UsualKindFactory,
)
from tests.here import here

ADD = here("delegates_delegation_add")


def test_new_delegation_copies_what_it_owns(organizer: Client, conference: Conference) -> None:
    country = CountryFactory(iso2="TR", name=LazyI18nString({"en": "Turkey", "tg": "Туркия"}))
    kinds.install_defaults(conference)

    organizer.post(ADD, {"country": country.pk, "organization": "", "kind": ""})

    delegation = Delegation.objects.get()
    assert delegation.conference == conference
    assert delegation.name.data == {"en": "Turkey", "tg": "Туркия"}
    assert (delegation.kind.code, delegation.flag_code) == ("state", "tr")
    assert [event.action for event in AuditEvent.objects.all()] == ["delegation.registered"]


def test_delegation_of_both_or_neither_is_refused(organizer: Client) -> None:
    country, organization = CountryFactory(), OrganizationFactory()

    for data in ({}, {"country": country.pk, "organization": organization.pk}):
        response = organizer.post(ADD, data)
        assert "choose exactly one" in response.content.decode()


def test_second_delegation_of_a_country_is_refused_in_the_constraints_words(
    organizer: Client, conference: Conference
) -> None:
    """The kind follows only on saving, so the form cannot know: the database says it."""
    former = DelegationFactory(conference=conference)
    UsualKindFactory(conference=conference, sender="member")

    response = organizer.post(ADD, {"country": former.country.pk, "kind": ""})

    assert response.status_code == 200
    assert "already has a delegation at the conference" in response.content.decode()


def test_delegation_is_withdrawn_with_a_reason_and_restored(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    withdraw, restore = (
        here(f"delegates_delegation_{verb}", delegation.pk) for verb in ("withdraw", "restore")
    )

    decided(organizer, withdraw, reason="")
    delegation.refresh_from_db()
    assert not delegation.is_withdrawn

    decided(organizer, withdraw, reason="Note verbale of 2 April")
    delegation.refresh_from_db()
    assert delegation.withdrawal_reason == "Note verbale of 2 April"

    decided(organizer, restore)
    delegation.refresh_from_db()
    assert not delegation.is_withdrawn


def test_list_says_of_whoever_stays_away_that_they_do(
    organizer: Client, conference: Conference
) -> None:
    DelegationFactory(conference=conference)
    DelegationFactory(conference=conference, withdrawn_at=AT, withdrawn_by=UserFactory())

    page = organizer.get(here("delegates_delegation_changelist")).content.decode()

    names = [strip_tags(cell) for cell in re.findall(r"field-title.*?</th>", page, re.DOTALL)]
    assert ["Withdrawn" in name for name in names] == [False, True]


def test_list_finds_notes_verbales_by_what_is_to_be_noted(
    organizer: Client, conference: Conference
) -> None:
    unread, received, done, _without = DelegationFactory.create_batch(4, conference=conference)
    noted = {"received_at": AT, "received_by": UserFactory()}
    NominationFactory(delegation=unread)
    NominationFactory(delegation=received, **noted)
    NominationFactory(delegation=done, **noted, verified_at=AT, verified_by=UserFactory())

    def found(note: str) -> list[Delegation]:
        url = here("delegates_delegation_changelist")
        return list(organizer.get(url, {"note": note}).context["cl"].result_list)

    assert found("to_be_received") == [unread]
    assert found("to_be_verified") == [received]


def test_refresh_takes_the_names_of_now(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    delegation.country.name = LazyI18nString({"en": "Türkiye"})
    delegation.country.save()

    decided(organizer, here("delegates_delegation_refresh", delegation.pk))

    delegation.refresh_from_db()
    assert delegation.name.data == {"en": "Türkiye"}


def test_search_knows_every_language_and_no_accents(
    organizer: Client, conference: Conference
) -> None:
    name = LazyI18nString({"en": "Côte d'Ivoire", "ru": "Кот-д’Ивуар"})
    DelegationFactory(conference=conference, country__name=name)
    DelegationFactory(conference=conference)
    url = here("delegates_delegation_changelist")

    counts = [
        organizer.post(url, {"search": query}, follow=True).context["cl"].result_count
        for query in ("cote divoire", "ивуар")
    ]

    assert counts == [1, 1]


def test_page_that_deletes_names_the_list_once(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference, name="Finland")

    page = organizer.get(here("delegates_delegation_delete", delegation.pk)).content.decode()

    (crumbs,) = re.findall(r'<div class="breadcrumbs">(.*?)</div>', page, re.DOTALL)
    assert " ".join(strip_tags(crumbs).split()) == "Home › Delegations › Finland › Delete"
