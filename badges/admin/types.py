"""Types of badges: what each is for, who holds it, what it opens and when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.badge_states import opening_times
from badges.choices import OF_A_DELEGATION, Holder
from badges.engine.design.fields import MOST_ZONES
from badges.holders import KINDS
from badges.models import BadgeType, BadgeTypeZone
from badges.services import types
from conference.admin import ConferenceModelAdmin, signed_in
from conference.admin.forms.times import DayAndTime, DayAndTimeField, zone_words
from conference.models import Zone
from delegates.admin.forms import PrintedRecordForm
from delegates.admin.letters import RemembersAnswers


class BadgeTypeForm(PrintedRecordForm[BadgeType]):
    opened_zones = forms.ModelMultipleChoiceField(
        Zone.objects.all(),
        label=gettext_lazy("Zones it opens"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: the zones of the holder's category."),
    )

    class Meta:
        model = BadgeType
        fields = ["name", "order", "holder", "design", "quota", "starts_at", "ends_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "holder" in self.fields:
            held = [(one.value, one.label) for one in Holder if one in KINDS]
            self.fields["holder"].choices = held  # type: ignore[attr-defined]
        if "design" in self.fields:
            words = gettext_lazy("The design of the category")
            self.fields["design"].empty_label = words  # type: ignore[attr-defined]
            self.fields["design"].help_text = gettext_lazy(
                "Badges that were printed keep the design they have."
            )
        for name in {"starts_at", "ends_at"} & self.fields.keys():
            self.fields[name].help_text = zone_words(self.instance.starts_at)
            self.fields[name].widget.attrs["title"] = str(self.fields[name].label)
        if self.instance.is_personal:
            del self.fields["opened_zones"]
        elif self.instance.pk:
            zones = self.instance.type_zones.values_list("zone_id", flat=True)
            self.initial["opened_zones"] = list(zones)

    def clean_opened_zones(self) -> Any:
        zones = self.cleaned_data["opened_zones"]
        if len(zones) > MOST_ZONES:
            words = ngettext(
                "A badge shows at most %d zone.", "A badge shows at most %d zones.", MOST_ZONES
            )
            raise forms.ValidationError(words % MOST_ZONES)
        return zones


@admin.register(BadgeType)
class BadgeTypeAdmin(RemembersAnswers, ConferenceModelAdmin[BadgeType]):
    """Its number and its holder stand in codes and with badges: they stay what they were."""

    form = BadgeTypeForm
    formfield_overrides = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    radio_fields = {"holder": admin.VERTICAL}
    list_display = ["name", "holder", "zone_letters", "opens", "badge_count", "order"]
    search_fields = ["name"]

    class Media:
        css = {"all": ["css/badges.css"]}

    def limit(self, queryset: QuerySet[BadgeType], request: HttpRequest) -> QuerySet[BadgeType]:
        zones = BadgeTypeZone.objects.select_related("zone").order_by("zone__order", "pk")
        return (
            super()
            .limit(queryset, request)
            .annotate(badges_here=Count("badges"))
            .prefetch_related(Prefetch("type_zones", queryset=zones))
        )

    # Lists

    @admin.display(description=gettext_lazy("zones"))
    def zone_letters(self, badge_type: BadgeType) -> str:
        letters = " ".join(row.zone.letter for row in badge_type.type_zones.all())
        return letters or _("by category")

    @admin.display(description=gettext_lazy("opens"), ordering="starts_at")
    def opens(self, badge_type: BadgeType) -> str:
        return opening_times(badge_type) or "–"

    @admin.display(description=gettext_lazy("badges"), ordering="badges_here")
    def badge_count(self, badge_type: Any) -> int:
        count: int = badge_type.badges_here
        return count

    # One type

    def get_fields(self, request: HttpRequest, obj: BadgeType | None = None) -> Any:
        return fields_of(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: BadgeType | None = None) -> Any:
        return ["holder", "number"] if obj else []

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        return {"holder": Holder.DELEGATE, **super().get_changeform_initial_data(request)}

    def has_delete_permission(self, request: HttpRequest, obj: BadgeType | None = None) -> bool:
        """Without a personal type nobody would be known at a door."""
        is_personal = obj is not None and obj.is_personal
        return not is_personal and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: BadgeType, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "opened_zones" in form.changed_data:
            zones = form.cleaned_data["opened_zones"]
            types.open_zones(badge_type=obj, zones=zones, by=signed_in(request), at=timezone.now())


def fields_of(badge_type: BadgeType | None) -> list[Any]:
    """The personal badge opens what its holder's category does, in the category's design."""
    if badge_type is not None and badge_type.is_personal:
        return ["name", "order", "holder", "number"]
    holders = [badge_type.holder] if badge_type else KINDS
    return [
        "name",
        "holder",
        *(["quota"] if OF_A_DELEGATION.intersection(holders) else []),
        "design",
        "opened_zones",
        ("starts_at", "ends_at"),
        "is_beside_personal",
        "order",
        *(["number"] if badge_type else []),
    ]
