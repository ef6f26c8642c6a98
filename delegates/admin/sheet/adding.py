"""Several people added to a delegation on one page: typed or pasted, with their photos."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import may, signed_in
from conference.admin.refusals import REFUSALS, words
from conference.errors import DomainError
from delegates.admin.sheet.frame import NEEDS, SheetFrame
from delegates.importing.checking.checked import CheckedFile
from delegates.importing.typed.adding import Added, add
from delegates.importing.typed.pasted import pasted
from delegates.models import Delegation
from delegates.sheet.adding.page import AddingPage, adding_page, photos_of, typed_of
from delegates.sheet.adding.photos import Chosen, chosen_in
from delegates.sheet.adding.sent import Sent, with_languages
from delegates.sheet.reader import Act


class AddingPages(SheetFrame):
    def pages(self) -> list[URLPattern]:
        act = Act.ADD_PEOPLE
        page = "<int:object_id>/people/add/"
        return [*super().pages(), self.page_url(page, self.adding_view, act, needs=NEEDS[act])]

    def adding_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        """What was sent comes back with what has to be said first, or everybody is added."""
        sent = Sent.of(request.POST)
        whom = f"{signed_in(request).pk} for {delegation.pk}"
        chosen, refused = chosen_in(request.POST, request.FILES.getlist("photos"), whom=whom)
        said: list[str] = []
        if sent.lines.strip():
            said += self._laid_out(delegation, sent, refused)
        country = delegation.country.iso2 if delegation.country else ""
        with_languages(sent.rows, self.people(request, delegation), country)
        report = None
        if sent.wants_saved and not said and not refused:
            try:
                added = self._added(request, delegation, sent, chosen)
            except REFUSALS as error:
                refused.append(words(error))
            else:
                if added.run is not None:
                    self.message_user(request, _in_words(added), messages.SUCCESS)
                    return redirect(self.record_url(delegation))
                report = added.report
        return self._adding_page(request, delegation, sent, chosen, report, said, refused)

    def _laid_out(self, delegation: Delegation, sent: Sent, refused: list[str]) -> list[str]:
        """What was not taken of the lines, and that they are to be looked at."""
        try:
            found = pasted(sent.lines, delegation, in_order=sent.in_order)
        except DomainError as error:
            refused.append(str(error))
            return []
        sent.lay_out(found.rows)
        laid_out = ngettext(
            "%d line is shown below: check it, then register.",
            "%d lines are shown below: check them, then register.",
            len(found.rows),
        )
        return [laid_out % len(found.rows), *found.notices]

    def _added(
        self, request: HttpRequest, delegation: Delegation, sent: Sent, chosen: list[Chosen]
    ) -> Added:
        typed = typed_of(sent, chosen, self.people(request, delegation))
        if typed is None:
            raise DomainError(_("Choose for each photo whose it is, or leave it out."))
        if not (typed.rows or typed.photos_of_members):
            raise DomainError(_("Nobody has been entered yet."))
        by, at = signed_in(request), timezone.now()
        return add(delegation=delegation, typed=typed, by=by, at=at)

    def _adding_page(
        self,
        request: HttpRequest,
        delegation: Delegation,
        sent: Sent,
        chosen: list[Chosen],
        report: CheckedFile | None,
        said: list[str],
        refused: list[str],
    ) -> HttpResponseBase:
        adding: AddingPage = adding_page(
            sent,
            photos_of(sent, chosen, self.people(request, delegation)),
            report,
            said=said,
            refused=refused,
            person_url=partial(_person_url, request),
        )
        context: dict[str, Any] = {
            "title": _("Add people to %s") % delegation,
            "original": delegation,
            "adding": adding,
            "sheet_url": self.record_url(delegation),
            "one_url": f"{reverse('admin:delegates_delegate_add')}?delegation={delegation.pk}",
            "import_url": reverse("admin:delegates_importrun_add")
            if may(request, "delegates.add_importrun")
            else "",
        }
        return self.page(request, "admin/delegates/delegation/adding.html", **context)


def _person_url(request: HttpRequest, pk: int) -> str:
    if not may(request, NEEDS[Act.OPEN_PERSON]):
        return ""
    return reverse("admin:delegates_delegate_change", args=[pk])


def _in_words(added: Added) -> str:
    said = [
        ngettext("%d person is registered.", "%d people are registered.", added.registered)
        % added.registered
    ]
    summary = added.run.summary["result"] if added.run else {}
    if waiting := summary.get("waiting"):
        in_line = ngettext(
            "%d of them waits: no place is left.", "%d of them wait: no place is left.", waiting
        )
        said.append(in_line % waiting)
    if summary.get("changed"):
        words_of_changed = ngettext("%d is changed.", "%d are changed.", summary["changed"])
        said.append(words_of_changed % summary["changed"])
    if summary.get("same"):
        there = ngettext(
            "%d was registered already and is unchanged.",
            "%d were registered already and are unchanged.",
            summary["same"],
        )
        said.append(there % summary["same"])
    if added.photos:
        said.append(
            ngettext("%d photo is added.", "%d photos are added.", added.photos) % added.photos
        )
    if added.run:
        said.append(_("It can be taken back under “Imports”: %s.") % added.run.file_name)
    return " ".join(said)
