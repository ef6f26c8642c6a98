"""Badge designs in the admin: edited as HTML and CSS, checked, looked at, kept in versions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from badges import files
from badges.admin.design_fit import DesignFit, fit_of
from badges.admin.design_report import report_of
from badges.background import fit_checks
from badges.engine.design import fields, shipped
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource
from badges.engine.design.paper import paper_of
from badges.models import BadgeDesign, CategoryDesign, DesignVersion, SamplePrint
from badges.services import designs, sample_prints
from conference.admin import ConferenceModelAdmin, Progress, RecordForm, signed_in, within
from conference.admin.forgeries import is_key
from conference.choices import UNFINISHED, WorkState
from conference.writing.dates import moment
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
        latest = latest_version(self.instance)
        self.refused = refused_sample(self.instance)
        self.is_offered = bool(latest and designs.offered(self.instance))
        shown = self.refused or latest or shipped.shipped(shipped.A6_PORTRAIT)
        self.initial["html"], self.initial["css"] = shown.html, shown.css
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
                _("%(who)s has saved version %(number)d in the meantime. Reload the page.")
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

    def changes_source(self) -> bool:
        latest, source = latest_version(self.instance), self.source()
        return latest is None or (latest.html, latest.css) != (source.html, source.css)

    def source(self) -> DesignSource:
        html, css = (self.cleaned_data[name].replace("\r\n", "\n") for name in ("html", "css"))
        return DesignSource(html, css)


def latest_version(design: BadgeDesign) -> DesignVersion | None:
    return design.versions.order_by("-number").first() if design.pk else None


def refused_sample(design: BadgeDesign) -> SamplePrint | None:
    """What somebody wrote last and could not be printed: it stands in the form, to be mended."""
    last = design.samples.filter(saves=True).first() if design.pk else None
    return last if last is not None and last.state == WorkState.FAILED else None


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

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **further: Any
    ) -> HttpResponse:
        """Above its source: on what the saved version prints, and whose texts do not fit it."""
        design: BadgeDesign | None = context.get("original")
        latest = latest_version(design) if design else None
        if design and latest:
            context |= {"paper": paper_of(latest.css), "fit": self.fit_for(request, latest)}
        return super().render_change_form(request, context, *args, **further)

    def fit_for(self, request: HttpRequest, latest: DesignVersion) -> DesignFit | None:
        """For whoever may check it themselves."""
        user = signed_in(request)
        is_let = user.has_perm(fit_checks.PERMISSION, latest)
        return fit_of(latest, user) if is_let else None

    def save_model(self, request: HttpRequest, obj: BadgeDesign, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by, at = signed_in(request), timezone.now()
        if form.changes_source():
            sample_prints.save_when_printed(
                design=obj,
                source=form.source(),
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
        rows = design.versions.select_related("created_by") if design.pk else []
        lines = (
            (
                reverse("admin:badges_badgedesign_version", args=[design.pk, row.number]),
                row.number,
                moment(row.created_at),
                row.created_by or "Dais",
            )
            for row in rows
        )
        shown = format_html_join("", '<p><a href="{}">{} · {} · {}</a></p>', lines)
        return shown or SafeString("–")

    @admin.display(description=gettext_lazy("fields available"))
    def known_fields(self, design: BadgeDesign) -> str:
        return format_html_join(" ", "<code>{}</code>", ((name,) for name in fields.KINDS))

    # Further pages

    def pages(self) -> list[URLPattern]:
        version = "<int:object_id>/versions/<int:number>/"
        sample = "<int:object_id>/samples/<int:number>/"
        return [
            self.page_url("<int:object_id>/preview/", require_safe(self.preview_view), "preview"),
            self.page_url(
                "<int:object_id>/printing/", require_safe(self.printing_view), "printing"
            ),
            self.page_url("<int:object_id>/offer/", self.offer_view, "offer", needs="change"),
            self.page_url(
                "<int:object_id>/offer/preview/",
                require_safe(self.offer_preview_view),
                "offer_preview",
            ),
            self.page_url(version, require_safe(self.version_view), "version"),
            self.page_url(sample, require_safe(self.sample_view), "sample"),
            self.page_url(f"{sample}file/", require_safe(self.sample_file_view), "sample_file"),
            self.page_url(
                f"{version}preview/", require_safe(self.version_preview_view), "version_preview"
            ),
        ]

    def preview_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """A PDF of three badges of nobody: an ordinary one and the worst cases."""
        return self.preview(request, latest_or_404(design))

    def printing_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """Which texts are stamped and which WeasyPrint lays out. To find out takes a moment, so
        the design's page asks for it alone.
        """
        sample = self.sample_of(request, latest_or_404(design))
        is_done = sample.state == WorkState.DONE
        source = DesignSource(sample.html, sample.css)
        return self.page(
            request,
            "badges/design_printing.html",
            title=_("How %s will print") % design,
            design=design,
            is_waited_for=sample.state in UNFINISHED,
            report=report_of(source, sample.report) if is_done else None,
            fault=sample.error,
        )

    def sample_view(self, request: HttpRequest, design: BadgeDesign, number: int) -> HttpResponse:
        """Where a sample stands: being printed, there to be looked at, or why it cannot be."""
        sample = get_object_or_404(design.samples.select_related("version"), pk=number)
        title = _("Sample of %s") % design
        if sample.state in UNFINISHED:
            return self.progress_page(request, design, in_progress(sample), title=title)
        return self.page(
            request, "badges/design_sample.html", title=title, design=design, sample=sample
        )

    def sample_file_view(
        self, request: HttpRequest, design: BadgeDesign, number: int
    ) -> HttpResponse:
        sample = get_object_or_404(design.samples.exclude(file=""), pk=number)
        return HttpResponse(
            files.read(sample.file),
            content_type="application/pdf",
            headers={"Content-Disposition": "inline; filename=design.pdf"},
        )

    def offer_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """What is new in the design that comes with Dais; it is taken here and nowhere else."""
        source, latest = offer_or_404(design), latest_or_404(design)
        if request.method == "POST":
            based_on = request.POST.get("version", "")
            sample = sample_prints.save_when_printed(
                design=design,
                source=source,
                based_on=int(based_on) if is_key(based_on) else 0,
                language=get_language() or "",
                by=signed_in(request),
                at=timezone.now(),
            )
            return redirect("admin:badges_badgedesign_sample", design.pk, sample.pk)
        return self.page(
            request,
            "badges/design_offer.html",
            title=_("A newer version of %s") % design,
            design=design,
            latest=latest,
            is_edited=not designs.is_shipped(latest),
        )

    def offer_preview_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        sample = sample_prints.look_at_source(
            design=design,
            source=offer_or_404(design),
            language=get_language() or "",
            by=signed_in(request),
            at=timezone.now(),
        )
        return self.to_file(sample)

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
        return self.to_file(self.sample_of(request, version))

    def to_file(self, sample: SamplePrint) -> HttpResponse:
        page = "sample_file" if sample.file else "sample"
        return redirect(f"admin:badges_badgedesign_{page}", sample.design_id, sample.pk)

    def sample_of(self, request: HttpRequest, version: DesignVersion) -> SamplePrint:
        return sample_prints.look_at(
            version=version,
            language=get_language() or "",
            by=signed_in(request),
            at=timezone.now(),
        )


def in_progress(sample: SamplePrint) -> Progress:
    then = _("It shows three invented people. You can leave this page.")
    if sample.saves:
        then = _(
            "If the sample prints, the design is saved as the next version. You can leave"
            " this page."
        )
    return Progress(_("A sample is being printed"), then)


def latest_or_404(design: BadgeDesign) -> DesignVersion:
    version = latest_version(design)
    if version is None:
        raise Http404
    return version


def offer_or_404(design: BadgeDesign) -> DesignSource:
    source = designs.offered(design)
    if source is None:
        raise Http404
    return source


def version_or_404(design: BadgeDesign, number: int) -> DesignVersion:
    rows = design.versions.select_related("design", "created_by")
    return get_object_or_404(rows, number=number)
