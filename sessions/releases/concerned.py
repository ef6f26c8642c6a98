"""Whom a release concerns: who takes part in what it told otherwise, organizes it or is invited.

For an office that tells them. Whoever no longer attends is told nothing. What is told of a closed
session names nobody: whom that concerns are those of its draft, as it is now.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from django.utils.translation import gettext as _

from conference.models import Conference
from conference.spreadsheets import add_sheet, new_workbook
from conference.writing.languages import localized
from delegates.models import Delegate
from sessions.choices import Audience, Part
from sessions.facts import SessionFacts, organizer_facts, people_facts
from sessions.models import Session, SessionInvitation
from sessions.releases import reading, wording
from sessions.releases.changes import Change


@dataclass(frozen=True)
class Concern:
    """`role` in words; `delegate` is None for somebody who is named without being one.

    `delegation_id` is that of the delegate, or of who organizes the session.
    """

    change: Change
    role: str
    name: str
    delegate: Delegate | None
    delegation: str
    delegation_id: int | None = None


def concerns(found: Sequence[Change], conference: Conference) -> list[Concern]:
    """In the order of the changes; of each whoever takes part before or after it, once a role."""
    told = _with_who_is_in_closed_ones(found, conference)
    by_invitation = [
        change.facts.code
        for change, both in zip(found, told, strict=True)
        if any(facts.audience == Audience.INVITATION for facts in both)
    ]
    invitations = SessionInvitation.objects.filter(
        conference=conference, session__code__in=by_invitation
    ).select_related("session")
    invited: dict[str, list[int]] = {}
    for row in invitations:
        invited.setdefault(row.session.code, []).append(row.delegate_id)
    ids = {one.delegate for both in told for facts in both for one in facts.people}
    ids |= {pk for pks in invited.values() for pk in pks}
    expected = Delegate.objects.filter(pk__in=[pk for pk in ids if pk]).expected()
    people = {row.pk: row for row in expected.select_related("delegation")}
    return [
        concern
        for change, both in zip(found, told, strict=True)
        for concern in _of_change(
            change, both, conference, people, invited.get(change.facts.code, [])
        )
    ]


def _with_who_is_in_closed_ones(
    found: Sequence[Change], conference: Conference
) -> list[list[SessionFacts]]:
    """Of each change what is told after it and before it."""
    told = [[facts for facts in (one.after, one.before) if facts is not None] for one in found]
    closed = {facts.code for both in told for facts in both if facts.is_closed}
    rows = Session.objects.for_conference(conference).filter(code__in=closed)
    drafted = {
        row.code: (people_facts(row), organizer_facts(row))
        for row in rows.prefetch_related(reading.ORGANIZERS, reading.PEOPLE)
    }

    def completed(facts: SessionFacts) -> SessionFacts:
        if not facts.is_closed:
            return facts
        people, organizers = drafted[facts.code]
        return replace(facts, people=people, organizers=organizers)

    return [[completed(facts) for facts in both] for both in told]


def _of_change(
    change: Change,
    both: Iterable[SessionFacts],
    conference: Conference,
    people: dict[int, Delegate],
    invited: Sequence[int],
) -> Iterator[Concern]:
    said = set()
    for facts in both:
        for one in facts.people:
            key = (one.part, one.delegate or one.name)
            delegate = people.get(one.delegate or 0)
            if key in said or (one.delegate is not None and delegate is None):
                continue
            said.add(key)
            yield _person(change, str(Part(one.part).label), one.name, delegate, conference)
        for organizer in facts.organizers:
            if ("organizer", organizer.key) not in said:
                said.add(("organizer", organizer.key))
                name = localized(organizer.name, fallbacks=conference.languages).text
                yield Concern(change, _("Organizer"), "", None, name, organizer.key)
    for pk in invited:
        if pk in people:
            yield _person(change, _("Invited"), str(people[pk]), people[pk], conference)


def _person(
    change: Change, role: str, name: str, delegate: Delegate | None, conference: Conference
) -> Concern:
    if delegate is None:
        return Concern(change, role, name, None, "")
    delegation = localized(delegate.delegation.name, fallbacks=conference.languages).text
    return Concern(change, role, name, delegate, delegation, delegate.delegation_id)


def write_workbook(file: IO[bytes], found: Sequence[Concern], conference: Conference) -> None:
    header = [
        _("When"),
        _("Session"),
        _("Change"),
        _("Person"),
        _("Role"),
        _("Delegation"),
        _("E-mail"),
    ]
    with new_workbook(file) as workbook:
        add_sheet(
            workbook,
            _("Whom it concerns"),
            header=header,
            rows=([*_session(one.change, conference), *_who(one)] for one in found),
        )


def _session(change: Change, conference: Conference) -> list[str]:
    when, title = wording.when_and_what(change, conference)
    return [when, title, "; ".join(wording.told(change, conference))]


def _who(concern: Concern) -> list[str]:
    email = concern.delegate.email if concern.delegate else ""
    return [concern.name, concern.role, concern.delegation, email]
