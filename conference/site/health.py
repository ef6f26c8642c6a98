"""How the installation stands, for its administrator: what works, what does not, and what to do."""

import datetime as dt
import tempfile
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db.models import Min
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.choices import UNFINISHED, WorkState
from conference.models import LeasedWork, LeasedWorkQuerySet, PasswordResetRequest
from conference.requests.clients import FORWARDED

LONG_WAIT = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Condition:
    """`advice` is blank where all is well."""

    name: str
    state: str
    advice: str = ""


def conditions(request: HttpRequest) -> list[Condition]:
    return [proxies(request), broker(), workers(timezone.now()), mail(timezone.now()), disk()]


def proxies(request: HttpRequest) -> Condition:
    """This request came the way that all come."""
    name = _("Proxies")
    told = [header for header in FORWARDED if header in request.META]
    if told and not settings.TRUSTED_PROXIES:
        return Condition(
            name,
            _("A proxy forwards client addresses but is not trusted."),
            _(
                "Set TRUSTED_PROXIES to the number of proxies that a request passes. Until"
                " then everybody seems to come from the proxy, so that one person guessing"
                " passwords blocks everybody."
            ),
        )
    if settings.TRUSTED_PROXIES and not told:
        return Condition(
            name,
            _("No proxy forwards client addresses, although TRUSTED_PROXIES expects one."),
            _(
                "Have the proxy send X-Forwarded-For and X-Forwarded-Proto, or set"
                " TRUSTED_PROXIES to 0."
            ),
        )
    return Condition(name, _("%d trusted") % settings.TRUSTED_PROXIES)


def broker() -> Condition:
    cache.set("health", "here", 10)
    if cache.get("health") == "here":
        return Condition(_("Redis"), _("answers"))
    return Condition(
        _("Redis"),
        _("does not answer"),
        _("Nothing is lost, but background work waits up to a minute. Start it again."),
    )


def workers(at: dt.datetime) -> Condition:
    """Work that nobody has taken up, although the scheduler rings every ten seconds."""
    name = _("Background work")
    work: list[LeasedWorkQuerySet[LeasedWork]] = [
        model._default_manager.all()  # type: ignore[misc]
        for model in apps.get_models()
        if issubclass(model, LeasedWork)
    ]
    waiting = sum(rows.filter(state=WorkState.WAITING, attempts=0).count() for rows in work)
    running = sum(rows.in_hands(at).count() for rows in work)
    again = sum(rows.filter(state__in=UNFINISHED, attempts__gt=1).count() for rows in work)
    state = _("%(running)d running, %(waiting)d waiting") % {
        "running": running,
        "waiting": waiting,
    }
    if waiting and not running:
        return Condition(
            name, state, _("If this lasts, check that the worker and the scheduler are running.")
        )
    if again:
        said = ngettext(
            "%d job is being tried again: its page says why.",
            "%d jobs are being tried again: their pages say why.",
            again,
        )
        return Condition(name, state, said % again)
    return Condition(name, state)


def mail(at: dt.datetime) -> Condition:
    asked = PasswordResetRequest.objects.aggregate(first=Min("asked_at"))["first"]
    if asked is None or at - asked < LONG_WAIT:
        return Condition(_("Mail"), _("nothing waiting"))
    return Condition(
        _("Mail"),
        _("waiting since %s") % timezone.localtime(asked).strftime("%H:%M"),
        _("Check that the mail server in EMAIL_URL answers and that a worker is running."),
    )


def disk() -> Condition:
    """A small file can be written where we keep ours."""
    name = _("Storage")
    try:
        with tempfile.TemporaryFile(dir=settings.VAR_DIR) as file:
            file.write(b"x" * 65536)
            file.flush()
    except OSError as error:
        return Condition(
            name, error.strerror or str(error), _("Free some space, or make it writable.")
        )
    return Condition(name, _("writable"))
