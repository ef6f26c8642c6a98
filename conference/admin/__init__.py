"""What every app's admin stands on. The models of this app are registered in `registered`."""

from conference.admin.base import RecordAdmin
from conference.admin.decisions import (
    Card,
    Decision,
    DecisionForm,
    Given,
    Outcome,
    ReasonForm,
    about,
    each_alone,
    named,
    one_by_one,
)
from conference.admin.forms.records import RecordForm
from conference.admin.further_pages import PagesOfOurOwn
from conference.admin.lists.cells import words_with_dot
from conference.admin.progress import Progress, not_taken_up
from conference.admin.scope import chosen_conference, may, signed_in, within
from conference.admin.scoped import (
    ConferenceModelAdmin,
    ConferenceStackedInline,
    ConferenceTabularInline,
)
from conference.contributions import (
    Column,
    Consequences,
    DoorsCheck,
    Effect,
    Fact,
    JobWords,
    ListAction,
    ListFilter,
    LivePart,
    Referrers,
    Said,
    SavingEffects,
    Shortcoming,
    Tool,
    Use,
    contribute,
    contributed,
)

__all__ = [
    "Card",
    "Column",
    "ConferenceModelAdmin",
    "ConferenceStackedInline",
    "ConferenceTabularInline",
    "Consequences",
    "Decision",
    "DecisionForm",
    "DoorsCheck",
    "Effect",
    "Fact",
    "Given",
    "JobWords",
    "ListAction",
    "ListFilter",
    "LivePart",
    "Outcome",
    "PagesOfOurOwn",
    "Progress",
    "ReasonForm",
    "RecordAdmin",
    "RecordForm",
    "Referrers",
    "Said",
    "SavingEffects",
    "Shortcoming",
    "Tool",
    "Use",
    "about",
    "chosen_conference",
    "contribute",
    "contributed",
    "each_alone",
    "may",
    "named",
    "not_taken_up",
    "one_by_one",
    "signed_in",
    "within",
    "words_with_dot",
]
