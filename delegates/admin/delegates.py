from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from conference.admin import (
    Card,
    ChoosesColumns,
    Decision,
    DecisionForm,
    chosen_conference,
    may,
    signed_in,
)
from conference.admin.forms.pictures import private_picture
from conference.admin.forms.times import DayAndTime, DayAndTimeField
from conference.writing import dates
from delegates import photos
from delegates.admin import cells
from delegates.admin.decisions import ON_DELEGATES, PERMISSION
from delegates.admin.decisions.moving import MOVE, MoveForm
from delegates.admin.exporting import exports
from delegates.admin.filters import DelegationAttendsFilter, HasPhotoFilter, ImportFilter
from delegates.admin.finding import delegations_begun, found_otherwise, near_of_list
from delegates.admin.forms import DelegateForm
from delegates.admin.letters import RemembersAnswers
from delegates.admin.person.erasing import ErasurePage
from delegates.admin.person.layout import delegate_fieldsets, with_seen
from delegates.admin.person.needs import PERMISSION as NEEDS
from delegates.admin.person.needs import NeedsPages
from delegates.admin.person.own_answers import SEES as OWN_ANSWERS
from delegates.admin.person.own_answers import OwnAnswersPages
from delegates.admin.person.own_language import ProposesOwnLanguage
from delegates.admin.person.page import PersonPage
from delegates.admin.queue.pages import QueuePages
from delegates.admin.replacing import with_both
from delegates.admin.sameness.pages import MOVES, SamePersonPages
from delegates.admin.sheet.drafts import NamesNoDraft
from delegates.choices import Accreditation
from delegates.columns import SPOUSE_OF
from delegates.models import PROTOCOL_ORDER, Delegate, DelegateQuerySet, OwnField
from delegates.quotas.composition import too_many_hosted, why_waiting
from delegates.services import registering
from delegates.services.review import accreditation, replacement
from delegates.sheet.contents import state_of

# Of whoever may not change it: the photo itself instead of its address, which opens for nobody, and
# the head's position.
SEEN = {"delegation": "delegation_seen", "photo": "photo_seen", "position": "position_seen"}
# Of whoever may.
CHANGED = {"delegation": "delegation_to_leave"}


@admin.register(Delegate)
class DelegateAdmin(
    ChoosesColumns[Delegate],
    PersonPage,
    ErasurePage,
    NeedsPages,
    OwnAnswersPages,
    QueuePages,
    ProposesOwnLanguage,
    RemembersAnswers,
    SamePersonPages,
    NamesNoDraft,
):
    is_known_by_name = True
    mails_need = PERMISSION
    form = DelegateForm
    formfield_overrides = {
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    list_display = [
        "photo_cell",
        "person",
        "delegation_cell",
        "duty",
        "function_cell",
        "ministry_cell",
        "rank_cell",
        "arrival_cell",
        "departure_cell",
        "letter",
        "state",
    ]
    columns_to_add = [
        "function_cell",
        "ministry_cell",
        "rank_cell",
        "arrival_cell",
        "departure_cell",
    ]
    columns_that_stay = ["photo_cell", "person"]
    list_display_links = ["person"]
    list_select_related = ["delegation", "category", "rank"]
    list_filter = [
        "accreditation",
        HasPhotoFilter,
        DelegationAttendsFilter,
        "delegation__kind",
        "listing",
        "publication",
        "hosting",
        ImportFilter,
        "category",
        "rank",
        "delegation",
    ]
    search_fields = ["search_text"]
    search_help_text = _("Names in any script, delegation, function, reference or badge serial.")
    autocomplete_fields = ["delegation", "nationality"]
    list_actions = exports.EXPORTS
    decisions = ON_DELEGATES
    readonly_fields = [
        "decided",
        "decision_reason",
        "category_origin",
        "delegation_seen",
        "delegation_to_leave",
        "needs_page",
        "own_answers_seen",
        "photo_seen",
        "place_reason",
        "position_seen",
    ]
    fieldsets = delegate_fieldsets()

    # Chosen as a speaker, a head

    choice_select_related = ("delegation",)

    def choosable(self, rows: Any) -> DelegateQuerySet:
        """Nobody else's page names a draft."""
        return rows.registered()  # type: ignore[no-any-return]

    def choice_words(self, row: Delegate) -> str:
        """Whoever plans a session knows the minister of water, not the name; and is told who does
        not attend.
        """
        attends = row.is_expected and not row.delegation.is_withdrawn
        absence = "" if attends else state_of(row).words
        return " · ".join(filter(None, [str(row), row.function, str(row.delegation), absence]))

    # Lists

    def rows(self) -> DelegateQuerySet:
        """Drafts have a row and a page, for whoever sees them."""
        return Delegate.with_drafts.all()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        return [*PROTOCOL_ORDER]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """With whom those of the page replace, and are replaced by."""
        changelist: Any = super().get_changelist_instance(request)
        changelist.result_list = with_both(
            changelist.result_list, chosen_conference(request), signed_in(request)
        )
        return changelist

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[DelegateQuerySet, bool]:
        found = queryset.matching(search_term)
        if serials := found_otherwise(request, chosen_conference(request), search_term):
            found |= queryset.filter(pk__in=serials)
        if delegations := delegations_begun(request, search_term):
            found |= queryset.filter(delegation__in=delegations)
        return found, False

    @admin.display(description=_("delegation"))
    def delegation_seen(self, delegate: Delegate) -> str:
        sheet = reverse("admin:delegates_delegation_change", args=[delegate.delegation_id])
        return format_html('<a href="{}">{}</a>', sheet, delegate.delegation)

    @admin.display(description=_("delegation"))
    def delegation_to_leave(self, delegate: Delegate) -> str:
        """Nobody moves by a field: who leads a delegation leaves it, and somebody may be known
        there already.
        """
        leave = '<bdi>{}</bdi> <a class="decision" href="{}">{}</a>'
        url = self.decision_url(delegate, MOVE)
        return format_html(leave, self.delegation_seen(delegate), url, MOVE.words)

    @admin.display(description=_("photo"))
    def photo_seen(self, delegate: Delegate) -> str:
        """For whoever may look at it and not change it."""
        if not delegate.photo:
            return "–"
        url = reverse("admin:delegates_delegate_photo", args=[delegate.pk])
        return format_html('<img class="photo-seen" src="{}" alt="">', url)

    @admin.display(description=_("position"))
    def position_seen(self, delegate: Delegate) -> str:
        return delegate.position_in_words

    @admin.display(description="")
    def photo_cell(self, delegate: Delegate) -> str:
        return cells.thumbnail(delegate)

    @admin.display(description=_("name"), ordering="name_key")
    def person(self, delegate: Delegate) -> str:
        return cells.person(delegate)

    @admin.display(description=_("delegation"), ordering="delegation__protocol_key")
    def delegation_cell(self, delegate: Delegate) -> str:
        return cells.delegation_name(delegate.delegation)

    @admin.display(description=_("position and function"), ordering="position")
    def duty(self, delegate: Delegate) -> str:
        return cells.duty(delegate)

    @admin.display(description=_("function"), ordering="function")
    def function_cell(self, delegate: Delegate) -> str:
        return cells.words(delegate.function)

    @admin.display(description=_("ministry or organization"), ordering="ministry")
    def ministry_cell(self, delegate: Delegate) -> str:
        return cells.words(delegate.ministry)

    @admin.display(description=_("rank"), ordering="rank__order")
    def rank_cell(self, delegate: Delegate) -> str:
        return cells.words(str(delegate.rank or ""))

    @admin.display(description=_("arrival"), ordering="arrival_at")
    def arrival_cell(self, delegate: Delegate) -> str:
        return cells.journey(delegate.arrival_at, delegate.arrival_number, delegate.arrival_place)

    @admin.display(description=_("departure"), ordering="departure_at")
    def departure_cell(self, delegate: Delegate) -> str:
        return cells.journey(
            delegate.departure_at, delegate.departure_number, delegate.departure_place
        )

    @admin.display(description=_("category"), ordering="category__order", empty_value="–")
    def letter(self, delegate: Delegate) -> str | None:
        return delegate.category.letter if delegate.category else None

    @admin.display(description=_("state"), ordering="accreditation")
    def state(self, delegate: Delegate) -> str:
        return cells.state(delegate)

    # What is shown but not edited

    @admin.display(description=_("decided"))
    def decided(self, delegate: Delegate) -> str:
        if delegate.decided_at is None:
            return "–"
        return f"{dates.moment_in_full(delegate.decided_at)} · {delegate.decided_by}"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == SPOUSE_OF.name:
            kwargs["queryset"] = Delegate.with_drafts.visible_to(signed_in(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Delegate | None = None) -> Any:
        """The decision stands above the form; what is known of it only once there was one."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            is_read = not self.has_change_permission(request, obj)
            fieldsets = with_seen(fieldsets, SEEN if is_read else CHANGED)
            if is_read and not self._sees_spouse(request, obj):
                fieldsets = with_seen(fieldsets, {SPOUSE_OF.name: ""})
        if obj is None:
            # Nobody is anybody's spouse before they are of a delegation.
            fieldsets = with_seen(fieldsets, {SPOUSE_OF.name: ""})
        else:
            if (
                may(request, OWN_ANSWERS)
                and OwnField.objects.for_conference(obj.conference).exists()
            ):
                fieldsets.insert(-1, (None, {"fields": ["own_answers_seen"]}))
            if may(request, NEEDS):
                fieldsets.insert(-1, (None, {"fields": ["needs_page"]}))
            if obj.place_reason:
                fieldsets.insert(-1, (None, {"fields": ["place_reason"]}))
        if obj is None or obj.decided_at is None:
            return fieldsets[:-1]
        if not obj.decision_reason:
            fieldsets[-1][1]["fields"].remove("decision_reason")
        return fieldsets

    def _sees_spouse(self, request: HttpRequest, obj: Delegate) -> bool:
        """Whose spouse somebody is: of a draft, or of whoever is beyond a staff role, the page
        looks as of nobody's spouse.
        """
        seen = Delegate.with_drafts.visible_to(signed_in(request))
        return obj.spouse_of_id is not None and seen.filter(pk=obj.spouse_of_id).exists()

    @admin.display(description=_("how the category was given"))
    def category_origin(self, delegate: Delegate) -> Any:
        if delegate.is_category_set_by_hand:
            return _("Set by hand. Clear it to follow the rules again.")
        return _("Set by the rules, from kind, head and rank.")

    # Saving

    def save_row(self, request: HttpRequest, obj: Delegate, form: Any, change: bool) -> None:
        if change:
            self._save_changes(request, obj, form)
        else:
            by, at = signed_in(request), timezone.now()
            if former := self.former_in(request):
                replacement.enter(former=former, delegate=obj, by=by, at=at)
            else:
                registering.register(delegate=obj, by=by, at=at)
            for why in why_waiting([obj]):
                self.message_user(request, why, messages.WARNING)
        if not change or "hosting" in form.changed_data:
            for said in too_many_hosted(obj):
                self.message_user(request, said, messages.WARNING)
        self._warn_of_coarse_photo(request, form)

    def _save_changes(self, request: HttpRequest, obj: Delegate, form: Any) -> None:
        fields = {
            name: form.cleaned_data[name] for name in form.changed_data if name in form.cleaned_data
        }
        if "photo" in fields:
            upload = fields["photo"]
            fields["photo"] = photos.store(upload.read()) if upload else ""
        if fields:
            by, at = signed_in(request), timezone.now()
            registering.change(delegate=obj, fields=fields, by=by, at=at)

    def _warn_of_coarse_photo(self, request: HttpRequest, form: Any) -> None:
        upload = form.cleaned_data.get("photo") if "photo" in form.changed_data else None
        if not upload:
            return
        upload.seek(0)
        warning = photos.warning(upload.read())
        if warning:
            self.message_user(request, warning, messages.WARNING)

    def has_change_permission(self, request: HttpRequest, obj: Delegate | None = None) -> bool:
        """Of who is erased nothing is registered anew."""
        return super().has_change_permission(request, obj) and not (obj and obj.erased_at)

    def has_delete_permission(self, request: HttpRequest, obj: Delegate | None = None) -> bool:
        """Who was ever decided on leaves by withdrawal; of who is erased the row stays."""
        allowed = super().has_delete_permission(request, obj)
        stays = obj is not None and (obj.erased_at or accreditation.has_decisions(obj))
        return allowed and not stays

    # Decisions

    def card(self, row: Delegate) -> Card:
        return cells.card(row)

    def hold(self, decision: Decision, rows: QuerySet[Delegate], form: DecisionForm) -> None:
        """Delegations are held before delegates: those that a move leads from and to. Who is like
        the person there is asked of what is held. With whoever is approved is held whom they
        replace, which may have been registered before them.
        """
        if isinstance(form, MoveForm) and form.is_valid():
            former = set(rows.order_by().values_list("delegation_id", flat=True))
            registering.held_delegations(former | {form.cleaned_data["delegation"].pk})
            form.full_clean()
            registering.held_delegates([*rows, *(each.delegate for each in form.questions)])
        elif decision.value == Accreditation.APPROVED and (first := rows.first()):
            ids = list(rows.order_by().values_list("pk", flat=True))
            accreditation.hold_with_replaced(first.conference, ids)
        super().hold(decision, rows, form)

    def form_of(
        self,
        request: HttpRequest,
        decision: Decision,
        rows: QuerySet[Delegate],
        *,
        is_sent: bool,
    ) -> DecisionForm:
        """The delegation that the address of a move names is chosen already."""
        form = super().form_of(request, decision, rows, is_sent=is_sent)
        if isinstance(form, MoveForm):
            form.initial = {MOVES: request.GET.get(MOVES, "")}
        return form

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("<int:object_id>/photo/", self.photo_view, "photo"),
            self.page_url("<int:object_id>/thumbnail/", self.thumbnail_view, "thumbnail"),
            self.page_url(
                "export/<slug:file_format>/", self.export_view, "export", needs=exports.PERMISSION
            ),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        tools = {
            "may_import": may(request, "delegates.add_importrun"),
            "may_export": may(request, exports.PERMISSION),
            "sees_needs": may(request, "delegates.view_needs"),
        }
        response = super().changelist_view(request, {**tools, **(extra_context or {})})
        if isinstance(response, TemplateResponse) and response.context_data:
            changelist = response.context_data.get("cl")
            response.context_data["near"] = near_of_list(request, changelist)
        return response

    def export_view(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        return exports.export_list(self, request, file_format)

    def photo_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        return private_picture(delegate.photo.name, content_type="image/jpeg")

    def thumbnail_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        return photos.thumbnail(delegate.photo.name)
