"""What the rows of a table share, so that four hundred of them cost little more than one."""

import copy
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from conference.admin.forms.rendering import attributes


class SelectInTable(forms.Select):
    """A select of a table's column: what it offers is read once, and written once for each value.

    Django fills in a template for each option: thirty ranks of four hundred delegates.
    """

    def __init__(self, field: forms.ChoiceField) -> None:
        inner: Any = plain_select(field)
        choices: Any = field.choices
        super().__init__(inner.attrs, list(choices))
        self.written: dict[str, SafeString] = {}

    def in_row(self, field: forms.Field) -> "SelectInTable":
        found = copy.copy(self)
        found.is_required = field.required
        return found

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        key = repr(self.format_value(value))
        if key not in self.written:
            whole = super().render("", value, {}, renderer)
            options = whole[whole.index(">") + 1 : whole.rindex("<")]
            self.written[key] = mark_safe(options)  # noqa: S308  # written by Django
        own = self.build_attrs({"name": name, **self.attrs}, attrs)
        return format_html("<select{}>{}</select>", attributes(own), self.written[key])


def plain_select(field: forms.Field) -> forms.Select | None:
    """The select that the field is entered with, if it is one beside which nothing is offered."""
    if getattr(field.widget, "can_add_related", False):
        return None
    # The admin wraps the widget of a reference.
    inner = getattr(field.widget, "widget", field.widget)
    return inner if type(inner) is forms.Select else None
