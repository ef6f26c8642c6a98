"""What registration adds to a large conference: who registers, and everything that they hand in."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F, Max, Value
from django.db.models.functions import Concat

from conference.choices import Role, WorkState
from conference.files.storage import random_key
from conference.models import Conference, User
from delegates.choices import (
    Accreditation,
    AnswerKind,
    CredentialsForm,
    Fulfilment,
    Position,
    Signatory,
    YesOrNo,
)
from delegates.derived import derive_delegates
from delegates.models import (
    Category,
    Credentials,
    Delegate,
    Delegation,
    DelegationKind,
    FormDraft,
    Message,
    Needs,
    Nomination,
    OwnValue,
    Proposal,
    Submission,
    SubmittedDelegate,
)
from delegates.models.importing.imports import ImportStep
from delegates.participants import printings
from tests import factories

FEW = "intergovernmental"
"""Code of a kind that few of the delegations are of; see `large_conference.add_delegations`."""

MANY = 60
"""So many delegations has the focal point of several, and the liaison officer."""

FURTHER_COLUMNS = ["arrival_cell", "departure_cell", "function_cell", "ministry_cell", "rank_cell"]
"""Of the list of delegates, beside those that it usually shows."""

MESSAGES, MESSAGES_OF_LARGEST = 20, 300
SUBMISSIONS = 5
REQUESTS = 200
AT_WORK = 5
BATCH = 1000


@dataclass(frozen=True)
class Registering:
    """Who asks for the pages of registration, and what of the largest delegation they name."""

    focal_point: User
    focal_point_of_many: User
    liaison_officer: User
    officer: User
    officer_of_few: User
    officer_of_nobody: User
    officer_with_all_columns: User
    values: dict[str, str]


def register(
    conference: Conference,
    delegations: Sequence[Delegation],
    delegates: Sequence[Delegate],
    *,
    by: User,
    at: dt.datetime,
) -> Registering:
    """`delegates` are everybody, drafts included; the first delegation is the largest."""
    factories.RegistrationSettingsFactory(
        conference=conference, opens_at=at - dt.timedelta(days=60), takes_requests=True
    )
    largest = delegations[0]
    flag = default_storage.save(random_key("flags", "flag.png"), ContentFile(b"\x89PNG"))
    Delegation.objects.filter(pk=largest.pk).update(flag_file=flag)
    focal_points = add_focal_points(delegations)
    add_quotas(conference, largest)
    add_tasks(conference, delegations, by=by, at=at)
    add_answers(conference, delegates)
    add_papers(conference, delegations, focal_points, by=by, at=at)
    add_submissions(conference, delegations, delegates, focal_points, at=at)
    add_proposals(conference, delegates, focal_points, by=by, at=at)
    add_last_time(conference, largest, by=by, at=at)
    add_queue(conference, delegates, at=at)
    add_printing(conference, by=by, at=at)
    factories.InvitationRequestFactory.create_batch(REQUESTS, conference=conference)
    add_forms_and_lists(conference, delegations, delegates, focal_points, at=at)
    return Registering(
        focal_point=focal_points[largest.pk],
        focal_point_of_many=focal_point_of_many(delegations),
        liaison_officer=liaison_officer(conference, delegations),
        officer=officer("Officer", conference),
        officer_of_few=officer("Of few", conference, FEW),
        officer_of_nobody=officer("Of nobody", conference, "media"),
        officer_with_all_columns=officer_with_all_columns(conference),
        values=named_by_addresses(conference, largest),
    )


def named_by_addresses(conference: Conference, largest: Delegation) -> dict[str, str]:
    """One of each, the last: whoever is looked up from the first on is found last."""
    files = OwnValue.objects.filter(delegate__delegation=largest).exclude(file="")
    answer = files.latest("delegate__order")
    return {
        "slug": conference.slug,
        "delegation_id": str(largest.pk),
        "delegate_id": str(answer.delegate_id),
        "field_id": str(answer.field_id),
        "number": str(Nomination.objects.filter(delegation=largest).latest("pk").pk),
    }


def is_approved(row: Delegate) -> bool:
    return row.accreditation == Accreditation.APPROVED


def own_of(delegation: Delegation, delegates: Sequence[Delegate]) -> list[Delegate]:
    return [row for row in delegates if row.delegation_id == delegation.pk]


# Who registers, accompanies and decides


def add_focal_points(delegations: Sequence[Delegation]) -> dict[int, User]:
    """One each, by the delegation's id."""
    return {
        row.pk: factories.FocalPointFactory(delegation=row, user__name="Focal point").user
        for row in delegations
    }


def focal_point_of_many(delegations: Sequence[Delegation]) -> User:
    user: User = factories.UserFactory(name="Of many")
    for row in delegations[:MANY]:
        factories.FocalPointFactory(delegation=row, user=user)
    return user


def liaison_officer(conference: Conference, delegations: Sequence[Delegation]) -> User:
    scope = factories.StaffScopeFactory(conference=conference)
    for row in delegations[:MANY]:
        factories.ScopeLineFactory(conference=conference, scope=scope, delegation=row, kind=None)
    role = factories.StaffRoleFactory(
        conference=conference, role=Role.LIAISON_OFFICER, scope=scope, user__name="Liaison"
    )
    user: User = role.user
    return user


def officer(name: str, conference: Conference, kind: str = "") -> User:
    """Of everybody, or of the kind with that code."""
    scope = None
    if kind:
        scope = factories.StaffScopeFactory(conference=conference)
        rows = DelegationKind.objects.for_conference(conference)
        factories.ScopeLineFactory(conference=conference, scope=scope, kind=rows.get(code=kind))
    role = factories.StaffRoleFactory(
        conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope, user__name=name
    )
    user: User = role.user
    return user


def officer_with_all_columns(conference: Conference) -> User:
    """In the list of delegates, that is."""
    found = officer("All columns", conference)
    factories.ListColumnsFactory(user=found, added=FURTHER_COLUMNS)
    return found


# What the conference asks


def add_quotas(conference: Conference, largest: Delegation) -> None:
    """Of each delegation, of all together, in a category, in a position, and of one by name."""
    states = DelegationKind.objects.for_conference(conference).get(pk=largest.kind_id)
    category = Category.objects.for_conference(conference).earliest("pk")
    common: dict[str, Any] = {"conference": conference, "kind": None}
    of_states: dict[str, Any] = {"conference": conference, "kind": states}
    factories.QuotaFactory(**of_states, places=300, hosted=10)
    factories.QuotaFactory(**of_states, position=Position.PRESS, places=5)
    factories.QuotaFactory(**of_states, is_each=False, places=40_000)
    factories.QuotaFactory(**common, category=category, places=40)
    factories.QuotaFactory(**common, category=category, is_each=False, places=30_000)
    factories.QuotaFactory(**common, position=Position.SECURITY, is_each=False, places=500)
    factories.QuotaFactory(**common, delegation=largest, places=380, hosted=20)


def add_tasks(
    conference: Conference, delegations: Sequence[Delegation], *, by: User, at: dt.datetime
) -> None:
    """One that follows from what is registered for each way it can, and three to be ticked."""
    ways = [*Fulfilment, Fulfilment.TICKED, Fulfilment.TICKED]
    for number, way in enumerate(ways):
        task = factories.DelegationTaskFactory(
            conference=conference, fulfilment=way, due_at=at + dt.timedelta(days=4 * number - 7)
        )
        for row in delegations[number::3] if way == Fulfilment.TICKED else ():
            factories.TickedTaskFactory(task=task, delegation=row, ticked_at=at, ticked_by=by)


def add_answers(conference: Conference, delegates: Sequence[Delegate]) -> None:
    """Of everybody a text and a choice, of half a yes or no, of a few a file; and needs."""
    text, yes_or_no, file = (
        factories.OwnFieldFactory(conference=conference, answer=answer, is_searched=is_searched)
        for answer, is_searched in (
            (AnswerKind.TEXT, True),
            (AnswerKind.YES_OR_NO, False),
            (AnswerKind.FILE, False),
        )
    )
    choices = factories.OwnFieldChoiceFactory.create_batch(5, field__conference=conference)
    for choice in choices[1:]:
        choice.field = choices[0].field
        choice.save()
    key = default_storage.save(random_key("answers", "a.pdf"), ContentFile(b"%PDF-"))

    def values() -> Iterator[OwnValue]:
        for number, row in enumerate(delegates):
            own: dict[str, Any] = {"conference": conference, "delegate": row}
            choice = choices[number % len(choices)]
            yield OwnValue(**own, field=text, text=row.own_answers)
            yield OwnValue(**own, field=choice.field, choice=choice)
            if number % 2:
                yield OwnValue(**own, field=yes_or_no, text=YesOrNo.YES)
            if number % 10 == 1:
                yield OwnValue(**own, field=file, file=key)

    OwnValue.objects.bulk_create(values(), batch_size=BATCH)
    Needs.objects.bulk_create(
        (Needs(conference=conference, delegate=row, dietary="No nuts") for row in delegates[::20]),
        batch_size=BATCH,
    )


# What is handed in


def add_papers(
    conference: Conference,
    delegations: Sequence[Delegation],
    focal_points: dict[int, User],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """A thread of messages each, notes verbales, and credentials of nine in ten."""
    note = default_storage.save(random_key("nominations", "n.pdf"), ContentFile(b"%PDF-"))
    of_all: dict[str, Any] = {"conference": conference}
    for place, row in enumerate(delegations):
        count = MESSAGES if place else MESSAGES_OF_LARGEST
        Message.objects.bulk_create(
            Message(
                **of_all,
                delegation=row,
                author=by if number % 2 else focal_points[row.pk],
                is_from_secretariat=bool(number % 2),
                text=f"{number}: the list is complete but for the security officers. " * 3,
                sent_at=at - dt.timedelta(hours=count - number),
            )
            for number in range(count)
        )
        Nomination.objects.bulk_create(
            Nomination(
                **of_all,
                delegation=row,
                reference=f"NV {number}/2018",
                dated_on=at.date(),
                file=note,
                handed_in_at=at - dt.timedelta(days=number),
                handed_in_by=focal_points[row.pk],
            )
            for number in range(2 if place else 10)
        )
    Credentials.objects.bulk_create(
        Credentials(
            **of_all,
            delegation=row,
            form=CredentialsForm.ORIGINAL,
            signatory=Signatory.FOREIGN_MINISTER,
            received_on=at.date(),
            received_by=by,
        )
        for row in delegations[: len(delegations) * 9 // 10]
    )


def add_submissions(
    conference: Conference,
    delegations: Sequence[Delegation],
    delegates: Sequence[Delegate],
    focal_points: dict[int, User],
    *,
    at: dt.datetime,
) -> None:
    """Everybody but the drafts was handed in once, in one of several submissions."""
    made = Submission.objects.bulk_create(
        Submission(
            conference=conference,
            delegation=row,
            handed_in_at=at - dt.timedelta(days=number),
            handed_in_by=focal_points[row.pk],
        )
        for row in delegations
        for number in range(SUBMISSIONS)
    )
    of: dict[int, list[Submission]] = {}
    for submission in made:
        of.setdefault(submission.delegation_id, []).append(submission)
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    versions = dict(
        history.filter(conference=conference)
        .order_by()
        .values_list("pgh_obj_id")
        .annotate(Max("pgh_id"))
    )
    SubmittedDelegate.objects.bulk_create(
        (
            SubmittedDelegate(
                conference=conference,
                submission=of[row.delegation_id][number % SUBMISSIONS],
                delegate=row,
                version_id=versions[row.pk],
            )
            for number, row in enumerate(delegates)
            if row.accreditation != Accreditation.DRAFT
        ),
        batch_size=BATCH,
    )


def add_proposals(
    conference: Conference,
    delegates: Sequence[Delegate],
    focal_points: dict[int, User],
    *,
    by: User,
    at: dt.datetime,
) -> None:
    """Of one in fifty of the approved; half of them decided on."""
    approved = [row for row in delegates if is_approved(row)]
    Proposal.objects.bulk_create(
        (
            Proposal(
                conference=conference,
                delegate=row,
                values={"function": "Minister of Economic Development"},
                proposed_at=at - dt.timedelta(minutes=number),
                proposed_by=focal_points[row.delegation_id],
                decided_at=at if number % 2 else None,
                decided_by=by if number % 2 else None,
                decision_reason="Not in the note" if number % 2 else "",
            )
            for number, row in enumerate(approved[::50])
        ),
        batch_size=BATCH,
    )


def add_last_time(
    conference: Conference, largest: Delegation, *, by: User, at: dt.datetime
) -> None:
    """As many as it has now came to an earlier conference, under other names."""
    Delegation.objects.filter(pk=largest.pk).update(confirmed_at=at)
    earlier = factories.ConferenceFactory(
        starts_on=conference.starts_on - dt.timedelta(days=700),
        ends_on=conference.starts_on - dt.timedelta(days=698),
    )
    delegation = factories.DelegationFactory(conference=earlier, country=largest.country)
    rows = [
        Delegate(
            conference=earlier,
            delegation=delegation,
            given_name=f"Former {number}",
            family_name="Participant",
            function="Adviser",
            accreditation=Accreditation.APPROVED,
            decided_at=at,
            decided_by=by,
        )
        for number in range(largest.delegates.count())
    ]
    derive_delegates(rows, earlier)
    Delegate.objects.bulk_create(rows, batch_size=BATCH)


def add_forms_and_lists(
    conference: Conference,
    delegations: Sequence[Delegation],
    delegates: Sequence[Delegate],
    focal_points: dict[int, User],
    *,
    at: dt.datetime,
) -> None:
    """What was typed and not saved, and a list that each third has taken over."""
    first_of = {row.delegation_id: row for row in reversed(delegates)}
    FormDraft.objects.bulk_create(
        FormDraft(
            conference=conference,
            user=focal_points[row.pk],
            delegation=row,
            delegate=delegate,
            typed={"given_name": "Zarina", "family_name": "Mirzoeva"},
            kept_at=at,
        )
        for row in delegations
        for delegate in (None, first_of.get(row.pk))
    )
    for row in delegations[::3]:
        factories.ImportRunFactory(
            conference=conference,
            delegation=row,
            created_by=focal_points[row.pk],
            created_at=at,
            step=ImportStep.APPLY,
            state=WorkState.DONE,
            applied_at=at,
            summary={"result": {"created": 12, "changed": 3}},
        )


# What officers have before them


def add_queue(conference: Conference, delegates: Sequence[Delegate], *, at: dt.datetime) -> None:
    """Some officers are at work on whoever came first."""
    first = (row for row in delegates if row.accreditation == Accreditation.SUBMITTED)
    for row, _number in zip(first, range(AT_WORK), strict=False):
        factories.ReviewLeaseFactory(
            delegate=row,
            officer=officer("At work", conference),
            leased_until=at + dt.timedelta(hours=9),
            place_at=row.submitted_at,
        )


def add_printing(conference: Conference, *, by: User, at: dt.datetime) -> None:
    """The list was printed, and one in some hundred people changed since."""
    printings.keep(conference=conference, reserved={}, by=by, at=at)
    accredited = Delegate.objects.for_conference(conference).accredited()
    changed = list(accredited.order_by("pk").values_list("pk", flat=True)[::300])
    acting = Concat(F("function"), Value(", acting"))
    Delegate.objects.filter(pk__in=changed).update(function=acting)
