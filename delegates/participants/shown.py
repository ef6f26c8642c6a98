"""What pages show of a list of participants: its figures, its people, and what has changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from typing import Any

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.writing.languages import localized
from delegates.models import ListPrinting
from delegates.participants import wording
from delegates.participants.changes import ListChanges, changes
from delegates.participants.frame import ListFrame, frame_of_now
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
        (
            one.now.full_name,
            delegations.of(one.now),
            _("now: %(now)s; before: %(before)s")
            % {"now": in_one_line(one.now), "before": in_one_line(one.before)},
        )
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
    frame: ListFrame
    people: "NamedPeople"
    last: ListPrinting | None

    @classmethod
    def of(cls, conference: Conference) -> "Now":
        last = ListPrinting.objects.for_conference(conference).first()
        now = frame_of_now(conference)
        return cls(conference, now.frame, NamedPeople(conference, now.named), last)

    @cached_property
    def delegations(self) -> Delegations:
        return Delegations(self.frame, conference=self.conference)

    def changes(self) -> list[ChangeGroup]:
        """Everybody is compared with what was printed of them."""
        if self.last is None:
            return []
        former = ListFrame.from_json(self.last.frame)
        found = changes(listed_in(self.last), listed_now(self.conference))
        return groups(found, Delegations(self.frame, former, conference=self.conference))


@dataclass(frozen=True)
class NamedPeople:
    """Everybody whom the list names, for a paginator: of some of them no more are read than their
    delegations have. `counts` are those of each delegation, in the order of the list.
    """

    conference: Conference
    counts: Mapping[int, int]

    def __len__(self) -> int:
        return sum(self.counts.values())

    def __getitem__(self, wanted: slice) -> list[ListedPerson]:
        first, end, _step = wanted.indices(len(self))
        starts = [0, *accumulate(self.counts.values())]
        spans = zip(self.counts, starts, starts[1:], strict=False)
        here = [(pk, start) for pk, start, stop in spans if start < end and first < stop]
        if not here:
            return []
        before = here[0][1]
        people = listed_now(self.conference, [pk for pk, _start in here])
        return list(islice(people, first - before, end - before))


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
    for section in now.frame.sections:
        heading = localized(section.name).text
        for one in section.delegations:
            if one.id not in of:
                continue
            others = wording.others(one.others, are_beside_names=True) if one.others else ""
            yield ShownDelegation(
                heading, now.delegations.names[one.id], one.awaits_head, of[one.id], others
            )
            heading = ""
