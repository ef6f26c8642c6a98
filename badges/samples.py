"""People who do not exist, to look at a design with: an ordinary one and the worst cases."""

import io
from dataclasses import replace

from PIL import Image, ImageDraw

from badges.engine import qr
from badges.engine.content import NOTHING, BadgeContent
from badges.snapshot import Snapshots
from conference.models import Conference
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.writing.languages import Localized

PHOTO = "sample:photo"
FLAG = "flag:tj"
COLOUR = "#1d4f91"


def samples(conference: Conference) -> list[BadgeContent]:
    """With the conference's own titles, logo and languages."""
    said = Snapshots(conference, conference.principal_language)
    words = tuple(
        Localized(text, language)
        for text, language in (("Delegate", "en"), ("Делегат", "ru"), ("Вакил", "tg"))
    )
    ordinary = BadgeContent(
        language=conference.principal_language,
        conference_title=said.title,
        conference_short_title=said.short_title,
        conference_dates=said.dates,
        conference_place=said.place,
        conference_logo=said.logo,
        category_letter="D",
        category_words=words,
        category_colour=COLOUR,
        given_name=Localized("Zarina", ""),
        family_name=Localized("MIRZOEVA", ""),
        own_name=Localized("Мирзоева Зарина", "tg"),
        function=Localized("Deputy Minister of Economic Development", "en"),
        delegation_name=Localized("Tajikistan", "en"),
        delegation_flag=FLAG,
        photo=PHOTO,
        zones=("A", "B", "C"),
        serial="00000",
        code="0" * qr.CODE_LENGTH,
    )
    long = replace(
        ordinary,
        given_name=Localized("Maximiliane Charlotte Alexandra", ""),
        family_name=Localized("VON UND ZU SCHRATTENTHAL-WALDSTÄTTEN", ""),
        own_name=NOTHING,
        function=Localized(
            "Special Representative of the Secretary-General and Head of the Regional Centre for"
            " Preventive Diplomacy",
            "en",
        ),
        delegation_name=Localized(
            "United Nations Regional Centre for Preventive Diplomacy for Central Asia", "en"
        ),
        delegation_acronym=Localized("UNRCCA", ""),
        delegation_flag="",
        zones=tuple("ABCDEFGHIJ"),
    )
    return [ordinary, long, replace(long, photo="", function=NOTHING, given_name=NOTHING)]


def sample_photo() -> Asset:
    """A grey figure of the proportions of a passport photo."""
    picture = Image.new("RGB", (300, 386), "#d9dde4")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 70, 210, 210), fill="#9aa7bd")
    draw.ellipse((30, 235, 270, 560), fill="#9aa7bd")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Asset(layout.PNG, out.getvalue())
