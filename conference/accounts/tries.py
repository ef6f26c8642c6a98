"""Trying what only the owner of an account has or knows: counted, refused and on record alike,
be it a password, a code by mail or a second factor.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from conference import audit
from conference.accounts import attempts, codes, devices
from conference.accounts.attempts import Place
from conference.choices import CodePurpose
from conference.errors import DomainError
from conference.models import MailedCode, User
from conference.randomness import Identifier
from conference.requests import clients


def network_of(request: HttpRequest) -> str:
    """Whose tries the limits count together."""
    address = clients.address_of(request)
    if address is None:
        raise PermissionDenied("The client's address is unknown: see TRUSTED_PROXIES.")
    return attempts.network_of(address)


def place_of(request: HttpRequest, account: str) -> Place:
    return Place(network_of(request), devices.device_of(request, account))


def too_many(place: Place) -> str:
    if place.device:
        return _("Too many wrong attempts. Wait %d seconds, then try again.") % (
            attempts.PAUSE_OF_A_DEVICE.total_seconds()
        )
    return _("Too many failed login attempts. Try again in a few minutes.")


def record_failure(account: str, target: User | None, place: Place, at: dt.datetime) -> None:
    """Who it was tried for is named only if it is a user; what was typed is kept nowhere."""
    audit.record("user.sign_in_failed", target=target, by=None, at=at)
    if attempts.is_refused(account=account, place=place, at=at):
        audit.record(
            "user.slowed_down" if place.device else "user.locked_out",
            target=target,
            by=None,
            at=at,
        )


def confirm_code(
    request: HttpRequest, *, handle: Identifier, purpose: CodePurpose, typed: str
) -> MailedCode:
    """The row whose code was typed. Raises DomainError in words that tell nobody's from anybody's.

    Beside the five tries of a code its address is counted, however many codes are asked for.
    """
    row, at = codes.open_code(handle=handle, purpose=purpose), timezone.now()
    if row is None:
        raise DomainError(codes.no_longer())
    place = place_of(request, row.account)
    attempt = attempts.begin(account=row.account, place=place, at=at)
    if attempt is None:
        raise DomainError(too_many(place))
    try:
        confirmed = codes.confirm(handle=handle, purpose=purpose, typed=typed, at=at)
    except DomainError:
        record_failure(row.account, row.user, place, at)
        raise
    attempts.succeeded(attempt)
    return confirmed
