"""What decisions on people, delegations and the conference do to the agenda."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import Consequences, Effect, Referrers, Use, about, contribute, named
from conference.database.id_lists import among
from conference.models import Conference
from conference.writing import dates
from delegates.models import Delegate, DelegateQuerySet, Delegation
from sessions.choices import Audience, SessionState
from sessions.models import (
    Session,
    SessionInvitation,
    SessionOrganizer,
    SessionPart,
    SessionVersion,
)


def lose_people(delegates: DelegateQuerySet) -> list[Effect]:
    """The agenda announces nobody who does not attend."""
    return named(taking_part(delegates), lose_in_words)


def lose_people_and_organizer(delegations: QuerySet[Delegation]) -> list[Effect]:
    organized = (
        SessionOrganizer.objects.filter(delegation__in=delegations.values("pk"))
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )
    words = _("%s is organized by it: cancel it, or name another organizer.")
    return [
        *named(organized, lambda row: about_session(row.session, lambda said: words % said)),
        *lose_people(Delegate.objects.filter(delegation__in=delegations.values("pk"))),
    ]


def show_other_delegation(delegates: DelegateQuerySet) -> list[Effect]:
    words = _("%(session)s names its %(part)s with the other delegation.")
    return named(taking_part(delegates), lambda row: about_part(row, words))


def taking_part(delegates: DelegateQuerySet) -> QuerySet[SessionPart]:
    """Whom a session announces: who may still attend, of a delegation that attends."""
    expected = Delegate.objects.filter(pk__in=delegates.values("pk")).expected()
    return (
        SessionPart.objects.filter(delegate__in=expected.values("pk"))
        .exclude(session__state=SessionState.CANCELLED)
        .select_related("session")
        .order_by("session__starts_at", "pk")
    )


def lose_in_words(part: SessionPart) -> Effect:
    return about_part(part, _("%(session)s loses its %(part)s."))


def about_part(part: SessionPart, words: str) -> Effect:
    role = part.get_part_display().lower()
    return about_session(part.session, lambda said: words % {"session": said, "part": role})


def about_session(session: Session, say: Callable[[str], str]) -> Effect:
    """Of one that is not for everybody, who does not work on the agenda reads when it is alone."""
    effect = about(session, say(in_words(session)), str(session.title))
    if session.audience == Audience.PUBLIC:
        return effect
    starts_at = dates.weekday_and_time(timezone.localtime(session.starts_at))
    return replace(effect, otherwise=say(_("A session that is not public, %s,") % starts_at))


def in_words(session: Session) -> str:
    """`The side event “Water and peace”, Thursday 3 May, 09:00,`; of other kinds the title only."""
    starts_at = dates.weekday_and_time(timezone.localtime(session.starts_at))
    words = f"“{session.title}”, {starts_at},"
    return _("The side event %s") % words if session.is_side_event else words


def publish_sessions(conferences: QuerySet[Conference]) -> list[Effect]:
    count = published(conferences)
    words = ngettext(
        "%d session of its agenda is seen by everybody.",
        "%d sessions of its agenda are seen by everybody.",
        count,
    )
    return [Effect(words % count)] if count else []


def hide_sessions(conferences: QuerySet[Conference]) -> list[Effect]:
    count = published(conferences)
    words = ngettext(
        "%d session can no longer be found.", "%d sessions can no longer be found.", count
    )
    return [Effect(words % count)] if count else []


def published(conferences: QuerySet[Conference]) -> int:
    """Of whom the conference's own state decides whether everybody may know of them."""
    told = SessionVersion.objects.filter(conference__in=conferences.values("pk"))
    return told.public_once_open().count()


def parts_of(delegates: Collection[int]) -> dict[int, list[Use]]:
    """Where these take part, in cancelled sessions too: whoever is named there is not deleted."""
    rows = SessionPart.objects.filter(delegate__in=among(delegates)).select_related("session")
    found: defaultdict[int, list[Use]] = defaultdict(list)
    for row in rows.order_by("session__starts_at", "pk"):
        words = _("%(session)s lists this person (%(part)s): remove them there.")
        part = {"session": in_words(row.session), "part": row.get_part_display()}
        found[row.delegate_id or 0].append(Use(words % part, _address(row.session)))
    return found


def invited_to(delegates: Collection[int]) -> dict[int, list[Use]]:
    rows = SessionInvitation.objects.filter(delegate__in=among(delegates))
    found: defaultdict[int, list[Use]] = defaultdict(list)
    for row in rows.select_related("session").order_by("session__starts_at", "pk"):
        words = _("%s invites this person: remove them there.") % in_words(row.session)
        found[row.delegate_id].append(Use(words, _address(row.session)))
    return found


def organized_by(delegations: Collection[int]) -> dict[int, list[Use]]:
    rows = SessionOrganizer.objects.filter(delegation__in=among(delegations))
    found: defaultdict[int, list[Use]] = defaultdict(list)
    for row in rows.select_related("session").order_by("session__starts_at", "pk"):
        words = _("%s is organized by it: name another organizer there.")
        found[row.delegation_id].append(Use(words % in_words(row.session), _address(row.session)))
    return found


def _address(session: Session) -> str:
    return reverse("admin:agenda_session_change", args=[session.pk])


VIEW = "agenda.view_session"

contribute(
    Delegate,
    Consequences(frozenset({"rejected", "withdrawn"}), lose_people),
    Consequences(frozenset({"moved"}), show_other_delegation),
    Referrers(VIEW, parts_of),
    Referrers(VIEW, invited_to),
)
contribute(
    Delegation,
    Consequences(frozenset({"withdraw"}), lose_people_and_organizer),
    Referrers(VIEW, organized_by),
)
contribute(
    Conference,
    Consequences(frozenset({"open"}), publish_sessions),
    Consequences(frozenset({"draft"}), hide_sessions),
)
