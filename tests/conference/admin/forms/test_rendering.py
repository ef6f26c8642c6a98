"""What is written without a template is what the template writes."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorList

from conference.admin.forms.rendering import FormRenderer
from conference.admin.forms.tables import SelectInTable

MARKUP = "<b>&amp;\"'"
INPUTS = [
    forms.TextInput({"size": 14, "aria-label": MARKUP}),
    forms.NumberInput({"min": "0", "required": True}),
    forms.EmailInput({"disabled": False, "maxlength": "320"}),
    forms.HiddenInput({"id": "id_name"}),
]


@pytest.mark.parametrize("value", [None, "", "Rahmon", MARKUP, 7])
@pytest.mark.parametrize("widget", INPUTS, ids=lambda widget: type(widget).__name__)
def test_plain_input_is_as_the_template_writes_it(widget: forms.TextInput, value: Any) -> None:
    ours = widget.render("name", value, renderer=FormRenderer())

    assert ours == widget.render("name", value, renderer=TemplatesSetting()).strip()


@pytest.mark.parametrize("errors", [[], [MARKUP, "Two"]])
def test_errors_are_as_the_template_writes_them(errors: list[str]) -> None:
    ours = ErrorList(errors, renderer=FormRenderer()).as_ul()

    assert ours == ErrorList(errors, renderer=TemplatesSetting()).as_ul()


class Row(forms.Form):
    rank = forms.ChoiceField(choices=[("", "–"), ("1", MARKUP), ("2", "Minister")], required=False)


@pytest.mark.parametrize("value", [None, "1", "2", "9"])
def test_select_in_a_table_is_as_the_template_writes_it(value: str | None) -> None:
    field = Row().fields["rank"]
    shared = SelectInTable(field)  # type: ignore[arg-type]
    attrs = {"id": "id_rank", "aria-label": MARKUP}
    shared.render("another-row", value, attrs)

    ours = shared.in_row(field).render("rank", value, attrs)

    assert without_spaces(ours) == without_spaces(field.widget.render("rank", value, attrs))


def without_spaces(html: str) -> str:
    return html.replace("\n", "").replace("  ", "")


def test_options_of_a_table_are_written_once_for_each_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    field = Row().fields["rank"]
    shared = SelectInTable(field)  # type: ignore[arg-type]
    written = []
    render = forms.Select.render

    def counted(*arguments: Any) -> Any:
        written.append(arguments[2])
        return render(*arguments)

    monkeypatch.setattr(forms.Select, "render", counted)
    for number in range(6):
        shared.in_row(field).render(f"row-{number}", str(1 + number % 2))

    assert written == ["1", "2"]
