"""The guides: whole, with pictures that a command takes, and led to from the pages they explain."""

import csv
import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLResolver
from django.utils import translation
from django.utils.translation import gettext

from conference.addresses import admin_url
from conference.site.admin_urls import AdminUrls
from conference.site.guide import (
    FOCAL_POINT,
    FOLDER,
    NAMES,
    SECTIONS,
    WRITTEN_IN,
    file_of,
    guide,
    section_on,
)
from conference.writing.languages import direction
from tests import screenshots
from tests.factories import FocalPointFactory, StaffRoleFactory, UserFactory

pytestmark = pytest.mark.django_db


def names_of_pages() -> set[str]:
    """Of every page there is in the admin, of a conference and of the installation."""

    def below(resolver: URLResolver) -> set[str]:
        found = set()
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                found |= below(pattern)
            elif pattern.name:
                found.add(pattern.name)
        return found

    return set().union(*(below(AdminUrls(place).urlpatterns[0]) for place in ["-", "x"]))


def test_every_page_is_led_to_a_section_that_there_is() -> None:
    sections = {f"{name}#{fragment}" for name in NAMES for fragment in guide(name).headings}
    assert {section_on(name) for name in names_of_pages()} - sections == set()


@pytest.mark.parametrize("name", NAMES)
def test_each_section_of_a_guide_is_reached_by_a_fragment_of_its_own(name: str) -> None:
    headings = guide(name).headings
    assert len({*headings}) == len(headings) > 0


def test_no_line_of_the_table_is_for_nothing() -> None:
    used = {
        next(line for line in SECTIONS if name.startswith(line[0])) for name in names_of_pages()
    }
    assert set(SECTIONS) - used == set()


def test_pictures_are_there_and_a_command_takes_each() -> None:
    shown = {
        picture
        for name in NAMES
        for picture in re.findall(
            r"\]\(pictures/([\w-]+)\.png\)", (FOLDER / f"{name}.md").read_text()
        )
    }
    assert shown == {path.stem for path in (FOLDER / "pictures").glob("*.png")}
    assert shown == {*screenshots.OF_THE_GUIDE, *screenshots.OF_THE_INSTALLATION}
    assert [name for name in shown if not finders.find(f"guide/{name}.png")] == []


def test_what_is_to_be_pressed_is_called_as_on_the_pages() -> None:
    """What stands slanted in a guide is a label, as the table of all strings has it."""
    with (settings.ROOT / "docs/words.csv").open() as file:
        labels = {without_numbers(row["wording"]) for row in csv.DictReader(file)}
    named = {label for name in NAMES for label in slanted(file_of(name, WRITTEN_IN).read_text())}
    assert [label for label in sorted(named) if without_numbers(label) not in labels] == []


def without_numbers(label: str) -> str:
    """`Use version 2 again` is a label with a number in it."""
    return re.sub(r"%d|%\(\w+\)[ds]|\d+", "#", label).casefold()


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_a_page_of_the_admin(name: str, client: Client) -> None:
    desk = StaffRoleFactory(role="badge_desk").user
    client.force_login(desk)

    page = client.get(admin_url(None, "help", name)).content.decode()

    assert f"<h1>{guide(name).title}</h1>" in page
    sources = re.findall(r'<img src="([^"]*)"', guide(name).html)
    assert [source for source in sources if not source.startswith(settings.STATIC_URL)] == []


@pytest.mark.parametrize("name", NAMES)
def test_place_of_a_picture_is_kept_before_it_comes(name: str) -> None:
    pictures = re.findall(r"<img [^>]*>", guide(name).html)
    sizes = [re.findall(r' (width|height)="[1-9]\d*"', picture) for picture in pictures]

    assert sizes == [["width", "height"]] * len(pictures)


def test_what_is_no_guide_is_not_there(client: Client) -> None:
    client.force_login(StaffRoleFactory().user)
    assert client.get(admin_url(None, "help", "traps")).status_code == 404


def test_strangers_are_shown_no_guide(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(admin_url(None, "help", "organizer")).status_code == 404


def test_a_page_links_to_its_section(client: Client) -> None:
    role = StaffRoleFactory()
    client.force_login(role.user)
    page = client.get(admin_url(role.conference, "delegates_importrun_changelist")).content.decode()
    address = admin_url(role.conference, "help", "organizer")
    assert f'href="{address}#import-a-list" rel="help"' in page


TRANSLATED = [language for language, _name in settings.LANGUAGES if language != WRITTEN_IN]


@pytest.mark.parametrize("language", [WRITTEN_IN, *TRANSLATED])
def test_focal_points_read_theirs_in_the_frame_of_the_site(client: Client, language: str) -> None:
    focal_point = FocalPointFactory(delegation__conference__state="open")
    page = f"/{language}/registration/help/"
    assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    client.force_login(focal_point.user)

    shown = client.get(page).content.decode()

    assert f'<html lang="{language}"' in shown
    assert f'<article lang="{language}" dir="{direction(language)}">' in shown
    assert guide(FOCAL_POINT, language).html in shown
    sheet = reverse(
        "registration:delegation",
        args=[focal_point.conference.slug, focal_point.delegation_id],
    )
    for other in (sheet, reverse("registration:mine")):
        assert re.search(r'href="/[\w-]+/registration/help/"', client.get(other).content.decode())


@pytest.mark.parametrize("language", TRANSLATED)
def test_translated_guide_has_the_sections_and_the_labels_of_the_original(language: str) -> None:
    """A label is called as on the page in that language."""
    original, translated = (
        file_of(FOCAL_POINT, each).read_text() for each in (WRITTEN_IN, language)
    )
    shapes = [re.findall(r"^(?:#+|-) ", text, re.MULTILINE) for text in (original, translated)]
    with translation.override(language):
        labels = [gettext(label) for label in slanted(original)]

    assert shapes[0] == shapes[1]
    assert sorted(slanted(translated)) == sorted(labels)
    assert "*" not in guide(FOCAL_POINT, language).html


def test_guide_that_is_not_translated_is_read_as_it_is_written() -> None:
    assert guide("organizer", "fr") == guide("organizer")


def slanted(text: str) -> list[str]:
    return re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)
