"""Printer stations: how far each printer's print is moved, so that it stands right on the paper,
and the browsers that stand there.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from badges.models import PrinterStation
from conference.accounts import desks, reentry, second_factors
from conference.admin import ConferenceModelAdmin, chosen_conference, may, signed_in
from conference.models import Conference, DeskBrowser

UNLOCK = "badges.unlock_desk"


class UnlockForm(forms.Form):
    station = forms.ModelChoiceField(PrinterStation.objects.none(), label=gettext_lazy("Station"))

    def __init__(self, data: Any, *, conference: Conference) -> None:
        super().__init__(data, label_suffix="")
        self.fields["station"].error_messages["required"] = _(
            "Choose the station that this browser stands at."
        )
        stations = PrinterStation.objects.for_conference(conference)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]


@admin.register(PrinterStation)
class PrinterStationAdmin(ConferenceModelAdmin[PrinterStation]):
    list_display = ["name", "offset_right", "offset_down"]
    search_fields = ["name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "offset_right", "offset_down"],
                "description": gettext_lazy(
                    "Print one sheet and measure how far it is off. A minus moves to the left, or"
                    " up. Jobs that were sent keep what they had."
                ),
            },
        )
    ]

    def pages(self) -> list[URLPattern]:
        lock = require_POST(self.lock_view)
        return [
            *super().pages(),
            self.page_url("browsers/", self.browsers_view, "browsers", needs=UNLOCK),
            self.page_url("browsers/<int:browser>/lock/", lock, "lock", needs=UNLOCK),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {**(extra_context or {}), "may_unlock": may(request, UNLOCK)}
        return super().changelist_view(request, context)

    def browsers_view(self, request: HttpRequest) -> HttpResponseBase:
        """This browser becomes a station's; those that are unlocked, each to be locked again."""
        is_armed = second_factors.has_one(signed_in(request))
        if is_armed and (asked := reentry.second_factor_asked(request, reentry.lately(request))):
            return asked
        conference, at = chosen_conference(request), timezone.now()
        form = UnlockForm(request.POST or None, conference=conference)
        if is_armed and form.is_valid():
            browser, token = desks.unlock(
                conference=conference,
                name=form.cleaned_data["station"].name,
                by=signed_in(request),
                at=at,
            )
            said = _("This browser is unlocked. Sign out, so that the desk signs in on it.")
            messages.info(request, said)
            answer = redirect("admin:badges_printerstation_browsers")
            desks.remember(answer, browser, token)
            return answer
        unlocked = DeskBrowser.objects.for_conference(conference).unlocked(at)
        return self.page(
            request,
            "badges/desk_browsers.html",
            title=_("Browsers at the badge desk"),
            form=form,
            is_armed=is_armed,
            stations=PrinterStation.objects.for_conference(conference).exists(),
            this=desks.browser_of(request),
            ends_at=conference.local(desks.night_after(at, conference)),
            browsers=[
                (browser, conference.local(browser.unlocked_at))
                for browser in unlocked.select_related("unlocked_by")
            ],
        )

    def lock_view(self, request: HttpRequest, browser: int) -> HttpResponseBase:
        """Needs no second factor: what it does only closes."""
        rows = DeskBrowser.objects.for_conference(chosen_conference(request))
        row = get_object_or_404(rows, pk=browser)
        desks.lock(browser=row, by=signed_in(request), at=timezone.now())
        return redirect("admin:badges_printerstation_browsers")
