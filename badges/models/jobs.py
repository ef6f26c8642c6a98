import datetime as dt
from typing import Self, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from badges.choices import (
    NOT_DRAWN,
    ON_SHEETS,
    UNDER_WAY,
    Arrangement,
    JobState,
    Obstacle,
    Outcome,
    Purpose,
    Reason,
)
from badges.engine.sheets.imposition import Duplex, Imposition
from badges.engine.sheets.papers import PAPERS
from badges.engine.ways import Way
from badges.models.badges import Generation
from badges.models.stations import PrinterStation
from badges.models.types import BadgeType
from conference.models import (
    ConferenceRow,
    ConferenceRowQuerySet,
    ConferenceWork,
    ConferenceWorkQuerySet,
)
from conference.writing.languages import direction

Step = TypeVar("Step", bound=ConferenceWork, covariant=True)
# So many badges are drawn in a second or so.
MOST_IN_SMALL_JOB = 20


class PrintJobQuerySet(ConferenceRowQuerySet["PrintJob"]):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def paused(self) -> Self:
        return self.filter(state=JobState.PAUSED)


class PrintJob(ConferenceRow):
    """A batch of badges of one type, sent to be printed: a snapshot of everything they show.

    Rendering reads what the generations of its entries store, and nothing else (design decision
    16). Its files are those of its chunks; a badge has a page there for each face of its design.
    `taken_from` is the job out of which its one badge was taken, for whoever stood at the desk.
    `retry_of` is the job that could not print these. `asked_as` is the page that asked for it:
    sent twice, it is one job.

    `paper` is a key of `badges.engine.sheets.papers`, blank for one badge a page. The offset is
    that of the station when the job was sent.
    """

    type = models.ForeignKey(
        BadgeType, models.PROTECT, related_name="jobs", verbose_name=_("badge type")
    )
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.RUNNING)
    language = models.CharField(_("language"), max_length=20)
    badges_per_file = models.PositiveIntegerField(
        _("badges per file"),
        default=500,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    is_archival = models.BooleanField(_("for the archive (PDF/A-2b)"), default=False)
    badge_count = models.PositiveIntegerField(_("badges printed"), default=0)
    paper = models.CharField(_("paper"), max_length=40, blank=True)
    duplex = models.CharField(_("sides"), max_length=10, choices=Duplex, blank=True)
    arrangement = models.CharField(
        _("order"), max_length=30, choices=Arrangement, default=Arrangement.DELEGATIONS
    )
    station = models.ForeignKey(
        PrinterStation,
        models.PROTECT,
        null=True,
        related_name="jobs",
        verbose_name=_("printer station"),
    )
    offset_right = models.DecimalField(max_digits=3, decimal_places=1, default=0)
    offset_down = models.DecimalField(max_digits=3, decimal_places=1, default=0)
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("sent at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True)
    taken_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="taken")
    retry_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="retries")
    asked_as = models.UUIDField(null=True, editable=False)
    paused_at = models.DateTimeField(_("paused at"), null=True, editable=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("paused by"),
    )

    objects = PrintJobQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering = ["-created_at", "-id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=sorted(UNDER_WAY), finished_at__isnull=True)
                | (~Q(state__in=sorted(UNDER_WAY)) & Q(finished_at__isnull=False)),
                name="print_job_runs_or_has_finished",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.PAUSED, paused_at__isnull=False, paused_by__isnull=False)
                | (~Q(state=JobState.PAUSED) & Q(paused_at__isnull=True, paused_by__isnull=True)),
                name="print_job_paused_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=JobState.PUBLISHED) | Q(page_count=0),
                name="print_job_has_pages_only_when_published",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.FIRST, reason="")
                | (~Q(purpose=Purpose.FIRST) & ~Q(reason="")),
                name="print_job_reason_unless_first",
                violation_error_message=_("Say why the badges are printed again or replaced."),
            ),
            models.UniqueConstraint(
                fields=["conference", "created_by", "asked_as"], name="print_job_asked_for_once"
            ),
            models.CheckConstraint(
                condition=~Q(paper="") | (Q(duplex="") & ~Q(arrangement__in=sorted(ON_SHEETS))),
                name="print_job_one_a_page_has_no_sheets",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def imposition(self) -> Imposition | None:
        """None of a job with one badge a page."""
        if not self.paper:
            return None
        offset = (float(self.offset_right), float(self.offset_down))
        return Imposition(
            PAPERS[self.paper], self.duplex, offset, direction(self.language) == "rtl"
        )


class PrintStepQuerySet(ConferenceWorkQuerySet[Step]):  # type: ignore[override]
    """Somebody at a desk waits for a small job; a large one is waited for elsewhere."""

    def claimable(self, at: dt.datetime) -> Self:
        """Nothing of a paused job; what a worker holds of it stays in its hands."""
        return super().claimable(at).filter(job__state=JobState.RUNNING)

    def of_small_jobs(self) -> Self:
        return self.exclude(self._of_large())

    def of_large_jobs(self) -> Self:
        return self.filter(self._of_large())

    def _of_large(self) -> Exists:
        more = PrintEntry.objects.filter(job=OuterRef("job"), order=MOST_IN_SMALL_JOB + 1)
        return Exists(more)


class PrintChunk(ConferenceWork):
    """The part of a job that one worker renders under one lease, and one file of what comes out.

    `file` is a key of the private storage, blank while there is none and where everybody of the
    chunk was left out. It has no ending: what is not finished must never look like a PDF.
    `drawn` says how far the worker has come. `on_trial` is the order of the badge that is being
    drawn alone, to find out which one ends workers: it stays where it ends one.
    `sheet_file` has the same pages on so many sheets of paper; blank where the job has one badge a
    page, and before it is published.
    """

    # Jobs take turns: one badge does not wait for the thousands that were sent before it.
    CLAIMED_IN = ("number", "pk")

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=200, blank=True)
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    drawn = models.PositiveIntegerField(default=0)
    on_trial = models.PositiveIntegerField(null=True, editable=False)
    sheet_file = models.CharField(max_length=200, blank=True)
    sheet_count = models.PositiveIntegerField(_("sheets"), default=0)

    objects = PrintStepQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        ordering = ["job", "number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["job", "number"], name="print_chunk_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"


class PrintAssembly(ConferenceWork):
    """The last step of a job, made with its last chunk: its files are made true and published."""

    job = models.OneToOneField(PrintJob, models.PROTECT, related_name="assembly")

    objects = PrintStepQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        constraints = [*ConferenceRow.Meta.constraints]

    def __str__(self) -> str:
        return str(self.job_id)


class PrintEntryQuerySet(ConferenceRowQuerySet["PrintEntry"]):
    def with_badges(self) -> Self:
        """With what their badges show, and in which design: each is read once."""
        return self.select_related("generation").prefetch_related(
            "generation__design_version__faces"
        )

    def waiting(self) -> Self:
        """Those that will be printed, as far as anybody knows."""
        return self.filter(outcome=Outcome.WAITING)

    def refused(self) -> Self:
        """Those left out by what was decided about their holders."""
        elsewhere = ["", *NOT_DRAWN, Obstacle.AT_DESK]
        return self.exclude(obstacle__in=elsewhere).order_by("order")

    def of_the_job(self) -> Self:
        """Those that were not taken out of it at the desk."""
        return self.exclude(obstacle=Obstacle.AT_DESK)

    def taken_out(self) -> Self:
        """Those that are printed at the desk instead."""
        return self.filter(obstacle=Obstacle.AT_DESK)

    def taken_out_after_drawing(self) -> Self:
        """Those whose page stood in the file of their chunk already."""
        return self.taken_out().exclude(identity="")

    def unprintable(self) -> Self:
        """Those with a text that no font or no size can show."""
        return self.filter(obstacle=Obstacle.UNPRINTABLE).order_by("order")

    def not_drawn(self) -> Self:
        """Those of which something else keeps the page from being drawn."""
        return self.filter(obstacle=Obstacle.FAILED).order_by("order")

    def printed_with_notes(self) -> Self:
        """Those whose page is not as the design wants it."""
        return self.exclude(notes=[]).exclude(page=None).order_by("page")


class PrintEntry(ConferenceRow):
    """One badge in a job, and what became of it. What it shows lies with its generation.

    `order` is its place in the job, counted from one without a gap. `page` is its first
    page in the published job, counted through all files: together the pages are the manifest;
    `page_in_file` is the same in the file of its chunk. It has as many as its design has faces.
    `identity` is the digest of everything that its pages depend on, `way` is how the costliest of
    them was made. `notes` names the texts that were printed smaller or shorter and on which face,
    see `badges.engine.layout.markup.Overflow`; of a badge that is unprintable, the texts that
    nothing can show and why; of one that could not be drawn, why. `ended_workers` counts those
    that came to their end while they drew nothing but this badge.

    `sheet` and `slot` say where it stands, or would, in the sheets of its chunk; none where the job
    has one badge a page. On which side of the sheet follows from the face.
    """

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="entries")
    chunk = models.ForeignKey(PrintChunk, models.PROTECT, related_name="entries")
    order = models.PositiveIntegerField(_("order"))
    page = models.PositiveIntegerField(_("page"), null=True)
    page_in_file = models.PositiveIntegerField(null=True)
    identity = models.CharField(max_length=64, blank=True)
    way = models.CharField(_("made"), max_length=20, choices=Way, blank=True)
    generation = models.ForeignKey(Generation, models.PROTECT, related_name="entries")
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome, default=Outcome.WAITING
    )
    obstacle = models.CharField(_("why left out"), max_length=30, choices=Obstacle, blank=True)
    notes = models.JSONField(default=list)
    ended_workers = models.PositiveSmallIntegerField(default=0, editable=False)
    sheet = models.PositiveIntegerField(_("sheet"), null=True)
    slot = models.PositiveSmallIntegerField(_("slot"), null=True)

    objects = PrintEntryQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        ordering = ["job", "order"]
        indexes = [
            models.Index(fields=["conference", "identity"]),
            models.Index(
                fields=["job"],
                condition=Q(obstacle=Obstacle.AT_DESK),
                name="print_entry_taken_at_desk",
            ),
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["job", "order"], name="print_entry_order_once"),
            models.UniqueConstraint(fields=["job", "page"], name="print_entry_page_once"),
            models.UniqueConstraint(
                fields=["chunk", "sheet", "slot"], name="print_entry_slot_once"
            ),
            models.CheckConstraint(
                condition=Q(sheet__isnull=True, slot__isnull=True) | Q(sheet__gte=1, slot__gte=1),
                name="print_entry_sheet_and_slot_together",
            ),
            models.UniqueConstraint(
                fields=["job", "generation"], name="print_entry_generation_once_per_job"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.PRINTED, page__isnull=False, page_in_file__isnull=False)
                | (~Q(outcome=Outcome.PRINTED) & Q(page__isnull=True, page_in_file__isnull=True)),
                name="print_entry_printed_has_a_page",
            ),
            models.CheckConstraint(
                condition=(Q(outcome=Outcome.LEFT_OUT) & ~Q(obstacle=""))
                | (~Q(outcome=Outcome.LEFT_OUT) & Q(obstacle="")),
                name="print_entry_left_out_has_an_obstacle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.order}"
