"""What has changed of a session, in the words of one language."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing import dates
from sessions.choices import Audience
from sessions.entries import Entry, entry
from sessions.models import Release
from sessions.releases.changes import Change, ChangeKind, without_kinds


def title(release: Release) -> str:
    """`Release 3: Final agenda`, in the words of the language that is read."""
    words = _("Release %d") % release.number
    return f"{words}: {release.name}" if release.name else words


def line(change: Change, conference: Conference) -> str:
    """`Thursday 3 May, 09:00–10:00, Opening: cancelled`, for a list that stands alone."""
    when, title = when_and_what(change, conference)
    return _("%(when)s, %(title)s: %(changes)s") % {
        "when": when,
        "title": title,
        "changes": "; ".join(told(change, conference)),
    }


def when_and_what(change: Change, conference: Conference) -> tuple[str, str]:
    """`Thursday 3 May, 09:00–10:00` and the title."""
    one = entry(change.facts, conference)
    return _when(one), one.title.text


def told(change: Change, conference: Conference) -> list[str]:
    """A sentence for each kind of change."""
    return [_WORDS[kind](change, conference) for kind in change.kinds]


def _cancelled(change: Change, conference: Conference) -> str:
    note = entry(change.facts, conference).note
    return _("Cancelled: %s") % note.text if note and note.text else _("Cancelled")


def _moved(change: Change, conference: Conference) -> str:
    before, after = _both(change, conference)
    words = _("Moved to %(after)s from %(before)s")
    if before.starts_at.date() == after.starts_at.date():
        return words % {"after": _clocks(after), "before": _clocks(before)}
    return words % {"after": _when(after), "before": _when(before)}


def _room(change: Change, conference: Conference) -> str:
    before, after = (_where(one) for one in _both(change, conference))
    if not after:
        return _("No room yet; until now in %s") % before
    if not before:
        return _("In %s") % after
    return _("In %(after)s instead of %(before)s") % {"after": after, "before": before}


def _audience(change: Change, _conference: Conference) -> str:
    assert change.before is not None
    before, after = (Audience(one.audience).label for one in (change.before, change.facts))
    return _("For whom: %(after)s; until now: %(before)s") % {"after": after, "before": before}


def _other_words(change: Change, _conference: Conference) -> str:
    assert change.before is not None
    before, after = (without_kinds(one, change.kinds) for one in (change.before, change.facts))
    names = [
        name
        for name, of in _fields().items()
        if any(getattr(before, field) != getattr(after, field) for field in of)
    ]
    return _("Changed: %s") % ", ".join(names)


def _fields() -> dict[str, tuple[str, ...]]:
    return {
        _("title"): ("title",),
        _("description"): ("description",),
        _("kind"): ("kind",),
        _("people"): ("people",),
        _("organizers"): ("organizers",),
        _("agenda items"): ("items",),
        _("languages"): ("floor_languages", "interpretation"),
        _("note for readers"): ("note",),
        _("names of rooms and venues"): ("place", "overflow"),
        _("whether it is closed"): ("is_closed",),
    }


def _both(change: Change, conference: Conference) -> tuple[Entry, Entry]:
    assert change.before is not None
    return entry(change.before, conference), entry(change.facts, conference)


def _when(one: Entry) -> str:
    return dates.weekday_span(one.starts_at, one.ends_at)


def _clocks(one: Entry) -> str:
    return dates.clocks(one.starts_at, one.ends_at)


def _where(one: Entry) -> str:
    return " / ".join(str(place) for place in one.places)


_WORDS: dict[ChangeKind, Callable[[Change, Conference], str]] = {
    ChangeKind.CANCELLED: _cancelled,
    ChangeKind.REMOVED: lambda _change, _conference: _("No longer on the agenda"),
    ChangeKind.HELD_AGAIN: lambda _change, _conference: _("Takes place after all"),
    ChangeKind.MOVED: _moved,
    ChangeKind.ROOM: _room,
    ChangeKind.ADDED: lambda _change, _conference: _("New"),
    ChangeKind.AUDIENCE: _audience,
    ChangeKind.WORDS: _other_words,
}
