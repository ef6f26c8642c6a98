"""What focal points do to the delegation that they register, within what is theirs to do.

The rules are asked here, of rows that are held: registration may have closed, somebody may have
been accredited or the focal point's access ended, since the page was shown.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from conference.writing.lines import clean_text
from delegates.choices import IN_HAND, Accreditation
from delegates.columns import SPOUSE_OF
from delegates.models import (
    Delegate,
    Delegation,
    FormDraft,
    OwnField,
    Proposal,
    Submission,
    SubmittedDelegate,
    is_open_for,
)
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.services import delegations, registering
from delegates.services.registration import focal_points, needs, own_fields
from delegates.services.registration.last_time import copies, people_of_last_time
from delegates.services.registration.own_fields import Given
from delegates.services.review import accreditation, handing_in, proposals, replacement

# Nobody has decided on these yet.
OPEN = IN_HAND | {Accreditation.WAITING, Accreditation.SUBMITTED}
CHANGED_BY_DELEGATIONS = OPEN | {Accreditation.APPROVED}
MOST_DRAFTED = dt.timedelta(days=30)
# As an officer's may be.
LONGEST_REASON = 1000


@dataclass
class HandedIn:
    """What became of whoever was in hand; `waiting` have no place yet, of those `held_back`
    something is missing.
    """

    submitted: list[Delegate] = field(default_factory=list)
    waiting: list[Delegate] = field(default_factory=list)
    held_back: list[Delegate] = field(default_factory=list)


@transaction.atomic
def add(
    *,
    delegate: Delegate,
    answers: Mapping[OwnField, Given] = MappingProxyType({}),
    by: User,
    at: dt.datetime,
) -> Delegate:
    """A draft, last in its delegation: nobody but the delegation and organizers knows of them.

    The form that was sent before has added them already: then it is they.
    """
    _held(delegate.delegation, by, at)
    there = Delegate.with_drafts.filter(
        delegation=delegate.delegation_id, form_key=delegate.form_key
    ).first()
    if delegate.form_key and there:
        return there
    delegate.accreditation = Accreditation.DRAFT
    registered = registering.register(delegate=delegate, by=by, at=at)
    if answers:
        own_fields.answer(delegate=registered, answers=answers, by=by, at=at)
    return registered


@transaction.atomic
def take_over(
    *, delegation: Delegation, chosen: Collection[int], by: User, at: dt.datetime
) -> list[Delegate]:
    """Drafts of those of last time whose ids were chosen. Whoever was taken over meanwhile, or is
    offered no longer, is left out.
    """
    held = _held(delegation, by, at)
    offered = [row for each in people_of_last_time(held) for row in each.people]
    taken = copies([row for row in offered if row.pk in chosen], held)
    return registering.register_many(delegates=taken, by=by, at=at)


@transaction.atomic
def add_many(
    *, delegation: Delegation, delegates: Sequence[Delegate], by: User, at: dt.datetime
) -> list[Delegate]:
    """Of a list: drafts, in its order; see `add`."""
    _held(delegation, by, at)
    for row in delegates:
        row.accreditation = Accreditation.DRAFT
    return registering.register_many(delegates=delegates, by=by, at=at)


def held_open(*, delegation: Delegation, by: User, at: dt.datetime) -> Delegation:
    """Held, where this focal point may add people to it now; raises DomainError where not."""
    return _held(delegation, by, at)


@transaction.atomic
def replace(
    *,
    former: Delegate,
    delegate: Delegate,
    answers: Mapping[OwnField, Given] = MappingProxyType({}),
    by: User,
    at: dt.datetime,
) -> Delegate:
    """See `replacement.replace`, which writes others of the delegation, too."""
    registering.hold_people_of(_held(former.delegation, by, at))
    delegate.delegation = _held_person(former, by, at)[0]
    there = Delegate.with_drafts.filter(
        delegation=former.delegation_id, form_key=delegate.form_key
    ).first()
    if delegate.form_key and there:
        return there
    added = replacement.replace(former=former, delegate=delegate, by=by, at=at)
    if answers:
        own_fields.answer(delegate=added, answers=answers, by=by, at=at)
    return added


@transaction.atomic
def change(
    *,
    delegate: Delegate,
    fields: Mapping[str, Any],
    answers: Mapping[OwnField, Given] = MappingProxyType({}),
    by: User,
    at: dt.datetime,
) -> Proposal | None:
    """New values, and answers to own fields. Of whoever is approved, what matters for that is
    proposed to the officers.

    Once registration is closed, changes of whoever is approved are proposed still, and whoever is
    offered a place is completed, to be handed in while it is kept.
    """
    held, stored = _held_person(delegate, by, at, is_always_open=True)
    if not is_changed_after_closing(held, stored, at):
        _require_open(held, at)
    if stored.accreditation not in CHANGED_BY_DELEGATIONS:
        raise DomainError(_("%s is rejected or withdrawn: ask the secretariat.") % stored)
    proposed, proposed_answers = {}, {}
    if stored.accreditation == Accreditation.APPROVED:
        mattering = Asking(held.conference).of(stored).mattering
        proposed = {name: value for name, value in fields.items() if name in mattering}
        proposed_answers = {own: given for own, given in answers.items() if own.matters}
    spouse = proposed.get(SPOUSE_OF.name)
    if spouse is not None and spouse.is_draft:
        raise DomainError(_("Hand %s in first: an officer decides on the change.") % spouse)
    at_once = {name: value for name, value in fields.items() if name not in proposed}
    if at_once:
        registering.change(delegate=delegate, fields=at_once, by=by, at=at)
    answered = {own: given for own, given in answers.items() if own not in proposed_answers}
    if answered:
        own_fields.answer(delegate=delegate, answers=answered, by=by, at=at)
    if not proposed and not proposed_answers:
        return None
    return proposals.propose(
        delegate=stored, fields=proposed, answers=proposed_answers, by=by, at=at
    )


@transaction.atomic
def take_back(*, delegate: Delegate, by: User, at: dt.datetime) -> None:
    """What was proposed of somebody and waits still; once registration is closed, too."""
    _held, stored = _held_person(delegate, by, at, is_always_open=True)
    proposals.take_back(delegate=stored, by=by, at=at)


def is_changed_after_closing(delegation: Delegation, delegate: Delegate, at: dt.datetime) -> bool:
    """Whether a focal point changes somebody though registration is closed."""
    if delegation.is_withdrawn:
        return False
    return delegate.accreditation == Accreditation.APPROVED or delegate.is_offered_place(at)


@transaction.atomic
def say_needs(*, delegate: Delegate, dietary: str, access: str, by: User, at: dt.datetime) -> None:
    """Whatever was decided on the person: the kitchen asks nobody's leave."""
    _held_person(delegate, by, at, is_always_open=True)
    needs.say(delegate=delegate, dietary=dietary, access=access, by=by, at=at)


@transaction.atomic
def hand_in(*, delegation: Delegation, by: User, at: dt.datetime) -> HandedIn:
    """All who are drafts, were returned or are offered a place, submitted or waiting for one; kept
    as a submission.

    Of whom something required is missing stays behind, and holds up nobody else.
    """
    held = _held(delegation, by, at, is_always_open=True)
    people = Delegate.with_drafts.filter(delegation=held)
    rows = people.to_be_handed_in(at, is_open=is_open_for(held, at)).order_by("pk")
    # Asked once more of whoever was waited for: an officer may have handed somebody in meanwhile.
    stored = registering.held_delegates(rows.select_for_update(of=("self",), no_key=True))
    if not stored:
        _require_open(held, at)
    prefetch_related_objects([*stored.values()], "rank", "spouse_of__rank")
    result, lacks = HandedIn(), Lacks(Asking(held.conference))
    ready: list[Delegate] = []
    for row in stored.values():
        (result.held_back if lacks.in_words(row) else ready).append(row)
    for moved in handing_in.submit_many(delegates=ready, by=by, at=at):
        is_waiting = moved.accreditation == Accreditation.WAITING
        (result.waiting if is_waiting else result.submitted).append(moved)
    handed = [*result.submitted, *result.waiting]
    if not handed:
        raise DomainError(
            _("Something is missing of everybody who could be handed in.")
            if result.held_back
            else _("Nobody is left to be handed in.")
        )
    _keep(held, handed, by=by, at=at)
    return result


def forecast(people: Sequence[Delegate], lacks: Lacks) -> HandedIn:
    """What would become of them, handed in now. Their delegation and ranks are loaded."""
    result = HandedIn()
    ready: list[Delegate] = []
    for row in people:
        (result.held_back if lacks.in_words(row) else ready).append(row)
    result.waiting = handing_in.who_would_wait(ready)
    waiting = {row.pk for row in result.waiting}
    result.submitted = [row for row in ready if row.pk not in waiting]
    return result


def _keep(delegation: Delegation, people: Sequence[Delegate], *, by: User, at: dt.datetime) -> None:
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    versions = dict(
        history.filter(pgh_obj_id__in=[row.pk for row in people])
        .values_list("pgh_obj_id")
        .annotate(last=Max("pgh_id"))
        .order_by()
    )
    submission = Submission.objects.create(
        conference_id=delegation.conference_id,
        delegation=delegation,
        handed_in_by=by,
        handed_in_at=at,
    )
    SubmittedDelegate.objects.bulk_create(
        SubmittedDelegate(
            conference_id=delegation.conference_id,
            submission=submission,
            delegate=row,
            version_id=versions[row.pk],
        )
        for row in people
    )
    audit.record("delegation.handed_in", target=delegation, by=by, at=at)


@transaction.atomic
def withdraw(*, delegate: Delegate, reason: str, by: User, at: dt.datetime) -> Delegate:
    """Not coming after all; also said once registration is closed."""
    _held_person(delegate, by, at, is_always_open=True)
    try:
        reason = clean_text(reason, limit=LONGEST_REASON)
    except ValueError as error:
        raise DomainError(str(error)[:1].upper() + str(error)[1:] + ".") from error
    return accreditation.withdraw(delegate=delegate, reason=reason, by=by, at=at)


@transaction.atomic
def take_out(*, delegate: Delegate, by: User, at: dt.datetime) -> None:
    """Whoever was never handed in leaves nothing: no row, no history."""
    held, stored = _held_person(delegate, by, at)
    if not stored.is_draft:
        raise DomainError(_("%s was handed in already: withdraw instead.") % stored)
    if handing_in.is_named(stored):
        raise DomainError(_("%s is named elsewhere already: ask the secretariat.") % stored)
    if held.head_id == stored.pk:
        delegations.appoint_head(delegation=held, delegate=None, by=by, at=at)
    audit.record("delegate.taken_out", target=stored, by=by, at=at)
    own_fields.forget(delegates=[stored.pk])
    apps.get_model("delegates", "DelegateEvent")._default_manager.filter(
        pgh_obj_id=stored.pk
    ).delete()
    Delegate.with_drafts.filter(pk=stored.pk).delete()


@transaction.atomic
def keep_typed(
    *,
    delegation: Delegation,
    delegate: Delegate | None,
    typed: Mapping[str, Any],
    by: User,
    at: dt.datetime,
) -> None:
    """What stands in a form that is not saved yet, in place of what was kept of it before.

    After registration closed, too: it may be reopened, and until then it is there to be copied.
    """
    if delegate is None:
        _held(delegation, by, at, is_always_open=True)
    else:
        # Held too: of whoever was erased meanwhile nothing is kept.
        _held_person(delegate, by, at, is_always_open=True)
    FormDraft.objects.update_or_create(
        user=by,
        delegation=delegation,
        delegate=delegate,
        defaults={
            "conference_id": delegation.conference_id,
            "typed": dict(typed),
            "kept_at": at,
        },
    )


def forget_typed(*, delegation: Delegation, delegate: Delegate | None, by: User) -> None:
    """The form was saved, or what was typed is not wanted."""
    FormDraft.objects.filter(user=by, delegation=delegation, delegate=delegate).delete()


def sweep_typed(*, at: dt.datetime) -> None:
    """Drafts that nobody has come back to for a month."""
    FormDraft.objects.filter(kept_at__lt=at - MOST_DRAFTED).delete()


@transaction.atomic
def place_before(*, delegate: Delegate, other: Delegate | None, by: User, at: dt.datetime) -> None:
    """See `registering.place_before`. The order is theirs, whatever was decided on people."""
    _held(delegate.delegation, by, at)
    registering.place_before(delegate=delegate, other=other, by=by, at=at)


@transaction.atomic
def name_head(
    *, delegation: Delegation, delegate: Delegate | None, by: User, at: dt.datetime
) -> Proposal | None:
    """Who leads stands on the badge of whoever is accredited: then it is proposed to the officers,
    and who leads holds meanwhile. Proposed it may be once registration is closed, too.
    """
    held = _held(delegation, by, at, is_always_open=True)
    people = registering.held_delegates([row for row in (held.head, delegate) if row is not None])
    is_at_once = all(row.accreditation != Accreditation.APPROVED for row in people.values())
    if is_at_once or held.is_withdrawn:
        _require_open(held, at)
    if is_at_once:
        delegations.appoint_head(delegation=held, delegate=delegate, by=by, at=at)
        return None
    if delegate is None:
        return proposals.propose_head(delegation=held, delegate=None, by=by, at=at)
    proposed = people[delegate.pk]
    if proposed.delegation_id != held.pk:
        raise DomainError(_("%s is no longer in this delegation.") % proposed)
    if not proposed.is_expected:
        raise DomainError(_("Hand %s in first: an officer decides on who leads.") % proposed)
    return proposals.propose_head(delegation=held, delegate=proposed, by=by, at=at)


def _held(
    delegation: Delegation, by: User, at: dt.datetime, *, is_always_open: bool = False
) -> Delegation:
    held = registering.held_delegations([delegation.pk])[delegation.pk]
    focal_points.require_standing(delegation=held, by=by)
    if not is_always_open:
        _require_open(held, at)
    return held


def _require_open(delegation: Delegation, at: dt.datetime) -> None:
    if not is_open_for(delegation, at):
        raise DomainError(_("Registration is closed. Ask the secretariat of the conference."))


def _held_person(
    delegate: Delegate, by: User, at: dt.datetime, *, is_always_open: bool = False
) -> tuple[Delegation, Delegate]:
    """Whoever was moved to another delegation since the page was shown is no longer theirs."""
    held = _held(delegate.delegation, by, at, is_always_open=is_always_open)
    (stored,) = registering.held_delegates([delegate]).values()
    if stored.delegation_id != held.pk:
        raise DomainError(_("%s is no longer in this delegation.") % stored)
    stored.delegation = held
    return held, stored
