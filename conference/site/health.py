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
from conference.models import LeasedWork, LeasedWorkQuerySet, Mail, MailedCode
from conference.requests.clients import FORWARDED
from conference.secrets import SecretsError
from conference.services import sealing

LONG_WAIT = dt.timedelta(minutes=2)


@dataclass(frozen=True)
class Condition:
    """`advice` is blank where all is well."""

    name: str
    state: str
    advice: str = ""


def conditions(request: HttpRequest) -> list[Condition]:
    at = timezone.now()
    return [proxies(request), broker(), workers(at), mail(at), disk(), master_keys()]


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
    """A code is waited for before a page: none lies for minutes."""
    if not settings.EMAIL_HOST:
        return Condition(_("Mail"), _("no mail server is set: mails wait, and staff read them"))
    asked = MailedCode.objects.on_their_way(at).aggregate(first=Min("asked_at"))["first"]
    written = Mail.objects.claimable(at).aggregate(first=Min("written_at"))["first"]
    waiting = min((first for first in (asked, written) if first), default=None)
    if waiting is None or at - waiting < LONG_WAIT:
        return Condition(_("Mail"), _("nothing waiting"))
    return Condition(
        _("Mail"),
        _("waiting since %s") % timezone.localtime(waiting).strftime("%H:%M"),
        _("Check that the mail server in EMAIL_URL answers and that a worker is running."),
    )


def master_keys() -> Condition:
    """What is sealed can be opened, and the next secret sealed."""
    name = _("Master keys")
    known = list(settings.MASTER_KEYS)
    if not known:
        return Condition(
            name,
            _("None is set."),
            _("Badges cannot be printed: their codes are signed. Set MASTER_KEYS."),
        )
    try:
        used = sealing.keys_in_use()
    except SecretsError as error:
        return Condition(name, str(error), _("Restore the table from a copy of the database."))
    if missing := sorted(used - set(known)):
        return Condition(
            name,
            _("Missing: %s") % ", ".join(missing),
            _("Something is sealed with it. Put it back into MASTER_KEYS."),
        )
    if former := sorted(used - {known[0]}):
        return Condition(
            name,
            _("Still in use: %s") % ", ".join(former),
            _("Run manage.py rotate_keys; then it can be taken out of MASTER_KEYS."),
        )
    return Condition(name, known[0])


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
