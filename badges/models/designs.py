import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates.models import Category


class BadgeDesign(ConferenceRow):
    """The template of a conference's badges, in versions. The latest version is the one in use."""

    name = models.CharField(_("name"), max_length=100)
    is_default = models.BooleanField(
        _("default"), default=False, help_text=_("For every category without a design of its own.")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("badge design")
        verbose_name_plural = _("badge designs")
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


class DesignVersion(ConferenceRow):
    """One state of a design that never changes: what was printed can be printed again."""

    design = models.ForeignKey(BadgeDesign, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    html = models.TextField(_("HTML"))
    css = models.TextField(_("CSS"))
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("version of a design")
        verbose_name_plural = _("versions of designs")
        ordering = ["design", "-number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["design", "number"], name="design_version_number_once"),
        ]
        triggers = [
            pgtrigger.Protect(name="design_version_never_changes", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.design} {self.number}"


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
