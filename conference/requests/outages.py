"""What our own servers and disks refuse for a while: a page says so, and when to come back."""

import errno
from dataclasses import dataclass

from django.db import InterfaceError, InternalError, OperationalError
from django.utils.translation import gettext as _

from conference.files.storage import FULL, StorageError

RETRY_AFTER_SECONDS = 30
# https://www.postgresql.org/docs/current/errcodes-appendix.html: connection exceptions, operator
# intervention that ends connections, too many connections. Without a code nobody answered at all.
AWAY = ("08", "57P", "53300")
# Disk full, out of memory and the like; a server that takes no changes, such as a standby.
TAKES_NOTHING = ("53", "25006")


@dataclass(frozen=True)
class Outage:
    what: str
    why: str


def outage_of(error: BaseException | None) -> Outage | None:
    """None for a fault of the program, which waiting does not mend."""
    if isinstance(error, OperationalError | InterfaceError | InternalError):
        return _of_database(getattr(error.__cause__, "pgcode", None), error)
    if isinstance(error, OSError) and error.errno in {*FULL, errno.EROFS}:
        error = StorageError(error.errno, error.strerror)
    if isinstance(error, StorageError):
        return Outage(_("Nothing can be stored at the moment"), str(error))
    return None


def _of_database(code: str | None, error: Exception) -> Outage | None:
    if code is None and isinstance(error, InternalError):
        return None
    if code is None or code.startswith(AWAY):
        return Outage(
            _("The database does not answer at the moment"),
            _("What you sent last was not saved."),
        )
    if code.startswith(TAKES_NOTHING):
        return Outage(
            _("Nothing can be saved at the moment"),
            _("The database is full or takes no changes. Tell whoever runs this installation."),
        )
    return None
