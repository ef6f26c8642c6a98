"""Whose badges would not come out as a design wants: what the latest check of everybody found."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from badges.background import fit_checks
from badges.engine.design.faces import words_on
from badges.engine.design.fields import Overlong
from badges.engine.design.folding import Place
from badges.models import DesignVersion
from conference.models import User
from conference.writing.dates import moment
from delegates.models import Delegate


@dataclass(frozen=True)
class PersonMisfits:
    """What becomes of the texts of one person, each text by its name and then its face."""

    delegate: Delegate
    misfits: list[list[str]]

    @property
    def outcomes(self) -> list[tuple[Any, Overlong | None]]:
        return [
            (words_on(face[0] if face else Place.FRONT, field), fit_checks.outcome_of(kept))
            for field, kept, *face in self.misfits
        ]


@dataclass(frozen=True)
class DesignFit:
    """`checked`: badges of this design, counted with the version that had this `number`.

    None at all were checked where `checked_at` is None. `found` counts badges by the worst that
    happens on them; the first of these, as the reader sees them, are `people`.
    """

    checked_at: dt.datetime | None = None
    number: int = 0
    is_in_use: bool = True
    checked: int = 0
    found: Counter[str] | None = None
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
        return self.of(fit_checks.IMPOSSIBLE)

    def of(self, outcome: str) -> int:
        return self.found[outcome] if self.found else 0

    @property
    def more(self) -> int:
        return self.misfitting - len(self.people)


NOT_CHECKED = DesignFit()


def fit_of(in_use: DesignVersion, reader: User) -> DesignFit:
    """Of the design whose version it is; people whom the reader may not see are counted."""
    job = fit_checks.latest_of_all(in_use.conference)
    if job is None:
        return NOT_CHECKED
    told = job.result["of_versions"]
    known = DesignVersion.objects.filter(design=in_use.design_id, pk__in=map(int, told))
    version = known.order_by("number").last()
    if version is None:
        return DesignFit(checked_at=job.finished_at)
    own = told[str(version.pk)]
    return DesignFit(
        checked_at=job.finished_at,
        number=version.number,
        is_in_use=version == in_use,
        checked=own["checked"],
        found=Counter(own["outcomes"]),
        people=_people(own["first"], reader),
    )


def _people(found: list[tuple[int, list[list[str]]]], reader: User) -> tuple[PersonMisfits, ...]:
    visible = Delegate.objects.visible_to(reader).select_related("delegation")
    seen = visible.in_bulk([pk for pk, _misfits in found])
    return tuple(PersonMisfits(seen[pk], misfits) for pk, misfits in found if pk in seen)
