"""Addresses that the mail server refused for good, as they stand now."""

from collections.abc import Collection

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Upper

from conference.choices import WorkState
from conference.models import Conference, Mail

FINISHED = [WorkState.DONE, WorkState.FAILED]


def refused(addresses: Collection[str], conference: Conference) -> dict[str, str]:
    """Of these addresses, those whose latest mail was refused, each with the server's words.

    A mail that the server takes later ends it: people mend their mailboxes.
    """
    wanted = {address.upper() for address in addresses if address}
    same = Mail.objects.filter(conference=conference, state__in=FINISHED)
    latest = (
        same.annotate(address=Upper("recipient"))
        .filter(address=OuterRef("address"))
        .order_by("-pk")
        .values("pk")[:1]
    )
    newest = (
        same.annotate(address=Upper("recipient"))
        .filter(address__in=wanted, pk=Subquery(latest), is_refused=True)
        .values_list("address", "error")
    )
    found = dict(newest)
    return {address: found[address.upper()] for address in addresses if address.upper() in found}
