"""Releases: what readers have been told, and a page that tells them the rest."""

import io
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conference.admin import (
    ConferenceModelAdmin,
    PagesOfOurOwn,
    chosen_conference,
    contribute,
    signed_in,
)
from conference.admin.forms.words import clean_words
from conference.contributions import Derived
from conference.errors import DomainError
from conference.models import Conference
from conference.requests.downloads import PersonalDownload
from conference.spreadsheets import XLSX_TYPE
from conference.writing import dates
from sessions.admin.lacking import warned_at_all
from sessions.entries import entry
from sessions.models import AudienceGroup, Release, SessionVersion
from sessions.reading import schedule
from sessions.reading.queries import latest_number
from sessions.releases import concerned, reading, wording
from sessions.releases.audiences import Reader, read_by
from sessions.releases.changes import Change, ChangeKind, changes, on_top
from sessions.releases.history import told_otherwise
from sessions.releases.stored import facts_of
from sessions.searching.texts import search_text
from sessions.services import releases, telling

CHOSEN, SEEN = "session", "seen"
LIST = "admin:agenda_release_changelist"
EVERYBODY, DELEGATES = "everybody", "delegates"


@dataclass(frozen=True)
class ChangeRow:
    """A session whose agenda changes, as the pages of releases name it."""

    code: str
    when: str
    title: str
    words: list[str]
    mark: str
    digest: str
    is_chosen: bool = True

    @classmethod
    def of(cls, change: Change, conference: Conference, *, is_chosen: bool = True) -> "ChangeRow":
        one = entry(change.facts, conference)
        return cls(
            code=one.code,
            when=dates.weekday_span(one.starts_at, one.ends_at),
            title=one.title.text,
            words=wording.told(change, conference),
            mark=_mark(change.kinds),
            digest=change.digest,
            is_chosen=is_chosen,
        )


class ReleaseForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=200,
        help_text=Release._meta.get_field("name").help_text,
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if "name" in self.cleaned_data:
            clean_words(self, "name", is_asked_about=False)
        return self.cleaned_data


@admin.register(Release)
class ReleaseAdmin(PagesOfOurOwn[Release], ConferenceModelAdmin[Release]):
    list_display = ["number_cell", "name", "released_at", "released_by", "told"]
    list_display_links = ["number_cell"]
    list_select_related = ["released_by"]
    ordering = ["-number"]

    def limit(self, queryset: QuerySet[Release], request: HttpRequest) -> QuerySet[Release]:
        rows = super().limit(queryset, request)
        return rows.annotate(sessions_told=Count("began"))

    @admin.display(description=gettext_lazy("number"), ordering="number")
    def number_cell(self, release: Release) -> str:
        return _("Release %d") % release.number

    @admin.display(description=gettext_lazy("sessions told"))
    def told(self, release: Any) -> str:
        return str(release.sessions_told)

    # Permission

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        return False

    # Pages

    def pages(self) -> list[URLPattern]:
        return [
            self.page_url("preview/", self.preview_view, "preview", needs="add"),
            self.page_url(
                "<int:object_id>/concerned/", self.concerned_view, "concerned", needs="add"
            ),
            self.page_url(
                "<int:object_id>/tell/",
                require_POST(self.tell_view),
                "tell",
                needs="conference.change_mailbatch",
            ),
        ]

    def add_page(self, request: HttpRequest) -> HttpResponseBase:
        """All that has changed since the current release, to choose from; sent, it is released."""
        conference = chosen_conference(request)
        latest = latest_number(conference)
        data = request.POST if request.method == "POST" else None
        form = ReleaseForm(data, initial={"after": latest})
        if form.is_valid():
            try:
                made = releases.release(
                    conference=conference,
                    codes=request.POST.getlist(CHOSEN),
                    after=form.cleaned_data["after"],
                    seen=set(request.POST.getlist(SEEN)),
                    name=form.cleaned_data["name"],
                    by=signed_in(request),
                    at=timezone.now(),
                )
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
                form = ReleaseForm(initial={"after": latest, "name": form.cleaned_data["name"]})
            else:
                self.message_user(request, _("%s is what readers see from now on.") % made)
                return HttpResponseRedirect(reverse(LIST))
        found = changes(reading.current(conference), reading.drafted(conference))
        asked = (data or request.GET).getlist(CHOSEN)
        chosen = set(asked) or {change.facts.code for change in found}
        return self.page(
            request,
            "admin/agenda/release/add.html",
            title=_("Release %d") % (latest + 1),
            form=form,
            rows=[
                ChangeRow.of(one, conference, is_chosen=one.facts.code in chosen) for one in found
            ],
            latest=latest,
            audiences=audiences_of(conference),
            warnings=warned_at_all(conference).count(),
            is_open=conference.is_published,
        )

    def record_page(self, request: HttpRequest, row: Release) -> HttpResponseBase:
        """What it told otherwise than the one before it."""
        conference = chosen_conference(request)
        [told] = told_otherwise([row])
        return self.page(
            request,
            "admin/agenda/release/record.html",
            title=str(row),
            release=row,
            at=dates.moment(row.released_at),
            rows=[ChangeRow.of(one, conference) for one in told.changes()],
            may_tell=self.is_let(request, "conference.change_mailbatch"),
        )

    def concerned_view(self, request: HttpRequest, row: Release) -> HttpResponseBase:
        """Whom it concerns, for the office that tells them."""
        conference = chosen_conference(request)
        [told] = told_otherwise([row])
        file = io.BytesIO()
        found = concerned.concerns(told.changes(), conference)
        concerned.write_workbook(file, found, conference)
        file.seek(0)
        return PersonalDownload(
            file,
            filename=f"{conference.slug}-release-{row.number}.xlsx",
            content_type=XLSX_TYPE,
            action="release.concerned_exported",
            conference_id=conference.pk,
            by=signed_in(request),
            at=timezone.now(),
        )

    def tell_view(self, request: HttpRequest, row: Release) -> HttpResponseBase:
        """Mails to those whom it concerns, on the page of the mailing: none has gone yet."""
        try:
            batch = telling.prepare(release=row, by=signed_in(request), at=timezone.now())
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:agenda_release_change", args=[row.pk]))
        return HttpResponseRedirect(reverse("admin:conference_mailbatch_change", args=[batch.pk]))

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        """The agenda as somebody of an audience would read it, the chosen sessions released."""
        conference = chosen_conference(request)
        asked = request.POST if request.method == "POST" else request.GET
        readers = {key: (words, reader) for key, words, reader in audiences_of(conference)}
        if asked.get("audience", EVERYBODY) not in readers:
            raise Http404
        words, reader = readers[asked.get("audience", EVERYBODY)]
        drafted = reading.drafted(conference)
        codes = asked.getlist(CHOSEN) if request.method == "POST" else [f.code for f in drafted]
        current = reading.current(conference)
        facts = reading.in_order(on_top(current, drafted, codes))
        seen = [entry(one, conference) for one in read_by(reader, facts, groups_of(conference))]
        told = {change.facts.code: change for change in changes(current, facts)}
        return self.page(
            request,
            "admin/agenda/release/preview.html",
            title=_("Preview: %s") % words,
            programme=[
                (day.date, [(one, _otherwise(told.get(one.code), conference)) for one in some])
                for day in schedule.days(seen)
                for some in [[one for slot in day.slots for one in slot.entries]]
            ],
        )


def _otherwise(change: Change | None, conference: Conference) -> list[str]:
    return wording.told(change, conference) if change else []


def derive(version: SessionVersion) -> None:
    version.search_text = search_text(facts_of(version))


contribute(SessionVersion, Derived(["search_text"], derive))


def audiences_of(conference: Conference) -> list[tuple[str, str, Reader]]:
    """Who may read different agendas: everybody, all delegates, and the groups that are named."""
    groups = {
        key: (str(group), frozenset({key}))
        for group in AudienceGroup.objects.for_conference(conference).select_related(
            "kind", "category"
        )
        for key in [key_of(group)]
    }
    return [
        (EVERYBODY, _("Everybody"), Reader()),
        (DELEGATES, _("All delegates"), Reader(is_delegate=True)),
        *(
            (key, name, Reader(is_delegate=True, groups=keys))
            for key, (name, keys) in groups.items()
        ),
    ]


def groups_of(conference: Conference) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for group in AudienceGroup.objects.for_conference(conference).select_related("session"):
        found[group.session.code].append(key_of(group))
    return found


def key_of(group: AudienceGroup) -> str:
    return f"kind-{group.kind_id}" if group.kind_id else f"category-{group.category_id}"


def _mark(kinds: tuple[ChangeKind, ...]) -> str:
    if ChangeKind.CANCELLED in kinds or ChangeKind.REMOVED in kinds:
        return "off"
    return "good" if ChangeKind.ADDED in kinds else "wait"
