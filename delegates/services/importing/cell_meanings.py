"""What texts in the cells of imported files mean at a conference, remembered once said."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from conference.models import Conference, ConferenceRowQuerySet, User
from delegates.choices import CellUse
from delegates.columns import LONGEST_KEY, heading_key
from delegates.models import CellMeaning


class CellNote(NamedTuple):
    """Of one text in the cells of a file; `value` is what a word means.

    `column` is ours for a word, the key of a heading for a choice of rows.
    """

    use: CellUse
    column: str
    text: str
    value: str = ""
    heading: str = ""

    @property
    def key(self) -> str:
        """Of a column by which rows are chosen there is one value only."""
        return "" if self.use == CellUse.ROWS else heading_key(self.text)

    @property
    def place(self) -> tuple[str, str, str]:
        return str(self.use), self.column, self.key


def words_in(conference: Conference) -> dict[str, dict[str, str]]:
    """Column to the key of a cell's word to the word that is meant."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for column, key, value in _of(conference, CellUse.WORD).values_list("column", "key", "value"):
        found[column][key] = value
    return dict(found)


def nothings_in(conference: Conference) -> tuple[str, ...]:
    """Keys of cells that are blank to their author."""
    return tuple(_of(conference, CellUse.NOTHING).values_list("key", flat=True))


def rows_in(conference: Conference) -> dict[str, str]:
    """Key of a heading to the only value of its column whose rows are read."""
    return dict(_of(conference, CellUse.ROWS).values_list("column", "text"))


@transaction.atomic
def remember(
    *,
    conference: Conference,
    said: Iterable[CellNote],
    offered: Iterable[CellNote],
    by: User,
    at: dt.datetime,
) -> None:
    """What was said of a file holds for the next ones; of what was `offered`, nothing else does."""
    new = {one.place: one for one in said if heading_key(one.text)}
    former = {one.place for one in offered} - new.keys()
    known = CellMeaning.objects.for_conference(conference)
    known.filter(pk__in=[row.pk for row in known if row.place in former]).delete()
    CellMeaning.objects.bulk_create(
        [
            CellMeaning(
                conference=conference,
                use=one.use,
                column=one.column,
                heading=one.heading[:LONGEST_KEY],
                key=one.key,
                text=one.text[:LONGEST_KEY],
                value=one.value,
                said_by=by,
                said_at=at,
            )
            for one in new.values()
        ],
        update_conflicts=True,
        unique_fields=["conference", "use", "column", "key"],
        update_fields=["heading", "text", "value", "said_by", "said_at"],
    )


def _of(conference: Conference, use: CellUse) -> ConferenceRowQuerySet[CellMeaning]:
    return CellMeaning.objects.for_conference(conference).filter(use=use)
