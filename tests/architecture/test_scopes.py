"""Whoever has a staff role for some kinds or categories meets nobody beyond them.

As in `test_addresses`: what lies beyond answers like what is missing, at every address; and as in
`test_drafts` it is looked for in all that can be read.
"""

import pytest
from django.test import Client

from conference.choices import SCOPED_BY_KIND, Role
from conference.models import Conference
from delegates.models import Category, Delegate, Delegation, DelegationKind, ScopeLine
from tests.addresses import Address, model_of
from tests.architecture.test_addresses import IN_A_CONFERENCE, MISSING, OF_A_CONFERENCE, answer
from tests.factories import (
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    ImportRunFactory,
    ProposalFactory,
    StaffRoleFactory,
    StaffScopeFactory,
)
from tests.unseen import everything

MARK = "Zzbeyond"
ASKED = (MARK, "zz", "zzbeyon")
OF_PEOPLE = [one for one in OF_A_CONFERENCE if model_of(one) in (Delegate, Delegation)]
BY_DELEGATION = [
    one
    for one in IN_A_CONFERENCE
    if {"delegation", "delegation_id", "delegate_id"} & set(one.parameters)
]


@pytest.fixture
def conference() -> Conference:
    conference: Conference = ConferenceFactory()
    return conference


@pytest.fixture
def kind(conference: Conference) -> DelegationKind:
    kind: DelegationKind = DelegationKindFactory(conference=conference, code="media")
    DelegateFactory(delegation__conference=conference, delegation__kind=kind)
    return kind


@pytest.fixture
def beyond(conference: Conference, kind: DelegationKind) -> Delegate:
    delegation = DelegationFactory(conference=conference)
    delegate: Delegate = DelegateFactory(
        delegation=delegation,
        approved=True,
        family_name=MARK,
        function=MARK,
        search_text=MARK.lower(),
        family_key=MARK.lower(),
    )
    delegation.head = delegate
    delegation.save()
    ImportRunFactory(conference=conference)
    return delegate


def signed_in(client: Client, role: str, only: DelegationKind | Category) -> None:
    scope = StaffScopeFactory(conference=only.conference)
    named = "kind" if isinstance(only, DelegationKind) else "category"
    ScopeLine.objects.create(conference=only.conference, scope=scope, **{named: only})
    held = StaffRoleFactory(role=role, conference=only.conference, scope=scope)
    client.force_login(held.user)


@pytest.mark.parametrize("address", OF_PEOPLE, ids=str)
def test_record_beyond_the_scope_answers_like_a_missing_one(
    client: Client, kind: DelegationKind, beyond: Delegate, address: Address
) -> None:
    row = beyond if model_of(address) is Delegate else beyond.delegation
    slug = row.conference.slug
    for role in SCOPED_BY_KIND:
        signed_in(client, role, kind)
        for ask in (client.get, client.post):
            asked = {"decision": "rejected", "delegate_id": str(beyond.pk)}
            found = ask(address.path(conference=slug, object_id=str(row.pk), **asked))
            missing = ask(address.path(conference=slug, object_id=str(MISSING), **asked))

            assert found.status_code in {302, 403, 404, 405}, role
            assert answer(found, row.pk, MISSING) == answer(missing, row.pk, MISSING), role


@pytest.mark.parametrize("address", BY_DELEGATION, ids=str)
def test_page_about_a_delegation_beyond_the_scope_answers_like_a_missing_one(
    client: Client, kind: DelegationKind, beyond: Delegate, address: Address
) -> None:
    slug, pk = beyond.conference.slug, beyond.delegation_id
    for role in SCOPED_BY_KIND:
        signed_in(client, role, kind)
        for ask in (client.get, client.post):
            keys = dict.fromkeys(("delegation", "delegation_id", "object_id"), str(pk))
            none = dict.fromkeys(keys, str(MISSING))
            found = ask(address.path(conference=slug, delegate_id=str(beyond.pk), **keys))
            missing = ask(address.path(conference=slug, delegate_id=str(MISSING), **none))

            assert found.status_code in {302, 403, 404, 405}, role
            assert answer(found, pk, beyond.pk, MISSING) == answer(
                missing, pk, beyond.pk, MISSING
            ), role


@pytest.mark.parametrize("role", sorted(SCOPED_BY_KIND))
def test_nobody_of_another_kind_stands_anywhere(
    client: Client, conference: Conference, kind: DelegationKind, beyond: Delegate, role: Role
) -> None:
    Delegation.objects.filter(pk=beyond.delegation_id).update(acronym=MARK)
    signed_in(client, role, kind)

    telling = [path for path, text in everything(client, conference, ASKED) if MARK.lower() in text]

    assert telling == []


@pytest.mark.parametrize("role", sorted(SCOPED_BY_KIND))
def test_nobody_of_another_category_stands_anywhere(
    client: Client, conference: Conference, kind: DelegationKind, beyond: Delegate, role: Role
) -> None:
    """The delegation does: who is in it, does not, be they replaced by or married to somebody."""
    own = CategoryFactory(conference=conference)
    DelegateFactory(delegation=beyond.delegation, replaces=beyond, spouse_of=beyond)
    approved = DelegateFactory(delegation=beyond.delegation, approved=True)
    ProposalFactory(delegate=approved, values={"spouse_of": beyond.pk, "head": approved.pk})
    Delegate.objects.exclude(pk=beyond.pk).update(category=own)
    signed_in(client, role, own)

    telling = [path for path, text in everything(client, conference, ASKED) if MARK.lower() in text]

    assert telling == []
