"""Badge designs in the admin: checked before they are saved, kept in versions, looked at."""

import re
from html import unescape

import pypdfium2
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from badges.engine.design import shipped
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, CategoryDesign, DesignFace
from conference.choices import Role
from conference.models import Conference
from delegates.models import Category
from sessions.choices import SessionKind
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import print_samples
from tests.badges.designing import put_to_use
from tests.factories import (
    BadgeDesignFactory,
    CategoryFactory,
    SamplePrintFactory,
    SessionFactory,
    words,
)
from tests.here import here
from tests.page_forms import form_values

LIST = here("badges_badgedesign_changelist")
QR = '<img class="qr" src="{{ qr }}" alt="">'


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def page_of(design: BadgeDesign, page: str = "change") -> str:
    return here(f"badges_badgedesign_{page}", design.pk)


def filled(design: BadgeDesign, **fields: object) -> dict[str, object]:
    latest = design.versions.order_by("-number")[0]
    front = latest.as_faces().front.source
    return {
        "name": design.name,
        "is_default": "on",
        "html": front.html,
        "css": front.css,
        "folding": "",
        "version": latest.number,
    } | fields


def said_by(design: BadgeDesign) -> list[tuple[int, str, str, str]]:
    """Each face of each version, with the number of the version."""
    rows = DesignFace.objects.filter(version__design=design).order_by("version__number", "order")
    return list(rows.values_list("version__number", "place", "html", "css"))


def test_new_design_begins_with_the_shipped_one_that_is_chosen(
    organizer: Client, conference: Conference
) -> None:
    """Its back says the agenda and what to do when it is found, to be edited like the rest."""
    SessionFactory(
        conference=conference,
        kind=SessionKind.OPENING,
        is_released=True,
        title=words("Opening <1> {{ qr }}"),
    )
    add = here("badges_badgedesign_add")

    usual = form_values(organizer.get(add).content.decode(), "badgedesign_form")
    page = organizer.get(f"{add}?begin_with=a6-back").content.decode()
    back = form_values(page, "badgedesign_form")

    shown = [unescape(link) for link in re.findall(r'href="\?begin_with=([^"]+)"', page)]
    assert shown == list(shipped.BY_KEY)
    assert usual["html"] == [shipped.shipped(shipped.A6_PORTRAIT).html]
    assert "has_back" not in usual
    assert back["has_back"] == ["on"]
    assert "Opening &lt;1&gt; (( qr ))</p>" in str(back["back_html"])
    assert "If found, return this badge to the accreditation desk." in str(back["back_html"])
    saved = organizer.post(add, back | {"name": "With a back"}, follow=True)
    print_samples()
    design = BadgeDesign.objects.get(conference=conference, name="With a back")
    assert saved.status_code == 200
    assert [place for _number, place, _html, _css in said_by(design)] == ["front", "back"]


def test_shipped_design_is_the_first_version(conference: Conference) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    source = shipped.shipped(shipped.A6_PORTRAIT)
    assert said_by(design) == [(1, "front", source.html, source.css)]
    assert design.version_in_use == design.versions.get()


def test_saving_a_change_makes_a_version_and_saving_none_does_not(
    organizer: Client, conference: Conference
) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    organizer.post(page_of(design), filled(design))
    after_none = design.samples.count()
    changed = filled(design, html=f"<p>{{{{ family_name }}}}</p>{QR}")
    waits = organizer.post(page_of(design), changed, follow=True)
    while_it_waits = design.versions.count()
    print_samples()
    done = organizer.get(waits.redirect_chain[-1][0])

    assert (after_none, while_it_waits) == (0, 1)
    assert "A sample is being printed" in text(waits)
    assert "Saved as version 2." in text(done)
    [*_former, latest] = said_by(design)
    assert latest[:3] == (2, "front", f"<p>{{{{ family_name }}}}</p>{QR}")


@pytest.mark.parametrize(
    ("html", "css", "words"),
    [
        ("<p>ok</p>\n<p>{{ password }}</p>" + QR, "", "Line 2: There is no field “password”."),
        ("<script>alert(1)</script>" + QR, "", "Line 1: "),
        ("<p>{{ serial }}</p>", "", "Line 1: The badge has no QR"),
        (QR, "p { color: red }\np { background: url(http://example.org/) }", "Line 2: "),
    ],
)
def test_what_is_outside_the_language_is_refused_with_its_line(
    organizer: Client, conference: Conference, html: str, css: str, words: str
) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    response = organizer.post(page_of(design), filled(design, html=html, css=css))

    assert words in text(response).replace("&quot;", '"')
    assert design.versions.count() == 1


def test_nobody_saves_over_a_newer_version(organizer: Client, conference: Conference) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    loaded = filled(design, html=f"<p>{{{{ given_name }}}}</p>{QR}")
    organizer.post(page_of(design), filled(design, html=f"<p>{{{{ family_name }}}}</p>{QR}"))
    print_samples()

    response = organizer.post(page_of(design), loaded)

    assert "saved version 2 in the meantime" in text(response)
    assert design.versions.count() == 2


def test_categories_are_chosen_and_stay_in_the_conference(
    organizer: Client, conference: Conference, category: Category
) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    stranger = CategoryFactory()

    refused = organizer.post(page_of(design), filled(design, categories=[stranger.pk]))
    organizer.post(page_of(design), filled(design, categories=[category.pk]))

    assert refused.status_code == 200
    assert stranger.letter not in text(organizer.get(page_of(design))).split()
    chosen = CategoryDesign.objects.values_list("design", "category")
    assert list(chosen) == [(design.pk, category.pk)]


FORMER = shipped.shipped(shipped.FORMER[-1])
NEWEST = shipped.shipped(shipped.A6_PORTRAIT)


@pytest.fixture
def former(conference: Conference) -> BadgeDesign:
    """As an existing conference has it."""
    design = BadgeDesignFactory(conference=conference, is_default=False)
    put_to_use(design, FORMER)
    return design


def test_newer_shipped_version_is_offered_and_comes_only_when_it_is_taken(
    organizer: Client, former: BadgeDesign
) -> None:
    page = organizer.get(page_of(former))
    offer = organizer.get(page_of(former, "offer"))
    looked = organizer.get(page_of(former, "offer_preview"), follow=True)
    print_samples()
    before = former.versions.count()

    waits = organizer.post(
        page_of(former, "offer"), form_values(offer.content.decode(), "offer"), follow=True
    )
    print_samples()
    done = organizer.get(waits.redirect_chain[-1][0])

    assert "See what is new" in text(page)
    assert "This design was edited here" not in text(offer)
    assert "A sample is being printed" in text(looked)
    assert before == 1
    assert "Saved as version 2." in text(done)
    assert said_by(former) == [
        (1, "front", FORMER.html, FORMER.css),
        (2, "front", NEWEST.html, NEWEST.css),
    ]
    assert "See what is new" not in text(organizer.get(page_of(former)))
    assert organizer.get(page_of(former, "offer")).status_code == 404


def test_what_was_edited_is_told_and_an_older_page_takes_nothing(
    organizer: Client, former: BadgeDesign
) -> None:
    loaded = form_values(organizer.get(page_of(former, "offer")).content.decode(), "offer")
    own = DesignSource(FORMER.html, FORMER.css + ".own { color: #14233b }")
    put_to_use(former, own)

    offer = organizer.get(page_of(former, "offer"))
    organizer.post(page_of(former, "offer"), loaded)
    print_samples()

    assert "This design was edited here" in text(offer)
    assert former.samples.get().error.startswith("Dais has saved version 2 in the meantime.")
    assert former.versions.count() == 2


def test_nothing_is_offered_for_the_newest_nor_for_a_design_of_ones_own(
    organizer: Client, conference: Conference
) -> None:
    newest = BadgeDesign.objects.get(conference=conference)
    own = BadgeDesignFactory(conference=conference, is_default=False)
    put_to_use(own, DesignSource(QR, ""))

    for design in (newest, own):
        assert "See what is new" not in text(organizer.get(page_of(design)))
        assert organizer.get(page_of(design, "offer")).status_code == 404
        assert organizer.get(page_of(design, "offer_preview")).status_code == 404


def test_badge_desk_is_offered_nothing(conference: Conference, former: BadgeDesign) -> None:
    desk = signed_in(conference, Role.BADGE_DESK)

    assert "See what is new" not in text(desk.get(page_of(former)))
    assert desk.get(page_of(former, "offer")).status_code == 403


def test_preview_is_a_pdf_of_three_badges(organizer: Client, conference: Conference) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    waits = organizer.get(page_of(design, "preview"), follow=True)
    print_samples()
    response = organizer.get(page_of(design, "preview"), follow=True)

    assert "A sample is being printed" in text(waits)
    assert response.headers["Content-Type"] == "application/pdf"
    assert len(pypdfium2.PdfDocument(response.content)) == 3


def test_the_same_is_printed_once_for_all_who_look(
    organizer: Client, conference: Conference
) -> None:
    design = BadgeDesign.objects.get(conference=conference)

    for _ in range(2):
        organizer.get(page_of(design, "preview"))
        organizer.get(page_of(design, "printing"))
    print_samples()
    organizer.get(page_of(design, "preview"))

    assert design.samples.count() == 1


def test_what_cannot_be_printed_is_not_saved_and_what_was_written_stays(
    organizer: Client, conference: Conference
) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    css = "@page { size: 20mm 20mm }"

    waits = organizer.post(page_of(design), filled(design, css=css), follow=True)
    print_samples()
    refused = organizer.get(waits.redirect_chain[-1][0])
    form = organizer.get(page_of(design))

    assert "pages of 3 badges, not one of each" in text(refused)
    assert design.versions.count() == 1
    assert form.context["adminform"].form.initial["css"] == css
    assert "pages of 3 badges, not one of each" in text(form)
    assert form.context["adminform"].form.initial["version"] == 1


def test_two_who_save_at_once_are_told_apart(organizer: Client, conference: Conference) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    changes = [
        filled(design, html=f"<p>{{{{ {name}_name }}}}</p>{QR}") for name in ("given", "own")
    ]

    first, second = (organizer.post(page_of(design), one, follow=True) for one in changes)
    print_samples()

    assert "Saved as version 2." in text(organizer.get(first.redirect_chain[-1][0]))
    assert "saved version 2 in the meantime" in text(organizer.get(second.redirect_chain[-1][0]))
    assert design.versions.count() == 2


def version_page(design: BadgeDesign, number: int, page: str = "version") -> str:
    return here(f"badges_badgedesign_{page}", design.pk, number)


def test_earlier_version_is_read_and_looked_at_from_the_list_of_versions(
    organizer: Client, conference: Conference
) -> None:
    design = BadgeDesign.objects.get(conference=conference)
    other = f"<p>{{{{ serial }}}}</p>{QR}"
    organizer.post(page_of(design), filled(design, html=other))
    print_samples()

    assert version_page(design, 1) in organizer.get(page_of(design)).content.decode()
    first = organizer.get(version_page(design, 1))
    assert first.context["version"].as_faces().front.source == NEWEST
    assert first.context["is_in_use"]
    assert not organizer.get(version_page(design, 2)).context["is_in_use"]
    organizer.get(version_page(design, 1, "version_preview"))
    print_samples()
    drawn = organizer.get(version_page(design, 1, "version_preview"), follow=True)
    assert len(pypdfium2.PdfDocument(drawn.content)) == 3
    assert organizer.get(version_page(design, 3)).status_code == 404


def test_design_of_another_conference_answers_as_a_missing_one(organizer: Client) -> None:
    other = BadgeDesignFactory()

    assert organizer.get(page_of(other)).status_code == 404
    assert organizer.get(page_of(other, "preview")).status_code == 404
    other.versions.create(conference=other.conference, number=1)
    assert organizer.get(version_page(other, 1)).status_code == 404
    assert organizer.get(version_page(other, 1, "version_preview")).status_code == 404
    sample = SamplePrintFactory(design=other)
    for page in ("sample", "sample_file"):
        assert organizer.get(version_page(other, sample.pk, page)).status_code == 404


def test_badge_desk_reads_designs_and_changes_none(conference: Conference) -> None:
    desk = signed_in(conference, Role.BADGE_DESK)
    design = BadgeDesign.objects.get(conference=conference)

    shown = desk.get(page_of(design))
    posted = desk.post(page_of(design), filled(design, html=QR))

    assert (shown.status_code, posted.status_code) == (200, 403)
    assert design.versions.count() == 1


QUERIES_OF_THE_LIST = 6


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_same_for_one_and_for_three(
    organizer: Client,
    conference: Conference,
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(count - 1):
        BadgeDesignFactory(conference=conference)
    organizer.get(LIST)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        response = organizer.get(LIST)

    assert len(response.context["cl"].result_list) == count
