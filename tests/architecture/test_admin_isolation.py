"""Who works in one conference meets nothing of another in the admin (design decision 2).

Everything is generated from the admin's registry: a new page cannot escape. That objects of another
conference answer like missing ones is shown over all addresses in `test_addresses`.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin import FieldListFilter
from django.db import models
from django.forms import BaseForm, ModelChoiceField
from django.test import Client

from conference.addresses import admin_url
from conference.admin import ConferenceModelAdmin
from conference.admin.scope import belongs_to_conference
from conference.choices import Role
from conference.models import Conference, StaffRole
from delegates.models import Organization
from tests.admin_rows import OF_CONFERENCES, WITH_A_LIST, address, hand_to, row_in
from tests.factories import ConferenceFactory, StaffRoleFactory
from tests.page_forms import form_values

SHARED = {"User", "Conference", "Country", "Organization", "InstallationEvent"}


def ids(value: Any) -> str:
    return str(value._meta.label)


@pytest.fixture
def here() -> Conference:
    return ConferenceFactory()


@pytest.fixture
def organizer(client: Client, here: Conference) -> Client:
    client.force_login(StaffRoleFactory(conference=here, role=Role.ORGANIZER).user)
    return client


@pytest.fixture
def elsewhere() -> Conference:
    """Another conference with a row of everything."""
    conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row_in(model, conference)
    return conference


def choices_of(form: BaseForm) -> Iterator[models.Model]:
    """Of the hidden key of an inline's row, Django itself takes only keys of the rows shown."""
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField) and field.queryset is not None and name != "id":
            yield from field.queryset.all()


def choices_on(response: Any) -> list[models.Model]:
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [*inline.formset.forms, inline.formset.empty_form]
    return [choice for form in forms for choice in choices_of(form)]


def test_every_model_of_a_conference_is_registered_through_one_class() -> None:
    others = {
        model.__name__
        for model, model_admin in admin.site._registry.items()
        if not isinstance(model_admin, ConferenceModelAdmin)
    }

    assert others == SHARED


@pytest.mark.parametrize("model", WITH_A_LIST, ids=ids)
def test_list_and_filters_stay_in_the_conference(
    organizer: Client, here: Conference, elsewhere: Conference, model: type[models.Model]
) -> None:
    own = row_in(model, here)
    hand_to(StaffRole.objects.filter(conference=here).earliest("pk").user, own)

    response = organizer.get(address(here, model, "changelist"))

    rows = response.context["cl"].result_list
    assert {row.conference for row in rows} == {here}
    assert own in rows
    for spec in response.context["cl"].filter_specs:
        if not isinstance(spec, FieldListFilter) or not hasattr(spec, "lookup_choices"):
            continue
        related = getattr(spec, "field", None) and spec.field.related_model  # type: ignore[attr-defined]
        if related is None or isinstance(related, str) or not belongs_to_conference(related):
            continue
        offered = related._default_manager.filter(pk__in=[pk for pk, _ in spec.lookup_choices])
        assert {row.conference for row in offered} <= {here}, spec.field_path


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=ids)
def test_choices_stay_in_the_conference(
    organizer: Client, here: Conference, elsewhere: Conference, model: type[models.Model]
) -> None:
    own = row_in(model, here)
    pages = [address(here, model, "add"), address(here, model, "change", own.pk)]

    for page in pages:
        response = organizer.get(page)

        # Some records are not added here, or have a page of their own.
        if response.context is None or "adminform" not in response.context:
            continue
        for choice in choices_on(response):
            if isinstance(choice, Organization):
                # Those of no conference are known to all.
                assert choice.conference in (None, here)
            elif belongs_to_conference(type(choice)):
                assert choice.conference == here  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=ids)
def test_autocompletion_stays_in_the_conference(
    organizer: Client, here: Conference, elsewhere: Conference, model: type[models.Model]
) -> None:
    row_in(model, here)
    asked = [
        (source, field.name)
        for source in admin.site._registry
        for field in source._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is model
    ]

    for source, field_name in asked:
        response = organizer.get(
            admin_url(here, "autocomplete"),
            {
                "app_label": source._meta.app_label,
                "model_name": source._meta.model_name,
                "field_name": field_name,
                "term": "",
            },
        )

        if response.status_code == 200:
            found = [int(row["id"]) for row in response.json()["results"]]
            rows = model._default_manager.filter(pk__in=found)
            assert {row.conference for row in rows} == {here}  # type: ignore[attr-defined]


def forged(model: type[models.Model], shown: set[str], foreign: Any) -> dict[str, str]:
    """A value for every field that the form does not show, taken from the row elsewhere."""
    values: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if field.name in shown or field.primary_key:
            continue
        value = field.value_from_object(foreign)
        values[field.name] = values[field.attname] = "" if value is None else str(value)
    return values | {"accreditation": "approved", "state": "published", "serial": "77"}


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=ids)
def test_forged_fields_change_nothing(
    organizer: Client, here: Conference, elsewhere: Conference, model: type[models.Model]
) -> None:
    own = row_in(model, here)
    foreign = row_in(model, elsewhere)
    page = address(here, model, "change", own.pk)
    response = organizer.get(page)
    if response.context is None or "adminform" not in response.context:
        return
    shown = set(response.context["adminform"].form.fields)
    before = {field.name: field.value_from_object(own) for field in model._meta.concrete_fields}
    values = form_values(response.content.decode(), f"{model._meta.model_name}_form")
    forgery = {name: [value] for name, value in forged(model, shown, foreign).items()}

    organizer.post(page, forgery | values)

    after = model._base_manager.get(pk=own.pk)
    untouched = {
        field.name
        for field in model._meta.concrete_fields
        if field.name not in shown and not getattr(field, "auto_now", False)
    }
    now = {field.name: field.value_from_object(after) for field in model._meta.concrete_fields}
    assert {name: now[name] for name in untouched} == {name: before[name] for name in untouched}


@pytest.mark.parametrize("model", OF_CONFERENCES, ids=ids)
def test_reference_to_another_conference_is_no_choice(
    organizer: Client, here: Conference, elsewhere: Conference, model: type[models.Model]
) -> None:
    own = row_in(model, here)
    page = address(here, model, "change", own.pk)
    response = organizer.get(page)
    if response.context is None or "adminform" not in response.context:
        return
    values = form_values(response.content.decode(), f"{model._meta.model_name}_form")
    for name, field in response.context["adminform"].form.fields.items():
        if not isinstance(field, ModelChoiceField) or not belongs_to_conference(
            field.queryset.model  # type: ignore[union-attr]
        ):
            continue
        foreign = field.queryset.model._base_manager.filter(conference=elsewhere).first()  # type: ignore[union-attr]
        assert foreign is not None

        refused = organizer.post(page, values | {name: [str(foreign.pk)]})

        assert refused.status_code == 200
        assert refused.context["adminform"].form.errors[name]
