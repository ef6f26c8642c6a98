"""What a sheet shows, whoever shows it."""

import re

from django.template.loader import render_to_string
from django.utils import timezone

from delegates.models import Delegate, Delegation
from delegates.services import delegations
from delegates.sheet.contents import Sheet, sheet_of
from delegates.sheet.reader import Reader
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    ProposalFactory,
    RankFactory,
    RegistrationFieldFactory,
    UserFactory,
)


def nowhere(*_what: object) -> str:
    return ""


NOBODY = Reader(
    acts=frozenset(), page=nowhere, on_all=nowhere, on_row=nowhere, photo=nowhere, flag=""
)


def sheet(delegation: Delegation) -> Sheet:
    people = Delegate.objects.filter(delegation=delegation)
    return sheet_of(delegation, people, NOBODY)


def test_reader_who_may_do_nothing_reads() -> None:
    delegation = DelegationFactory()
    people = DelegateFactory.create_batch(3, delegation=delegation, function="Adviser")
    delegations.appoint_head(
        delegation=delegation, delegate=people[0], by=UserFactory(), at=timezone.now()
    )

    page = render_to_string("delegates/sheet/_sheet.html", {"sheet": sheet(delegation)})

    assert page.count("Adviser") == 3
    assert re.findall(r"<(?:a|form|button|input|details)\b", page) == []


def test_draft_who_is_to_lead_leads_for_whoever_sees_drafts() -> None:
    delegation = DelegationFactory()
    head = DelegateFactory(delegation=delegation, accreditation="draft", photo="photos/a.jpg")
    delegations.appoint_head(
        delegation=delegation, delegate=head, by=UserFactory(), at=timezone.now()
    )

    own = sheet_of(delegation, Delegate.with_drafts.filter(delegation=delegation), NOBODY)
    theirs = sheet(delegation)

    assert own.head is not None
    assert (own.head.position, own.standing.missing) == ("Head of delegation", [])
    assert (theirs.head, theirs.standing.missing) == (None, ["Head of delegation to be confirmed"])


def test_change_that_waits_is_said_beside_what_is_approved() -> None:
    delegation = DelegationFactory()
    changing, changed = DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    ProposalFactory(delegate=changing)
    ProposalFactory(
        delegate=changed, decided_at=timezone.now(), decided_by=UserFactory(), is_taken=True
    )

    shown = {member.delegate: member.states for member in sheet(delegation).members}

    assert [said.words for said in shown[changing]] == ["Approved", "A change waits for an officer"]
    assert [said.words for said in shown[changed]] == ["Approved"]


def test_what_is_missing_is_said_of_whoever_may_still_attend() -> None:
    delegation = DelegationFactory()
    RegistrationFieldFactory(conference=delegation.conference, column="function", is_required=True)
    exempt = RankFactory(conference=delegation.conference, is_photo_needed=False)
    for order, further in enumerate(
        [
            {"function": "Adviser", "photo": "photos/a.jpg"},
            {"function": "Adviser"},
            {"photo": "photos/b.jpg"},
            {"function": "Minister", "rank": exempt},
            {
                "accreditation": "withdrawn",
                "decided_at": timezone.now(),
                "decided_by": UserFactory(),
            },
        ]
    ):
        DelegateFactory(delegation=delegation, order=order, **further)

    shown = sheet(delegation)

    assert [list(member.missing) for member in shown.members] == [
        [],
        ["Missing: Photo"],
        ["Missing: Function"],
        [],
        [],
    ]
    assert list(shown.standing.missing) == ["Head of delegation to be confirmed", "1 photo missing"]
    assert list(shown.standing.figures) == ["5 people", "4 submitted", "1 withdrawn"]


def test_nothing_is_missing_that_is_not_required() -> None:
    delegation = DelegationFactory()
    RegistrationFieldFactory(conference=delegation.conference, column="function")
    RegistrationFieldFactory(conference=delegation.conference, column="email", is_required=True)
    DelegateFactory(delegation=delegation, photo="photos/a.jpg", order=1)
    DelegateFactory(delegation=delegation, photo="photos/b.jpg", email="a@example.org", order=2)

    assert [member.missing for member in sheet(delegation).members] == [["Missing: E-mail"], []]


def test_photos_of_drafts_are_missing_where_they_are_seen() -> None:
    delegation = DelegationFactory()
    DelegateFactory(delegation=delegation, accreditation="draft")

    own = sheet_of(delegation, Delegate.with_drafts.filter(delegation=delegation), NOBODY)

    assert [member.missing for member in own.members] == [["Missing: Photo"]]
    assert "1 photo missing" in own.standing.missing
    assert "1 photo missing" not in sheet(delegation).standing.missing
