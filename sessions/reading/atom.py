"""The releases of the agenda as an Atom feed (RFC 4287): what each told otherwise."""

from collections.abc import Iterable

from django.template.defaultfilters import linebreaksbr
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing.languages import localized
from sessions.reading.writable import writable
from sessions.releases import wording
from sessions.releases.history import ToldOtherwise

NEWEST = 50
"""Who reads a feed looks oftener than a conference releases."""


def feed(conference: Conference, told: Iterable[ToldOtherwise], *, agenda: str, own: str) -> bytes:
    """`agenda` and `own` are absolute addresses; in the active language, newest first."""
    title = localized(conference.short_title, fallbacks=conference.languages).text
    made = Atom1Feed(
        title=writable(_("%s: changes of the agenda") % title),
        link=agenda,
        description="",
        language=get_language(),
        feed_url=own,
        feed_guid=own,
    )
    for one in told:
        lines = [wording.line(change, conference) for change in one.changes_for_everybody()] or [
            _("Nothing that everybody reads has changed.")
        ]
        made.add_item(
            title=writable(wording.title(one.release)),
            link=agenda,
            description=writable(linebreaksbr("\n".join(lines), autoescape=True)),
            pubdate=one.release.released_at,
            updateddate=one.release.released_at,
            unique_id=f"{agenda}#release-{one.release.number}",
        )
    content: bytes = made.writeString("utf-8").encode()
    return content
