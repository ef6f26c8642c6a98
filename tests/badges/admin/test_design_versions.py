"""Versions of a design: drafts with two faces, looked at, put to use on a page of its own."""

import io

import pypdfium2
import pytest
from django.test import Client
from PIL import Image

from badges.admin.designs.form import BACK
from badges.engine.design import shipped
from badges.engine.design.language import DesignSource
from badges.engine.design.paper import paper_of
from badges.engine.design.starting import back_for
from badges.models import BadgeDesign, DesignFace
from conference.choices import Role
from conference.models import AuditEvent, Conference
from tests.badges.admin.test_designs import QR, filled, page_of, said_by, version_page
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import MakeDelegates, Send, WorkOff, print_samples
from tests.badges.designing import both, put_to_use, save
from tests.deciding import decided, effects
from tests.factories import BadgeTypeFactory, CategoryDesignFactory, CategoryFactory
from tests.page_forms import forms_of

SOURCE = shipped.shipped(shipped.A6_PORTRAIT)
STARTED = back_for(paper_of(SOURCE.css))


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    return BadgeDesign.objects.get(conference=conference)


def with_back(design: BadgeDesign, **fields: object) -> dict[str, object]:
    back = {"has_back": "on", "back_html": STARTED.html, "back_css": STARTED.css}
    return filled(design, **back | fields)


def test_back_that_a_form_begins_with_is_saved_as_a_draft_and_looked_at_beside_the_front(
    organizer: Client, design: BadgeDesign
) -> None:
    form = organizer.get(page_of(design)).context["adminform"].form

    waits = organizer.post(page_of(design), with_back(design), follow=True)
    print_samples()
    done = organizer.get(waits.redirect_chain[-1][0])

    assert {name: form.initial[name] for name in BACK} == {
        "has_back": False,
        "back_html": STARTED.html,
        "back_css": STARTED.css,
        "folding": "",
    }
    assert said_by(design)[1:] == [
        (2, "front", SOURCE.html, SOURCE.css),
        (2, "back", STARTED.html, STARTED.css),
    ]
    assert "It is a draft: no badge is printed in it until you put it to use." in text(done)
    sample = design.samples.get()
    file = organizer.get(version_page(design, sample.pk, "sample_file"))
    picture = organizer.get(version_page(design, sample.pk, "sample_picture"))
    pages = pypdfium2.PdfDocument(file.content)
    sizes = [tuple(round(side / 72 * 25.4) for side in page.get_size()) for page in pages]
    # With the edges that are drawn around both.
    assert sizes == [(219, 149)] * 3
    assert picture.headers["Content-Type"] == "image/png"
    wide, high = Image.open(io.BytesIO(picture.content)).size
    assert wide / high == pytest.approx(219 / 149, rel=0.01)


def test_back_goes_where_its_mark_is_taken_away(organizer: Client, design: BadgeDesign) -> None:
    put_to_use(design, both(SOURCE, STARTED))

    organizer.post(page_of(design), with_back(design, has_back=""))
    print_samples()

    assert [row[:2] for row in said_by(design)] == [
        (1, "front"), (2, "front"), (2, "back"), (3, "front")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"back_html": "<p>{{ password }}</p>"}, "back_html", "There is no field “password”."),
        ({"back_html": " "}, "back_html", "Write what the back side shows"),
        ({"back_css": "p { content: 'a' }"}, "back_css", "content is decided by the fitting"),
        ({"back_css": "@page { size: 85mm 54mm }"}, "back_css", "both are one card."),
        ({"has_back": "", "folding": "side"}, "folding", "A folded card has a back side: add one."),
        ({"html": "<p>a</p>"}, "html", "The badge has no QR"),
    ],
)
def test_what_is_wrong_with_a_face_stands_at_its_own_field(
    organizer: Client, design: BadgeDesign, fields: dict[str, object], field: str, words: str
) -> None:
    page = organizer.post(page_of(design), with_back(design, **fields))

    errors = page.context["adminform"].form.errors
    assert list(errors) == [field]
    assert words in str(errors[field][0])


def test_fault_of_a_sample_names_the_face(organizer: Client, design: BadgeDesign) -> None:
    small = DesignSource(QR, "@page{size:105mm 148mm} .qr{width:12mm;height:12mm}")

    organizer.post(page_of(design), with_back(design, back_html=small.html, back_css=small.css))
    print_samples()

    assert design.samples.get().error.startswith("Back side: The code is 12.0 mm wide.")
    assert design.versions.count() == 1


def test_report_names_each_face(organizer: Client, design: BadgeDesign) -> None:
    put_to_use(design, both(SOURCE, STARTED))
    organizer.get(page_of(design, "printing"))
    print_samples()

    page = organizer.get(page_of(design, "printing"))

    assert [report.face for report in page.context["reports"]] == ["Front side", "Back side"]
    assert [report.slow for report in page.context["reports"]] == [0, 0]


# Putting to use


def test_page_says_what_changes_and_whose_badges_it_concerns(
    organizer: Client,
    conference: Conference,
    design: BadgeDesign,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
) -> None:
    printed = make_delegates(2)
    send(printed)
    work_off()
    being_printed = make_delegates(1)
    send(being_printed)
    make_delegates(3)
    elsewhere = CategoryFactory(conference=conference, letter="X")
    CategoryDesignFactory(category=elsewhere)
    make_delegates(1, category=elsewhere)
    chosen = CategoryFactory(conference=conference, letter="V")
    CategoryDesignFactory(category=chosen, design=design)
    BadgeTypeFactory(conference=conference, name="Day badge", design=design)
    save(design, both(SOURCE, STARTED))

    page = organizer.get(version_page(design, 2, "use"))

    assert effects(page) == [
        "Badges have a back side: version 1, which is in use now, has none.",
        "3 people still to get a badge get it in this version.",
        "1 badge being printed keeps the version it was sent in.",
        (
            "2 badges were issued in another version. They stay valid and do not go out of date;"
            " replaced, they have this version."
        ),
        f"Category {chosen} uses this design.",
        "Badge type Day badge uses this design.",
        "Every category without a design of its own uses this design.",
    ]
    assert "Version 1 is in use now." in text(page)
    assert BadgeDesign.objects.get(pk=design.pk).version_in_use != design.versions.get(number=2)


def test_draft_is_put_to_use_and_the_former_version_again(
    organizer: Client, design: BadgeDesign
) -> None:
    save(design, both(SOURCE, STARTED))

    said = decided(organizer, version_page(design, 2, "use"))
    design.refresh_from_db()
    in_use = design.version_in_use
    again = organizer.get(version_page(design, 1))
    decided(organizer, version_page(design, 1, "use"))
    design.refresh_from_db()

    assert in_use == design.versions.get(number=2)
    assert f"{design}: Printed in version 2 from now on." in text(said)
    assert "Use version 1 again" in text(again)
    assert design.version_in_use == design.versions.get(number=1)
    assert design.versions.count() == 2
    used = AuditEvent.objects.filter(action="badge_design.version_used").order_by("pk")
    assert [event.detail["version"] for event in used] == [1, 2, 1]


def test_page_that_was_read_before_another_version_came_into_use_decides_nothing(
    organizer: Client, design: BadgeDesign
) -> None:
    save(design, both(SOURCE, STARTED))
    url = version_page(design, 2, "use")
    read = organizer.get(url).context["promise"]
    third = put_to_use(design, DesignSource(SOURCE.html, SOURCE.css + "\n"))

    answer = organizer.post(url, {"read": read})

    assert "Something has changed since this page was shown" in text(answer)
    design.refresh_from_db()
    assert design.version_in_use == third


def test_version_that_is_in_use_already_is_not_asked_about(
    organizer: Client, design: BadgeDesign
) -> None:
    answer = organizer.get(version_page(design, 1, "use"), follow=True)

    assert "is no longer possible" in text(answer)


def test_badge_desk_puts_nothing_to_use_and_is_offered_nothing(
    conference: Conference, design: BadgeDesign
) -> None:
    save(design, both(SOURCE, STARTED))
    desk = signed_in(conference, Role.BADGE_DESK)

    page = desk.get(version_page(design, 2))

    assert page.status_code == 200
    assert version_page(design, 2, "use") not in page.content.decode()
    assert desk.get(version_page(design, 2, "use")).status_code == 403
    assert desk.post(version_page(design, 2, "use")).status_code == 403


def test_design_that_was_never_put_to_use_says_so(
    organizer: Client, conference: Conference
) -> None:
    new = BadgeDesign.objects.create(conference=conference, name="New")
    save(new, SOURCE)

    page = organizer.get(page_of(new))

    assert "No version of this design is in use yet" in text(page)
    assert version_page(new, 1, "use") in page.content.decode()


def test_page_of_a_version_shows_each_of_its_faces(organizer: Client, design: BadgeDesign) -> None:
    save(design, both(SOURCE, STARTED))

    page = organizer.get(version_page(design, 2))

    assert DesignFace.objects.filter(version__number=2).count() == 2
    assert "Back side, HTML" in text(page)
    assert forms_of(page.content.decode())
