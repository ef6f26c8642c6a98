"""What every app's admin stands on. The models of this app are registered in `registered`."""

from conference.admin.actions import (
    Column,
    Tool,
    Use,
    conference_action,
    offer_action,
    offer_column,
    offer_filter,
    offer_tool,
)
from conference.admin.base import RecordAdmin
from conference.admin.decisions import Card, Decision, Given, Outcome, one_by_one
from conference.admin.forms import RecordForm
from conference.admin.further_pages import PagesOfOurOwn
from conference.admin.scope import chosen_conference, may, signed_in, within
from conference.admin.scoped import (
    ConferenceModelAdmin,
    ConferenceStackedInline,
    ConferenceTabularInline,
)

__all__ = [
    "Card",
    "Column",
    "ConferenceModelAdmin",
    "ConferenceStackedInline",
    "ConferenceTabularInline",
    "Decision",
    "Given",
    "Outcome",
    "PagesOfOurOwn",
    "RecordAdmin",
    "RecordForm",
    "Tool",
    "Use",
    "chosen_conference",
    "conference_action",
    "may",
    "offer_action",
    "offer_column",
    "offer_filter",
    "offer_tool",
    "one_by_one",
    "signed_in",
    "within",
]
