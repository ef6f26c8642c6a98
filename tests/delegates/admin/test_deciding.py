"""What the page of a decision on people says, and that it is what comes of it."""

import re
from typing import Any

import pytest
from django.test import Client

from conference.choices import Role
from conference.errors import DomainError
from conference.models import AuditEvent, Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, KnownApart, SamePersonSpelling
from delegates.services import delegations, moving, registering
from delegates.services.review import accreditation
from tests.deciding import confirmed, decided, effects
from tests.factories import (
    AT,
    CategoryFactory,
    CategoryRuleFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    ProposalFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.here import HERE, here
from tests.page_forms import form_values
from tests.races import while_uncommitted

LIST = here("delegates_delegate_changelist")


@pytest.fixture
def conference() -> Conference:
    return ConferenceFactory(slug=HERE)


@pytest.fixture
def organizer(client: Client, conference: Conference) -> Client:
    return signed_in(client, conference, Role.ORGANIZER)


def signed_in(client: Client, conference: Conference, role: Role) -> Client:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)
    return client


@pytest.fixture
def delegate(conference: Conference) -> Delegate:
    return DelegateFactory(
        delegation__conference=conference, given_name="Zsolt", family_name="Nagy"
    )


def decide(delegate: Delegate, decision: str) -> str:
    return here("delegates_delegate_decide", delegate.pk, decision)


def led_by(delegate: Delegate) -> Delegation:
    return delegations.appoint_head(
        delegation=delegate.delegation, delegate=delegate, by=UserFactory(), at=AT
    )


def state(delegate: Delegate) -> str:
    return Delegate.objects.get(pk=delegate.pk).accreditation


def test_button_says_the_verb_with_the_name_and_back_stands_beside_it(
    organizer: Client, delegate: Delegate
) -> None:
    page = organizer.get(decide(delegate, "withdrawn")).content.decode()

    submit = page[page.index('<div class="submit-row">') :].partition("</div>")[0]
    assert re.findall(r">([^<>]+)</(?:button|a)>", submit) == ["Withdraw NAGY, Zsolt", "Back"]
    assert "This person will not attend." in page


def test_many_are_shown_as_a_few_cards_and_the_number_of_the_others(
    organizer: Client, conference: Conference
) -> None:
    chosen = DelegateFactory.create_batch(8, delegation__conference=conference)

    page = organizer.post(
        LIST, {"action": "withdrawn", "_selected_action": [row.pk for row in chosen]}
    ).content.decode()

    assert page.count('<div class="card">') == 5
    assert "and 3 others" in page
    assert "Withdraw 8 delegates</button>" in page


def test_head_who_withdraws_leaves_the_delegation_without_one(
    organizer: Client, delegate: Delegate
) -> None:
    delegation = led_by(delegate)
    url = decide(delegate, "withdrawn")
    words = f"{delegation} is left without a head: to be confirmed."

    shown = organizer.get(url)
    before = list(Delegation.objects.awaiting_head())
    decided(organizer, url, reason="Illness")

    assert effects(shown) == [words]
    link = here("delegates_delegation_change", delegation.pk)
    assert f'<a href="{link}">{delegation}</a>' in shown.content.decode()
    assert (before, list(Delegation.objects.awaiting_head())) == ([], [delegation])
    assert "Head of delegation to be confirmed" in organizer.get(link).content.decode()


def test_nothing_leads_where_the_reader_may_not_go(client: Client, delegate: Delegate) -> None:
    """Who registers sees no sessions, and reads by name what becomes of them."""
    part = SessionPartFactory(session__conference=delegate.conference, delegate=delegate, name="")
    session_url = here("agenda_session_change", part.session_id)
    officer = signed_in(client, delegate.conference, Role.REGISTRATION_OFFICER)
    organizer = signed_in(Client(), delegate.conference, Role.ORGANIZER)

    seen = {
        name: organization.get(decide(delegate, "withdrawn"))
        for name, organization in (("officer", officer), ("organizer", organizer))
    }

    assert len(effects(seen["officer"])) == 1
    assert effects(seen["officer"]) == effects(seen["organizer"])
    assert session_url not in seen["officer"].content.decode()
    assert session_url in seen["organizer"].content.decode()


def test_page_that_was_read_and_has_changed_since_decides_nothing(
    organizer: Client, delegate: Delegate
) -> None:
    url = decide(delegate, "withdrawn")
    read = form_values(organizer.get(url).content.decode(), "decision") | {"reason": "Illness"}
    delegation = led_by(delegate)

    answer = organizer.post(url, read)

    assert state(delegate) == Accreditation.SUBMITTED
    assert "so nothing was decided" in answer.content.decode()
    assert effects(answer) == [f"{delegation} is left without a head: to be confirmed."]
    assert "Illness" in answer.content.decode()
    organizer.post(url, form_values(answer.content.decode(), "decision") | {"reason": "Illness"})
    assert state(delegate) == Accreditation.WITHDRAWN


def test_somebody_elses_decision_is_not_overruled_by_who_read_before_it(
    organizer: Client, delegate: Delegate
) -> None:
    """Rejected meanwhile, the person could still be withdrawn: but that is another page."""
    url = decide(delegate, "withdrawn")
    read = form_values(organizer.get(url).content.decode(), "decision") | {"reason": "Illness"}
    accreditation.reject(delegate=delegate, reason="Unknown", by=UserFactory(), at=AT)

    organizer.post(url, read)

    assert state(delegate) == Accreditation.REJECTED


def test_page_of_many_that_has_changed_since_decides_nothing(
    organizer: Client, conference: Conference
) -> None:
    chosen = DelegateFactory.create_batch(2, delegation__conference=conference)
    asked = organizer.post(
        LIST, {"action": "approved", "_selected_action": [row.pk for row in chosen]}
    )
    accreditation.reject(delegate=chosen[0], reason="Unknown", by=UserFactory(), at=AT)

    answer = confirmed(organizer, LIST, asked)

    assert [state(row) for row in chosen] == ["rejected", "submitted"]
    assert "so nothing was decided" in answer.content.decode()


def test_nothing_that_is_asked_about_happens_unread(organizer: Client, delegate: Delegate) -> None:
    organizer.post(decide(delegate, "withdrawn"), {"reason": "Illness"})

    assert state(delegate) == Accreditation.SUBMITTED


# One approval, and its undoing


def test_approval_of_whom_is_perhaps_registered_twice_is_read_first(
    organizer: Client, delegate: Delegate
) -> None:
    other = DelegateFactory(
        delegation=delegate.delegation, given_name="Zsolt", family_name="Nagy", function=""
    )

    asked = organizer.post(decide(delegate, "approved"))
    before = state(delegate)
    confirmed(organizer, decide(delegate, "approved"), asked)

    assert effects(asked) == [
        f"Perhaps the same person as NAGY, Zsolt, {other.delegation}: not answered yet."
    ]
    assert (before, state(delegate)) == (Accreditation.SUBMITTED, Accreditation.APPROVED)


def test_approval_in_a_withdrawn_delegation_is_read_first(
    organizer: Client, delegate: Delegate
) -> None:
    delegation = delegations.withdraw(
        delegation=delegate.delegation, reason="Stays", by=UserFactory(), at=AT
    )

    asked = organizer.post(decide(delegate, "approved"))

    assert effects(asked) == [
        f"{delegation} is withdrawn: its delegates are not admitted, even if approved."
    ]
    assert state(delegate) == Accreditation.SUBMITTED


def test_one_approval_is_one_click_and_its_undoing_another(
    organizer: Client, delegate: Delegate
) -> None:
    approved = organizer.post(decide(delegate, "approved"), follow=True)
    now = state(delegate)
    [undo] = re.findall(
        r'<button type="submit" form="undo" formaction="([^"]+)">Undo</button>',
        approved.content.decode(),
    )
    organizer.post(undo)

    delegate.refresh_from_db()
    assert (now, delegate.accreditation) == (Accreditation.APPROVED, Accreditation.SUBMITTED)
    assert (delegate.decided_at, delegate.decided_by) == (None, None)
    assert 'form id="undo"' in approved.content.decode()
    assert [event.action for event in AuditEvent.objects.order_by("pk")] == [
        "delegate.approved",
        "delegate.approval_undone",
    ]


def test_approval_is_undone_by_who_gave_it_or_an_organizer(
    conference: Conference, delegate: Delegate
) -> None:
    giver, officer, organizer = (
        signed_in(Client(), conference, role)
        for role in (Role.REGISTRATION_OFFICER, Role.REGISTRATION_OFFICER, Role.ORGANIZER)
    )
    undone = decide(delegate, "undone")
    page = here("delegates_delegate_change", delegate.pk)
    found = []
    for undoes in (officer, giver, organizer):
        giver.post(decide(delegate, "approved"))
        is_offered = undone in undoes.get(page).content.decode()
        undoes.post(undone)
        found.append((is_offered, state(delegate)))

    assert found == [(False, "approved"), (True, "submitted"), (True, "submitted")]


@pytest.mark.parametrize("before", ["approved", "submitted"])
def test_withdrawal_undone_leaves_what_was_decided_before(
    organizer: Client, conference: Conference, delegate: Delegate, before: str
) -> None:
    """By whom and when included, as if nobody had withdrawn."""
    decided = "decided_at", "decided_by", "decision_reason", "accreditation"
    if before == "approved":
        officer = signed_in(Client(), conference, Role.REGISTRATION_OFFICER)
        officer.post(decide(delegate, "approved"))
    [former] = Delegate.objects.filter(pk=delegate.pk).values(*decided)
    url = decide(delegate, "withdrawn")
    asked = organizer.post(url, {"reason": "Ill"})
    withdrawn = confirmed(organizer, url, asked, reason="Ill")
    now = state(delegate)
    [undo] = re.findall(
        r'<button type="submit" form="undo" formaction="([^"]+)">Undo</button>',
        withdrawn.content.decode(),
    )

    undone = organizer.post(undo, follow=True)

    words = {
        "approved": "NAGY, Zsolt is approved.",
        "submitted": "The decision on NAGY, Zsolt is open again.",
    }
    assert now == Accreditation.WITHDRAWN
    assert [*Delegate.objects.filter(pk=delegate.pk).values(*decided)] == [former]
    assert [str(said) for said in undone.context["messages"]] == [words[before]]
    assert AuditEvent.objects.latest("pk").action == "delegate.withdrawal_undone"


def test_withdrawal_is_undone_by_who_withdrew_or_an_organizer(
    conference: Conference, delegate: Delegate
) -> None:
    giver, officer, organizer = (
        signed_in(Client(), conference, role)
        for role in (Role.REGISTRATION_OFFICER, Role.REGISTRATION_OFFICER, Role.ORGANIZER)
    )
    url, undone = decide(delegate, "withdrawn"), decide(delegate, "withdrawal_undone")
    page = here("delegates_delegate_change", delegate.pk)
    found = []
    for undoes in (officer, giver, organizer):
        if state(delegate) != Accreditation.WITHDRAWN:
            confirmed(giver, url, giver.post(url, {"reason": "Ill"}), reason="Ill")
        is_offered = undone in undoes.get(page).content.decode()
        undoes.post(undone)
        found.append((is_offered, state(delegate)))

    assert found == [(False, "withdrawn"), (True, "submitted"), (True, "submitted")]


@pytest.mark.parametrize("before", ["approved", "submitted"])
def test_somebody_who_was_registered_since_is_read_before_a_withdrawal_is_undone(
    organizer: Client, delegate: Delegate, before: str
) -> None:
    """As before an approval: two badges of one person are what it may come to."""
    if before == "approved":
        organizer.post(decide(delegate, "approved"))
    url, undo = decide(delegate, "withdrawn"), decide(delegate, "withdrawal_undone")
    confirmed(organizer, url, organizer.post(url, {"reason": "Ill"}), reason="Ill")
    again = DelegateFactory(
        delegation=delegate.delegation, given_name="Zsolt", family_name="Nagy", approved=True
    )

    asked = organizer.post(undo)

    if before == "submitted":
        assert state(delegate) == Accreditation.SUBMITTED
        return
    assert state(delegate) == Accreditation.WITHDRAWN
    assert effects(asked) == [
        f"Perhaps the same person as {again}, {again.delegation}: not answered yet."
    ]
    confirmed(organizer, undo, asked)
    assert state(delegate) == Accreditation.APPROVED


def test_withdrawn_delegation_is_read_of_before_a_withdrawal_in_it_is_undone(
    conference: Conference, organizer: Client, delegate: Delegate
) -> None:
    organizer.post(decide(delegate, "approved"))
    url, undo = decide(delegate, "withdrawn"), decide(delegate, "withdrawal_undone")
    confirmed(organizer, url, organizer.post(url, {"reason": "Ill"}), reason="Ill")
    delegation = delegations.withdraw(
        delegation=delegate.delegation, reason="Visas", by=UserFactory(), at=AT
    )

    assert effects(organizer.post(undo)) == [
        f"{delegation} is withdrawn: its delegates are not admitted, even if approved."
    ]


# Moving


def test_delegate_moves_and_what_follows_is_what_was_said(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    former, there = led_by(delegate), DelegationFactory(conference=conference)
    other = DelegateFactory(delegation=there, order=4)
    letters = [CategoryFactory(conference=conference, letter=letter) for letter in "AB"]
    CategoryRuleFactory(is_head=True, category=letters[0], order=1)
    CategoryRuleFactory(category=letters[1], order=2)
    Delegate.objects.filter(pk=delegate.pk).update(category=letters[0])
    url = here("delegates_delegate_move", delegate.pk)

    first = organizer.get(url)
    asked = confirmed(organizer, url, first, delegation=there.pk)
    before = Delegate.objects.get(pk=delegate.pk).delegation_id
    answer = confirmed(organizer, url, asked, delegation=there.pk)

    moved, former_now = (
        Delegate.objects.get(pk=delegate.pk),
        Delegation.objects.get(pk=former.pk),
    )
    assert "Show what will happen</button>" in first.content.decode()
    assert effects(asked) == [
        f"{former} is left without a head: to be confirmed.",
        f"The category changes: “{letters[0]}” becomes “{letters[1]}”.",
    ]
    assert "Move NAGY, Zsolt to another delegation</button>" in asked.content.decode()
    assert before == former.pk
    assert (former_now.head_id, moved.delegation_id, moved.category_id) == (
        None,
        there.pk,
        letters[1].pk,
    )
    assert moved.order > other.order
    assert [str(said) for said in answer.context["messages"]] == [
        f"NAGY, Zsolt is moved to {there}."
    ]


def test_move_says_that_changes_and_reasons_of_the_former_delegation_stay_behind(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    there = DelegationFactory(conference=conference)
    ProposalFactory(delegate=delegate, values={"function": "Minister"})
    by = UserFactory()
    Delegate.objects.filter(pk=delegate.pk).update(
        accreditation="rejected", decision_reason="Unknown there", decided_at=AT, decided_by=by
    )
    url = here("delegates_delegate_move", delegate.pk)

    asked = confirmed(organizer, url, organizer.get(url), delegation=there.pk)

    former = delegate.delegation
    assert effects(asked) == [
        f"The change that {former} proposed is dropped, and stays so after a move back.",
        f"Why something was decided was written to {former}: the other delegation is not told.",
    ]


def test_nobody_is_moved_into_a_delegation_of_another_conference(
    organizer: Client, delegate: Delegate
) -> None:
    elsewhere = DelegationFactory()
    url = here("delegates_delegate_move", delegate.pk)

    answer = confirmed(organizer, url, organizer.get(url), delegation=elsewhere.pk)

    assert "Select a valid choice" in answer.content.decode()
    delegate.refresh_from_db()
    assert delegate.delegation_id != elsewhere.pk


def test_nobody_is_moved_to_where_they_are(organizer: Client, delegate: Delegate) -> None:
    url = here("delegates_delegate_move", delegate.pk)
    there = delegate.delegation

    answer = confirmed(organizer, url, organizer.get(url), delegation=there.pk)

    assert "Select a valid choice" in answer.content.decode()
    with pytest.raises(DomainError, match=f"NAGY, Zsolt is in {there} already."):
        moving.move(delegate=delegate, delegation=there, by=UserFactory(), at=AT)


# Who is like the person there


@pytest.fixture
def twin(conference: Conference) -> Delegate:
    """Of another delegation, and called nearly as the delegate is."""
    twin: Delegate = DelegateFactory(
        delegation__conference=conference, given_name="Zsolt", family_name="Nagi"
    )
    return twin


def asked_to_move(client: Client, delegate: Delegate, there: Delegation) -> Any:
    """The page on which the delegation was chosen and what follows is read."""
    url = here("delegates_delegate_move", delegate.pk)
    return confirmed(client, url, client.get(url), delegation=there.pk)


def moved_to(delegate: Delegate) -> Delegation:
    return Delegate.objects.get(pk=delegate.pk).delegation


def test_who_is_like_somebody_there_is_asked_about_and_another_person_moves(
    organizer: Client, delegate: Delegate, twin: Delegate
) -> None:
    """Also who leads the delegation that is left."""
    former, there = led_by(delegate), twin.delegation
    url = here("delegates_delegate_move", delegate.pk)

    asked = asked_to_move(organizer, delegate, there)
    unanswered = confirmed(organizer, url, asked, delegation=there.pk)
    before = moved_to(delegate)
    confirmed(organizer, url, asked, delegation=there.pk, sameness="another")
    again = asked_to_move(organizer, twin, former)

    page = asked.content.decode()
    assert [each.delegate for each in asked.context["form"].asked_about] == [twin]
    assert (twin.reference in page, "Another person: move</button>" in page) == (True, True)
    assert "say who it is" in unanswered.content.decode()
    assert (before, moved_to(delegate)) == (former, there)
    assert Delegation.objects.get(pk=former.pk).head is None
    assert [(pair.first, pair.second) for pair in KnownApart.objects.all()] == [(delegate, twin)]
    assert again.context["form"].asked_about == []


def test_who_is_there_already_is_not_doubled_and_known_by_both_names(
    organizer: Client, delegate: Delegate, twin: Delegate
) -> None:
    url = here("delegates_delegate_move", delegate.pk)
    asked = asked_to_move(organizer, delegate, twin.delegation)

    answer = confirmed(
        organizer, url, asked, delegation=twin.delegation_id, sameness=f"same:delegate:{twin.pk}"
    )

    assert moved_to(delegate) == delegate.delegation
    (said,) = answer.context["messages"]
    assert str(said) == (
        f"NAGY, Zsolt was not moved: NAGI, Zsolt, {twin.delegation} ({twin.reference}) is the same"
        " person. Withdraw one of the two."
    )
    spellings = SamePersonSpelling.objects.order_by("pk")
    assert [(row.delegate, row.family_name) for row in spellings] == [
        (twin, "Nagy"),
        (delegate, "Nagi"),
    ]
    assert answer.redirect_chain[-1][0] == here("delegates_delegate_change", delegate.pk)


def test_answer_holds_for_the_delegation_that_was_read(
    organizer: Client, conference: Conference, delegate: Delegate, twin: Delegate
) -> None:
    """Another one is chosen on the page that asked: who is alike there was not shown."""
    empty = DelegationFactory(conference=conference)
    url = here("delegates_delegate_move", delegate.pk)
    asked = asked_to_move(organizer, delegate, empty)

    answer = confirmed(organizer, url, asked, delegation=twin.delegation_id)

    assert asked.context["form"].asked_about == []
    assert moved_to(delegate) == delegate.delegation
    assert "say who it is" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_somebody_registered_there_meanwhile_is_asked_about(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    """Delegations are held before delegates, and who is alike there is asked of what is held."""
    there = DelegationFactory(conference=conference)
    url = here("delegates_delegate_move", delegate.pk)
    read = form_values(asked_to_move(organizer, delegate, there).content.decode(), "decision")
    new = Delegate(delegation=there, given_name="Zsolt", family_name="Nagi")
    by = UserFactory()

    answer = while_uncommitted(
        lambda: registering.register(delegate=new, by=by, at=AT),
        lambda: organizer.post(url, read | {"delegation": there.pk}),
        then=lambda: Delegate.objects.select_for_update(nowait=True).get(pk=delegate.pk),
    )

    assert moved_to(delegate) == delegate.delegation
    assert "say who it is" in answer.content.decode()


def refused_meanwhile(client: Client, delegate: Delegate, read: Any, row: Any) -> Any:
    """The answer to a move, while what it leads to is being deleted."""
    url = here("delegates_delegate_move", delegate.pk)
    return while_uncommitted(
        lambda: type(row).objects.filter(pk=row.pk).delete(),
        lambda: client.post(url, read, follow=True),
    )


@pytest.mark.django_db(transaction=True)
def test_move_to_a_delegation_that_is_deleted_meanwhile_says_why(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    there = DelegationFactory(conference=conference)
    read = form_values(asked_to_move(organizer, delegate, there).content.decode(), "decision")

    answer = refused_meanwhile(organizer, delegate, read | {"delegation": there.pk}, there)

    assert answer.redirect_chain == [(here("delegates_delegate_change", delegate.pk), 302)]
    assert "A delegation no longer exists" in answer.content.decode()
    assert moved_to(delegate) == delegate.delegation


@pytest.mark.django_db(transaction=True)
def test_move_of_whoever_is_like_somebody_deleted_meanwhile_says_why(
    organizer: Client, delegate: Delegate, twin: Delegate
) -> None:
    asked = asked_to_move(organizer, delegate, twin.delegation)
    read = form_values(asked.content.decode(), "decision")
    said = {"delegation": twin.delegation_id, "sameness": "another"}

    answer = refused_meanwhile(organizer, delegate, read | said, twin)

    assert answer.redirect_chain == [(here("delegates_delegate_change", delegate.pk), 302)]
    assert "NAGI, Zsolt is no longer registered." in answer.content.decode()
    assert moved_to(delegate) == delegate.delegation
