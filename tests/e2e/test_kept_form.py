"""What a focal point types is not lost: with the line, with the server, with the sign-in."""

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from conference.accounts import second_factors
from conference.models import User
from delegates.models import Delegate, Delegation, FormDraft, Message
from delegates.registration.frame import url_of
from tests.conference.accounts.test_second_factors import code_at
from tests.e2e.test_admin import PASSWORD, PHONE
from tests.e2e.test_registration_pages import sign_in
from tests.factories import (
    DelegationFactory,
    FocalPointFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAUSE, AGAIN = 2_000, 15_000
"""Milliseconds, a little longer than the page's own."""
KEPT = "What you typed is kept."


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    RegistrationSettingsFactory(
        conference=found.conference, opens_at=timezone.now(), closes_at=None
    )
    for column in ("given_name", "family_name", "function"):
        RegistrationFieldFactory(conference=found.conference, column=column)
    return found


@pytest.fixture
def user(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, user: User) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page, live_server, user)
    yield page
    context.close()


@pytest.fixture
def form(page: Page, live_server: LiveServer, delegation: Delegation) -> Page:
    """Time stands still on it but where a test lets it go on."""
    page.clock.install()
    page.goto(f"{live_server.url}{url_of(delegation, 'add_people')}")
    return page


def kept() -> list[str]:
    return [draft.typed.get("function", "") for draft in FormDraft.objects.all()]


def test_what_is_typed_is_kept_once_the_line_returns(form: Page) -> None:
    said = form.locator("[data-kept-said]")
    form.context.set_offline(True)
    form.get_by_label("Function").fill("Director")
    form.clock.run_for(PAUSE)
    expect(said).to_contain_text("The connection was lost")
    assert kept() == []

    form.context.set_offline(False)
    form.clock.run_for(PAUSE)

    expect(said).to_have_text(KEPT)
    assert kept() == ["Director"]


@pytest.mark.parametrize(
    "away", [lambda route: route.abort(), lambda route: route.fulfill(status=502)]
)
def test_server_that_comes_back_without_a_word_is_asked_again(
    form: Page, away: Callable[[Route], None]
) -> None:
    said = form.locator("[data-kept-said]")
    form.route("**/typed/", away)
    form.get_by_label("Function").fill("Director")
    form.clock.run_for(PAUSE)
    expect(said).to_contain_text("The connection was lost")

    form.unroute("**/typed/")
    form.clock.run_for(AGAIN)

    expect(said).to_have_text(KEPT)
    assert kept() == ["Director"]


def test_form_that_nobody_touched_is_not_kept_when_the_line_returns(form: Page) -> None:
    asked: list[str] = []
    form.on("request", lambda request: asked.append(request.url))
    form.context.set_offline(True)
    form.context.set_offline(False)
    form.clock.run_for(PAUSE)
    form.get_by_label("Function").fill("Director")
    form.clock.run_for(PAUSE)

    expect(form.locator("[data-kept-said]")).to_have_text(KEPT)
    assert len([url for url in asked if url.endswith("/typed/")]) == 1


def test_whoever_signed_in_again_in_another_tab_saves_what_was_typed(
    form: Page, live_server: LiveServer, user: User
) -> None:
    form.get_by_label("Given name").first.fill("Ágnes")
    Session.objects.all().delete()
    another = form.context.new_page()
    sign_in(another, live_server, user)

    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for_url("**#member-*")

    assert Delegate.with_drafts.get().given_name == "Ágnes"


def test_message_waits_on_its_page_for_a_new_sign_in(
    page: Page, live_server: LiveServer, user: User, delegation: Delegation
) -> None:
    page.goto(f"{live_server.url}{url_of(delegation, 'messages')}")
    page.locator("textarea").fill("When does the hall open?")
    Session.objects.all().delete()

    page.get_by_role("button", name="Send", exact=True).click()
    again = page.get_by_role("dialog")
    again.get_by_label("E-mail").fill(user.email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("textarea")).to_have_value("")

    assert [message.text for message in Message.objects.all()] == ["When does the hall open?"]


@pytest.fixture
def seed(user: User) -> str:
    """Of an app that the focal point has, noted after they signed in."""
    cache.clear()
    seed: str = totp.generate_totp_secret()
    secret = second_factors.seal(seed, second_factors.place_of(user.pk))
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": secret})
    return seed


def asked_for_second_factor(form: Page, user: User) -> Locator:
    """The login ended while somebody was typed in; the password was right."""
    form.get_by_label("Given name").first.fill("Ágnes")
    Session.objects.all().delete()
    form.get_by_role("button", name="Save", exact=True).click()
    again = form.get_by_role("dialog")
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.get_by_label("Code of your app, or a recovery code")).to_be_focused()
    return again


def test_code_of_an_app_is_asked_for_on_the_page_too(form: Page, user: User, seed: str) -> None:
    again = asked_for_second_factor(form, user)
    again.get_by_label("Code").fill("000000")
    again.get_by_role("button", name="Continue").click()
    expect(again).to_contain_text("This is not the code that is asked for.")
    assert not Delegate.with_drafts.exists()

    again.get_by_label("Code").fill(code_at(seed))
    again.get_by_role("button", name="Continue").click()
    form.wait_for_url("**#member-*")

    assert Delegate.with_drafts.get().given_name == "Ágnes"


def test_whoever_needs_another_way_signs_in_in_a_new_tab_and_saves(
    form: Page, user: User, seed: str
) -> None:
    """As with a passkey. What was half done on the form's page leads on to a page, too."""
    again = asked_for_second_factor(form, user)
    with form.context.expect_page() as opened:
        again.get_by_role("link", name="Sign in on a page of its own").click()
    tab = opened.value
    tab.get_by_label("Code").fill(code_at(seed))
    tab.get_by_role("button", name="Continue").click()
    tab.wait_for_url("**/registration/")

    again.get_by_role("button", name="Back to the form").click()
    form.get_by_role("button", name="Save", exact=True).click()
    form.wait_for_url("**#member-*")

    assert Delegate.with_drafts.get().given_name == "Ágnes"


def test_dialog_knows_whose_page_it_is_and_stays_where_somebody_has_forgotten_the_password(
    form: Page, user: User
) -> None:
    form.get_by_label("Given name").first.fill("Ágnes")
    Session.objects.all().delete()
    form.get_by_role("button", name="Save", exact=True).click()
    again = form.get_by_role("dialog")
    expect(again.get_by_label("E-mail")).to_have_value(user.email)
    password = again.get_by_label("Password")
    expect(password).to_be_focused()
    password.fill("a wrong password")
    password.press("Enter")
    expect(again.get_by_role("alert").first).to_be_visible()
    expect(password).to_be_focused()

    with form.context.expect_page() as opened:
        again.get_by_role("link", name="Forgot your password?").click()

    opened.value.wait_for_url("**/password/reset/")
    expect(form.get_by_label("Given name").first).to_have_value("Ágnes")


def asked_to_sign_in(form: Page) -> Locator:
    """The login ended while somebody was typed in."""
    form.get_by_label("Given name").first.fill("Ágnes")
    Session.objects.all().delete()
    form.get_by_role("button", name="Save", exact=True).click()
    return form.get_by_role("dialog")


def test_page_forgets_whose_it_was_once_somebody_else_has_signed_in_on_it(
    form: Page, user: User, delegation: Delegation
) -> None:
    """Neither what was typed nor with which address is there to be read."""
    other: User = FocalPointFactory(delegation=delegation).user
    other.set_password(PASSWORD)
    other.save()
    again = asked_to_sign_in(form)
    assert user.email in again.evaluate("dialog => dialog.outerHTML")

    again.get_by_label("E-mail").fill(other.email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.get_by_text("Somebody else is signed in now.")).to_be_visible()

    left = again.evaluate("dialog => dialog.outerHTML")
    assert [user.email in left, other.email in left] == [False, False]
    expect(again.locator("input")).to_have_count(0)
    expect(form.locator("#content")).to_be_empty()
    assert not Delegate.with_drafts.exists()


def test_password_is_asked_for_by_no_form_that_leads_to_another_site(form: Page) -> None:
    form.route(
        re.compile(r"/accounts/login/[?]next="),
        lambda route: route.fulfill(
            content_type="text/html",
            body='<form class="account-form" action="https://elsewhere.example/login">'
            '<input name="login"><input name="password" type="password"><button>Go</button></form>',
        ),
    )

    again = asked_to_sign_in(form)

    expect(again.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(again.locator("input")).to_have_count(0)


def test_what_is_kept_is_left_without_a_question(form: Page, live_server: LiveServer) -> None:
    asked: list[str] = []

    def leave(question: Dialog) -> None:
        asked.append(question.type)
        question.accept()

    form.on("dialog", leave)
    form.get_by_label("Function").fill("Director")
    form.clock.run_for(PAUSE)
    expect(form.locator("[data-kept-said]")).to_have_text(KEPT)
    form.goto(f"{live_server.url}/en/registration/")
    assert asked == []

    form.go_back()
    form.get_by_label("Function").fill("Adviser")
    form.goto(f"{live_server.url}/en/registration/")
    assert asked == ["beforeunload"]
