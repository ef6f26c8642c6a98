"""Flash messages: what was said in one conference shows in that conference and nowhere else."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage, Message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from conference.addresses import INSTALLATION
from conference.models import Conference
from conference.requests.working import working_conference

ANYWHERE = ""
"""Said outside of the admin, such as that a password was changed: it is about no conference."""


class PlaceMessages(FallbackStorage):
    """Of one place: in a cookie of its own, and under a key of its own in the login session."""

    def __init__(self, request: HttpRequest, place: str) -> None:
        super().__init__(request)
        cookie, session = self.storages
        cookie.cookie_name = f"{settings.COOKIE_PREFIX}{cookie.cookie_name}"
        if place != ANYWHERE:
            cookie.cookie_name = f"{cookie.cookie_name}-{place}"
            session.session_key = f"{session.session_key}-{place}"


class ConferenceMessages(BaseStorage):
    """What waits for the request's conference, or for any page. What it says waits for the first.

    Two tabs in two conferences take no message from each other.
    """

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.own = PlaceMessages(request, place_of(request))
        self.others = [PlaceMessages(request, ANYWHERE)] if place_of(request) != ANYWHERE else []

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Message], bool]:
        waiting = [store._get()[0] for store in (*self.others, self.own)]  # type: ignore[attr-defined]
        return [message for messages in waiting for message in messages or ()], True

    def _store(
        self, messages: list[Message], response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> list[Message]:
        for store in self.others:
            store._store([], response)  # type: ignore[attr-defined]
        unstored: list[Message] = self.own._store(messages, response)  # type: ignore[attr-defined]
        return unstored


def say_in(
    conference: Conference, lines: Iterable[str], request: HttpRequest, response: HttpResponseBase
) -> None:
    """In a conference that is not the request's, such as one that it has just made."""
    there = PlaceMessages(request, str(conference.pk))
    for line in lines:
        there.add(messages.SUCCESS, line)
    there.update(response)


def place_of(request: HttpRequest) -> str:
    conference = working_conference(request)
    if conference is not None:
        return str(conference.pk)
    in_installation = request.path_info.startswith(f"/admin/{INSTALLATION}/")
    return INSTALLATION if in_installation else ANYWHERE
