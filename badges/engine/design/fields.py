"""What a badge design can show: the one list of its named fields.

A further text is an entry here, a part of `badges.engine.content.BadgeContent` and a line in
`badges.snapshot` that says where it comes from. Design language, previews, proofs and reports
follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.writing.languages import Localized

if TYPE_CHECKING:
    # At run time it would load the admin, which the engine does without.
    from django_stubs_ext import StrPromise


class Kind(Enum):
    TEXT = "text"
    IMAGE = "image"
    STYLE = "style"
    DIRECTION = "direction"


class Overlong(models.TextChoices):
    """What happens to a text that does not fit its box at the smallest size of the design."""

    SMALLER = "smaller", _("printed smaller")
    ELLIPSIS = "ellipsis", _("shortened")
    ACRONYM = "acronym", _("acronym instead of the name")


@dataclass(frozen=True)
class Samples:
    """Of people who do not exist: an ordinary one and the worst case, to look at a design with;
    and two in scripts apart, to prove with that it can be made from parts."""

    ordinary: Localized
    worst: Localized
    proof: Localized
    further_proof: Localized


@dataclass(frozen=True)
class BadgeText:
    """`words` are what people call it. A name is never cut and never hyphenated.

    A text with samples is the holder's own: what many badges share is drawn once and leaves its
    place free. A text without is the conference's or the category's.
    """

    name: str
    words: "StrPromise"
    is_name: bool = False
    overlong: Overlong = Overlong.SMALLER
    samples: Samples | None = None


@dataclass(frozen=True)
class BadgePicture:
    """`is_own`: the holder's, as a text with samples is."""

    name: str
    is_own: bool


MOST_ZONES = 10
MOST_CATEGORY_WORDS = 3

# Each with a language of its own.
WORDS = (
    BadgeText("conference_title", _("title of the conference")),
    BadgeText("conference_short_title", _("short title of the conference")),
    BadgeText("conference_dates", _("dates of the conference")),
    BadgeText("conference_place", _("place of the conference")),
    BadgeText("badge_type", _("badge type")),
    BadgeText("opens_from", _("opens from")),
    BadgeText("opens_until", _("opens until")),
    BadgeText(
        "given_name",
        _("given name"),
        is_name=True,
        samples=Samples(
            ordinary=Localized("Zarina", ""),
            worst=Localized("Maximiliane Charlotte Alexandra", ""),
            proof=Localized("Élodie Ångström", ""),
            further_proof=Localized("محمد علی", "fa"),
        ),
    ),
    BadgeText(
        "family_name",
        _("family name"),
        is_name=True,
        samples=Samples(
            ordinary=Localized("MIRZOEVA", ""),
            worst=Localized("VON UND ZU SCHRATTENTHAL-WALDSTÄTTEN", ""),
            proof=Localized("GARCÍA-QUINTANA DE LA FUENTE", ""),
            further_proof=Localized("رضایی (UN) 12", "fa"),
        ),
    ),
    BadgeText(
        "own_name",
        _("name in own script"),
        is_name=True,
        samples=Samples(
            ordinary=Localized("Мирзоева Зарина", "tg"),
            worst=Localized("", ""),
            proof=Localized("Қаҳҳор Ҷӯраев", "tg"),
            further_proof=Localized("김민준", "ko"),
        ),
    ),
    BadgeText(
        "function",
        _("function"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("Deputy Minister of Economic Development", "en"),
            worst=Localized(
                "Special Representative of the Secretary-General and Head of the Regional Centre"
                " for Preventive Diplomacy",
                "en",
            ),
            proof=Localized("Deputy Minister of Water Resources, Head of the Delegation", "en"),
            further_proof=Localized("نائب الوزير", "ar"),
        ),
    ),
    BadgeText(
        "department",
        _("department"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("Department of Investment", "en"),
            worst=Localized(
                "Directorate for Multilateral Affairs, Transboundary Waters and Sustainable"
                " Development",
                "en",
            ),
            proof=Localized("Département de l’eau, Division 4", "fr"),
            further_proof=Localized("إدارة المياه", "ar"),
        ),
    ),
    BadgeText(
        "ministry",
        _("ministry or organization"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("Ministry of Economic Development and Trade", "en"),
            worst=Localized(
                "Ministry of Energy, Water Resources, Agriculture, Environmental Protection and"
                " Regional Development",
                "en",
            ),
            proof=Localized("Ministère de l’Énergie (MEH)", "fr"),
            further_proof=Localized("وزارة الطاقة", "ar"),
        ),
    ),
    BadgeText(
        "delegation_name",
        _("delegation"),
        overlong=Overlong.ACRONYM,
        samples=Samples(
            ordinary=Localized("Tajikistan", "en"),
            worst=Localized(
                "United Nations Regional Centre for Preventive Diplomacy for Central Asia", "en"
            ),
            proof=Localized("Bosnia and Herzegovina, Western Region", "en"),
            further_proof=Localized("العراق", "ar"),
        ),
    ),
    BadgeText(
        "delegation_acronym",
        _("acronym of the delegation"),
        samples=Samples(
            ordinary=Localized("", ""),
            worst=Localized("UNRCCA", ""),
            proof=Localized("BHWR", ""),
            further_proof=Localized("عراق", "ar"),
        ),
    ),
    BadgeText(
        "vehicle_make",
        _("make of the vehicle"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("Toyota Land Cruiser", ""),
            worst=Localized("Mercedes-Benz Sprinter 519 CDI Minibus", ""),
            proof=Localized("Škoda Superb 2.0", ""),
            further_proof=Localized("تويوتا لاند كروزر", "ar"),
        ),
    ),
    BadgeText(
        "vehicle_colour",
        _("colour of the vehicle"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("Black", ""),
            worst=Localized("Dark metallic midnight blue", ""),
            proof=Localized("Grün-métallisé", ""),
            further_proof=Localized("أسود", "ar"),
        ),
    ),
    BadgeText(
        "vehicle_driver",
        _("driver"),
        is_name=True,
        samples=Samples(
            ordinary=Localized("Rustam Nazarov", ""),
            worst=Localized("Maximilian von und zu Schrattenthal-Waldstätten", ""),
            proof=Localized("Ólafur Þór Ævarsson", ""),
            further_proof=Localized("محمد رضایی", "fa"),
        ),
    ),
)
# Letters and digits without a language: the badge's own goes for them.
CODES = (
    BadgeText("category_letter", _("letter of the category")),
    BadgeText(
        "serial",
        _("serial"),
        samples=Samples(
            ordinary=Localized("00000", ""),
            worst=Localized("00000", ""),
            proof=Localized("01234", ""),
            further_proof=Localized("00007", ""),
        ),
    ),
    BadgeText(
        "copy_number",
        _("number of a shared badge"),
        samples=Samples(
            ordinary=Localized("3", ""),
            worst=Localized("48", ""),
            proof=Localized("12", ""),
            further_proof=Localized("907", ""),
        ),
    ),
    BadgeText(
        "copy_count",
        _("how many badges a delegation shares"),
        samples=Samples(
            ordinary=Localized("6", ""),
            worst=Localized("120", ""),
            proof=Localized("34", ""),
            further_proof=Localized("865", ""),
        ),
    ),
    BadgeText(
        "vehicle_plate",
        _("number plate"),
        samples=Samples(
            ordinary=Localized("4821 AB 01", ""),
            worst=Localized("DPL 0123-4567 WWM", ""),
            proof=Localized("01 KG 777", ""),
            further_proof=Localized("9050-ТТ", ""),
        ),
    ),
)
# What a badge has several of.
CATEGORY_WORDS = tuple(
    BadgeText(f"category_words_{number}", _("words of the category"))
    for number in range(1, MOST_CATEGORY_WORDS + 1)
)
ZONES = tuple(BadgeText(f"zone_{number}", _("zones")) for number in range(1, MOST_ZONES + 1))

TEXTS = {text.name: text for text in (*WORDS, *CODES, *CATEGORY_WORDS, *ZONES)}
OWN_TEXTS = {name: text.samples for name, text in TEXTS.items() if text.samples}

# Beside these the QR, which is no picture of anybody: it is drawn from the badge's code.
PICTURES = (
    BadgePicture("conference_logo", is_own=False),
    BadgePicture("photo", is_own=True),
    BadgePicture("delegation_flag", is_own=True),
)
QR = "qr"
# The classes that carry the category's colours and pattern; goes into a class attribute only.
STYLES = ("category_style",)

# In which the badge reads, `ltr` or `rtl`, as its conference does; for a dir or a class attribute.
DIRECTION = "direction"

KINDS = (
    dict.fromkeys(TEXTS, Kind.TEXT)
    | {picture.name: Kind.IMAGE for picture in PICTURES}
    | {QR: Kind.IMAGE}
    | dict.fromkeys(STYLES, Kind.STYLE)
    | {DIRECTION: Kind.DIRECTION}
)


def words_of(name: str) -> "StrPromise | str":
    """What people call a field; a stored note may name one that there is no more."""
    return TEXTS[name].words if name in TEXTS else name


def own_pictures() -> Iterator[str]:
    return (picture.name for picture in PICTURES if picture.is_own)
