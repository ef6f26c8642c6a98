"""Delegations that register themselves: one focal point has left four of them in four states."""

from conference import audit
from conference.models import Conference, User
from conference.site.demonstration.delegations import Registered
from conference.site.demonstration.people import looks_of
from conference.site.demonstration.portraits import portrait
from conference.site.demonstration.tables import Table
from delegates import photos
from delegates.choices import Accreditation, Gender
from delegates.models import (
    Country,
    Delegate,
    Delegation,
    FocalPoint,
    Quota,
    RegistrationSettings,
)
from delegates.services import delegations
from delegates.services.registration import self_registration
from delegates.services.review import accreditation, quotas


def let_register(
    *, conference: Conference, told: Table, registered: Registered, focal_point: User, by: User
) -> None:
    """Registration opens and does not close; what is told is done by the focal point."""
    RegistrationSettings.objects.create(conference=conference, opens_at=told["opens_at"])
    untouched = _without_people(conference, told["untouched"], told, by)
    begun = _without_people(conference, told["begun"], told, by)
    corrected, full = (registered.delegations[told[name]] for name in ("corrected", "full"))
    for delegation in (untouched, begun, corrected, full):
        _hand_over(delegation, focal_point, told)
    _return_one(registered.delegates[told["corrected"]], told, by)
    _leave_no_place(full, told, by)
    found = {told["begun"]: begun, told["full"]: full}
    for line in told["people"]:
        person = Delegate(
            conference=conference, delegation=found[line["delegation"]], **line["fields"]
        )
        if "looks" in line:
            is_feminine = person.gender == Gender.FEMALE
            looks = looks_of(line["looks"], line["delegation"])
            drawn = portrait(person.family_name, is_feminine=is_feminine, looks=looks)
            person.photo = photos.store(photos.encoded_by_us(drawn))
        self_registration.add(delegate=person, by=focal_point, at=told["at"])
    self_registration.hand_in(delegation=full, by=focal_point, at=told["at"])


def _without_people(conference: Conference, country: str, told: Table, by: User) -> Delegation:
    party = Country.objects.get(iso2=country)
    made = delegations.new_delegation(conference, party, kind=None)
    return delegations.register(delegation=made, by=by, at=told["opens_at"])


def _hand_over(delegation: Delegation, focal_point: User, told: Table) -> None:
    """Nobody is written to: the account is there already, and its address is no mailbox."""
    at = told["accepted_at"]
    made = FocalPoint.objects.create(
        conference_id=delegation.conference_id,
        delegation=delegation,
        user=focal_point,
        accepted_at=at,
    )
    audit.record("focalpoint.accepted", target=made, by=focal_point, at=at)


def _return_one(people: list[Delegate], told: Table, by: User) -> None:
    ids = [row.pk for row in people]
    undecided = Delegate.objects.filter(pk__in=ids, accreditation=Accreditation.SUBMITTED)
    returned = told["returned"]
    accreditation.return_(
        delegate=undecided.order_by("order")[0],
        fields=returned["fields"],
        reason=returned["reason"],
        by=by,
        at=told["accepted_at"],
    )


def _leave_no_place(delegation: Delegation, told: Table, by: User) -> None:
    """As many places as people: whoever comes next waits."""
    taken = Delegate.objects.filter(delegation=delegation).expected().count()
    quota = Quota(conference=delegation.conference, delegation=delegation, places=taken)
    quotas.save(quota=quota, by=by, at=told["opens_at"])
