"""Which nameplates are printed, in which order of seats and in which language."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.models import BadgeDesign
from badges.nameplates.seats import (
    Seated,
    SeatingPlan,
    delegations_of,
    own_designs,
    seated_kinds,
)
from badges.occasions import Occasion
from conference.models import Conference
from conference.writing.languages import OWN_NAMES
from delegates.choices import Nature
from delegates.models import Delegation, DelegationKind

SHOW = "who"
"""Whatever else is said, whoever shows the order says this."""


class SeatingForm(forms.Form):
    """Shown with what most rooms need, until something else is said."""

    session = forms.CharField(required=False, widget=forms.HiddenInput)
    who = forms.ChoiceField(label=gettext_lazy("Nameplates of"), widget=forms.RadioSelect)
    kinds = forms.ModelMultipleChoiceField(
        DelegationKind.objects.none(),
        label=gettext_lazy("Kinds of delegations in the room"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    first = forms.ModelChoiceField(
        Delegation.objects.none(),
        label=gettext_lazy("Start with"),
        required=False,
        empty_label=gettext_lazy("The first in protocol order"),
        help_text=gettext_lazy(
            "The delegation drawn by lot sits first. The others of its kind follow and go round,"
            " then come the other kinds."
        ),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the names"))
    design = forms.ModelChoiceField(
        BadgeDesign.objects.none(),
        label=gettext_lazy("Design"),
        required=False,
        empty_label=gettext_lazy("Nameplate that comes with Dais"),
    )

    def __init__(self, conference: Conference, occasion: Occasion | None, data: Any) -> None:
        kinds = seated_kinds(conference)
        if SHOW not in data:
            data = {
                "session": occasion.key if occasion else "",
                "who": Seated.DELEGATIONS,
                # Of a State that sits there its mission has no second plate.
                "kinds": [
                    row.pk for row in kinds if row.is_counted and row.nature != Nature.MISSION
                ],
                "language": conference.principal_language,
            }
        super().__init__(data)
        who = [one for one in Seated if occasion or one != Seated.PEOPLE]
        self._choose("who", [(one.value, one.label) for one in who])
        self._choose("language", [(tag, OWN_NAMES.get(tag, tag)) for tag in conference.languages])
        comes = delegations_of(conference, [row.pk for row in kinds])
        designs = BadgeDesign.objects.filter(pk__in=[row.pk for row in own_designs(conference)])
        for name, rows in (("kinds", kinds), ("first", comes), ("design", designs)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if not designs:
            del self.fields["design"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, who = cleaned.get("first"), cleaned.get("who")
        if who == Seated.PEOPLE:
            return cleaned
        kinds = cleaned.get("kinds")
        if kinds is not None and not kinds:
            self.add_error("kinds", _("Choose at least one kind of delegation."))
        elif kinds is not None and first and first.kind_id not in {row.pk for row in kinds}:
            words = _("%(delegation)s has no seat: its kind, %(kind)s, is not chosen.")
            kind = DelegationKind.objects.get(pk=first.kind_id)
            self.add_error("first", words % {"delegation": first, "kind": kind})
        return cleaned

    def plan(self) -> SeatingPlan:
        said = self.cleaned_data
        first, design = said["first"], said.get("design")
        return SeatingPlan(
            who=Seated(said["who"]),
            language=said["language"],
            kinds=tuple(row.pk for row in said["kinds"]),
            first=first.pk if first else None,
            design=design.pk if design else None,
            occasion=said["session"],
        )
