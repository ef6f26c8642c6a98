"""Changes that a delegation proposes of whoever is approved: an officer takes or refuses them."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, OwnField, OwnValue, Proposal
from delegates.models.review.proposals import LEFT
from delegates.services import delegations, registering, scopes
from delegates.services.registration import own_fields
from delegates.services.registration.own_fields import Given
from delegates.services.review.held import held as held_in_order

PHOTO = "photo"
# Before the id of an own field, among the names of columns.
OWN = "own:"
# Who is to lead the delegation, as the key of their row; none is to be confirmed.
HEAD = "head"


class Gone:
    """In place of a row that a proposal names and that was deleted since."""

    def __str__(self) -> str:
        return _("no longer there")


NO_LONGER_THERE = Gone()


@transaction.atomic
def propose(
    *,
    delegate: Delegate,
    fields: Mapping[str, Any],
    answers: Mapping[OwnField, Given] = MappingProxyType({}),
    by: User,
    at: dt.datetime,
) -> Proposal | None:
    """Beside what was proposed before and not decided; `delegate` is held.

    A field that is as it is registered proposes nothing: then what was proposed of it is dropped.
    None where nothing is left to decide.
    """
    row = Proposal.objects.open().filter(delegate=delegate).first()
    row = row or Proposal(conference_id=delegate.conference_id, delegate=delegate, values={})
    for name, value in fields.items():
        if name == PHOTO:
            row.photo = value
            continue
        stored = value.pk if isinstance(value, Model) else value
        if stored == getattr(delegate, _attribute(name)):
            row.values.pop(name, None)
        else:
            row.values[name] = stored
    _propose_answers(row, delegate, answers)
    return _proposed(row, by=by, at=at)


def _proposed(row: Proposal, *, by: User, at: dt.datetime) -> Proposal | None:
    """Left open; one without anything to decide is gone, and the trail says by whom."""
    row.proposed_by, row.proposed_at = by, at
    if not row.values and not row.photo:
        if row.pk:
            _drop(row, by=by, at=at)
        return None
    row.save()
    audit.record("delegate.change_proposed", target=row.delegate, by=by, at=at, **_said_of(row))
    return row


def _drop(row: Proposal, *, by: User, at: dt.datetime) -> None:
    audit.record("delegate.proposal_dropped", target=row.delegate, by=by, at=at, **_said_of(row))
    row.delete()


@transaction.atomic
def take_back(*, delegate: Delegate, by: User, at: dt.datetime) -> None:
    """The delegation no longer wants what it proposed; `delegate` is held. Left of it is who
    took it back, when, and which fields it was about.
    """
    row = Proposal.objects.open().filter(delegate=delegate).first()
    if row is None:
        raise DomainError(_("Nothing waits: it was decided on, or taken back."))
    _drop(row, by=by, at=at)


@transaction.atomic
def propose_head(
    *, delegation: Delegation, delegate: Delegate | None, by: User, at: dt.datetime
) -> Proposal | None:
    """Who is to lead, in place of whoever was proposed before: of the one who would, or of the one
    who does, whichever is approved. The delegation is held.

    Who leads already is proposed for nothing, which drops what was proposed. What is left of a
    change from which it is dropped is another one, to be read again.
    """
    is_new_approved = delegate and delegate.accreditation == Accreditation.APPROVED
    about = delegate if is_new_approved else delegation.head
    is_as_it_was = delegation.head_id == (delegate.pk if delegate else None)
    before = Proposal.objects.open().filter(delegate__delegation=delegation, values__has_key=HEAD)
    for row in before:
        if is_as_it_was or row.delegate != about:
            del row.values[HEAD]
            _proposed(row, by=by, at=at)
    if is_as_it_was:
        return None
    assert about is not None
    proposal = Proposal.objects.open().filter(delegate=about).first()
    proposal = proposal or Proposal(conference_id=about.conference_id, delegate=about, values={})
    proposal.values[HEAD] = delegate.pk if delegate else None
    return _proposed(proposal, by=by, at=at)


def _propose_answers(row: Proposal, delegate: Delegate, answers: Mapping[OwnField, Given]) -> None:
    there = {value.field_id: value for value in OwnValue.objects.filter(delegate=delegate)}
    for field, given in answers.items():
        name, stored = f"{OWN}{field.pk}", there.get(field.pk)
        now = (stored.text, stored.choice_id) if stored else ("", None)
        if now == (given.text, given.choice and given.choice.pk):
            row.values.pop(name, None)
        else:
            row.values[name] = given.choice.pk if given.choice else given.text


@transaction.atomic
def take(*, proposal: Proposal, by: User, at: dt.datetime) -> Delegate:
    """The values become the delegate's, with all that follows from them.

    What would lead the person out of the officer's scope, or concerns somebody beyond it, is left
    to another officer.
    """
    try:
        return _take(proposal, by=by, at=at)
    except scopes.BeyondScopeError as error:
        raise DomainError(
            _(
                "Taken over, this change would reach beyond what your staff role is for. Nothing"
                " was changed: it waits for an officer whose role is for that, or refuse it."
            )
        ) from error


def _take(proposal: Proposal, *, by: User, at: dt.datetime) -> Delegate:
    held, delegate = _held(proposal, by)
    if delegate.accreditation != Accreditation.APPROVED:
        raise DomainError(_("%s is no longer approved: change the record itself.") % delegate)
    values = values_of(held)
    if NO_LONGER_THERE in values.values():
        raise DomainError(_("What is proposed is no longer there: refuse the change."))
    if held.photo:
        values[PHOTO] = held.photo.name
    if values:
        registering.change(delegate=delegate, fields=values, by=by, at=at)
    if HEAD in held.values:
        _appoint(held, delegate, by=by, at=at)
    if answers := answers_of(held):
        own_fields.answer(delegate=delegate, answers=answers, by=by, at=at)
    # By an officer who registers the delegation, too: nobody decides on it by that.
    scopes.require_within(Delegate.with_drafts, [delegate.pk], by=by)
    _decide(held, is_taken=True, reason="", by=by, at=at)
    audit.record("delegate.change_taken", target=delegate, by=by, at=at, **_said_of(held))
    return delegate


def _appoint(proposal: Proposal, delegate: Delegate, *, by: User, at: dt.datetime) -> None:
    """Whoever was proposed may have withdrawn or moved since."""
    head = head_of(proposal)
    if proposal.values[HEAD] is not None:
        is_there = head and head.is_expected and head.delegation_id == delegate.delegation_id
        if not is_there:
            raise DomainError(
                _("Whoever is proposed to lead no longer attends: refuse the change.")
            )
    delegations.appoint_head(delegation=delegate.delegation, delegate=head, by=by, at=at)


@transaction.atomic
def refuse(*, proposal: Proposal, reason: str, by: User, at: dt.datetime) -> Delegate:
    """What is registered stays; the delegation reads why."""
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Give a reason: it stays with the decision."))
    held, delegate = _held(proposal, by)
    _decide(held, is_taken=False, reason=reason, by=by, at=at)
    audit.record("delegate.change_refused", target=delegate, by=by, at=at, **_said_of(held))
    return delegate


def _said_of(proposal: Proposal) -> dict[str, Any]:
    """Which fields, for the audit trail."""
    own = sorted(int(name.removeprefix(OWN)) for name in proposal.values if name.startswith(OWN))
    return {"fields": names_in(proposal), "detail": {"own_fields": own} if own else None}


def names_in(proposal: Proposal) -> list[str]:
    """Of columns."""
    named = [name for name in proposal.values if name != LEFT and not name.startswith(OWN)]
    return sorted([*named, *([PHOTO] if proposal.photo else [])])


def values_of(proposal: Proposal) -> dict[str, Any]:
    """As they would be assigned, or `NO_LONGER_THERE`; the photo is the proposal's own; head and
    answers are apart. Whoever has moved to another delegation is gone, too.
    """
    found = {
        name: _value(name, stored)
        for name, stored in proposal.values.items()
        if name not in {HEAD, LEFT} and not name.startswith(OWN)
    }
    return {
        name: NO_LONGER_THERE if _is_elsewhere(value, proposal) else value
        for name, value in found.items()
    }


def _is_elsewhere(value: Any, proposal: Proposal) -> bool:
    here = proposal.values.get(LEFT, proposal.delegate.delegation_id)
    return isinstance(value, Delegate) and value.delegation_id != here


def head_of(proposal: Proposal) -> Delegate | None:
    """Who is to lead; none, too, where they are gone or have moved to another delegation."""
    stored = proposal.values.get(HEAD)
    head = Delegate.objects.filter(pk=stored).first() if stored else None
    return None if _is_elsewhere(head, proposal) else head


def answers_of(proposal: Proposal) -> dict[OwnField, Given]:
    """Those to own fields that are still asked; a choice that is gone is none."""
    stored = {
        int(name.removeprefix(OWN)): value
        for name, value in proposal.values.items()
        if name.startswith(OWN)
    }
    if not stored:
        return {}
    rows = OwnField.objects.filter(conference=proposal.conference_id, pk__in=stored)
    found = {}
    for field in rows.prefetch_related("choices"):
        value = stored[field.pk]
        choices = {row.pk: row for row in field.choices.all()}
        found[field] = (
            Given(text=value) if isinstance(value, str) else Given(choice=choices.get(value))
        )
    return found


def _held(proposal: Proposal, by: User) -> tuple[Proposal, Delegate]:
    """Whoever holds the delegate holds what is proposed of them; delegations come before."""
    hold_people(Proposal.objects.filter(pk=proposal.pk))
    (delegate,) = registering.held_delegates([proposal.delegate]).values()
    scopes.require_within(Delegate.with_drafts, [delegate.pk], by=by)
    row = Proposal.objects.open().filter(pk=proposal.pk).first()
    if row is None:
        raise DomainError(_("Somebody has decided on this change already."))
    return row, delegate


def hold_people(rows: QuerySet[Proposal]) -> None:
    """Of whom these are, and their delegations before: as a focal point holds them who changes what
    is proposed.
    """
    people = Delegate.with_drafts.filter(proposals__in=rows)
    registering.held_delegations(set(people.order_by().values_list("delegation_id", flat=True)))
    if first := rows.select_related("conference").first():
        list(held_in_order(first.conference, people_of(rows)))


def people_of(rows: QuerySet[Proposal]) -> set[int]:
    """Whom these are about; and who leads now, and who would, where that is proposed."""
    found: set[int | None] = set()
    for row in rows.select_related("delegate__delegation"):
        found.add(row.delegate_id)
        if HEAD in row.values:
            found |= {row.delegate.delegation.head_id, row.values[HEAD]}
    return {pk for pk in found if pk}


def _decide(row: Proposal, *, is_taken: bool, reason: str, by: User, at: dt.datetime) -> None:
    row.is_taken, row.decision_reason = is_taken, reason
    row.decided_by, row.decided_at = by, at
    row.save()


def _attribute(name: str) -> str:
    return str(Delegate._meta.get_field(name).attname)  # type: ignore[union-attr]


def _value(name: str, stored: Any) -> Any:
    field = Delegate._meta.get_field(name)
    if field.is_relation:
        rows = field.related_model._base_manager.filter(pk=stored)  # type: ignore[union-attr]
        return (rows.first() or NO_LONGER_THERE) if stored else None
    return field.to_python(stored)  # type: ignore[union-attr]
