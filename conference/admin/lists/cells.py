"""What cells of every app's lists share."""

from collections.abc import Callable
from typing import Any

from django.db.models import BooleanField
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

NOTHING = '<span class="quiet" aria-hidden="true">–</span><span class="visually-hidden">{}</span>'


def words_with_dot(mark: str, words: str) -> SafeString:
    """A state in words; `mark` (good, wait, bad, off) says it once more by its dot."""
    return format_html('<span class="state state-{}">{}</span>', mark, words)


def yes_or_no(field: "BooleanField[Any, Any]") -> Callable[[Any], SafeString]:
    """A cell that says what is so; of all else a quiet dash, which is heard as no."""

    def cell(row: Any) -> SafeString:
        if getattr(row, field.attname):
            return format_html("{}", _("Yes"))
        return format_html(NOTHING, _("No"))

    # As Django names the column and orders it.
    cell.__name__ = field.name
    cell.short_description = field.verbose_name  # type: ignore[attr-defined]
    cell.admin_order_field = field.name  # type: ignore[attr-defined]
    return cell
