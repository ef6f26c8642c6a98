"""When registration opens and closes: one row of a conference."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
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

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(self, request: HttpRequest, context: Any, **further: Any) -> Any:  # type: ignore[override]
        response = super().render_change_form(request, context, **further)
        context["title"] = _("Registration")
        return response
