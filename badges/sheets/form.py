"""On the page that sends badges: on what they are printed, and in which order."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.choices import ON_SHEETS, Arrangement
from badges.engine.design.paper import paper_of
from badges.engine.sheets.imposition import Duplex
from badges.engine.sheets.papers import PAPERS
from badges.models import DesignVersion, PrinterStation
from badges.services.printing.jobs import SheetOrder
from conference.models import Conference

ONE_A_PAGE = gettext_lazy("One badge a page")
FRONTS = gettext_lazy("The front alone")


class SheetFields(forms.Form):
    """Of papers those are offered that hold badges of a design in use: the others print nothing."""

    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    duplex = forms.ChoiceField(
        label=gettext_lazy("Sides"),
        required=False,
        choices=[("", FRONTS), *Duplex.choices],
        help_text=gettext_lazy("As the printer is set. Backs stand behind their fronts."),
    )
    arrangement = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=Arrangement.choices,
        initial=Arrangement.DELEGATIONS,
    )
    station = forms.ModelChoiceField(
        PrinterStation.objects.none(),
        label=gettext_lazy("Printer station"),
        required=False,
        empty_label=gettext_lazy("Any printer"),
        help_text=gettext_lazy("Moves the print so that it stands right on that printer's paper."),
    )

    def offer_sheets(self, conference: Conference) -> None:
        self.fields["paper"].choices = [  # type: ignore[attr-defined]
            ("", ONE_A_PAGE),
            *((key, PAPERS[key].words) for key in _papers_for(conference)),
        ]
        stations = PrinterStation.objects.for_conference(conference)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["arrangement"] = cleaned.get("arrangement") or Arrangement.DELEGATIONS
        if not cleaned.get("paper"):
            if cleaned.get("duplex"):
                self.add_error("duplex", _("Choose a paper: one badge a page has no back."))
            if cleaned["arrangement"] in ON_SHEETS:
                self.add_error("arrangement", _("Choose a paper: this order is for sheets."))
        return cleaned

    @property
    def sheet_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SheetFields.base_fields]

    @property
    def are_sheets_chosen(self) -> bool:
        """Whether that part of the page is to stand open."""
        chosen = {field.name: field.value() or "" for field in self.sheet_fields}
        order = chosen.pop("arrangement")
        return any(chosen.values()) or order not in {"", Arrangement.DELEGATIONS}

    def sheet_order(self) -> SheetOrder:
        return SheetOrder(
            paper=self.cleaned_data["paper"],
            duplex=self.cleaned_data["duplex"],
            arrangement=Arrangement(self.cleaned_data["arrangement"]),
            station=self.cleaned_data["station"],
        )


def _papers_for(conference: Conference) -> Iterator[str]:
    versions = DesignVersion.objects.for_conference(conference).in_use().prefetch_related("faces")
    designs = [
        (paper_of(version.as_faces().front.source.css), version.folding) for version in versions
    ]
    for key, paper in PAPERS.items():
        if any(
            paper.holds(size.width, size.height) and folding == paper.folding
            for size, folding in designs
        ):
            yield key
