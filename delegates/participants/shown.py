"""What pages show of a list of participants: its figures, its people, and what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing.languages import localized
from delegates.models import ListPrinting
from delegates.participants import wording
from delegates.participants.changes import ListChanges, changes
from delegates.participants.frame import ListFrame, ListOfNow, list_of_now
from delegates.participants.people import ListedPerson, listed_in, listed_now

# More changes than that are counted, not named.
MOST_NAMED = 100


@dataclass(frozen=True)
class ChangeGroup:
    """What is said once over people who all changed in one way; `rows`: name, delegation, words."""

    words: str
    count: int
    rows: Sequence[tuple[str, str, str]]

    @property
    def further(self) -> int:
        return self.count - len(self.rows)


class Delegations:
    """What the list calls delegations, by id."""

    def __init__(self, *frames: ListFrame, conference: Conference) -> None:
        self.names = {
            one.id: localized(one.name, fallbacks=conference.languages).text
            for frame in frames
            for section in frame.sections
            for one in section.delegations
        }

    def of(self, person: ListedPerson) -> str:
        """Of whoever was approved while the page was made it may not be known yet."""
        return self.names.get(person.delegation, "")


def groups(found: ListChanges, delegations: Delegations) -> list[ChangeGroup]:
    """Added, gone, changed, moved: those of which there is somebody."""

    def plain(people: Sequence[ListedPerson]) -> list[tuple[str, str, str]]:
        return [(one.full_name, delegations.of(one), "") for one in people[:MOST_NAMED]]

    changed = [
        (one.now.full_name, delegations.of(one.now), _("before: %s") % in_one_line(one.before))
        for one in found.changed[:MOST_NAMED]
    ]
    told = [
        (_("Added"), len(found.added), plain(found.added)),
        (_("No longer in the list"), len(found.gone), plain(found.gone)),
        (_("Changed"), len(found.changed), changed),
        (_("In another place"), len(found.moved), plain(found.moved)),
    ]
    return [ChangeGroup(*one) for one in told if one[1]]


def in_one_line(person: ListedPerson) -> str:
    return ", ".join((person.full_name, *person.lines))


@dataclass(frozen=True)
class Now:
    """The list as it would be printed, beside its last printing."""

    conference: Conference
    would_be: ListOfNow
    last: ListPrinting | None

    @classmethod
    def of(cls, conference: Conference) -> "Now":
        last = ListPrinting.objects.for_conference(conference).first()
        return cls(conference, list_of_now(conference), last)

    @cached_property
    def people(self) -> list[ListedPerson]:
        return list(listed_now(self.conference))

    @cached_property
    def delegations(self) -> Delegations:
        last = [ListFrame.from_json(self.last.frame)] if self.last else []
        return Delegations(self.would_be.frame, *last, conference=self.conference)

    def changes(self) -> list[ChangeGroup]:
        if self.last is None:
            return []
        return groups(changes(listed_in(self.last), self.people), self.delegations)


def figures(frame: ListFrame, conference: Conference) -> dict[str, Any]:
    """The table of the first page."""
    genders = wording.shown_genders(frame.total)
    return {
        "headings": wording.headings(genders),
        "figures": [
            (
                localized(one.name, fallbacks=conference.languages).text,
                wording.numbers(one.represented, one.people, genders),
            )
            for one in frame.figures
        ],
        "total": wording.numbers(frame.represented, frame.total, genders),
    }


@dataclass(frozen=True)
class ShownDelegation:
    """`section` where it is the first of one on the page; `others`: in words, after the last."""

    section: str
    name: str
    awaits_head: bool
    people: Sequence[ListedPerson]
    others: str


def sections_of(now: Now, people: Sequence[ListedPerson]) -> Iterator[ShownDelegation]:
    """The delegations of these people, one after the other; a page may begin in one."""
    of: dict[int, list[ListedPerson]] = {}
    for person in people:
        of.setdefault(person.delegation, []).append(person)
    for section in now.would_be.frame.sections:
        heading = localized(section.name).text
        for one in section.delegations:
            if one.id not in of:
                continue
            others = wording.others(one.others, are_beside_names=True) if one.others else ""
            yield ShownDelegation(
                heading, now.delegations.names[one.id], one.awaits_head, of[one.id], others
            )
            heading = ""
