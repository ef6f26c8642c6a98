"""The HTML of badges: a design's tree, written out for what one badge shows.

What a text or a picture becomes is the affair of the class that writes it: here it is what the
page shows; `badges.engine.stamps.skeletons` leaves the place free instead.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.engine import qr
from badges.engine.content import BadgeContent, direction_of, pictures_of, texts_of
from badges.engine.design import fields
from badges.engine.design.boxes import Box
from badges.engine.design.fields import Kind, Overlong
from badges.engine.design.language import VOID_ELEMENTS, Design
from badges.engine.design.tree import Condition, Element, Field, Node, Text
from badges.engine.errors import RenderError, TextError
from badges.engine.layout.fit import Fit, fit
from badges.engine.layout.rooms import Rooms
from badges.engine.layout.styles import PageStyles
from conference.pdf import layout
from conference.pdf.coverage import unprintable
from conference.pdf.layout import Asset
from conference.pdf.shaping import UnknownCharacterError, shape
from conference.writing.doubts import is_traditional_mongolian
from conference.writing.languages import Localized

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Overflow:
    """A text that did not fit at the smallest size of the design, and what became of it."""

    field: str
    text: str
    outcome: Overlong
    size: float


class Document:
    """The document being written: its pictures and styles are gathered badge by badge."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self.assets: dict[str, Asset] = {}
        self.addresses: dict[str, str] = {}
        self.styles = PageStyles()
        self.bodies: list[str] = []

    def css(self) -> str:
        # On the design's first line: what the renderer says of a line is said of the design's own.
        ours = self.styles.css().replace("\n", " ")
        return f"{ours} {self.design.css}"

    def html(self, first: BadgeContent) -> str:
        title = first.conference_short_title.text or first.conference_title.text
        return (
            f'<!doctype html><html{_lang(first.language)}><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title></head><body>{''.join(self.bodies)}</body></html>"
        )

    def add(self, badge: "BadgeMarkup", *, is_seen: bool = True) -> None:
        body = "".join(badge.markup(self.design.nodes, box=None))
        styled = "dais-page" if is_seen else f"dais-page {self.styles.unseen()}"
        self.bodies.append(f'<div class="{styled}"{_lang(badge.content.language)}>{body}</div>')

    def address(self, key: str, asset: Asset) -> str:
        """The address of a picture; what has one key is embedded once per document."""
        if key not in self.addresses:
            name = f"image/{len(self.addresses)}"
            self.addresses[key] = layout.SCHEME + name
            self.assets[name] = asset
        return self.addresses[key]


class BadgeMarkup:
    """One badge being written, with everything it shows."""

    def __init__(
        self, document: Document, content: BadgeContent, images: Mapping[str, Asset]
    ) -> None:
        self.document = document
        self.content = content
        self.images = images
        self.texts = texts_of(content)
        self.pictures = pictures_of(content)
        self.overflows: list[Overflow] = []
        self.rooms = Rooms()

    @property
    def direction(self) -> str:
        """In which the whole badge reads; each of its texts has its own."""
        return Localized("", self.content.language).direction

    def has(self, name: str) -> bool:
        kind = fields.KINDS[name]
        if kind is Kind.TEXT:
            return name in self.texts
        return kind in {Kind.STYLE, Kind.DIRECTION} or bool(self.pictures[name])

    def markup(self, nodes: Sequence[Node], box: Box | None) -> Iterator[str]:
        for node in nodes:
            match node:
                case Text():
                    yield escape(node.text)
                case Field():
                    yield self.text(node.name, box) if node.name in self.texts else ""
                case Condition():
                    yield from self.markup(self.chosen(node), box)
                case Element():
                    yield from self.element(node)

    def chosen(self, node: Condition) -> tuple[Node, ...]:
        return node.then if self.has(node.name) else node.otherwise

    def element(self, node: Element) -> Iterator[str]:
        values = {name: self.attribute(parts) for name, parts in node.attributes.items()}
        if node.box:
            box = self.document.styles.box(node.box)
            values["class"] = f"{values.get('class', '')} {box}".strip()
        if "src" in values:
            values |= self.mark_of_picture(node)
        yield f"<{node.tag}{_attributes(values)}>"
        if node.tag not in VOID_ELEMENTS:
            yield from self.markup(node.children, node.box)
            yield f"</{node.tag}>"

    def attribute(self, parts: Sequence[Node]) -> str:
        return "".join(self.attribute_part(part) for part in parts)

    def attribute_part(self, part: Node) -> str:
        match part:
            case Text():
                return part.text
            case Condition():
                return self.attribute(self.chosen(part))
            case Field() if fields.KINDS[part.name] is Kind.STYLE:
                return self.document.styles.category(
                    self.content.category_colour, is_hatched=self.content.category_is_hatched
                )
            case Field() if fields.KINDS[part.name] is Kind.DIRECTION:
                return self.direction
            case Field():
                if not self.pictures[part.name]:
                    raise RenderError(
                        _("The design shows %s without a condition around it.") % part.name
                    )
                return self.picture(part.name)
            case Element():
                raise AssertionError("an attribute holds no element")

    def mark_of_picture(self, node: Element) -> dict[str, str]:
        """Attributes that make the picture's place known after the layout."""
        return {}

    def picture(self, name: str) -> str:
        if name == "qr":
            square = Asset(layout.PNG, qr.image(self.content.square))
            return self.document.address(f"qr:{self.content.square}", square)
        key = self.pictures[name]
        if key not in self.images:
            raise RenderError(_("The picture %s is missing.") % key)
        return self.document.address(key, self.images[key])

    def text(self, name: str, box: Box | None) -> str:
        text = self.texts[name]
        if box is None:
            require_glyphs(name, text, self.content)
            return f"<span{self.language(text)}>{escape(text.text)}</span>"
        fitted = self.fitted(name, box)
        lines = "".join(f"<span>{escape(line)}</span>" for line in fitted.lines)
        return f'<span class="{self.classes_of(fitted)}"{self.language(text)}>{lines}</span>'

    def classes_of(self, fitted: Fit) -> str:
        return self.document.styles.fit(fitted)

    def language(self, text: Localized) -> str:
        """The attributes of the language that the text is fitted in, whatever is around it."""
        return f'{_lang(text.language or self.content.language)} dir="{direction_of(text)}"'

    def fitted(self, name: str, box: Box) -> Fit:
        fitted = fit_field(name, self.texts, self.rooms.widened(box), self.content)
        self.rooms.fill(name, box, fitted.height)
        if fitted.outcome:
            self.overflows.append(
                Overflow(name, self.texts[name].text, fitted.outcome, fitted.size)
            )
        return fitted


def fit_field(name: str, texts: Mapping[str, Localized], box: Box, content: BadgeContent) -> Fit:
    """One text of a badge in its box. Raises TextError for what no size can show."""
    text = texts[name]
    acronym = texts.get("delegation_acronym")
    try:
        return fit(
            text.text,
            box,
            partial(
                shape,
                language=text.language or content.language,
                weight=box.weight,
                direction=direction_of(text),
            ),
            overlong=fields.TEXTS[name].overlong,
            is_name=fields.TEXTS[name].is_name,
            acronym=acronym.text if acronym else "",
        )
    except UnknownCharacterError as error:
        reason = _no_glyph(unprintable(text.text) or [str(error)])
    except ValueError as error:
        reason = str(error)
    raise _cannot_be_shown(name, content, reason)


def require_glyphs(name: str, text: Localized, content: BadgeContent) -> None:
    """For a text that is not fitted. Raises TextError for one with a character of no font."""
    without = unprintable(text.text)
    if without:
        raise _cannot_be_shown(name, content, _no_glyph(without))


def _no_glyph(characters: Sequence[str]) -> str:
    named = ", ".join(f"“{one}” (U+{ord(one):04X})" for one in characters)
    words = ngettext(
        "no font has the character %s.", "no font has the characters %s.", len(characters)
    )
    without = words % named
    if is_traditional_mongolian(characters):
        return _("%s Mongolian is printed in Cyrillic letters.") % without
    return without


def _cannot_be_shown(name: str, content: BadgeContent, reason: str) -> TextError:
    message = _("Badge %(serial)s, %(field)s: %(reason)s") % {
        "serial": content.serial,
        "field": name,
        "reason": reason,
    }
    return TextError(message, reason)


def _lang(language: str) -> str:
    return f' lang="{language}"' if LANGUAGE_TAG.fullmatch(language) else ""


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())
