"""The start page of the admin: what needs me, where do we stand, what happened since yesterday.

Every number leads to the list with exactly that many rows. Of a conference that is over, the page
is an archive.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import may, signed_in
from conference.admin.trail.events import model_of
from conference.admin.trail.sentences import Names, sentence
from conference.choices import ConferenceState
from conference.models import AuditEvent, Conference, User
from conference.site.start.archive import archive_of
from conference.site.start.waiting import DELEGATES, DELEGATIONS, Need, link, needs
from conference.writing import dates
from delegates.choices import STATE_MARKS, Accreditation
from delegates.models import Delegate, Delegation

LATELY = dt.timedelta(days=1)
NAMED_EVENTS = 12


@dataclass(frozen=True)
class Share:
    """A part of the delegates: `start` and `width` are per cent of all, for the bar."""

    count: int
    words: str
    mark: str
    url: str
    start: float
    width: float


@dataclass(frozen=True)
class Happening:
    """`words` is a sentence; it names what it is about, or counts it and leads to the events. `day`
    is that of the first of a day that is not today.
    """

    words: SafeString
    latest_at: dt.datetime
    day: str = ""


SHOWN = (
    Accreditation.APPROVED,
    Accreditation.SUBMITTED,
    Accreditation.RETURNED,
    Accreditation.WAITING,
    Accreditation.REJECTED,
    Accreditation.WITHDRAWN,
)
# Of a conference whose delegations do not register themselves they are nobody, and say nothing.
RARE = {Accreditation.RETURNED, Accreditation.WAITING}


@dataclass(frozen=True)
class NextStep:
    words: str
    url: str


# The list shows organizers drafts, too, of whom no figure tells.
REGISTERED = [state.value for state in Accreditation if state != Accreditation.DRAFT]


def standing(conference: Conference, reader: User, *, is_over: bool) -> list[Share]:
    """Delegates by state of accreditation, as parts of a bar. Nothing waits afterwards."""
    counts = dict(
        Delegate.objects.for_conference(conference)
        .in_scope_of(reader)
        .order_by()
        .values_list("accreditation")
        .annotate(Count("pk"))
    )
    total = sum(counts.values()) or 1
    shares: list[Share] = []
    start = 0.0
    for state in SHOWN:
        if state in RARE and state not in counts:
            continue
        width = 100 * counts.get(state, 0) / total
        url = link(DELEGATES, accreditation__exact=state.value)
        is_past = is_over and state == Accreditation.SUBMITTED
        words = _("Not decided") if is_past else str(state.label)
        shares.append(
            Share(
                counts.get(state, 0),
                words,
                STATE_MARKS[state],
                url,
                round(start, 2),
                round(width, 2),
            )
        )
        start += width
    return shares


def lately(request: HttpRequest, conference: Conference, since: dt.datetime) -> list[Happening]:
    """What happened within a day, one line per person and kind of event, the newest first."""
    # Counted by the database: an import leaves an event for each of its delegates.
    kinds = (
        AuditEvent.objects.filter(conference=conference, at__gte=since)
        .values("action", "by")
        .annotate(count=Count("pk"), latest_at=Max("at"))
        .annotate(target_type=Max("target_type"), target_id=Max("target_id"))
        .order_by("-latest_at", "action")[:NAMED_EVENTS]
    )
    people = User.objects.in_bulk({kind["by"] for kind in kinds if kind["by"]})
    names = Names(request, ((kind["target_type"], kind["target_id"]) for kind in kinds))
    happenings = [
        Happening(
            words=sentence(kind["action"], people.get(kind["by"]), about(kind, names, since)),
            latest_at=kind["latest_at"],
        )
        for kind in kinds
    ]
    return with_days(happenings, conference, conference.local(timezone.now()).date())


def with_days(
    happenings: Sequence[Happening], conference: Conference, today: dt.date
) -> list[Happening]:
    """An hour alone is of today; the first of another day says of which."""
    found, day = [], today
    for one in happenings:
        before, day = day, conference.local(one.latest_at).date()
        found.append(replace(one, day=dates.weekday(day)) if day != before else one)
    return found


def about(kind: Mapping[str, Any], names: Names, since: dt.datetime) -> SafeString:
    """The one record by its name, several as a number that leads to their events."""
    if kind["count"] == 1 and kind["target_type"]:
        return names.linked(kind["target_type"], kind["target_id"])
    model = model_of(kind["target_type"])
    noun = kind["action"].partition(".")[0].replace("_", " ")
    several = f"{kind['count']} {model._meta.verbose_name_plural}" if model else noun
    return format_html(
        '<a href="{}">{}</a>', events_url(kind["action"], kind["by"], since), several
    )


def events_url(action: str, by_id: int | None, since: dt.datetime) -> str:
    query: dict[str, object] = {"action": action, "at__gte": since.isoformat()}
    query |= {"by__id__exact": by_id} if by_id else {"by__isnull": "True"}
    return link("admin:conference_auditevent_changelist", **query)


def next_step(request: HttpRequest, conference: Conference, waiting: list[Need]) -> NextStep | None:
    """The one thing to do now; None when nothing waits."""
    if not Delegation.objects.for_conference(conference).exists():
        if may(request, "delegates.add_delegation"):
            return NextStep(
                _("Register the first delegation"), reverse("admin:delegates_delegation_add")
            )
        return None
    if waiting:
        return NextStep(f"{waiting[0].count} {waiting[0].words}", waiting[0].url)
    if conference.state == ConferenceState.DRAFT and may(request, "conference.change_conference"):
        return NextStep(
            _("See what is missing and open the conference"),
            reverse("admin:conference_conference_doors", args=[conference.pk]),
        )
    return None


def days_in_words(conference: Conference, today: dt.date) -> tuple[str, str]:
    """The number and what it counts: days to the opening, or the day of the conference."""
    if today < conference.starts_on:
        days = (conference.starts_on - today).days
        return str(days), ngettext("day to the opening", "days to the opening", days)
    total = (conference.ends_on - conference.starts_on).days + 1
    day = (today - conference.starts_on).days + 1
    return str(day), _("of %d days: the conference is on") % total


def start_context(request: HttpRequest, conference: Conference) -> dict[str, object]:
    now = timezone.now()
    since = (now - LATELY).replace(second=0, microsecond=0)
    today = conference.local(now).date()
    sees_delegates = may(request, "delegates.view_delegate")
    is_over = today > conference.ends_on
    shares = standing(conference, signed_in(request), is_over=is_over) if sees_delegates else []
    page = {
        "shares": shares,
        "delegate_count": sum(share.count for share in shares),
        "delegates_url": link(DELEGATES, accreditation__in=",".join(REGISTERED)),
        "sees_delegates": sees_delegates,
        "happenings": lately(request, conference, since)
        if may(request, "conference.view_auditevent")
        else None,
    }
    if is_over:
        happenings = page["happenings"] or None
        return page | {"archive": archive_of(request, conference), "happenings": happenings}
    return page | preparations(request, conference, since=since, today=today)


def preparations(
    request: HttpRequest, conference: Conference, *, since: dt.datetime, today: dt.date
) -> dict[str, object]:
    """What is to be done, and where it stands against the date."""
    waiting = needs(request, conference, since=since)
    delegations = Delegation.objects.for_conference(conference).in_scope_of(signed_in(request))
    return {
        "needs": waiting,
        "next_step": next_step(request, conference, waiting),
        "delegation_count": delegations.active().count(),
        "delegations_url": link(DELEGATIONS, attends="yes"),
        "withdrawn_count": delegations.filter(withdrawn_at__isnull=False).count(),
        "withdrawn_url": link(DELEGATIONS, attends="no"),
        "may_print": may(request, "badges.add_printjob"),
        "doors_url": reverse("admin:conference_conference_doors", args=[conference.pk])
        if may(request, "conference.view_conference")
        else "",
        "days": days_in_words(conference, today),
    }
