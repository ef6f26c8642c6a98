"""A design's HTML taken apart into tags, texts and comments, in time that grows with its length.

Python's own HTML parser looks to the end of the text again for each tag that is not closed, and a
text of 20 kB kept a server busy for minutes. Here every character is passed once: whatever cannot
be read is the end, with its line.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges.engine.design.errors import DesignError

START = re.compile(r"<([A-Za-z][^\s/>]*)")
END = re.compile(r"</([A-Za-z][^\s/>]*)\s*>")
ATTRIBUTE = re.compile(
    r"""\s*(?P<name>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'"""
    r"""|(?P<bare>[^\s"'<>=`]+)))?"""
)
CLOSE = re.compile(r"\s*(?P<empty>/?)>")
# `int` refuses to read more digits, and no character has so many.
MOST_DIGITS = 8
LONG_NUMBER = re.compile(rf"&#[xX]?[0-9a-fA-F]{{{MOST_DIGITS},}}")


@dataclass(frozen=True)
class StartTag:
    """Names in small letters; `attributes` in the order they stand, maybe one twice."""

    line: int
    name: str
    attributes: tuple[tuple[str, str], ...]
    is_empty: bool


@dataclass(frozen=True)
class EndTag:
    line: int
    name: str


@dataclass(frozen=True)
class Characters:
    """Text between tags, its character references resolved."""

    line: int
    text: str


Token = StartTag | EndTag | Characters


def scan(source: str) -> Iterator[Token]:
    """The tokens in order; comments are passed over. Raises DesignError for what is none."""
    return _Scanner(source).tokens()


class _Scanner:
    def __init__(self, source: str) -> None:
        self.source = source
        self.place = 0
        self.line = 1

    def tokens(self) -> Iterator[Token]:
        while self.place < len(self.source):
            line = self.line
            if self.at("<!--"):
                self.comment()
            elif self.at("</"):
                yield EndTag(line, self.end_tag())
            elif START.match(self.source, self.place):
                yield self.start_tag()
            elif self.at("<!") or self.at("<?"):
                self.refuse_declaration()
            else:
                yield Characters(line, self.characters())

    def at(self, text: str) -> bool:
        return self.source.startswith(text, self.place)

    def pass_to(self, place: int) -> str:
        """What lies between here and there; the next token begins there."""
        passed = self.source[self.place : place]
        self.line += passed.count("\n")
        self.place = place
        return passed

    def comment(self) -> None:
        end = self.source.find("-->", self.place + 4)
        if end < 0:
            raise DesignError(self.line, _("A comment is never closed: write -->."))
        self.pass_to(end + 3)

    def refuse_declaration(self) -> None:
        if self.at("<?"):
            raise DesignError(self.line, _("<?…> is not part of badge designs."))
        if self.at("<!["):
            raise DesignError(self.line, _("<![…]> is not part of badge designs."))
        raise DesignError(self.line, _("A design is one badge, without <!doctype>."))

    def end_tag(self) -> str:
        found = END.match(self.source, self.place)
        if found is None:
            raise DesignError(self.line, _("A tag is never closed: write >."))
        self.pass_to(found.end())
        return found[1].lower()

    def start_tag(self) -> StartTag:
        line = self.line
        opened = START.match(self.source, self.place)
        assert opened is not None
        self.pass_to(opened.end())
        attributes = []
        while (closed := CLOSE.match(self.source, self.place)) is None:
            found = ATTRIBUTE.match(self.source, self.place)
            if found is None:
                raise DesignError(line, _("The tag <%s> cannot be read.") % opened[1])
            attribute_line = self.line
            self.pass_to(found.end())
            value = found["double"] or found["single"] or found["bare"] or ""
            attributes.append((found["name"].lower(), resolved(value, attribute_line)))
        self.pass_to(closed.end())
        return StartTag(line, opened[1].lower(), tuple(attributes), bool(closed["empty"]))

    def characters(self) -> str:
        """Up to the next tag; a `<` that begins none is a character like any other."""
        line, end = self.line, self.place
        while True:
            end = self.source.find("<", end + 1)
            if end < 0:
                end = len(self.source)
                break
            if self.source[end + 1 : end + 2].isalpha() or self.source[end + 1 : end + 2] in "/!?":
                break
        return resolved(self.pass_to(end), line)


def resolved(text: str, line: int) -> str:
    """`&amp;` is `&`."""
    if LONG_NUMBER.search(text):
        raise DesignError(line, _("A character reference has too many digits."))
    return html.unescape(text)
