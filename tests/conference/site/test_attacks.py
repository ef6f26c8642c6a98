"""What somebody with bad intent tries first: a borrowed session, a form from elsewhere, HTML."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference
from delegates.models import Delegate, Delegation
from tests.addresses import ALL, Address
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    OrganizationFactory,
    RoomFactory,
    SessionFactory,
    SessionOrganizerFactory,
    SessionPartFactory,
    StaffRoleFactory,
    UserFactory,
    VenueFactory,
    words,
)
from tests.releasing import release

PASSWORD, NEW = "a long enough password", "another long password"
LOGIN_COOKIE = "dais_login"
HTML = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;"


@pytest.fixture
def test_login_session_has_a_new_key_after_signing_in_and_after_a_new_password() -> None:
    cache.clear()
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    client, elsewhere = Client(), Client()
    planted = client.session
    planted["anything"] = 0
    planted.save()
    client.cookies[LOGIN_COOKIE] = planted.session_key

    for browser in (client, elsewhere):
        browser.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    signed_in = client.cookies[LOGIN_COOKIE].value
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    keys = {planted.session_key, signed_in, client.cookies[LOGIN_COOKIE].value}
    assert len(keys) == 3
    page = reverse("account_change_password")
    assert client.get(page).status_code == 200
    # Whoever held the old password's session is signed out.
    assert elsewhere.get(page).status_code == 302
    stolen = Client()
    stolen.cookies[LOGIN_COOKIE] = signed_in
    assert stolen.get(page).status_code == 302


@pytest.mark.parametrize("token", [None, "x" * 64], ids=["no token", "wrong token"])
@pytest.mark.parametrize("address", ALL, ids=lambda address: address.full_name)
def test_form_from_elsewhere_is_refused_in_a_page_like_the_rest(
    address: Address, token: str | None
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(is_superuser=True))
    data = {"csrfmiddlewaretoken": token} if token else {}

    response = client.post(address.path(), data)

    assert response.status_code == 403
    page = response.content.decode()
    assert "The form was not accepted" in page
    assert "css/site.css" in page


def stored(delegate: Delegate) -> tuple[object, ...]:
    row = Delegate.objects.get(pk=delegate.pk)
    return row.conference_id, row.delegation_id, row.given_name, row.accreditation


@pytest.mark.parametrize("where", ["another conference", "another delegation"])
@pytest.mark.parametrize("act", ["change_row", "reorder", "appoint_head"])
def test_row_of_a_sheet_is_nobody_of_elsewhere(where: str, act: str) -> None:
    role = StaffRoleFactory(role=Role.ORGANIZER)
    client = Client()
    client.force_login(role.user)
    own = DelegateFactory(delegation__conference=role.conference)
    conference = role.conference if where == "another delegation" else ConferenceFactory()
    other = DelegateFactory(delegation__conference=conference)
    before = stored(own), stored(other)
    forged = {
        "given_name": "Forged",
        "accreditation": "approved",
        "position": "member",
        "conference": str(conference.pk),
        "delegation": str(other.delegation_id),
        "before": str(other.pk),
    }

    addresses = [
        admin_url(role.conference, f"delegates_delegation_{act}", delegation, person)
        for delegation, person in [
            (own.delegation_id, other.pk),
            (other.delegation_id, own.pk),
        ]
    ]
    if where == "another conference":
        addresses.append(
            admin_url(role.conference, f"delegates_delegation_{act}", other.delegation_id, other.pk)
        )
    answers = [client.post(address, forged).status_code for address in addresses]
    there = admin_url(role.conference, "delegates_delegation_reorder", own.delegation_id, own.pk)

    assert set(answers) == {404}
    assert client.post(there, {"before": str(other.pk)}).status_code == 404
    assert (stored(own), stored(other)) == before
    assert not Delegation.objects.exclude(head=None).exists()


def test_html_in_names_and_titles_is_text_on_every_page() -> None:
    conference: Conference = ConferenceFactory(
        slug="attacked", title=words(HTML), short_title=words(HTML), place=words(HTML)
    )
    role = StaffRoleFactory(role=Role.ORGANIZER, conference=conference, user__name=HTML)
    delegation = DelegationFactory(
        conference=conference,
        country=None,
        organization=OrganizationFactory(name=words(HTML), acronym="<b>X</b>"),
        kind__code="media",
        name=words(HTML),
    )
    person = DelegateFactory(
        delegation=delegation, given_name=HTML, family_name=HTML, function=HTML, display_name=HTML
    )
    venue = VenueFactory(conference=conference, name=words(HTML))
    session = SessionFactory(
        conference=conference,
        title=words(HTML),
        description=words(HTML),
        room=RoomFactory(venue=venue, name=words(HTML)),
        kind="side_event",
    )
    SessionPartFactory(session=session, delegate=person)
    SessionPartFactory(session=session, delegate=None, name=HTML, function=words(HTML))
    SessionOrganizerFactory(session=session, delegation=delegation)
    release(session)
    client = Client()
    client.force_login(role.user)
    pages = [
        "/en/",
        "/en/attacked/",
        "/en/attacked/agenda/",
        f"/en/attacked/agenda/{session.code}/",
        admin_url(conference, "index"),
        admin_url(None, "index"),
        admin_url(None, "delegates_organization_changelist"),
        *(
            admin_url(conference, f"{name}_changelist")
            for name in (
                "agenda_session",
                "conference_room",
                "conference_staffrole",
                "conference_venue",
                "conference_auditevent",
                "delegates_delegate",
                "delegates_delegation",
            )
        ),
        admin_url(conference, "delegates_delegate_change", person.pk),
        admin_url(conference, "delegates_delegation_change", delegation.pk),
        admin_url(conference, "agenda_session_change", session.pk),
    ]

    for url in pages:
        response = client.get(url)

        page = response.content.decode()
        assert response.status_code == 200, url
        assert not re.search(r"<script>alert|<img src=x|<b>X</b>", page), url


def test_html_in_a_title_stays_text_in_a_calendar_and_forges_no_line() -> None:
    conference = ConferenceFactory(slug="attacked")
    title = f"{HTML} Opening\r\nATTENDEE:mailto:x@example.org"
    session = SessionFactory(conference=conference, title=words(title), is_released=True)

    for url in ("/en/attacked/agenda.ics", f"/en/attacked/agenda/{session.code}.ics"):
        response = Client().get(url)

        lines = response.content.decode().replace("\r\n ", "").splitlines()
        assert response["Content-Type"].startswith("text/calendar"), url
        assert [line for line in lines if line.startswith("ATTENDEE")] == []
