"""What is known of a delegation's credentials, for those whose credentials they are."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from delegates.choices import CredentialsForm, Fulfilment
from delegates.exporting.credentials import CredentialsLine, headings
from delegates.models import Credentials, Delegation
from delegates.outstanding.deadlines import Owed


@dataclass(frozen=True)
class KnownCredentials:
    """By the headings of the committee's table what stands there; `wanted` is still to come."""

    facts: list[tuple[str, str]]
    wanted: str


def credentials_of(delegation: Delegation, tasks: Collection[Owed]) -> KnownCredentials | None:
    """Nothing of a delegation that is neither counted nor asked for any and has presented none."""
    row: Credentials | None = getattr(delegation, "credentials", None)
    is_presented = row is not None and row.form != CredentialsForm.NONE
    is_asked = any(one.task.fulfilment == Fulfilment.CREDENTIALS for one in tasks)
    if not (is_presented or is_asked or delegation.kind.is_counted):
        return None
    cells = CredentialsLine(delegation, row).cells()
    # The first is called as the section is.
    labels = [_("Presented"), *headings()[1:]]
    return KnownCredentials(
        [(label, cell) for label, cell in zip(labels, cells, strict=True) if cell],
        "" if delegation.is_withdrawn else _wanted(row if is_presented else None, is_asked),
    )


def _wanted(row: Credentials | None, is_asked: bool) -> str:
    """A copy announces the original, which alone is examined."""
    if row is None:
        return _("The original is still to be presented.") if is_asked else ""
    if not row.received_on or row.form == CredentialsForm.COPY:
        return _("The secretariat still waits for the original.")
    return "" if row.examined_on else _("They are still to be examined.")
