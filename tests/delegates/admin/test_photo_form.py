"""A photo is chosen in a delegate's form: refused, warned of, or shown as it will be cut."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from conference.models import Conference
from delegates import photos
from delegates.models import Delegate
from delegates.registration.forms import RegistrationForm
from tests.factories import DelegateFactory, DelegationFactory
from tests.here import here
from tests.page_forms import form_values

PICTURES = Path(__file__).parents[2] / "data/pictures"
COARSE = "On a badge the picture is {} × {} pixels. It is sharp from 413 × 531 pixels"


@pytest.fixture
def delegate(conference: Conference) -> Delegate:
    made: Delegate = DelegateFactory(delegation__conference=conference)
    return made


def url_of(delegate: Delegate) -> str:
    return here("delegates_delegate_change", delegate.pk)


def photo(width: int, height: int) -> SimpleUploadedFile:
    output = BytesIO()
    Image.new("RGB", (width, height), "#996655").save(output, "JPEG")
    return SimpleUploadedFile("me.jpg", output.getvalue(), content_type="image/jpeg")


def values(page: str) -> dict[str, object]:
    return dict(form_values(page, "delegate_form"))


def sent(organizer: Client, delegate: Delegate, **more: object) -> str:
    """The page that answers."""
    url = url_of(delegate)
    form = values(organizer.get(url).content.decode())
    return organizer.post(url, form | more, follow=True).content.decode()


def stored_size(delegate: Delegate) -> tuple[int, int] | None:
    delegate.refresh_from_db()
    if not delegate.photo:
        return None
    with delegate.photo.open() as file, Image.open(file) as stored:
        return stored.size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1, 1), (1, 1)),
        ((149, 300), (149, 192)),
        ((300, 189), (147, 189)),
        ((3000, 150), (82, 106)),
    ],
)
def test_photo_of_which_too_little_is_shown_is_refused_with_its_size(
    organizer: Client, delegate: Delegate, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    page = sent(organizer, delegate, photo=photo(*size))

    assert (
        f"The picture is {size[0]} × {size[1]} pixels; a badge shows {shown[0]} × {shown[1]} of"
        " them. It has to be 150 × 190 at least" in page
    )
    assert stored_size(delegate) is None


@pytest.mark.parametrize(
    ("size", "kept", "shown"),
    [
        ((150, 190), (150, 190), (148, 190)),
        ((412, 531), (412, 531), (412, 530)),
        ((2000, 500), (2000, 500), (389, 500)),
        ((4000, 600), (2124, 319), (248, 319)),
    ],
)
def test_coarse_photo_is_saved_and_warned_of(
    organizer: Client,
    delegate: Delegate,
    size: tuple[int, int],
    kept: tuple[int, int],
    shown: tuple[int, int],
) -> None:
    page = sent(organizer, delegate, photo=photo(*size))

    assert re.findall(r'<li class="warning">(.*?)</li>', page) == [
        f"{COARSE.format(*shown)}: choose a larger one if you have one."
    ]
    assert stored_size(delegate) == kept


@pytest.mark.parametrize(
    ("size", "kept"),
    [((413, 531), (413, 531)), ((2000, 1000), (2000, 1000)), ((3000, 2000), (1593, 1062))],
)
def test_nobody_is_warned_of_a_sharp_photo(
    organizer: Client, delegate: Delegate, size: tuple[int, int], kept: tuple[int, int]
) -> None:
    page = sent(organizer, delegate, photo=photo(*size))

    assert stored_size(delegate) == kept
    assert '<li class="warning">' not in page


def test_whoever_adds_somebody_is_warned_too(organizer: Client, conference: Conference) -> None:
    delegation = DelegationFactory(conference=conference)
    form = {
        "delegation": delegation.pk,
        "position": "member",
        "listing": "listed",
        "publication": "published",
        "hosting": "own",
        "family_name": "Rahmon",
        "photo": photo(200, 250),
    }

    page = organizer.post(here("delegates_delegate_add"), form, follow=True).content.decode()

    assert COARSE.format(194, 250) in page
    assert stored_size(Delegate.objects.get()) == (200, 250)


@pytest.mark.parametrize(
    ("size", "crop", "shown"),
    [
        # The frame is 30 × 38.6: of a picture that is too wide the sides go,
        ((600, 500), "M105.7 0.0h388.6v500h-388.6z", (389, 500)),
        # of one that is too high what is above and below.
        ((300, 600), "M0.0 107.0h300v386.0h-300z", (300, 386)),
    ],
)
def test_what_is_cut_is_shown_before_anything_is_saved(
    organizer: Client,
    delegate: Delegate,
    size: tuple[int, int],
    crop: str,
    shown: tuple[int, int],
) -> None:
    """Without a script: the page is asked to show it, and keeps the photo until it is sent."""
    page = sent(organizer, delegate, photo=photo(*size), photo_look="on", function="Adviser")

    assert f'd="M0 0h{size[0]}v{size[1]}h-{size[0]}z{crop}"' in page
    assert "Nothing is saved yet." in page
    assert COARSE.format(*shown) in page
    assert stored_size(delegate) is None

    organizer.post(url_of(delegate), values(page))

    assert stored_size(delegate) == size
    assert delegate.function == "Adviser"


def test_photo_is_held_while_something_else_is_mended(
    organizer: Client, delegate: Delegate
) -> None:
    page = sent(organizer, delegate, photo=photo(500, 640), email="no address")
    assert "Enter a valid e-mail address" in page

    organizer.post(url_of(delegate), values(page) | {"email": "ada@example.org"})

    assert stored_size(delegate) == (500, 640)


def test_another_photo_comes_before_the_one_that_was_held(
    organizer: Client, delegate: Delegate
) -> None:
    page = sent(organizer, delegate, photo=photo(500, 640), photo_look="on")

    organizer.post(url_of(delegate), values(page) | {"photo": photo(420, 560)})

    assert stored_size(delegate) == (420, 560)


def test_picture_of_a_phone_is_kept_as_any_other(organizer: Client, delegate: Delegate) -> None:
    lying = (PICTURES / "phone_lying.heic").read_bytes()
    upload = SimpleUploadedFile("IMG_1.HEIC", lying, content_type="image/heic")

    sent(organizer, delegate, photo=upload)

    assert stored_size(delegate) == (450, 600)


def test_damaged_picture_of_a_phone_is_refused_in_words(
    organizer: Client, delegate: Delegate
) -> None:
    half = (PICTURES / "phone.heic").read_bytes()[:1800]
    upload = SimpleUploadedFile("IMG_1.HEIC", half, content_type="image/heic")

    page = sent(organizer, delegate, photo=upload)

    assert "This is not a JPEG, PNG or HEIC picture, or the file is damaged." in page
    assert stored_size(delegate) is None


def test_sizes_that_are_asked_for_are_those_that_are_refused_and_warned_of(
    organizer: Client, delegate: Delegate
) -> None:
    page = organizer.get(url_of(delegate)).content.decode()

    assert "150 × 190 pixels at least, sharp from 413 × 531." in page
    assert RegistrationForm.base_fields["photo"].help_text == photos.HELP_TEXT
