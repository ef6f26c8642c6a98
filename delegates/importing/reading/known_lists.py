"""Lists that other systems and offices make, and what their headings mean. Pure.

Indico: `generate_spreadsheet_from_registrations` writes ID, Name, the fields of the form and what
is known of the registration. United Nations: lists of participants print name, function and
ministry on three lines of one cell, below the name of the delegation.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from conference.spreadsheets import Row
from delegates.columns import heading_key

INDICO = frozenset({"id", "name"})
INDICO_ALSO = frozenset(
    {"registrationdate", "registrationstate", "checkedin", "checkindate", "paymentdate"}
)
INDICO_LEFT_OUT = (*sorted(INDICO_ALSO), "id", "price", "tags", "address")
PEOPLE = frozenset(
    {
        "participant",
        "participants",
        "nameandtitle",
        "nametitle",
        "nameandfunctionaltitle",
        "nameandfunction",
        "namefunctionandministry",
        "delegate",
        "delegates",
        "listofparticipants",
        "representative",
        "representatives",
        "участник",
        "участники",
        "participante",
        "participantes",
    }
)
LINE_END = re.compile(r"[\r\n]+")
# A known form of address at the beginning of a name. An initial is none: "M. K. Example".
HONORIFIC = re.compile(
    r"^((?:(?:h\.?\s?e\.?|h\.?\s?h\.?|h\.?\s?r\.?\s?h\.?|s\.?\s?e\.?m?\.?|mr|mrs|ms|miss|dr|prof"
    r"|professor|sir|dame|the\s+hon|hon|rt|amb|ambassador|mme|mlle|sr|sra|srta|excmo|excma|rev"
    r"|г-н|г-жа|е\.?\s?п\.?)\.?(?:\s+|$)|m\.\s+(?!\w\.)|m\s+(?=\w\w))+)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class KnownList:
    name: StrPromise
    columns: Mapping[str, str]


def known_list(cells: Sequence[str], below: Sequence[Row]) -> KnownList | None:
    """What the headings and the first rows below them are recognised as."""
    keys = {heading_key(cell): index for index, cell in enumerate(cells) if cell.strip()}
    if keys.keys() >= INDICO and not INDICO_ALSO.isdisjoint(keys):
        return KnownList(_("Indico's export of registrations"), _indico(set(keys)))
    people = [key for key, index in keys.items() if key in PEOPLE and _has_lines(below, index)]
    if len(people) == 1:
        return KnownList(
            _("a list of participants with name, function and ministry in one cell"),
            {people[0]: "name_lines"},
        )
    return None


def _indico(keys: set[str]) -> dict[str, str]:
    has_parts = {"firstname", "lastname"} <= keys
    columns = dict.fromkeys(INDICO_LEFT_OUT, "")
    columns["name"] = "" if has_parts else "full_name"
    columns["position"] = "function"
    columns["affiliation"] = "ministry" if "country" in keys else "delegation"
    return columns


def _has_lines(rows: Sequence[Row], index: int) -> bool:
    cells = (row.cells[index].strip() for row in rows if index < len(row.cells))
    return any(LINE_END.search(cell) for cell in cells)


def begins_with_honorific(text: str) -> bool:
    return bool(HONORIFIC.match(text.strip()))


def split_honorific(name: str) -> tuple[str, str]:
    """ "H.E. Ms. Example PERSON" to its form of address and the name as it stands."""
    found = HONORIFIC.match(name)
    if not found or found.end() >= len(name):
        return "", name
    return found[1].strip(), name[found.end() :].strip()
