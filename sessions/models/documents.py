"""Papers of sessions and agenda items, each in the languages in which it was issued."""

import datetime as dt
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from i18nfield.fields import I18nTextField

from conference.contributions import WallTimes, contribute
from conference.files.storage import random_key
from conference.models import ConferenceRow, ConferenceRowQuerySet
from conference.writing.languages import NAMES
from sessions.choices import DocumentState
from sessions.models.items import AgendaItem
from sessions.models.sessions import Session, new_code


def file_key(_file: "DocumentFile", filename: str) -> str:
    return random_key("documents", filename)


class DocumentQuerySet(ConferenceRowQuerySet["Document"]):
    def issued(self, at: dt.datetime) -> Self:
        """Published, and no longer under an embargo."""
        free = Q(embargoed_until__isnull=True) | Q(embargoed_until__lte=at)
        return self.filter(free, state=DocumentState.PUBLISHED)

    def of(self, codes: Iterable[str], items: Iterable[int | None]) -> Self:
        """Of the sessions with these codes, and of the agenda items with these ids; each once."""
        return self.filter(Q(session__code__in=codes) | Q(item__in=items))


class Document(ConferenceRow):
    """A paper of a session or of an agenda item, such as a draft declaration.

    Of an item it stands with each session that takes the item up.
    """

    session = models.ForeignKey(
        Session,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("session"),
    )
    item = models.ForeignKey(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("agenda item"),
    )
    symbol = models.CharField(
        _("symbol"), max_length=60, blank=True, help_text=_("Such as DUS/2018/L.3.")
    )
    title = I18nTextField(_("title"))
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=DocumentState,
        default=DocumentState.DRAFT,
        editable=False,
    )
    embargoed_until = models.DateTimeField(
        _("embargoed until"),
        null=True,
        blank=True,
        help_text=_("Published before, it is shown from then on."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["order", "symbol", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(session__isnull=False, item__isnull=True)
                | Q(session__isnull=True, item__isnull=False),
                name="document_of_a_session_or_an_item",
                violation_error_message=_(
                    "Choose the session or the agenda item that it belongs to: exactly one."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}".strip()

    @property
    def is_published(self) -> bool:
        return self.state == DocumentState.PUBLISHED


contribute(Document, WallTimes(["embargoed_until"]))


class DocumentFile(ConferenceRow):
    """A document in one language, under an address that tells nothing and never changes."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    language = models.CharField(_("language"), max_length=20, choices=NAMES)
    file = models.FileField(_("file"), upload_to=file_key)
    name = models.CharField(_("name of the file"), max_length=200, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)

    objects = ConferenceRowQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("language version")
        verbose_name_plural = _("language versions")
        ordering = ["language", "id"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["document", "language"],
                name="document_once_a_language",
                violation_error_message=_("The document has a file in this language already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.name}"
