"""Forms that come back once with whoever a person perhaps is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from conference import randomness
from conference.admin import Card, RecordForm
from conference.models import User
from delegates import replies
from delegates.admin import cells
from delegates.choices import Reply
from delegates.models import Delegate, Delegation
from delegates.recognition.descriptions import DESCRIBING, TELLING, Description
from delegates.replies import TargetType
from delegates.services import identity


@dataclass(frozen=True)
class AskedAbout:
    """A question as a page shows it. `same` is the answer that it is the delegate."""

    delegate: Delegate
    same: str
    card: Card
    reasons: Sequence[str]


def answer_of(question: identity.Resemblance) -> str:
    """The answer that the person is that delegate."""
    return replies.same(TargetType.DELEGATE, question.delegate.pk)


class AsksWhoItIs(forms.BaseForm):
    """`questions` are those who are asked about; an answer counts for whoever was shown with it."""

    questions: Sequence[identity.Resemblance] = ()
    unanswered = gettext_lazy(
        "This person may be registered already. Say who it is, above the form."
    )

    @property
    def asked_about(self) -> list[AskedAbout]:
        return [
            AskedAbout(
                delegate=question.delegate,
                same=answer_of(question),
                card=cells.card(question.delegate),
                reasons=[str(reason.label) for reason in question.reasons],
            )
            for question in self.questions
        ]

    @property
    def same(self) -> Delegate | None:
        """The registered delegate who was said to be the person."""
        answer = self.data.get("sameness", "")
        people = {answer_of(question): question.delegate for question in self.questions}
        return people.get(answer)

    def require_answers(self) -> None:
        """Whom nobody has said to be another is asked about: who came meanwhile was not shown."""
        is_another = self.data.get("sameness") == Reply.ANOTHER
        answered = self.data.getlist("asked") if is_another else []  # type: ignore[attr-defined]
        are_shown = all(str(each.delegate.pk) in answered for each in self.questions)
        if self.same or are_shown:
            return
        raise ValidationError(self.unanswered)


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


class SamenessForm(AsksWhoItIs, PersonForm):
    """A delegate's form: whoever is registered or renamed is perhaps somebody else already."""

    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["form_key"]

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        if not self.errors and self.is_asked():
            self._ask()
        return self.cleaned_data

    def asked_in(self) -> Delegation | None:
        """In which likeness asks: who is registered leaves theirs on another page."""
        return self.instance.delegation if self.instance.pk else self.cleaned_data.get("delegation")

    def _ask(self) -> None:
        delegation = self.asked_in()
        if delegation is not None:
            self.questions = self.resembled(delegation)
            self.require_answers()


def tell_apart(delegate: Delegate, form: SamenessForm, *, by: User, at: dt.datetime) -> None:
    """Whoever was asked about, and said to be another, is not asked about again."""
    for question in form.questions:
        identity.tell_apart(delegate=delegate, other=question.delegate, by=by, at=at)
