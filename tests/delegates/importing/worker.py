"""The worker of imports, in the test's own process."""

import datetime as dt
from typing import Any

from django.utils import timezone

from conference import leased_work
from conference.leased_work import Hold
from delegates.importing.running import KINDS


def import_next() -> bool:
    """One step of one import that waits is done; False if there is none."""
    return leased_work.run_next(KINDS, timezone.now)


def claim_import(*, after: dt.timedelta = dt.timedelta(0)) -> Hold[Any]:
    """The step that a worker would take up now, or then."""
    hold = leased_work.claim(KINDS, lambda: timezone.now() + after)
    assert hold is not None
    return hold
