"""What is left of a conference that is over: what was held, who came, and where the rest lies."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.standing.badge_states import holding
from conference.addresses import admin_url
from conference.admin import may, signed_in
from conference.models import Conference
from conference.site.start.waiting import DELEGATES, DELEGATIONS, Need, link
from conference.writing import dates
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from sessions.choices import SessionState
from sessions.models import Release, Session

SESSIONS = "admin:agenda_session_changelist"


@dataclass(frozen=True)
class Archive:
    """Figures lead to the rows that they count; `links` are words and addresses."""

    held: str
    figures: list[Need]
    links: list[tuple[str, str]]


def archive_of(request: HttpRequest, conference: Conference) -> Archive:
    held = _("Held on %(days)s in %(place)s.") % {
        "days": dates.days(conference.starts_on, conference.ends_on),
        "place": conference.place,
    }
    return Archive(held, figures(request, conference), links(request, conference))


def figures(request: HttpRequest, conference: Conference) -> list[Need]:
    found = []
    if may(request, "delegates.view_delegation"):
        sent = Delegation.objects.for_conference(conference).in_scope_of(signed_in(request))
        came = sent.active().count()
        words = ngettext("delegation took part", "delegations took part", came)
        found.append(Need(came, words, link(DELEGATIONS, attends="yes")))
    if may(request, "delegates.view_delegate"):
        here = Delegate.objects.for_conference(conference).in_scope_of(signed_in(request))
        approved = here.attending().filter(accreditation=Accreditation.APPROVED).count()
        query = {"accreditation__exact": Accreditation.APPROVED.value, "attends": "yes"}
        words = ngettext("person was accredited", "people were accredited", approved)
        found.append(Need(approved, words, link(DELEGATES, **query)))
        if may(request, "badges.view_badge"):
            badges = holding(here).count()
            words = ngettext("person has a badge", "people have a badge", badges)
            found.append(Need(badges, words, link(DELEGATES, badge="live")))
    if may(request, "agenda.view_session"):
        sessions = Session.objects.for_conference(conference)
        held = sessions.filter(state=SessionState.PLANNED).count()
        words = ngettext("session was held", "sessions were held", held)
        query = {"state__exact": SessionState.PLANNED.value}
        found.append(Need(held, words, link(SESSIONS, **query)))
    return found


def links(request: HttpRequest, conference: Conference) -> list[tuple[str, str]]:
    found = []
    if may(request, "delegates.view_delegation"):
        found.append((_("Statistics"), reverse("admin:delegates_delegation_statistics")))
    if may(request, "badges.view_printjob"):
        found.append((_("Files of badges"), reverse("admin:badges_printjob_changelist")))
    if conference.is_published and Release.objects.for_conference(conference).exists():
        found.append((_("Agenda"), reverse("agenda:agenda", args=[conference.slug])))
    if request.user.has_perm("conference.add_conference") and may(
        request, "conference.change_conference"
    ):
        anew = admin_url(None, "conference_conference_add")
        found.append(
            (_("Create the next conference from it"), f"{anew}?copied_from={conference.pk}")
        )
    return found
