from typing import Any

import pytest
from django.test import Client
from i18nfield.strings import LazyI18nString

from conference.models import AuditEvent, Conference
from delegates.models import Delegate, Delegation
from delegates.services import kinds
from tests.admin_pages import Ask
from tests.counting import counted
from tests.factories import (
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    KnownApartFactory,
    OrganizationFactory,
    UsualKindFactory,
)
from tests.here import here
from tests.page_forms import form_values

ADD = here("delegates_delegation_add")
ADD_BY_FORM = "Perhaps this is %s. Add this person by the form of a delegate, which asks who it is."
RENAME_BY_FORM = (
    "Perhaps this is %s. Change the name on the delegate's own page, which asks who it is."
)


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


def with_new_rows(
    client: Client, delegation: Delegation, *names: tuple[str, str]
) -> dict[str, object]:
    """What the delegation's page sends once these people are typed below those who are there."""
    values = values_of(client, change_url(delegation))
    first = delegation.delegates.count()
    values["delegates-TOTAL_FORMS"] = str(first + len(names))
    for number, (given_name, family_name) in enumerate(names, start=first):
        values |= {
            f"delegates-{number}-delegation": delegation.pk,
            f"delegates-{number}-given_name": given_name,
            f"delegates-{number}-family_name": family_name,
            f"delegates-{number}-position": "member",
        }
    return values


def errors_of_rows(response: Any) -> list[dict[str, list[str]]]:
    return [dict(errors) for errors in response.context["inline_admin_formsets"][0].formset.errors]


@pytest.fixture
def anna(conference: Conference) -> Delegate:
    return DelegateFactory(
        delegation__conference=conference, given_name="Anna", family_name="Brauer-Diabaté"
    )


def test_new_row_like_somebody_comes_back_with_who_it_perhaps_is(
    organizer: Client, anna: Delegate
) -> None:
    values = with_new_rows(
        organizer, anna.delegation, ("Ana", "Brauer-Diabate"), ("Jorge", "Silva")
    )

    response = organizer.post(change_url(anna.delegation), values)

    assert list(Delegate.objects.all()) == [anna]
    assert errors_of_rows(response) == [
        {},
        {"__all__": [ADD_BY_FORM % f"{anna} ({anna.delegation}, {anna.reference})"]},
        {},
    ]
    sent_back = dict(form_values(response.content.decode(), "delegation_form"))
    assert {name: value[0] for name, value in sent_back.items() if "-2-given" in name} == {
        "delegates-2-given_name": "Jorge"
    }
    assert sent_back["delegates-1-family_name"] == ["Brauer-Diabate"]


def test_new_row_like_somebody_of_another_delegation_comes_back(
    organizer: Client, conference: Conference, anna: Delegate
) -> None:
    delegation = DelegationFactory(conference=conference)

    organizer.post(
        change_url(delegation), with_new_rows(organizer, delegation, ("Anna", "Brauer-Diabaté"))
    )

    assert list(Delegate.objects.all()) == [anna]


def test_row_renamed_to_somebody_comes_back_unless_they_are_known_apart(
    organizer: Client, anna: Delegate
) -> None:
    other = DelegateFactory(
        delegation=anna.delegation, given_name="Jorge", family_name="Silva", order=1
    )
    url = change_url(anna.delegation)
    renamed = {"delegates-1-given_name": "Ana", "delegates-1-family_name": "Brauer-Diabaté"}

    response = organizer.post(url, values_of(organizer, url) | renamed)

    other.refresh_from_db()
    assert other.given_name == "Jorge"
    assert errors_of_rows(response)[1] == {
        "__all__": [RENAME_BY_FORM % f"{anna} ({anna.delegation}, {anna.reference})"]
    }

    KnownApartFactory(first=anna, second=other)
    organizer.post(url, values_of(organizer, url) | renamed)

    other.refresh_from_db()
    assert other.given_name == "Ana"


def test_two_new_rows_like_each_other_come_back(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    values = with_new_rows(organizer, delegation, ("Jorge", "Silva"), ("Jorge", "Silva"))

    response = organizer.post(change_url(delegation), values)

    assert Delegate.objects.count() == 0
    assert errors_of_rows(response) == [
        {},
        {"__all__": [ADD_BY_FORM % f"SILVA, Jorge ({delegation})"]},
    ]


def test_two_rows_renamed_alike_come_back_unless_they_are_known_apart(
    organizer: Client, anna: Delegate
) -> None:
    other = DelegateFactory(
        delegation=anna.delegation, given_name="Jorge", family_name="Silva", order=1
    )
    url = change_url(anna.delegation)
    renamed = {
        f"delegates-{row}-{part}_name": name
        for row in (0, 1)
        for part, name in (("given", "Wim"), ("family", "Okonkwo"))
    }

    organizer.post(url, values_of(organizer, url) | renamed)

    assert Delegate.objects.filter(given_name="Wim").count() == 0

    KnownApartFactory(first=anna, second=other)
    organizer.post(url, values_of(organizer, url) | renamed)

    assert Delegate.objects.filter(given_name="Wim").count() == 2


def test_rows_whose_names_stay_are_not_asked_about(
    organizer: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(conference=conference)
    url = change_url(delegation)
    found = []
    for rows in (2, 2):
        DelegateFactory.create_batch(
            rows, delegation=delegation, given_name="Jorge", family_name="Silva"
        )
        moved = {"delegates-0-order": [f"{delegation.delegates.count()}"]}
        values = values_of(organizer, url) | moved
        count, response = counted(organizer, Ask.sending(url, values))  # type: ignore[arg-type]
        assert response.status_code == 302
        found.append(count.queries)

    assert found[0] == found[1]


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
