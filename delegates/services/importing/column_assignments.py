"""What the headings of imported files mean at a conference, remembered once somebody said it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from conference.errors import DomainError
from conference.models import Conference, User
from delegates.columns import COLUMNS, FURTHER_COLUMNS, LONGEST_KEY, heading_key
from delegates.models import ColumnAssignment

LEFT_OUT = ""


def remembered_in(conference: Conference) -> dict[str, str]:
    """Heading key to column name, "" for what is left out."""
    rows = ColumnAssignment.objects.for_conference(conference)
    return dict(rows.values_list("key", "column"))


@transaction.atomic
def assign(
    *, conference: Conference, headings: Mapping[str, str], by: User, at: dt.datetime
) -> list[ColumnAssignment]:
    """The headings, as they are written, mean these columns from now on, in this conference."""
    known = {LEFT_OUT, *COLUMNS.by_name, *FURTHER_COLUMNS.by_name}
    if not known.issuperset(headings.values()):
        raise DomainError(_("That is not a column of the list of delegates."))
    rows = [
        ColumnAssignment(
            conference=conference,
            key=heading_key(heading),
            heading=heading[:LONGEST_KEY],
            column=column,
            assigned_by=by,
            assigned_at=at,
        )
        for heading, column in headings.items()
        if heading_key(heading)
    ]
    return ColumnAssignment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["conference", "key"],
        update_fields=["heading", "column", "assigned_by", "assigned_at"],
    )
