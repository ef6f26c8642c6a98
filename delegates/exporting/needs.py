"""The table for the kitchen and the ushers: whoever has dietary or access needs, and no others."""

from typing import IO

from django.utils.translation import gettext as _

from conference.models import Conference, User
from conference.spreadsheets import add_sheet, new_workbook
from delegates.choices import EXPECTED
from delegates.models import Delegate
from delegates.naming.names import list_name


def write_workbook(file: IO[bytes], conference: Conference, user: User) -> int:
    """Of those who may still attend and whom the user may see, in protocol order: how many."""
    people = (
        Delegate.objects.visible_to(user)
        .for_conference(conference)
        .filter(needs__isnull=False, accreditation__in=EXPECTED, delegation__withdrawn_at=None)
    )
    rows = list(people.select_related("delegation", "needs").in_protocol_order())
    header = [_("Delegation"), _("Name"), _("Dietary needs"), _("Access needs"), _("Accreditation")]
    with new_workbook(file) as workbook:
        add_sheet(workbook, _("Needs"), header=header, rows=(_cells(row) for row in rows))
    return len(rows)


def _cells(row: Delegate) -> list[str]:
    name = list_name(given=row.given_name, family=row.family_name, override=row.display_name)
    said = [row.needs.dietary, row.needs.access]
    return [str(row.delegation), name, *said, str(row.get_accreditation_display())]
