"""The provisional list of participants as it was printed: numbered, and kept as it was."""

from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference.files.storage import random_key
from conference.models import ConferenceRow, ConferenceRowQuerySet, User
from delegates.models.delegates import Delegate
from delegates.models.delegations import Delegation


def list_file_key(_file: "ListFile", filename: str) -> str:
    return random_key("participants", filename)


class ListPrintingQuerySet(ConferenceRowQuerySet["ListPrinting"]):
    def counted(self) -> Self:
        """With how many people each names, and how many of its files are made."""
        return self.annotate(people_count=_number_of(ListEntry), file_count=_number_of(ListFile))


def _number_of(rows: Any) -> Coalesce:
    """Each counted alone: joined, a file would be counted with every entry."""
    own = rows.objects.filter(printing=OuterRef("pk")).order_by().values("printing")
    return Coalesce(Subquery(own.annotate(number=Count("pk")).values("number")), 0)


class ListPrinting(ConferenceRow):
    """A version of the list of participants, numbered within its conference.

    `frame` is all of it that is about nobody: sections, names of delegations, figures and the
    reservation, in the conference's languages; see `delegates.participants.frame`. Who stands in
    it are its entries, and its files are made of both. Nothing of it changes but that a person who
    is erased is taken out of it.
    """

    number = models.PositiveIntegerField(_("number"), editable=False)
    languages = ArrayField(models.CharField(max_length=20), editable=False)
    frame = models.JSONField(editable=False)
    made_at = models.DateTimeField(_("as at"), editable=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name=_("made by")
    )

    objects = ListPrintingQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("printing of the list of participants")
        verbose_name_plural = _("list of participants")
        ordering = ["-number"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["conference", "number"], name="list_printing_number_once_a_conference"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="list_printing_is_what_was_printed",
                operation=pgtrigger.Update | pgtrigger.Delete,
            )
        ]

    def __str__(self) -> str:
        return gettext("Printing %d") % self.number

    @property
    def prints_patronymics(self) -> bool:
        """As the conference said then; what was kept before it could say so has none."""
        return bool(self.frame.get("prints_patronymics"))

    @property
    def files_wanted(self) -> int:
        return len(self.languages) * len(FileFormat)

    def missing_files(self) -> list[tuple[str, str]]:
        """Language and format of those that are not made yet, or not again since an erasure."""
        made = set(self.files.values_list("language", "file_format"))
        wanted = [(tag, kind) for tag in self.languages for kind in FileFormat.values]
        return [one for one in wanted if one not in made]


class ListEntry(ConferenceRow):
    """Somebody's place in a printing, and the history row that says what was printed of them.

    Of whoever is erased the place is left, and nobody in it.
    """

    printing = models.ForeignKey(ListPrinting, models.PROTECT, related_name="entries")
    place = models.PositiveIntegerField()
    delegation = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    is_head = models.BooleanField()
    delegate = models.ForeignKey(Delegate, models.PROTECT, null=True, related_name="list_entries")
    version: Any = models.ForeignKey(
        "delegates.DelegateEvent", models.PROTECT, null=True, related_name="+"
    )

    objects = ConferenceRowQuerySet["ListEntry"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("entry of a list of participants")
        verbose_name_plural = _("entries of a list of participants")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["printing", "place"], name="list_entry_has_a_place"),
            models.UniqueConstraint(
                fields=["printing", "delegate"], name="list_entry_once_for_each_delegate"
            ),
            models.CheckConstraint(
                condition=Q(delegate__isnull=True, version__isnull=True)
                | Q(delegate__isnull=False, version__isnull=False),
                name="list_entry_of_a_delegate_as_they_were",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="list_entry_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="list_entry_is_only_ever_blanked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF NEW.delegate_id IS NOT NULL OR NEW.version_id IS NOT NULL
                        OR (NEW.id, NEW.conference_id, NEW.printing_id, NEW.place,
                            NEW.delegation_id, NEW.is_head)
                        IS DISTINCT FROM
                        (OLD.id, OLD.conference_id, OLD.printing_id, OLD.place,
                            OLD.delegation_id, OLD.is_head)
                    THEN
                        RAISE EXCEPTION 'An entry of a printed list is only ever blanked.'
                        USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printing} {self.place}"


class FileFormat(models.TextChoices):
    PDF = "pdf", _("PDF")
    XLSX = "xlsx", _("Excel workbook (.xlsx)")


class ListFile(ConferenceRow):
    """A printing in one language, to be handed out. Made anew where somebody in it is erased."""

    printing = models.ForeignKey(ListPrinting, models.PROTECT, related_name="files")
    language = models.CharField(max_length=20, editable=False)
    file_format = models.CharField(max_length=10, choices=FileFormat, editable=False)
    file = models.FileField(upload_to=list_file_key, max_length=200, editable=False)

    objects = ConferenceRowQuerySet["ListFile"].as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("file of a list of participants")
        verbose_name_plural = _("files of a list of participants")
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["printing", "language", "file_format"],
                name="list_file_once_for_each_language_and_format",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="list_file_is_replaced_whole", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.printing} {self.language} {self.file_format}"
