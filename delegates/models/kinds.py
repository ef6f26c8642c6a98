"""What delegations are at one conference, and which sender usually sends what."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nCharField

from conference.models import ConferenceRow, ConferenceRowQuerySet
from conference.writing.folding import word_key
from conference.writing.languages import translations
from delegates.choices import SENDERS, Admits, Listing, Nature


class DelegationKind(ConferenceRow):
    """What a delegation is at one conference: State, specialized agency, civil society …

    Its name stands beside a delegation, its section over several in a list. Nature says in all
    conferences alike what the organizer's words mean; the rest follows from the row itself.
    """

    code = models.CharField(
        _("code"),
        max_length=30,
        validators=[RegexValidator(r"^[a-z0-9_]+$", _("Small letters, digits and underscores."))],
        help_text=_("For files and programs; it stays when the name changes."),
    )
    name = I18nCharField(_("name"), max_length=2000, help_text=_("Of one delegation: State."))
    section = I18nCharField(
        _("section of lists"),
        max_length=2000,
        help_text=_("The heading over such delegations in a list: States."),
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Words under which an import recognises the kind."),
    )
    nature = models.CharField(
        _("nature"),
        max_length=30,
        choices=Nature,
        help_text=_("Stays once there are delegations of this kind."),
    )
    admits = models.CharField(_("sent by"), max_length=20, choices=Admits, default=Admits.BOTH)
    # PostgreSQL keeps it, so that no path can say otherwise.
    is_mission = models.GeneratedField(
        expression=ExpressionWrapper(Q(nature=Nature.MISSION), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    listing = models.CharField(
        _("in the list of participants"), max_length=20, choices=Listing, default=Listing.LISTED
    )
    is_counted = models.BooleanField(_("counted in the statistics"), default=True)
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="splits",
        verbose_name=_("split from"),
    )

    objects = ConferenceRowQuerySet["DelegationKind"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("kind of delegation")
        verbose_name_plural = _("kinds of delegations")
        ordering = ["order", "id"]
        triggers = [
            # A check sees one row, a key would have to be carried by every delegation.
            pgtrigger.Trigger(
                name="kind_with_delegations_keeps_its_nature",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("nature"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__nature__df=pgtrigger.F("new__nature")),
                func="""
                    IF EXISTS (SELECT FROM delegates_delegation WHERE kind_id = OLD.id) THEN
                        RAISE EXCEPTION 'A kind with delegations keeps its nature.'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "code"],
                name="kind_code_unique_in_conference",
                violation_error_message=_("Another kind has this code."),
            ),
            # What the delegations' composite key refers to.
            models.UniqueConstraint(
                fields=["id", "admits", "is_mission"], name="kind_lends_admits_and_is_mission"
            ),
            models.CheckConstraint(
                condition=Q(order__lte=9999),
                name="kind_order_has_four_digits",
                violation_error_message=_("The order is a number up to 9999."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def labels(self) -> list[str]:
        """Its name in every language, and its code: what exports and files call it."""
        return [*translations(self.name).values(), self.code]

    def words(self) -> set[str]:
        """Everything an import knows it by, folded; no two kinds of a conference share one."""
        return {word_key(text) for text in (*self.labels(), *self.aliases)} - {""}


class UsualKind(ConferenceRow):
    """The kind of delegation that such a country or organization sends, unless told otherwise."""

    sender = models.CharField(_("sender"), max_length=30, choices=SENDERS)
    kind = models.ForeignKey(
        DelegationKind, models.PROTECT, related_name="usual_for", verbose_name=_("kind")
    )

    objects = ConferenceRowQuerySet["UsualKind"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("default kind of delegation")
        verbose_name_plural = _("default kinds of delegations")
        ordering = ["kind__order", "kind_id", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "sender"],
                name="usual_kind_once_for_each_sender",
                violation_error_message=_(
                    "This country status or organization type already has a default kind."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sender_display()}: {self.kind}"
