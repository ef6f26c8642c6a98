"""The form of a badge design: its faces as HTML and CSS, and who uses it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.engine.design.errors import DesignError
from badges.engine.design.faces import Face, Faces
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import DesignSource
from badges.engine.design.paper import paper_of
from badges.engine.design.starting import back_for
from badges.models import BadgeDesign, CategoryDesign, DesignVersion, SamplePrint
from badges.services import designs
from conference.admin import RecordForm, within
from conference.choices import WorkState
from conference.errors import DomainError
from delegates.models import Category

CODE = {"rows": 24, "spellcheck": "false", "class": "design-source", "dir": "ltr"}
BACK = ("has_back", "back_html", "back_css", "folding")
BEGIN_WITH = "begin_with"
OF_FACES = ("html", "css", *BACK)


class CodeField(forms.CharField):
    """HTML or CSS, as it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs=CODE), strip=False, **kwargs)

    def clean(self, value: Any) -> str:
        cleaned: str = super().clean(value)
        return cleaned.replace("\r\n", "\n")


class DesignForm(RecordForm[BadgeDesign]):
    """`version` is the one that was loaded: nobody saves over a newer one unseen."""

    html = CodeField(label=gettext_lazy("HTML"))
    css = CodeField(label=gettext_lazy("CSS"), required=False)
    has_back = forms.BooleanField(
        label=gettext_lazy("This badge has a back side"),
        required=False,
        help_text=gettext_lazy("Without a mark, what stands below is not saved."),
    )
    back_html = CodeField(label=gettext_lazy("HTML of the back side"), required=False)
    back_css = CodeField(label=gettext_lazy("CSS of the back side"), required=False)
    folding = forms.ChoiceField(
        label=gettext_lazy("Folding"),
        choices=Folding,
        required=False,
        help_text=gettext_lazy(
            "A folded card is printed on one side of the sheet; both sides of the badge are then"
            " outside."
        ),
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("These categories use this design; all others use the default one."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BadgeDesign
        fields = ["name", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["categories"]
        categories.queryset = within(Category.objects.all(), self.conference)
        self.latest = latest_version(self.instance)
        self.refused = refused_sample(self.instance)
        self.is_offered = bool(self.latest and designs.offered(self.instance))
        saved = self.refused or self.latest
        self.initial.update(initial_of(saved.as_faces() if saved else self.to_begin_with()))
        self.initial["version"] = self.latest.number if self.latest else 0
        if self.instance.pk:
            chosen = CategoryDesign.objects.filter(design=self.instance)
            self.initial["categories"] = list(chosen.values_list("category", flat=True))

    def to_begin_with(self) -> Faces:
        """One of the designs that come with Dais, as the page was asked for."""
        assert self.conference is not None, "designs are edited in a conference"
        return designs.to_begin_with(str(self.initial.get(BEGIN_WITH, "")), self.conference)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if all(name in cleaned for name in OF_FACES):
            self.check_faces(self.faces())
        latest = latest_version(self.instance)
        if latest and cleaned.get("version") != latest.number:
            self.add_error(
                "html",
                _("%(who)s has saved version %(number)d in the meantime. Reload the page.")
                % {"who": latest.created_by or "Dais", "number": latest.number},
            )
        return cleaned

    def check_faces(self, faces: Faces) -> None:
        """Each fault stands at the field where it is mended."""
        for face in faces:
            names = ("back_html", "back_css") if face.place == Place.BACK else ("html", "css")
            self.check_source(face.source, *names)
        if any(name in self.errors for name in OF_FACES):
            return
        try:
            designs.check(faces)
        except DesignError as error:
            self.add_error("html", str(error))
        except DomainError as error:
            self.add_error("back_css" if faces.back else "folding", str(error))

    def check_source(self, source: DesignSource, html: str, css: str) -> None:
        parts = {css: DesignSource("", source.css), html: DesignSource(source.html, "")}
        for name, part in parts.items():
            try:
                designs.check_face(part)
            except DesignError as error:
                self.add_error(name, str(error))
        if html == "back_html" and not source.html.strip():
            self.add_error(html, _("Write what the back side shows, or remove the back side."))

    def changes_faces(self) -> bool:
        latest = latest_version(self.instance)
        return latest is None or latest.as_faces() != self.faces()

    def faces(self) -> Faces:
        given = self.cleaned_data
        faces = [Face(Place.FRONT, DesignSource(given["html"], given["css"]))]
        if given["has_back"]:
            faces.append(Face(Place.BACK, DesignSource(given["back_html"], given["back_css"])))
        return Faces(tuple(faces), Folding(given["folding"]))


def initial_of(faces: Faces) -> dict[str, Any]:
    front = faces.front.source
    back = faces.back.source if faces.back else back_for(paper_of(front.css))
    return {
        "html": front.html,
        "css": front.css,
        "has_back": faces.back is not None,
        "back_html": back.html,
        "back_css": back.css,
        "folding": faces.folding.value,
    }


def latest_version(design: BadgeDesign) -> DesignVersion | None:
    return designs.latest_version(design) if design.pk else None


def refused_sample(design: BadgeDesign) -> SamplePrint | None:
    """What somebody wrote last and could not be printed: it stands in the form, to be mended."""
    last = design.samples.filter(saves=True).first() if design.pk else None
    return last if last is not None and last.state == WorkState.FAILED else None
