"""Types of badges: what each is for, who holds it, what it opens and when."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges import occasions
from badges.admin.holding.blanks import ON_TYPES, so_many_there
from badges.choices import OF_A_DELEGATION, Holder
from badges.engine.design.fields import MOST_ZONES
from badges.engine.tokens import FIRST_QUARTER, LAST_QUARTER
from badges.holders import KINDS
from badges.models import BadgeType, BadgeTypeZone
from badges.models.times import times_with
from badges.occasions import Occasion
from badges.services import types
from badges.services.openings import LONGEST
from badges.standing.badge_states import opening_times
from conference.admin import Card, ConferenceModelAdmin, chosen_conference, signed_in
from conference.admin.forms.times import DayAndTime, DayAndTimeField, zone_words
from conference.models import Conference, Zone
from conference.writing import dates
from delegates.admin.letters import RemembersAnswers
from delegates.forms import PrintedRecordForm


class BadgeTypeForm(PrintedRecordForm[BadgeType]):
    opened_zones = forms.ModelMultipleChoiceField(
        Zone.objects.all(),
        label=gettext_lazy("Zones it opens"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None ticked: the zones of the holder's category."),
    )

    occasion = forms.ChoiceField(
        label=gettext_lazy("For one session"),
        required=False,
        help_text=gettext_lazy(
            "A second badge that a delegate needs for it. It opens while the session takes place,"
            " unless times are given here, and follows it when it is moved or cancelled."
        ),
    )

    class Meta:
        model = BadgeType
        fields = ["name", "order", "holder", "occasion", "design", "quota", "starts_at", "ends_at"]

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
        self._offer_sessions()
        if self.instance.is_personal:
            del self.fields["opened_zones"]
        elif self.instance.pk:
            zones = self.instance.type_zones.values_list("zone_id", flat=True)
            self.initial["opened_zones"] = list(zones)

    def _offer_sessions(self) -> None:
        if not may_be_for_session(self.instance if self.instance.pk else None):
            del self.fields["occasion"]
            return
        assert self.conference is not None
        there = occasions.of_conference(self.conference)
        now = self.instance.occasion
        offered = [(row.key, in_words(row)) for row in there if row.takes_place or row.key == now]
        self.fields["occasion"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        self._refuse_times_outside_session()
        self._refuse_times_that_no_code_says()
        return super().clean()

    def _refuse_times_that_no_code_says(self) -> None:
        starts_at, ends_at = (self.cleaned_data.get(name) for name in ("starts_at", "ends_at"))
        for name, at in {"starts_at": starts_at, "ends_at": ends_at}.items():
            if at and not FIRST_QUARTER <= at < LAST_QUARTER:
                years = {"first": FIRST_QUARTER.year, "last": LAST_QUARTER.year}
                words = _("The code of a badge can name times from %(first)d to %(last)d.")
                self.add_error(name, words % years)
        if starts_at and ends_at and ends_at - starts_at > LONGEST:
            self.add_error("ends_at", _("A badge opens for at most %d days.") % LONGEST.days)

    def _refuse_times_outside_session(self) -> None:
        """A side without a time has that of the session; PostgreSQL knows no session."""
        assert self.conference is not None
        session = occasions.find(self.conference, self.cleaned_data.get("occasion", ""))
        given = {name: self.cleaned_data.get(name) for name in ("starts_at", "ends_at")}
        if session is None or all(given.values()) or not any(given.values()):
            return
        if (given["starts_at"] or session.starts_at) >= (given["ends_at"] or session.ends_at):
            name = next(name for name, value in given.items() if value)
            words = _("The badge would never open: the session is %s.")
            self.add_error(name, words % in_words(session))

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
    decisions = ON_TYPES
    formfield_overrides = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    radio_fields = {"holder": admin.VERTICAL}
    list_display = ["name", "holder", "zone_letters", "badge_count", "order"]
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

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Sessions are asked for once for the whole list."""
        sessions = SimpleLazyObject(partial(sessions_of_types, chosen_conference(request)))

        @admin.display(description=gettext_lazy("session"))
        def session(badge_type: BadgeType) -> str:
            found = sessions.get(badge_type.occasion) if badge_type.occasion else None
            if found is None:
                return "–"
            return str(found.title) if found.takes_place else _("%s, cancelled") % found.title

        @admin.display(description=gettext_lazy("opens"), ordering="starts_at")
        def opens(badge_type: BadgeType) -> str:
            found = sessions.get(badge_type.occasion) if badge_type.occasion else None
            return opening_times(times_with(badge_type, found)) or "–"

        name, holder, zones, *others = super().get_list_display(request)
        return [name, holder, session, zones, opens, *others]

    @admin.display(description=gettext_lazy("zones"))
    def zone_letters(self, badge_type: BadgeType) -> str:
        letters = " ".join(row.zone.letter for row in badge_type.type_zones.all())
        return letters or _("by category")

    @admin.display(description=gettext_lazy("badges"), ordering="badges_here")
    def badge_count(self, badge_type: Any) -> int:
        count: int = badge_type.badges_here
        return count

    # One type

    def card(self, row: BadgeType) -> Card:
        return Card(str(row), so_many_there(row))

    def get_fields(self, request: HttpRequest, obj: BadgeType | None = None) -> Any:
        """Whoever may only read is told the session, not its key."""
        fields = fields_of(obj)
        if obj is None or self.has_change_permission(request, obj):
            return fields
        return ["for_session" if name == "occasion" else name for name in fields]

    def get_readonly_fields(self, request: HttpRequest, obj: BadgeType | None = None) -> Any:
        return ["holder", "number", "for_session"] if obj else []

    @admin.display(description=gettext_lazy("For one session"))
    def for_session(self, badge_type: BadgeType) -> str:
        found = occasions.find(badge_type.conference, badge_type.occasion)
        return in_words(found) if found else "–"

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
        *(["occasion"] if may_be_for_session(badge_type) else []),
        *(["quota"] if OF_A_DELEGATION.intersection(holders) else []),
        "design",
        "opened_zones",
        ("starts_at", "ends_at"),
        "is_beside_personal",
        "order",
        *(["number"] if badge_type else []),
    ]


def may_be_for_session(badge_type: BadgeType | None) -> bool:
    """Of one that is being added, as long as nobody has said who holds it."""
    if badge_type is None:
        return True
    return badge_type.holder == Holder.DELEGATE and not badge_type.is_personal


def in_words(session: Occasion) -> str:
    """`Thursday 3 May, 09:00–10:30, Opening`, on the clock of where one is working."""
    span = dates.weekday_span(*map(timezone.localtime, (session.starts_at, session.ends_at)))
    return f"{span}, {session.title}"


def sessions_of_types(conference: Conference) -> dict[str, Occasion]:
    types = BadgeType.objects.for_conference(conference).exclude(occasion="")
    return occasions.find_each(set(types.values_list("occasion", flat=True)))
