"""What is printed looks as the reference draws it: judged on pages, field by field."""

import pytest

from badges.engine.badge_file import fitted_badge
from badges.engine.design import shipped
from badges.engine.design.fields import OWN_TEXTS
from badges.engine.design.language import parse
from badges.engine.stamps.fitted import BadgeOrder
from badges.engine.ways import Way
from badges.supplies import supplies
from conference.pdf.shaping import PROVEN_SCRIPTS
from tests.badges.engine.layouts import EVERY_PLACE
from tests.badges.engine.pairs import compared, ways_of
from tests.badges.engine.people import PRESENCES, SCRIPTS, in_own_script, people, pictures

pytestmark = pytest.mark.long

IMAGES = pictures()
# Six of each script, in different presences: there are 16 of these.
ALL = 6 * len(SCRIPTS)
# One of each, on versions that print what was sent before the present one.
MANY = len(SCRIPTS)
SOME = len(SCRIPTS)
# What is compared with everybody: the personal badge and its former versions.
A6 = (*shipped.FORMER, shipped.A6_PORTRAIT)
# In which each of five names is looked at, wherever chance has put it.
NAMES_ONE_BY_ONE = ["bn", "ta", "si", "lo", "am", "ti", "dv", "km", "my"]


@pytest.mark.parametrize("language", NAMES_ONE_BY_ONE)
def test_five_names_with_conjuncts_look_as_in_the_reference(language: str) -> None:
    names = in_own_script(language)

    badges = list(compared(names, shipped.shipped(shipped.A6_PORTRAIT), IMAGES))

    assert [complaint for one in badges for complaint in one.complaints()] == []
    assert ways_of(badges) == {Way.STAMPED: 5}
    assert {one.own_name.direction for one in names} == {"rtl" if language == "dv" else "ltr"}


@pytest.mark.parametrize("name", A6)
def test_hundreds_on_the_personal_badge_look_as_in_the_reference(name: str) -> None:
    crowd = people(ALL if name == shipped.A6_PORTRAIT else MANY)

    badges = list(compared(crowd, shipped.shipped(name), IMAGES))

    assert [complaint for one in badges for complaint in one.complaints()] == []
    assert ways_of(badges) == {Way.STAMPED: len(crowd)}


@pytest.mark.parametrize("name", [name for name in shipped.SHIPPED if name not in A6])
def test_some_people_on_every_shipped_design_look_as_in_the_reference(name: str) -> None:
    """Where one text is larger than on any badge, all are laid out: as good as every nameplate."""
    badges = list(compared(people(SOME), shipped.shipped(name), IMAGES))

    assert [complaint for one in badges for complaint in one.complaints()] == []
    ways = ways_of(badges)
    if name.startswith("nameplate"):
        assert ways[Way.TEXTS_LAID_OUT] > ways[Way.STAMPED] + ways[Way.LAID_OUT]
    else:
        assert ways == {Way.STAMPED: SOME}


@pytest.mark.parametrize("name", EVERY_PLACE)
def test_people_on_every_kind_of_design_look_as_in_the_reference(name: str) -> None:
    badges = list(compared(people(SOME), EVERY_PLACE[name], IMAGES))

    assert [complaint for one in badges for complaint in one.complaints()] == []
    assert ways_of(badges) == {Way.STAMPED: SOME}


@pytest.mark.parametrize("name", A6)
def test_people_show_every_proven_script_field_and_presence(name: str) -> None:
    """What is compared with the reference is what is stamped without it: no more, no less."""
    design = parse(shipped.shipped(name))
    crowd = people(ALL)

    fitted = [
        fitted_badge(BadgeOrder(content, design), supplies(IMAGES.__getitem__)) for content in crowd
    ]

    texts = [text for badge in fitted for text in badge.fitted]
    places = {place.field for badge in fitted for place in badge.compiled.texts}
    parts = [
        (one.photo, one.delegation_flag, one.own_name.text, one.function.text) for one in crowd
    ]
    assert {script for text in texts for line in text.lines for script in line.scripts} == (
        PROVEN_SCRIPTS
    )
    assert places == {*OWN_TEXTS} & design.named
    assert {tuple(map(bool, shown)) for shown in parts} == {*PRESENCES}
    assert {len(text.lines) for text in texts} >= {1, 2, 3}
    assert len({text.fit.outcome for text in texts}) >= 3
