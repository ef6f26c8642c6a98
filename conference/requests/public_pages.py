"""What stands around every public page of a conference: its name, days, place and languages.

Whoever works for a conference sees the pages of a draft under the addresses that they will have,
marked as a preview; everybody else gets what a conference that does not exist gets. No cache keeps
a page that nobody but its staff may see, and nothing of it says which version it is.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from conference.addresses import admin_url
from conference.models import Conference, User
from conference.published.answering import published_file
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, direction, localized

INDENTATION = re.compile(rb"\n\s+")
# A page of one conference: takes the request, the conference and what else the address names.
ConferencePage = Callable[..., HttpResponseBase]
Page = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language, named in that language."""

    language: str
    name: str
    address: str
    is_current: bool

    @property
    def direction(self) -> str:
        return direction(self.language)


def conference_to_preview_or_404(request: HttpRequest, slug: str) -> Conference:
    """One that its staff may read before everybody may.

    Whether there is such a conference or not, the same is done until it answers.
    """
    user = request.user
    visible = Conference.objects.visible_to(user) if isinstance(user, User) else None
    conference = visible.filter(slug=slug).first() if visible is not None else None
    if conference is None:
        raise Http404
    return conference


def page_for_readers(*, previews: bool = True, **cached: Any) -> Callable[[ConferencePage], Page]:
    """Gives the view the conference of the address, a draft only to its staff.

    `cached` is how long others may keep what everybody may see; without it, they ask each time
    whether it is the same. Where the page is published as a file, whoever is signed in gets that:
    it is made once, for everybody. A file is not previewed where it would leave the site.
    """

    def decorated(view: ConferencePage) -> Page:
        public = cache_control(public=True, **cached)(view) if cached else conditional_page(view)

        @wraps(view)
        def inner(request: HttpRequest, slug: str, **further: Any) -> HttpResponseBase:
            conference = Conference.objects.published().filter(slug=slug).first()
            if conference is not None:
                return published_file(request) or public(request, conference, **further)
            if not previews:
                raise Http404
            draft = conference_to_preview_or_404(request, slug)
            response = view(request, draft, **further)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return inner

    return decorated


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of a conference, without the indentation of its templates: a day of 200 sessions is a
    tenth smaller without it, compressed.
    """
    response = render(request, template, context)
    response.content = INDENTATION.sub(b"\n", response.content)
    return response


def frame(request: HttpRequest, conference: Conference) -> dict[str, Any]:
    """Template context of `conference/page.html`."""
    return {
        "conference": conference,
        "is_preview": not conference.is_published,
        "back_to_work": "" if conference.is_published else back_to_work(request, conference),
        "title": localized(conference.title, fallbacks=conference.languages),
        "short_title": localized(conference.short_title, fallbacks=conference.languages),
        "place": localized(conference.place, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "accent": conference.accent.removeprefix("#"),
        "printed_address": settings.PUBLIC_URL.partition("://")[2] + request.path,
        "languages": language_links(request, conference.languages),
    }


def in_language(path: str, language: str) -> str:
    """The same page in another language: its addresses differ in their beginning alone."""
    _nothing, _current, page = path.split("/", 2)
    return f"/{language}/{page}"


def back_to_work(request: HttpRequest, conference: Conference) -> str:
    """Where whoever looks at a preview came from; some of the staff have nothing to do there."""
    user = request.user
    may_return = isinstance(user, User) and (user.is_superuser or conference.pk in user.administers)
    return admin_url(conference, "index") if may_return else ""


def language_links(request: HttpRequest, languages: Iterable[str]) -> list[LanguageLink]:
    """The given languages that the interface has, in their order, and always the one being read.

    One language is no choice: then there are no links.
    """
    spoken = dict(settings.LANGUAGES)
    current = get_language() or settings.LANGUAGE_CODE
    wanted = [language for language in languages if language in spoken]
    if current not in wanted:
        wanted.append(current)
    if len(wanted) == 1:
        return []
    return [
        LanguageLink(
            language=language,
            name=OWN_NAMES[language],
            address=in_language(request.path, language),
            is_current=language == current,
        )
        for language in wanted
    ]
