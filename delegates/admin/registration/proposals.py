"""Changes that delegations propose of whoever is approved: the old and the new, side by side."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import (
    Card,
    ConferenceModelAdmin,
    Decision,
    DecisionForm,
    ReasonForm,
    one_by_one,
    signed_in,
)
from conference.admin.decisions import Button
from conference.admin.forms.pictures import private_picture
from conference.admin.further_pages import ReadOnlyAdmin
from conference.admin.lists.cells import words_with_dot
from conference.models import User
from conference.writing.dates import moment
from delegates import own_answers, own_words
from delegates.admin import cells
from delegates.admin.decisions import PERMISSION
from delegates.choices import HEAD_OF_DELEGATION, Accreditation
from delegates.models import Delegate, Proposal
from delegates.services.review import proposals, turns

ON_PROPOSALS = [
    Decision(
        value="take",
        words=gettext_lazy("Take over"),
        act=gettext_lazy("Take over the change of %s"),
        will=gettext_lazy("The new values become the delegate's; a badge that shows them is due."),
        done=gettext_lazy("taken over"),
        decide=one_by_one(proposals.take, "proposal"),
        needs=PERMISSION,
        is_legal=lambda row: row.is_open,
        for_many=True,
    ),
    Decision(
        value="refuse",
        words=gettext_lazy("Refuse"),
        act=gettext_lazy("Refuse the change of %s"),
        will=gettext_lazy("What is registered stays as it is; the delegation reads why."),
        done=gettext_lazy("refused"),
        decide=one_by_one(proposals.refuse, "proposal"),
        needs=PERMISSION,
        is_legal=lambda row: row.is_open,
        form=ReasonForm,
        takes_away=True,
    ),
]


@dataclass(frozen=True)
class Line:
    label: str
    now: str
    then: str


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin, ConferenceModelAdmin[Proposal]):
    list_display = ["person", "delegation_cell", "fields_cell", "proposed", "state_cell"]
    list_display_links = ["person"]
    list_filter = [("decided_at", admin.EmptyFieldListFilter)]
    list_select_related = ["delegate__delegation", "proposed_by"]
    search_fields = ["delegate__search_text"]
    decisions = ON_PROPOSALS

    def pages(self) -> list[URLPattern]:
        page = "<int:object_id>/photo/"
        return [
            *super().pages(),
            self.page_url(page, self.photo_view, "photo", needs="delegates.view_proposal"),
        ]

    @admin.display(description=gettext_lazy("delegate"))
    def person(self, row: Proposal) -> str:
        return str(row.delegate)

    @admin.display(description=gettext_lazy("delegation"))
    def delegation_cell(self, row: Proposal) -> str:
        return str(row.delegate.delegation)

    @admin.display(description=gettext_lazy("fields"))
    def fields_cell(self, row: Proposal) -> str:
        named = [label(name) for name in proposals.names_in(row)]
        has_answers = any(name.startswith(proposals.OWN) for name in row.values)
        return ", ".join([*named, *([_("own fields")] if has_answers else [])])

    @admin.display(description=gettext_lazy("proposed at"), ordering="proposed_at")
    def proposed(self, row: Proposal) -> str:
        return moment(row.proposed_at)

    @admin.display(description=gettext_lazy("state"), ordering="decided_at")
    def state_cell(self, row: Proposal) -> str:
        if row.is_open:
            return words_with_dot("wait", _("to be decided"))
        return words_with_dot("good" if row.is_taken else "off", turns.outcome_of(row))

    def card(self, row: Proposal) -> Card:
        return cells.card(row.delegate)

    def version(self, rows: Iterable[Proposal]) -> str:
        """A focal point may propose something else while an officer reads."""
        return " ".join(f"{row.pk}.{row.proposed_at.timestamp()}" for row in rows)

    def decision_buttons(self, request: HttpRequest, row: Proposal) -> list[Button]:
        """The record's page shows what is decided on."""
        rows = self.get_queryset(request).filter(pk=row.pk)
        return [
            replace(button, promise=self._promise(request, rows, button)) if button.acts else button
            for button in super().decision_buttons(request, row)
        ]

    def _promise(self, request: HttpRequest, rows: QuerySet[Proposal], button: Button) -> str:
        decision = self.declared(button.value)
        assert decision is not None
        form = self.form_of(request, decision, rows, is_sent=False)
        return self.sight(request, decision, rows, form).promise

    def hold(self, decision: Decision, rows: QuerySet[Proposal], form: DecisionForm) -> None:
        """Whoever changes what is proposed holds its delegation and delegate before."""
        proposals.hold_people(rows)
        super().hold(decision, rows, form)

    def photo_view(self, request: HttpRequest, row: Proposal) -> HttpResponseBase:
        return private_picture(row.photo.name, content_type="image/jpeg")

    def record_page(self, request: HttpRequest, row: Proposal) -> HttpResponseBase:
        delegate: Any = Delegate.objects.select_related("delegation", "rank", "nationality").get(
            pk=row.delegate_id
        )
        return self.page(
            request,
            "admin/delegates/proposal/proposal.html",
            title=str(row),
            proposal=row,
            state=self.state_cell(row),
            person_url=reverse("admin:delegates_delegate_change", args=[delegate.pk]),
            delegation=delegate.delegation,
            lines=side_by_side(row, delegate, signed_in(request)),
            photo_now=cells.photo_url(delegate),
            photo_then=reverse("admin:delegates_proposal_photo", args=[row.pk])
            if row.photo
            else "",
            buttons=self.decision_buttons(request, row),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        return super().get_queryset(request).select_related("delegate__delegation")


def side_by_side(row: Proposal, delegate: Delegate, reader: User) -> list[Line]:
    """What is registered and what is proposed; the photo is shown apart."""
    values = proposals.values_of(row).items()
    return [
        *(
            Line(label(name), in_words(delegate, name, reader), in_words_of(name, value, reader))
            for name, value in values
        ),
        *head_side_by_side(row, delegate, reader),
        *answers_side_by_side(row),
    ]


def head_side_by_side(row: Proposal, delegate: Delegate, reader: User) -> Iterator[Line]:
    if proposals.HEAD in row.values:
        now, then = delegate.delegation.known_head, proposals.head_of(row)
        yield Line(
            str(HEAD_OF_DELEGATION),
            called(now, reader) if now else "–",
            led_by(then, reader) if isinstance(then, Delegate) else str(then or "–"),
        )


def led_by(head: Delegate, reader: User) -> str:
    """Taken over, whoever is not approved leads nobody in the list of participants yet."""
    name = called(head, reader)
    if head.accreditation == Accreditation.APPROVED:
        return name
    words = _("%(name)s (%(state)s): until they are approved the list names no head")
    return words % {"name": name, "state": head.get_accreditation_display()}


def answers_side_by_side(row: Proposal) -> Iterator[Line]:
    proposed = proposals.answers_of(row)
    there = own_answers.values_of(row.delegate) if proposed else {}
    for own, given in proposed.items():
        now = own_words.in_words(own, there.get(own.pk)) or "–"
        yield Line(own_words.label_of(own), now, own_words.in_words(own, given) or "–")


def called(row: Delegate, reader: User) -> str:
    """By name, or by reference whoever is beyond what the reader's staff role is for; a draft whom
    the reader does not see is nobody.
    """
    if Delegate.with_drafts.visible_to(reader).filter(pk=row.pk).exists():
        return str(row)
    return "–" if row.is_draft else row.reference


def label(name: str) -> str:
    if name == proposals.HEAD:
        return str(HEAD_OF_DELEGATION)
    return capfirst(str(Delegate._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def in_words(delegate: Delegate, name: str, reader: User) -> str:
    return in_words_of(name, getattr(delegate, name), reader)


def in_words_of(name: str, value: Any, reader: User) -> str:
    choices = dict(Delegate._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    if value is None or value == "":
        return str(choices.get(value, "–"))
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, Delegate):
        return called(value, reader)
    return str(value if isinstance(value, Model) else choices.get(value, value))
