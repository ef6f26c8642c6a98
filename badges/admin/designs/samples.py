"""Designs printed for nobody: the pages of samples, of previews and of what Dais offers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from badges import files
from badges.admin.designs.report import reports_of
from badges.engine.design.faces import Faces
from badges.models import BadgeDesign, DesignVersion, SamplePrint
from badges.services import designs
from badges.services.printing import sample_prints
from conference.admin import ConferenceModelAdmin, Progress, signed_in
from conference.admin.forgeries import is_key
from conference.choices import UNFINISHED, WorkState


class SamplePages(ConferenceModelAdmin[BadgeDesign]):
    """Pages of the designs' admin."""

    def pages(self) -> list[URLPattern]:
        sample = "<int:object_id>/samples/<int:number>/"
        return [
            *super().pages(),
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
            self.page_url(sample, require_safe(self.sample_view), "sample"),
            self.page_url(f"{sample}file/", require_safe(self.sample_file_view), "sample_file"),
            self.page_url(
                f"{sample}picture/", require_safe(self.sample_picture_view), "sample_picture"
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
        return self.page(
            request,
            "badges/design_printing.html",
            title=_("How %s will print") % design,
            design=design,
            sample=sample,
            is_waited_for=sample.state in UNFINISHED,
            reports=reports_of(sample.as_faces(), sample.report) if is_done else [],
            fault=sample.error,
        )

    def sample_view(self, request: HttpRequest, design: BadgeDesign, number: int) -> HttpResponse:
        """Where a sample stands: being printed, there to be looked at, or why it cannot be."""
        sample = get_object_or_404(design.samples.select_related("version"), pk=number)
        title = _("Sample of %s") % design
        if sample.state in UNFINISHED:
            return self.progress_page(request, design, in_progress(sample), title=title)
        return self.page(
            request,
            "badges/design_sample.html",
            title=title,
            design=design,
            sample=sample,
            is_draft=bool(sample.version_id) and sample.version_id != design.version_in_use_id,
            may_use=self.is_let(request, "change", design),
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

    def sample_picture_view(
        self, request: HttpRequest, design: BadgeDesign, number: int
    ) -> HttpResponse:
        """The ordinary badge of nobody, its faces beside one another."""
        sample = get_object_or_404(design.samples.exclude(picture=""), pk=number)
        return HttpResponse(files.read(sample.picture), content_type="image/png")

    def offer_view(self, request: HttpRequest, design: BadgeDesign) -> HttpResponse:
        """What is new in the design that comes with Dais; it is taken here and nowhere else."""
        faces, latest = offer_or_404(design), latest_or_404(design)
        if request.method == "POST":
            based_on = request.POST.get("version", "")
            sample = sample_prints.save_when_printed(
                design=design,
                faces=faces,
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
        sample = sample_prints.look_at_faces(
            design=design,
            faces=offer_or_404(design),
            language=get_language() or "",
            by=signed_in(request),
            at=timezone.now(),
        )
        return self.to_file(sample)

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
    version = designs.latest_version(design)
    if version is None:
        raise Http404
    return version


def offer_or_404(design: BadgeDesign) -> Faces:
    faces = designs.offered(design)
    if faces is None:
        raise Http404
    return faces
