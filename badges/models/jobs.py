from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from badges.choices import JobState, Outcome, Purpose, Reason
from badges.models.badges import Generation
from badges.models.designs import DesignVersion
from conference.models import ConferenceRow, ConferenceRowQuerySet, LeasedWork, LeasedWorkQuerySet
from conference.storage import random_key


def job_file_key(_job: "PrintJob", filename: str) -> str:
    return random_key("badges", filename)


def chunk_file_key(_chunk: "PrintChunk", filename: str) -> str:
    return random_key("chunks", filename)


class PrintJob(ConferenceRow):
    """A batch of badges sent to be printed: a snapshot of everything they show.

    Rendering reads the entries of the job and nothing else (design decision 16).
    """

    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=JobState, default=JobState.RUNNING)
    selection = models.CharField(_("chosen"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=job_file_key, blank=True, max_length=200)
    page_count = models.PositiveIntegerField(_("pages"), default=0)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("sent at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by")
    )
    finished_at = models.DateTimeField(_("finished at"), null=True)

    class Meta(ConferenceRow.Meta):
        verbose_name = _("print job")
        verbose_name_plural = _("print jobs")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class PrintChunkQuerySet(LeasedWorkQuerySet["PrintChunk"], ConferenceRowQuerySet["PrintChunk"]):
    """Chunks as rows of a conference and as work for a worker."""


class PrintChunk(LeasedWork, ConferenceRow):
    """The part of a job that one worker renders under one lease."""

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="chunks")
    number = models.PositiveIntegerField()
    file = models.FileField(upload_to=chunk_file_key, blank=True, max_length=200)

    objects = PrintChunkQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        ordering = ["job", "number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["job", "number"], name="print_chunk_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"


class PrintEntry(ConferenceRow):
    """One badge in a job: everything it will show, and what became of it."""

    job = models.ForeignKey(PrintJob, models.PROTECT, related_name="entries")
    chunk = models.ForeignKey(PrintChunk, models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("page"))
    generation = models.ForeignKey(Generation, models.PROTECT, related_name="entries")
    design_version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    content = models.JSONField(default=dict)
    outcome = models.CharField(
        _("outcome"), max_length=20, choices=Outcome, default=Outcome.WAITING
    )
    notes = models.JSONField(default=list)

    class Meta(ConferenceRow.Meta):
        ordering = ["job", "position"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["job", "position"], name="print_entry_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}: {self.position}"
