"""An answer as it is sent: to one question, to those ticked, to all shown or all found."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from conference.admin.forgeries import ids_read, is_key
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.writing.lines import clean_line
from delegates import replies
from delegates.admin.importing.asking.filter import QuestionFilter
from delegates.admin.importing.parties import party_named
from delegates.choices import QuestionKind, Reply
from delegates.importing.checking.keeping import only_candidate, same_keeping
from delegates.models import ImportQuestion, ImportRun
from delegates.replies import FullReply, TargetType

SHOWN, FOUND = "shown", "found"
TAKE_BACK = "take_back"
ALIKE = "alike"
A_PERSON = f"{Reply.SAME}:{TargetType.DELEGATE}:"


def box_of(candidate: FullReply, column: str) -> str:
    """What the box of a field of this candidate sends, where the file's is to be taken."""
    return f"{candidate.delegate_id}:{column}"


class AnswerForm(forms.Form):
    """An answer to one question, by its own button; or to those ticked, all shown, or all found.

    `one` is the question's id, a colon and the answer; of what type a heading is added, how a text
    is written, and which fields of a person are taken from the file stand in fields of their own
    beside it. `seen` is how many the filter found on
    the page that was answered: whoever answers for all of them has seen how many they are.
    """

    one = forms.CharField(required=False)
    answer = forms.CharField(required=False, max_length=replies.LONGEST)
    scope = forms.CharField(required=False)
    shown = forms.CharField(required=False)
    seen = forms.CharField(required=False)
    party = forms.CharField(required=False, max_length=300)
    of_type = forms.CharField(required=False, max_length=30)

    def __init__(self, run: ImportRun, asked: QuestionFilter, data: QueryDict) -> None:
        super().__init__(data)
        self.run = run
        self.asked = asked
        self.sent = data
        self.ticked = [int(pk) for pk in data.getlist("questions") if is_key(pk)]
        self.general = [int(pk) for pk in data.getlist("general") if is_key(pk)]

    def said(self) -> dict[str, Any]:
        """The questions and the answer. Raises DomainError where there are none."""
        if not self.is_valid():
            errors = [error for of_field in self.errors.values() for error in of_field]
            raise DomainError(" ".join(map(str, errors)))
        return self.cleaned_data

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if self.errors:
            return said
        if said["one"]:
            pk, _colon, answer = said["one"].partition(":")
            questions = [int(pk)] if is_key(pk) else []
            if answer == Reply.ADD:
                answer = _added(self.data.get(f"type-{pk}", ""))
            elif answer == Reply.WRITE:
                answer = _written(self.data.get(f"text-{pk}", ""))
            elif answer.startswith(A_PERSON):
                answer = self._same_person(pk, _read(answer))
        else:
            questions, answer = self._questions(), self._answer()
        if not questions:
            raise forms.ValidationError(_("Tick at least one question, then choose the answer."))
        general = [pk for pk in questions if pk in set(self.general)]
        return {
            "questions": questions,
            "answer": answer,
            "general": general,
            "taken": self._taken() if answer == Reply.SAME else {},
        }

    def _same_person(self, pk: str, person: FullReply) -> str:
        """With what of the fields that differ was not ticked beside it, whatever it says itself."""
        answer = person.whole
        asked = ImportQuestion.objects.of_run(self.run).filter(pk=int(pk) if is_key(pk) else 0)
        outcomes = asked.values_list("outcomes", flat=True).first() or {}
        return same_keeping(answer, outcomes, self._ticked(pk, person)) if outcomes else answer

    def _taken(self) -> dict[int, list[str]]:
        """By question, of those that the page showed: what is ticked holds for many too."""
        ids = ids_read(self.cleaned_data["shown"]) or []
        asked = ImportQuestion.objects.of_run(self.run).filter(pk__in=among(ids))
        found = dict(asked.values_list("pk", "outcomes"))
        return {
            pk: self._ticked(str(pk), replies.read(answer))
            for pk, outcomes in found.items()
            if (answer := only_candidate(outcomes))
        }

    def _ticked(self, pk: str, person: FullReply) -> list[str]:
        before = box_of(person, "")
        boxes = self.sent.getlist(f"take-{pk}")
        return [box.removeprefix(before) for box in boxes if box.startswith(before)]

    def _questions(self) -> list[int]:
        said = self.cleaned_data
        if said["scope"] == SHOWN:
            return ids_read(said["shown"]) or []
        if said["scope"] != FOUND:
            return self.ticked
        found = list(self.asked.questions(self.run).values_list("pk", flat=True))
        if str(len(found)) != said["seen"]:
            raise forms.ValidationError(
                _("The questions have changed in the meantime: look at them and answer again.")
            )
        return found

    def _answer(self) -> str:
        answer: str = self.cleaned_data["answer"]
        if answer == Reply.ADD:
            return _added(self.cleaned_data["of_type"])
        if answer == ALIKE and self.asked.kind == QuestionKind.PARTY:
            return str(Reply.SAME)
        if answer == Reply.SAME and self.asked.kind == QuestionKind.PARTY:
            return party_named(self.run, self.cleaned_data["party"])
        if not answer:
            raise forms.ValidationError(_("Choose the answer."))
        return "" if answer == TAKE_BACK else answer


def _read(answer: str) -> FullReply:
    try:
        return replies.read(answer)
    except replies.NotAnAnswerError as error:
        raise forms.ValidationError(
            _("This does not answer the question. Look at it again.")
        ) from error


def _added(of_type: str) -> str:
    if not of_type:
        raise forms.ValidationError(_("Choose what type of organization is to be added."))
    return replies.add(of_type)


def _written(text: str) -> str:
    """As a form takes the text of a line. Raises ValidationError with what is wrong with it."""
    try:
        line = clean_line(text, limit=replies.LONGEST_TEXT)
    except ValueError as error:
        raise forms.ValidationError(_("The text %s.") % error) from error
    if not line:
        raise forms.ValidationError(_("Enter the correct text."))
    return replies.write(line)
