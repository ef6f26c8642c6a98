"""Organizations that an import adds, and the names by which a conference's files call a party."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from delegates.importing.known import known_in
from delegates.importing.report import Party
from delegates.models import Organization, PartyAlias
from delegates.services import parties
from tests.counting import Counted
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    OrganizationFactory,
    PartyAliasFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted


@pytest.fixture
def conference() -> Conference:
    found: Conference = ConferenceFactory()
    return found


@pytest.fixture
def officer() -> User:
    found: User = UserFactory()
    return found


def new(conference: Conference, *names: str) -> list[Organization]:
    return [
        parties.new_organization(conference, name=name, of_type="civil_society") for name in names
    ]


# Added by an import


def test_added_organizations_are_known_to_their_conference(
    conference: Conference, officer: User
) -> None:
    added = parties.add_organizations(
        organizations=new(conference, "Rivers Institute", "Lakes Institute"), by=officer, at=AT
    )

    assert [(str(row.name), row.conference, row.type) for row in added] == [
        ("Rivers Institute", conference, "civil_society"),
        ("Lakes Institute", conference, "civil_society"),
    ]
    assert all(row.sort_keys["en"] for row in Organization.objects.all())
    events = AuditEvent.objects.filter(action="organization.added", conference=conference)
    assert {event.target_id for event in events} == {row.pk for row in added}


def test_adding_many_asks_as_often_as_adding_one(conference: Conference, officer: User) -> None:
    def queries(*names: str) -> int:
        found = Counted()
        with connection.execute_wrapper(found):
            parties.add_organizations(organizations=new(conference, *names), by=officer, at=AT)
        return found.queries

    assert queries("Rivers Institute") == queries("Lakes Union", "Seas Trust", "Glacier Club")


def test_one_of_many_that_is_taken_adds_none(conference: Conference, officer: User) -> None:
    CountryFactory(name=words("Wakanda"))

    for names in (("Rivers Institute", "Wakanda"), ("Rivers Institute", "Rivers Institute")):
        with pytest.raises(DomainError, match=f"“{names[1]}” is a name of {names[1]}"):
            parties.add_organizations(
                organizations=new(conference, *names), by=officer, at=AT, is_another=True
            )

    assert not Organization.objects.exists()


def test_many_that_are_alike_are_all_named_before_any_is_added(
    conference: Conference, officer: User
) -> None:
    OrganizationFactory(name=words("Zoï"), acronym="")
    rows = new(conference, "ZOI", "Rivers Institute", "RIVERS INSTITUTE")

    with pytest.raises(parties.AlikeError) as asked:
        parties.add_organizations(organizations=rows, by=officer, at=AT)
    assert [str(each) for each in asked.value.alike] == [
        "“ZOI” is written like a name of Zoï.",
        "“RIVERS INSTITUTE” is written like a name of Rivers Institute.",
    ]
    assert Organization.objects.count() == 1

    parties.add_organizations(organizations=rows, by=officer, at=AT, is_another=True)
    assert Organization.objects.count() == 4


def test_acronym_of_an_organization_of_another_conference_is_refused_in_words(
    conference: Conference, officer: User
) -> None:
    OrganizationFactory(acronym="RI", conference=ConferenceFactory())
    organization = parties.new_organization(
        conference, name="Rivers Institute", of_type="research", acronym="RI"
    )

    with pytest.raises(DomainError, match="Another organization has the acronym RI"):
        parties.add_organizations(organizations=[organization], by=officer, at=AT)


# Names in files


def test_answer_is_remembered_for_the_files_of_its_conference_only(
    conference: Conference, officer: User
) -> None:
    bank = OrganizationFactory(name=words("World Bank"))

    parties.remember_aliases(
        conference=conference, aliases=[("The Bank (Washington)", bank)], by=officer, at=AT
    )

    assert known_in(conference).aliases == {"bank washington": Party("organization", bank.pk)}
    assert known_in(ConferenceFactory()).aliases == {}
    event = AuditEvent.objects.get(action="partyalias.added")
    assert (event.conference, event.detail) == (conference, {"organization": bank.pk})


def test_many_names_are_remembered_by_as_many_queries_as_few(
    conference: Conference, officer: User
) -> None:
    queries = []

    for count in (2, 20):
        banks = OrganizationFactory.create_batch(count)
        with CaptureQueriesContext(connection) as asked:
            rows = parties.senders(("organization", bank.pk) for bank in banks)
            parties.remember_aliases(
                conference=conference,
                aliases=[(f"Bank {pk}", row) for (_type, pk), row in rows.items()],
                by=officer,
                at=AT,
            )
        queries.append(len(asked))

    assert queries[0] == queries[1]
    assert PartyAlias.objects.count() == 22
    details = {
        event.target_id: event.detail
        for event in AuditEvent.objects.filter(action="partyalias.added")
    }
    assert details == {
        alias.pk: {"organization": alias.organization_id} for alias in PartyAlias.objects.all()
    }


def test_many_names_are_looked_up_for_every_conference_by_as_many_queries_as_few() -> None:
    queries = []

    for count in (2, 20):
        banks = OrganizationFactory.create_batch(count)
        with CaptureQueriesContext(connection) as asked:
            parties.require_general((f"The Bank {bank.pk}", bank) for bank in banks)
        queries.append(len(asked))

    assert queries[0] == queries[1]


def test_second_answer_takes_the_place_of_the_first(conference: Conference, officer: User) -> None:
    bank, country = OrganizationFactory(), CountryFactory()

    for text, party in (("The Bank", bank), ("BANK", country)):
        parties.remember_aliases(conference=conference, aliases=[(text, party)], by=officer, at=AT)

    alias = PartyAlias.objects.get()
    assert (alias.text, alias.party, alias.organization) == ("BANK", country, None)


@pytest.mark.parametrize("text", ["", " – ", "x" * 501])
def test_text_that_is_no_name_is_not_remembered(
    conference: Conference, officer: User, text: str
) -> None:
    with pytest.raises(DomainError, match="between 1 and 500 characters"):
        parties.remember_aliases(
            conference=conference, aliases=[(text, OrganizationFactory())], by=officer, at=AT
        )


def test_organization_of_another_conference_has_no_name_here(
    conference: Conference, officer: User
) -> None:
    foreign = OrganizationFactory(conference=ConferenceFactory())

    with pytest.raises(DomainError, match="known to another conference only"):
        parties.remember_aliases(conference=conference, aliases=[("X", foreign)], by=officer, at=AT)
    with pytest.raises(IntegrityError, match="another conference"), transaction.atomic():
        PartyAliasFactory(conference=conference, organization=foreign)


def test_name_of_no_party_and_of_two_is_refused_by_the_database() -> None:
    for both in ({"organization": None}, {"country": CountryFactory()}):
        with (
            pytest.raises(IntegrityError, match="alias_of_a_country_or_an_organization"),
            transaction.atomic(),
        ):
            PartyAliasFactory(**both)


def test_name_made_general_is_one_of_the_partys_own(officer: User) -> None:
    alias = PartyAliasFactory(text="The Bank", organization__aliases=["WB"])

    party = parties.make_alias_general(alias=alias, by=officer, at=AT)

    party.refresh_from_db()
    assert party.aliases == ["WB", "The Bank"]
    assert not PartyAlias.objects.exists()
    event = AuditEvent.objects.get(action="partyalias.made_general")
    assert (event.conference, event.detail) == (alias.conference, {"organization": party.pk})


def test_name_of_another_party_is_not_made_general(officer: User) -> None:
    CountryFactory(name=words("Wakanda"))
    taken = PartyAliasFactory(text="WAKANDA")
    long = PartyAliasFactory(text="x" * 201)

    with pytest.raises(DomainError, match="“WAKANDA” is a name of Wakanda"):
        parties.make_alias_general(alias=taken, by=officer, at=AT)
    with pytest.raises(DomainError, match="longer than the 200 characters"):
        parties.make_alias_general(alias=long, by=officer, at=AT)

    assert PartyAlias.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_names_of_one_party_that_are_made_general_at_once_are_both_kept(
    officer: User,
) -> None:
    first = PartyAliasFactory(text="The Bank")
    second = PartyAliasFactory(
        text="The Other Bank", organization=first.organization, conference=first.conference
    )

    while_uncommitted(
        lambda: parties.make_alias_general(alias=first, by=officer, at=AT),
        lambda: parties.make_alias_general(alias=second, by=officer, at=AT),
    )

    party = Organization.objects.get(pk=first.organization_id)
    assert set(party.aliases) >= {"The Bank", "The Other Bank"}


# In the admin


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_organizer_forgets_a_name_and_the_administrator_makes_one_general(
    conference: Conference,
) -> None:
    organizer = signed_in(StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user)
    rows = [PartyAliasFactory(conference=conference) for _each in range(2)]
    listed = admin_url(conference, "delegates_partyalias_changelist")
    chosen = {"action": "make_general", "_selected_action": [rows[0].pk]}

    organizer.post(listed, chosen)
    assert PartyAlias.objects.count() == 2
    organizer.post(
        admin_url(conference, "delegates_partyalias_delete", rows[1].pk), {"post": "yes"}
    )
    assert list(PartyAlias.objects.all()) == rows[:1]
    assert AuditEvent.objects.filter(action="partyalias.deleted").count() == 1

    signed_in(UserFactory(is_superuser=True)).post(listed, chosen)
    assert Organization.objects.get(pk=rows[0].organization_id).aliases == [rows[0].text]
