"""How Django's forms become HTML: its templates, but for what the page of hundreds is made of."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PLAIN_INPUTS = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("email", "hidden", "number", "text")
)
ERRORS = "django/forms/errors/"


class FormRenderer(TemplatesSetting):
    """Writes plain inputs itself, and no errors where there are none, as the templates would.

    A delegation's table of four hundred people has four thousand inputs.
    """

    def render(self, template_name: str, context: Any, request: HttpRequest | None = None) -> Any:
        if template_name in PLAIN_INPUTS:
            return plain_input(context["widget"])
        if template_name.startswith(ERRORS) and not context["errors"]:
            return ""
        return super().render(template_name, context, request)


def plain_input(widget: Any) -> str:
    value = "" if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        value,
        attributes(widget["attrs"]),
    )


def attributes(found: Mapping[str, Any]) -> SafeString:
    """In their order, which Django's `flatatt` does not keep."""
    return mark_safe(  # noqa: S308  # each is escaped
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, str(value))
            for name, value in found.items()
            if value is not False
        )
    )
