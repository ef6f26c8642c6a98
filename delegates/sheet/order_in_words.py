"""Why one delegation stands before another: the order of lists, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing.collation import sort_key
from conference.writing.languages import OWN_NAMES, localized
from delegates.models import Delegation


def why(one: Delegation, other: Delegation, conference: Conference) -> list[str]:
    """Sentences, the first of which says which of the two stands first.

    Both must have their kinds loaded. What decides is what `derive_delegation` writes into the
    protocol key, and the id after it.
    """
    first, second = sorted((one, other), key=lambda row: (row.protocol_key, row.pk))
    said = [_("%(first)s comes before %(second)s.") % {"first": first, "second": second}]
    if first.kind_id != second.kind_id:
        return [*said, *_by_kind(first, second)]
    return [*said, *_by_name(first, second, conference)]


def _by_kind(first: Delegation, second: Delegation) -> Iterator[str]:
    kinds = {"first": first.kind, "second": second.kind}
    yield _("Kinds come first: “%(first)s” comes before “%(second)s” in this conference.") % kinds
    if first.kind.order == second.kind.order:
        yield _("Both kinds have the same place: the one added first comes first.")


def _by_name(first: Delegation, second: Delegation, conference: Conference) -> Iterator[str]:
    language = conference.order_language
    yield _("Both are of the kind “%(kind)s”. Names follow the alphabet of %(language)s.") % {
        "kind": first.kind,
        "language": OWN_NAMES.get(language, language),
    }
    names = [localized(row.name, language) for row in (first, second)]
    for name in names:
        if name.language != language:
            yield _("“%(name)s” has no name in that language: this one takes its place.") % {
                "name": name
            }
    yield from _by_letters(names[0].text, names[1].text, language.split("-")[0])


def _by_letters(first: str, second: str, language: str) -> Iterator[str]:
    names = {"first": first, "second": second}
    one, other = (
        _letters_in_common(*pair, language) for pair in ((first, second), (second, first))
    )
    if one < len(first) and other < len(second):
        yield _("“%(first)s” and “%(second)s” differ at “%(one)s” and “%(other)s”.") % {
            **names,
            "one": first[: one + 1],
            "other": second[: other + 1],
        }
    elif one < len(first) or other < len(second):
        yield _("“%(second)s” begins like “%(first)s” and is longer.") % names
    elif sort_key(first, language) == sort_key(second, language):
        yield _("Their names are alike: the delegation registered first comes first.")
    else:
        yield _("Their letters are the same: accents and capitals decide.")


def _letters_in_common(name: str, other: str, language: str) -> int:
    """How many characters of the name say, in this alphabet, what the other begins with."""
    whole = _alphabetic(other, language)
    return max(
        length
        for length in range(len(name) + 1)
        if whole.startswith(_alphabetic(name[:length], language))
    )


def _alphabetic(text: str, language: str) -> str:
    """The letters of a key without accents and capitals, which count after all letters."""
    return sort_key(text, language).partition(".")[0]
