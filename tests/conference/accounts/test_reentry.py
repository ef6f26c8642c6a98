import pytest
from django.test import Client

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import SignInAttempt, StaffInvitation, StaffRole, User
from tests.factories import DelegateFactory, StaffInvitationFactory, StaffRoleFactory, UserFactory
from tests.here import HERE, here
from tests.page_forms import form_values

PASSWORD = "a long enough password"
REENTER = "/accounts/reauthenticate/?next="


@pytest.fixture
def role() -> StaffRole:
    role: StaffRole = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE)
    role.user.is_superuser = True
    role.user.set_password(PASSWORD)
    role.user.save()
    DelegateFactory(delegation__conference=role.conference)
    return role


def client_of(user: User, *, entered_seconds_ago: float) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= entered_seconds_ago
    session.save()
    return client


def pages(role: StaffRole) -> list[str]:
    other = UserFactory()
    return [
        here("conference_staffinvitation_add"),
        here(
            "conference_staffinvitation_change",
            StaffInvitationFactory(conference=role.conference).pk,
        ),
        here("conference_staffrole_delete", role.pk),
        admin_url(None, "conference_user_add"),
        admin_url(None, "conference_user_change", other.pk),
        admin_url(None, "conference_user_password", other.pk),
    ]


def test_roles_and_users_ask_for_the_password_again(role: StaffRole) -> None:
    fresh, stale = (client_of(role.user, entered_seconds_ago=s) for s in (500, 700))

    for page in pages(role):
        assert fresh.get(page).status_code == 200, page
        asked = stale.get(page)
        assert asked["Location"].startswith(REENTER), page


def test_form_opened_in_time_may_be_sent_within_the_hour_and_not_later(role: StaffRole) -> None:
    page = here("conference_staffinvitation_add")
    colleague = UserFactory()
    form = {"email": colleague.email, "roles": [Role.BADGE_DESK]}

    late = client_of(role.user, entered_seconds_ago=3700).post(page, form)
    assert late["Location"].startswith(REENTER)
    assert StaffInvitation.objects.count() == 0

    client_of(role.user, entered_seconds_ago=3500).post(page, form)
    assert StaffInvitation.objects.get().email == colleague.email


def test_delegates_are_exported_after_the_password_only(role: StaffRole) -> None:
    fresh, stale = (client_of(role.user, entered_seconds_ago=s) for s in (500, 700))
    whole = here("delegates_delegate_export", "csv")
    some = here("delegates_delegate_changelist")
    chosen = {"action": "export_csv", "_selected_action": [1], "select_across": "1"}

    asked = [stale.get(whole), stale.post(some, chosen)]
    given = [fresh.get(whole), fresh.post(some, chosen)]
    forms = [form_values(answer.content.decode(), "export") for answer in given]
    sent = [client_of(role.user, entered_seconds_ago=3500).post(whole, form) for form in forms]
    older = client_of(role.user, entered_seconds_ago=3700).post(whole, forms[0])

    assert [answer["Location"].startswith(REENTER) for answer in (*asked, older)] == [True] * 3
    files = [b"".join(answer.streaming_content) for answer in sent]
    assert files[0] == files[1] != b""


def test_password_entered_again_leads_on_and_a_wrong_one_counts(role: StaffRole) -> None:
    client = client_of(role.user, entered_seconds_ago=700)
    page = here("conference_staffinvitation_add")
    asked = client.get(page)["Location"]

    wrong = [client.post(asked, {"password": "wrong"}) for _ in range(6)]
    refused = client.post(asked, {"password": PASSWORD})
    assert "Too many failed" in wrong[5].content.decode()
    assert "Too many failed" in refused.content.decode()
    assert client.get(page)["Location"] == asked

    client = client_of(role.user, entered_seconds_ago=700)
    SignInAttempt.objects.all().delete()
    assert client.post(asked, {"password": PASSWORD})["Location"] == page
    assert client.get(page).status_code == 200
