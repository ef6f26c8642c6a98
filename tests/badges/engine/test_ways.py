"""What cannot be stamped is laid out, says why, and looks the same."""

import io
from pathlib import Path

import pikepdf
import pytest

from badges.engine import readback
from badges.engine.badge_file import EarlierPage, FileAs, fitted_badge, make_file
from badges.engine.design import shipped
from badges.engine.design.language import DesignSource, parse
from badges.engine.stamps.compiled import Compiled
from badges.engine.stamps.fitted import BadgeOrder
from badges.engine.ways import Way
from badges.supplies import supplies
from conference.pdf import shaping
from tests.badges.engine.layouts import (
    ART_THAT_MOVES,
    DISGUISED,
    HINDERED_TEXTS,
    LOOSE_FIELD,
    PLACED,
    QR,
    ROOMS,
    SIMPLE,
    box,
)
from tests.badges.engine.pairs import Compared, compared, printed, ways_of
from tests.badges.engine.people import SCRIPTS, people, pictures

IMAGES = pictures()
THAI = 38
FULL = 4


def complaints(badges: list[Compared]) -> list[str]:
    return [complaint for one in badges for complaint in one.complaints()]


def compiled(source: DesignSource) -> Compiled:
    return fitted_badge(
        BadgeOrder(people(1)[0], parse(source)), supplies(IMAGES.__getitem__)
    ).compiled


def test_text_in_a_script_that_is_not_proven_is_laid_out_and_looks_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shaping, "PROVEN_SCRIPTS", shaping.PROVEN_SCRIPTS - {THAI})
    crowd = people(len(SCRIPTS))

    badges = list(compared(crowd, shipped.shipped(shipped.A6_PORTRAIT), IMAGES))

    thai = [script.name for script in SCRIPTS].index("Thai")
    assert complaints(badges) == []
    assert [place for place, one in enumerate(badges) if one.way is Way.TEXTS_LAID_OUT] == [thai]
    assert ways_of(badges)[Way.STAMPED] == len(SCRIPTS) - 1


@pytest.mark.parametrize("reason", HINDERED_TEXTS)
def test_text_that_is_more_than_glyphs_is_laid_out_and_looks_the_same(reason: str) -> None:
    source = DesignSource(SIMPLE, PLACED + HINDERED_TEXTS[reason])

    badges = list(compared(people(FULL), source, IMAGES))

    reasons = {place.why_not for place in compiled(source).texts if place.why_not}
    assert complaints(badges) == []
    assert (ways_of(badges), reasons) == ({Way.TEXTS_LAID_OUT: FULL}, {reason})


def test_texts_below_one_that_is_laid_out_have_the_room_it_leaves() -> None:
    source = DesignSource(ROOMS.html, ROOMS.css + HINDERED_TEXTS["text-decoration-line"])

    badges = list(compared(people(FULL), source, IMAGES))

    assert complaints(badges) == []
    assert Way.TEXTS_LAID_OUT in ways_of(badges)


@pytest.mark.parametrize("disguise", DISGUISED)
def test_design_that_looks_different_when_stamped_is_not_stamped(disguise: str) -> None:
    source = DesignSource(SIMPLE, PLACED + DISGUISED[disguise])

    badges = list(compared(people(FULL), source, IMAGES))

    assert complaints(badges) == []
    assert Way.STAMPED not in ways_of(badges)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (ART_THAT_MOVES, "what is drawn around the texts moves with them"),
        (LOOSE_FIELD, "serial stands outside of a box"),
    ],
)
def test_design_that_cannot_be_taken_apart_is_laid_out_whole(
    source: DesignSource, reason: str
) -> None:
    badges = list(compared(people(FULL), source, IMAGES))

    assert compiled(source).why_not == reason
    assert ways_of(badges) == {Way.LAID_OUT: FULL}
    assert [one.difference.outside for one in badges] == [0.0] * FULL


FADED_QR = DesignSource(SIMPLE, PLACED + ".qr{opacity:.9}")
TIGHT = DesignSource(
    "<div>"
    + box("given_name", size="60 16")
    + box("family_name", size="60 16")
    + box("serial", size="30 4")
    + f"{QR}</div>",
    "@page{size:80mm 50mm;margin:0}p{margin:0}.qr{display:block;width:24mm;height:24mm}",
)


@pytest.mark.parametrize("source", [FADED_QR, TIGHT])
def test_whatever_the_reference_can_show_is_printed_and_its_qr_is_read(
    source: DesignSource, tmp_path: Path
) -> None:
    crowd = people(FULL)
    design = parse(source)

    ways, pdf = printed(crowd, design, IMAGES)

    path = tmp_path / "badges"
    path.write_bytes(pdf)
    assert set(ways) == {Way.LAID_OUT}
    assert readback.codes(path) == [one.square for one in crowd]


def test_page_taken_from_a_layout_of_many_shows_nothing_of_the_others(tmp_path: Path) -> None:
    crowd = people(2 * FULL)
    path = tmp_path / "badges"
    path.write_bytes(printed(crowd, parse(LOOSE_FIELD), IMAGES)[1])
    out = io.BytesIO()

    list(
        make_file(
            [EarlierPage(path, 1)],
            supplies(IMAGES.__getitem__),
            out,
            FileAs("Badge", "en"),
        )
    )

    with pikepdf.open(out) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        pictures = [one for one in streams if one.get("/Subtype") == "/Image"]
        assert sum(one.Width == one.Height for one in pictures) == 1
