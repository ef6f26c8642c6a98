"""What a focal point types is not lost: with the line, with the server, with the sign-in."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from conference.models import User
from delegates.models import Delegate, Delegation, FormDraft, Message
from delegates.registration.frame import url_of
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
    again.get_by_label("Email").fill(user.email)
    again.get_by_label("Password").fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("textarea")).to_have_value("")

    assert [message.text for message in Message.objects.all()] == ["When does the hall open?"]


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
