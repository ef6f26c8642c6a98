"""What the page of an import says while a worker is at it."""

import datetime as dt

from django.utils.translation import gettext as _

from conference.admin import Progress, not_taken_up
from conference.choices import WorkState
from delegates.importing import progress
from delegates.models import ImportRun
from delegates.models.importing.imports import ImportStep
from delegates.services.importing.imports import KEPT

# Without a sign of life for so long, the page says that no worker seems to be running.
PATIENCE = dt.timedelta(seconds=30)


def in_progress(run: ImportRun, *, at: dt.datetime) -> Progress:
    is_applying = run.step == ImportStep.APPLY
    if is_applying:
        words = _("The delegates are being imported: all at once, or none.")
        then = _("This page then shows what was registered and changed. You can leave it.")
    elif run.step == ImportStep.TAKE_BACK:
        words = _("The import is being taken back: all of it, or nothing.")
        then = _("This page then shows the result. You can leave it.")
    else:
        words = _("The file is being checked. Nothing changes in the conference.")
        then = _("This page then shows the report, and you decide. You can leave it.")
    trouble = run.error if run.lease is None else ""
    state = progress.read(run.pk)
    if state is None:
        asked_at = run.expires_at - KEPT
        is_overdue = run.state == WorkState.WAITING and at - asked_at > PATIENCE
        return Progress(words, not_taken_up() if is_overdue else then, trouble=trouble)
    # Importing checks every row once more before it writes the first, at another pace.
    is_last = not is_applying or state.done * 2 >= state.total
    return Progress(words, then, state.done, state.total, is_last=is_last, trouble=trouble)
