"""Countries and organizations: shared by all conferences of the installation."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conference.admin import RecordAdmin, signed_in
from conference.admin.filters import FilledValuesFilter
from delegates.derived import PARTY_LANGUAGES
from delegates.flags import flag_url
from delegates.models import Country, Organization
from delegates.reference.comparing import differences_of, is_edited
from delegates.services import parties

Party = TypeVar("Party", Country, Organization)


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


class PartyAdmin(RecordAdmin[Party]):
    """In the order of the alphabet of the reader's language."""

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
                "What was edited here stays when Dais is upgraded. To follow the data files again,"
                " write what they say."
            ),
        }
        return [*own, (_("Data files"), described)]

    @admin.display(description=_("Unlike the data files"))
    def unlike_the_files(self, party: Party) -> str:
        lines = format_html_join("", "<li>{}</li>", ([each] for each in differences_of(party)))
        return format_html("<ul>{}</ul>", lines)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        parties.save(party=obj, fields=form.changed_data, by=signed_in(request), at=timezone.now())


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


@admin.register(Organization)
class OrganizationAdmin(PartyAdmin[Organization]):
    """Added by organizers, edited by the installation administrator."""

    list_display = ["name", "acronym", "type"]
    list_filter = [EditedHereFilter, "type"]
    search_fields = ["name", "acronym", "aliases"]
    fields = ["name", "acronym", "type", "aliases"]
