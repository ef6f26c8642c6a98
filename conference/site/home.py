"""Where readers arrive: the list of published conferences and the home of each."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from conference import colours
from conference.models import Conference, User, Venue
from conference.requests.held_language import chosen_language
from conference.requests.public_pages import frame, language_links, page, page_for_readers
from conference.writing import dates
from conference.writing.languages import Localized, localized
from delegates.models import takes_requests
from sessions.entries import Entry, map_link
from sessions.reading import schedule
from sessions.reading.queries import entries_so_far

LIGHT_PAPER, DARK_PAPER = "#fcfcfa", "#18202c"
LIGHT_INK, DARK_INK = "#ffffff", "#10161f"
YEAR = 31_536_000


@login_not_required
@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/`: to the list in the language in which somebody has read here, else that of whoever is
    signed in, else the first of the reader's languages that the interface has.
    """
    if isinstance(request.user, User) and not chosen_language(request):
        with translation.override(request.user.language):
            return redirect("conference-list")
    return redirect("conference-list")


@login_not_required
@require_safe
@conditional_page
def conference_list(request: HttpRequest) -> HttpResponse:
    conferences = [
        {
            "slug": conference.slug,
            "title": localized(conference.title, fallbacks=conference.languages),
            "place": localized(conference.place, fallbacks=conference.languages),
            "days": dates.days(conference.starts_on, conference.ends_on),
        }
        for conference in Conference.objects.published()
    ]
    languages = language_links(request, (language for language, _ in settings.LANGUAGES))
    context = {"conferences": conferences, "languages": languages}
    return render(request, "conference/conference_list.html", context)


@login_not_required
@require_safe
@page_for_readers()
def conference_home(request: HttpRequest, conference: Conference) -> HttpResponse:
    return home_page(request, conference, entries_so_far(conference))


def home_page(request: HttpRequest, conference: Conference, entries: list[Entry]) -> HttpResponse:
    """`entries` are those of the current release, none before the first."""
    context = {
        "host": localized(conference.host_name, fallbacks=conference.languages),
        "description": localized(conference.description, fallbacks=conference.languages),
        "has_agenda": bool(entries),
        "glance": schedule.days([entry for entry in entries if entry.is_at_a_glance]),
        "venues": venues(conference),
        "takes_requests": takes_requests(conference, timezone.now()),
    }
    return page(request, "conference/conference_home.html", frame(request, conference) | context)


@login_not_required
@require_safe
@page_for_readers(max_age=3600)
def conference_logo(request: HttpRequest, conference: Conference) -> HttpResponse:
    """The one uploaded file that is public, because the conference wants it seen."""
    logo = conference.logo
    if not logo.name or not logo.storage.exists(logo.name):
        raise Http404
    with logo.storage.open(logo.name) as stored:
        return HttpResponse(stored.read(), content_type="image/png")


@login_not_required
@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def accent_css(request: HttpRequest, colour: str) -> HttpResponse:
    """A conference's colour as a style sheet of its own, because pages carry no inline style."""
    accent = f"#{colour}"
    light = colours.readable_on(LIGHT_PAPER, accent)
    dark = colours.readable_on(DARK_PAPER, accent)
    return HttpResponse(
        f":root{{{_properties(light)}}}\n"
        f"@media (prefers-color-scheme:dark){{"
        f':root:not([data-theme="light"]){{{_properties(dark)}}}}}\n',
        content_type="text/css; charset=utf-8",
    )


def venues(conference: Conference) -> list[dict[str, Localized | str]]:
    return [venue(row, conference) for row in Venue.objects.for_conference(conference)]


def venue(row: Venue, conference: Conference) -> dict[str, Localized | str]:
    name, address, directions = (
        localized(text, fallbacks=conference.languages)
        for text in (row.name, row.address, row.directions)
    )
    return {
        "name": name,
        "address": address,
        "directions": directions,
        "map_link": map_link(address),
    }


def _properties(accent: str) -> str:
    ink = colours.ink_on(accent, light=LIGHT_INK, dark=DARK_INK)
    return f"--accent:{accent};--on-accent:{ink}"
