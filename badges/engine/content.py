"""Exactly what one badge shows: the snapshot a print job stores, and nothing it would look up."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from dataclasses import fields as parts_of
from typing import Any, Self

from badges.engine import codes, tokens
from badges.engine.design import fields
from badges.engine.design.fields import MOST_CATEGORY_WORDS, MOST_ZONES
from conference.writing.languages import Localized

COLOUR = re.compile(r"#[0-9a-f]{6}")
NOTHING = Localized("", "")


@dataclass(frozen=True)
class BadgeContent:
    """Texts stand as they are printed: the family name in capitals already.

    `conference_logo`, `photo` and `delegation_flag` are keys of images, "" for none; an image
    never changes under its key. `code` is the badge's own, sixteen characters; `token` is what its
    square says, "" on the badges that were issued before there were tokens.
    `language` is the conference's principal one, `category_colour` is `#rrggbb` in small letters.
    `badge_type` is blank on a personal badge, and so are times that nobody set. `copy_number` and
    `copy_count` are of what a delegation shares, 3 of 6.
    Every field has a default: contents that were stored before it existed take it.
    """

    language: str = ""
    conference_title: Localized = NOTHING
    category_letter: str = ""
    category_words: tuple[Localized, ...] = ()
    category_colour: str = "#000000"
    given_name: Localized = NOTHING
    family_name: Localized = NOTHING
    delegation_name: Localized = NOTHING
    serial: str = ""
    code: str = ""
    category_is_hatched: bool = False
    conference_short_title: Localized = NOTHING
    conference_dates: Localized = NOTHING
    conference_place: Localized = NOTHING
    conference_logo: str = ""
    own_name: Localized = NOTHING
    function: Localized = NOTHING
    department: Localized = NOTHING
    ministry: Localized = NOTHING
    delegation_acronym: Localized = NOTHING
    delegation_flag: str = ""
    photo: str = ""
    zones: tuple[str, ...] = ()
    token: str = ""
    badge_type: Localized = NOTHING
    opens_from: Localized = NOTHING
    opens_until: Localized = NOTHING
    copy_number: str = ""
    copy_count: str = ""
    vehicle_plate: str = ""
    vehicle_make: Localized = NOTHING
    vehicle_colour: Localized = NOTHING
    vehicle_driver: Localized = NOTHING

    def __post_init__(self) -> None:
        """Raises ValueError: these limits are the design's, the caller keeps to them."""
        if not COLOUR.fullmatch(self.category_colour):
            raise ValueError(f"not a colour: {self.category_colour!r}")
        if len(self.zones) > MOST_ZONES:
            raise ValueError(f"a badge shows at most {MOST_ZONES} zones")
        if len(self.category_words) > MOST_CATEGORY_WORDS:
            raise ValueError(
                f"a badge shows its category in at most {MOST_CATEGORY_WORDS} languages"
            )

    def images(self) -> tuple[str, ...]:
        """The keys of the images it shows."""
        keys = (getattr(self, picture.name) for picture in fields.PICTURES)
        return tuple(key for key in keys if key)

    @property
    def square(self) -> str:
        """What its square says."""
        return self.token or codes.payload(self.code)

    def as_snapshot(self) -> dict[str, Any]:
        """As JSON gives it back; `from_snapshot` gives the equal content back."""
        return {name: _plain(getattr(self, name)) for name in PARTS}

    @classmethod
    def from_snapshot(cls, snapshot: Mapping[str, Any]) -> Self:
        """Readable for ever: what was not yet stored then takes its default, what is no more goes.

        Stored contents outlive the code that stored them (design decision 16).
        """
        return cls(**{name: _restored(snapshot[name]) for name in PARTS if name in snapshot})

    def differs_from(self, snapshot: Mapping[str, Any]) -> bool:
        """Whether it shows something else than a stored content did.

        Only what was stored then is compared: a field that came later makes no badge out of date.
        """
        return differ(self.as_snapshot(), snapshot)


PARTS = tuple(part.name for part in parts_of(BadgeContent))


def as_stored(parts: Mapping[str, Any]) -> dict[str, Any]:
    """Some parts of a content, as its snapshot has them."""
    return {name: _plain(value) for name, value in parts.items()}


def differ(now: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a part that was stored then is another one now; both as a snapshot has them."""
    return any(now[name] != stored[name] for name in now if name in stored)


def _plain(value: Any) -> Any:
    """Thousands are stored and compared at once: `dataclasses.asdict` costs ten times as much."""
    if type(value) is Localized:
        return {"text": value.text, "language": value.language}
    if type(value) is tuple:
        return [_plain(item) for item in value]
    return value


def _restored(value: Any) -> Any:
    if isinstance(value, dict):
        return Localized(**value)
    if isinstance(value, (list, tuple)):
        return tuple(_restored(item) for item in value)
    return value


LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
SPACES = re.compile(" {2,}")


def texts_of(content: BadgeContent) -> dict[str, Localized]:
    """The flat mapping a design sees. What is blank is not in it."""
    texts = {text.name: getattr(content, text.name) for text in fields.WORDS}
    plain = {text.name: getattr(content, text.name) for text in fields.CODES}
    plain |= {f"zone_{number}": letter for number, letter in enumerate(content.zones, start=1)}
    texts |= {name: Localized(text, content.language) for name, text in plain.items()}
    for number, words in enumerate(content.category_words, start=1):
        texts[f"category_words_{number}"] = words
    cleaned = {name: Localized(_clean(text.text), text.language) for name, text in texts.items()}
    return {name: text for name, text in cleaned.items() if text.text}


def pictures_of(content: BadgeContent) -> dict[str, str]:
    """Field to key of the picture, "" for none; the QR's key is what it says."""
    keys = {picture.name: getattr(content, picture.name) for picture in fields.PICTURES}
    return keys | {fields.QR: content.square}


def with_own_parts(
    content: BadgeContent, text: Callable[[str], Localized], picture: Callable[[str], str]
) -> BadgeContent:
    """The badge of somebody else at the same place: other texts and pictures, no code of anybody.

    `text` and `picture` say by name of the field what its holder's own shall be.
    """
    texts: dict[str, Any] = {name: text(name) for name in fields.OWN_TEXTS}
    plain = {code.name: texts[code.name].text for code in fields.CODES if code.name in texts}
    pictures = {name: picture(name) for name in fields.own_pictures()}
    token = tokens.NO_TOKEN if content.token else ""
    return replace(content, **texts | plain | pictures, code=codes.NO_CODE, token=token)


def direction_of(text: Localized) -> str:
    """Of the language; without one, of the first letter that has a direction (UAX #9, P2)."""
    if text.language:
        return text.direction
    for character in text.text:
        if unicodedata.bidirectional(character) in {"L", "R", "AL"}:
            return "ltr" if unicodedata.bidirectional(character) == "L" else "rtl"
    return "ltr"


def _clean(text: str) -> str:
    """One line: what breaks lines becomes a space, what cannot be printed goes."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    spaced = SPACES.sub(" ", LINE_BREAKS.sub(" ", text))
    return "".join(one for one in spaced if unicodedata.category(one) not in {"Cc", "Cs"}).strip(
        " "
    )
