"""From what badges show to PDF pages: one document per chunk, one page per badge."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape

from django.utils.translation import gettext as _

from badges import fields, qr
from badges.content import BadgeContent
from badges.design_language import VOID_ELEMENTS, Design, DesignSource, parse
from badges.design_tree import Condition, Element, Field, Node, Text
from badges.fields import Kind, Overlong
from badges.fit import Box, Fit, fit
from badges.page_styles import PageStyles
from conference import pdf
from conference.errors import DomainError
from conference.font_metrics import measure
from conference.languages import Localized
from conference.pdf import Asset

LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


class RenderError(DomainError):
    """These badges cannot be printed; the message says which and why."""


@dataclass(frozen=True)
class Overflow:
    """A text that did not fit at the smallest size of the design, and what became of it."""

    field: str
    text: str
    outcome: Overlong
    size: float


@dataclass(frozen=True)
class RenderedChunk:
    """`overflows` holds one tuple per badge, in the order of the contents."""

    pdf: bytes
    overflows: tuple[tuple[Overflow, ...], ...]


def render_badges(
    contents: Sequence[BadgeContent], source: DesignSource, images: Mapping[str, Asset]
) -> RenderedChunk:
    """Lay out one page per badge, in order. Equal input gives equal bytes.

    `images` gives what the contents name by key. Raises DesignError for a design outside the
    language, RenderError when an image is missing or broken or a design makes other than one
    page per badge: a badge is never printed with a hole in it.
    """
    design = parse(source)
    sheet = _Sheet(design, images)
    bodies = [sheet.page(content) for content in contents]
    document = pdf.render(_html(contents[0], bodies), sheet.css(), sheet.assets)
    troubles = (*document.refused, *document.complaints)
    if troubles:
        raise RenderError(_("The badges cannot be drawn: %s") % troubles[0])
    if document.pages != len(contents):
        raise RenderError(
            _("The design makes %(pages)s pages of %(badges)s badges, not one of each.")
            % {"pages": document.pages, "badges": len(contents)}
        )
    return RenderedChunk(document.pdf, tuple(sheet.overflows))


def _html(first: BadgeContent, bodies: Sequence[str]) -> str:
    title = first.conference_short_title.text or first.conference_title.text
    return (
        f'<!doctype html><html{_lang(first.language)}><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title></head><body>{''.join(bodies)}</body></html>"
    )


class _Sheet:
    """The document being written: its pictures and styles are gathered badge by badge."""

    def __init__(self, design: Design, images: Mapping[str, Asset]) -> None:
        self.design = design
        self.images = images
        self.names: dict[str, str] = {}
        self.assets = {name: Asset(_media_type(name), data) for name, data in design.art.items()}
        self.styles = PageStyles()
        self.overflows: list[tuple[Overflow, ...]] = []

    def css(self) -> str:
        return f"{self.styles.css()}\n{self.design.css}"

    def page(self, content: BadgeContent) -> str:
        badge = _Badge(self, content)
        body = "".join(badge.markup(self.design.nodes, box=None))
        self.overflows.append(tuple(badge.overflows))
        return f'<div class="dais-page">{body}</div>'

    def image(self, key: str) -> str:
        """The address of an image; the same image is embedded once per document."""
        if key not in self.names:
            if key not in self.images:
                raise RenderError(_("The picture %s is missing.") % key)
            self.names[key] = f"image/{len(self.names)}"
            self.assets[self.names[key]] = self.images[key]
        return pdf.SCHEME + self.names[key]

    def qr(self, code: str) -> str:
        name = f"qr/{code}"
        self.assets[name] = Asset(pdf.PNG, qr.image(qr.payload(code)))
        return pdf.SCHEME + name


class _Badge:
    """One badge being written."""

    def __init__(self, sheet: _Sheet, content: BadgeContent) -> None:
        self.sheet = sheet
        self.content = content
        self.texts = texts_of(content)
        self.pictures = _pictures_of(content)
        self.overflows: list[Overflow] = []

    def has(self, name: str) -> bool:
        kind = fields.KINDS[name]
        if kind is Kind.TEXT:
            return name in self.texts
        return kind is Kind.STYLE or bool(self.pictures[name])

    def markup(self, nodes: Sequence[Node], box: Box | None) -> Iterator[str]:
        for node in nodes:
            match node:
                case Text():
                    yield escape(node.text)
                case Field():
                    yield self.text(node.name, box)
                case Condition():
                    yield from self.markup(self.chosen(node), box)
                case Element():
                    yield from self.element(node)

    def chosen(self, node: Condition) -> tuple[Node, ...]:
        return node.then if self.has(node.name) else node.otherwise

    def element(self, node: Element) -> Iterator[str]:
        values = {name: self.attribute(parts) for name, parts in node.attributes.items()}
        if node.box:
            values["class"] = f"{values.get('class', '')} {self.sheet.styles.box(node.box)}".strip()
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
                return self.sheet.styles.category(
                    self.content.category_colour, is_hatched=self.content.category_is_hatched
                )
            case Field(name="qr"):
                return self.sheet.qr(self.content.code)
            case Field():
                return self.picture(part.name)
            case Element():
                raise AssertionError("an attribute holds no element")

    def picture(self, name: str) -> str:
        if not self.pictures[name]:
            raise RenderError(_("The design shows %s without a condition around it.") % name)
        return self.sheet.image(self.pictures[name])

    def text(self, name: str, box: Box | None) -> str:
        if name not in self.texts:
            return ""
        text = self.texts[name]
        if box is None:
            return f"<span{_language(text)}>{escape(text.text)}</span>"
        fitted = self.fitted(name, text, box)
        lines = "".join(f"<span>{escape(line)}</span>" for line in fitted.lines)
        return f'<span class="{self.sheet.styles.fit(fitted)}"{_language(text)}>{lines}</span>'

    def fitted(self, name: str, text: Localized, box: Box) -> Fit:
        acronym = self.texts.get("delegation_acronym")
        try:
            fitted = fit(
                text.text,
                box,
                partial(measure, language=text.language, weight=box.weight),
                overlong=fields.overlong(name),
                is_name=name in fields.NAMES,
                acronym=acronym.text if acronym else "",
            )
        except ValueError as error:
            raise RenderError(
                _("Badge %(serial)s, %(field)s: %(reason)s")
                % {"serial": self.content.serial, "field": name, "reason": error}
            ) from error
        if fitted.outcome:
            self.overflows.append(Overflow(name, text.text, fitted.outcome, fitted.size))
        return fitted


def texts_of(content: BadgeContent) -> dict[str, Localized]:
    """The flat mapping a design sees. What is blank is not in it."""
    texts = {name: getattr(content, name) for name in fields.PLAIN_TEXTS}
    codes = {"category_letter": content.category_letter, "serial": content.serial}
    codes |= {f"zone_{number}": letter for number, letter in enumerate(content.zones, start=1)}
    texts |= {name: Localized(code, content.language) for name, code in codes.items()}
    for number, words in enumerate(content.category_words, start=1):
        texts[f"category_words_{number}"] = words
    cleaned = {name: Localized(_clean(text.text), text.language) for name, text in texts.items()}
    return {name: text for name, text in cleaned.items() if text.text}


def _pictures_of(content: BadgeContent) -> dict[str, str]:
    return {
        "conference_logo": content.conference_logo,
        "photo": content.photo,
        "delegation_flag": content.delegation_flag,
        "qr": content.code,
    }


def _clean(text: str) -> str:
    """One line: what breaks lines becomes a space, what cannot be printed goes."""
    spaced = LINE_BREAKS.sub(" ", text)
    return "".join(one for one in spaced if unicodedata.category(one) not in {"Cc", "Cs"}).strip(
        " "
    )


def _language(text: Localized) -> str:
    return f'{_lang(text.language)} dir="{_direction(text)}"'


def _lang(language: str) -> str:
    return f' lang="{language}"' if LANGUAGE_TAG.fullmatch(language) else ""


def _direction(text: Localized) -> str:
    """Of the language; without one, of the first letter that has a direction (UAX #9, P2)."""
    if text.language:
        return text.direction
    for character in text.text:
        if unicodedata.bidirectional(character) in {"L", "R", "AL"}:
            return "ltr" if unicodedata.bidirectional(character) == "L" else "rtl"
    return "ltr"


def _attributes(values: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in values.items())


def _media_type(name: str) -> str:
    return {"png": pdf.PNG, "jpg": pdf.JPEG, "svg": pdf.SVG}[name.rpartition(".")[2]]
