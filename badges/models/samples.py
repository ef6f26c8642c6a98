from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from badges.engine.design.faces import Faces
from badges.engine.design.folding import Folding
from badges.models.designs import BadgeDesign, DesignVersion
from conference.choices import WorkState
from conference.models import ConferenceRow, ConferenceWork, ConferenceWorkQuerySet


class SamplePrint(ConferenceWork):
    """A design printed for three people who do not exist, for whoever looks at it or saves it.

    A design that has just been written may keep the renderer busy for hours within the rules of the
    language: it is printed here first, under the limits of a worker, one at a time in the whole
    installation. `saves`: what has come out well becomes the version after `based_on`, the number
    that was loaded; `version` is the one that it became, or that was looked at. `digest` names what
    is printed by what: the same is printed once. `faces` are as `Faces.as_json` writes them. `file`
    is the key of the PDF, `picture` that of a PNG of its first page; `report` says of each face how
    each text gets onto paper.
    """

    design = models.ForeignKey(BadgeDesign, models.CASCADE, related_name="samples")
    faces = models.JSONField(default=list)
    folding = models.CharField(max_length=10, choices=Folding, blank=True)
    language = models.CharField(max_length=20)
    saves = models.BooleanField(default=False)
    based_on = models.PositiveIntegerField(default=0)
    version = models.ForeignKey(DesignVersion, models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64)
    file = models.CharField(max_length=200, blank=True)
    picture = models.CharField(max_length=200, blank=True)
    report = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("asked at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )

    objects = ConferenceWorkQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("sample print")
        verbose_name_plural = _("sample prints")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["design", "digest"], name="sample_print_of_design")]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state=WorkState.DONE) | Q(file=""),
                name="sample_print_has_a_file_only_when_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.design} {self.pk}"

    def as_faces(self) -> Faces:
        return Faces.from_json(self.faces, self.folding)
