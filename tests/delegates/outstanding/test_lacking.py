"""What is counted of delegations is what is said of each of their people."""

import random
from collections import Counter

import pytest

from delegates.choices import PREPARED
from delegates.models import Delegate, Delegation, Rank
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacking import lacking_in
from delegates.outstanding.lacks import Lacks
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    OwnFieldFactory,
    OwnFieldLineFactory,
    OwnValueFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationFieldLineFactory,
    words,
)

COLUMNS = ["given_name", "family_name", "own_family_name", "nationality", "email", "hotel", "rank"]
TEXTS = ["own_family_name", "email", "function"]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_as_many_are_counted_as_lack_it_by_the_rules_of_each(seed: int) -> None:
    chance = random.Random(seed)
    conference = ConferenceFactory()
    kinds = [DelegationKindFactory(conference=conference, code=code) for code in ("state", "media")]
    ranks = [
        RankFactory(
            conference=conference, is_photo_needed=photo, are_documents_needed=photo and papers
        )
        for photo in (True, False)
        for papers in (True, False)
    ]
    for column in [*COLUMNS, *chance.sample(COLUMNS, 3), "photo", "function"]:
        field = RegistrationFieldFactory(
            conference=conference, column=column, is_required=chance.random() < 0.8
        )
        if chance.random() < 0.5:
            RegistrationFieldLineFactory(field=field, kind=chance.choice(kinds))
        if chance.random() < 0.5:
            RegistrationFieldLineFactory(field=field, kind=None, rank=chance.choice(ranks))
    own = [
        OwnFieldFactory(conference=conference, is_required=True, answer=answer, name=words(answer))
        for answer in ("text", "file")
    ]
    OwnFieldLineFactory(field=own[0], kind=kinds[0])
    delegations = [
        DelegationFactory(conference=conference, kind=kinds[number % 2]) for number in range(3)
    ]
    for delegation in delegations:
        people: list[Delegate] = []
        for _person in range(8):
            people.append(somebody(chance, delegation, ranks, people))
            for field in own:
                if chance.random() < 0.5:
                    file = {"text": "", "file": "a/b.pdf"} if field.answer == "file" else {}
                    OwnValueFactory(delegate=people[-1], field=field, **{"text": "1"} | file)

    found = {pk: dict(rows) for pk, rows in lacking_in(delegations).items()}

    assert found == {row.pk: by_each(row) for row in delegations}
    assert any(found.values())


def somebody(
    chance: random.Random, delegation: Delegation, ranks: list[Rank], others: list[Delegate]
) -> Delegate:
    state = chance.choice(
        [{"accreditation": "draft"}, {"submitted_at": AT}, {"approved": True}, {"waiting": True}]
    )
    texts = {name: "x@example.org" if chance.random() < 0.5 else "" for name in TEXTS}
    if texts["own_family_name"]:
        texts |= {"own_family_name": "Ли", "own_name": "Ли", "own_name_language": "ru"}
    row: Delegate = DelegateFactory(
        delegation=delegation,
        rank=chance.choice([None, *ranks]),
        nationality=chance.choice([None, CountryFactory()]),
        photo=chance.choice(["", "photos/aa/one.jpg"]),
        spouse_of=chance.choice([None, *others]),
        **chance.choice([{}, {"given_name": ""}, {"family_name": ""}]),
        **texts,
        **state,
    )
    return row


def by_each(delegation: Delegation) -> dict[str, int]:
    lacks = Lacks(Asking(delegation.conference))
    people = Delegate.with_drafts.filter(delegation=delegation, accreditation__in=PREPARED)
    return dict(sum((Counter(lacks.to_bring(row)) for row in people), Counter[str]()))
