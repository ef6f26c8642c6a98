"""What a conference holds around a few new people of one delegation: a page waits for it.

Who is in the delegation, and of everybody else whoever is called the same or has the same e-mail:
no more than an import compares with rows of that delegation.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_

from django.db.models import Q

from conference.models import User
from delegates.choices import QuestionKind
from delegates.importing.cells import Line
from delegates.importing.known import (
    Known,
    KnownDelegate,
    KnownDelegation,
    known_in_part,
    party_of,
)
from delegates.importing.known.whole import party_names, remembered_in
from delegates.importing.lists import by_id, category_words, kind_words, rank_words
from delegates.importing.report import DelegationKey, Party
from delegates.importing.words import Vocabulary
from delegates.models import (
    Answer,
    Category,
    Delegate,
    DelegateQuerySet,
    Delegation,
    DelegationKind,
    Rank,
    UsualKind,
)
from delegates.recognition.descriptions import DESCRIBING, Description
from delegates.recognition.likeness import Portrait
from delegates.recognition.party_keys import marked_key
from delegates.services import identity, registering

# Of one name, and beyond it nobody could compare them on a page.
MOST_OF_ONE_NAME = 60


def named(delegation: Delegation) -> dict[str, str]:
    """What a row has to say so that this delegation is meant, and no other one."""
    party = party_of(delegation)
    return {"delegation": f"{party.type} {party.pk}", "kind": f"kind number {delegation.kind_id}"}


def known_around(
    delegation: Delegation, lines: Sequence[Line], *, by: User, is_held: bool = False
) -> Known:
    """The snapshot, as far as `by` may see people. Held, nobody adds, moves or changes one of
    them until the commit.
    """
    conference = delegation.conference
    visible = Delegate.objects.visible_to(by).for_conference(conference)
    elsewhere = _called_alike(visible.exclude(delegation=delegation), lines)
    if is_held:
        places = visible.filter(pk__in=elsewhere).values_list("delegation_id", flat=True)
        registering.held_delegations({delegation.pk, *places})
    ids = {*elsewhere, *visible.filter(delegation=delegation).values_list("pk", flat=True)}
    if is_held:
        registering.held_delegates(visible.filter(pk__in=ids))
    key = DelegationKey(party_of(delegation), delegation.kind_id)
    known = known_in_part(conference, delegations=[key], delegates=ids, countries=())
    delegates = _with_spellings(known.delegates)
    said = named(delegation)
    usual = dict(UsualKind.objects.for_conference(conference).values_list("sender", "kind_id"))
    by_name: defaultdict[tuple[DelegationKey, str], list[KnownDelegate]] = defaultdict(list)
    by_delegation: defaultdict[DelegationKey, list[KnownDelegate]] = defaultdict(list)
    by_party: defaultdict[Party, list[KnownDelegation]] = defaultdict(list)
    for delegate in delegates.values():
        by_delegation[delegate.delegation.key].append(delegate)
        for name_key in (delegate.name_key, *sorted(delegate.spellings)):
            by_name[delegate.delegation.key, name_key].append(delegate)
    for place in known.delegations.values():
        by_party[place.key.party].append(place)
    kinds = DelegationKind.objects.for_conference(conference)
    return replace(
        known,
        parties=party_names(conference, conference.principal_language, usual),
        aliases={marked_key(said["delegation"]): key.party},
        delegates=delegates,
        category_words=Vocabulary(
            by_id(category_words(Category.objects.for_conference(conference)))
        ),
        kind_words=Vocabulary([*by_id(kind_words(kinds)), (said["kind"], str(delegation.kind_id))]),
        rank_words=Vocabulary(by_id(rank_words(Rank.objects.for_conference(conference)))),
        remembered=remembered_in(conference),
        by_reference={delegate.reference: delegate for delegate in delegates.values()},
        by_name=by_name,
        by_delegation=by_delegation,
        by_party=by_party,
    )


def _called_alike(people: DelegateQuerySet, lines: Sequence[Line]) -> set[int]:
    """Of other delegations: those of the name or the e-mail of a row, and of whom somebody said
    that a row of this conference is about them.
    """
    described = [Description.of({name: line.text(name) for name in DESCRIBING}) for line in lines]
    spellings = {name for one in described for name in Portrait(one).spellings}
    mailboxes = {one.mailbox for one in described if one.mailbox}
    answered = Answer.objects.filter(kind=QuestionKind.PERSON, delegate__isnull=False)
    equal = Q(name_key__in=spellings) | Q(pk__in=answered.values("delegate"))
    equal = reduce(or_, (Q(email__iexact=mailbox) for mailbox in sorted(mailboxes)), equal)
    found = people.filter(equal).order_by("pk").values_list("pk", flat=True)
    return set(found[: MOST_OF_ONE_NAME * max(len(lines), 1)])


def _with_spellings(delegates: Mapping[int, KnownDelegate]) -> dict[int, KnownDelegate]:
    others = identity.other_spellings(delegates)
    return {
        pk: replace(delegate, spellings=others.get(pk, frozenset()))
        for pk, delegate in delegates.items()
    }
