"""New delegates who are perhaps there already under another spelling. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from delegates.importing.known import Known, KnownDelegate
from delegates.importing.matching import Draft
from delegates.importing.report import DelegationKey
from delegates.recognition.likeness import likeness_keys, similar_names

# Up to here every name is compared with every other; beyond, only those that share a key.
FEW = 300

Somebody = KnownDelegate | Draft


def doubt_near_matches(drafts: Sequence[Draft], known: Known) -> Iterator[None]:
    """Ask about each new delegate who is perhaps somebody of the delegation. Yields after each."""
    groups: defaultdict[DelegationKey, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.is_new and draft.delegation is not None and not draft.problems:
            groups[draft.delegation].append(draft)
    for delegation, group in groups.items():
        there = known.by_delegation.get(delegation, [])
        names = _Names(is_large=len(there) + len(group) > FEW)
        for delegate in there:
            names.add(_spoken(delegate), delegate)
        for draft in group:
            name = f"{draft.given_name} {draft.family_name}"
            draft.doubt = _doubt(names.like(name))
            names.add(name, draft)
            yield


class _Names:
    """The people of one delegation by name, in the order in which they were added."""

    def __init__(self, *, is_large: bool) -> None:
        self._is_large = is_large
        self._people: list[tuple[str, Somebody]] = []
        self._by_key: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, name: str, somebody: Somebody) -> None:
        if self._is_large:
            for key in likeness_keys(name):
                self._by_key[key].append(len(self._people))
        self._people.append((name, somebody))

    def like(self, name: str) -> Somebody | None:
        """The first whose name is perhaps the same."""
        for number in self._candidates(name):
            other, somebody = self._people[number]
            if similar_names(name, other):
                return somebody
        return None

    def _candidates(self, name: str) -> Iterable[int]:
        if not self._is_large:
            return range(len(self._people))
        return sorted({number for key in likeness_keys(name) for number in self._by_key[key]})


def _spoken(delegate: KnownDelegate) -> str:
    return f"{delegate.texts['given_name']} {delegate.texts['family_name']}"


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
