"""What the registration form asks, of whom, and a preview of what one kind of people is asked."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import chosen_conference
from conference.models import Conference
from delegates.admin.registration.asked_of import AUDIENCE, AskedOfAdmin, AskedOfForm
from delegates.columns import Matters, asked_of_delegations
from delegates.models import Category, Delegate, DelegationKind, Rank, RegistrationField
from delegates.outstanding.asking import Asking, Whom
from delegates.outstanding.lacks import is_own_needed
from delegates.services.registration import registration_fields


class RegistrationFieldForm(AskedOfForm[RegistrationField]):
    column = forms.ChoiceField(
        label=gettext_lazy("Field"),
        choices=lambda: [(column.name, column.label) for column in asked_of_delegations()],
    )
    matters = forms.TypedChoiceField(
        label=gettext_lazy("Changes after approval"),
        required=False,
        choices=[
            ("", gettext_lazy("As usual for this field")),
            (True, gettext_lazy("Wait for an officer")),
            (False, gettext_lazy("At once")),
        ],
        coerce=lambda typed: typed == "True",
        empty_value=None,
        help_text=gettext_lazy(
            "What badges show, and what categories follow from, always waits for an officer."
        ),
    )

    class Meta:
        model = RegistrationField
        fields = ["column", "is_required", "matters"]
        help_texts: ClassVar[dict[str, Any]] = {
            "is_required": gettext_lazy(
                "Nobody is submitted without it; what is known late, as flights and the hotel,"
                " holds nobody up. Of given name and family name one is enough; whose rank needs"
                " no photo is asked for none."
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        always = {each.name for each in asked_of_delegations() if each.matters == Matters.ALWAYS}
        if cleaned.get("matters") is False and cleaned.get("column") in always:
            self.add_error(
                "matters",
                _("Badges show this field or categories follow from it: a change always waits."),
            )
        if not self.errors and self._is_asked_of_the_same(cleaned):
            self.add_error(
                None,
                _("This field is asked of exactly these people already: change that row."),
            )
        return cleaned

    def _is_asked_of_the_same(self, cleaned: dict[str, Any]) -> bool:
        """Rows of one column add up; two for the same people would contradict each other."""
        assert self.conference is not None
        others = RegistrationField.objects.for_conference(self.conference)
        others = others.filter(column=cleaned["column"]).exclude(pk=self.instance.pk)
        wanted = {(what, row.pk) for name, what in AUDIENCE.items() for row in cleaned[name]}
        return any(
            wanted
            == {
                (what, getattr(line, f"{what}_id"))
                for line in row.lines.all()
                for what in AUDIENCE.values()
                if getattr(line, f"{what}_id")
            }
            for row in others.prefetch_related("lines")
        )


class PreviewForm(forms.Form):
    """Somebody whose form is shown; of a kind always, the rest may be left open."""

    kind = forms.ModelChoiceField(
        DelegationKind.objects.none(), label=gettext_lazy("Kind of delegation"), empty_label=None
    )
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Category"),
        required=False,
        empty_label=gettext_lazy("None yet"),
    )
    rank = forms.ModelChoiceField(
        Rank.objects.none(),
        label=gettext_lazy("Rank"),
        required=False,
        empty_label=gettext_lazy("None yet"),
    )

    def __init__(self, data: Any, *, conference: Conference) -> None:
        super().__init__(data, label_suffix="")
        for name, model in registration_fields.NAMED.items():
            rows: Any = model._default_manager.filter(conference=conference)
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


@admin.register(RegistrationField)
class RegistrationFieldAdmin(AskedOfAdmin[RegistrationField]):
    form = RegistrationFieldForm
    list_display = ["label", "is_required", "asked_of", "waits"]
    list_display_links = ["label"]
    fields = ["column", "is_required", "kinds", "categories", "ranks", "matters"]

    def get_ordering(self, request: HttpRequest) -> Any:
        """In the order of the form."""
        places = [
            When(column=column.name, then=Value(place))
            for place, column in enumerate(asked_of_delegations())
        ]
        return [Case(*places, default=Value(len(places))), "pk"]

    @admin.display(description=gettext_lazy("field"))
    def label(self, field: RegistrationField) -> str:
        return str(field)

    @admin.display(description=gettext_lazy("changes after approval"))
    def waits(self, field: RegistrationField) -> str:
        column = {each.name: each for each in asked_of_delegations()}.get(field.column)
        usual = column is not None and column.matters != Matters.SELDOM
        is_always = column is not None and column.matters == Matters.ALWAYS
        waits = is_always or (usual if field.matters is None else field.matters)
        return _("wait for an officer") if waits else _("at once")

    # Further pages

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("preview/", self.preview_view, "preview", needs="view"),
        ]

    def preview_view(self, request: HttpRequest) -> HttpResponseBase:
        conference = chosen_conference(request)
        form = PreviewForm(request.GET if "kind" in request.GET else None, conference=conference)
        asked, own, rank = None, [], None
        if form.is_valid():
            kind, category, rank = (form.cleaned_data[name] for name in registration_fields.NAMED)
            whom = Whom(kind.pk, category and category.pk, rank and rank.pk)
            asking = Asking(conference)
            # Of nobody yet, and of such a rank.
            such = Delegate(rank=rank)
            asked = asking.of_such(whom)
            own = [(row, is_own_needed(row, such)) for row in asking.own_of_such(whom)]
        return self.page(
            request,
            "admin/delegates/registrationfield/preview.html",
            title=_("What the form asks"),
            form=form,
            asked=asked,
            own=own,
            needs_no_photo=rank is not None and not rank.is_photo_needed,
            needs_no_documents=rank is not None and not rank.are_documents_needed,
        )
