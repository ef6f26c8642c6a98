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

PHOTO = "sample:photo"
FLAG = "flag:tj"
COLOUR = "#1d4f91"
WORDS = (Localized("Delegate", "en"), Localized("Делегат", "ru"), Localized("Вакил", "tg"))


def picture(name: str) -> str:
    return FLAG if name == "delegation_flag" else PHOTO


def samples(conference: Conference) -> list[BadgeContent]:
    """With the conference's own titles, logo and languages."""
    empty = replace(
        Snapshots(conference, conference.principal_language).of_conference,
        category_letter="D",
        category_words=WORDS,
        category_colour=COLOUR,
        zones=("A", "B", "C"),
        code=codes.NO_CODE,
        token=tokens.NO_TOKEN,
    )
    ordinary = with_own_parts(empty, lambda name: OWN_TEXTS[name].ordinary, picture)
    worst = with_own_parts(empty, lambda name: OWN_TEXTS[name].worst, picture)
    worst = replace(worst, delegation_flag="", zones=tuple("ABCDEFGHIJ"))
    return [ordinary, worst, replace(worst, photo="", function=NOTHING, given_name=NOTHING)]


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
