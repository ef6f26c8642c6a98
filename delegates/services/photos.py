"""The photo of a delegate: replaced or removed, never altered."""

import datetime as dt
from typing import IO

from django.db import transaction

from conference.models import User
from delegates import photos
from delegates.models import Delegate
from delegates.services import registration


@transaction.atomic
def replace(*, delegate: Delegate, upload: IO[bytes], by: User, at: dt.datetime) -> Delegate:
    """The delegate has this photo from here on, encoded anew under a new key.

    Raises DomainError, in words, for what is not a JPEG or PNG picture.
    """
    name = photos.store(photos.encoded(upload))
    return registration.change(delegate=delegate, fields={"photo": name}, by=by, at=at)


def remove(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    return registration.change(delegate=delegate, fields={"photo": ""}, by=by, at=at)
