"""What would keep a worker busy for minutes, refused with its line before a version is saved.

Versions that were saved earlier are still printed, under the limits of the process that draws.
Measured with WeasyPrint 70: each level of flex or grid within another lays all inside it out about
three times, a level of columns about nine times; a grid's rows and a counter's numbers are made
one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2
from django.utils.translation import gettext as _

from badges.engine.design.errors import DesignError
from badges.engine.design.language import Design
from badges.engine.design.tree import Condition, Element, Node, Text

# Eight levels of flex take two seconds a page, four some hundredths.
MOST_LEVELS = 4
LEVELS = {"flex": 1, "inline-flex": 1, "grid": 1, "inline-grid": 1}
LEVELS_OF_COLUMNS = 2
COUNTED = ("grid", "column", "counter", "line", "order", "orphans", "tab", "widows", "z-index")
MOST = 1000
EVERYTHING = "*"


def check(design: Design) -> None:
    """Raises DesignError for what costs more than a badge may."""
    levels: dict[str, int] = {}
    for rule in tinycss2.parse_stylesheet(design.css, skip_comments=True, skip_whitespace=True):
        cost = max((_cost(item) for item in _declarations(rule)), default=0)
        for name in _subjects(rule.prelude) if cost else ():
            levels[name] = max(levels.get(name, 0), cost)
    if levels:
        _Nesting(levels).check(design.nodes, 0)


def _declarations(rule: Any) -> Iterator[Any]:
    content = rule.content or []
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            yield item


def _cost(declaration: Any) -> int:
    """How many levels an element of this declaration counts for; its numbers are looked at too."""
    name = declaration.lower_name
    if name.startswith(COUNTED):
        for token in _flat(declaration.value):
            if token.type == "number" and abs(token.value) > MOST:
                raise DesignError(
                    token.source_line,
                    _("(CSS) %(name)s: %(number)s is more than %(most)d.")
                    % {"name": name, "number": token.representation, "most": MOST},
                )
    words = {token.lower_value for token in declaration.value if token.type == "ident"}
    if name == "display":
        return max((LEVELS.get(word, 0) for word in words), default=0)
    is_columns = name in {"columns", "column-count", "column-width"} and words != {"auto"}
    return LEVELS_OF_COLUMNS if is_columns else 0


def _flat(tokens: Iterable[Any]) -> Iterator[Any]:
    """Depth is bounded by the language of designs."""
    for token in tokens:
        yield token
        yield from _flat(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _subjects(prelude: Sequence[Any]) -> Iterator[str]:
    """`.class` or `element` of what each selector ends in: whatever it picks has one of them."""
    compound: list[Any] = []
    for token in [*prelude, None]:
        is_comma = token is None or (token.type == "literal" and token.value == ",")
        if is_comma:
            yield _subject(compound)
            compound = []
        else:
            compound.append(token)


def _subject(selector: Sequence[Any]) -> str:
    last: list[Any] = []
    for token in reversed(selector):
        combines = token.type == "whitespace" or (token.type == "literal" and token.value in ">+~")
        if combines and last:
            break
        if not combines:
            last.insert(0, token)
    name = ""
    for before, token in zip([None, *last], last, strict=False):
        if token.type == "ident":
            is_class = before is not None and before.type == "literal" and before.value == "."
            if is_class:
                return f".{token.value}"
            if before is None:
                name = token.lower_value
    return name or EVERYTHING


@dataclass(frozen=True)
class _Nesting:
    """`levels`: how many an element of each subject counts for."""

    levels: Mapping[str, int]

    def check(self, nodes: Sequence[Node], above: int) -> None:
        for node in nodes:
            match node:
                case Condition():
                    self.check(node.then, above)
                    self.check(node.otherwise, above)
                case Element():
                    depth = above + self.level(node)
                    if depth > MOST_LEVELS:
                        raise DesignError(
                            node.line,
                            _(
                                "<%(tag)s> is the innermost of too many elements with flex, grid or"
                                " columns within one another: at most %(most)d levels."
                            )
                            % {"tag": node.tag, "most": MOST_LEVELS},
                        )
                    self.check(node.children, depth)

    def level(self, element: Element) -> int:
        names = [EVERYTHING, element.tag, *(f".{word}" for word in _classes(element))]
        return max(self.levels.get(name, 0) for name in names)


def _classes(element: Element) -> Iterator[str]:
    """Of every branch: a condition may choose any."""
    pending = list(element.attributes.get("class", ()))
    while pending:
        part = pending.pop()
        match part:
            case Text():
                yield from part.text.split()
            case Condition():
                pending += [*part.then, *part.otherwise]
