"""The snapshot of one delegation: of other people, delegations and answers there is nothing in it.

What only officers say is not in it either: who leads, categories and badges follow from nothing
that a focal point's list asks for.
"""

from collections import defaultdict
from dataclasses import replace

from django.utils.translation import gettext as _

from conference.writing.languages import localized
from delegates.importing.known import Confined, Known, KnownDelegate, party_of
from delegates.importing.known.whole import (
    delegates_known,
    delegations_known,
    kinds_known,
    party_names,
)
from delegates.importing.lists import by_id, rank_words
from delegates.importing.own_names import names_of
from delegates.importing.report import DelegationKey
from delegates.importing.words import Vocabulary
from delegates.models import (
    Delegate,
    DelegateQuerySet,
    Delegation,
    DelegationKind,
    Rank,
    SamePersonSpelling,
)
from delegates.recognition.parties import Recogniser
from delegates.services import registering
from delegates.services.registration.self_registration import CHANGED_BY_DELEGATIONS

NOTHING = Vocabulary(())


def known_of(delegation: Delegation, *, is_held: bool = False) -> Known:
    """Held, as the delegation is by then, nobody adds or changes one of its people until the
    commit.
    """
    conference = delegation.conference
    people = Delegate.with_drafts.filter(delegation=delegation, erased_at=None)
    if is_held:
        registering.held_delegates(people.order_by("pk"))
    language = conference.principal_language
    key = DelegationKey(party_of(delegation), delegation.kind_id)
    places = {
        pk: replace(row, head_id=None)
        for pk, row in delegations_known(
            Delegation.objects.filter(pk=delegation.pk), language
        ).items()
    }
    delegates = {
        pk: replace(row, category_id=None, is_category_set_by_hand=False)
        for pk, row in delegates_known(people, places, _spellings(people), conference.zone).items()
    }
    by_name: defaultdict[tuple[DelegationKey, str], list[KnownDelegate]] = defaultdict(list)
    for row in delegates.values():
        for name in (row.name_key, *sorted(row.spellings)):
            by_name[key, name].append(row)
    kinds = DelegationKind.objects.filter(pk=delegation.kind_id)
    ranks = Rank.objects.for_conference(conference)
    (place,) = places.values()
    return Known(
        # Of the installation: which country a nationality is.
        parties=party_names(conference, language, {}),
        own_parties=Recogniser([], []),
        aliases={},
        aliases_but_marks={},
        delegations={key: place},
        delegates=delegates,
        categories={},
        category_words=NOTHING,
        kinds=kinds_known(list(kinds), language),
        kind_words=NOTHING,
        ranks={row.pk: localized(row.name, language).text for row in ranks},
        rank_words=Vocabulary(by_id(rank_words(ranks))),
        rules=[],
        badge_holders=frozenset(),
        on_badges=frozenset(),
        confined=Confined(
            key,
            names_of(delegation),
            delegation.head_id,
            _closed(people),
            unknown={
                "delegation": _("is not the delegation of this page"),
                "reference": _(
                    "is not the reference of anybody in this delegation; blank means a new person"
                ),
            },
            leads=_("leads the delegation; who leads is said on the page of the delegation"),
        ),
        by_reference={row.reference: row for row in delegates.values()},
        by_name=by_name,
        by_delegation={key: list(delegates.values())},
        by_party={key.party: [place]},
    )


def _closed(people: DelegateQuerySet) -> dict[int, str]:
    """Decided on otherwise than by an approval: see `self_registration.change`."""
    rows = people.exclude(accreditation__in=CHANGED_BY_DELEGATIONS).values_list("pk", flat=True)
    return dict.fromkeys(rows, _("is rejected or withdrawn: ask the secretariat"))


def _spellings(people: DelegateQuerySet) -> dict[int, frozenset[str]]:
    """By which lists of officers call them: they are people of this delegation all the same."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    rows = SamePersonSpelling.objects.filter(delegate__in=people.values("pk"))
    for pk, name in rows.values_list("delegate_id", "name_key"):
        found[pk].add(name)
    return {pk: frozenset(names) for pk, names in found.items()}
