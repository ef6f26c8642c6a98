"""Files of killed workers: stored, and never named by a row."""

import datetime as dt

from badges import files
from badges.models import PrintChunk

# A file is stored before the row that names it is committed. What is so old has no row to come:
# a turn of a worker is ended after ten minutes, see `badges.tasks`.
SAFE_AGE = dt.timedelta(days=1)


def sweep(*, at: dt.datetime) -> int:
    """No file of print jobs that is older than a day is there without a row. Returns how many."""
    old = {key for key in files.stored_keys() if files.stored_at(key) < at - SAFE_AGE}
    orphans = old.difference(PrintChunk.objects.filter(file__in=old).values_list("file", flat=True))
    files.discard(sorted(orphans))
    return len(orphans)
