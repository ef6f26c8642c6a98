"""When registration opens and closes: one row of a conference."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from conference.admin import ConferenceModelAdmin, RecordForm
from conference.admin.forms.times import DayAndTime, DayAndTimeField, zone_words
from delegates.models import RegistrationSettings


class RegistrationSettingsForm(RecordForm[RegistrationSettings]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in {"opens_at", "closes_at"}:
                field.help_text = zone_words(getattr(self.instance, name))


@admin.register(RegistrationSettings)
class RegistrationSettingsAdmin(ConferenceModelAdmin[RegistrationSettings]):
    form = RegistrationSettingsForm
    formfield_overrides = {
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    fields = [
        "opens_at",
        "closes_at",
        "offer_hours",
        "offers_people_of_last_time",
        "takes_requests",
    ]
    list_display = ["opens_at", "closes_at"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """The menu leads to the one row: nothing is added beside it."""
        return {**super().get_model_perms(request), "add": False}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """No list of one row: the settings, or the form for them while there are none."""
        may_see = self.has_view_or_change_permission(request)
        row = self.get_queryset(request).first() if may_see else None
        if row is not None:
            return redirect("admin:delegates_registrationsettings_change", row.pk)
        if may_see and self.has_add_permission(request):
            return redirect("admin:delegates_registrationsettings_add")
        return super().changelist_view(request, extra_context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Whoever comes to add them where somebody has is led to what is there; a form that was
        filled in meanwhile is refused in words.
        """
        if request.method == "GET" and self.get_queryset(request).exists():
            return redirect("admin:delegates_registrationsettings_changelist")
        return super().add_view(request, form_url, extra_context)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: Any, **further: Any) -> Any:  # type: ignore[override]
        context |= {"show_save_and_add_another": False, "show_save_and_continue": False}
        response = super().render_change_form(request, context, **further)
        context["title"] = _("Registration")
        return response
