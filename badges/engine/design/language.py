"""The closed language of badge designs: HTML with `{{ field }}` and `{% if field %}`.

A design is parsed into a small tree when it is saved and again when it is printed. What is not
in this language is an error that names the line: elements and attributes outside the lists
below, an unknown field, a condition that does not enclose whole elements, an address. So a design
can run nothing, read no file and reach no host.

A text that must fit carries its box on the element around the field, in millimetres and points:

    <p class="family-name" data-width="95" data-height="14" data-sizes="28 25 22 18 15"
       data-lines="2" data-leading="1.1" data-weight="700">{{ family_name }}</p>

With data-room="50" its box also has what the holder's texts before it in the same element leave of
the first 50 mm of that element: it shrinks, and is shortened, only where no white is left.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from django.utils.translation import gettext as _

from badges.engine.design import css, fields, paper
from badges.engine.design.boxes import Box
from badges.engine.design.errors import DesignError
from badges.engine.design.fields import Kind
from badges.engine.design.scanner import Characters, EndTag, StartTag, Token, scan
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
ROOM = "data-room"
ATTRIBUTES = frozenset({"class", "src", "alt", "lang", "dir"})
# In which attributes a field may stand that is not shown itself.
PLACES = {Kind.STYLE: {"class"}, Kind.DIRECTION: {"class", "dir"}}
# Ten times the design that comes with Dais. More would keep a worker busy for minutes.
MOST_CHARACTERS = 50_000
# What lays the page out goes down one call, and more, for each level.
MOST_LEVELS = 40

OPENING = re.compile(r"\{\{|\{%")
CLOSING = {"{{": "}}", "{%": "%}"}
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")


@dataclass(frozen=True)
class DesignSource:
    """A design as it is stored."""

    html: str
    css: str


@dataclass(frozen=True)
class Design:
    """A design that has been found sound."""

    nodes: tuple[Node, ...]
    source: DesignSource

    @property
    def css(self) -> str:
        return self.source.css

    @cached_property
    def named(self) -> frozenset[str]:
        """The fields that it shows or asks for."""
        return frozenset(names_in(self.nodes))

    @cached_property
    def digest(self) -> str:
        """Of everything in it: equal designs draw equal badges."""
        return hashlib.sha256(repr((self.source.html, self.source.css)).encode()).hexdigest()


def parse(source: DesignSource) -> Design:
    """Raises DesignError for the first thing that is not in the language."""
    for text in (source.html, source.css):
        if len(text) > MOST_CHARACTERS:
            raise DesignError(1, _("A design has at most %d characters.") % MOST_CHARACTERS)
    css.check(source.css)
    paper.check(source.css)
    parser = _Parser()
    for token in scan(source.html):
        parser.take(token)
    return Design(parser.finished(), source)


@dataclass(frozen=True)
class _Token:
    """`{{ what }}`, or `{% what %}` where it is a tag."""

    start: int
    end: int
    what: str
    is_tag: bool


def _tokens(data: str) -> Iterator[_Token]:
    """In order. An opening that nothing closes ends it: it is left to whoever reads the rest."""
    place = 0
    while opened := OPENING.search(data, place):
        closing = CLOSING[opened[0]]
        closed = data.find(closing, opened.end())
        if closed < 0:
            return
        place = closed + len(closing)
        what = data[opened.end() : closed].strip()
        yield _Token(opened.start(), place, what, is_tag=opened[0] == "{%")


@dataclass
class _Open:
    """An element or a condition whose end has not been met yet. The root has neither name."""

    line: int
    tag: str = ""
    number: int = 0
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


def _only_field(text: str) -> str:
    """The field of which the text is made; "" for any other text."""
    token = next(_tokens(text), None)
    is_all = token is not None and (token.start, token.end) == (0, len(text))
    return token.what if token and is_all and not token.is_tag else ""


class _Parser:
    def __init__(self) -> None:
        self.open = [_Open(line=1)]
        self.line = 1
        self.elements = 0

    def take(self, token: Token) -> None:
        self.line = token.line
        match token:
            case StartTag(is_empty=True) if token.name not in VOID_ELEMENTS:
                self.refuse(_("<%(tag)s/> must be closed by </%(tag)s>.") % {"tag": token.name})
            case StartTag():
                self.start_tag(token.name, token.attributes)
            case EndTag():
                self.end_tag(token.name)
            case Characters():
                self.template(token.text, attribute="")

    def finished(self) -> tuple[Node, ...]:
        if len(self.open) > 1:
            last = self.open[-1]
            raise DesignError(last.line, _("%s is never closed.") % last.says())
        return tuple(self.open[0].children)

    def refuse(self, message: str, *, lines_below: int = 0) -> NoReturn:
        raise DesignError(self.line + lines_below, message)

    def start_tag(self, tag: str, attributes: Sequence[tuple[str, str]]) -> None:
        if tag not in ELEMENTS:
            self.refuse(_("<%s> is not an element of badge designs.") % tag)
        values = dict(attributes)
        if len(values) < len(attributes):
            self.refuse(_("<%s> has an attribute twice.") % tag)
        self.elements += 1
        opened = _Open(
            line=self.line,
            tag=tag,
            number=self.elements,
            attributes={
                name: self.attribute(tag, name, value)
                for name, value in values.items()
                if name not in {*BOX_ATTRIBUTES, ROOM}
            },
            box=self.box(values),
        )
        self.enter(opened)
        if tag in VOID_ELEMENTS:
            self.end_tag(tag)

    def enter(self, opened: _Open) -> None:
        if len(self.open) > MOST_LEVELS:
            self.refuse(_("More than %d levels of elements and conditions.") % MOST_LEVELS)
        self.open.append(opened)

    def end_tag(self, tag: str) -> None:
        closed = self.open[-1]
        if closed.tag != tag:
            self.refuse(_("</%s> closes nothing that is open here.") % tag)
        self.open.pop()
        if closed.box and not _is_one_field(closed.children):
            raise DesignError(closed.line, _("A box holds exactly one text field, nothing else."))
        self.add(Element(tag, closed.attributes, tuple(closed.children), closed.box, closed.line))

    def add(self, node: Node) -> None:
        self.open[-1].children.append(node)

    def attribute(self, tag: str, name: str, value: str) -> tuple[Node, ...]:
        if name not in ATTRIBUTES:
            self.refuse(_("%s= is not an attribute of badge designs.") % name)
        if name == "src":
            return self.source(tag, value)
        holder = _Open(line=self.line, tag="")
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
        field = _only_field(value.strip())
        if tag == "img" and fields.KINDS.get(field) is Kind.IMAGE:
            return (Field(field),)
        return self.refuse(_("src= takes an image field such as {{ photo }}."))

    def template(self, data: str, *, attribute: str) -> None:
        end = below = 0
        for token in _tokens(data):
            before = data[end : token.start]
            self.text(before, below)
            below += before.count("\n")
            if token.is_tag:
                self.tag(token.what, attribute, below)
            else:
                self.field(token.what, attribute, below)
            below += data.count("\n", token.start, token.end)
            end = token.end
        self.text(data[end:], below)

    def text(self, text: str, below: int) -> None:
        """`below`: how many lines of the data stand before it."""
        stray = STRAY.search(text)
        if stray:
            self.refuse(
                _("%s stands alone; a field is {{ name }}.") % stray[0],
                lines_below=below + text.count("\n", 0, stray.start()),
            )
        if text:
            self.add(Text(text))

    def field(self, name: str, attribute: str, below: int) -> None:
        kind = self.kind(name, below)
        if kind is Kind.IMAGE:
            self.refuse(_("%s is a picture: it is the src of an <img>.") % name, lines_below=below)
        if attribute not in PLACES.get(kind, {""}):
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
            self.enter(_Open(line=self.line + below, condition=rest.strip()))
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
        given = [name for name in (*BOX_ATTRIBUTES, ROOM) if name in values]
        if not given:
            return None
        missing = [name for name in BOX_ATTRIBUTES if name not in values]
        if missing:
            self.refuse(_("A box also needs %s.") % ", ".join(missing))
        try:
            numbers = {name: [float(number) for number in values[name].split()] for name in given}
        except ValueError:
            self.refuse(_("A box is given in plain numbers: 95, 14.5, 28 22 15."))
        return self.box_of(numbers)

    def box_of(self, numbers: Mapping[str, list[float]]) -> Box:
        alone = [name for name in numbers if name != "data-sizes" and len(numbers[name]) != 1]
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
                room=numbers.get(ROOM, [0.0])[0],
                group=next(one.number for one in reversed(self.open) if not one.condition),
            )
        except ValueError as error:
            self.refuse(str(error))
