"""One row of a delegation's sheet, changed where it stands, moved, or put at the head."""

from typing import Any

from django.contrib import messages
from django.contrib.messages import get_messages
from django.db import transaction
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin import Decision, signed_in
from conference.admin.forgeries import is_key
from conference.admin.refusals import REFUSALS, words
from conference.admin.telling import with_undo
from conference.requests.parts import is_asked_alone
from delegates.admin.forms import DelegateRowForm
from delegates.admin.sameness.asking import tell_apart
from delegates.admin.sheet.frame import NEEDS, SheetFrame
from delegates.admin.sheet.way import ON_SHEET, along, url_of_row
from delegates.forms import remember_ticked
from delegates.models import Delegate, Delegation
from delegates.services import delegations, registering
from delegates.services.identity import Resemblance
from delegates.sheet.contents import Member, members_in, name_of, ready, standing_of
from delegates.sheet.reader import Act

RowForm = modelform_factory(Delegate, form=DelegateRowForm)


class RowPages(SheetFrame):
    """What is done with one row answers with the row; without JavaScript it leads to the sheet."""

    def pages(self) -> list[URLPattern]:
        person = "<int:object_id>/people/<int:delegate_id>/"
        return [
            *super().pages(),
            *(
                self.page_url(f"{person}{place}", view, act, needs=NEEDS[act])
                for place, view, act in [
                    ("", self.row_view, Act.CHANGE_ROW),
                    ("place/", require_POST(self.place_view), Act.REORDER),
                    ("head/", require_POST(self.head_view), Act.APPOINT_HEAD),
                ]
            ),
        ]

    def person_or_404(
        self, request: HttpRequest, delegation: Delegation, delegate_id: int
    ) -> Delegate:
        row = self.people(request, delegation).filter(pk=delegate_id).first()
        if row is None:
            raise Http404
        row.delegation = delegation
        return row

    # Changed where it stands

    def row_view(
        self, request: HttpRequest, delegation: Delegation, *, delegate_id: int
    ) -> HttpResponseBase:
        """The row as a form, the row as it was (`?read`), or what was sent, saved."""
        delegate = self.person_or_404(request, delegation, delegate_id)
        if "read" in request.GET:
            return self.row_answer(request, delegate)
        if request.method != "POST":
            return self.form_answer(request, delegate, self.row_form(request, delegate))
        refusal = ""
        try:
            form = self.saved(request, delegate)
        except REFUSALS as error:
            refusal = words(error)
            form = self.row_form(request, delegate, refusal)
        if refusal or not form.is_valid():
            return self.form_answer(request, delegate, form)
        said = _("%s is saved.") % name_of(delegate)
        return self.row_answer(request, delegate, said=said)

    def row_form(self, request: HttpRequest, delegate: Delegate, refusal: str = "") -> Any:
        form: Any = type("RowForm", (RowForm,), {})
        self.prepared(form, request, delegate.delegation)
        form.by, form.refusal = signed_in(request), refusal
        data = request.POST if request.method == "POST" else None
        return form(data, instance=delegate, auto_id=f"member-{delegate.pk}-%s", label_suffix="")

    def saved(self, request: HttpRequest, delegate: Delegate) -> Any:
        """The form; with everything saved that it says, if it is valid."""
        by, at = signed_in(request), timezone.now()
        with transaction.atomic():
            # What is compared is what is stored.
            held = registering.held_delegates([delegate])
            form = self.row_form(request, held[delegate.pk])
            if form.is_valid():
                changed = {name: form.cleaned_data[name] for name in form.changed_data}
                delegate.refresh_from_db()
                if changed:
                    registering.change(delegate=delegate, fields=changed, by=by, at=at)
                tell_apart(delegate, form, by=by, at=at)
                remember_ticked([form], delegate.conference, by=by, at=at)
        return form

    def form_answer(self, request: HttpRequest, delegate: Delegate, form: Any) -> HttpResponse:
        context = {
            "delegate": delegate,
            "form": form,
            "asked_about": [self.asked_about(each) for each in form.questions],
            "row_url": self.row_url(Act.CHANGE_ROW, delegate),
            "is_head": delegate.delegation.head_id == delegate.pk,
        }
        if is_asked_alone(request):
            return TemplateResponse(request, "delegates/sheet/_member_form.html", context)
        title = _("Change %s") % name_of(delegate)
        original = delegate.delegation
        template = "admin/delegates/delegation/row.html"
        return self.page(request, template, title=title, original=original, **context)

    def asked_about(self, question: Resemblance) -> dict[str, Any]:
        url = self.row_url(Act.OPEN_PERSON, question.delegate)
        return {"delegate": question.delegate, "url": url, "reasons": question.reasons}

    def row_answer(
        self, request: HttpRequest, delegate: Delegate, **context: Any
    ) -> HttpResponseBase:
        """`said` is what became of it, for whoever does not see it."""
        delegation = delegate.delegation
        if not is_asked_alone(request):
            return redirect(url_of_row(delegate, self.people(request, delegation)))
        context |= {
            "member": self.member(request, delegate),
            "is_head": delegation.head_id == delegate.pk,
        }
        return TemplateResponse(request, "delegates/sheet/_row_saved.html", context)

    def decided_answer(
        self, request: HttpRequest, delegate: Delegate, decision: Decision
    ) -> HttpResponseBase:
        """The row and how all stand, once somebody was decided on; what takes it back beside it."""
        deciding = self.people_admin()
        delegate = Delegate.with_drafts.select_related("delegation__head").get(pk=delegate.pk)
        undo = deciding.declared(decision.undone_by)
        undo_url = ""
        if undo is not None and deciding.is_possible(request, undo, delegate):
            undo_url = along(deciding.decision_url(delegate, undo), {ON_SHEET: "1"})
        delegation = delegate.delegation
        people, reader = self.people(request, delegation), self.reader(request, delegation)
        head = people.filter(pk=delegation.head_id).first() if delegation.head_id else None
        return self.row_answer(
            request,
            delegate,
            said=" ".join(map(str, get_messages(request))),
            undo_url=undo_url,
            standing=standing_of(delegation, people, reader, head, self.counted(request, people)),
            urls=reader.urls(),
        )

    def member(self, request: HttpRequest, delegate: Delegate) -> Member:
        delegation = delegate.delegation
        reader = self.reader(request, delegation)
        row = ready(self.people(request, delegation).filter(pk=delegate.pk), reader).get()
        return members_in(delegation, reader, [row])(row)

    # Order and head

    def place_view(
        self, request: HttpRequest, delegation: Delegation, *, delegate_id: int
    ) -> HttpResponseBase:
        """`before` names whom the row is put before, blank puts it last; `step` moves it by one."""
        delegate = self.person_or_404(request, delegation, delegate_id)
        people, before = self.people(request, delegation), request.POST.get("before", "")
        if "step" in request.POST:
            is_later = request.POST["step"] == "later"
            before = registering.before_whom(delegate, people, is_later=is_later)
        other = self.person_or_404(request, delegation, int(before)) if is_key(before) else None
        registering.place_before(
            delegate=delegate, other=other, by=signed_in(request), at=timezone.now()
        )
        if is_asked_alone(request):
            return HttpResponse(status=204)
        delegate.refresh_from_db(fields=["order"])
        return redirect(url_of_row(delegate, people))

    def head_view(
        self, request: HttpRequest, delegation: Delegation, *, delegate_id: int
    ) -> HttpResponseBase:
        """`leads` says whether the person leads from here on. Sent again it changes nothing: who
        has stepped down is not appointed by it, nor is another head dismissed. Undone, it appoints
        nobody anew whom the user does not see.
        """
        delegate = self.person_or_404(request, delegation, delegate_id)
        people = self.people(request, delegation)
        former, leads = delegation.head, request.POST.get("leads") == "yes"
        if leads != (former == delegate):
            head = delegate if leads else None
            delegations.appoint_head(
                delegation=delegation, delegate=head, by=signed_in(request), at=timezone.now()
            )
            seen = people.filter(pk=former.pk).first() if former else None
            self.say_who_leads(request, delegation, seen)
        delegate.delegation = delegation
        return redirect(url_of_row(delegate, people))

    def say_who_leads(
        self, request: HttpRequest, delegation: Delegation, former: Delegate | None
    ) -> None:
        """Undone, whoever led before leads again, or nobody does."""
        said = _("Head of %(delegation)s to be confirmed.")
        if delegation.head:
            said = _("%(person)s now leads %(delegation)s.")
        told = said % {"person": delegation.head, "delegation": delegation}
        again = former or delegation.head
        assert again is not None
        url, leads = self.row_url(Act.APPOINT_HEAD, again), "yes" if former else "no"
        self.message_user(
            request, with_undo(told, url, name="leads", value=leads), messages.SUCCESS
        )
