"""When registration opens and closes: one row of a conference."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext as _

from conference.admin import ConferenceModelAdmin
from delegates.models import RegistrationSettings


@admin.register(RegistrationSettings)
class RegistrationSettingsAdmin(ConferenceModelAdmin[RegistrationSettings]):
    fields = ["opens_at", "closes_at"]
    list_display = ["opens_at", "closes_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: Any, **further: Any) -> Any:  # type: ignore[override]
        response = super().render_change_form(request, context, **further)
        context["title"] = _("Registration")
        return response
