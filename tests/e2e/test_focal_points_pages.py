"""What focal points do on their pages in a real browser: with nothing but HTML, and by dragging."""

import io
from collections.abc import Iterator

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from conference.models import User
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation
from delegates.registration.frame import url_of
from tests.e2e.test_admin import DESKTOP, PASSWORD
from tests.e2e.test_registration_pages import sign_in
from tests.factories import (
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def delegation() -> Delegation:
    found: Delegation = DelegationFactory()
    RegistrationSettingsFactory(
        conference=found.conference, opens_at=timezone.now(), closes_at=None
    )
    for column in ("given_name", "family_name", "function", "photo"):
        is_required = column == "photo"
        RegistrationFieldFactory(
            conference=found.conference, column=column, is_required=is_required
        )
    return found


@pytest.fixture
def user(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def page(
    browser: Browser, live_server: LiveServer, user: User, request: pytest.FixtureRequest
) -> Iterator[Page]:
    context = browser.new_context(
        viewport=DESKTOP,  # type: ignore[arg-type]
        java_script_enabled=request.param,
    )
    page = context.new_page()
    sign_in(page, live_server, user)
    yield page
    context.close()


def photo_of(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#445566").save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize("page", [False], indirect=True)
def test_person_is_added_with_a_photo_changed_and_handed_in_without_a_script(
    page: Page, live_server: LiveServer, delegation: Delegation
) -> None:
    page.goto(f"{live_server.url}{url_of(delegation, 'delegation')}")
    page.get_by_role("link", name="Add").first.click()
    page.get_by_label("Given name").fill("Ágnes")
    page.get_by_label("Function").fill("Director")
    photo = {"name": "agnes.jpg", "mimeType": "image/jpeg", "buffer": photo_of(413, 531)}
    page.get_by_label("Picture file").set_input_files(photo)  # type: ignore[arg-type]
    page.get_by_role("button", name="Save", exact=True).click()

    added = Delegate.with_drafts.get()
    assert (added.given_name, added.function) == ("Ágnes", "Director")
    page.goto(f"{live_server.url}{url_of(delegation, 'open_person', added)}")
    shown = page.locator("img[src*='/photo/']").first
    assert shown.evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Function").fill("Envoy")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Hand in").first.click()
    page.get_by_role("button", name="Hand in").click()

    stored = Delegate.objects.get()
    assert (stored.function, stored.accreditation) == ("Envoy", Accreditation.SUBMITTED)
    assert stored.photo.size > 0


def in_order() -> list[str]:
    return list(Delegate.with_drafts.order_by("order").values_list("given_name", flat=True))


@pytest.mark.parametrize("page", [True], indirect=True)
def test_people_are_put_in_order_by_dragging(
    page: Page, live_server: LiveServer, delegation: Delegation
) -> None:
    for order, name in enumerate(["Aziz", "Bahrom", "Davlat"]):
        DelegateFactory(delegation=delegation, given_name=name, family_name="Nur", order=order)
    page.goto(f"{live_server.url}{url_of(delegation, 'delegation')}")
    handles = page.locator(".row-handle")

    with page.expect_response("**/place/"):
        handles.nth(2).drag_to(handles.nth(0), target_position={"x": 2, "y": 2})

    expect(page.get_by_role("status")).to_contain_text("Davlat NUR is moved: place 1 of 3.")
    page.reload()
    names = page.locator(".member-name")
    expect(names).to_have_text(["Davlat NUR", "Aziz NUR", "Bahrom NUR"])
    assert in_order() == ["Davlat", "Aziz", "Bahrom"]
