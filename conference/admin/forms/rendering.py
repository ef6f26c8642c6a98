"""How Django's forms become HTML: its templates, but for what the page of hundreds is made of."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.html import format_html

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
        flatatt(widget["attrs"]),
    )
