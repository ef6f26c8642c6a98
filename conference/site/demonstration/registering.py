"""Delegations that register themselves: one focal point has left four of them in four states."""

import datetime as dt
import html
from io import BytesIO

from i18nfield.strings import LazyI18nString

from conference import audit
from conference.models import Conference, User
from conference.pdf.apart import Document as Paper
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
    DelegationTask,
    FocalPoint,
    Quota,
    RegistrationSettings,
)
from delegates.services import delegations
from delegates.services.registration import nominations, self_registration
from delegates.services.registration.nominations import Note
from delegates.services.review import accreditation, quotas

NOTE_STYLE = """
@page { size: A4; margin: 30mm 25mm }
body { font-size: 11pt; line-height: 1.5 }
h1 { font-size: 14pt; line-height: 1.3; margin: 12mm 0 8mm }
p, li { margin: 0 0 4mm }
.invented { border: 1pt solid #b8892b; padding: 2mm 4mm }
"""


def let_register(
    *, conference: Conference, told: Table, registered: Registered, focal_point: User, by: User
) -> None:
    """Registration is open until the conference is nearly over; what is told is done by the focal
    point.
    """
    RegistrationSettings.objects.create(
        conference=conference,
        opens_at=told["opens_at"],
        closes_at=told["closes_at"].replace(tzinfo=conference.zone),
    )
    for line in told["tasks"]:
        _ask(conference, line, by=by, at=told["opens_at"])
    untouched = _without_people(conference, told["untouched"], told, by)
    begun = _without_people(conference, told["begun"], told, by)
    corrected, full = (registered.delegations[told[name]] for name in ("corrected", "full"))
    for delegation in (untouched, begun, corrected, full):
        _hand_over(delegation, focal_point, told)
    _nominate(corrected, registered.delegates[told["corrected"]], told, by=focal_point)
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


def _ask(conference: Conference, line: Table, *, by: User, at: dt.datetime) -> None:
    """Of all delegations, by a time on the clocks of the venue."""
    task = DelegationTask.objects.create(
        conference=conference,
        name=LazyI18nString(line["name"]),
        due_at=line["due_at"].replace(tzinfo=conference.zone),
        fulfilment=line["fulfilment"],
    )
    audit.record("delegationtask.added", target=task, by=by, at=at)


def _nominate(delegation: Delegation, people: list[Delegate], told: Table, *, by: User) -> None:
    """With a note verbale that says itself that it is invented."""
    note = told["nomination"]
    members = "".join(
        f"<li>{html.escape(str(row))}, {html.escape(row.function)}</li>" for row in people
    )
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in note["paragraphs"])
    invented = html.escape(note["invented"])
    data = Paper(
        f'<html lang="en"><head><title>{html.escape(note["reference"])}</title></head><body>'
        f'<p class="invented">{invented}</p><h1>{html.escape(note["sender"])}</h1>'
        f"<p>{html.escape(note['reference'])}</p>{paragraphs}<ol>{members}</ol>"
        f"<p>{html.escape(note['ending'])}</p></body></html>",
        NOTE_STYLE,
    ).drawn()
    file = nominations.kept(BytesIO(data), len(data))
    written = Note(reference=note["reference"], dated_on=note["dated_on"], file=file)
    nominations.hand_in(delegation=delegation, note=written, by=by, at=told["accepted_at"])


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
