from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.admin import Card, chosen_conference, may, signed_in, words_with_dot
from conference.admin.forms.pictures import private_picture
from conference.models import User
from conference.writing import dates
from delegates.admin import cells
from delegates.admin.decisions import ON_DELEGATIONS, PERMISSION
from delegates.admin.exporting.credentials import credentials_page, credentials_workbook
from delegates.admin.exporting.statistics import statistics_page, statistics_workbook
from delegates.admin.filters import (
    AttendsFilter,
    HeadFilter,
    NoteFilter,
    OverdueFilter,
    UnansweredFilter,
)
from delegates.admin.finding import NAMES_OF_DELEGATIONS
from delegates.admin.forms import DelegationForm, NewDelegationForm
from delegates.admin.letters import RemembersAnswers
from delegates.admin.papers import SEES_NOMINATIONS, PaperPages, may_see_papers
from delegates.admin.queue.notes import PagesOfNotes
from delegates.admin.registration.contacts import SEES as SEES_CONTACTS
from delegates.admin.registration.contacts import ContactPages
from delegates.admin.scopes import ScopePages
from delegates.admin.sheet.adding import AddingPages
from delegates.admin.sheet.drafts import TellsOfDrafts
from delegates.admin.sheet.pages import SheetPages
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegateQuerySet, Delegation, Message
from delegates.models.scopes import narrowed, within
from delegates.outstanding.deadlines import owed_by
from delegates.services import delegations
from delegates.sheet.contacts import contacts_of
from delegates.sheet.contents import NOBODY, standings_of

SEES_CREDENTIALS = "delegates.view_credentials"
# Columns for whoever registers people.
CONTACTS = "contacts_cell"
PAPERS = ("tasks_cell", "messages_cell")

FIGURES = {
    "approved_count": Q(accreditation=Accreditation.APPROVED),
    "submitted_count": Q(accreditation=Accreditation.SUBMITTED),
    "delegate_count": Q(),
}
NO_FIGURES: Mapping[str, int] = dict.fromkeys(FIGURES, 0)


def people_seen_by(user: User) -> DelegateQuerySet:
    seen = within(user, kind="delegation__kind", category="category")
    return Delegate.objects.filter(seen).order_by()


def figures_of(rows: Collection[Delegation], user: User) -> dict[int, Mapping[str, int]]:
    """By delegation: how many of each the user may see; nothing of one that has nobody."""
    people = people_seen_by(user).filter(delegation__in=[row.pk for row in rows])
    counts = {name: Count("pk", filter=which) for name, which in FIGURES.items()}
    counted = people.values("delegation").annotate(**counts).values_list("delegation", *counts)
    return {delegation: dict(zip(counts, found, strict=True)) for delegation, *found in counted}


def counted_of(
    rows: Collection[Delegation], people: DelegateQuerySet
) -> dict[int, Mapping[str, int]]:
    """By delegation who of these is in it, in one query; drafts too, of whom tasks depend."""
    here = people.filter(delegation__in=[row.pk for row in rows], erased_at=None)
    counted = standings_of(here)
    return {row.pk: counted.get(row.pk, NOBODY) for row in rows}


def figures_in(counted: Mapping[int, Mapping[str, int]]) -> dict[int, Mapping[str, int]]:
    """As `figures_of`, for whoever may see everybody that is registered."""
    return {
        pk: {
            "approved_count": found[Accreditation.APPROVED],
            "submitted_count": found[Accreditation.SUBMITTED],
            "delegate_count": found["everybody"] - found[Accreditation.DRAFT],
        }
        for pk, found in counted.items()
    }


@admin.register(Delegation)
class DelegationAdmin(
    RemembersAnswers,
    ContactPages,
    PaperPages,
    PagesOfNotes,
    AddingPages,
    SheetPages,
    ScopePages,
    TellsOfDrafts,
):
    is_known_by_name = True
    mails_need = PERMISSION
    form = DelegationForm
    decisions = ON_DELEGATIONS
    list_display = [
        "title",
        "kind",
        "head_name",
        "approved",
        "submitted",
        "total",
        *PAPERS,
        CONTACTS,
    ]
    list_display_links = ["title"]
    list_select_related = ["head", "kind"]
    list_filter = ["kind", HeadFilter, AttendsFilter]
    search_fields = NAMES_OF_DELEGATIONS
    choice_select_related = ("kind",)
    autocomplete_fields = ["country", "organization"]
    offers_to_add = ["organization"]
    readonly_fields = ["sender", "withdrawal"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "sender",
                    "withdrawal",
                    "kind",
                    "name",
                    "correspondence_language",
                    ("acronym", "flag_code"),
                    "flag_file",
                ]
            },
        )
    ]
    new_fieldsets = [(None, {"fields": ["country", "organization", "kind"]})]

    # Chosen for somebody who is added

    def choice_words(self, row: Delegation) -> str:
        return cells.with_kind(row)

    # Lists

    def limit(self, queryset: QuerySet[Delegation], request: HttpRequest) -> QuerySet[Delegation]:
        """Where the reader may see the head, and in an order by people in figures."""
        user = signed_in(request)
        led = within(user, kind="kind", category="head__category")
        people = people_seen_by(user).filter(delegation=OuterRef("pk")).values("delegation")
        figures = {
            name: Coalesce(Subquery(people.filter(which).values(count=Count("pk"))), 0)
            for name, which in FIGURES.items()
        }
        return (
            super()
            .limit(queryset, request)
            .alias(**figures)
            .annotate(shows_head=Case(When(led, then=True), default=False) if led else Value(True))
        )

    @admin.display(description=gettext_lazy("delegation"), ordering="protocol_key")
    def title(self, delegation: Delegation) -> str:
        """What nearly all do, attend, is said of none."""
        name = cells.delegation_name(delegation)
        if not delegation.is_withdrawn:
            return name
        return format_html("{} {}", name, self.attendance(delegation))

    @admin.display(description=gettext_lazy("head"))
    def head_name(self, delegation: Any) -> str:
        if delegation.known_head is None:
            return format_html('<span class="quiet">{}</span>', _("to be confirmed"))
        return str(delegation.known_head) if delegation.shows_head else "–"

    @admin.display(description=gettext_lazy("approved"), ordering="approved_count")
    def approved(self, delegation: Any) -> int:
        return int(delegation.figures["approved_count"])

    @admin.display(description=gettext_lazy("submitted"), ordering="submitted_count")
    def submitted(self, delegation: Any) -> str:
        """Leads to the delegates that wait for a decision."""
        return self.link_to(
            delegation, delegation.figures["submitted_count"], accreditation="submitted"
        )

    @admin.display(description=gettext_lazy("delegates"), ordering="delegate_count")
    def total(self, delegation: Any) -> str:
        return self.link_to(delegation, delegation.figures["delegate_count"])

    def link_to(self, delegation: Delegation, count: int, **filters: str) -> str:
        if not count:
            return "0"
        query = {"delegation__id__exact": delegation.pk}
        query |= {f"{name}__exact": value for name, value in filters.items()}  # type: ignore[misc]
        url = reverse("admin:delegates_delegate_changelist", query=query)
        return format_html('<a href="{}">{}</a>', url, count)

    def attendance(self, delegation: Delegation) -> str:
        if delegation.is_withdrawn:
            return words_with_dot("off", _("Withdrawn"))
        return words_with_dot("good", _("Attends"))

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        hidden = set() if may_see_papers(request) else set(PAPERS)
        hidden |= set() if may(request, SEES_CONTACTS) else {CONTACTS}
        return [each for each in super().get_list_display(request) if each not in hidden]

    def get_list_filter(self, request: HttpRequest) -> Any:
        own = super().get_list_filter(request)
        if not may_see_papers(request):
            return own
        notes = [NoteFilter] if may(request, SEES_NOMINATIONS) else []
        return [*own, OverdueFilter, UnansweredFilter, *notes]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Figures, what each owes and has written, and whom to ask, are asked once for all rows."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.result_list = rows = list(changelist.result_list)
        at, conference, user = timezone.now(), chosen_conference(request), signed_in(request)
        is_narrowed = conference.pk in narrowed(user)
        people = Delegate.with_drafts.known_to(user, conference)
        counted = None if is_narrowed else counted_of(rows, people)
        figures = figures_of(rows, user) if counted is None else figures_in(counted)
        for row in rows:
            row.figures = figures.get(row.pk, NO_FIGURES)
        if may(request, SEES_CONTACTS):
            known = contacts_of(rows)
            for row in rows:
                row.contacts = known[row.pk]
        if not may_see_papers(request):
            return changelist
        for row in rows:
            row.conference = conference
        owed = owed_by(rows, people, counted) if rows else {}
        asking = Message.objects.filter(delegation__in=rows).unanswered().counted_by_delegation()
        for row in rows:
            row.overdue = sum(one.is_overdue(at) for one in owed[row.pk])
            row.left = sum(not one.is_done for one in owed[row.pk])
            row.unanswered = asking.get(row.pk, 0)
        return changelist

    @admin.display(description=gettext_lazy("tasks"))
    def tasks_cell(self, delegation: Any) -> str:
        if delegation.overdue:
            said = ngettext("%d overdue", "%d overdue", delegation.overdue)
            return self._to_page(delegation, "tasks", "bad", said % delegation.overdue)
        if delegation.left:
            said = ngettext("%d open", "%d open", delegation.left) % delegation.left
            return self._to_page(delegation, "tasks", "wait", said)
        return "–"

    @admin.display(description=gettext_lazy("messages"))
    def messages_cell(self, delegation: Any) -> str:
        if not delegation.unanswered:
            return "–"
        said = ngettext("%d unanswered", "%d unanswered", delegation.unanswered)
        return self._to_page(delegation, "messages", "wait", said % delegation.unanswered)

    @admin.display(description=gettext_lazy("contacts"))
    def contacts_cell(self, delegation: Any) -> str:
        """Focal points first, each with their phone; the others beside them in quiet words."""
        found = delegation.contacts
        said = [
            *((user, "", _("Focal point")) for user in found.focal_points),
            *((user, "quiet", _("Liaison officer")) for user in found.liaison_officers),
        ]
        return format_html_join(
            SafeString("<br>"),
            '<span class="{}" title="{}"><bdi>{}</bdi> <bdi dir="ltr">{}</bdi></span>',
            ((mark, part, str(user), user.phone) for user, mark, part in said),
        ) or SafeString("–")

    def _to_page(self, delegation: Delegation, page: str, mark: str, said: str) -> str:
        url = reverse(f"admin:delegates_delegation_{page}", args=[delegation.pk])
        return format_html('<a href="{}">{}</a>', url, words_with_dot(mark, said))

    # What is shown but not edited

    @admin.display(description=gettext_lazy("sent by"))
    def sender(self, delegation: Delegation) -> str:
        return str(delegation.country or delegation.organization or "")

    @admin.display(description=gettext_lazy("withdrawn"))
    def withdrawal(self, delegation: Delegation) -> str:
        if delegation.withdrawn_at is None:
            return "–"
        at = dates.moment_in_full(delegation.withdrawn_at)
        return f"{at} · {delegation.withdrawn_by} · {delegation.withdrawal_reason}"

    # Forms

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = NewDelegationForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Delegation | None = None) -> Any:
        if obj is None:
            return self.new_fieldsets
        fieldsets = super().get_fieldsets(request, obj)
        if not obj.is_withdrawn:
            fieldsets[0][1]["fields"].remove("withdrawal")
        return fieldsets

    # Saving

    def save_model(self, request: HttpRequest, obj: Delegation, form: Any, change: bool) -> None:
        by, at = signed_in(request), timezone.now()
        if not change:
            delegations.copy_from_party(obj, form.party, kind=form.cleaned_data["kind"])
            delegations.register(delegation=obj, by=by, at=at)
            return
        if form.changed_data:
            delegations.change(delegation=obj, fields=form.changed_data, by=by, at=at)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        tools = {"sees_credentials": may(request, SEES_CREDENTIALS)}
        return super().changelist_view(request, {**tools, **(extra_context or {})})

    # Decisions and further pages

    def card(self, row: Delegation) -> Card:
        return Card(
            title=str(row),
            lines=[str(row.kind), self.attendance(row)],
            picture=cells.flag(row),
        )

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("<int:object_id>/flag/", self.flag_view, "flag"),
            self.page_url("statistics/", partial(statistics_page, self), "statistics"),
            self.page_url(
                "credentials/",
                partial(credentials_page, self),
                "credentials_table",
                needs=SEES_CREDENTIALS,
            ),
            self.page_url(
                "credentials/xlsx/",
                credentials_workbook,
                "credentials_xlsx",
                needs=SEES_CREDENTIALS,
            ),
            self.page_url("statistics/xlsx/", statistics_workbook, "statistics_xlsx"),
        ]

    def flag_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        return private_picture(delegation.flag_file.name, content_type="image/png")
