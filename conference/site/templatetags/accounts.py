"""What pages of accounts show: browsers, keys, and what the installation can do."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language

from conference.accounts.browsers import browser_in_words
from conference.addresses import LANGUAGE
from conference.requests.public_pages import LanguageLink
from conference.writing.languages import OWN_NAMES

register = template.Library()
register.filter(browser_in_words)


@register.filter
def in_fours(key: str) -> list[str]:
    """To be read out and typed; a key is copied without what parts its groups."""
    return [key[start : start + 4] for start in range(0, len(key), 4)]


@register.simple_tag
def sends_mail() -> bool:
    return bool(settings.EMAIL_HOST)


@register.simple_tag(takes_context=True)
def languages_of_accounts(context: dict[str, Any]) -> list[LanguageLink]:
    """The same page in each language, for whoever has not signed in: from there on it is held."""
    request, current = context["request"], get_language()
    query = request.GET.copy()
    found = []
    for language, name in OWN_NAMES.items():
        query[LANGUAGE] = language
        address = f"{request.path}?{query.urlencode()}"
        found.append(LanguageLink(language, name, address, is_current=language == current))
    return found
