"""Where the fields of a delegate stand on its page: as the list of columns says, and a few more."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from delegates.columns import COLUMNS, SPOUSE_OF, Section

SPOUSE_BESIDE = "gender"
# In no file: beside the field of a column.
BESIDE = {"category": "category_origin", SPOUSE_BESIDE: SPOUSE_OF.name}


def delegate_fieldsets() -> Any:
    return [
        (None, {"fields": lines_of(Section.PERSON)}),
        (_("Function"), {"fields": lines_of(Section.FUNCTION)}),
        # A heading would say what its only field says.
        (None, {"fields": ["photo"]}),
        (_("Contact"), {"fields": lines_of(Section.CONTACT)}),
        (_("Travel"), {"fields": lines_of(Section.TRAVEL)}),
        (_("Decision"), {"fields": ["decided", "decision_reason"]}),
    ]


def lines_of(section: Section) -> list[tuple[str, ...]]:
    lines: list[list[str]] = []
    for column in COLUMNS.in_section(section):
        if column.is_beside and lines:
            lines[-1].append(column.name)
        else:
            lines.append([column.name])
        if column.name in BESIDE:
            lines[-1].append(BESIDE[column.name])
    return [tuple(line) for line in lines]


def with_seen(fieldsets: Any, seen: Mapping[str, str]) -> Any:
    """With what is `seen` in the place of the field that it stands for; "" for nothing."""
    return [
        (name, {**options, "fields": [_one_seen(field, seen) for field in options["fields"]]})
        for name, options in fieldsets
    ]


def _one_seen(field: Any, seen: Mapping[str, str]) -> Any:
    """Fields that stand beside each other are a tuple."""
    if isinstance(field, tuple):
        return tuple(filter(None, (seen.get(each, each) for each in field)))
    return seen.get(field, field)
