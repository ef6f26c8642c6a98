"""Texts that somebody said are right as they are: asked about once in a conference, however."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from conference.admin import signed_in
from conference.models import Conference
from delegates.forms import remember_ticked


class RemembersAnswers(admin.ModelAdmin[Any]):
    """Keeps what was ticked in its forms, once they are saved."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        rows = [form, *(row for formset in formsets for row in formset.forms)]
        conference = (
            form.instance if isinstance(form.instance, Conference) else form.instance.conference
        )
        remember_ticked(rows, conference, by=signed_in(request), at=timezone.now())
