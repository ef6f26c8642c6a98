"""Whoever is a draft is known to their delegation and to organizers alone.

Every page, part, choice, search and file of the admin is asked for as each other role: the name
stands nowhere. New pages are found by themselves.
"""

import re
from itertools import chain

import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from conference.permissions import ROLES_IN_ADMIN
from delegates.choices import Accreditation, QuestionKind
from delegates.models import Delegate, Delegation
from tests.admin_pages import completions, paths_of_rows
from tests.admin_rows import OF_CONFERENCES, hand_to, row_in
from tests.factories import (
    AnswerFactory,
    ConferenceFactory,
    DelegateFactory,
    KnownApartFactory,
    StaffRoleFactory,
)
from tests.unseen import everything, found_or_exported, pages, text_of

MARK = "Zzunseen"
FIGURES = re.compile("statistics|export")
ASKED = (MARK, "zz", "zzunsen", f"Nurzhanov {MARK}")


@pytest.fixture
def conference() -> Conference:
    """With a row of everything, and somebody approved beside the draft."""
    conference: Conference = ConferenceFactory()
    for model in OF_CONFERENCES:
        row_in(model, conference)
    return conference


@pytest.fixture
def draft(conference: Conference) -> Delegate:
    """Who is to lead the delegation, once it is handed in."""
    delegation = Delegation.objects.filter(conference=conference).earliest("pk")
    DelegateFactory(delegation=delegation, approved=True, family_name="Seen")
    delegate: Delegate = DelegateFactory(
        delegation=delegation,
        accreditation=Accreditation.DRAFT,
        given_name="Nurzhanov",
        family_name=MARK,
        function=f"Minister {MARK}",
        email="zzunseen@example.org",
        own_name=MARK,
        own_name_language="en",
        search_text=f"nurzhanov {MARK.lower()}",
        family_key=MARK.lower(),
        given_key=f"nurzhanov {MARK.lower()}",
    )
    delegation.head = delegate
    delegation.save()
    beside = DelegateFactory(delegation=delegation, approved=True)
    KnownApartFactory(first=beside, second=delegate)
    AnswerFactory(conference=conference, kind=QuestionKind.LETTERS, delegate=delegate, subject=MARK)
    return delegate


def signed_in(client: Client, role: Role, conference: Conference) -> None:
    user = StaffRoleFactory(role=role, conference=conference).user
    for model in OF_CONFERENCES:
        for row in model._base_manager.all():
            hand_to(user, row)
    client.force_login(user)


@pytest.mark.parametrize("role", sorted(ROLES_IN_ADMIN - {Role.ORGANIZER}))
def test_draft_stands_nowhere(
    client: Client, conference: Conference, draft: Delegate, role: Role
) -> None:
    signed_in(client, role, conference)

    telling = [path for path, text in everything(client, conference, ASKED) if MARK.lower() in text]

    assert telling == []


def test_page_of_a_draft_answers_like_a_missing_one(
    client: Client, conference: Conference, draft: Delegate
) -> None:
    for role in ROLES_IN_ADMIN - {Role.ORGANIZER}:
        signed_in(client, Role(role), conference)

        page = client.get(admin_url(conference, "delegates_delegate_change", draft.pk))

        assert page.status_code == 404, role


def test_organizer_finds_a_draft_in_the_delegation_and_in_the_list_and_in_no_file(
    client: Client, conference: Conference, draft: Delegate
) -> None:
    signed_in(client, Role.ORGANIZER, conference)
    of_the_draft = [
        admin_url(conference, "delegates_delegate_changelist"),
        admin_url(conference, "delegates_delegation_change", draft.delegation_id),
        admin_url(conference, "delegates_delegate_change", draft.pk),
    ]

    found = [MARK.lower() in text_of(client.get(page)) for page in of_the_draft]
    figures = [path for path in paths_of_rows(conference) if FIGURES.search(path)]
    asked = chain(
        pages(client, [*figures, *completions(conference)]),
        found_or_exported(client, conference, ASKED),
    )

    assert found == [True, True, True]
    assert len(figures) > 1
    telling = {path for path, text in asked if MARK.lower() in text}
    assert telling <= set(ASKED), "but for the list, in which the words are looked for"
