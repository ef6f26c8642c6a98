"""New delegates who are perhaps there already under another spelling. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from delegates.importing.known import Known, KnownDelegate
from delegates.importing.matching import Draft
from delegates.importing.report import DelegationKey
from delegates.recognition.descriptions import Description
from delegates.recognition.people import People

Somebody = KnownDelegate | Draft


def doubt_near_matches(drafts: Sequence[Draft], known: Known) -> Iterator[None]:
    """Ask about each new delegate who is perhaps somebody of the delegation. Yields after each."""
    groups: defaultdict[DelegationKey, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.is_new and draft.delegation is not None and not draft.problems:
            groups[draft.delegation].append(draft)
    for delegation, group in groups.items():
        there = known.by_delegation.get(delegation, [])
        people: People[Somebody] = People()
        for delegate in there:
            people.add(delegate, Description.of(delegate.texts))
        for draft in group:
            description = _of_draft(draft)
            found = people.like(description)
            draft.doubt = _doubt(found[0][0] if found else None)
            people.add(draft, description)
            yield


def _of_draft(draft: Draft) -> Description:
    return Description.of({name: str(value) for name, value in draft.values.fields.items()})


def _doubt(somebody: Somebody | None) -> str:
    if somebody is None:
        return ""
    if isinstance(somebody, KnownDelegate):
        return _("perhaps the same as %(name)s (%(reference)s)") % {
            "name": somebody.name,
            "reference": somebody.reference,
        }
    return _("perhaps the same as %(name)s in line %(line)d") % {
        "name": somebody.name,
        "line": somebody.line.line,
    }
