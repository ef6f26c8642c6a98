from django.test import Client
from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent, Conference
from delegates.models import Delegate, Delegation
from delegates.services import kinds
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    OrganizationFactory,
    UsualKindFactory,
)
from tests.here import here
from tests.page_forms import form_values

ADD = here("delegates_delegation_add")


def change_url(delegation: Delegation) -> str:
    return here("delegates_delegation_change", delegation.pk)


def values_of(client: Client, url: str) -> dict[str, object]:
    return dict(form_values(client.get(url).content.decode(), "delegation_form"))


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


def test_head_is_appointed_by_the_service(organizer: Client, conference: Conference) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate.delegation)

    organizer.post(url, values_of(organizer, url) | {"head": delegate.pk})

    assert Delegation.objects.get().head == delegate
    assert [event.action for event in AuditEvent.objects.all()] == ["delegation.head_appointed"]


def test_delegate_of_another_delegation_is_no_choice_for_head(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    stranger = DelegateFactory(delegation__conference=conference)
    url = change_url(delegation)

    response = organizer.post(url, values_of(organizer, url) | {"head": stranger.pk})

    assert response.context["adminform"].form.errors["head"]
    delegation.refresh_from_db()
    assert delegation.head is None


def test_rows_are_registered_ordered_and_changed(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    first, second = (DelegateFactory(delegation=delegation, order=order) for order in (0, 1))
    url = change_url(delegation)
    values = values_of(organizer, url)

    organizer.post(
        url,
        values
        | {
            "delegates-TOTAL_FORMS": "3",
            "delegates-0-order": "1",
            "delegates-1-order": "0",
            "delegates-2-delegation": delegation.pk,
            "delegates-2-given_name": "Third",
            "delegates-2-position": "expert",
        },
    )

    names = [row.given_name for row in Delegate.objects.in_protocol_order()]
    assert names == [second.given_name, first.given_name, "Third"]
    third = Delegate.objects.get(given_name="Third")
    assert "third" in third.search_text


def test_row_without_a_name_comes_back_with_the_reason(
    organizer: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    url = change_url(delegate.delegation)
    emptied = {"delegates-0-given_name": "", "delegates-0-family_name": ""}

    response = organizer.post(url, values_of(organizer, url) | emptied)

    assert "A delegate needs a given name or a family name." in response.content.decode()


def test_page_asks_as_often_for_three_delegates_as_for_one(
    organizer: Client, conference: Conference, django_assert_num_queries: object
) -> None:
    delegation = DelegationFactory(conference=conference)
    organizer.get(change_url(delegation))
    for rows in (1, 2):
        DelegateFactory.create_batch(rows, delegation=delegation)

        with django_assert_num_queries(12):  # type: ignore[operator]
            organizer.get(change_url(delegation))


def test_delegation_is_withdrawn_with_a_reason_and_restored(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    withdraw, restore = (
        here(f"delegates_delegation_{verb}", delegation.pk) for verb in ("withdraw", "restore")
    )

    organizer.post(withdraw, {"reason": ""})
    delegation.refresh_from_db()
    assert not delegation.is_withdrawn

    organizer.post(withdraw, {"reason": "Note verbale of 2 April"})
    delegation.refresh_from_db()
    assert delegation.withdrawal_reason == "Note verbale of 2 April"

    organizer.post(restore)
    delegation.refresh_from_db()
    assert not delegation.is_withdrawn


def test_refresh_takes_the_names_of_now(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    delegation.country.name = LazyI18nString({"en": "Türkiye"})
    delegation.country.save()

    organizer.post(here("delegates_delegation_refresh", delegation.pk))

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
