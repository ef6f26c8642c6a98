from django.test import Client

from conference.addresses import admin_url
from conference.models import Conference
from delegates.models import Category, Organization
from tests.factories import (
    CategoryFactory,
    CategoryRuleFactory,
    CategoryZoneFactory,
    DelegateFactory,
    ZoneFactory,
)
from tests.here import here
from tests.page_forms import form_values


def test_category_opens_the_ticked_zones(organizer: Client, conference: Conference) -> None:
    category = CategoryFactory(conference=conference)
    kept, closed = CategoryZoneFactory.create_batch(2, category=category)
    opened = ZoneFactory(conference=conference)
    url = here("delegates_category_change", category.pk)
    values = form_values(organizer.get(url).content.decode(), "category_form")
    assert set(values["opened_zones"]) == {str(kept.zone.pk), str(closed.zone.pk)}

    organizer.post(url, values | {"opened_zones": [str(kept.zone.pk), str(opened.pk)]})

    assert set(category.zones.all()) == {kept.zone, opened}
    assert category.category_zones.filter(pk=kept.pk).exists()


def test_letter_taken_is_refused_in_the_constraints_words(
    organizer: Client, conference: Conference
) -> None:
    CategoryFactory(conference=conference, letter="V")
    data = {"letter": "V", "name_0": "VIP", "colour": "#b8892b", "order": "0"}

    response = organizer.post(here("delegates_category_add"), data)

    assert "Another category has this letter." in response.content.decode()
    assert Category.objects.count() == 1


def test_changed_rule_gives_delegates_their_category(
    organizer: Client, conference: Conference
) -> None:
    category = CategoryFactory(conference=conference)
    rule = CategoryRuleFactory(category=category, nature="media")
    follows = DelegateFactory(delegation__conference=conference)
    by_hand = DelegateFactory(delegation__conference=conference, is_category_set_by_hand=True)
    url = here("delegates_categoryrule_change", rule.pk)
    values = form_values(organizer.get(url).content.decode(), "categoryrule_form")

    organizer.post(url, values | {"nature": ""})

    follows.refresh_from_db()
    by_hand.refresh_from_db()
    assert (follows.category, by_hand.category) == (category, None)


def test_organizer_adds_an_organization_and_edits_none(organizer: Client) -> None:
    data = {"name_0": "Rivers Institute", "acronym": "RI", "type": "research", "aliases": ""}
    data["for_conference"] = str(Conference.objects.get().pk)

    organizer.post(admin_url(None, "delegates_organization_add"), data)

    organization = Organization.objects.get()
    assert organization.sort_keys["en"]
    url = admin_url(None, "delegates_organization_change", organization.pk)
    assert organizer.get(url).status_code == 200
    assert organizer.post(url, data | {"acronym": "X"}).status_code == 403
