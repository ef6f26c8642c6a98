"""Whether the public sees a conference, and whether it is over."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from conference.admin import Decision, Effect, one_by_one
from conference.choices import ConferenceState
from conference.models import Conference
from conference.services.conferences import change_state

DRAFT, OPEN, CLOSED, ARCHIVED = ConferenceState
OPENING = "open"
WILL = {
    OPENING: gettext_lazy("The conference goes online."),
    "closed": gettext_lazy("The conference is over. It stays online."),
    "draft": gettext_lazy("The conference goes offline."),
    "archived": gettext_lazy("The conference stays online as it is."),
    "reopened": gettext_lazy("The conference is open again."),
    "unarchived": gettext_lazy("The conference is closed again."),
}


def decision(
    value: str,
    now: ConferenceState,
    then: ConferenceState,
    words: StrPromise,
    act: StrPromise,
    **further: Any,
) -> Decision:
    return Decision(
        value=value,
        words=words,
        act=act,
        will=WILL[value],
        done=then.label,
        decide=one_by_one(change_state, "conference", state=then),
        needs="change",
        is_legal=lambda conference: conference.state == now,
        **further,
    )


def is_seen_by_everybody(conferences: QuerySet[Conference]) -> list[Effect]:
    return [Effect(_("Its home page and the published part of its agenda become public."))]


def is_gone_for_everybody(conferences: QuerySet[Conference]) -> list[Effect]:
    return [Effect(_("Its home page, its agenda and subscribed calendars can no longer be found."))]


ON_CONFERENCES: Sequence[Decision] = [
    decision(
        OPENING,
        DRAFT,
        OPEN,
        gettext_lazy("Open the conference"),
        gettext_lazy("Open “%s”"),
        is_public=True,
        follows=is_seen_by_everybody,
    ),
    decision(
        "closed",
        OPEN,
        CLOSED,
        gettext_lazy("Close it"),
        gettext_lazy("Close “%s”"),
        asks_only_of_what_follows=True,
    ),
    decision(
        "draft",
        OPEN,
        DRAFT,
        gettext_lazy("Take back to draft"),
        gettext_lazy("Take “%s” back to draft"),
        is_public=True,
        follows=is_gone_for_everybody,
    ),
    decision(
        "archived", CLOSED, ARCHIVED, gettext_lazy("Archive it"), gettext_lazy("Archive “%s”")
    ),
    decision(
        "reopened", CLOSED, OPEN, gettext_lazy("Open it again"), gettext_lazy("Open “%s” again")
    ),
    decision(
        "unarchived",
        ARCHIVED,
        CLOSED,
        gettext_lazy("Take out of the archive"),
        gettext_lazy("Take “%s” out of the archive"),
    ),
]
