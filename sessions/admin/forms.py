import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Conference, Room
from conference.writing import dates
from conference.writing.languages import NAMES
from delegates.models import Delegate
from delegates.reference.time_zones import TimeZones, countries_by_zone
from sessions import rooms
from sessions.admin.spans import SpanForm
from sessions.choices import SessionKind
from sessions.days import is_within_days, programme_day
from sessions.models import Session
from sessions.services.programme import OVERFLOW


class SessionForm(SpanForm[Session]):
    """A session whose rooms are free; otherwise it says who has one, and when."""

    overflow_rooms = forms.ModelMultipleChoiceField(
        Room.objects.all(),
        label=gettext_lazy("Rooms it overflows into"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They are taken as long as its own room is."),
    )

    floor_languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the floor"),
        choices=list(NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("What is spoken in the room."),
    )
    interpretation = forms.MultipleChoiceField(
        label=gettext_lazy("Interpretation"),
        choices=list(NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("Into which languages."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance: Session | None = kwargs.get("instance")
        beside = [room.pk for room in instance.overflow_rooms()] if instance else []
        # Before what was loaded is summed up: somebody else may change the rooms meanwhile.
        kwargs["initial"] = {OVERFLOW: beside} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for name in {"room", OVERFLOW} & self.fields.keys():
            field: Any = self.fields[name]
            field.queryset = field.queryset.select_related("venue")
            field.label_from_instance = with_venue
        if "audience" in self.fields:
            words = gettext_lazy("Groups are named and delegates invited once it is saved.")
            self.fields["audience"].help_text = words

    def model_fields(self) -> list[str]:
        return [*super().model_fields(), *({OVERFLOW} & self.fields.keys())]

    def _get_validation_exclusions(self) -> set[str]:
        """The state is not on the form, yet whether a room is taken depends on it."""
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded - {"state"}

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at:
            self._refuse_taken_room(starts_at, ends_at)
            self._ask_about_day(starts_at)
        return self.cleaned_data

    def _ask_about_day(self, starts_at: dt.datetime) -> None:
        """A session may well lie outside the conference's days; a slip of a key looks the same."""
        assert self.conference is not None
        day = programme_day(self.conference.local(starts_at))
        is_inside = is_within_days(day, self.conference.starts_on, self.conference.ends_on)
        if is_inside or "starts_at" not in self.changed_data:
            return
        self.ask(
            "starts_at",
            f"outside {day}",
            _("%(day)s is not one of the conference's days, %(days)s.")
            % {
                "day": dates.weekday(day),
                "days": dates.days(self.conference.starts_on, self.conference.ends_on),
            },
        )

    def _refuse_taken_room(self, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
        assert self.conference is not None
        room = self.cleaned_data.get("room")
        wanted = Session(
            pk=self.instance.pk,
            state=self.instance.state,
            kind=self.cleaned_data.get("kind", self.instance.kind),
            room=room,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        overflow = self.cleaned_data.get(OVERFLOW, ())
        if overflow and wanted.kind == SessionKind.BREAK:
            self.add_error(OVERFLOW, _("A break takes no room from others."))
        elif overflow and room is None:
            self.add_error("room", _("Choose the room from which it overflows."))
        elif room in overflow:
            self.add_error(OVERFLOW, _("%s is its own room already.") % room)
        elif other := rooms.taken_by(wanted, overflow):
            where = "room" if other.room == room else OVERFLOW
            self.add_error(where, rooms.taken_sentence(other, self.conference))


class TimeZoneForm(forms.Form):
    """Each zone is said with its country, and with the clock it has when the conference begins.

    Those of the country whose zone it is now stand first.
    """

    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))

    def __init__(self, conference: Conference, data: Any) -> None:
        super().__init__(data, initial={"time_zone": conference.time_zone})
        country = countries_by_zone().get(conference.time_zone, "")
        choices = TimeZones.on_day(conference.starts_on).choices(country)
        if conference.time_zone not in dict(choices):
            choices.insert(0, (conference.time_zone, conference.time_zone))
        self.fields["time_zone"].choices = choices  # type: ignore[attr-defined]


def with_absence(delegate: Delegate) -> str:
    """Whoever does not attend is still named, until a session names somebody else."""
    if delegate.is_expected:
        return str(delegate)
    return f"{delegate} · {delegate.get_accreditation_display()}"


def with_venue(room: Room) -> str:
    return f"{room.name} · {room.venue.name}"
