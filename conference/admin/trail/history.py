"""What happened to one record: its events, and what its fields held before and after."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from conference.admin.further_pages import FurtherPages
from conference.admin.scope import may, signed_in
from conference.admin.trail.events import LATEST, events_about
from conference.admin.trail.sentences import told
from conference.admin.trail.values import ValueChange, changes_beside, changes_of
from conference.contributions import HistoryBeside, ValuesBeside, contributed
from conference.models import AuditEvent, Mail
from conference.outbox.standing import Standing, standing_of

READS_MAILS = "conference.view_mail"

Row = TypeVar("Row", bound=Model)


class HistoryPage(FurtherPages[Row]):
    object_history_template = "admin/object_history.html"
    # Whether a sentence names a row without saying what it is, as it does people and delegations.
    is_known_by_name = False
    # With which permission mails that concern a row are told of in its history, beside whoever
    # reads all mails of the conference.
    mails_need = ""

    def whose(self, row: Row) -> str:
        """Of whom it is, where its own name does not say so to whoever reads the audit trail."""
        return ""

    def untold(self, request: HttpRequest, ids: Collection[int]) -> Collection[int]:
        """Which of these rows, that the user does not see, are not even called by their number."""
        return ()

    def known_events(
        self, request: HttpRequest, events: QuerySet[AuditEvent]
    ) -> QuerySet[AuditEvent]:
        """Without those that would tell of what the user does not see."""
        return events

    def history_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        return self.opened(self.history_page, "view")(request, object_id=object_id)

    def history_page(self, request: HttpRequest, row: Row) -> HttpResponseBase:
        """Values are for whoever may change them, and sees them in the form."""
        beside = [
            (one.model, one.of(row))
            for one in contributed(type(row), HistoryBeside)
            if self.is_let(request, one.needs)
        ]
        may_change = self.has_change_permission(request, row)
        return self.page(
            request,
            "admin/object_history.html",
            title=_("History: %s") % row,
            object=row,
            events=told(
                self.known_events(request, events_about(row, beside))[:LATEST],
                request,
            ),
            changes=self.all_changes_of(row, request) if may_change else [],
            mails=self.mails_about(row, request),
            reads_mails=may(request, READS_MAILS),
        )

    def mails_about(self, row: Row, request: HttpRequest) -> list[tuple[Mail, Standing]]:
        """The latest that concern the record: when, to whom and what became of it. What they say is
        read by whoever reads mails of its conference.
        """
        mails = Mail.objects.about(row).defer("text", "html")
        if not (self.mails_need and self.is_let(request, self.mails_need, row)):
            mails = mails.visible_to(signed_in(request))
        return [(mail, standing_of(mail)) for mail in mails[:LATEST]]

    def all_changes_of(self, row: Row, request: HttpRequest) -> list[ValueChange]:
        """With those of values that lie in rows beside it, for whoever sees them; latest first."""
        lying_beside = [
            each
            for one in contributed(type(row), ValuesBeside)
            if self.is_let(request, one.needs)
            for each in changes_beside(one.of(row))
        ]
        found = [*changes_of(row, request), *lying_beside]
        return sorted(found, key=lambda change: change.at, reverse=True)
