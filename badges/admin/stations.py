"""Printer stations: how far each printer's print is moved, so that it stands right on the paper."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from badges.models import PrinterStation
from conference.admin import ConferenceModelAdmin


@admin.register(PrinterStation)
class PrinterStationAdmin(ConferenceModelAdmin[PrinterStation]):
    list_display = ["name", "offset_right", "offset_down"]
    search_fields = ["name"]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "offset_right", "offset_down"],
                "description": _(
                    "Print one sheet and measure how far it is off. A minus moves to the left, or"
                    " up. Jobs that were sent keep what they had."
                ),
            },
        )
    ]
