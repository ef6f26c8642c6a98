"""Own fields and their answers in words."""

from typing import Protocol

from django.utils.translation import gettext as _

from conference.writing.languages import localized
from delegates.choices import AnswerKind, YesOrNo
from delegates.models import OwnField, OwnFieldChoice

PREFIX = "own_"


class Answered(Protocol):
    """A stored answer, or one that is to be stored."""

    @property
    def text(self) -> str: ...

    @property
    def choice(self) -> OwnFieldChoice | None: ...

    @property
    def file(self) -> object: ...


def name_of(field: OwnField) -> str:
    """Of its field in a form, and among those that are to be corrected; no column is called so."""
    return f"{PREFIX}{field.pk}"


def label_of(field: OwnField, language: str | None = None) -> str:
    return localized(field.name, language).text


def in_words(field: OwnField, value: Answered | None, language: str | None = None) -> str:
    """ "" for nothing."""
    if value is None:
        return ""
    if value.choice:
        return localized(value.choice.name, language).text
    if value.file:
        return _("a file")
    if field.answer == AnswerKind.YES_OR_NO and value.text:
        return str(YesOrNo(value.text).label)
    return value.text
