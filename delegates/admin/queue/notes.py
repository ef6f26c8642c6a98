"""Notes verbales beside what is registered: their pages as pictures, the last note first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern

from conference.admin import ConferenceModelAdmin, may, signed_in
from delegates.admin.papers import SEES_NOMINATIONS
from delegates.exporting.nominations import page_picture
from delegates.models import Delegate, Delegation, Nomination, NominationPage
from delegates.services.registration import note_pages


@dataclass(frozen=True)
class NotePages:
    """A note and its pages from one on: those that are drawn, or cannot be, as far as no other
    stands before them that is still being drawn.
    """

    note: Nomination
    pages: Sequence[NominationPage]
    waiting: NominationPage | None
    begins_at: int
    left_out: int

    @property
    def next_page(self) -> int:
        return self.begins_at + len(self.pages)

    @property
    def is_being_drawn(self) -> bool:
        """Or will be: it has just been asked for."""
        return bool(self.waiting) or self.next_page == 1

    @property
    def is_delayed(self) -> bool:
        """Nobody need ask every second."""
        return self.waiting is not None and bool(self.waiting.error)

    @property
    def is_unreadable(self) -> bool:
        return self.begins_at == 1 and bool(self.pages) and not self.pages[0].picture


def in_order(
    note: Nomination, stored: Iterable[NominationPage], *, begins_at: int = 1
) -> NotePages:
    """`stored`: all pages of the note by their numbers."""
    rows = list(stored)
    waiting = next((row for row in rows if row.is_unfinished and row.number >= begins_at), None)
    last = waiting.number if waiting else len(rows) + 1
    shown = rows[begins_at - 1 : last - 1]
    file_pages = (rows[0].file_pages if rows else None) or len(rows)
    return NotePages(note, shown, waiting, begins_at, file_pages - len(rows))


def notes_beside(request: HttpRequest, delegate: Delegate) -> list[NotePages]:
    """Of the delegation. Pages that nobody has asked for yet are asked for."""
    if not may(request, SEES_NOMINATIONS):
        return []
    user = signed_in(request)
    of_delegation = Nomination.objects.visible_to(user).filter(delegation=delegate.delegation)
    notes = list(of_delegation.order_by("-handed_in_at", "-pk"))
    pages = NominationPage.objects.filter(nomination__delegation=delegate.delegation)
    in_numbers = pages.order_by("nomination", "number")
    by_note = {pk: list(rows) for pk, rows in groupby(in_numbers, lambda row: row.nomination_id)}
    note_pages.ask([note for note in notes if note.pk not in by_note])
    return [in_order(note, by_note.get(note.pk, [])) for note in notes]


class PagesOfNotes(ConferenceModelAdmin[Delegation]):
    def pages(self) -> list[URLPattern]:
        one = "<int:object_id>/nominations/<int:number>/pages/<int:page>/"
        return [
            *super().pages(),
            self.page_url(one, self.note_pages_view, "nomination_pages", needs=SEES_NOMINATIONS),
            self.page_url(
                f"{one}picture/",
                self.note_picture_view,
                "nomination_page",
                needs=SEES_NOMINATIONS,
            ),
        ]

    def note_pages_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int, page: int
    ) -> HttpResponseBase:
        """What has been drawn from this page on, for a list that has those before it."""
        note = _seen(request, delegation, number)
        if not 1 <= page <= note_pages.MOST:
            raise Http404
        beside = in_order(note, note.pages.order_by("number"), begins_at=page)
        context = {"beside": beside, "delegation_id": delegation.pk}
        return TemplateResponse(request, "admin/delegates/delegate/_note_pages.html", context)

    def note_picture_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int, page: int
    ) -> HttpResponseBase:
        note = _seen(request, delegation, number)
        return page_picture(
            get_object_or_404(note.pages.exclude(picture=""), number=page), by=signed_in(request)
        )


def _seen(request: HttpRequest, delegation: Delegation, number: int) -> Nomination:
    notes = Nomination.objects.visible_to(signed_in(request)).exclude(file="")
    return get_object_or_404(notes, delegation=delegation, pk=number)
