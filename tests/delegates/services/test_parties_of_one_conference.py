"""What an organizer adds is their conference's until the installation administrator takes it up."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, StaffRole
from delegates.importing.known import known_in
from delegates.models import Delegation, Organization
from delegates.recognition.parties import Match, Unknown
from delegates.services import parties
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegationFactory,
    OrganizationFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.races import while_uncommitted

NEW = {"name_0": "Rivers Institute", "acronym": "RI", "type": "research", "aliases": ""}
ADD = admin_url(None, "delegates_organization_add")
LIST = admin_url(None, "delegates_organization_changelist")


@pytest.fixture
def role() -> StaffRole:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER)
    return role


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client) -> list[str]:
    return sorted(str(row) for row in client.get(LIST).context["cl"].result_list)


def test_organizer_adds_for_a_conference_of_theirs_and_for_no_other(role: StaffRole) -> None:
    organizer, elsewhere = signed_in(role.user), ConferenceFactory()

    organizer.post(ADD, NEW | {"for_conference": str(elsewhere.pk)})
    organizer.post(ADD, NEW)
    assert Organization.objects.count() == 0

    organizer.post(ADD, NEW | {"for_conference": str(role.conference.pk)})
    assert Organization.objects.get().conference == role.conference
    event = AuditEvent.objects.get(action="organization.added")
    assert event.conference == role.conference


def test_page_opened_in_a_conference_offers_that_conference_first(role: StaffRole) -> None:
    other = StaffRoleFactory(user=role.user, role=Role.ORGANIZER)
    came_from = admin_url(other.conference, "delegates_delegation_add")

    page = signed_in(role.user).get(ADD, headers={"Referer": f"https://x{came_from}"})

    form = page.context["adminform"].form
    assert form.initial["for_conference"] == str(other.conference.pk)
    assert len(form.fields["for_conference"].choices) == 2


def test_installation_administrator_adds_for_all() -> None:
    signed_in(UserFactory(is_superuser=True)).post(ADD, NEW)

    assert Organization.objects.get().conference is None


def test_only_its_conference_knows_it(role: StaffRole) -> None:
    shared = OrganizationFactory(name=words("Shared"), acronym="")
    own = OrganizationFactory(name=words("Own"), acronym="", conference=role.conference)
    foreign = OrganizationFactory(name=words("Foreign"), acronym="", conference=ConferenceFactory())
    organizer = signed_in(role.user)

    assert listed(organizer) == ["Own", "Shared"]
    changes = [
        organizer.get(admin_url(None, "delegates_organization_change", row.pk)).status_code
        for row in (shared, own, foreign)
    ]
    assert changes == [200, 200, 404]
    asked = {"app_label": "delegates", "model_name": "delegation", "field_name": "organization"}
    found = organizer.get(admin_url(role.conference, "autocomplete"), asked | {"term": ""}).json()
    assert sorted(choice["text"] for choice in found["results"]) == ["Own", "Shared"]


def test_import_recognises_what_its_conference_knows(role: StaffRole) -> None:
    OrganizationFactory(name=words("Own Institute"), conference=role.conference)
    elsewhere = ConferenceFactory()

    answers = [
        known_in(conference).parties.recogniser.recognise("Own Institute")
        for conference in (role.conference, elsewhere)
    ]

    assert [type(answer) for answer in answers] == [Match, Unknown]


def test_database_refuses_a_delegation_of_another_conferences_organization(
    role: StaffRole,
) -> None:
    foreign = OrganizationFactory(conference=ConferenceFactory())
    own = OrganizationFactory(conference=role.conference)
    delegation = DelegationFactory(
        conference=role.conference, country=None, organization=own, kind__code="media"
    )

    with pytest.raises(IntegrityError, match="another conference"), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(organization=foreign)
    with pytest.raises(IntegrityError, match="another conference"), transaction.atomic():
        DelegationFactory(
            conference=role.conference, country=None, organization=foreign, kind__code="media"
        )


def wakanda_and_un_environment() -> None:
    CountryFactory(iso2="WK", name=words("Wakanda"), aliases=["Kingdom of Wakanda"])
    OrganizationFactory(
        name=words("UN Environment"), acronym="UNEP", aliases=["Environment Program"]
    )


def called(taken: str, where: str, role: StaffRole) -> Organization:
    return Organization(
        name=words(taken if where == "name" else "Rivers Institute"),
        acronym=taken if where == "acronym" else "",
        aliases=[taken] if where == "alias" else [],
        type="research",
        conference=role.conference,
    )


@pytest.mark.parametrize("taken", ["Wakanda", "WK", "UNEP", "Environment Program"])
@pytest.mark.parametrize("where", ["name", "acronym", "alias"])
def test_name_of_a_country_or_of_a_known_organization_is_refused(
    role: StaffRole, taken: str, where: str
) -> None:
    wakanda_and_un_environment()
    named = called(taken, where, role)

    for is_another in (False, True):
        with pytest.raises(DomainError, match=f"“{taken}” is a name of"):
            parties.save(party=named, fields=[], by=role.user, at=AT, is_another=is_another)

    assert Organization.objects.count() == 1


@pytest.mark.parametrize(
    "alike",
    ["WAKANDA", "The Kingdom of Wakanda", "wk", "U.N.E.P.", "Environment Programme"],
)
@pytest.mark.parametrize("where", ["name", "acronym", "alias"])
def test_name_written_like_a_known_one_is_asked_about(
    role: StaffRole, alike: str, where: str
) -> None:
    wakanda_and_un_environment()
    named = called(alike, where, role)

    with pytest.raises(parties.AlikeError, match=f"“{alike}” is written like a name of") as asked:
        parties.save(party=named, fields=[], by=role.user, at=AT)
    assert Organization.objects.count() == 1
    assert [row.name for row in asked.value.alike] == [alike]

    parties.save(party=named, fields=[], by=role.user, at=AT, is_another=True)
    assert Organization.objects.get(conference=role.conference) == named


def test_refused_name_comes_back_on_the_form(role: StaffRole) -> None:
    CountryFactory(iso2="WK", name=words("Wakanda"))
    data = NEW | {"name_0": "Wakanda", "for_conference": str(role.conference.pk)}

    page = signed_in(role.user).post(ADD, data).content.decode()

    assert "“Wakanda” is a name of Wakanda" in page
    assert "This is another one" not in page


def test_organization_like_another_is_added_once_somebody_says_that_it_is_another(
    role: StaffRole,
) -> None:
    OrganizationFactory(name=words("Zoï"), acronym="")
    organizer = signed_in(role.user)
    data = NEW | {"name_0": "ZOI", "for_conference": str(role.conference.pk)}

    page = organizer.post(ADD, data)
    assert "“ZOI” is written like a name of Zoï." in page.content.decode()
    assert '<input type="checkbox" name="is_another"' in page.content.decode()
    assert Organization.objects.count() == 1

    organizer.post(ADD, data | {"is_another": "on"})
    added = Organization.objects.get(conference=role.conference)
    assert str(added.name) == "ZOI"
    assert AuditEvent.objects.get(action="organization.added").fields == [
        "acronym",
        "for_conference",
        "name",
        "type",
    ]
    assert [known(role, text) for text in ("Zoï", "ZOI")] == ["Zoï", "ZOI"]


def known(role: StaffRole, text: str) -> str:
    answer = known_in(role.conference).parties.recogniser.recognise(text)
    assert isinstance(answer, Match)
    return answer.entry.names["en"]


def test_page_to_add_asks_nothing_before_it_knows_the_name(role: StaffRole) -> None:
    assert "This is another one" not in signed_in(role.user).get(ADD).content.decode()


def test_name_that_another_conference_gave_is_free_and_taken_up_only_once(role: StaffRole) -> None:
    rows = [
        OrganizationFactory(name=words("Rivers Institute"), acronym="", conference=conference)
        for conference in (role.conference, ConferenceFactory())
    ]
    administrator = UserFactory(is_superuser=True)

    parties.take_up(organization=rows[0], by=administrator, at=AT)

    with pytest.raises(DomainError, match="“Rivers Institute” is a name of"):
        parties.take_up(organization=rows[1], by=administrator, at=AT)
    assert list(Organization.objects.filter(conference=None)) == [rows[0]]


@pytest.mark.django_db(transaction=True)
def test_organization_that_two_take_up_is_taken_up_once(role: StaffRole) -> None:
    waiting = OrganizationFactory(name=words("Rivers Institute"), conference=role.conference)
    administrator = UserFactory(is_superuser=True)
    take_up = partial(parties.take_up, organization=waiting, by=administrator, at=AT)

    second = while_uncommitted(take_up, take_up)

    assert second.conference is None
    assert AuditEvent.objects.filter(action="organization.taken_up").count() == 1


def test_administrator_takes_up_what_waits(role: StaffRole) -> None:
    waiting = OrganizationFactory(name=words("Rivers Institute"), conference=role.conference)
    OrganizationFactory(name=words("Shared"))
    administrator = UserFactory(is_superuser=True)
    chosen = {"action": "take_up", "_selected_action": [waiting.pk]}

    assert [
        row.pk for row in signed_in(administrator).get(f"{LIST}?known=one").context["cl"].queryset
    ] == [waiting.pk]
    signed_in(role.user).post(LIST, chosen)
    waiting.refresh_from_db()
    assert waiting.conference == role.conference
    signed_in(administrator).post(LIST, chosen)

    waiting.refresh_from_db()
    assert waiting.conference is None
    event = AuditEvent.objects.get(action="organization.taken_up")
    assert (event.by, event.conference, event.detail) == (
        administrator,
        None,
        {"conference": role.conference.pk},
    )
