"""The agenda at a glance, as the backs of badges say it."""

from django.utils import translation

from badges.engine.design.shipped.words import ProgrammeDay
from conference.models import Conference
from conference.writing.dates import TO, weekday
from conference.writing.languages import Localized
from sessions.entries import Entry
from sessions.reading import schedule
from sessions.reading.queries import entries_so_far


def at_a_glance(conference: Conference, language: str) -> list[ProgrammeDay]:
    """Each day that has sessions which everybody may know of, as the conference's home names them,
    with its hours from the first session of any kind to the last. What is not released is on no
    badge, what is closed neither.
    """
    with translation.override(language):
        entries = [one for one in entries_so_far(conference) if not one.is_cancelled]
        return [
            ProgrammeDay(
                heading=Localized(weekday(day.date), language),
                hours=f"{day.starts_at:%H:%M}{TO}{day.ends_at:%H:%M}",
                sessions=named,
            )
            for day in schedule.days(entries)
            if (named := _named(day))
        ]


def _named(day: schedule.Day) -> tuple[Localized, ...]:
    entries = (one for slot in day.slots for one in slot.entries)
    return tuple(_line(one) for one in entries if one.is_at_a_glance)


def _line(entry: Entry) -> Localized:
    return Localized(f"{entry.starts_at:%H:%M} {entry.title.text}", entry.title.language)
