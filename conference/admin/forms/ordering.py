"""Rows put in order on a page of their own: dragged, moved with the arrow keys, or numbered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model


class RowOrderForm(forms.Form):
    """A number for each row; equal numbers keep the order there was."""

    def __init__(self, rows: Iterable[Model], data: Any = None) -> None:
        super().__init__(data)
        self.in_former_order = list(rows)
        for place, row in enumerate(self.in_former_order):
            attributes = {"class": "row-order", "aria-label": str(row)}
            self.fields[f"place_{row.pk}"] = forms.IntegerField(
                min_value=0,
                max_value=9999,
                initial=place,
                widget=forms.NumberInput(attrs=attributes),
            )

    def rows(self) -> list[tuple[Model, Any]]:
        return [(row, self[f"place_{row.pk}"]) for row in self.in_former_order]

    def in_order(self) -> list[int]:
        places = {row.pk: self.cleaned_data[f"place_{row.pk}"] for row in self.in_former_order}
        return sorted(places, key=lambda pk: places[pk])
