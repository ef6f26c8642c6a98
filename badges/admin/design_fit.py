"""Whose badges would not come out as a design wants: what the latest check of everybody found."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from badges.background import fit_checks
from badges.engine.design.fields import Overlong, words_of
from badges.engine.layout.fit_check import Misfit, worst_of
from badges.models import DesignVersion
from conference.models import User
from conference.writing.dates import moment
from delegates.models import Delegate

MOST_SHOWN = 100


@dataclass(frozen=True)
class PersonMisfits:
    """What becomes of the texts of one person, each text by its name."""

    delegate: Delegate
    misfits: list[Misfit]

    @property
    def outcomes(self) -> list[tuple[Any, Misfit]]:
        return [(words_of(misfit.field), misfit) for misfit in self.misfits]


@dataclass(frozen=True)
class DesignFit:
    """`checked`: badges of this design, counted with the version that had this `number`.

    None at all were checked where `checked_at` is None. `found` counts badges by the worst that
    happens on them; the first of these, as the reader sees them, are `people`.
    """

    checked_at: dt.datetime | None = None
    number: int = 0
    is_latest: bool = True
    checked: int = 0
    found: Counter[Overlong | None] | None = None
    people: tuple[PersonMisfits, ...] = ()

    @property
    def when(self) -> str:
        return moment(self.checked_at) if self.checked_at else ""

    @property
    def whole(self) -> int:
        return self.checked - self.misfitting

    @property
    def misfitting(self) -> int:
        return self.found.total() if self.found else 0

    @property
    def smaller(self) -> int:
        return self.of(Overlong.SMALLER)

    @property
    def shortened(self) -> int:
        """The acronym of a name is a shorter name."""
        return self.of(Overlong.ELLIPSIS) + self.of(Overlong.ACRONYM)

    @property
    def impossible(self) -> int:
        return self.of(None)

    def of(self, outcome: Overlong | None) -> int:
        return self.found[outcome] if self.found else 0

    @property
    def more(self) -> int:
        return self.misfitting - len(self.people)


NOT_CHECKED = DesignFit()


def fit_of(latest: DesignVersion, reader: User) -> DesignFit:
    """Of the design whose latest version it is; people whom the reader may not see are counted."""
    job = fit_checks.latest_of_all(latest.conference)
    by_version: dict[str, int] = job.result.get("by_version", {}) if job else {}
    if job is None or not by_version or job.has_lost_its_file:
        return NOT_CHECKED
    known = DesignVersion.objects.filter(design=latest.design_id, pk__in=map(int, by_version))
    version = known.order_by("number").last()
    if version is None:
        return DesignFit(checked_at=job.finished_at)
    found = fit_checks.found_with(version.pk, job)
    return DesignFit(
        checked_at=job.finished_at,
        number=version.number,
        is_latest=version == latest,
        checked=by_version[str(version.pk)],
        found=Counter(worst_of(misfits) for _pk, misfits in found),
        people=_people(found[:MOST_SHOWN], reader),
    )


def _people(found: list[tuple[int, list[Misfit]]], reader: User) -> tuple[PersonMisfits, ...]:
    visible = Delegate.objects.visible_to(reader).select_related("delegation")
    seen = visible.in_bulk([pk for pk, _misfits in found])
    return tuple(PersonMisfits(seen[pk], misfits) for pk, misfits in found if pk in seen)
