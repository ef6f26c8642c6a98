"""Who comes in whose place, said beside both of them until one of the two has gone."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from conference.contributions import Said
from conference.models import Conference, User
from delegates.choices import EXPECTED, PREPARED, Accreditation
from delegates.models import Delegate
from delegates.models.scopes import narrowed

BOTH = ("replaces", "replaced_by")


def with_both(rows: Any, conference: Conference, user: User) -> Any:
    """Of somebody with a scope nothing is loaded, nor said then: the other may be beyond it."""
    return rows if conference.pk in narrowed(user) else rows.prefetch_related(*BOTH)


def said_of_replacement(row: Delegate) -> list[Said]:
    """The former holds the place until the new one is approved. Of rows made ready by `with_both`;
    of a draft, which not everybody sees, nothing is said beside somebody else.
    """
    return list(_said(row))


def _said(row: Delegate) -> Iterator[Said]:
    former, new = (_loaded(row, name) for name in BOTH)
    if former and former.accreditation in EXPECTED and row.accreditation in COMING:
        yield Said(_("In place of %s") % former)
    is_begun = new is not None and new.accreditation == Accreditation.DRAFT
    if new and not is_begun and row.accreditation in EXPECTED and new.accreditation in COMING:
        yield Said(_("To be replaced by %s") % new)


COMING = PREPARED | {Accreditation.WAITING}


def _loaded(row: Delegate, name: str) -> Delegate | None:
    field: Any = Delegate._meta.get_field(name)
    return getattr(row, name, None) if field.is_cached(row) else None
