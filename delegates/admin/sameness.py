"""The admin's form asks who somebody is before a person is registered or renamed."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conference import randomness
from conference.admin import Card, ConferenceModelAdmin, RecordForm, chosen_conference, signed_in
from conference.admin.forms.records import shown
from conference.admin.refusals import REFUSALS, words
from conference.errors import DomainError
from conference.models import User
from conference.writing.lines import clean_line
from delegates import replies
from delegates.choices import Reply
from delegates.models import Delegate, Delegation
from delegates.recognition.descriptions import DESCRIBING, Description
from delegates.recognition.likeness import is_only_marks_or_case
from delegates.replies import TargetType
from delegates.services import identity, registration

LONGEST_NAME = 120
# Who somebody is follows from these: changed, it is asked again.
TELLING = {*DESCRIBING} - {"gender", "function"}
# What the page of the same person offers to take over; the language goes with the name.
COMPARED = (
    "delegation", "position", "given_name", "family_name", "own_name", "display_name", "honorific",
    "gender", "function", "department", "ministry", "rank", "nationality", "email", "phone",
)  # fmt: skip
GO_ALONG = {"own_name": "own_name_language"}


class PersonForm(RecordForm[Delegate]):
    """Describes somebody who is perhaps registered already.

    The admin sets `by` on the class it makes for one request.
    """

    by: ClassVar[User]

    def is_asked(self) -> bool:
        """Nobody asks again while what tells people apart stays."""
        return not self.instance.pk or bool(TELLING.intersection(self.changed_data))

    def description(self) -> Description:
        """As it was typed; as it is stored where the form does not show it."""
        stored = {name: getattr(self.instance, name) or "" for name in DESCRIBING}
        typed = {name: self.cleaned_data[name] for name in DESCRIBING if name in self.cleaned_data}
        return Description.of(stored | typed)

    def resembled(self, delegation: Delegation) -> list[identity.Resemblance]:
        return identity.resembling(
            description=self.description(),
            delegation=delegation,
            by=self.by,
            itself=self.instance.pk,
        )


class SamenessForm(PersonForm):
    """A delegate's form that comes back once with whoever the person perhaps is.

    `questions` are those who are asked about; an answer counts for whoever was shown with it.
    """

    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions: list[identity.Resemblance] = []
        if self.instance.pk:
            del self.fields["form_key"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.errors and self.is_asked():
            self._ask()
        return self.cleaned_data

    @property
    def same(self) -> Delegate | None:
        """The registered delegate who was said to be the person."""
        answer = self.data.get("sameness", "")
        people = {answer_of(question): question.delegate for question in self.questions}
        return people.get(answer)

    def asked_in(self) -> Delegation | None:
        """In which likeness asks: who is registered leaves theirs on another page."""
        return self.instance.delegation if self.instance.pk else self.cleaned_data.get("delegation")

    def _ask(self) -> None:
        delegation = self.asked_in()
        if delegation is None:
            return
        self.questions = self.resembled(delegation)
        if self.same or not self._unanswered():
            return
        raise ValidationError(
            _("Perhaps this person is registered already. Say who it is, above the form.")
        )

    def _unanswered(self) -> list[identity.Resemblance]:
        """Whom nobody has said to be another: who was added meanwhile was not shown."""
        answered = self.data.getlist("asked") if self.data.get("sameness") == Reply.ANOTHER else []  # type: ignore[attr-defined]
        return [each for each in self.questions if str(each.delegate.pk) not in answered]


def answer_of(question: identity.Resemblance) -> str:
    """The answer that the person is that delegate."""
    return replies.same(TargetType.DELEGATE, question.delegate.pk)


@dataclass(frozen=True)
class AskedAbout:
    """A question as the form's page shows it. `same` is the answer that it is the delegate."""

    delegate: Delegate
    same: str
    card: Card
    reasons: Sequence[str]


@dataclass(frozen=True)
class FieldDifference:
    """A field whose stored value is another than the one typed."""

    name: str
    label: str
    stored: str
    typed: str
    values: Sequence[tuple[str, Any]]
    is_ticked: bool


class SamePersonPages(ConferenceModelAdmin[Delegate]):
    """What of a delegate's page is about sameness: the question, its answers, the double click."""

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("<int:object_id>/same/", self.same_view, "same", needs="change"),
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
            context["asked_about"] = [self._asked_about(each) for each in form.questions]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def same_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        """Takes over what was ticked, and remembers the spelling that is not theirs from now on."""
        if request.method != "POST":
            raise Http404
        by, at = signed_in(request), timezone.now()
        taken = [name for name in COMPARED if name in request.POST.getlist("take")]
        fields = [*taken, *(GO_ALONG[name] for name in taken if name in GO_ALONG)]
        typed = {part: _name(request.POST.get(part, "")) for part in ("given_name", "family_name")}
        former = {"given_name": delegate.given_name, "family_name": delegate.family_name}
        try:
            if fields:
                values = self._values(request, delegate, fields)
                registration.change(delegate=delegate, fields=values, by=by, at=at)
            for name in (typed, former):
                identity.remember_spelling(delegate=delegate, **name, by=by, at=at)
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
            return self._to_page_of(delegate)
        self.message_user(
            request, _("%s is the same person: nobody was added.") % delegate, messages.SUCCESS
        )
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

    def _same_person_page(
        self, request: HttpRequest, delegate: Delegate, form: SamenessForm
    ) -> HttpResponse:
        return self.page(
            request,
            "admin/delegates/delegate/same_person.html",
            title=_("The same person"),
            original=delegate,
            card=self.card(delegate),
            differences=list(differences(form, delegate)),
            names=[(part, form[part].value()) for part in ("given_name", "family_name")],
            has_photo=bool(form.cleaned_data.get("photo")),
            sent_again=[*_sent(request), *_photo_again(form)],
        )

    def _asked_about(self, question: identity.Resemblance) -> AskedAbout:
        delegate = question.delegate
        return AskedAbout(
            delegate=delegate,
            same=answer_of(question),
            card=self.card(delegate),
            reasons=[str(reason.label) for reason in question.reasons],
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


def tell_apart(delegate: Delegate, form: SamenessForm, *, by: User, at: dt.datetime) -> None:
    """Whoever was asked about, and said to be another, is not asked about again."""
    for question in form.questions:
        identity.tell_apart(delegate=delegate, other=question.delegate, by=by, at=at)


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


def _photo_again(form: SamenessForm) -> Iterator[tuple[str, str]]:
    """The chosen photo waits in the storage: the form takes it up again by its token."""
    if token := form.fields["photo"].widget.token():
        yield "photo-chosen", token


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
