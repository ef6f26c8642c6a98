"""The table of the credentials committee: every delegation that is counted, with what it has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.spreadsheets import add_sheet, new_workbook
from conference.writing import dates
from delegates.choices import CredentialsForm
from delegates.models import Credentials, Delegation


@dataclass(frozen=True)
class CredentialsLine:
    delegation: Delegation
    credentials: Credentials | None

    def cells(self) -> Sequence[str]:
        """Under `headings`, in words; what is not known is blank."""
        row = self.credentials
        if row is None or row.form == CredentialsForm.NONE:
            return [str(CredentialsForm.NONE.label), "", "", "", ""]
        return [
            str(row.get_form_display()),
            str(row.get_signatory_display()) if row.signatory else "",
            _("Yes") if row.has_full_powers else _("No"),
            dates.day(row.received_on) if row.received_on else "",
            dates.day(row.examined_on) if row.examined_on else "",
        ]


def headings() -> Sequence[str]:
    return [_("Credentials"), _("Signed by"), _("Full powers"), _("Received"), _("Examined")]


def credentials_of(conference: Conference, user: User) -> list[CredentialsLine]:
    """In protocol order, those that attend and that the user may see; in two queries."""
    rows = Delegation.objects.visible_to(user).for_conference(conference)
    shown = list(rows.active().in_statistics().select_related("kind").in_protocol_order())
    noted = {
        row.delegation_id: row
        for row in Credentials.objects.visible_to(user).for_conference(conference)
    }
    return [CredentialsLine(row, noted.get(row.pk)) for row in shown]


def write_workbook(file: IO[bytes], lines: Sequence[CredentialsLine]) -> None:
    header = [_("Delegation"), _("Kind"), *headings()]
    with new_workbook(file) as workbook:
        add_sheet(workbook, _("Credentials"), header=header, rows=_rows(lines))


def _rows(lines: Sequence[CredentialsLine]) -> Iterator[Sequence[str]]:
    for line in lines:
        yield [str(line.delegation), str(line.delegation.kind), *line.cells()]
