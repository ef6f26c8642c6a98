"""Work that somebody waits for, shown one way whatever it is.

The page's part `progress` asks for itself again, by htmx or by a link; when the work has ended, the
page no longer has that part and is loaded anew (see `conference.requests.parts`).
"""

import datetime as dt
import hashlib
import math
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin.forgeries import is_key
from conference.admin.further_pages import FurtherPages

Row = TypeVar("Row", bound=Model)

# A pace that was looked at for less is a guess.
LOOKED_AT_LEAST = dt.timedelta(seconds=4)
# In the address of the part: the reading it began with, and the words it says already. Whoever
# hears the page is told new words once, and is not told the same every two seconds.
SINCE, SAID = "since", "said"


@dataclass(frozen=True)
class Progress:
    """How far work is. `words` say what is done now, `then` what happens afterwards.

    `done` of `total` is None where nothing is counted yet. `is_last`: what is counted is all that
    is left, so that its pace tells how long it takes. `trouble` says what is being tried again.
    """

    words: str
    then: str
    done: int | None = None
    total: int = 0
    is_last: bool = True
    trouble: str = ""


@dataclass(frozen=True)
class Reading:
    """How much was done at a time, in whole seconds of it; a page carries it in its address."""

    at: dt.datetime
    done: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Of what `str` gives; None for anything else, and for times that no calendar has."""
        at, _dash, done = text.partition("-")
        if not (is_key(at) and is_key(done)):
            return None
        try:
            return cls(dt.datetime.fromtimestamp(int(at), dt.UTC), int(done))
        except (OverflowError, ValueError, OSError):
            return None

    def __str__(self) -> str:
        return f"{int(self.at.timestamp())}-{self.done}"


def seconds_left(progress: Progress, since: Reading | None, at: dt.datetime) -> int | None:
    """The rest at the pace since that reading, up to five seconds or a minute longer.

    None while it cannot be known: nothing was done at that time, or too little time has passed.
    """
    if since is None or progress.done is None or not progress.is_last:
        return None
    done, passed = progress.done - since.done, at - since.at
    if done <= 0 or not since.done or passed < LOOKED_AT_LEAST:
        return None
    left = passed.total_seconds() * (progress.total - progress.done) / done
    step = 5 if left <= 60 else 60
    return math.ceil(left / step) * step


def left_in_words(seconds: int | None) -> str:
    if seconds is None:
        return ""
    if seconds <= 60:
        return ngettext("about %d second", "about %d seconds", seconds) % seconds
    minutes = seconds // 60
    return ngettext("about %d minute", "about %d minutes", minutes) % minutes


def not_taken_up() -> str:
    """Instead of what happens next, where work has waited for longer than it should."""
    return _(
        "It has not started yet. If this lasts, ask the administrator whether a worker"
        " is running. Nothing is lost."
    )


def digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:8]


class ProgressPages(FurtherPages[Row]):
    def progress_page(
        self, request: HttpRequest, row: Row, progress: Progress, **context: Any
    ) -> HttpResponse:
        """What work is at, with numbers, what happens next, and its decisions as the way out."""
        now = timezone.now()
        since = Reading.parse(request.GET.get(SINCE, ""))
        query = request.GET.copy()
        if since is None or not since.done or since.at > now:
            since = Reading(now, progress.done or 0)
        query[SINCE], query[SAID] = str(since), digest(progress.words)
        return self.page(
            request,
            "admin/progress.html",
            progress=progress,
            left=left_in_words(seconds_left(progress, since, now)),
            again=f"{request.path}?{query.urlencode()}",
            is_news=request.GET.get(SAID, query[SAID]) != query[SAID],
            **context,
        )
