"""The form on which a focal point writes what the conference asks about somebody."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference import randomness
from conference.admin.forms.contacts import ContactEmailField, PhoneField
from conference.admin.forms.loaded import shown
from conference.admin.forms.pictures import PictureField
from conference.admin.forms.versions import digests
from conference.admin.forms.waiting_files import send_as
from delegates import own_answers, own_words, photos
from delegates.choices import Accreditation, AnswerKind
from delegates.columns import COLUMNS, PHOTO, SPOUSE_OF, Section, asked_of_delegations
from delegates.field_rules import FieldsAsked
from delegates.forms import OwnNameForm, countries_in_order
from delegates.models import Delegate, Delegation, OwnField, OwnValue, Proposal
from delegates.naming import name_proposals
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import is_own_needed
from delegates.recognition.descriptions import DESCRIBING, TELLING, Description
from delegates.registration import frame
from delegates.services import identity
from delegates.services.identity import Resemblance
from delegates.services.registration.own_fields import Given
from delegates.services.review import proposals
from delegates.sheet.contents import name_of

HEADINGS = {
    Section.PERSON: _("Person"),
    Section.FUNCTION: _("Office"),
    Section.CONTACT: _("Contact"),
    Section.TRAVEL: _("Travel"),
}
# Ids of those of whom it was said that the person is another.
ANOTHER = "another_than"
LABELS = {column.name: column.label for column in asked_of_delegations()}


def _moment_input() -> forms.DateTimeInput:
    """The browser's own, which works without a script; what it sends is on the venue's clocks."""
    return forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


@dataclass(frozen=True)
class Part:
    """Fields under one heading; those of a line stand beside each other where there is room."""

    heading: str
    lines: Sequence[Sequence[forms.BoundField]]


def proposed(typed: Mapping[str, str]) -> list[dict[str, str]]:
    """Spellings of blank parts of a name, of those that are asked."""
    return [
        {"name": name, "label": str(LABELS[name]), "text": text}
        for name, text in name_proposals.proposals(typed).items()
    ]


class RegistrationForm(OwnNameForm):
    """Of a delegate of one delegation."""

    photo = PictureField(
        encode=photos.encoded,
        name="photo.jpg",
        folder="photos",
        frame=photos.FRAME,
        label=_("Photo"),
        help_text=photos.HELP_TEXT,
    )
    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    # Names of what was typed before and is not saved, and until when.
    kept: Collection[str] = ()
    kept_at = ""

    class Meta:
        model = Delegate
        fields = [column.name for column in asked_of_delegations()]
        field_classes = {"email": ContactEmailField, "phone": PhoneField}
        widgets = {name: _moment_input() for name in COLUMNS.moments()}

    def __init__(
        self,
        *args: Any,
        delegation: Delegation,
        asked: FieldsAsked,
        own: Sequence[OwnField] = (),
        proposal: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        """`own` are the conference's own fields that the person is asked, `proposal` is the last
        change that was proposed: one that waits is corrected here.
        """
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        self._show_proposed()
        if "nationality" in self.fields:
            offered = countries_in_order(kept=self.instance.nationality_id)
            self.fields["nationality"].queryset = offered  # type: ignore[attr-defined]
        self.delegation = self.instance.delegation = delegation
        self.alike: Sequence[Resemblance] = ()
        self._ask_only(asked)
        self.own = own
        self.answered = own_answers.values_of(self.instance) if own else {}
        self._show_proposed_answers()
        self._ask_own()
        if self.instance.pk:
            del self.fields["form_key"]
        if self.instance.pk and self.instance.is_head:
            self.fields.pop("position", None)
        if SPOUSE_OF.name in self.fields:
            # Of the delegation, drafts too: nobody of another is offered, or taken.
            people = frame.people_of(delegation).exclude(pk=self.instance.pk)
            self.fields[SPOUSE_OF.name].queryset = people  # type: ignore[attr-defined]
        if self.instance.photo and "photo" in self.fields:
            self.fields["photo"].widget.preview_url = frame.url_of(
                delegation, "photo", self.instance
            )
            # Whoever is approved has a photo: another is proposed, and none in its place is not.
            is_approved = self.instance.accreditation == Accreditation.APPROVED
            self.fields["photo"].widget.is_required = is_approved
        self._mark_what_is_to_be_corrected()
        self._say_what_is_registered()

    def _show_proposed(self) -> None:
        """In the place of what is registered: sent as it stands, it changes nothing."""
        self.proposed: dict[str, Any] = {}
        self.registered: dict[str, str] = {}
        if self.proposal is None or not self.proposal.is_open:
            return
        for name, value in proposals.values_of(self.proposal).items():
            if name in self.fields and value is not proposals.NO_LONGER_THERE:
                registered = shown(self.fields[name], self.initial.get(name))
                self.registered[name] = registered
                self.proposed[name] = value.pk if isinstance(value, Model) else value
        self.initial.update(self.proposed)
        self.initial["loaded_values"] = digests(self.initial, self.model_fields())

    def _show_proposed_answers(self) -> None:
        if self.proposal is None or not self.proposal.is_open:
            return
        asked = {own.pk for own in self.own if own.answer != AnswerKind.FILE}
        for own, given in proposals.answers_of(self.proposal).items():
            if own.pk in asked:
                there = own_words.in_words(own, self.answered.get(own.pk)) or gettext("nothing")
                self.registered[own_words.name_of(own)] = there
                self.answered[own.pk] = OwnValue(field=own, text=given.text, choice=given.choice)

    def _say_what_is_registered(self) -> None:
        for name, words in self.registered.items():
            if field := self.fields.get(name):
                said = format_html(
                    "{} <span>{} <bdi>{}</bdi></span>",
                    field.help_text,
                    gettext("Registered:"),
                    words,
                )
                field.help_text = said

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "" == cleaned.get("given_name") == cleaned.get("family_name"):
            # At its field, which the constraint would not name.
            self.add_error("given_name", gettext("A delegate needs a given name or a family name."))
        if not self.errors and (not self.instance.pk or TELLING.intersection(self.changed_data)):
            self._ask_who_it_is()
        return cleaned

    def _ask_who_it_is(self) -> None:
        """Who resembles somebody of the delegation is said to be another, once."""
        stored = {name: getattr(self.instance, name) or "" for name in DESCRIBING}
        typed = {name: self.cleaned_data[name] for name in DESCRIBING if name in self.cleaned_data}
        alike = identity.resembling_within(
            description=Description.of(stored | typed),
            delegation=self.delegation,
            itself=self.instance.pk,
        )
        # Sent a second time, the form has added the person already.
        key = self.cleaned_data.get("form_key")
        self.alike = [each for each in alike if key is None or each.delegate.form_key != key]
        said = self.data.getlist(ANOTHER) if self.alike else []  # type: ignore[attr-defined]
        if not all(str(each.delegate.pk) in said for each in self.alike):
            raise forms.ValidationError(
                gettext("This person may be in the delegation already. Say below who it is.")
            )

    def said_apart(self) -> list[dict[str, Any]]:
        """Of whom the person is to be told apart, to be ticked one by one."""
        return [
            {
                "key": each.delegate.pk,
                "name": name_of(each.delegate),
                "function": each.delegate.function,
            }
            for each in self.alike
        ]

    def parts(self) -> list[Part]:
        """The photo has a place of its own."""
        parts = [
            Part(str(heading), lines)
            for section, heading in HEADINGS.items()
            if (lines := self._lines(section))
        ]
        own = [[self[name] for name in names] for names in self._own_names()]
        return [*parts, Part(str(_("Further details")), own)] if own else parts

    def proposals(self) -> list[dict[str, str]]:
        """Spellings of blank parts of the name, where what was sent comes back."""
        if not self.is_bound:
            return []
        asked = self.proposed_from.split()
        return proposed({name: str(self.data.get(name, "")) for name in asked})

    @property
    def proposed_from(self) -> str:
        """Names of the fields of whose content a spelling is proposed."""
        return " ".join(name for name in name_proposals.ASKED if name in self.fields)

    def _own_names(self) -> list[list[str]]:
        """What stands on a line for each own field."""
        names = (own_words.name_of(field) for field in self.own)
        both = ([name, f"{name}_{own_answers.REMOVE}"] for name in names)
        return [[name for name in line if name in self.fields] for line in both]

    def _ask_own(self) -> None:
        self.fields |= own_answers.form_fields(self.own, self.answered)
        send_as(self, self.sent_as)
        if "loaded_values" in self.initial:
            loaded = own_answers.as_loaded(self.own, self.answered)
            self.initial["loaded_values"] += f" {digests(loaded, loaded)}"
            for own in self.own:
                if own.answer != AnswerKind.FILE:
                    self.initial[own_words.name_of(own)] = loaded[own_words.name_of(own)]
        is_approved = self.instance.accreditation == Accreditation.APPROVED
        for own in self.own:
            field = self.fields[own_words.name_of(own)]
            if is_approved and own.matters:
                field.label = f"{field.label} ○"
            elif is_own_needed(own, self.instance):
                field.label = f"{field.label} *"

    def answers(self) -> dict[OwnField, Given]:
        """To own fields, as far as they are changed; files among them are stored."""
        return own_answers.answers_in(self, self.own, self.answered)

    def stored_files(self) -> list[OwnField]:
        """Own fields whose answer is a stored file."""
        return [own for own in self.own if (row := self.answered.get(own.pk)) and row.file]

    def _lines(self, section: Section) -> list[list[forms.BoundField]]:
        lines: list[list[forms.BoundField]] = []
        for column in COLUMNS.in_section(section):
            if column.name not in self.fields:
                continue
            if column.is_beside and lines:
                lines[-1].append(self[column.name])
            else:
                lines.append([self[column.name]])
        if section == Section.FUNCTION and SPOUSE_OF.name in self.fields:
            lines.append([self[SPOUSE_OF.name]])
        return lines

    def _ask_only(self, asked: FieldsAsked) -> None:
        """What the conference asks of such a person; marked is what is needed, and of whoever is
        approved what waits for an officer.
        """
        waits = asked.mattering if self.instance.accreditation == Accreditation.APPROVED else ()
        for column in asked_of_delegations():
            if column not in asked.columns:
                del self.fields[column.name]
                continue
            field = self.fields[column.name]
            if column.name in waits:
                field.label = f"{field.label} ○"
            elif column.name == PHOTO.name and not self.instance.is_photo_needed:
                continue
            elif column.name in asked.required and not column.is_known_late:
                field.label = f"{field.label} *"

    def _mark_what_is_to_be_corrected(self) -> None:
        if self.instance.accreditation != Accreditation.RETURNED:
            return
        for name in self.instance.to_correct:
            if name in self.fields:
                self.fields[name].widget.attrs["data-to-correct"] = ""

    def values(self, names: Collection[str]) -> dict[str, Any]:
        """Of columns; see `answers` for the rest."""
        columns = {column.name for column in asked_of_delegations()} & self.cleaned_data.keys()
        return {name: self.cleaned_data[name] for name in names if name in columns}


def read_only(delegation: Delegation, row: Delegate) -> RegistrationForm:
    """Everything that is asked of the person, to be shown and not to be sent."""
    row.delegation = delegation
    asking = Asking(delegation.conference)
    asked = replace(asking.of(row), mattering=frozenset(), required=frozenset())
    own = asking.own_of(row)
    conference = delegation.conference
    # Of the conference, whose ranks and categories are said by name.
    words = {"conference": conference, "languages": conference.languages}
    kind: Any = type("FormToRead", (RegistrationForm,), words)
    form: RegistrationForm = kind(instance=row, delegation=delegation, asked=asked, own=own)
    return form


def known_in(form: RegistrationForm) -> list[tuple[str, str]]:
    """What is known of the person, by the name of the field, in words; of files nothing."""
    return [
        (str(field.label), words)
        for field in _fields_of(form)
        if (value := form.get_initial_for_field(field.field, field.name))
        and (words := shown(field.field, value))
    ]


def without_mark(label: object) -> str:
    """The name of a field in a sentence, without the sign that it is needed or waits."""
    return str(label).rstrip(" *○")


def typed_in_words(form: RegistrationForm) -> list[tuple[str, str]]:
    """What stands in the form and is not what is known, by the name of the field; no file. Nothing
    is needed of what cannot be saved.
    """
    typed = form.changed_data if form.is_bound else form.kept
    return [
        (without_mark(field.label), words)
        for field in _fields_of(form)
        if field.name in typed and (words := _typed_words(form, field))
    ]


def _typed_words(form: RegistrationForm, field: forms.BoundField) -> str:
    given = form.cleaned_data.get(field.name, field.value()) if form.is_bound else field.value()
    is_file = isinstance(field.field, forms.FileField)
    return "" if is_file or given in (None, "", []) else shown(field.field, given)


def _fields_of(form: RegistrationForm) -> list[forms.BoundField]:
    return [field for part in form.parts() for line in part.lines for field in line]
