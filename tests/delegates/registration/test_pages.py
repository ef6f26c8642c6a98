"""What focal points see and do on the site: their delegations, and nothing of others."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conference.choices import ConferenceState
from conference.models import User
from delegates.models import Delegate, Delegation, OwnValue, Proposal
from delegates.services.registration import focal_points
from delegates.services.review import accreditation
from delegates.sheet.contents import MEMBERS_ON_A_PAGE
from tests.explained import cost_of, explain_everything
from tests.factories import (
    AT,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationTaskFactory,
    FocalPointFactory,
    OrganizationFactory,
    OwnFieldFactory,
    OwnValueFactory,
    QuotaFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory(conference__state=ConferenceState.DRAFT)
    return found


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def open_registration(delegation: Delegation) -> None:
    RegistrationSettingsFactory(
        conference=delegation.conference, opens_at=timezone.now() - HOUR, closes_at=None
    )


def address(name: str, row: Delegation | Delegate, slug: str = "") -> str:
    if isinstance(row, Delegate):
        where = [slug or row.conference.slug, row.delegation_id, row.pk]
    else:
        where = [slug or row.conference.slug, row.pk]
    return reverse(f"registration:{name}", args=where)


def test_focal_point_reads_the_sheet_while_the_public_gets_nothing(
    site: Client, delegation: Delegation
) -> None:
    DelegateFactory(delegation=delegation, family_name="SZABO")

    page = site.get(address("delegation", delegation))

    assert page.status_code == 200
    assert "SZABO" in page.text
    assert "Registration is not open now." in page.text
    assert page["Cache-Control"] == "private, no-store"
    home = reverse("conference-home", args=[delegation.conference.slug])
    assert Client().get(home).status_code == 404
    assert f'href="{home}"' not in page.text


def test_drafts_of_the_delegation_stand_on_its_sheet_in_their_order(
    site: Client, delegation: Delegation
) -> None:
    open_registration(delegation)
    first = DelegateFactory(delegation=delegation, order=0)
    draft = DelegateFactory(
        delegation=delegation, order=1, family_name="BROUILLON", accreditation="draft"
    )
    last = DelegateFactory(delegation=delegation, order=2)

    page = site.get(address("delegation", delegation)).text
    site.post(address("reorder", last), {"step": "earlier"})

    assert "BROUILLON" in page
    assert "1 draft" in page
    order = Delegate.with_drafts.order_by("order").values_list("pk", flat=True)
    assert list(order) == [first.pk, last.pk, draft.pk]


def test_a_step_passes_over_whoever_does_not_attend(site: Client, delegation: Delegation) -> None:
    open_registration(delegation)
    first = DelegateFactory(delegation=delegation, order=0)
    gone = DelegateFactory(
        delegation=delegation,
        order=1,
        accreditation="withdrawn",
        decided_at=AT,
        decided_by=UserFactory(),
    )
    last = DelegateFactory(delegation=delegation, order=2)

    site.post(address("reorder", last), {"step": "earlier"})
    page = site.get(address("delegation", delegation)).text

    shown = [page.index(f'id="member-{row.pk}"') for row in (last, first, gone)]
    assert shown == sorted(shown)
    assert address("reorder", gone) not in page
    assert f'<a href="{reverse("registration:mine")}">Your delegations</a>' in page


def test_delegation_of_others_answers_as_what_is_missing(
    site: Client, delegation: Delegation
) -> None:
    """Of the same conference and of another one; the right number below a wrong address too."""
    beside = DelegateFactory(delegation__conference=delegation.conference)
    elsewhere = DelegateFactory()
    own = DelegateFactory(delegation=delegation)
    missing = site.get(reverse("registration:delegation", args=["no-such", 987654])).content

    for person in (beside, elsewhere):
        for name in ("delegation", "flag"):
            answer = site.get(address(name, person.delegation))
            assert answer.status_code == 404
        assert site.get(address("delegation", person.delegation)).content == missing
        assert site.get(address("photo", person)).status_code == 404
        for name in ("reorder", "appoint_head"):
            assert site.post(address(name, person)).status_code == 404
    assert site.get(address("delegation", delegation, ConferenceFactory().slug)).status_code == 404
    stranger = reverse(
        "registration:photo", args=[delegation.conference.slug, delegation.pk, beside.pk]
    )
    assert site.get(stranger).status_code == 404
    assert site.get(address("photo", own)).status_code == 404


def test_staff_of_the_conference_have_no_door_here(client: Client, delegation: Delegation) -> None:
    client.force_login(StaffRoleFactory(conference=delegation.conference).user)

    assert client.get(address("delegation", delegation)).status_code == 404


def test_mere_focal_point_is_a_stranger_in_the_admin(site: Client, delegation: Delegation) -> None:
    stranger = Client()
    stranger.force_login(UserFactory())

    for path in ("/admin/", "/admin/-/", f"/admin/{delegation.conference.slug}/"):
        ours, theirs = site.get(path), stranger.get(path)
        assert ours.status_code == theirs.status_code
        assert ours.status_code in {403, 404}


def test_whoever_signs_in_comes_to_their_delegations(site: Client, focal_point: User) -> None:
    focal_point.language = "fr"
    focal_point.save()

    answer = site.get(reverse("after-sign-in"))

    assert answer["Location"] == "/fr/registration/"


def test_revoked_while_the_page_is_open_the_delegation_is_gone(
    site: Client, delegation: Delegation
) -> None:
    person = DelegateFactory(delegation=delegation)
    open_registration(delegation)
    assert site.get(address("delegation", delegation)).status_code == 200

    focal_points.revoke(focal_point=delegation.focal_points.get(), by=UserFactory(), at=AT)

    assert site.get(address("delegation", delegation)).status_code == 404
    assert site.post(address("reorder", person), {"before": ""}).status_code == 404
    assert str(delegation) not in site.get(reverse("registration:mine")).text


def test_order_and_head_while_registration_is_open(site: Client, delegation: Delegation) -> None:
    first, second = DelegateFactory.create_batch(2, delegation=delegation)
    Delegate.objects.filter(pk=second.pk).update(order=1)
    open_registration(delegation)

    moved = site.post(address("reorder", second), {"step": "earlier"})
    led = site.post(address("appoint_head", first), {"leads": "yes"})

    assert moved["Location"].endswith(f"#member-{second.pk}")
    assert led.status_code == 302
    delegation.refresh_from_db()
    assert delegation.head == first
    order = Delegate.objects.order_by("order").values_list("pk", flat=True)
    assert list(order) == [second.pk, first.pk]


@pytest.mark.parametrize(("opens", "closes"), [(None, None), (1, None), (-3, -1)])
def test_nothing_changes_while_registration_is_closed(
    site: Client, delegation: Delegation, opens: int | None, closes: int | None
) -> None:
    now = timezone.now()
    RegistrationSettingsFactory(
        conference=delegation.conference,
        opens_at=now + opens * HOUR if opens else None,
        closes_at=now + closes * HOUR if closes else None,
    )
    person = DelegateFactory(delegation=delegation)

    site.post(address("appoint_head", person), {"leads": "yes"})
    page = site.get(address("delegation", delegation))

    delegation.refresh_from_db()
    assert delegation.head is None
    assert "Registration is closed." in page.text
    assert address("appoint_head", person) not in page.text


def test_reopened_delegation_is_open_until_then(site: Client, delegation: Delegation) -> None:
    person = DelegateFactory(delegation=delegation)
    Delegation.objects.update(reopened_until=timezone.now() + HOUR)

    site.post(address("appoint_head", person), {"leads": "yes"})

    delegation.refresh_from_db()
    assert delegation.head == person


def test_head_who_is_accredited_is_proposed_to_the_secretariat(
    site: Client, delegation: Delegation
) -> None:
    open_registration(delegation)
    person = DelegateFactory(
        delegation=delegation, accreditation="approved", decided_at=AT, decided_by=UserFactory()
    )

    site.post(address("appoint_head", person), {"leads": "yes"})

    delegation.refresh_from_db()
    assert delegation.head is None
    assert Proposal.objects.get().values == {"head": person.pk}
    said = site.get(address("delegation", delegation)).text
    assert "until an officer" in said


def test_another_head_is_proposed_after_closing_where_somebody_is_approved(
    site: Client, delegation: Delegation
) -> None:
    """Who leads among people on whom nobody has decided is not changed any more."""
    leads, approved = DelegateFactory.create_batch(2, delegation=delegation, approved=True)
    Delegation.objects.filter(pk=delegation.pk).update(head=leads)
    submitted = DelegateFactory(delegation=delegation)

    page = site.get(address("delegation", delegation)).text
    site.post(address("appoint_head", approved), {"leads": "yes"})

    offered = [address("appoint_head", row) in page for row in (leads, approved, submitted)]
    assert offered == [True, True, False]
    assert address("reorder", approved) not in page
    assert Proposal.objects.get().values == {"head": approved.pk}
    delegation.refresh_from_db()
    assert delegation.head == leads

    Delegation.objects.filter(pk=delegation.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=UserFactory()
    )
    site.post(address("appoint_head", leads), {"leads": "no"})
    page = site.get(address("delegation", delegation)).text

    assert "Registration is closed." in page
    assert address("appoint_head", leads) not in page
    assert Proposal.objects.get().values == {"head": approved.pk}


def test_all_delegations_of_a_focal_point_stand_on_one_page(
    site: Client, focal_point: User, delegation: Delegation
) -> None:
    other = FocalPointFactory(user=focal_point).delegation
    not_theirs = DelegationFactory()

    page = site.get(reverse("registration:mine")).text

    assert address("delegation", delegation) in page
    assert address("delegation", other) in page
    assert page.count("Head of delegation to be confirmed") == 2
    assert str(not_theirs) not in page


def test_page_of_all_says_what_the_people_of_each_delegation_lack(
    site: Client, focal_point: User, delegation: Delegation
) -> None:
    """As the page of each delegation says it of each person."""
    conference = delegation.conference
    other = FocalPointFactory(user=focal_point, delegation__conference=conference).delegation
    elsewhere = FocalPointFactory(user=focal_point).delegation
    RegistrationFieldFactory(conference=conference, column="nationality", is_required=True)
    card = OwnFieldFactory(conference=conference, name=words("Press card"), is_required=True)
    for row in (delegation, delegation, other, elsewhere):
        DelegateFactory(delegation=row, photo="photos/aa/one.jpg")
    without = DelegateFactory(delegation=delegation, accreditation="draft")
    gone = DelegateFactory(delegation=delegation, submitted_at=AT)
    accreditation.withdraw(delegate=gone, reason="Ill", by=focal_point, at=AT)
    OwnValueFactory(delegate=without, field=card, text="1234")

    page = site.get(reverse("registration:mine")).text
    said = [line.partition("</p>")[0] for line in page.split('<p class="own-missing">')]

    assert [line for line in said if "Missing" in line] == [
        "Missing: Nationality (3), Photo (1), Press card (2)",
        "Missing: Nationality (1), Press card (1)",
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_sheet_asks_as_often_for_three_as_for_one(
    site: Client,
    delegation: Delegation,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    DelegateFactory.create_batch(people, delegation=delegation)
    open_registration(delegation)
    site.get(address("delegation", delegation))

    with django_assert_num_queries(15):
        site.get(address("delegation", delegation))


@pytest.mark.parametrize("further", [0, 2])
def test_page_of_all_asks_as_often_for_three_delegations_as_for_one(
    site: Client,
    focal_point: User,
    delegation: Delegation,
    further: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for row in (
        delegation,
        *(FocalPointFactory(user=focal_point).delegation for _ in range(further)),
    ):
        DelegateFactory(delegation=row)
    site.get(reverse("registration:mine"))

    with django_assert_num_queries(11):
        page = site.get(reverse("registration:mine")).text
    assert page.count("1 person") == further + 1


def test_somebody_is_found_in_a_long_delegation_and_no_address_says_whom(
    site: Client, delegation: Delegation
) -> None:
    DelegateFactory.create_batch(61, delegation=delegation)
    DelegateFactory(delegation=delegation, family_name="Qandaktepa")
    sheet = address("delegation", delegation)

    shown = site.get(sheet).text
    found = site.post(sheet, {"search": "qandaktepa"}, follow=True)

    assert "Find in this delegation" in shown
    assert "QANDAKTEPA" in found.text.upper()
    assert found.text.count('id="member-') == 1
    [(to, _status)] = found.redirect_chain
    assert "qandaktepa" not in to.lower()


def test_page_reads_no_more_of_thousands_in_other_delegations(
    site: Client, delegation: Delegation
) -> None:
    """Somebody waits here, and all places of the conference together are counted elsewhere."""
    others = [
        DelegationFactory(
            conference=delegation.conference,
            country=None,
            organization=OrganizationFactory(),
            kind__code="intergovernmental",
        )
        for _number in range(300)
    ]
    DelegateFactory(delegation=delegation, waiting=True)
    QuotaFactory(conference=delegation.conference, kind=delegation.kind, places=9)
    of_all = {"conference": delegation.conference, "kind": None, "position": "member"}
    QuotaFactory(**of_all, is_each=False, places=9000)
    DelegationTaskFactory.create_batch(2, conference=delegation.conference, fulfilment="photos")
    Delegate.objects.bulk_create(
        Delegate(
            conference=delegation.conference,
            delegation=others[number % 300],
            family_name=f"Family{number}",
        )
        for number in range(6000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    open_registration(delegation)
    notices = explain_everything()

    page = site.get(address("delegation", delegation))

    assert "Waiting for a place: number 1" in page.text
    assert cost_of(notices).rows < 300


def test_of_nine_hundred_people_a_page_reads_those_whom_it_shows(
    site: Client, delegation: Delegation
) -> None:
    """And what they have answered to fields that are required; others only where it counts them."""
    conference = delegation.conference
    fields = OwnFieldFactory.create_batch(3, conference=conference, is_required=True)
    people = Delegate.objects.bulk_create(
        Delegate(
            conference=conference,
            delegation=delegation,
            family_name=f"Family{number}",
            order=number,
        )
        for number in range(900)
    )
    OwnValue.objects.bulk_create(
        OwnValue(conference=conference, delegate=person, field=field, text="Yes")
        for person in people
        for field in fields[:2]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    open_registration(delegation)
    notices = explain_everything()

    page = site.get(address("delegation", delegation)).text

    assert page.count("Missing: ") == MEMBERS_ON_A_PAGE
    assert cost_of(notices, of="delegates_ownvalue").rows == 2 * MEMBERS_ON_A_PAGE
    [members] = [one for one in notices if f"LIMIT {MEMBERS_ON_A_PAGE}" in one]
    assert cost_of([members], of="delegates_delegate").rows == MEMBERS_ON_A_PAGE
