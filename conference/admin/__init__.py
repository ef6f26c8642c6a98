"""What every app's admin stands on. The models of this app are registered in `registered`."""

from conference.admin.actions import (
    Column,
    conference_action,
    offer_action,
    offer_column,
    offer_filter,
)
from conference.admin.base import RecordAdmin
from conference.admin.forms import RecordForm
from conference.admin.scope import chosen_conference, may, signed_in, within
from conference.admin.scoped import (
    ConferenceModelAdmin,
    ConferenceStackedInline,
    ConferenceTabularInline,
)

__all__ = [
    "Column",
    "ConferenceModelAdmin",
    "ConferenceStackedInline",
    "ConferenceTabularInline",
    "RecordAdmin",
    "RecordForm",
    "chosen_conference",
    "conference_action",
    "may",
    "offer_action",
    "offer_column",
    "offer_filter",
    "signed_in",
    "within",
]
