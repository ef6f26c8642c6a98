"""Officers go through the queue: whom they have, what they read, what they decide."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from conference.choices import Role
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, KnownApart, Proposal, ReviewLease
from delegates.services import registering
from delegates.services.review import accreditation, handing_in
from tests.counting import Ask, counted
from tests.explained import cost_of, explain_everything
from tests.factories import (
    AT,
    CategoryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    NominationFactory,
    OrganizationFactory,
    OwnFieldFactory,
    OwnFieldLineFactory,
    ProposalFactory,
    RegistrationFieldFactory,
    RegistrationFieldLineFactory,
    ScopeLineFactory,
    StaffRoleFactory,
    StaffScopeFactory,
    UserFactory,
    words,
)
from tests.here import here
from tests.page_forms import form_values

QUEUE, NEXT = here("delegates_delegate_queue"), here("delegates_delegate_queue_next")


@pytest.fixture
def officer(client: Client, conference: Conference) -> Client:
    held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
    client.force_login(held.user)
    return client


@pytest.fixture
def colleague(conference: Conference) -> Client:
    held = StaffRoleFactory(
        conference=conference, role=Role.REGISTRATION_OFFICER, user__name="Vera"
    )
    client = Client()
    client.force_login(held.user)
    return client


def page(client: Client, url: str) -> str:
    return str(client.get(url, follow=True).content.decode())


def url_of(delegate: Delegate) -> str:
    return here("delegates_delegate_review", delegate.pk)


def sent(client: Client, delegate: Delegate, act: str, **further: object) -> str:
    """As the page that is shown is sent."""
    shown = page(client, url_of(delegate))
    version = form_values(shown, "review-act")["version"]
    data = {"act": act, "version": version, **further}
    return str(client.post(url_of(delegate), data, follow=True).content.decode())


def test_officer_goes_from_one_to_the_next_and_reads_what_there_is(
    officer: Client, conference: Conference
) -> None:
    first = DelegateFactory(
        delegation__conference=conference,
        delegation__name=words("Hungary"),
        function="State Secretary",
        submitted_at=AT,
    )
    NominationFactory(delegation=first.delegation, reference="NV 12/2026")
    alike = DelegateFactory(
        delegation=first.delegation, given_name=first.given_name, family_name=first.family_name
    )

    shown = officer.post(NEXT, follow=True)

    assert shown.request["PATH_INFO"] == url_of(first)
    text = shown.content.decode()
    for said in ("State Secretary", "Hungary", "NV 12/2026", "Another person", "Yours until"):
        assert said in text
    for nobody in ("9" * 5000, "²", "-1", ""):
        assert officer.post(url_of(first), {"act": "apart", "other": nobody}).status_code == 404
    sent(officer, first, "apart", other=alike.pk)
    assert KnownApart.objects.count() == 1
    after = sent(officer, first, "approve")
    assert Delegate.objects.get(pk=first.pk).accreditation == Accreditation.APPROVED
    assert f"{first} is approved" in after
    assert ReviewLease.objects.get().delegate == alike


@pytest.mark.parametrize("name", ["review", "change"])
def test_menu_marks_where_the_officer_is(
    officer: Client, conference: Conference, name: str
) -> None:
    delegate = DelegateFactory(delegation__conference=conference, submitted_at=AT)

    shown = page(officer, here(f"delegates_delegate_{name}", delegate.pk))

    marked = re.findall(r'aria-current="page">([^<]+)</a>', shown)
    assert marked == [{"review": "Review", "change": "Delegates"}[name]]


def test_second_officer_gets_the_next_and_is_told_by_whom_the_first_is_held(
    officer: Client, colleague: Client, conference: Conference
) -> None:
    first = DelegateFactory(delegation__conference=conference, submitted_at=AT)
    second = DelegateFactory(delegation__conference=conference)
    colleague.post(NEXT)

    answer = officer.post(NEXT, follow=True)

    assert answer.request["PATH_INFO"] == url_of(second)
    shown = page(officer, url_of(first))
    assert "<bdi>Vera</bdi> has this person until" in shown
    assert 'value="approve"' not in shown
    overview = page(officer, QUEUE)
    assert "2 are waiting, the first for" in overview
    assert "<bdi>Vera</bdi>" in overview
    colleague.post(url_of(first), {"act": "leave"})
    assert 'value="approve"' in page(officer, url_of(first))


def test_person_is_returned_and_rejected_with_reasons_and_skipped(
    officer: Client, conference: Conference
) -> None:
    rows = [DelegateFactory(delegation__conference=conference) for _number in range(3)]
    returned, rejected, skipped = rows
    RegistrationFieldFactory(conference=conference, column="photo")

    assert 'class="errorlist"' in sent(officer, returned, "return")
    assert Delegate.objects.get(pk=returned.pk).accreditation == Accreditation.SUBMITTED
    further = {"return-to_correct": ["photo"], "return-reason": "Too dark"}
    sent(officer, returned, "return", **further)
    sent(officer, rejected, "reject", **{"reject-reason": "Not nominated"})
    sent(officer, skipped, "skip")

    states = [Delegate.objects.get(pk=row.pk).accreditation for row in rows]
    assert states == ["returned", "rejected", "submitted"]
    stored = Delegate.objects.get(pk=returned.pk)
    assert (stored.to_correct, stored.decision_reason) == (["photo"], "Too dark")


def test_decision_on_what_somebody_else_has_decided_is_not_made_and_says_so(
    officer: Client, colleague: Client, conference: Conference
) -> None:
    delegate = DelegateFactory(delegation__conference=conference)
    version = form_values(page(officer, url_of(delegate)), "review-act")["version"]
    ReviewLease.objects.update(leased_until=timezone.now())
    sent(colleague, delegate, "return", **{"return-reason": "Blurred"})

    answer = officer.post(url_of(delegate), {"act": "approve", "version": version}, follow=True)

    assert "Vera has decided on" in answer.content.decode()
    assert Delegate.objects.get().accreditation == Accreditation.RETURNED


def test_change_that_is_proposed_stands_in_the_queue_and_is_taken_over(
    officer: Client, conference: Conference
) -> None:
    taken = ProposalFactory(
        delegate__delegation__conference=conference, delegate__function="Adviser"
    )
    refused = ProposalFactory(delegate__delegation__conference=conference)

    shown = officer.post(NEXT, follow=True).content.decode()
    assert "<bdi>Adviser</bdi></td>" in shown
    sent(officer, taken.delegate, "take")
    sent(officer, refused.delegate, "refuse", **{"refuse-reason": "Not so"})

    assert Delegate.objects.get(pk=taken.delegate_id).function == "Minister"
    assert [row.is_taken for row in Proposal.objects.order_by("pk")] == [True, False]
    assert "Nobody waits for a decision" in page(officer, QUEUE)


def test_officer_reads_what_somebody_was_returned_for_and_is_still_as_it_was(
    officer: Client, conference: Conference
) -> None:
    row = DelegateFactory(delegation__conference=conference, function="Adviser", department="A")
    by = UserFactory()
    fields = ["function", "department"]
    accreditation.return_(delegate=row, fields=fields, reason="Too short", by=by, at=AT)
    registering.change(delegate=row, fields={"department": "Asia"}, by=by, at=AT)
    handing_in.submit(delegate=Delegate.objects.get(), by=by, at=AT)
    sent(officer, row, "skip")

    read = page(officer, url_of(row))

    assert re.findall(r"Returned on .*?<bdi>(.*?)</bdi>", read) == ["Too short"]
    assert re.findall(r"Still as it was: (.*?)\.<", read) == ["Function"]


def test_queue_asks_as_often_for_three_as_for_one(
    officer: Client, colleague: Client, conference: Conference
) -> None:
    first = DelegateFactory(delegation__conference=conference, submitted_at=AT)
    colleague.post(NEXT)
    asked = [[counted(officer, Ask(url))[0].queries for url in (QUEUE, url_of(first))]]
    for _further in range(2):
        further = DelegateFactory(delegation__conference=conference)
        held = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER)
        ReviewLease.objects.create(
            conference=conference, officer=held.user, delegate=further,
            leased_until=timezone.now() + dt.timedelta(minutes=5), place_at=AT, place_id=1,
        )  # fmt: skip
        NominationFactory(delegation=first.delegation)

    asked.append([counted(officer, Ask(url))[0].queries for url in (QUEUE, url_of(first))])

    assert asked == [[9, 38]] * 2


def test_pages_of_the_queue_read_no_more_of_thousands_whom_nobody_decides_on(
    officer: Client, conference: Conference
) -> None:
    """Of an officer for few too, for whom a change is proposed as well."""
    first = DelegateFactory(
        delegation__conference=conference, email="anna@example.org", submitted_at=AT
    )
    alike = DelegateFactory(
        delegation__conference=conference,
        delegation__country=None,
        delegation__organization=OrganizationFactory(),
        delegation__kind__code="intergovernmental",
        email="Anna@Example.org",
        approved=True,
    )
    ProposalFactory(delegate=alike)
    Delegate.objects.bulk_create(
        Delegate(
            conference=conference,
            delegation=alike.delegation,
            family_name=f"Family{number}",
            name_key=f"family{number}",
            email=f"family{number}@example.org",
            accreditation=Accreditation.APPROVED,
            decided_at=AT,
            decided_by=alike.decided_by,
        )
        for number in range(6000)
    )
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=alike.delegation.kind)
    of_few = Client()
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope)
    of_few.force_login(role.user)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    pages = {}

    for client in (officer, of_few):
        for ask in (Ask(QUEUE), Ask.sending(NEXT, {})):
            notices = explain_everything()
            assert ask.of(client).status_code in {200, 302}
            pages[client, ask] = cost_of(notices).rows
    notices = explain_everything()
    assert str(alike) in page(officer, url_of(first))

    assert max(pages.values()) < 300
    assert cost_of(notices).rows < 300
    assert ReviewLease.objects.get(officer=role.user).delegate == alike


def test_officer_reads_whom_an_approval_withdraws_before_they_approve(
    officer: Client, conference: Conference
) -> None:
    former = DelegateFactory(delegation__conference=conference, approved=True)
    delegation = former.delegation
    Delegation.objects.filter(pk=delegation.pk).update(head=former)
    new, other = DelegateFactory.create_batch(2, delegation=delegation, submitted_at=AT)
    Delegate.objects.filter(pk=new.pk).update(replaces=former)
    said = f"{former} (Approved) is withdrawn: {new} comes in their place."
    without = f"{delegation} is left without a head: to be confirmed."
    changelist = here("delegates_delegate_changelist")
    chosen = {"action": "approved", "_selected_action": [new.pk, other.pk]}

    shown = {
        "review": page(officer, url_of(new)),
        "one": officer.post(here("delegates_delegate_decide", new.pk, "approved")).text,
        "several": officer.post(changelist, chosen, follow=True).text,
        "all": officer.post(
            here("delegates_delegation_approve", delegation.pk), {"pending": f"{new.pk},{other.pk}"}
        ).text,
    }

    plain = {door: re.sub(r"<[^>]+>", "", text) for door, text in shown.items()}
    assert [door for door, text in plain.items() if said not in text] == []
    assert [door for door, text in plain.items() if without not in text] == []
    assert Delegate.objects.get(pk=former.pk).accreditation == Accreditation.APPROVED


def test_what_an_approval_withdraws_is_said_to_whoever_has_the_person_alone(
    officer: Client, colleague: Client, conference: Conference
) -> None:
    former = DelegateFactory(delegation__conference=conference, approved=True)
    new = DelegateFactory(delegation=former.delegation, replaces=former, submitted_at=AT)
    colleague.post(NEXT)

    shown = [page(client, url_of(new)) for client in (officer, colleague)]

    assert ["If you approve:" in text for text in shown] == [False, True]


def test_approval_that_is_left_to_another_officer_says_of_nobody_that_they_are_withdrawn(
    client: Client, conference: Conference
) -> None:
    """Whoever is replaced lies beyond the scope: it approves nobody."""
    own, beyond = CategoryFactory.create_batch(2, conference=conference)
    by_hand = {"is_category_set_by_hand": True}
    former = DelegateFactory(
        delegation__conference=conference, category=beyond, approved=True, **by_hand
    )
    of_both = DelegateFactory(delegation=former.delegation, category=own, approved=True, **by_hand)
    new, other = (
        DelegateFactory(
            delegation=former.delegation, category=own, replaces=row, submitted_at=AT, **by_hand
        )
        for row in (former, of_both)
    )
    Delegation.objects.filter(pk=former.delegation_id).update(head=former)
    scope = StaffScopeFactory(conference=conference)
    ScopeLineFactory(conference=conference, scope=scope, kind=None, category=own)
    role = StaffRoleFactory(conference=conference, role=Role.REGISTRATION_OFFICER, scope=scope)
    client.force_login(role.user)
    chosen = {"action": "approved", "_selected_action": [new.pk, other.pk]}

    shown = [
        client.post(here("delegates_delegate_decide", new.pk, "approved"), follow=True).text,
        client.post(here("delegates_delegate_changelist"), chosen, follow=True).text,
    ]

    plain = [re.sub(r"<[^>]+>", "", text) for text in shown]
    assert [f"{other} comes in their place" in text for text in plain] == [False, True]
    for said in (f"{new} comes in their place", former.reference, "left without a head"):
        assert [said in text for text in plain] == [False, False]


def test_officer_reads_that_a_delegation_loses_its_head_before_they_reject(
    officer: Client, conference: Conference
) -> None:
    head, member = DelegateFactory.create_batch(
        2, delegation=DelegationFactory(conference=conference), submitted_at=AT
    )
    Delegation.objects.filter(pk=head.delegation_id).update(head=head)

    shown = [re.sub(r"<[^>]+>", "", page(officer, url_of(row))) for row in (head, member)]

    said = f"{head.delegation} is left without a head: to be confirmed."
    assert [said in text for text in shown] == [True, False]
    # Of a return and of a rejection alike.
    assert shown[0].count("The delegation reads it. It is kept with the person") == 2


def test_fields_to_correct_are_those_that_such_a_person_is_asked_and_the_missing_ones_ticked(
    officer: Client, conference: Conference
) -> None:
    person = DelegateFactory(delegation__conference=conference, submitted_at=AT, function="")
    other = DelegationKindFactory(conference=conference, code="mission")
    RegistrationFieldFactory(conference=conference, column="function", is_required=True)
    RegistrationFieldFactory(conference=conference, column="honorific")
    phone = RegistrationFieldFactory(conference=conference, column="phone")
    RegistrationFieldLineFactory(conference=conference, field=phone, kind=other)
    own = OwnFieldFactory(conference=conference, is_required=True)
    of_others = OwnFieldFactory(conference=conference)
    OwnFieldLineFactory(conference=conference, field=of_others, kind=other)

    form = officer.get(url_of(person)).context["return_form"]

    field = form["to_correct"]
    names = [name for name, _words in field.field.choices]
    assert sorted(names) == sorted(["function", "honorific", f"own_{own.pk}"])
    assert field.initial == ["function", f"own_{own.pk}"]
