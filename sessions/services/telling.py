"""Telling by mail those whom a release concerns."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import Conference, MailBatch, User
from conference.outbox import writing
from conference.outbox.composing import address_of, compose
from conference.outbox.writing import Letter
from conference.writing.languages import localized
from delegates.models import Delegation, FocalPoint
from sessions.choices import Audience
from sessions.models import Release
from sessions.releases import concerned, wording
from sessions.releases.changes import Change
from sessions.releases.concerned import Concern
from sessions.releases.history import told_otherwise


@dataclass
class Told:
    """What one address is told, once each; `about` are the records whose history has it."""

    name: str
    language: str
    changes: list[Change] = field(default_factory=list)
    about: dict[tuple[str, int], models.Model] = field(default_factory=dict)

    def add(self, change: Change, about: Iterable[models.Model]) -> None:
        if change not in self.changes:
            self.changes.append(change)
        self.about |= {(row._meta.label, row.pk): row for row in about}


@transaction.atomic
def prepare(*, release: Release, by: User, at: dt.datetime) -> MailBatch:
    """One mail to each person whom it concerns and who has an address, and one to each focal point
    of their delegations and of those that organize; all to be looked at before they are sent.
    """
    conference = release.conference
    [told] = told_otherwise([release])
    found = concerned.concerns(told.changes(), conference)
    letters = [
        _letter(address, each, conference) for address, each in _by_address(found, conference)
    ]
    if not letters:
        raise DomainError(_("Nobody whom it concerns has an e-mail address."))
    title = _("Changes of %s") % wording.title(release)
    batch = writing.prepare(letters, title=title, conference=conference, by=by, at=at)
    audit.record(
        "release.mails_prepared", target=release, by=by, at=at, detail={"mails": len(letters)}
    )
    return batch


def _by_address(found: Sequence[Concern], conference: Conference) -> list[tuple[str, Told]]:
    ids = {one.delegation_id for one in found if one.delegation_id}
    delegations = Delegation.objects.for_conference(conference).in_bulk(ids)
    focal_points: dict[int, list[FocalPoint]] = {}
    standing = FocalPoint.objects.standing().filter(delegation__in=ids, user__is_active=True)
    for row in standing.select_related("user"):
        focal_points.setdefault(row.delegation_id, []).append(row)
    told: dict[str, Told] = {}
    for one in found:
        delegation = delegations.get(one.delegation_id or 0)
        if delegation is None:
            continue
        language = delegation.correspondence_language or conference.principal_language
        for point in focal_points.get(delegation.pk, []) if _is_for_delegations(one.change) else []:
            to = told.setdefault(point.user.email, Told(str(point.user), language))
            to.add(one.change, [delegation])
        if one.delegate is not None and one.delegate.email:
            to = told.setdefault(one.delegate.email.lower(), Told(one.name, language))
            to.add(one.change, [one.delegate])
    return list(told.items())


def _is_for_delegations(change: Change) -> bool:
    """What single people are invited to is told to them alone."""
    both = (change.before, change.after)
    return all(facts is None or facts.audience != Audience.INVITATION for facts in both)


def _letter(address: str, told: Told, conference: Conference) -> Letter:
    with translation.override(told.language):
        context = {
            "title": localized(conference.title, fallbacks=conference.languages),
            "lines": [wording.line(change, conference) for change in told.changes],
            "agenda_url": address_of("agenda:agenda", conference.slug),
        }
        composed = compose("agenda_changes", told.language, context)
    return Letter(address, composed, list(told.about.values()), recipient_name=told.name)
