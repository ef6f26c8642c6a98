"""Audit events as sentences, with the names of whom and what they are about.

The trail holds no name: each is looked up when it is read, by whoever reads it. What somebody may
not see, or what is gone, is called by its kind and number.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from conference.admin.trail.events import VERBS, field_name, model_of
from conference.contributions import ReasonWords, contributed
from conference.models import AuditEvent, User


@dataclass(frozen=True)
class ToldEvent:
    """`sentence` is e.g. "Zarina approved NAGY, Zsolt"; the others may be blank."""

    at: dt.datetime
    sentence: SafeString
    fields: str
    reason: str


class Names:
    """What records are called, each kind of them asked for once."""

    def __init__(self, request: HttpRequest, records: Iterable[tuple[str, int | None]]) -> None:
        self.request = request
        ids: dict[str, set[int]] = defaultdict(set)
        for label, pk in records:
            if pk is not None:
                ids[label].add(pk)
        self.rows = {label: self._seen(label, found) for label, found in ids.items()}
        self._untold = {
            label: self._untold_of(label, found - self.rows[label].keys())
            for label, found in ids.items()
        }

    def _seen(self, label: str, ids: Collection[int]) -> dict[int, Any]:
        record_admin = self._admin_of(label)
        if record_admin is None or not record_admin.has_view_permission(self.request):
            return {}
        beside = record_admin.list_select_related
        rows = record_admin.get_queryset(self.request).filter(pk__in=ids)
        return {row.pk: row for row in (rows.select_related(*beside) if beside else rows)}

    def _untold_of(self, label: str, ids: Collection[int]) -> Collection[int]:
        record_admin = self._admin_of(label)
        return record_admin.untold(self.request, ids) if record_admin and ids else ()

    def is_untold(self, label: str, pk: int | None) -> bool:
        """Whether the reader is not told that there is such a record."""
        return pk in self._untold.get(label, ())

    def _admin_of(self, label: str) -> Any:
        model = model_of(label)
        if model is None or not admin.site.is_registered(model):
            return None
        return admin.site.get_model_admin(model)

    def plain(self, label: str, pk: int | None) -> str:
        row = self.rows.get(label, {}).get(pk or 0)
        return (
            str(row) if row else _("%(kind)s no. %(number)s") % {"kind": kind(label), "number": pk}
        )

    def linked(self, label: str, pk: int | None) -> SafeString:
        """With its kind before it, unless it is known by its name alone, like a person."""
        row = self.rows.get(label, {}).get(pk or 0)
        if row is None:
            return conditional_escape(self.plain(label, pk))
        name = linked(row)
        record_admin = self._admin_of(label)
        if record_admin.is_known_by_name:
            return name
        said = format_html("{} {}", kind(label), name)
        whose = record_admin.whose(row)
        return format_html("{} (<bdi>{}</bdi>)", said, whose) if whose else said


def kind(label: str) -> str:
    model = model_of(label)
    return str(model._meta.verbose_name) if model else label.rpartition(".")[2].replace("_", " ")


def linked(row: Model) -> SafeString:
    name = format_html("<bdi>{}</bdi>", str(row))
    options = row._meta
    try:
        url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[row.pk])
    except NoReverseMatch:
        # A record of the installation, read in a conference: its page lies elsewhere.
        return name
    return format_html('<a href="{}">{}</a>', url, name)


def told(events: Collection[AuditEvent], request: HttpRequest) -> list[ToldEvent]:
    names = Names(request, ((event.target_type, event.target_id) for event in events))
    return [
        ToldEvent(
            at=event.at,
            sentence=sentence(event.action, event.by, about(event, names)),
            fields=", ".join(field_name(event.target_type, name) for name in event.fields),
            reason=reason_of(event),
        )
        for event in events
    ]


def reason_of(event: AuditEvent) -> str:
    """As the model calls the code that was chosen. What somebody typed the trail has not: of that
    stands here only what a former version wrote and nothing else knows.
    """
    reason = str(event.detail.get("reason", ""))
    model = model_of(event.target_type)
    known = contributed(model, ReasonWords) if model else []
    return next((str(one.words[reason]) for one in known if reason in one.words), reason)


def about(event: AuditEvent, names: Names) -> SafeString:
    if event.target_type:
        return names.linked(event.target_type, event.target_id)
    return conditional_escape(event.action.partition(".")[0].replace("_", " "))


def sentence(action: str, by: User | None, what: SafeString) -> SafeString:
    """`what` is whom or what it is about, ready to be shown."""
    verb = action.rpartition(".")[2]
    pattern = VERBS.get(verb, f"%(who)s: {verb.replace('_', ' ').replace('%', '%%')}: %(what)s")
    who = format_html("<b><bdi>{}</bdi></b>", by or _("Dais"))
    return mark_safe(conditional_escape(pattern) % {"who": who, "what": what})  # noqa: S308
