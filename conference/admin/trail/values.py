"""What fields of a record held before and after each change, from its history rows.

They are erased with the person. Whoever may not change the record reads in the audit trail which
fields were changed, and no value.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, FileField, ForeignKey, Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from i18nfield.fields import I18nFieldMixin

from conference.admin.trail.sentences import Names
from conference.models import User
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, translations

LATEST = 200
# Who decided and when stands in the audit trail, but not why; the others nobody has typed.
NOT_SHOWN = frozenset(
    {"id", "conference", "created_at", "updated_at", "sequence", "protocol_key"}
    | {"decided_at", "decided_by"}
)


@dataclass(frozen=True)
class ValueChange:
    at: dt.datetime
    who: str
    field: str
    before: str
    after: str


def changes_of(row: Model, request: HttpRequest) -> list[ValueChange]:
    """The latest first; none of a model that keeps no history."""
    if not hasattr(row, "events"):
        return []
    history = row.events.select_related("pgh_context").order_by("-pgh_id")[: LATEST + 1]
    pairs = [(older, newer) for newer, older in pairwise(history)]
    fields = [field for field in type(row)._meta.concrete_fields if is_shown(field, row)]
    changed = [
        (newer, field, value_of(older, field), value_of(newer, field))
        for older, newer in pairs
        for field in fields
        if value_of(older, field) != value_of(newer, field)
    ]
    names = Names(request, referred_to(changed))
    changed = list(as_known(changed, names))
    people = User.objects.in_bulk({by for newer, *_rest in changed if (by := user_of(newer))})
    return [
        ValueChange(
            at=newer.pgh_created_at,
            who=str(people.get(user_of(newer)) or _("Dais")),
            field=capfirst(words),
            before=former,
            after=latter,
        )
        for newer, field, before, after in changed
        for words, former, latter in told(field, before, after, names)
    ]


def changes_beside(
    found: Iterable[tuple[dt.datetime, int | None, str, str, str]],
) -> list[ValueChange]:
    """See `contributions.ValuesBeside`."""
    rows = list(found)
    people = User.objects.in_bulk({by for _at, by, *_words in rows if by})
    return [
        ValueChange(at, str(people.get(by or 0) or _("Dais")), *words) for at, by, *words in rows
    ]


def is_shown(field: Field[Any, Any], row: Model) -> bool:
    tracked = {each.name for each in row.events.model._meta.concrete_fields}  # type: ignore[attr-defined]
    return field.name in tracked and field.name not in NOT_SHOWN


def user_of(event: Any) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def value_of(event: Any, field: Field[Any, Any]) -> Any:
    value = getattr(event, field.attname)
    return str(value) if isinstance(field, FileField) else value


Changed = tuple[Any, Field[Any, Any], Any, Any]


def referred_to(changed: Sequence[Changed]) -> Iterator[tuple[str, int | None]]:
    for _event, field, *values in changed:
        if isinstance(field, ForeignKey):
            yield from ((field.related_model._meta.label_lower, value) for value in values)


def as_known(changed: Sequence[Changed], names: Names) -> Iterator[Changed]:
    """With nothing in the place of what the reader is not told of, and no change of only that."""
    for event, field, before, after in changed:
        label = field.related_model._meta.label_lower if isinstance(field, ForeignKey) else ""
        former, latter = (
            None if names.is_untold(label, each) else each for each in (before, after)
        )
        if former != latter:
            yield event, field, former, latter


def told(
    field: Field[Any, Any], before: Any, after: Any, names: Names
) -> Iterator[tuple[str, str, str]]:
    """What the field is called and held, of a translated one in each language that was changed."""
    called = str(field.verbose_name)
    if not isinstance(field, I18nFieldMixin):
        yield called, in_words(field, before, names), in_words(field, after, names)
        return
    former, latter = translations(before), translations(after)
    for language in dict.fromkeys([*former, *latter]):
        texts = former.get(language, ""), latter.get(language, "")
        if texts[0] != texts[1]:
            own_name = OWN_NAMES.get(language, language)
            yield (f"{called} ({own_name})" if own_name else called), *texts


def in_words(field: Field[Any, Any], value: Any, names: Names) -> str:
    """As the record's page says it; blank for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(field, ForeignKey):
        return names.plain(field.related_model._meta.label_lower, value)
    if isinstance(field, FileField):
        return _("a file")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return dates.moment(value)
    if isinstance(value, dt.date):
        return dates.day(value)
    if isinstance(field, ArrayField):
        return ", ".join(in_words(field.base_field, each, names) for each in value)
    return str(dict(field.flatchoices).get(value, value))
