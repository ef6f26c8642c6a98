"""The texts that badges show of a delegate and of what it belongs to; see `conference.letters`.

Which they are follows from what badges say they show, and is listed nowhere else.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db.models import CharField, Field, Model, TextField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin

from conference.errors import DomainError
from conference.letters import Written, judge, never_right
from conference.models import Conference
from conference.writing.doubts import Doubt
from conference.writing.languages import translations
from delegates.models import Delegate
from delegates.naming.names import FURTHER_PARTS_OF_NAME, PARTS_OF_OWN_NAME
from delegates.shown import fields_shown_on_badges, further_fields_shown_on_badges

Row = TypeVar("Row", bound=Model)

OWN_NAME = frozenset({"own_name", *PARTS_OF_OWN_NAME})
WRITTEN = {
    "given_name": Written.LATIN_NAME,
    "family_name": Written.LATIN_NAME,
    **dict.fromkeys(FURTHER_PARTS_OF_NAME, Written.LATIN_NAME),
    "display_name": Written.NAME,
    **dict.fromkeys(OWN_NAME, Written.OWN_NAME),
}
"""What the texts of a delegate are; the others are words."""


def fields_printed_in(conference: Conference) -> frozenset[str]:
    """What its badges show of a delegate: the conference says which parts of a name are printed."""
    unprinted = () if conference.prints_patronymics else FURTHER_PARTS_OF_NAME
    return fields_shown_on_badges().difference(unprinted)


@cache
def printed_texts(model: type[Model]) -> Mapping[str, Written]:
    """The fields of a model whose text a badge shows, or is made of, and what each text is."""
    if model is Delegate:
        shown = fields_shown_on_badges()
        shown |= OWN_NAME if shown & OWN_NAME else frozenset()
    else:
        shown = further_fields_shown_on_badges(model._meta.model_name or "")
    names = [field.name for field in model._meta.fields if field.name in shown and _is_text(field)]
    return {name: WRITTEN.get(name, Written.WORDS) for name in names}


def _is_text(field: Field[Any, Any]) -> bool:
    return isinstance(field, (CharField, TextField, I18nFieldMixin)) and not field.choices


def doubts_of(
    values: Mapping[str, str], *, language: str, answered: Collection[str] = ()
) -> list[tuple[str, Doubt]]:
    """What is to be said of the texts of one delegate: field and doubt, one of each field.

    `values` are those that somebody gives it now, by field; of the others nothing is asked again.
    `language` is that of the name in own script, `answered` the keys of questions to which
    somebody said "right as it is".
    """
    found = (
        (name, judge(values[name], written, language=language, answered=answered))
        for name, written in printed_texts(Delegate).items()
        if values.get(name)
    )
    return [(name, doubt) for name, doubt in found if doubt]


def require_printable(rows: Iterable[Row], fields: Collection[str]) -> None:
    """Raises DomainError for a text that no badge could show, whoever wrote it, and however."""
    for row in rows:
        for name in printed_texts(type(row)).keys() & set(fields):
            for text in translations(getattr(row, name)).values():
                doubt = never_right(text)
                if doubt:
                    label = capfirst(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                    raise DomainError(
                        _("%(row)s: “%(field)s” %(reason)s.")
                        % {"row": row, "field": label, "reason": doubt.words}
                    )
