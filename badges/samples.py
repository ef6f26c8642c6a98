"""People who do not exist, to look at a design with: an ordinary one and the worst cases."""

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from badges import images
from badges.engine import codes, tokens
from badges.engine.content import NOTHING, BadgeContent, with_own_parts
from badges.engine.design.fields import OWN_TEXTS
from badges.snapshot import Snapshots
from conference.models import Conference
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.writing.languages import Localized
from delegates import defaults
from delegates.models import Category

PHOTO = "sample:photo"
FLAG = "flag:tj"
COLOUR = "#1d4f91"
CATEGORY = "D"
OWN_NAMES = {
    "ar": "زارينا ميرزوييفا",
    "ru": "Мирзоева Зарина",
    "tg": "Мирзоева Зарина",
    "zh-hans": "扎丽娜·米尔佐耶娃",
}


def picture(name: str) -> str:
    return FLAG if name == "delegation_flag" else PHOTO


def samples(conference: Conference) -> list[BadgeContent]:
    """With the conference's own titles and logo, and in its languages."""
    snapshots = Snapshots(conference, conference.principal_language)
    named = next(row.name for row in defaults.categories() if row.letter == CATEGORY)
    empty = replace(
        snapshots.of_conference,
        category_letter=CATEGORY,
        category_words=snapshots.words_of(Category(name=named)),
        category_colour=COLOUR,
        zones=("A", "B", "C"),
        code=codes.NO_CODE,
        token=tokens.NO_TOKEN,
    )
    ordinary = with_own_parts(empty, lambda name: OWN_TEXTS[name].ordinary, picture)
    ordinary = replace(ordinary, own_name=own_name(conference))
    worst = with_own_parts(empty, lambda name: OWN_TEXTS[name].worst, picture)
    worst = replace(worst, delegation_flag="", zones=tuple("ABCDEFGHIJ"))
    return [ordinary, worst, replace(worst, photo="", function=NOTHING, given_name=NOTHING)]


def own_name(conference: Conference) -> Localized:
    """In the first language of the conference that is not written in Latin letters."""
    written = (Localized(OWN_NAMES[tag], tag) for tag in conference.languages if tag in OWN_NAMES)
    return next(written, NOTHING)


def sampled(conference: Conference) -> tuple[list[BadgeContent], dict[str, Asset]]:
    """The badges of nobody, and the pictures they show."""
    contents = samples(conference)
    shown = {key for content in contents for key in content.images()} - {PHOTO}
    return contents, {key: images.load(key) for key in shown} | {PHOTO: sample_photo()}


def sample_photo() -> Asset:
    """A grey figure of the proportions of a passport photo."""
    picture = Image.new("RGB", (300, 386), "#d9dde4")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 70, 210, 210), fill="#9aa7bd")
    draw.ellipse((30, 235, 270, 560), fill="#9aa7bd")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Asset(layout.PNG, out.getvalue())
