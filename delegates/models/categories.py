from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.models import ConferenceRow, ConferenceRowQuerySet, Zone
from conference.models.numbering import GivenNumberField, given_once
from delegates.choices import Nature
from delegates.models.kinds import DelegationKind

# Signed codes of badges have a byte for them, 0 for none.
MOST_CATEGORIES = 255


class Category(ConferenceRow):
    """What the badge says: a letter, a colour, words, and the zones it opens.

    `number` is what signed codes call it, from 1 on; PostgreSQL gives it, and never twice.
    """

    number = GivenNumberField(_("number"))
    letter = models.CharField(
        _("letter"),
        max_length=2,
        validators=[RegexValidator(r"^[A-Z]{1,2}$", _("One or two capitals."))],
    )
    name = I18nCharField(_("words on the badge"), max_length=400)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", _("A colour like #1d4f91."))],
    )
    is_hatched = models.BooleanField(_("hatched band"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    zones = models.ManyToManyField(
        Zone, through="delegates.CategoryZone", related_name="categories", verbose_name=_("zones")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "letter"],
                name="category_letter_unique_in_conference",
                violation_error_message=_("Another category has this letter."),
            ),
            models.UniqueConstraint(
                fields=["conference", "number"], name="category_number_unique_in_conference"
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, MOST_CATEGORIES)),
                name="category_number_is_a_byte",
                violation_error_message=_(
                    "A conference has at most 255 categories, those that were deleted included."
                ),
            ),
        ]
        triggers = [given_once("category", first=1)]

    def __str__(self) -> str:
        return f"{self.letter} · {self.name}"


class CategoryZone(ConferenceRow):
    """One zone that a category opens."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="category_zones")
    zone = models.ForeignKey(
        Zone, models.PROTECT, related_name="category_zones", verbose_name=_("zone")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("zone of a category")
        verbose_name_plural = _("zones of categories")
        ordering = ["zone__order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["category", "zone"],
                name="category_zone_once",
                violation_error_message=_("The category already opens this zone."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.zone)


class Rank(ConferenceRow):
    """A protocol rank, from head of State to expert. The order decides precedence of speakers."""

    name = I18nCharField(_("name"), max_length=400)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_photo_needed = models.BooleanField(
        _("photo needed"),
        default=True,
        help_text=_(
            "Heads of State and Government, crown princes, vice-presidents and their spouses are"
            " accredited without a photo."
        ),
    )
    are_documents_needed = models.BooleanField(
        _("documents needed"),
        default=True,
        db_default=True,
        help_text=_(
            "Files that own fields require, such as a letter. Heads of State and Government and"
            " ministers hand in none."
        ),
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("protocol rank")
        verbose_name_plural = _("protocol ranks")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.name)


class CategoryRule(ConferenceRow):
    """One line of the table that gives a delegate a category; the first line that fits decides.

    A blank condition fits everybody. See `delegates.category_rules`.
    """

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.ForeignKey(
        DelegationKind,
        models.PROTECT,
        related_name="rules",
        null=True,
        blank=True,
        verbose_name=_("kind of delegation"),
    )
    nature = models.CharField(
        _("nature of the kind"),
        max_length=30,
        choices=Nature,
        blank=True,
        help_text=_("Fits every kind of this nature, also those added later."),
    )
    is_head = models.BooleanField(_("head of delegation"), null=True, blank=True)
    rank = models.ForeignKey(
        Rank, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("rank")
    )
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="rules", verbose_name=_("category")
    )

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("category rule")
        verbose_name_plural = _("category rules")
        ordering = ["order", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind__isnull=True) | Q(nature=""),
                name="category_rule_of_a_kind_or_a_nature",
                violation_error_message=_("Choose a kind or a nature, not both."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}: {self.category}"
