"""How a conference begins, and what a change of it carries through: only the roof reaches it."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from badges.services import defaults
from conference.models import Conference, User
from delegates.services import conferences, delegations
from delegates.services.conferences import Scheme

ORDERING = {"order_language", "principal_language", "other_languages"}


@transaction.atomic
def set_up(*, conference: Conference, by: User, at: dt.datetime) -> Scheme:
    """A new conference has its scheme of categories and ranks, and can print badges."""
    scheme = conferences.install_defaults(conference=conference, by=by, at=at)
    defaults.install(conference=conference, by=by, at=at)
    return scheme


def carry_through(*, conference: Conference, fields: Collection[str]) -> None:
    """Of the fields that were changed, a new order of its delegations reaches each of them."""
    if ORDERING.intersection(fields):
        delegations.reorder_all(conference=conference)
