"""What an export says beside the columns of the import, which passes it over without a word.

Whether a badge is out is for the app above to say: a lower app never names a higher one. The
badges app answers at start-up; without it an export has no columns of badges.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

if TYPE_CHECKING:
    # Imported before the models are ready, by the configuration of a higher app.
    from conference.models import Conference

Cells = Callable[[Any], Sequence[str]]
"""Of a delegate: this lies below the models."""


@dataclass(frozen=True)
class ExportColumns:
    """`labels` by name, in the order of the file. `cells_for` reads what it needs of a conference
    once, in a number of queries that does not grow, and gives the cells of one delegate after the
    other; their delegations are loaded.
    """

    labels: Mapping[str, StrPromise]
    cells_for: Callable[["Conference"], Cells]


OWN: Mapping[str, StrPromise] = {
    "accreditation": _("Accreditation"),
    "leads": _("Leads the delegation"),
    "has_photo": _("Has a photo"),
    "spouse_of": _("Spouse of"),
}

# Before the names of a conference's own fields: the import passes them over too.
OWN_FIELD = "Own field: "

_contributed: list[ExportColumns] = []


def contribute(columns: ExportColumns) -> None:
    if columns not in _contributed:
        _contributed.append(columns)


def contributed() -> tuple[ExportColumns, ...]:
    return tuple(_contributed)


def labels() -> dict[str, StrPromise]:
    """Of all of them, by name, in the order of the file."""
    found = dict(OWN)
    for columns in _contributed:
        found |= columns.labels
    return found


def names() -> list[str]:
    return list(labels())
