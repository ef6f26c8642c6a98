"""Which rows hang together: an answer about one may change what becomes of the others. Pure.

Rows that may be about one person; rows that contend for the head of a delegation, with whoever
leads it now; rows that give a new delegation several kinds. All others are settled by themselves.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from delegates.choices import QuestionKind
from delegates.importing.checking.drafts import Draft
from delegates.importing.known import Known
from delegates.importing.words import HEAD


def first_of_their_clusters(drafts: Sequence[Draft], known: Known) -> Mapping[int, int]:
    """Line to the first line of those that hang together with it, itself where nothing does."""
    parents = {draft.line.line: draft.line.line for draft in drafts}

    def first(line: int) -> int:
        while parents[line] != line:
            parents[line] = parents[parents[line]]
            line = parents[line]
        return line

    bonds: dict[Hashable, int] = {}
    for line, bond in _bonds(drafts, known):
        one, other = sorted((first(line), first(bonds.setdefault(bond, line))))
        parents[other] = one
    return {line: first(line) for line in parents}


def _bonds(drafts: Sequence[Draft], known: Known) -> Iterator[tuple[int, Hashable]]:
    """Each line with what it has in common with others."""
    contended = {_place(draft) for draft in drafts if draft.values.position == HEAD}
    kinds: defaultdict[Hashable, set[int | None]] = defaultdict(set)
    for draft in drafts:
        if draft.heading is not None:
            kinds[draft.heading.party].add(draft.heading.kind)
    for draft in drafts:
        line = draft.line.line
        yield line, ("line", line)
        for candidate in _lines_asked_about(draft):
            yield line, ("line", candidate)
        for pk in _delegates(draft):
            yield line, ("delegate", pk)
            delegate = known.delegates[pk]
            place = ("delegation", delegate.delegation.key)
            if delegate.is_head and place in contended:
                yield line, place
        if draft.values.position == HEAD:
            yield line, _place(draft)
        if draft.heading is not None and len(kinds[draft.heading.party]) > 1:
            yield line, ("kinds", draft.heading.party)


def _place(draft: Draft) -> Hashable:
    return ("delegation", draft.delegation)


def _delegates(draft: Draft) -> set[int]:
    return {*draft.readings, *([draft.delegate.pk] if draft.delegate else [])}


def _lines_asked_about(draft: Draft) -> Iterator[int]:
    for question in draft.questions:
        if question.kind == QuestionKind.PERSON:
            for candidate in question.detail["candidates"]:
                if "line" in candidate:
                    yield candidate["line"]
