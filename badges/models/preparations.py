from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func

from badges.models.jobs import PrintJob, PrintStepQuerySet
from conference.choices import UNFINISHED
from conference.models import ConferenceRow, ConferenceWork


class PrintPreparationQuerySet(PrintStepQuerySet["PrintPreparation"]):  # type: ignore[override]
    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def of_type(self, type_id: int | None) -> Self:
        """None is the personal one."""
        return (
            self.filter(job__type=type_id) if type_id else self.filter(job__type__is_personal=True)
        )

    def holder_ids(self) -> models.QuerySet[Any, int]:
        """Of whom or of what they are to prepare the badges."""
        return self._each_of("holders")

    def first_holder_ids(self, most: int) -> models.QuerySet[Any, int]:
        """The same of so many of each, as they stood in order when the job was sent."""
        return self._each_of(f"holders__0_{most}")

    def left_out_ids(self) -> models.QuerySet[Any, int]:
        """Of those who no longer could be printed when they were prepared."""
        each = Func(
            F("left_out"),
            template="(jsonb_array_elements(%(expressions)s)->>0)::bigint",
            output_field=models.BigIntegerField(),
        )
        return self.order_by().values_list(each, flat=True)

    def _each_of(self, ids: str) -> models.QuerySet[Any, int]:
        each = Func(F(ids), function="unnest", output_field=models.BigIntegerField())
        return self.order_by().values_list(each, flat=True)


class PrintPreparation(ConferenceWork):
    """The first step of a large job: its badges are numbered and what they show is fixed.

    `holders` are the ids of those for whom or for what a badge could be printed when the job was
    sent. `left_out` names those of them of whom it no longer could be: pairs of an id and an
    `Obstacle`.
    """

    job = models.OneToOneField(PrintJob, models.PROTECT, related_name="preparation")
    holders = ArrayField(models.BigIntegerField())
    left_out = models.JSONField(default=list)

    objects = PrintPreparationQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        constraints = [*ConferenceRow.Meta.constraints]

    def __str__(self) -> str:
        return str(self.job_id)
