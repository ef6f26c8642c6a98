"""The closed language of badge designs: HTML with `{{ field }}` and `{% if field %}`.

A design is parsed into a small tree when it is saved and again when it is printed. What is not
in this language is an error that names the line: elements and attributes outside the lists
below, an unknown field, a condition that does not enclose whole elements, an address that is not
one of the design's own pictures. So a design can run nothing, read no file and reach no host.

A text that must fit carries its box on the element around the field, in millimetres and points:

    <p class="family-name" data-width="95" data-height="14" data-sizes="28 25 22 18 15"
       data-lines="2" data-leading="1.1" data-weight="700">{{ family_name }}</p>
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import NoReturn

from django.utils.translation import gettext as _

from badges.engine.design import css, fields
from badges.engine.design.boxes import Box
from badges.engine.design.errors import DesignError
from badges.engine.design.fields import Kind
from badges.engine.design.tree import Condition, Element, Field, Node, Text, names_in

ELEMENTS = frozenset({"div", "p", "span", "b", "img", "section", "header", "footer", "br", "hr"})
VOID_ELEMENTS = frozenset({"img", "br", "hr"})
BOX_ATTRIBUTES = (
    "data-width",
    "data-height",
    "data-sizes",
    "data-lines",
    "data-leading",
    "data-weight",
)
ATTRIBUTES = frozenset({"class", "src", "alt", "lang", "dir"})
# Ten times the design that comes with Dais. More would keep a worker busy for minutes.
MOST_CHARACTERS = 50_000
# What lays the page out goes down one call, and more, for each level.
MOST_LEVELS = 40
ART_NAME = re.compile(r"[a-z0-9_-]+\.(png|jpg|svg)")

TOKEN = re.compile(r"\{\{\s*(?P<field>.*?)\s*\}\}|\{%\s*(?P<tag>.*?)\s*%\}", re.DOTALL)
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")


@dataclass(frozen=True)
class DesignSource:
    """A design as it is stored. `art`: its own pictures, shown as `asset:NAME`."""

    html: str
    css: str
    art: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Design:
    """A design that has been found sound."""

    nodes: tuple[Node, ...]
    source: DesignSource

    @property
    def css(self) -> str:
        return self.source.css

    @property
    def art(self) -> Mapping[str, bytes]:
        return self.source.art

    @cached_property
    def named(self) -> frozenset[str]:
        """The fields that it shows or asks for."""
        return frozenset(names_in(self.nodes))

    @cached_property
    def digest(self) -> str:
        """Of everything in it: equal designs draw equal badges."""
        said = hashlib.sha256(repr((self.source.html, self.source.css)).encode())
        for name, picture in sorted(self.source.art.items()):
            said.update(repr((name, picture)).encode())
        return said.hexdigest()


def parse(source: DesignSource) -> Design:
    """Raises DesignError for the first thing that is not in the language."""
    for name in source.art:
        if not ART_NAME.fullmatch(name):
            raise DesignError(
                1, _("“%s” cannot be the name of a picture; “seal.svg” could.") % name
            )
    for text in (source.html, source.css):
        if len(text) > MOST_CHARACTERS:
            raise DesignError(1, _("A design has at most %d characters.") % MOST_CHARACTERS)
    css.check(source.css, art=source.art.keys())
    parser = _Parser(source.art.keys())
    parser.feed(source.html)
    parser.close()
    return Design(parser.finished(), source)


@dataclass
class _Open:
    """An element or a condition whose end has not been met yet. The root has neither name."""

    line: int
    tag: str = ""
    condition: str = ""
    attributes: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    box: Box | None = None
    children: list[Node] = field(default_factory=list)
    then: tuple[Node, ...] | None = None

    def says(self) -> str:
        if self.condition:
            return f"{{% if {self.condition} %}}"
        return f"<{self.tag}>"


def _is_one_field(children: list[Node]) -> bool:
    """Text beside the field would make the line longer than what has been fitted."""
    said = [node for node in children if not (isinstance(node, Text) and not node.text.strip())]
    return len(said) == 1 and isinstance(said[0], Field)


def _whole(number: float) -> int:
    if not number.is_integer():
        raise ValueError(_("Lines and weight are whole numbers."))
    return int(number)


class _Parser(HTMLParser):
    def __init__(self, art: Collection[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.art = art
        self.open = [_Open(line=1)]

    def finished(self) -> tuple[Node, ...]:
        if len(self.open) > 1:
            last = self.open[-1]
            raise DesignError(last.line, _("%s is never closed.") % last.says())
        return tuple(self.open[0].children)

    def refuse(self, message: str, *, lines_below: int = 0) -> NoReturn:
        raise DesignError(self.getpos()[0] + lines_below, message)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.refuse(_("<%s> is not an element of badge designs.") % tag)
        values = {name: value or "" for name, value in attrs}
        if len(values) < len(attrs):
            self.refuse(_("<%s> has an attribute twice.") % tag)
        opened = _Open(
            line=self.getpos()[0],
            tag=tag,
            attributes={
                name: self.attribute(tag, name, value)
                for name, value in values.items()
                if name not in BOX_ATTRIBUTES
            },
            box=self.box(values),
        )
        self.enter(opened)
        if tag in VOID_ELEMENTS:
            self.handle_endtag(tag)

    def enter(self, opened: _Open) -> None:
        if len(self.open) > MOST_LEVELS:
            self.refuse(_("More than %d levels of elements and conditions.") % MOST_LEVELS)
        self.open.append(opened)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID_ELEMENTS:
            self.refuse(_("<%(tag)s/> must be closed by </%(tag)s>.") % {"tag": tag})
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        closed = self.open[-1]
        if closed.tag != tag:
            self.refuse(_("</%s> closes nothing that is open here.") % tag)
        self.open.pop()
        if closed.box and not _is_one_field(closed.children):
            raise DesignError(closed.line, _("A box holds exactly one text field, nothing else."))
        self.add(Element(tag, closed.attributes, tuple(closed.children), closed.box))

    def handle_data(self, data: str) -> None:
        self.template(data, attribute="")

    def handle_comment(self, data: str) -> None:
        """A comment is for the designer; the page does not carry it."""

    def handle_decl(self, decl: str) -> None:
        self.refuse(_("A design is one badge, without <!doctype>."))

    def unknown_decl(self, data: str) -> None:
        self.refuse(_("<![…]> is not part of badge designs."))

    def handle_pi(self, data: str) -> None:
        self.refuse(_("<?…> is not part of badge designs."))

    def add(self, node: Node) -> None:
        self.open[-1].children.append(node)

    def attribute(self, tag: str, name: str, value: str) -> tuple[Node, ...]:
        if name not in ATTRIBUTES:
            self.refuse(_("%s= is not an attribute of badge designs.") % name)
        if name == "src":
            return self.source(tag, value)
        holder = _Open(line=self.getpos()[0], tag="")
        self.open.append(holder)
        self.template(value, attribute=name)
        if self.open[-1] is not holder:
            self.refuse(
                _("%(tag)s is not closed inside %(attribute)s=.")
                % {"tag": self.open[-1].says(), "attribute": name}
            )
        self.open.pop()
        return tuple(holder.children)

    def source(self, tag: str, value: str) -> tuple[Node, ...]:
        token = TOKEN.fullmatch(value.strip())
        if tag == "img" and token and fields.KINDS.get(token["field"] or "") is Kind.IMAGE:
            return (Field(token["field"]),)
        if tag == "img" and value.removeprefix("asset:") in self.art and ":" in value:
            return (Text(value),)
        return self.refuse(
            _("src= takes an image field such as {{ photo }} or the design's own picture.")
        )

    def template(self, data: str, *, attribute: str) -> None:
        end = 0
        for token in TOKEN.finditer(data):
            self.text(data[end : token.start()], data[: token.start()])
            below = data.count("\n", 0, token.start())
            if token["field"] is not None:
                self.field(token["field"], attribute, below)
            else:
                self.tag(token["tag"], attribute, below)
            end = token.end()
        self.text(data[end:], data)

    def text(self, text: str, before: str) -> None:
        stray = STRAY.search(text)
        if stray:
            self.refuse(
                _("%s stands alone; a field is {{ name }}.") % stray[0],
                lines_below=before.count("\n"),
            )
        if text:
            self.add(Text(text))

    def field(self, name: str, attribute: str, below: int) -> None:
        kind = self.kind(name, below)
        if kind is Kind.IMAGE:
            self.refuse(_("%s is a picture: it is the src of an <img>.") % name, lines_below=below)
        if attribute != ("class" if kind is Kind.STYLE else ""):
            self.refuse(_("%s cannot stand here.") % name, lines_below=below)
        self.add(Field(name))

    def kind(self, name: str, below: int) -> Kind:
        if name not in fields.KINDS:
            self.refuse(_("There is no field “%s”.") % name, lines_below=below)
        return fields.KINDS[name]

    def tag(self, tag: str, attribute: str, below: int) -> None:
        if attribute not in {"", "class"}:
            self.refuse(_("A condition may stand around elements or in class=."), lines_below=below)
        word, _space, rest = tag.partition(" ")
        if word == "if" and self.kind(rest.strip(), below):
            self.enter(_Open(line=self.getpos()[0] + below, condition=rest.strip()))
        elif tag == "else":
            self.otherwise(below)
        elif tag == "endif":
            self.endif(below)
        else:
            self.refuse(
                _("%s is not a tag of badge designs.") % f"{{% {tag} %}}", lines_below=below
            )

    def otherwise(self, below: int) -> None:
        opened = self.open[-1]
        if not opened.condition or opened.then is not None:
            self.refuse(_("%s belongs to no condition here.") % "{% else %}", lines_below=below)
        opened.then, opened.children = tuple(opened.children), []

    def endif(self, below: int) -> None:
        opened = self.open[-1]
        if not opened.condition:
            self.refuse(_("%s belongs to no condition here.") % "{% endif %}", lines_below=below)
        self.open.pop()
        last = tuple(opened.children)
        then, otherwise = (last, ()) if opened.then is None else (opened.then, last)
        self.add(Condition(opened.condition, then, otherwise))

    def box(self, values: Mapping[str, str]) -> Box | None:
        given = [name for name in BOX_ATTRIBUTES if name in values]
        if not given:
            return None
        missing = [name for name in BOX_ATTRIBUTES if name not in values]
        if missing:
            self.refuse(_("A box also needs %s.") % ", ".join(missing))
        try:
            numbers = {
                name: [float(number) for number in values[name].split()] for name in BOX_ATTRIBUTES
            }
        except ValueError:
            self.refuse(_("A box is given in plain numbers: 95, 14.5, 28 22 15."))
        return self.box_of(numbers)

    def box_of(self, numbers: Mapping[str, list[float]]) -> Box:
        alone = [
            name for name in BOX_ATTRIBUTES if name != "data-sizes" and len(numbers[name]) != 1
        ]
        if alone:
            self.refuse(_("%s takes one number.") % alone[0])
        try:
            return Box(
                width=numbers["data-width"][0],
                height=numbers["data-height"][0],
                sizes=tuple(numbers["data-sizes"]),
                lines=_whole(numbers["data-lines"][0]),
                leading=numbers["data-leading"][0],
                weight=_whole(numbers["data-weight"][0]),
            )
        except ValueError as error:
            self.refuse(str(error))
