"""What stands around every public page of a conference: its name, days, place and languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from conference.models import Conference
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, direction, localized


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


def published_conference_or_404(slug: str) -> Conference:
    conference = Conference.objects.published().filter(slug=slug).first()
    if conference is None:
        raise Http404
    return conference


def frame(request: HttpRequest, conference: Conference) -> dict[str, Any]:
    """Template context of `conference/page.html`."""
    return {
        "conference": conference,
        "title": localized(conference.title, fallbacks=conference.languages),
        "short_title": localized(conference.short_title, fallbacks=conference.languages),
        "place": localized(conference.place, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "accent": conference.accent.removeprefix("#"),
        "languages": language_links(request, conference.languages),
    }


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
            address=translate_url(request.path, language),
            is_current=language == current,
        )
        for language in wanted
    ]
