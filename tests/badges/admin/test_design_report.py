"""The design's page says which texts are stamped and which are laid out, and why."""

import pytest
from django.test import Client

from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign
from conference.choices import Role
from conference.models import Conference
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import print_samples
from tests.badges.designing import put_to_use
from tests.factories import ConferenceFactory
from tests.here import here
from tests.parts import ask_for_part, asks

BOX = (
    'data-width="90" data-height="20" data-sizes="20 10" data-lines="2" data-leading="1.2"'
    ' data-weight="400"'
)
QR = '<img class="qr" src="{{ qr }}" alt="">'
CSS = ".qr { width: 24mm; height: 24mm }"
NAMES = f'<p class="a" {BOX}>{{{{ family_name }}}}</p><p class="b" {BOX}>{{{{ function }}}}</p>{QR}'


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    return BadgeDesign.objects.get(conference=conference)


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def report(client: Client, design: BadgeDesign) -> str:
    url = here("badges_badgedesign_printing", design.pk)
    waits = ask_for_part(client, url, "design_printing")
    assert asks(waits.content.decode(), "design_printing") == url
    print_samples()
    return text(ask_for_part(client, url, "design_printing"))


def save(design: BadgeDesign, html: str, css: str) -> None:
    put_to_use(design, DesignSource(html, css))


def test_shipped_design_is_stamped_throughout(organizer: Client, design: BadgeDesign) -> None:
    page = organizer.get(here("badges_badgedesign_change", design.pk))

    said = report(organizer, design)

    url = here("badges_badgedesign_printing", design.pk)
    assert asks(page.content.decode(), "design_printing") == url
    assert "Badges of this design print at full speed" in said
    assert "Family name Stamped exact and fast" in said
    assert "Laid out by WeasyPrint" not in said


def test_text_that_is_not_stamped_is_named_with_its_reason(
    organizer: Client, design: BadgeDesign
) -> None:
    save(design, NAMES, CSS + ".b { opacity: 0.5 }")

    said = report(organizer, design)

    assert "1 text of this design slows printing down" in said
    assert "Family name Stamped exact and fast" in said
    assert "Function Laid out by WeasyPrint exact, about 30 times slower; because: opacity" in said


def test_design_that_cannot_be_taken_apart_is_said_to_be_laid_out_whole(
    organizer: Client, design: BadgeDesign
) -> None:
    save(design, f"<p>{{{{ family_name }}}}</p>{QR}", CSS)

    said = report(organizer, design)

    assert "Badges of this design print about 30 times slower" in said
    assert "Because: family_name stands outside of a box" in said


def test_design_that_makes_more_than_a_page_is_refused_in_words(
    organizer: Client, design: BadgeDesign
) -> None:
    save(design, f'<p class="a">a</p>{QR}', "p { break-after: page }")

    assert "The design cannot be printed." in report(organizer, design)


def test_design_of_another_conference_answers_as_a_missing_one(
    design: BadgeDesign,
) -> None:
    stranger = signed_in(ConferenceFactory(), Role.ORGANIZER)
    url = here("badges_badgedesign_printing", design.pk)

    assert stranger.get(url).status_code == 404
