"""What our own servers and disks refuse for a while; the page of a 503 says it in words."""

import errno
from enum import StrEnum

from django.db import InterfaceError, InternalError, OperationalError

from conference.files.storage import FULL, StorageError

RETRY_AFTER_SECONDS = 30
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, operator
# intervention that ends connections, too many connections. Without a code nobody answered at all.
AWAY = ("08", "57P", "53300")
# Disk full, out of memory and the like; a server that takes no changes, such as a standby.
TAKES_NOTHING = ("53", "25006")


class Outage(StrEnum):
    AWAY = "away"
    TAKES_NOTHING = "takes nothing"


def outage_of(error: BaseException | None) -> Outage | None:
    """None for a fault of the program, which waiting does not mend."""
    if isinstance(error, OperationalError | InterfaceError | InternalError):
        return _of_database(error)
    is_full = isinstance(error, OSError) and error.errno in {*FULL, errno.EROFS}
    return Outage.TAKES_NOTHING if is_full or isinstance(error, StorageError) else None


def _of_database(error: Exception) -> Outage | None:
    code = getattr(error.__cause__, "pgcode", None)
    if code is None:
        return None if isinstance(error, InternalError) else Outage.AWAY
    if code.startswith(AWAY):
        return Outage.AWAY
    return Outage.TAKES_NOTHING if code.startswith(TAKES_NOTHING) else None
