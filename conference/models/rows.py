from typing import Self, TypeVar

from django.db import models

from conference.models.conferences import Conference
from conference.models.staff import StaffRole
from conference.models.users import User

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ConferenceRowQuerySet(models.QuerySet[Row]):
    def for_conference(self, conference: Conference) -> Self:
        return self.filter(conference=conference)

    def visible_to(self, user: User) -> Self:
        """Rows of the conferences in which a role of the user may view this model.

        Everything that shows a row to somebody starts here: what is not in it answers 404.
        """
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        options = self.model._meta
        permission = f"{options.app_label}.view_{options.model_name}"
        held = StaffRole.objects.letting(user, permission)
        return self.filter(conference_id__in=held.values("conference_id"))


class ConferenceRow(models.Model):
    """A row that belongs to one conference and can never point into another.

    The unique pair (id, conference) is what the composite foreign keys of other rows refer to;
    see `conference.database.composite_keys`.
    """

    conference = models.ForeignKey(Conference, models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["id", "conference"], name="%(app_label)s_%(class)s_in_conference"
            )
        ]
