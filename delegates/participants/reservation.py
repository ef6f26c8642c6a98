"""The note under a list of participants that it takes no position on who is what."""

from collections.abc import Mapping

from django.utils.translation import gettext, override

from conference.models import Conference


def usual(conference: Conference) -> dict[str, str]:
    """In each of the conference's languages, until an organizer writes it otherwise."""
    return {language: _in(language) for language in conference.languages}


def _in(language: str) -> str:
    with override(language):
        return gettext(
            "This list is provisional. Names, functions and titles are given as the delegations"
            " communicated them. Nothing in the designations used or in the order of the list"
            " expresses an opinion of the organizers on the legal status of any country,"
            " territory, city or area or of its authorities, or on its frontiers."
        )


def written(conference: Conference, texts: Mapping[str, str]) -> dict[str, str]:
    """What was written; the usual note in a language that was left blank."""
    return usual(conference) | {language: text for language, text in texts.items() if text.strip()}
