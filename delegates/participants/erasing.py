"""A person who is erased is in no printing of the list of participants."""

import datetime as dt

from django.db import transaction

from conference import audit
from conference.models import User
from delegates.models import Delegate, ListEntry, ListPrinting
from delegates.participants import background, printings


@transaction.atomic
def blank(*, delegate: Delegate, by: User, at: dt.datetime) -> int:
    """Nobody stands in the places where the delegate stood; files that say the name are gone and
    made anew. Returns how many printings that are.
    """
    where = ListPrinting.objects.filter(entries__delegate=delegate)
    # `make_file` holds the printing while it keeps a file, and looks who is blanked.
    held = list(ListPrinting.objects.filter(pk__in=where).select_for_update().order_by("pk"))
    if not held:
        return 0
    ListEntry.objects.filter(delegate=delegate).update(delegate=None, version=None)
    printings.forget_files(held)
    for printing in held:
        audit.record("list_printing.blanked", target=printing, by=by, at=at)
    background.ask_for_files(conference=delegate.conference, by=by, at=at)
    return len(held)
