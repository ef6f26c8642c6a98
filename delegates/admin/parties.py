"""Countries and organizations: shared by all conferences of the installation."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from conference.admin import RecordAdmin, signed_in
from conference.admin.filters import FilledValuesFilter
from delegates.derived import PARTY_LANGUAGES
from delegates.flags import flag_url
from delegates.models import Country, Organization
from delegates.services import parties

Party = TypeVar("Party", Country, Organization)


class PartyAdmin(RecordAdmin[Party]):
    """In the order of the alphabet of the reader's language."""

    list_per_page = 200

    def languages_of(self, request: HttpRequest, obj: Party | None) -> list[str]:
        return list(PARTY_LANGUAGES)

    def get_ordering(self, request: HttpRequest) -> Any:
        language = get_language() or "en"
        return [KeyTextTransform(language if language in PARTY_LANGUAGES else "en", "sort_keys")]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        parties.save(party=obj, fields=form.changed_data, by=signed_in(request), at=timezone.now())


@admin.register(Country)
class CountryAdmin(PartyAdmin[Country]):
    """Read by everybody who registers; edited by the installation administrator."""

    list_display = ["flag", "name", "iso2", "iso3", "regional_group", "status"]
    list_display_links = ["name"]
    list_filter = ["status", ("regional_group", FilledValuesFilter)]
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
    list_filter = ["type"]
    search_fields = ["name", "acronym", "aliases"]
    fields = ["name", "acronym", "type", "aliases"]
