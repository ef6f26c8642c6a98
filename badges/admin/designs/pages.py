"""Badge designs in the admin: their faces edited as HTML and CSS, checked, kept in versions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from badges.admin.designs.fit import DesignFit, fit_of
from badges.admin.designs.form import BACK, BEGIN_WITH, DesignForm, latest_version
from badges.admin.designs.versions import VersionPages, words_of_use
from badges.admin.nameplates.pages import NameplatePages
from badges.background import fit_checks
from badges.engine.design import fields, shipped
from badges.engine.design.paper import paper_of
from badges.models import BadgeDesign, DesignVersion
from badges.services import designs
from badges.services.printing import sample_prints
from conference.admin import signed_in
from conference.choices import UNFINISHED
from conference.writing.dates import moment


@admin.register(BadgeDesign)
class BadgeDesignAdmin(NameplatePages, VersionPages):
    form = DesignForm
    change_list_template = "badges/design_list.html"
    change_form_template = "badges/design_form.html"
    list_display = ["name", "is_default", "in_use"]
    list_select_related = ["version_in_use"]
    readonly_fields = ["history", "known_fields"]
    fieldsets = [
        (None, {"fields": ["name", "is_default", "categories", "version"]}),
        (gettext_lazy("Front side"), {"fields": ["html", "css", "known_fields"]}),
        (gettext_lazy("Back side"), {"fields": [*BACK]}),
        (gettext_lazy("Versions"), {"fields": ["history"]}),
    ]

    class Media:
        css = {"all": ["css/badges.css"]}

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **further: Any
    ) -> HttpResponse:
        """Above its source: what is in use, on what it prints, and whose texts do not fit it."""
        design: BadgeDesign | None = context.get("original")
        if design is None:
            context["designs_to_begin_with"] = designs_to_begin_with(request)
        latest = latest_version(design) if design else None
        if design and latest:
            shown = design.version_in_use or latest
            is_draft = latest != design.version_in_use
            faces = shown.as_faces()
            context |= {
                "paper": paper_of(faces.front.source.css),
                "has_back": faces.back is not None,
                "fit": self.fit_for(request, shown),
                "latest": latest,
                "is_draft": is_draft,
                "use": words_of_use(latest) if is_draft else "",
            }
        return super().render_change_form(request, context, *args, **further)

    def fit_for(self, request: HttpRequest, shown: DesignVersion) -> DesignFit | None:
        """For whoever may check it themselves."""
        user = signed_in(request)
        is_let = user.has_perm(fit_checks.PERMISSION, shown)
        return fit_of(shown, user) if is_let else None

    def save_model(self, request: HttpRequest, obj: BadgeDesign, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by, at = signed_in(request), timezone.now()
        if form.changes_faces():
            sample_prints.save_when_printed(
                design=obj,
                faces=form.faces(),
                based_on=form.cleaned_data["version"] or 0,
                language=get_language() or "",
                by=by,
                at=at,
            )
        designs.use_for(design=obj, categories=list(form.cleaned_data["categories"]), by=by, at=at)

    def response_add(
        self, request: HttpRequest, obj: BadgeDesign, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.to_sample(obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: BadgeDesign) -> HttpResponse:
        return self.to_sample(obj) or super().response_change(request, obj)

    def to_sample(self, design: BadgeDesign) -> HttpResponse | None:
        """Whoever has written something sees how it comes out, and that it is saved."""
        sample = design.samples.filter(saves=True, state__in=UNFINISHED).first()
        if sample is None:
            return None
        return redirect("admin:badges_badgedesign_sample", design.pk, sample.pk)

    @admin.display(description=gettext_lazy("saved versions"))
    def history(self, design: BadgeDesign) -> str:
        saved = design.versions.select_related("created_by")
        rows = list(saved) if design.pk else []
        lines = (
            (
                reverse("admin:badges_badgedesign_version", args=[design.pk, row.number]),
                row.number,
                moment(row.created_at),
                row.created_by or "Dais",
                _("In use") if row.pk == design.version_in_use_id else "",
            )
            for row in rows
        )
        shown = format_html_join("", '<p><a href="{}">{} · {} · {}</a> <b>{}</b></p>', lines)
        return shown or SafeString("–")

    @admin.display(description=gettext_lazy("version in use"))
    def in_use(self, design: BadgeDesign) -> str:
        return str(design.version_in_use.number) if design.version_in_use else _("None")

    @admin.display(description=gettext_lazy("fields available"))
    def known_fields(self, design: BadgeDesign) -> str:
        return format_html_join(" ", "<code>{}</code>", ((name,) for name in fields.KINDS))


def designs_to_begin_with(request: HttpRequest) -> list[dict[str, Any]]:
    """Those that come with Dais: the address that begins with it, its name, its paper."""
    chosen = request.GET.get(BEGIN_WITH, shipped.A6.key)
    papers = {
        design.key: paper_of(design.newest.faces().front.source.css) for design in shipped.DESIGNS
    }
    return [
        {
            "address": f"?{BEGIN_WITH}={design.key}",
            "words": design.words,
            "size": f"{papers[design.key].width:g} × {papers[design.key].height:g} mm",
            "is_chosen": design.key == chosen,
        }
        for design in shipped.DESIGNS
    ]
