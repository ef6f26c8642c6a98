"""What a sheet shows, whoever shows it."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from delegates.models import Delegate, Delegation
from delegates.services import delegations
from delegates.sheet import contents
from delegates.sheet.contents import Sheet, page_of, sheet_of
from delegates.sheet.reader import Act, Reader
from tests.factories import (
    AT,
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


MOVES = replace(NOBODY, acts=frozenset({Act.REORDER, Act.APPOINT_HEAD}))


def decided(state: str) -> dict[str, Any]:
    """What stands with the state."""
    if state not in {"withdrawn", "rejected"}:
        return {}
    return {"decided_at": AT, "decided_by": UserFactory(), "decision_reason": "Recalled"}


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

    assert [list(member.missing) for member in [*shown.members, *shown.gone]] == [
        [],
        ["Missing: Photo"],
        ["Missing: Function"],
        [],
        [],
    ]
    assert list(shown.standing.missing) == ["Head of delegation to be confirmed", "1 photo missing"]
    assert list(shown.standing.figures) == ["4 people", "4 submitted", "1 withdrawn"]


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


def test_whoever_does_not_attend_stands_below_the_others_and_is_not_counted_among_them() -> None:
    delegation = DelegationFactory()
    for order, state in enumerate(["withdrawn", "submitted", "rejected", "draft"]):
        DelegateFactory(
            delegation=delegation,
            order=order,
            family_name=state.upper(),
            accreditation=state,
            **decided(state),
        )

    own = sheet_of(delegation, Delegate.with_drafts.filter(delegation=delegation), MOVES)

    assert [each.delegate.family_name for each in own.members] == ["SUBMITTED", "DRAFT"]
    assert [each.delegate.family_name for each in own.gone] == ["WITHDRAWN", "REJECTED"]
    assert [each.place for each in own.members] == [1, 2]
    assert own.all_members == 2
    assert list(own.standing.figures) == [
        "2 people",
        "1 submitted",
        "1 draft",
        "1 rejected",
        "1 withdrawn",
    ]
    assert [sorted(each.urls) for each in own.members] == [["appoint_head", "reorder"]] * 2
    assert [sorted(each.urls) for each in own.gone] == [[]] * 2
    page = render_to_string("delegates/sheet/_sheet.html", {"sheet": own})
    assert page.index("DRAFT") < page.index("Withdrawn or rejected") < page.index("WITHDRAWN")


def test_head_who_has_withdrawn_can_be_confirmed_no_longer() -> None:
    delegation = DelegationFactory()
    head = DelegateFactory(delegation=delegation)
    delegations.appoint_head(
        delegation=delegation, delegate=head, by=UserFactory(), at=timezone.now()
    )
    Delegate.objects.filter(pk=head.pk).update(accreditation="withdrawn", **decided("withdrawn"))

    own = sheet_of(delegation, Delegate.with_drafts.filter(delegation=delegation), MOVES)

    assert own.head is not None
    assert (list(own.head.urls), own.members, own.all_members) == (["appoint_head"], [], 0)


def test_pages_go_on_with_whoever_does_not_attend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MEMBERS_ON_A_PAGE", 2)
    delegation = DelegationFactory()
    states = ["withdrawn", "submitted", "submitted", "submitted", "withdrawn"]
    rows = [
        DelegateFactory(
            delegation=delegation,
            order=order,
            accreditation=state,
            **decided(state),
        )
        for order, state in enumerate(states)
    ]
    people = Delegate.with_drafts.filter(delegation=delegation)

    pages = [sheet_of(delegation, people, MOVES, page=number) for number in (1, 2, 3)]

    shown = [[each.delegate for each in [*page.members, *page.gone]] for page in pages]
    assert shown == [rows[1:3], [rows[3], rows[0]], [rows[4]]]
    assert [len(page.gone) for page in pages] == [0, 1, 1]
    assert [page_of(row, people) for row in rows] == [2, 1, 1, 2, 3]
