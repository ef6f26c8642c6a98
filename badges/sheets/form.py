"""On the page that sends badges: on what they are printed, and in which order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.choices import BY_FAMILY_NAME, ON_SHEETS, Arrangement
from badges.engine.design.faces import Faces
from badges.engine.design.paper import paper_of
from badges.engine.sheets.imposition import Duplex
from badges.engine.sheets.papers import PAPERS
from badges.models import DesignVersion, PrinterStation
from badges.services.printing.jobs import SheetOrder
from conference.models import Conference

ONE_A_PAGE = gettext_lazy("One badge a page")
FRONTS = gettext_lazy("The front alone")


class SheetFields(forms.Form):
    """Offered is what fits the badges: papers that hold some of them, both sides where some have a
    back.
    """

    paper = forms.ChoiceField(label=gettext_lazy("Paper"), required=False)
    duplex = forms.ChoiceField(
        label=gettext_lazy("Sides"),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "None of these badges has a back. Print the front alone."
            )
        },
        help_text=gettext_lazy("As the printer is set. Backs stand behind their fronts."),
    )
    arrangement = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("These badges have no family name.")},
        initial=Arrangement.DELEGATIONS,
    )
    station = forms.ModelChoiceField(
        PrinterStation.objects.none(),
        label=gettext_lazy("Printer station"),
        required=False,
        empty_label=gettext_lazy("Any printer"),
        help_text=gettext_lazy("Moves the print so that it stands right on that printer's paper."),
    )

    def offer_sheets(
        self,
        conference: Conference,
        versions: Iterable[DesignVersion],
        *,
        have_family_names: bool = True,
    ) -> None:
        """Of badges printed in these versions, which may have names to be put in order by."""
        faces = [version.as_faces() for version in versions]
        self._choose("paper", [("", ONE_A_PAGE), *_papers_for(faces)])
        has_backs = any(found.back and not found.folding for found in faces)
        self._choose("duplex", [("", FRONTS), *(Duplex.choices if has_backs else [])])
        orders = [one for one in Arrangement if have_family_names or one not in BY_FAMILY_NAME]
        self._choose("arrangement", [(one.value, one.label) for one in orders])
        stations = PrinterStation.objects.for_conference(conference)
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

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
        """Those of which there is something to choose."""
        fields = [self[name] for name in SheetFields.base_fields]
        return [one for one in fields if one.errors or len(one.field.choices) > 1]  # type: ignore[attr-defined]

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


def _papers_for(designs: Collection[Faces]) -> Iterator[tuple[str, Any]]:
    sizes = [(paper_of(faces.front.source.css), faces.folding) for faces in designs]
    for key, paper in PAPERS.items():
        if any(
            paper.holds(size.width, size.height) and folding == paper.folding
            for size, folding in sizes
        ):
            yield key, paper.words
