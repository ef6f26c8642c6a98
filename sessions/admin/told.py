"""Whether readers know a session as it is planned, on its page, in the list and its filter."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import Column, chosen_conference, contribute
from conference.models import Conference
from conference.requests.working import working_conference
from sessions.facts import session_facts
from sessions.models import Session, SessionVersion
from sessions.releases import reading
from sessions.releases.changes import changes
from sessions.releases.stored import facts_of


def changed_since(conference: Conference) -> set[str]:
    """Codes of what readers know otherwise than it is planned by now.

    Only what somebody has worked on since is compared: a room that was renamed concerns many, and
    the page of the next release names them.
    """
    versions = SessionVersion.objects.for_conference(conference).current()
    behind = versions.filter(session=OuterRef("pk"), changed_at__lt=OuterRef("updated_at"))
    sessions = Session.objects.for_conference(conference).filter(Exists(behind))
    drafted = [session_facts(one) for one in reading.in_full(sessions)]
    codes = [facts.code for facts in drafted]
    told = map(facts_of, versions.filter(session__code__in=codes).order_by("pk"))
    return {change.facts.code for change in changes(told, drafted)} if codes else set()


def with_release(sessions: QuerySet[Session]) -> QuerySet[Session]:
    current = SessionVersion.objects.current().filter(session=OuterRef("pk"))
    return sessions.annotate(told_since=Subquery(current.values("since__number")))


def known_from(session: Session, changed: Collection[str]) -> str:
    """`session` is one of those `with_release`, or a new one."""
    number: int | None = getattr(session, "told_since", None)
    if number is None:
        return _("not released yet")
    is_changed = session.code in changed
    words = _("Release %d; changed since") if is_changed else _("Release %d")
    return words % number


def cell_for(request: HttpRequest) -> Callable[[Session], str]:
    """What is changed is looked for once for the whole list, when its first row is drawn."""
    changed: list[set[str]] = []

    @admin.display(description=_("readers know it from"))
    def told(session: Session) -> str:
        if not changed:
            changed.append(changed_since(chosen_conference(request)))
        return known_from(session, changed[0])

    return told


class ToldFilter(SimpleListFilter):
    title = gettext_lazy("released")
    parameter_name = "told"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [
            ("yes", _("Released")),
            ("changed", _("Changed since")),
            ("no", _("Not released yet")),
        ]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Session]
    ) -> QuerySet[Session] | None:
        told = SessionVersion.objects.current().values("session")
        conference = working_conference(request)
        if self.value() == "changed" and conference is not None:
            return queryset.filter(code__in=changed_since(conference))
        if self.value() == "yes":
            return queryset.filter(pk__in=told)
        return queryset.exclude(pk__in=told) if self.value() == "no" else queryset


contribute(Session, Column("agenda.view_session", with_release, cell_for))
