"""What of a delegate's page is about sameness: the question, its answers, the double click."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.admin import ConferenceModelAdmin, RecordForm, chosen_conference, signed_in
from conference.admin.forms.loaded import shown
from conference.admin.refusals import REFUSALS, words
from conference.errors import DomainError
from conference.writing.lines import clean_line
from delegates import photos
from delegates.admin import cells
from delegates.admin.sameness.asking import SamenessForm, tell_apart
from delegates.choices import Reply
from delegates.models import Delegate
from delegates.recognition.likeness import is_only_marks_or_case
from delegates.services import identity, registering

LONGEST_NAME = 120
# What the page of the same person offers to take over; the language goes with the name.
COMPARED = (
    "delegation", "position", "given_name", "family_name", "patronymic", "own_name", "display_name",
    "honorific", "gender", "function", "department", "ministry", "rank", "nationality", "email",
    "phone",
)  # fmt: skip
MOVES = "delegation"
PHOTO = "photo"
GO_ALONG = {"own_name": "own_name_language"}


@dataclass(frozen=True)
class FieldDifference:
    """A field whose stored value is another than the one typed."""

    name: str
    label: str
    stored: str
    typed: str
    values: Sequence[tuple[str, Any]]
    is_ticked: bool


@dataclass(frozen=True)
class ChosenPhoto:
    """`token` names it where it waits; it lies in the page, as no record names it yet."""

    token: str
    content: str


class SamePersonPages(ConferenceModelAdmin[Delegate]):
    """What of a delegate's page is about sameness: the question, its answers, the double click."""

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url(
                "<int:object_id>/same/", require_POST(self.same_view), "same", needs="change"
            ),
        ]

    def prepared(self, form: Any, request: HttpRequest, obj: Any) -> Any:
        prepared = super().prepared(form, request, obj)
        if issubclass(prepared, SamenessForm):
            prepared.by = signed_in(request)
        return prepared

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A form that was sent before shows whom it added; the same person gets their page."""
        if there := self._added_before(request, object_id):
            return self._to_page_of(there)
        if object_id is None and request.POST.get("sameness", "").startswith(Reply.SAME):
            form: Any = self.get_form(request)(request.POST, request.FILES)
            if self.has_add_permission(request) and form.is_valid() and form.same:
                return self._same_person_page(request, form.same, form)
        answer = super().changeform_view(request, object_id, form_url, extra_context)
        # Sent twice at once, the second waited for the first and was refused.
        there = self._added_before(request, object_id) if answer.status_code == 200 else None
        return self._to_page_of(there) if there else answer

    def save_model(self, request: HttpRequest, obj: Delegate, form: Any, change: bool) -> None:
        if not change:
            obj.form_key = form.cleaned_data.get("form_key")
        self.save_row(request, obj, form, change)
        tell_apart(obj, form, by=signed_in(request), at=timezone.now())

    def save_row(self, request: HttpRequest, obj: Delegate, form: Any, change: bool) -> None:
        raise NotImplementedError

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        if isinstance(form, SamenessForm):
            context["asked_about"] = form.asked_about
        return super().render_change_form(request, context, add, change, form_url, obj)

    def same_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        """Takes over what was ticked, and remembers the spelling that is not theirs from now on.

        Another delegation is chosen on the page of moving, where what follows is read.
        """
        by, at = signed_in(request), timezone.now()
        taken = [name for name in COMPARED if name in request.POST.getlist("take")]
        is_moved = MOVES in taken
        taken = [name for name in taken if name != MOVES]
        fields = [*taken, *(GO_ALONG[name] for name in taken if name in GO_ALONG)]
        typed = {part: _name(request.POST.get(part, "")) for part in ("given_name", "family_name")}
        former = {"given_name": delegate.given_name, "family_name": delegate.family_name}
        try:
            with transaction.atomic():
                values = self._values(request, delegate, fields) if fields else {}
                if PHOTO in request.POST.getlist("take"):
                    values |= {PHOTO: self._kept_photo(request)}
                if values:
                    registering.change(delegate=delegate, fields=values, by=by, at=at)
                for name in (typed, former):
                    identity.remember_spelling(delegate=delegate, **name, by=by, at=at)
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
            return self._to_page_of(delegate)
        self.message_user(
            request, _("%s is the same person: nobody was added.") % delegate, messages.SUCCESS
        )
        if is_moved:
            query = urlencode({MOVES: request.POST.get(MOVES, "")})
            url = reverse("admin:delegates_delegate_move", args=[delegate.pk])
            return HttpResponseRedirect(f"{url}?{query}")
        return self._to_page_of(delegate)

    def _values(
        self, request: HttpRequest, delegate: Delegate, fields: Sequence[str]
    ) -> dict[str, Any]:
        form_class = modelform_factory(Delegate, form=RecordForm, fields=fields)
        form = self.prepared(form_class, request, delegate)(request.POST, instance=delegate)
        if not form.is_valid():
            raise DomainError(" ".join(str(why) for whys in form.errors.values() for why in whys))
        values = {name: form.cleaned_data[name] for name in fields}
        delegate.refresh_from_db()
        return values

    def _kept_photo(self, request: HttpRequest) -> str:
        """Of the form that was answered, stored as the delegate's; it waits no more."""
        field = self.get_form(request)(request.POST).fields[PHOTO]
        try:
            photo = field.clean(field.widget.value_from_datadict(request.POST, {}, PHOTO))
        except ValidationError as error:
            raise DomainError(" ".join(error.messages)) from error
        if not photo:
            raise DomainError(_("There is no photo to take over: choose it on this page."))
        transaction.on_commit(field.widget.forget)
        return photos.store(photo.read())

    def _same_person_page(
        self, request: HttpRequest, delegate: Delegate, form: SamenessForm
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/delegates/delegate/same_person.html",
            title=_("The same person"),
            original=delegate,
            card=cells.card(delegate),
            differences=(found := list(differences(form, delegate))),
            may_move=any(each.name == MOVES for each in found),
            names=[(part, form[part].value()) for part in ("given_name", "family_name")],
            photo=_chosen_photo(form),
            sent_again=_sent(request),
        )

    def _added_before(self, request: HttpRequest, object_id: str | None) -> Delegate | None:
        if object_id is not None or request.method != "POST":
            return None
        try:
            key = forms.UUIDField().clean(request.POST.get("form_key"))
        except ValidationError:
            return None
        here = Delegate.objects.for_conference(chosen_conference(request))
        return here.visible_to(signed_in(request)).filter(form_key=key).first()

    def _to_page_of(self, delegate: Delegate) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:delegates_delegate_change", args=[delegate.pk]))


def _name(text: str) -> str:
    """A part of a name as a form would take it; what no form takes is no spelling of anybody."""
    try:
        return clean_line(text, limit=LONGEST_NAME)
    except ValueError:
        return ""


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What was typed, without the answer: for whoever wants the form back."""
    for name, values in request.POST.lists():
        if name not in {"csrfmiddlewaretoken", "sameness", "photo-chosen"}:
            yield from ((name, value) for value in values)


def _chosen_photo(form: SamenessForm) -> ChosenPhoto | None:
    """Waits in the storage: the page and the form take it up again by its token."""
    photo = form.cleaned_data.get("photo")
    if not photo:
        return None
    token = form.fields["photo"].widget.token()
    return ChosenPhoto(token, base64.b64encode(photo.read()).decode())


def differences(form: SamenessForm, delegate: Delegate) -> Iterator[FieldDifference]:
    """Field by field what was typed and is stored otherwise; what is blank changes nothing.

    Ticked is what somebody typed on purpose: no default of the form, nothing that only lost its
    marks or case.
    """
    for name in COMPARED:
        typed = form.cleaned_data.get(name)
        stored = getattr(delegate, name, None)
        if typed in (None, "") or typed == stored:
            continue
        field = form.fields[name]
        is_worse = isinstance(typed, str) and is_only_marks_or_case(stored or "", typed)
        along = GO_ALONG.get(name)
        yield FieldDifference(
            name=name,
            label=capfirst(str(field.label)),
            stored=shown(field, stored),
            typed=shown(field, typed),
            values=[(each, form[each].value()) for each in (name, along) if each],
            is_ticked=name in form.changed_data and not is_worse,
        )
