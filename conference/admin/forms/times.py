"""A day and a time of a conference: each with its label, typed as people write them."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.writing import dates

AS_TYPED = re.compile(r"(?P<hour>\d{1,2})(?:[:.h ]?(?P<minute>\d{2}))?(?::00)?")


class TimeAsTyped(forms.TimeField):
    """9, 930, 0930, 9.30 and 09:30 are all half past nine, or nine."""

    def to_python(self, value: Any) -> dt.time | None:
        found = AS_TYPED.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None:
            return super().to_python(value)
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        if hour > 23 or minute > 59:
            raise ValidationError(_("“%s” is no time of day. Example: 09:30.") % value)
        return dt.time(hour, minute)


class DayAndTime(forms.SplitDateTimeWidget):
    """Two inputs in one group, which is called what the field is called."""

    template_name = "admin/widgets/day_and_time.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        time = forms.TimeInput({"size": 6, "autocomplete": "off"}, format="%H:%M")
        forms.MultiWidget.__init__(self, (AdminDateWidget(), time), attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["labels"] = [_("Day"), _("Time")]
        return context


class DayAndTimeField(forms.SplitDateTimeField):
    """Where `needs_day` is off, a time alone is taken: its day follows from another field."""

    needs_day = True

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        hour: Any = self.fields
        self.fields = (hour[0], TimeAsTyped(localize=self.localize, required=False))

    def clean(self, value: Any) -> Any:
        day, time = value or ("", "")
        if not self.needs_day and time and not day:
            return self.fields[1].clean(time)
        return super().clean(value)


def zone_words(instant: dt.datetime | None) -> str:
    """Which clock the times are on; the offset is that of the day."""
    local = timezone.localtime(instant or timezone.now())
    return _("Local time in %(zone)s, %(offset)s") % {
        "zone": str(local.tzinfo),
        "offset": dates.utc_offset(local),
    }
