"""A design's page says on what it prints and whose texts do not fit, by the latest check."""

import re

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from badges.admin.designs import fit as design_fit
from badges.background import fit_checks
from badges.engine.design import shipped
from badges.engine.design.fields import Overlong
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign
from badges.services import designs
from conference import leased_work
from conference.choices import Role
from conference.models import BackgroundJob, Conference, User
from delegates.models import Category, Delegate
from tests.badges.admin.test_printing import signed_in, text
from tests.badges.conftest import AT, MakeDelegates
from tests.badges.designing import put_to_use
from tests.factories import BadgeDesignFactory, CategoryFactory, StaffRoleFactory
from tests.here import here

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 3
LONG_FUNCTION = "Special Representative of the Secretary-General for Preventive Diplomacy " * 4
QUERIES = 4


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    return BadgeDesign.objects.get(conference=conference)


@pytest.fixture
def organizer(conference: Conference) -> Client:
    return signed_in(conference, Role.ORGANIZER)


def page_of(design: BadgeDesign) -> str:
    return here("badges_badgedesign_change", design.pk)


def check_all(conference: Conference) -> BackgroundJob:
    """Somebody else has asked for it, and a worker has done it."""
    job = fit_checks.ask(
        delegate_ids=list(Delegate.objects.values_list("pk", flat=True)),
        everybody=True,
        conference=conference,
        language="en",
        by=StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user,
        at=timezone.now(),
    )
    assert leased_work.run_next([fit_checks.WORK], timezone.now)
    return job


def test_paper_is_named_with_its_size(organizer: Client, design: BadgeDesign) -> None:
    source = shipped.shipped(shipped.A6_PORTRAIT)
    before = text(organizer.get(page_of(design)))
    card = source.css.replace("105mm 148mm", "85.6mm 54mm").replace("bleed: 3mm", "")
    put_to_use(design, DesignSource(source.html, card))

    after = text(organizer.get(page_of(design)))

    assert "Prints on A6, 105 × 148 mm One badge on each page. Colours run 3 mm over" in before
    assert (
        "Prints on Bank-card size (CR80) landscape, 85.6 × 54 mm One badge on each page. Texts"
        in after
    )


def test_badges_are_counted_and_whose_texts_do_not_fit_are_named(
    organizer: Client, conference: Conference, design: BadgeDesign, make_delegates: MakeDelegates
) -> None:
    not_yet = text(organizer.get(page_of(design)))
    make_delegates(3)
    [small] = make_delegates(family_name=LONG_NAME)
    [short] = make_delegates(
        function=LONG_FUNCTION, department=LONG_FUNCTION, ministry=LONG_FUNCTION
    )
    [never] = make_delegates(function="Minister 𓀀")
    make_delegates(approved=False, family_name=LONG_NAME)
    check_all(conference)

    page = organizer.get(page_of(design))

    assert "Texts that fit Not checked yet" in not_yet
    said = text(page).replace(" ,", ",")
    assert re.search("Texts that fit (.*?) Checked", said)[1] == (  # type: ignore[index]
        "3 of 6 badges at the sizes of the design, 1 with a text set smaller,"
        " 1 with a text shortened, 1 that cannot be printed"
    )
    assert "Whose texts do not fit: 3 people" in said
    named = [row for row in (small, short, never) if f"{row} " in said]
    assert named == [small, short, never]
    assert f'href="{here("delegates_delegate_change", never.pk)}"' in page.content.decode()
    assert "Department shortened, ministry or organization shortened" in said
    assert "Function cannot be printed" in said


def test_each_design_is_told_of_its_own_badges(
    organizer: Client, conference: Conference, design: BadgeDesign, make_delegates: MakeDelegates
) -> None:
    other = BadgeDesignFactory(conference=conference, is_default=False)
    source = shipped.shipped(shipped.A6_PORTRAIT)
    put_to_use(other, source)
    category: Category = CategoryFactory(conference=conference, letter="X")
    designs.use_for(
        design=other,
        categories=[category],
        by=User.objects.first() or StaffRoleFactory().user,
        at=AT,
    )
    make_delegates(2)
    make_delegates(category=category, family_name=LONG_NAME)
    unused = BadgeDesignFactory(conference=conference, is_default=False)
    put_to_use(unused, source)
    check_all(conference)
    put_to_use(other, DesignSource(source.html, ""))

    said = [text(organizer.get(page_of(each))) for each in (design, other, unused)]

    assert "2 of 2 badges at the sizes of the design Checked" in said[0]
    assert "0 of 1 badge at the sizes of the design, 1 with a text set smaller" in said[1].replace(
        " ,", ","
    )
    assert "with version 1; another version is in use since." in said[1]
    assert "Nobody who is entitled to a badge has this design." in said[2]


def test_page_reads_no_file(
    organizer: Client, conference: Conference, design: BadgeDesign, make_delegates: MakeDelegates
) -> None:
    make_delegates(2, family_name=LONG_NAME)
    job = check_all(conference)
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)

    assert "Whose texts do not fit: 2 people" in text(organizer.get(page_of(design)))


def test_no_more_than_the_first_are_kept_by_name(
    conference: Conference,
    design: BadgeDesign,
    make_delegates: MakeDelegates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fit_checks, "MOST_NAMED", 1)
    first, _second = make_delegates(2, family_name=LONG_NAME)
    job = check_all(conference)
    job.refresh_from_db()

    outcome = str(Overlong.SMALLER)
    assert job.result["of_versions"] == {
        str(design.versions.get().pk): {
            "checked": 2,
            "outcomes": {outcome: 2},
            "first": [[first.pk, [["family_name", outcome, "front"]]]],
        }
    }


@pytest.mark.parametrize("part", ["delegation", "delegates"])
def test_check_of_a_part_that_is_as_large_is_none_of_everybody(
    conference: Conference, design: BadgeDesign, make_delegates: MakeDelegates, part: str
) -> None:
    """Of one delegation more were checked than may have a badge in all."""
    [chosen] = make_delegates()
    make_delegates(2, delegation=chosen.delegation, approved=False)
    own = Delegate.objects.filter(delegation=chosen.delegation).values_list("pk", flat=True)
    named = {"delegation": chosen.delegation_id, "delegates": ",".join(map(str, own))}
    desk = signed_in(conference)

    told = []
    for asked in ({part: named[part]}, {}):
        desk.post(here("badges_printjob_fit"), {"language": "en"} | asked)
        assert leased_work.run_next([fit_checks.WORK], timezone.now)
        told.append("Not checked yet" in text(desk.get(page_of(design))))

    assert told == [True, False]


def test_people_whom_the_reader_may_not_see_are_counted_and_not_named(
    conference: Conference, design: BadgeDesign, make_delegates: MakeDelegates
) -> None:
    make_delegates(family_name=LONG_NAME)
    check_all(conference)
    latest = design.versions.get()
    stranger: User = StaffRoleFactory(role=Role.ORGANIZER).user

    found = design_fit.fit_of(latest, stranger)

    assert (found.smaller, found.people, found.more) == (1, (), 1)


def test_whoever_may_print_is_told(conference: Conference, design: BadgeDesign) -> None:
    told = {
        role: "Texts that fit" in text(signed_in(conference, role).get(page_of(design)))
        for role in (Role.ORGANIZER, Role.BADGE_DESK)
    }

    assert told == {Role.ORGANIZER: True, Role.BADGE_DESK: True}


def test_it_asks_the_same_for_one_and_for_three(
    conference: Conference,
    design: BadgeDesign,
    make_delegates: MakeDelegates,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    reader: User = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
    # Read once a request, whatever it asks.
    assert reader.roles_by_conference
    latest = design.versions.select_related("conference").get()
    for further in (1, 2):
        make_delegates(further, family_name=LONG_NAME)
        check_all(conference)

        with django_assert_num_queries(QUERIES):
            design_fit.fit_of(latest, reader)
