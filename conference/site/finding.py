"""The box in the head of every page of the admin: whom or what are you looking for?

Names come first, then what is found by something else. The words are sent in a form and stand in no
address.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.admin import site
from django.http import HttpRequest
from django.urls import reverse

from conference.admin import Finder, Found, RecordAdmin, contributed
from conference.admin.found_answers import FoundAnswer, nearest, with_next
from conference.admin.scope import belongs_to_conference
from conference.requests.working import working_conference
from conference.writing.folding import search_words, spellings
from delegates.models import Delegate, Delegation

MOST_ANSWERS = 10
LONGEST = 200
FIRST = (Delegate, Delegation)
IS_MEANT, BEGINS, HAS_WORDS, BY_SOMETHING_ELSE = range(4)


def answers(request: HttpRequest, query: str, *, at_desk: bool = False) -> list[FoundAnswer]:
    """The closest few of everything that the reader may see from this place.

    At the badge desk a person leads to the page of their badge, elsewhere to their record.
    """
    query = query[:LONGEST].strip()
    if not search_words(query):
        return []
    close = [
        (closeness(found, query), place, number, finder, row, found)
        for place, finder in enumerate(finders(request))
        for number, row in enumerate(finder.look(request, query))
        for found in [told(finder, row, at_desk=at_desk)]
    ]
    close.sort(key=lambda one: one[:3])
    return with_next(request, [one[3:] for one in close[:MOST_ANSWERS]])


def told(finder: Finder, row: Any, *, at_desk: bool) -> Found:
    found = finder.tell(row)
    if at_desk and isinstance(row, Delegate):
        return replace(found, url=reverse("admin:badges_printjob_one", args=[row.pk]))
    return found


def near_answers(request: HttpRequest, query: str, *, at_desk: bool = False) -> list[FoundAnswer]:
    """Where nothing is found: whose names are spelled nearly so."""
    return nearest(request, query, finders(request), partial(told, at_desk=at_desk))


def finders(request: HttpRequest) -> Iterator[Finder]:
    """Of the lists that there are in this place: people, whom they belong to, then the rest."""
    is_in_conference = working_conference(request) is not None
    for model in sorted(apps.get_models(), key=lambda model: model not in FIRST):
        for finder in contributed(model, Finder):
            record_admin = site.get_model_admin(model)
            assert isinstance(record_admin, RecordAdmin)
            has_list = is_in_conference or not belongs_to_conference(model)
            if has_list and record_admin.is_let(request, "view"):
                yield finder


def closeness(found: Found, query: str) -> int:
    """Whether a name begins as the query, holds its words at the start of words, or neither."""
    if found.is_meant:
        return IS_MEANT
    names = [spelling for name in found.names for spelling in spellings(name)]
    whole = [*names, *(name.replace(" ", "") for name in names)]
    if any(name.startswith(form) for form in spellings(query) for name in whole):
        return BEGINS
    words = [word for name in names for word in name.split()] + whole
    wanted = [one.forms for one in search_words(query)]
    if all(any(word.startswith(forms) for word in words) for forms in wanted):
        return HAS_WORDS
    return BY_SOMETHING_ELSE
