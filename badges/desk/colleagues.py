"""Who does what is not the desk's: registers people, and decides about them."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from conference.admin import chosen_conference, may
from conference.models import Conference, StaffRole
from conference.permissions import roles_that_may

REGISTERING = "delegates.add_delegate"
DECIDING = "delegates.decide_delegate"


def registering(request: HttpRequest) -> Mapping[str, object]:
    """Who registers somebody who is not in the list, as the pages and the answers of the desk say
    it.
    """
    return {
        "registers": may(request, REGISTERING),
        "registrars": SimpleLazyObject(partial(who_may, REGISTERING, chosen_conference(request))),
    }


def deciding(request: HttpRequest) -> Mapping[str, object]:
    """Who decides about somebody who has come and is not accredited yet."""
    return {
        "decides": may(request, DECIDING),
        "deciders": SimpleLazyObject(partial(who_may, DECIDING, chosen_conference(request))),
    }


def who_may(permission: str, conference: Conference) -> Sequence[str]:
    """The names of those to be asked for what is not the desk's."""
    held = StaffRole.objects.filter(conference=conference, user__is_active=True)
    rows = held.filter(role__in=roles_that_may(permission)).select_related("user")
    return list(dict.fromkeys(str(row.user) for row in rows.order_by("user__name", "pk")))
