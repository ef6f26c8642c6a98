"""Answers about who is who: read, and forgotten where one was wrong."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conference.admin import ConferenceModelAdmin
from delegates.models import KnownApart, SamePersonSpelling


class AnswerAdmin(ConferenceModelAdmin[Any]):
    """Given where people are entered, never here; what is deleted is asked again."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(KnownApart)
class KnownApartAdmin(AnswerAdmin):
    list_display = ["first", "second", "delegation", "answered_at", "answered_by"]
    list_select_related = ["first__delegation", "second", "answered_by"]
    search_fields = ["first__search_text", "second__search_text"]
    fields = ["first", "second", "answered_at", "answered_by"]

    @admin.display(description=_("delegation"))
    def delegation(self, pair: KnownApart) -> str:
        return str(pair.first.delegation)


@admin.register(SamePersonSpelling)
class SamePersonSpellingAdmin(AnswerAdmin):
    list_display = ["given_name", "family_name", "delegate", "answered_at", "answered_by"]
    list_display_links = ["given_name", "family_name"]
    list_select_related = ["delegate", "answered_by"]
    search_fields = ["name_key", "delegate__search_text"]
    fields = ["given_name", "family_name", "delegate", "answered_at", "answered_by"]
