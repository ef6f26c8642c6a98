"""How often a password may be tried: counted in the database, whatever becomes of the cache.

Whoever guesses is refused by account *and* network, so that nobody locks a minister out from
elsewhere; and by either alone, at numbers that nobody reaches by mistake, so that many networks or
many accounts help nobody. Whoever means to can so refuse browsers that never signed in here, for as
long as they go on; those that did are not concerned. A browser that signed in with the account
before is never refused, whatever others do: it is slowed once it has failed itself. Source: OWASP,
"Slow Down Online Guessing Attacks with Device Cookies".
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from conference.models import SignInAttempt

DAYS_KEPT = 1


@dataclass(frozen=True)
class Limit:
    most: int
    within: dt.timedelta

    def is_reached(self, attempts: QuerySet[SignInAttempt], at: dt.datetime) -> bool:
        return attempts.filter(at__gt=at - self.within).count() >= self.most


OF_A_PLACE = Limit(5, dt.timedelta(minutes=5))
# A conference's staff sits behind one address.
OF_A_NETWORK = Limit(100, dt.timedelta(minutes=5))
OF_AN_ACCOUNT = Limit(100, dt.timedelta(hours=1))
OF_A_DEVICE = Limit(5, dt.timedelta(minutes=5))
PAUSE_OF_A_DEVICE = dt.timedelta(seconds=20)


@dataclass(frozen=True)
class Place:
    """From where: the network is blank where nothing tells it, the device where it is unknown."""

    network: str
    device: str = ""


def account_of(email: str) -> str:
    """Names an account, or none, without saying which: of what was typed, by a key of ours."""
    key = hashlib.sha256(b"dais.accounts" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, email.strip().lower().encode(), hashlib.sha256).hexdigest()


def network_of(address: str) -> str:
    """Of an IPv6 address the 64 bits that one customer has; any of the others is free to take."""
    if ip_address(address).version == 4:
        return address
    return str(ip_network(f"{address}/64", strict=False))


def begin(*, account: str, place: Place, at: dt.datetime) -> SignInAttempt | None:
    """The attempt counts from now on; None where none may be made now.

    Counted before the password is looked at, and one at a time for an account and for a network:
    who tries a thousand at once gets no more than who tries them in turn.
    """
    with transaction.atomic():
        _one_at_a_time(account, place.network)
        if is_refused(account=account, place=place, at=at):
            return None
        return SignInAttempt.objects.create(
            account=account, device=place.device, network=place.network, at=at
        )


def is_refused(*, account: str, place: Place, at: dt.datetime) -> bool:
    attempts = SignInAttempt.objects.all()
    if place.device:
        own = attempts.filter(account=account, device=place.device)
        return OF_A_DEVICE.is_reached(own, at) and Limit(1, PAUSE_OF_A_DEVICE).is_reached(own, at)
    of_account = attempts.filter(account=account, device="")
    of_network = attempts.filter(network=place.network, device="")
    return (
        OF_A_PLACE.is_reached(of_account.filter(network=place.network), at)
        or OF_A_NETWORK.is_reached(of_network, at)
        or OF_AN_ACCOUNT.is_reached(of_account, at)
    )


def succeeded(attempt: SignInAttempt) -> None:
    """What this account failed from this place is forgotten: it was a slip of its owner."""
    SignInAttempt.objects.filter(
        account=attempt.account, network=attempt.network, device=attempt.device
    ).delete()


def forget(*, at: dt.datetime) -> int:
    """Nothing older than a day is kept. Returns how many went."""
    old = SignInAttempt.objects.filter(at__lt=at - dt.timedelta(days=DAYS_KEPT))
    return old.delete()[0]


def _one_at_a_time(*names: str) -> None:
    """Until the end of the transaction; everybody takes the account's turn before the network's."""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
