"""A photo chosen in a form that comes back waits for whoever chose it, in that form, for a day."""

import datetime as dt
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from conference.addresses import admin_url
from conference.choices import Role
from conference.models import Conference, User
from conference.site import orphans
from delegates.models import Delegate
from tests.factories import (
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    StaffRoleFactory,
)
from tests.here import here
from tests.page_forms import form_values
from tests.signed_in import note_password

KEPT = "The picture you chose is kept"
ADD = here("delegates_delegate_add")


@pytest.fixture(autouse=True)
def _nothing_stored() -> Iterator[None]:
    empty_storage()
    yield
    empty_storage()


def empty_storage() -> None:
    for key in stored():
        default_storage.delete(key)


def stored() -> list[str]:
    return sorted(orphans.stored_keys())


def picture(colour: str = "#336699") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (900, 1200), colour).save(content, "PNG")
    return SimpleUploadedFile("me.png", content.getvalue(), content_type="image/png")


def change_url(delegate: Delegate) -> str:
    return admin_url(delegate.conference, "delegates_delegate_change", delegate.pk)


def values_in(page: str, form: str = "delegate_form") -> dict[str, object]:
    """What would be sent again: the file itself is in no page."""
    return {name: values for name, values in form_values(page, form).items() if name != "photo"}


def loaded(client: Client, url: str) -> dict[str, object]:
    return values_in(client.get(url).content.decode())


def came_back(client: Client, url: str, **typed: object) -> dict[str, object]:
    """The form with a chosen photo, after an error."""
    values = loaded(client, url) | {"email": "nobody", "photo": picture()} | typed
    page = client.post(url, values).content.decode()
    assert KEPT in page
    return values_in(page) | {"email": ""}


@pytest.fixture
def delegate(conference: Conference) -> Delegate:
    delegate: Delegate = DelegateFactory(delegation__conference=conference)
    return delegate


def photo_of(delegate: Delegate) -> str:
    delegate.refresh_from_db()
    return delegate.photo.name or ""


def colleague(*conferences: Conference) -> Client:
    user: User = StaffRoleFactory(conference=conferences[0], role=Role.ORGANIZER).user
    for conference in conferences[1:]:
        StaffRoleFactory(user=user, conference=conference, role=Role.ORGANIZER)
    client = Client()
    client.force_login(user)
    note_password(client, user)
    return client


@pytest.mark.django_db(transaction=True)
def test_kept_photo_is_saved_without_choosing_it_again_and_nothing_else_stays(
    organizer: Client, delegate: Delegate
) -> None:
    again = came_back(organizer, change_url(delegate))
    assert len(stored()) == 1

    organizer.post(change_url(delegate), again)

    assert stored() == [photo_of(delegate)]


@pytest.mark.django_db(transaction=True)
def test_photo_of_a_form_without_error_is_stored_once(
    organizer: Client, delegate: Delegate
) -> None:
    url = change_url(delegate)
    organizer.post(url, loaded(organizer, url) | {"photo": picture()})

    assert stored() == [photo_of(delegate)]


@pytest.mark.django_db(transaction=True)
def test_photo_of_somebody_new_is_kept_too(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    typed = {"delegation": delegation.pk, "given_name": "Aziz", "family_name": "Karim"}
    again = came_back(organizer, ADD, **typed)

    organizer.post(ADD, again)

    assert stored() == [photo_of(Delegate.objects.get())] != [""]


def said_to_be(client: Client, delegate: Delegate) -> Any:
    """The page that follows when somebody typed with a photo is said to be that delegate."""
    names = {"given_name": delegate.given_name, "family_name": delegate.family_name}
    typed = names | {"delegation": delegate.delegation_id, "photo": picture()}
    page = client.post(ADD, loaded(client, ADD) | typed).content.decode()
    return client.post(ADD, values_in(page) | {"sameness": f"same:delegate:{delegate.pk}"})


@pytest.mark.django_db(transaction=True)
def test_photo_of_who_is_registered_already_is_taken_over_where_there_is_none(
    organizer: Client, delegate: Delegate
) -> None:
    page = said_to_be(organizer, delegate).content.decode()
    (kept,) = stored()

    organizer.post(here("delegates_delegate_same", delegate.pk), form_values(page, "same_person"))

    assert 'src="data:image/jpeg;base64,/9j/' in page
    assert stored() == [photo_of(delegate)] != [kept]


@pytest.mark.django_db(transaction=True)
def test_photo_that_is_there_is_replaced_only_where_that_is_said(
    organizer: Client, delegate: Delegate
) -> None:
    url, same = change_url(delegate), here("delegates_delegate_same", delegate.pk)
    organizer.post(url, loaded(organizer, url) | {"photo": picture("#993366")})
    former = photo_of(delegate)

    values = form_values(said_to_be(organizer, delegate).content.decode(), "same_person")
    organizer.post(same, values)
    untouched = photo_of(delegate)
    organizer.post(same, values | {"take": ["photo"]})

    assert "photo" not in values.get("take", [])
    assert untouched == former != photo_of(delegate)
    # The former photo stays with the history of the record.
    assert stored() == sorted([former, photo_of(delegate)])


def test_kept_photo_goes_back_to_the_form_and_is_nobody_elses(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    page = said_to_be(organizer, delegate).content.decode()
    same = here("delegates_delegate_same", delegate.pk)

    back = organizer.post(ADD, form_values(page, "back_to_form")).content.decode()
    stranger = colleague(conference)
    stranger.post(same, form_values(page, "same_person"))
    told = stranger.get(change_url(delegate)).content.decode()

    assert KEPT in back
    assert photo_of(delegate) == ""
    assert "There is no photo to take over: choose it on this page." in told


@pytest.mark.django_db(transaction=True)
def test_another_photo_takes_the_place_of_the_kept_one(
    organizer: Client, delegate: Delegate
) -> None:
    url = change_url(delegate)
    again = came_back(organizer, url)
    (first,) = stored()

    values = again | {"email": "nobody", "photo": picture("#993366")}
    page = organizer.post(url, values).content.decode()
    (second,) = stored()
    organizer.post(url, values_in(page) | {"email": ""})

    assert first != second
    assert stored() == [photo_of(delegate)]


def test_key_is_worth_nothing_to_another_user(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    again = came_back(organizer, change_url(delegate))

    other = colleague(conference)
    other.post(change_url(delegate), again)
    page = other.post(change_url(delegate), again | {"email": "nobody"}).content.decode()

    assert (photo_of(delegate), KEPT in page, len(stored())) == ("", False, 1)


def test_key_is_worth_nothing_in_another_form(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    """Neither of another delegate nor of somebody new."""
    token = came_back(organizer, change_url(delegate))["photo-chosen"]
    other = DelegateFactory(delegation=delegate.delegation)
    url = change_url(other)
    somebody = {"delegation": delegate.delegation_id, "given_name": "Zoir", "family_name": "Q"}

    organizer.post(url, loaded(organizer, url) | {"photo-chosen": token})
    organizer.post(ADD, loaded(organizer, ADD) | somebody | {"photo-chosen": token})

    assert photo_of(other) == ""
    assert Delegate.objects.get(given_name="Zoir").photo.name == ""
    assert len(stored()) == 1


def test_key_is_worth_nothing_in_another_conference(conference: Conference) -> None:
    other = ConferenceFactory()
    client = colleague(conference, other)
    adding = {place: admin_url(place, "delegates_delegate_add") for place in (conference, other)}
    typed = {"given_name": "Aziz", "family_name": "Karim"}
    here_typed = typed | {"delegation": DelegationFactory(conference=conference).pk}
    there_typed = typed | {"delegation": DelegationFactory(conference=other).pk}
    token = came_back(client, adding[conference], **here_typed)["photo-chosen"]

    values = loaded(client, adding[other]) | there_typed | {"photo-chosen": token}
    client.post(adding[other], values)

    assert photo_of(Delegate.objects.get(conference=other)) == ""


@pytest.mark.parametrize("turn", [lambda token: token[:-1] + "?", lambda token: token[::-1]])
def test_key_that_nobody_gave_is_worth_nothing(
    organizer: Client, delegate: Delegate, turn: Callable[[str], str]
) -> None:
    again = came_back(organizer, change_url(delegate))
    kept: Any = again["photo-chosen"]

    organizer.post(change_url(delegate), again | {"photo-chosen": turn(*kept)})

    assert photo_of(delegate) == ""


def test_photo_that_was_swept_away_is_asked_for_again_and_nothing_is_saved(
    organizer: Client, delegate: Delegate
) -> None:
    again = came_back(organizer, change_url(delegate)) | {"function": "Minister"}
    now = timezone.now()
    assert orphans.sweep(at=now + dt.timedelta(hours=23)) == 0
    assert orphans.sweep(at=now + dt.timedelta(hours=25)) == 1

    page = organizer.post(change_url(delegate), again).content.decode()

    delegate.refresh_from_db()
    assert "was kept for a day and has been deleted" in page
    assert delegate.function != "Minister"


@pytest.mark.django_db(transaction=True)
def test_two_tabs_of_one_form_keep_a_photo_each(organizer: Client, delegate: Delegate) -> None:
    url = change_url(delegate)
    one, other = (came_back(organizer, url, photo=picture(c)) for c in ("#111", "#eee"))
    assert len(stored()) == 2

    organizer.post(url, one)
    first = photo_of(delegate)
    page = organizer.post(url, other).content.decode()
    organizer.post(url, values_in(page))

    # The former photo stays with the history of the record.
    assert stored() == sorted([first, photo_of(delegate)])
    assert first != photo_of(delegate)


@pytest.mark.django_db(transaction=True)
def test_logo_and_flag_are_kept_too(
    organizer: Client, conference: Conference, delegate: Delegate
) -> None:
    page = admin_url(conference, "conference_conference_change", conference.pk)
    values = form_values(organizer.get(page).content.decode(), "conference_form")
    asked = organizer.post(page, values | {"place_0": "Gen?ve", "logo": picture()})
    again = form_values(asked.content.decode(), "conference_form")
    organizer.post(page, again | {"right_as_it_is": "question-marks:Gen?ve"})

    conference.refresh_from_db()
    assert stored() == [conference.logo.name]
