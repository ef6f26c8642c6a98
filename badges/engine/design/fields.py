"""What a badge design can show: the flat set of named fields, and how each behaves when long."""

from enum import Enum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    TEXT = "text"
    IMAGE = "image"
    STYLE = "style"


class Overlong(models.TextChoices):
    """What happens to a text that does not fit its box at the smallest size of the design."""

    SMALLER = "smaller", _("printed smaller, whole")
    ELLIPSIS = "ellipsis", _("shortened")
    ACRONYM = "acronym", _("acronym instead of the name")


MOST_ZONES = 10
MOST_CATEGORY_WORDS = 3

# The attributes of BadgeContent that are texts with a language of their own.
PLAIN_TEXTS = (
    "conference_title",
    "conference_short_title",
    "conference_dates",
    "conference_place",
    "given_name",
    "family_name",
    "own_name",
    "function",
    "delegation_name",
    "delegation_acronym",
)
TEXTS = (
    *PLAIN_TEXTS,
    "category_letter",
    *(f"category_words_{number}" for number in range(1, MOST_CATEGORY_WORDS + 1)),
    *(f"zone_{number}" for number in range(1, MOST_ZONES + 1)),
    "serial",
)
IMAGES = ("conference_logo", "photo", "delegation_flag", "qr")
# The classes that carry the category's colours and pattern; goes into a class attribute only.
STYLES = ("category_style",)

KINDS = (
    dict.fromkeys(TEXTS, Kind.TEXT)
    | dict.fromkeys(IMAGES, Kind.IMAGE)
    | dict.fromkeys(STYLES, Kind.STYLE)
)

# A name is never cut and never hyphenated.
NAMES = frozenset({"given_name", "family_name", "own_name"})
OVERLONG = {"function": Overlong.ELLIPSIS, "delegation_name": Overlong.ACRONYM}


def overlong(field: str) -> Overlong:
    return OVERLONG.get(field, Overlong.SMALLER)
