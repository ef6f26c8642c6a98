"""Files of killed workers: stored, and never named by a row."""

import datetime as dt

from badges import files
from badges.models import PrintChunk, PrintJob

# A file is stored before the row that names it is committed. What is so old has no row to come:
# a turn of a worker is ended after ten minutes, see `badges.tasks`.
SAFE_AGE = dt.timedelta(days=1)
NAMED_IN: dict[str, type[PrintChunk] | type[PrintJob]] = {
    files.CHUNKS: PrintChunk,
    files.JOBS: PrintJob,
}


def sweep(*, at: dt.datetime) -> int:
    """No file of print jobs that is older than a day is there without a row. Returns how many."""
    orphans = []
    for folder, model in NAMED_IN.items():
        old = {key for key in files.keys(folder) if files.stored_at(key) < at - SAFE_AGE}
        named = model.objects.filter(file__in=old).values_list("file", flat=True)
        orphans += sorted(old.difference(named))
    files.discard(orphans)
    return len(orphans)
