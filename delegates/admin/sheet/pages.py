"""A delegation's record page is its sheet; its own fields are edited on a page beside it."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin import chosen_conference, may, signed_in
from conference.admin.forgeries import ids_read, is_key
from conference.admin.lists import searches
from conference.contributions import Said
from delegates.admin.decisions import APPROVE
from delegates.admin.registration.contacts import refused_of
from delegates.admin.sheet.frame import NEEDS, SEES_CONTACTS
from delegates.admin.sheet.known import known_of
from delegates.admin.sheet.rows import RowPages
from delegates.models import Delegate, Delegation
from delegates.models.scopes import narrowed
from delegates.sheet.contacts import contacts_of
from delegates.sheet.contents import Counted, sheet_of
from delegates.sheet.order_in_words import why
from delegates.sheet.reader import Act

SEES_REGISTRATION = "delegates.view_focalpointinvitation"


class SheetPages(RowPages):
    def pages(self) -> list[URLPattern]:
        approve, act = require_POST(self.approve_view), require_POST(self.act_view)
        return [
            *super().pages(),
            self.page_url("<int:object_id>/details/", self.details_page, "details"),
            self.page_url(
                "<int:object_id>/approve/", approve, Act.APPROVE, needs=NEEDS[Act.APPROVE]
            ),
            self.page_url("<int:object_id>/order/", self.order_page, "order"),
            self.page_url("<int:object_id>/act/<slug:action>/", act, "act"),
        ]

    def change_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        return self.opened(self.sheet_page, "view")(request, object_id=object_id)

    def sheet_page(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        if to_search := searches.redirected(request):
            return to_search
        code = request.GET.get(SEARCH_VAR)
        people = self.people(request, delegation)
        counted = self.counted(request, people)
        sheet = sheet_of(
            delegation,
            people,
            self.reader(request, delegation),
            counted=counted,
            page=request.GET.get(PAGE_VAR, "1"),
            words=searches.words_of(request, code) or "" if code else "",
        )
        return self.page(
            request,
            "admin/delegates/delegation/sheet.html",
            title=str(delegation),
            original=delegation,
            sheet=sheet,
            known=self._known(request, delegation, counted)
            if may(request, SEES_REGISTRATION)
            else (),
            **self._contacts(request, delegation),
        )

    def _known(
        self, request: HttpRequest, delegation: Delegation, counted: Counted
    ) -> Sequence[Said]:
        """Of somebody with a scope the figures are of some of its people."""
        user, conference = signed_in(request), delegation.conference
        people = Delegate.with_drafts.known_to(user, conference)
        figures = None if conference.pk in narrowed(user) else counted.figures
        return list(known_of(delegation, people, figures, at=timezone.now()))

    def _contacts(self, request: HttpRequest, delegation: Delegation) -> dict[str, Any]:
        if not self.is_let(request, SEES_CONTACTS, delegation):
            return {}
        found = contacts_of([delegation])[delegation.pk]
        return {"contacts": found, "refused": refused_of(delegation)}

    def order_page(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        """Between this delegation and its neighbours, or another one that is chosen."""
        conference = chosen_conference(request)
        shown = Delegation.objects.visible_to(signed_in(request)).for_conference(conference)
        rows = list(shown.select_related("kind").in_protocol_order())
        place = next(at for at, row in enumerate(rows) if row.pk == delegation.pk)
        here, others = rows[place], [*rows[:place], *rows[place + 1 :]]
        chosen = request.GET.get("with", "")
        if is_key(chosen):
            compared = [row for row in others if row.pk == int(chosen)]
        else:
            compared = others[max(place - 1, 0) : place + 1]
        return self.page(
            request,
            "admin/delegates/delegation/order.html",
            title=_("Why this order?"),
            original=delegation,
            chosen=chosen,
            others=[(row.pk, str(row)) for row in others],
            said=[why(here, row, conference) for row in compared],
        )

    # What is done to all of them

    def approve_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        """Those whom the page showed as pending; whoever is new since waits."""
        deciding = self.people_admin()
        pending = request.POST.get("pending", "")
        here = deciding.get_queryset(request).filter(delegation=delegation)
        answer = deciding.chosen_page(
            request,
            here.filter(pk__in=ids_read(pending) or []),
            APPROVE,
            sent_again=[("pending", pending)],
            back=self.record_url(delegation),
        )
        return answer or redirect(self.record_url(delegation))

    def act_view(
        self, request: HttpRequest, delegation: Delegation, *, action: str
    ) -> HttpResponseBase:
        """What a higher app does with chosen delegations, done with this one."""
        known = {each.name: each for each in self.acts_of_others(request)}
        if action not in known:
            raise Http404
        rows: QuerySet[Delegation] = self.get_queryset(request).filter(pk=delegation.pk)
        answer = known[action].run(self, request, rows)
        return answer or HttpResponseRedirect(self.record_url(delegation))

    # Its own fields

    def details_page(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        return self.changeform_view(request, str(delegation.pk))

    def response_change(self, request: HttpRequest, obj: Delegation) -> HttpResponseRedirect:
        said = _("%(row)s was saved.") % {"row": capfirst(str(obj))}
        self.message_user(request, said)
        return HttpResponseRedirect(self.record_url(obj))

    def response_add(
        self, request: HttpRequest, obj: Delegation, post_url_continue: str | None = None
    ) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.record_url(obj))
