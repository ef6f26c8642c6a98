"""From when to when something is: entered on the conference's clock, wherever it is entered."""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin import RecordForm
from conference.admin.forms.times import zone_words
from sessions.admin.times import SAME_DAY, after

Row = TypeVar("Row", bound=Model)


class SpanForm(RecordForm[Row]):
    """The day of the end may be left to the start; once it is clean, the end comes after it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Any = self.instance
        for name in {"starts_at", "ends_at"} & self.fields.keys():
            self.fields[name].help_text = zone_words(instance.starts_at)
            self.fields[name].widget.attrs["title"] = str(self.fields[name].label)
        if "ends_at" in self.fields:
            ends_at: Any = self.fields["ends_at"]
            ends_at.needs_day, ends_at.help_text = False, SAME_DAY

    def clean_ends_at(self) -> dt.datetime:
        ends_at, starts_at = self.cleaned_data["ends_at"], self.cleaned_data.get("starts_at")
        if isinstance(ends_at, dt.time):
            # Without a start there is an error already, and the day is nobody's.
            return after(starts_at or timezone.now(), ends_at)
        found: dt.datetime = ends_at
        return found

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        # Said here, because PostgreSQL makes no range that ends before it starts.
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("The end must be after the start."))
        return self.cleaned_data
