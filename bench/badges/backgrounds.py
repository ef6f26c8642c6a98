"""For the peers: what all badges of a category share, drawn by us, and the flags as PNG.

    python -m bench.badges.backgrounds SCRATCH PHOTOS

Neither peer draws SVG. pretix takes a page of PDF for each category, Indico one picture.
"""

import sys
from pathlib import Path

from bench.badges import pictures, standalone, work
from bench.badges.work import Scratch

DPI = 300
# The band of the category, in millimetres from the top: Indico draws it as a text's background.
BAND = (24, 37)
FLAG_POINTS = (18 / 25.4 * 72, 12 / 25.4 * 72)


def main(scratch: Scratch, photos: int) -> None:
    pictures.draw(scratch, photos=photos)
    standalone.start()
    badges = standalone.Badges(scratch)
    for one in work.others():
        _flag(badges, one.country)
        _background(badges, one)


def _background(badges: standalone.Badges, one: work.Person) -> None:
    from badges.supplies import COMPILATIONS

    compiled = COMPILATIONS.compiled(badges.content(one), badges.design, badges.load)
    badges.scratch.background(one.category).write_bytes(compiled.art)
    picture = _drawn(compiled.art)
    top, bottom = (round(edge / 25.4 * DPI) for edge in BAND)
    picture.paste("white", (0, top, picture.width, bottom))
    picture.save(badges.scratch.picture_of_background, quality=90)


def _flag(badges: standalone.Badges, country: str) -> None:
    from conference.pdf import layout

    page = layout.picture(badges.load(f"flag:{country}"), *FLAG_POINTS, is_smooth=True)
    _drawn(page).save(badges.scratch.flag(country, "png"))


def _drawn(page: bytes):
    import pypdfium2

    with pypdfium2.PdfDocument(page) as document:
        return document[0].render(scale=DPI / 72).to_pil().convert("RGB")


if __name__ == "__main__":
    main(Scratch(Path(sys.argv[1])), int(sys.argv[2]))
