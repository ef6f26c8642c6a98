"""What delegates answer to the own fields of their conference, in columns behind all others."""

from collections.abc import Callable, Sequence

from conference.models import Conference
from delegates.columns import export_only
from delegates.models import Delegate, OwnField, OwnValue
from delegates.own_words import in_words, label_of


def own_headings(fields: Sequence[OwnField], conference: Conference) -> list[str]:
    """In the conference's principal language, behind words that no column has."""
    language = conference.principal_language
    return [f"{export_only.OWN_FIELD}{label_of(field, language)}" for field in fields]


def own_cells_for(
    fields: Sequence[OwnField], conference: Conference
) -> Callable[[Delegate], Sequence[str]]:
    """Read once for all delegates; of a file, that there is one."""
    if not fields:
        return lambda _delegate: []
    language = conference.principal_language
    known = {field.pk: field for field in fields}
    values = OwnValue.objects.filter(field__in=known).select_related("choice")
    words = {
        (value.delegate_id, value.field_id): in_words(known[value.field_id], value, language)
        for value in values.iterator(chunk_size=2000)
    }
    return lambda delegate: [words.get((delegate.pk, pk), "") for pk in known]
