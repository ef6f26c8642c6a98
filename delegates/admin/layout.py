"""Where the fields of a delegate stand on its page: as the list of columns says, and a few more."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from delegates.columns import COLUMNS, Section

# What is no column: beside or below the field of one.
BESIDE = {"category": "category_origin"}
BELOW = {"own_name_language": "display_name"}


def delegate_fieldsets() -> Any:
    return [
        (None, {"fields": lines_of(Section.PERSON)}),
        (_("Function"), {"fields": lines_of(Section.FUNCTION)}),
        # A heading would say what its only field says.
        (None, {"fields": ["photo"]}),
        (_("Contact"), {"fields": lines_of(Section.CONTACT)}),
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
        if column.name in BELOW:
            lines.append([BELOW[column.name]])
    return [tuple(line) for line in lines]
