"""What a new conference starts with of badges."""

import datetime as dt

from django.db import transaction

from badges.models import DesignVersion
from badges.services import designs, types
from conference.models import Conference, User


@transaction.atomic
def install(*, conference: Conference, by: User | None, at: dt.datetime) -> DesignVersion:
    """It has the personal type of badge, and a design for it; harmless twice."""
    types.install_personal(conference)
    return designs.install_default(conference=conference, by=by, at=at)
