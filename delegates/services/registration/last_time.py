"""Who was accredited for the same country or organization at an earlier conference.

They are offered to its focal points, to be registered again: what is copied is a name and a
function, and nothing says from where.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, DelegateQuerySet, Delegation, RegistrationSettings

COPIED = (
    *("honorific", "given_name", "family_name", "patronymic", "name_suffix"),
    *("own_given_name", "own_family_name", "own_name", "own_name_language"),
    *("display_name", "function"),
)


@dataclass(frozen=True)
class LastTime:
    """Whom a delegation had at an earlier conference, in the order of its list."""

    conference: Conference
    people: Sequence[Delegate]


def is_offered(delegation: Delegation) -> bool:
    """Once an organizer has confirmed that whoever registers it may speak for it."""
    if delegation.confirmed_at is None or delegation.is_withdrawn:
        return False
    return not _silent().filter(conference=delegation.conference_id).exists()


def people_of_last_time(delegation: Delegation) -> list[LastTime]:
    """The latest conference first. Each person once, as they were called last; without whoever is
    in the delegation already.
    """
    if not is_offered(delegation):
        return []
    people = Delegate.with_drafts.filter(delegation=delegation)
    known = set(people.values_list("name_key", flat=True))
    found: dict[Conference, list[Delegate]] = {}
    for row in _accredited_before(delegation):
        if row.name_key not in known:
            known.add(row.name_key)
            found.setdefault(row.conference, []).append(row)
    return [LastTime(conference, rows) for conference, rows in found.items()]


def has_people_of_last_time(delegation: Delegation) -> bool:
    """Whether `people_of_last_time` would have somebody."""
    if not is_offered(delegation):
        return False
    known = Delegate.with_drafts.filter(delegation=delegation, name_key=OuterRef("name_key"))
    return _accredited_before(delegation).filter(~Exists(known)).exists()


def copies(rows: Iterable[Delegate], delegation: Delegation) -> list[Delegate]:
    """Drafts to be registered in the delegation."""
    return [
        Delegate(
            delegation=delegation,
            accreditation=Accreditation.DRAFT,
            **{name: getattr(row, name) for name in COPIED},
        )
        for row in rows
    ]


def _accredited_before(delegation: Delegation) -> DelegateQuerySet:
    """Of the same country or organization, its mission apart, where conferences allow it."""
    earlier = Conference.objects.filter(ends_on__lt=delegation.conference.starts_on)
    rows = Delegate.objects.filter(
        delegation__country=delegation.country_id,
        delegation__organization=delegation.organization_id,
        delegation__is_mission=delegation.is_mission,
        delegation__conference__in=earlier.exclude(pk__in=_silent().values("conference")),
        accreditation=Accreditation.APPROVED,
    )
    return rows.select_related("conference").order_by(
        "-conference__ends_on", "-conference", "order", "pk"
    )


def _silent() -> QuerySet[RegistrationSettings]:
    """Of conferences that neither offer people nor let theirs be offered."""
    return RegistrationSettings.objects.filter(offers_people_of_last_time=False)
