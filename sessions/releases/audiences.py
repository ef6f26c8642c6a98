"""What somebody of an audience reads of the agenda, looked at before it is released. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sessions.choices import ON_PUBLIC_PAGES, Audience
from sessions.facts import SessionFacts


@dataclass(frozen=True)
class Reader:
    """Who is no delegate is of no group; `groups` are those that the reader belongs to."""

    is_delegate: bool = False
    groups: frozenset[str] = frozenset()


def read_by(
    reader: Reader, facts: Iterable[SessionFacts], groups: Mapping[str, Collection[str]]
) -> list[SessionFacts]:
    """`groups` are those that a session is for, by its code."""
    return [one for one in facts if _may_read(reader, one, groups.get(one.code, ()))]


def _may_read(reader: Reader, facts: SessionFacts, groups: Collection[str]) -> bool:
    if facts.audience in ON_PUBLIC_PAGES:
        return True
    if facts.audience == Audience.DELEGATES:
        return reader.is_delegate
    return facts.audience == Audience.GROUPS and not reader.groups.isdisjoint(groups)
