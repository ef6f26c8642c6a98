"""Whose badges would not come out as their design wants, before any of them is printed."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from badges import obstacles
from badges.choices import Purpose
from badges.engine.codes import NO_CODE
from badges.engine.layout.fit_check import FitCheck, Misfit
from badges.models import Badge, DesignVersion
from badges.obstacles import NOTHING_ISSUED
from badges.snapshot import Snapshots, with_what_badges_show
from badges.standing.print_plan import Designs, delegates_of
from conference.leased_work import Tell, unheard
from conference.models import Conference
from delegates.models import Delegate

ROWS_AT_ONCE = 1000


@dataclass(frozen=True)
class Misfitting:
    """`version_id`: of the design that the badge has."""

    delegate_id: int
    version_id: int
    misfits: list[Misfit]


@dataclass(frozen=True)
class Report:
    """`by_version`: how many may have a badge, by the version of the design that each would have;
    `found` are in protocol order.
    """

    by_version: Counter[int]
    found: list[Misfitting]

    @property
    def checked(self) -> int:
        return self.by_version.total()


def report(
    conference: Conference,
    delegate_ids: Collection[int],
    language: str,
    *,
    tell: Tell = unheard,
) -> Report:
    """Of the chosen delegates, in what their badges would show now. `tell` hears how many."""
    checks = _Checks(Designs(conference))
    snapshots = Snapshots(conference, language)
    badges = Badge.objects.for_conference(conference).personal()
    serials = dict(badges.values_list("delegate", "serial"))
    by_version: Counter[int] = Counter()
    found = []
    for delegate, version in _printable(conference, delegate_ids, checks.designs):
        content = snapshots.content(delegate, serial=serials.get(delegate.pk, 0), code=NO_CODE)
        tell(by_version.total())
        by_version[version.pk] += 1
        misfits = checks.of(version).misfits(content)
        if misfits:
            found.append(Misfitting(delegate.pk, version.pk, misfits))
    return Report(by_version, found)


def _printable(
    conference: Conference, delegate_ids: Collection[int], designs: Designs
) -> Iterator[tuple[Delegate, DesignVersion]]:
    """Who may have a badge, whether one was issued or not."""
    chosen = with_what_badges_show(delegates_of(conference, delegate_ids)).in_protocol_order()
    for delegate in chosen.iterator(chunk_size=ROWS_AT_ONCE):
        version = designs.for_category(delegate.category_id)
        obstacle = obstacles.to_printing(
            delegate,
            purpose=Purpose.FIRST,
            issues=NOTHING_ISSUED,
            has_design=version is not None,
        )
        if version is not None and obstacle is None:
            yield delegate, version


class _Checks:
    """One for each version of a design."""

    def __init__(self, designs: Designs) -> None:
        self.designs = designs
        self.known: dict[int, FitCheck] = {}

    def of(self, version: DesignVersion) -> FitCheck:
        if version.pk not in self.known:
            self.known[version.pk] = FitCheck(version.as_faces())
        return self.known[version.pk]
