"""On a venue's page: the minutes to each of the other venues, a field for each."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin.forms.records import RecordForm
from conference.admin.scope import signed_in
from conference.admin.scoped import ConferenceModelAdmin
from conference.models import Venue, VenueTravel
from conference.services import travel

FIELD = "minutes_to_%d"
TRAVEL = FIELD.removesuffix("%d")
# Nobody is sent from one session to the next beyond a day's journey.
MOST_MINUTES = 24 * 60


class VenueForm(RecordForm[Venue]):
    """`others` are the fields of travel, each with the venue that it leads to."""

    others: ClassVar[Mapping[str, Venue]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        known = self._known(kwargs.get("instance"))
        super().__init__(*args, **kwargs | {"initial": known | (kwargs.get("initial") or {})})

    def _known(self, venue: Venue | None) -> dict[str, int | None]:
        if venue is None or not self.others:
            return {}
        minutes = VenueTravel.objects.filter(conference=venue.conference_id).minutes_between()
        return {name: minutes.get((venue.pk, other.pk)) for name, other in self.others.items()}

    def model_fields(self) -> list[str]:
        """Nor is a newer time of travel saved over."""
        return [*super().model_fields(), *self.others]


class TravelFields(ConferenceModelAdmin[Venue]):
    """Between two venues the time is one: it is said on the page of either."""

    def get_form(
        self, request: HttpRequest, obj: Venue | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        others = self._others(request, obj)
        fields = {
            name: forms.IntegerField(
                label=str(other), required=False, min_value=1, max_value=MOST_MINUTES
            )
            for name, other in others.items()
        }
        kwargs["form"] = type("VenueForm", (VenueForm,), {"others": others, **fields})
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Venue | None = None) -> Any:
        found = super().get_fieldsets(request, obj)
        others = self._others(request, obj)
        if not others:
            return found
        words = _("On the way, door to door, in either direction. Blank: not known.")
        fields = {"fields": list(others), "description": words}
        return [*found, (_("Minutes to other venues"), fields)]

    def _others(self, request: HttpRequest, obj: Venue | None) -> dict[str, Venue]:
        """Asked for once a page, however often the admin asks what the form is made of."""
        found: dict[str, Venue] | None = getattr(request, "_other_venues", None)
        if found is None:
            seen = self.get_queryset(request) if self.has_change_permission(request, obj) else []
            found = {FIELD % other.pk: other for other in seen if other != obj}
            request._other_venues = found  # type: ignore[attr-defined]
        return found

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for name in form.changed_data:
            if other := form.others.get(name):
                travel.say(
                    venue=form.instance,
                    other=other,
                    minutes=form.cleaned_data[name],
                    by=signed_in(request),
                    at=timezone.now(),
                )

    def record(
        self, request: HttpRequest, verb: str, row: Model, fields: Sequence[str] = ()
    ) -> None:
        """What changed of the venue itself: of travel there is an event already."""
        own = [name for name in fields if not name.startswith(TRAVEL)]
        if own or not fields:
            super().record(request, verb, row, own)
