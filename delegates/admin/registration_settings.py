"""When registration opens and closes: one row of a conference, on a page of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from conference.admin import ConferenceModelAdmin
from delegates.models import RegistrationSettings


@admin.register(RegistrationSettings)
class RegistrationSettingsAdmin(ConferenceModelAdmin[RegistrationSettings]):
    fields = ["opens_at", "closes_at"]
    list_display = ["opens_at", "closes_at"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one, or none yet."""
        if self.has_view_permission(request) and (there := self.get_queryset(request).first()):
            return redirect("admin:delegates_registrationsettings_change", there.pk)
        if self.has_add_permission(request):
            return redirect("admin:delegates_registrationsettings_add")
        return super().changelist_view(request, extra_context)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Once."""
        if request.method == "GET" and (there := self.get_queryset(request).first()):
            return redirect("admin:delegates_registrationsettings_change", there.pk)
        return super().add_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, **further: Any) -> Any:  # type: ignore[override]
        response = super().render_change_form(request, context, **further)
        context["title"] = _("Registration")
        return response
