from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from badges.engine.design.faces import Face, Faces
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import DesignSource
from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models import Category


class BadgeDesign(ConferenceRow):
    """The template of a conference's badges, in versions.

    Badges are printed in the version in use. The others are drafts, or were in use before.
    """

    name = models.CharField(_("name"), max_length=100)
    version_in_use = models.ForeignKey(
        "badges.DesignVersion",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("version in use"),
    )
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("For every category without a design of its own.")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge design")
        verbose_name_plural = _("badge designs")
        permissions = [("print_nameplates", "Can print nameplates")]
        ordering = ["name", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "name"],
                name="badge_design_name_unique_in_conference",
                violation_error_message=_("Another design has this name."),
            ),
            models.UniqueConstraint(
                fields=["conference"],
                condition=models.Q(is_default=True),
                name="badge_design_one_default_per_conference",
                violation_error_message=_("Another design is already the default."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DesignVersionQuerySet(ConferenceRowQuerySet["DesignVersion"]):
    def in_use(self) -> Self:
        """Those that badges are printed in: one of each design that has been put to use."""
        return self.filter(design__version_in_use=F("pk"))


class DesignVersion(ConferenceRow):
    """One state of a design that never changes: what was printed can be printed again."""

    design = models.ForeignKey(BadgeDesign, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    folding = models.CharField(_("folding"), max_length=10, choices=Folding, blank=True)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = DesignVersionQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("version of a design")
        verbose_name_plural = _("versions of designs")
        ordering = ["design", "-number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["design", "number"], name="design_version_number_once"),
            # What a design has in use is one of its own versions.
            models.UniqueConstraint(fields=["id", "design"], name="design_version_of_its_design"),
        ]
        triggers = [
            pgtrigger.Protect(name="design_version_never_changes", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.design} {self.number}"

    def as_faces(self) -> Faces:
        """Of many versions, prefetch `faces`."""
        faces = (Face(Place(row.place), row.source) for row in self.faces.all())
        return Faces(tuple(faces), Folding(self.folding))


class DesignFace(ConferenceRow):
    """What one side of a badge, or one panel of a folded one, shows; a page of its own."""

    version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="faces")
    place = models.CharField(_("face"), max_length=10, choices=Place)
    order = models.PositiveSmallIntegerField(_("order"))
    html = models.TextField(_("HTML"))
    css = models.TextField(_("CSS"), blank=True)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("face of a design")
        verbose_name_plural = _("faces of designs")
        ordering = ["version", "order"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["version", "place"], name="design_face_place_once"),
            models.UniqueConstraint(fields=["version", "order"], name="design_face_order_once"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="design_face_never_changes", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_place_display()}"

    @property
    def source(self) -> DesignSource:
        return DesignSource(self.html, self.css)


class CategoryDesign(ConferenceRow):
    """The design of one category, where it is not the default one."""

    category = models.OneToOneField(
        Category, models.CASCADE, related_name="design_choice", verbose_name=_("category")
    )
    design = models.ForeignKey(
        BadgeDesign, models.CASCADE, related_name="category_choices", verbose_name=_("design")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("design of a category")
        verbose_name_plural = _("designs of categories")

    def __str__(self) -> str:
        return f"{self.category}: {self.design}"
