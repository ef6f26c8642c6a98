"""Countries and organizations: shared by all conferences of the installation."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.admin import (
    ConferenceModelAdmin,
    ListAction,
    RecordAdmin,
    signed_in,
    within,
)
from conference.admin.forms.records import RecordForm
from conference.admin.lists.filters import FilledValuesFilter
from conference.models import Conference
from conference.requests.working import conferences_of
from delegates.derived import PARTY_LANGUAGES
from delegates.flags import flag_url
from delegates.models import Country, Organization, PartyAlias
from delegates.reference.comparing import differences_of, is_edited
from delegates.services import parties

Party = TypeVar("Party", Country, Organization)
ADDING = "delegates.add_organization"
IS_ANOTHER = "is_another"
IN_CONFERENCE = re.compile(r"^/admin/([^/]+)/")


class EditedHereFilter(admin.SimpleListFilter):
    """Rows of the data files to which somebody gave other values."""

    title = _("data files")
    parameter_name = "edited"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [("yes", _("Edited here"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() != "yes":
            return queryset
        rows = queryset.model._default_manager.exclude(loaded_as={})
        return queryset.filter(pk__in=[row.pk for row in rows if is_edited(row)])


class PartyForm(RecordForm[Party]):
    """Who adds a party that is called like another one says that it is not that one."""

    is_another = forms.BooleanField(
        label=_("This is another one"),
        required=False,
        help_text=_(
            "Both can then be registered. An import recognises a name spelled exactly like"
            " one of them and asks about any other spelling."
        ),
    )


class PartyAdmin(RecordAdmin[Party]):
    """In the order of the alphabet of the reader's language."""

    is_known_by_name = True
    form: Any = PartyForm
    list_per_page = 200
    readonly_fields = ["unlike_the_files"]

    def languages_of(self, request: HttpRequest, obj: Party | None) -> list[str]:
        return list(PARTY_LANGUAGES)

    def get_ordering(self, request: HttpRequest) -> Any:
        language = get_language() or "en"
        return [KeyTextTransform(language if language in PARTY_LANGUAGES else "en", "sort_keys")]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may edit the row sees what the data files say otherwise."""
        own: Any = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj) or not differences_of(obj):
            return own
        described = {
            "fields": ["unlike_the_files"],
            "description": _(
                "Changes made here are kept when Dais is upgraded. To follow the data files"
                " again, enter what they say."
            ),
        }
        return [*own, (_("Data files"), described)]

    @admin.display(description=_("Differs from the data files"))
    def unlike_the_files(self, party: Party) -> str:
        lines = format_html_join("", "<li>{}</li>", ([each] for each in differences_of(party)))
        return format_html("<ul>{}</ul>", lines)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The question stands on the page from when it is asked."""
        own: list[Any] = list(self.fields or ())
        if obj is None and (hasattr(request, "_is_alike") or IS_ANOTHER in request.POST):
            return [*own, IS_ANOTHER]
        return own

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        try:
            parties.save(
                party=obj,
                fields=[name for name in form.changed_data if name != IS_ANOTHER],
                by=signed_in(request),
                at=timezone.now(),
                is_another=bool(form.cleaned_data.get(IS_ANOTHER)),
            )
        except parties.AlikeError:
            request._is_alike = True  # type: ignore[attr-defined]
            raise


@admin.register(Country)
class CountryAdmin(PartyAdmin[Country]):
    """Read by everybody who registers; edited by the installation administrator."""

    list_display = ["flag", "name", "iso2", "iso3", "regional_group", "status"]
    list_display_links = ["name"]
    list_filter = [EditedHereFilter, "status", ("regional_group", FilledValuesFilter)]
    search_fields = ["name", "iso_name", "official_name", "aliases", "iso2", "iso3"]
    fields = [
        "name",
        "iso2",
        "iso3",
        "m49",
        "status",
        "regional_group",
        "iso_name",
        "official_name",
        "aliases",
    ]

    @admin.display(description="")
    def flag(self, country: Country) -> str:
        url = flag_url(country.iso2)
        return format_html('<img class="flag" src="{}" alt="">', url) if url else ""


class OrganizationForm(PartyForm[Organization]):
    """Who is no installation administrator adds it for a conference of theirs."""

    offered: ClassVar[Sequence[Conference]] = ()
    came_from: ClassVar[str] = ""

    for_conference = forms.ChoiceField(
        label=_("For"),
        help_text=_(
            "Only this conference knows it until the installation administrator adds it for all."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.offered:
            self.fields.pop("for_conference", None)
            return
        choices = [(str(row.pk), str(row.short_title)) for row in self.offered]
        self.fields["for_conference"].choices = choices  # type: ignore[attr-defined]
        self.initial["for_conference"] = next(
            (str(row.pk) for row in self.offered if row.slug == self.came_from), None
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.cleaned_data.get("for_conference"):
            self.instance.conference_id = int(self.cleaned_data["for_conference"])
        return data


class AddedForFilter(admin.SimpleListFilter):
    """What waits for the installation administrator."""

    title = _("known to")
    parameter_name = "known"

    def lookups(
        self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]
    ) -> list[tuple[str, Any]]:
        return [("one", _("One conference"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.exclude(conference=None) if self.value() == "one" else queryset


def take_up(
    model_admin: "OrganizationAdmin", request: HttpRequest, queryset: QuerySet[Organization]
) -> None:
    by, at = signed_in(request), timezone.now()
    for organization in queryset.exclude(conference=None):
        parties.take_up(organization=organization, by=by, at=at)


@admin.register(Organization)
class OrganizationAdmin(PartyAdmin[Organization]):
    """Added by organizers for their conference, taken up and edited by the administrator."""

    form = OrganizationForm
    list_display = ["name", "acronym", "type", "conference"]
    list_select_related = ["conference"]
    list_filter = [EditedHereFilter, "type", AddedForFilter]
    list_actions = [
        ListAction(name="take_up", words=_("Add for all conferences"), needs="change", run=take_up)
    ]
    search_fields = ["name", "acronym", "aliases"]
    fields = ["name", "acronym", "type", "aliases"]

    def limit(
        self, queryset: QuerySet[Organization], request: HttpRequest
    ) -> QuerySet[Organization]:
        """In a conference those that are known there; beside it all that the user may see."""
        conference = self.conference_of(request)
        return within(queryset, conference) if conference else queryset

    def get_fields(self, request: HttpRequest, obj: Organization | None = None) -> Any:
        own = super().get_fields(request, obj)
        is_asked = obj is None and not signed_in(request).is_superuser
        return [*own, "for_conference"] if is_asked else own

    def get_form(
        self,
        request: HttpRequest,
        obj: Organization | None = None,
        change: bool = False,
        **kwargs: Any,
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        user = signed_in(request)
        if obj is None and not user.is_superuser:
            form.offered = [row for row in conferences_of(request) if user.has_perm(ADDING, row)]
            form.came_from = place_of(request.headers.get("Referer", ""))
        return form


def make_general(
    model_admin: "PartyAliasAdmin", request: HttpRequest, queryset: QuerySet[PartyAlias]
) -> None:
    by, at = signed_in(request), timezone.now()
    for alias in queryset:
        parties.make_alias_general(alias=alias, by=by, at=at)


@admin.register(PartyAlias)
class PartyAliasAdmin(ConferenceModelAdmin[PartyAlias]):
    """Comes of answers to an import; forgotten, the import asks again."""

    list_display = ["text", "country", "organization", "added_by", "added_at"]
    list_select_related = ["country", "organization", "added_by"]
    list_actions = [
        ListAction(
            name="make_general",
            words=_("Make known to all conferences"),
            needs="change",
            run=make_general,
        )
    ]
    search_fields = ["text"]
    fields = ["text", "country", "organization", "added_by", "added_at"]
    readonly_fields = ["text", "country", "organization", "added_by", "added_at"]

    def delete_model(self, request: HttpRequest, obj: PartyAlias) -> None:
        parties.forget_alias(alias=obj, by=signed_in(request), at=timezone.now())


def place_of(address: str) -> str:
    """The slug of the conference in whose admin that page lies."""
    found = IN_CONFERENCE.search(urlsplit(address).path)
    return found[1] if found else ""
