"""Badge designs in the admin: edited as HTML and CSS, checked, looked at, kept in versions."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from badges import drawing, images, samples
from badges.admin.design_report import report_of
from badges.engine.content import BadgeContent
from badges.engine.design import fields, shipped
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, CategoryDesign, DesignVersion
from badges.services import designs
from conference.admin import ConferenceModelAdmin, RecordForm, signed_in, within
from conference.errors import DomainError
from conference.pdf.layout import Asset
from delegates.models import Category

CODE = {"rows": 24, "spellcheck": "false", "class": "design-source", "dir": "ltr"}


class DesignForm(RecordForm[BadgeDesign]):
    """`version` is the one that was loaded: nobody saves over a newer one unseen."""

    html = forms.CharField(
        label=gettext_lazy("HTML"), widget=forms.Textarea(attrs=CODE), strip=False
    )
    css = forms.CharField(
        label=gettext_lazy("CSS"), widget=forms.Textarea(attrs=CODE), required=False, strip=False
    )
    categories = forms.ModelMultipleChoiceField(
        Category.objects.all(),
        label=gettext_lazy("Categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("These are printed in this design, all others in the default one."),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = BadgeDesign
        fields = ["name", "is_default"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories: Any = self.fields["categories"]
        categories.queryset = within(Category.objects.all(), self.conference)
        latest = latest_version(self.instance)
        source = shipped.shipped(shipped.A6_PORTRAIT)
        self.initial["html"] = latest.html if latest else source.html
        self.initial["css"] = latest.css if latest else source.css
        self.initial["version"] = latest.number if latest else 0
        if self.instance.pk:
            chosen = CategoryDesign.objects.filter(design=self.instance)
            self.initial["categories"] = list(chosen.values_list("category", flat=True))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if "html" in cleaned and "css" in cleaned:
            self.check_source(self.source())
        latest = latest_version(self.instance)
        if latest and cleaned.get("version") != latest.number:
            self.add_error(
                "html",
                _("%(who)s saved version %(number)d meanwhile. Load the page again.")
                % {"who": latest.created_by or "Dais", "number": latest.number},
            )
        return cleaned

    def check_source(self, source: DesignSource) -> None:
        for name, part in (
            ("css", DesignSource(designs.QR_ONLY, source.css)),
            ("html", DesignSource(source.html, "")),
        ):
            try:
                designs.check(part)
            except DesignError as error:
                self.add_error(name, str(error))

    def source(self) -> DesignSource:
        html, css = (self.cleaned_data[name].replace("\r\n", "\n") for name in ("html", "css"))
        return DesignSource(html, css)


def latest_version(design: BadgeDesign) -> DesignVersion | None:
    return design.versions.order_by("-number").first() if design.pk else None


@admin.register(BadgeDesign)
class BadgeDesignAdmin(ConferenceModelAdmin[BadgeDesign]):
    form = DesignForm
    change_form_template = "badges/design_form.html"
    list_display = ["name", "is_default"]
    readonly_fields = ["history", "known_fields"]
    fieldsets = [
        (None, {"fields": ["name", "is_default", "categories", "version"]}),
        (gettext_lazy("Design"), {"fields": ["html", "css", "known_fields"]}),
        (gettext_lazy("Versions"), {"fields": ["history"]}),
    ]

    class Media:
        css = {"all": ["css/badges.css"]}

    def save_model(self, request: HttpRequest, obj: BadgeDesign, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by, at = signed_in(request), timezone.now()
        designs.save_version(design=obj, source=form.source(), by=by, at=at)
        designs.use_for(design=obj, categories=list(form.cleaned_data["categories"]), by=by, at=at)

    @admin.display(description=gettext_lazy("saved versions"))
    def history(self, design: BadgeDesign) -> str:
        rows = design.versions.select_related("created_by") if design.pk else []
        lines = (
            (
                reverse("admin:badges_badgedesign_version", args=[design.pk, row.number]),
                row.number,
                f"{timezone.localtime(row.created_at):%d.%m.%Y %H:%M}",
                row.created_by or "Dais",
            )
            for row in rows
        )
        shown = format_html_join("", '<p><a href="{}">{} · {} · {}</a></p>', lines)
        return shown or SafeString("–")

    @admin.display(description=gettext_lazy("fields to be used"))
    def known_fields(self, design: BadgeDesign) -> str:
        return format_html_join(" ", "<code>{}</code>", ((name,) for name in fields.KINDS))

    # Further pages

    def pages(self) -> list[URLPattern]:
        version = "<int:object_id>/versions/<int:number>/"
        return [
            self.page_url("<int:object_id>/preview/", require_safe(self.preview_view), "preview"),
            self.page_url(
                "<int:object_id>/printing/", require_safe(self.printing_view), "printing"
            ),
            self.page_url(version, require_safe(self.version_view), "version"),
            self.page_url(
                f"{version}preview/", require_safe(self.version_preview_view), "version_preview"
            ),
        ]

    def preview_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """A PDF of three badges of nobody: an ordinary one and the worst cases."""
        version = latest_version(design)
        if version is None:
            raise Http404
        return self.preview(request, version)

    def printing_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """Which texts are stamped and which WeasyPrint lays out. To find out takes a moment, so
        the design's page asks for it alone.
        """
        version = latest_version(design)
        if version is None:
            raise Http404
        fault, report = "", None
        try:
            contents, assets = sampled(design)
            source = DesignSource(version.html, version.css)
            report = report_of(source, drawing.printings(contents, source, assets))
        except DomainError as error:
            fault = str(error)
        return self.page(
            request,
            "badges/design_printing.html",
            title=_("How %s is printed") % design,
            design=design,
            report=report,
            fault=fault,
        )

    def version_view(self, request: HttpRequest, design: BadgeDesign, number: int) -> HttpResponse:
        """What a saved version says. It never changes: whoever wants it back copies it."""
        version = version_or_404(design, number)
        return self.page(
            request,
            "badges/design_version.html",
            title=_("%(design)s, version %(number)d")
            % {"design": version.design.name, "number": version.number},
            design=version.design,
            version=version,
            is_latest=version == latest_version(version.design),
        )

    def version_preview_view(
        self, request: HttpRequest, design: BadgeDesign, number: int
    ) -> HttpResponse:
        return self.preview(request, version_or_404(design, number))

    def preview(self, request: HttpRequest, version: DesignVersion) -> HttpResponse:
        try:
            content = drawn(version.design, version)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:badges_badgedesign_change", version.design_id)
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": "inline; filename=design.pdf"},
        )


def version_or_404(design: BadgeDesign, number: int) -> DesignVersion:
    rows = design.versions.select_related("design", "created_by")
    return get_object_or_404(rows, number=number)


def drawn(design: BadgeDesign, version: DesignVersion) -> bytes:
    """Three badges of nobody. Raises DomainError where the design cannot be drawn."""
    contents, assets = sampled(design)
    return drawing.draw(contents, DesignSource(version.html, version.css), assets)


def sampled(design: BadgeDesign) -> tuple[list[BadgeContent], dict[str, Asset]]:
    """The badges of nobody, and the pictures they show."""
    contents = samples.samples(design.conference)
    shown = {key for content in contents for key in content.images()} - {samples.PHOTO}
    assets = {key: images.load(key) for key in shown} | {samples.PHOTO: samples.sample_photo()}
    return contents, assets
