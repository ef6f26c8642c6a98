"""A browser at the badge desk: unlocked by an officer's second factor until four in the morning."""

import datetime as dt
import hashlib

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conference import audit, randomness
from conference.choices import Role
from conference.models import Conference, DeskBrowser, User

ENDS = dt.time(4)
"""Venue time: after the last of the evening, before the first of the morning."""


def night_after(at: dt.datetime, conference: Conference) -> dt.datetime:
    """The next four in the morning where the conference is."""
    local = conference.local(at)
    ends = dt.datetime.combine(local.date(), ENDS, tzinfo=local.tzinfo)
    return ends if ends > local else ends + dt.timedelta(days=1)


@transaction.atomic
def unlock(
    *, conference: Conference, name: str, by: User, at: dt.datetime
) -> tuple[DeskBrowser, str]:
    """The row, and the token that the browser holds from now on."""
    token = randomness.octets(32).hex()
    browser = DeskBrowser.objects.create(
        conference=conference,
        name=name,
        token_digest=_digest(token),
        unlocked_at=at,
        unlocked_by=by,
        ends_at=night_after(at, conference),
    )
    audit.record("deskbrowser.unlocked", target=browser, by=by, at=at)
    return browser, token


@transaction.atomic
def lock(*, browser: DeskBrowser, by: User, at: dt.datetime) -> None:
    """Whoever is signed in on it without a second factor goes no further. Twice is once."""
    held = DeskBrowser.objects.select_for_update(of=("self",)).get(pk=browser.pk)
    if held.locked_at is None:
        held.locked_at, held.locked_by = at, by
        held.save(update_fields=["locked_at", "locked_by"])
        audit.record("deskbrowser.locked", target=browser, by=by, at=at)


def remember(response: HttpResponse, browser: DeskBrowser, token: str) -> None:
    response.set_cookie(
        settings.DESK_COOKIE_NAME,
        token,
        expires=browser.ends_at,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def browser_of(request: HttpRequest) -> DeskBrowser | None:
    """As which the browser is unlocked now."""
    token = request.COOKIES.get(settings.DESK_COOKIE_NAME, "")
    if not token:
        return None
    unlocked = DeskBrowser.objects.unlocked(timezone.now())
    return unlocked.filter(token_digest=_digest(token)).first()


def is_enough(request: HttpRequest, user: User) -> bool:
    """Whether this browser stands for a second factor: for who only works at its badge desk."""
    browser = browser_of(request)
    if browser is None or user.is_superuser or user.may_make_conferences:
        return False
    only = {browser.conference_id: frozenset({Role.BADGE_DESK})}
    return user.is_active and user.roles_by_conference == only


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
