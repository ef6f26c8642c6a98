"""If the doors opened now: what is not ready yet, line by line, each with where to mend it."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from conference.admin import DoorsCheck, Shortcoming, contribute, may
from conference.contributions import contributed
from conference.models import Conference, Room, Venue
from conference.writing.languages import OWN_NAMES, localized, translations

NAMED = 5


def shortcomings(request: HttpRequest, conference: Conference) -> list[Shortcoming]:
    """What the apps find, in the order of their checks, as far as the user may see it."""
    checks = [one for one in contributed(Conference, DoorsCheck) if may(request, one.needs)]
    return [found for check in checks for found in check.find(conference)]


def digest_of(found: Sequence[Shortcoming]) -> str:
    """Changes with anything that is said of them."""
    words = [one.words for one in found]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:16]


def no_logo(conference: Conference) -> Iterator[Shortcoming]:
    if not conference.logo:
        url = reverse("admin:conference_conference_change", args=[conference.pk])
        yield Shortcoming(_("The conference has no logo."), _("Choose a logo"), url)


def names_missing(conference: Conference) -> Iterator[Shortcoming]:
    """In each of its languages, of what every reader meets: the conference, its venues and rooms.

    A conference that was begun with an earlier one's places may speak other languages.
    """
    own = reverse("admin:conference_conference_change", args=[conference.pk])
    named = [conference.title, conference.short_title, conference.place]
    venues = list(Venue.objects.for_conference(conference))
    rooms = list(Room.objects.for_conference(conference))
    for language in conference.languages:
        said = OWN_NAMES.get(language, language)
        if not all(language in translations(name) for name in named):
            words = _("The conference has no title, short title or place in %s.")
            yield Shortcoming(words % said, _("Add its names"), own)
        yield from nameless(
            [row for row in venues if language not in translations(row.name)],
            ngettext_lazy(
                "%(count)d venue has no name in %(language)s.",
                "%(count)d venues have no name in %(language)s.",
                "count",
            ),
            said,
        )
        yield from nameless(
            [row for row in rooms if language not in translations(row.name)],
            ngettext_lazy(
                "%(count)d room has no name in %(language)s.",
                "%(count)d rooms have no name in %(language)s.",
                "count",
            ),
            said,
        )


def nameless(rows: Sequence[Venue | Room], words: Any, language: str) -> Iterator[Shortcoming]:
    if rows:
        page = f"admin:conference_{rows[0]._meta.model_name}"
        yield Shortcoming(
            words=str(words % {"count": len(rows), "language": language}),
            remedy=_("Add their names"),
            url=reverse(f"{page}_changelist"),
            named=[
                (str(localized(row.name)), reverse(f"{page}_change", args=[row.pk]))
                for row in rows[:NAMED]
            ],
        )


contribute(
    Conference,
    DoorsCheck("conference.view_conference", no_logo),
    DoorsCheck("conference.view_room", names_missing),
)
