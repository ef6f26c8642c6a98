"""The agenda on paper: the order of the day of one programme day, and the whole, as tagged PDF.

In the active language. What a page shows is in the entries and the conference alone: equal ones
give equal bytes, whoever asks and whenever.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from conference import colours
from conference.models import Conference
from conference.pdf import fonts, layout
from conference.pdf.apart import Document
from conference.pdf.layout import Asset
from conference.writing import dates, qr
from conference.writing.languages import direction, localized
from sessions.entries import Entry, Place
from sessions.reading import narrowing, schedule

STYLE = Path(__file__).with_name("printed.css")
PAPER = "#ffffff"
SQUARE, LOGO = "square", "logo"
# Where it is in the way, WeasyPrint breaks a line after its first word.
LAST_SPACE = re.compile(r"\s+(?=</(?:p|li)>)")


def programme_pdf(
    conference: Conference, entries: Iterable[Entry], day: dt.date | None = None
) -> bytes:
    """See `programme_document`. Laid out here: a web process has it done elsewhere."""
    return programme_document(conference, entries, day).drawn()


def programme_document(
    conference: Conference, entries: Iterable[Entry], day: dt.date | None = None
) -> Document:
    """The order of that day, which has sessions; without a day all of them, with what they are
    about, the pages of the days and the ways to the venues.
    """
    entries = list(entries)
    chosen = entries if day is None else narrowing.on_day(entries, day)
    programme = schedule.days(chosen)
    language = get_language() or settings.LANGUAGE_CODE
    address = settings.PUBLIC_URL + _page(conference, day)
    assets = {SQUARE: Asset(layout.SVG, _square(address))} | _logo(conference)
    context = {
        "language": language,
        "direction": direction(language),
        "title": localized(conference.title, fallbacks=conference.languages),
        "short_title": localized(conference.short_title, fallbacks=conference.languages),
        "place": localized(conference.place, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "day_alone": day,
        "last_change": _last_change(conference, chosen),
        "programme": programme,
        "utc_offset": schedule.common_offset(programme),
        "venues": _venues(entries) if day is None else [],
        "address": address.partition("://")[2],
        "has_logo": LOGO in assets,
    }
    html = LAST_SPACE.sub("", render_to_string("agenda/printed.html", context))
    return Document(html, _style(language, conference), assets)


def _last_change(conference: Conference, entries: Iterable[Entry]) -> str:
    """When readers were last told something else of these sessions: paper tells no more."""
    return dates.day_and_time(conference.local(max(entry.changed_at for entry in entries)))


def _page(conference: Conference, day: dt.date | None) -> str:
    if day is None:
        return reverse("agenda:agenda", args=[conference.slug])
    return reverse("agenda:agenda-day", args=[conference.slug, day])


def _square(address: str) -> bytes:
    """A QR code, which needs no white of its own: the page has it."""
    drawn = qr.square(address)
    size = drawn.size - 2 * qr.QUIET_MODULES
    view = f"{qr.QUIET_MODULES} {qr.QUIET_MODULES} {size} {size}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        f'<path d="{drawn.path}" stroke="#000" stroke-width="1"/></svg>'
    ).encode()


def _logo(conference: Conference) -> dict[str, Asset]:
    """None where its file is lost: a page is worth more than its ornament."""
    logo = conference.logo
    if not logo.name or not logo.storage.exists(logo.name):
        return {}
    with logo.storage.open(logo.name) as stored:
        return {LOGO: Asset(layout.PNG, stored.read())}


def _venues(entries: Iterable[Entry]) -> list[Place]:
    """Each once, by a room in it, where somebody wrote where it is; the main one first."""
    places = narrowing.choices(entries).places
    venues = {place.venue.text: place for place in reversed(places)}
    return [
        place for place in reversed(venues.values()) if place.address.text or place.directions.text
    ]


def _style(language: str, conference: Conference) -> str:
    """What stands in the margins is in no element that could say its language or direction."""
    families = ",".join(f'"{family}"' for family in fonts.stack(language))
    start, end = ("right", "left") if direction(language) == "rtl" else ("left", "right")
    accent = colours.readable_on(PAPER, conference.accent)
    return _sheet() + (
        f"@page{{font-family:{families};direction:{direction(language)};"
        f"@top-{start}{{content:element(head)}}"
        f"@top-{end}{{content:string(day);text-align:{end}}}"
        f"@bottom-{start}{{content:element(foot)}}"
        f'@bottom-{end}{{content:counter(page) " / " counter(pages);text-align:{end}}}}}'
        f"@page:first{{@top-{start}{{content:none}}@top-{end}{{content:none}}}}"
        f".side-event{{border-inline-start-color:{accent}}}.kind{{color:{accent}}}"
    )


@lru_cache(maxsize=1)
def _sheet() -> str:
    return STYLE.read_text()
