"""A badge design as a tree: what the parser gives and the renderer walks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from badges.engine.design.boxes import Box


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Field:
    name: str


@dataclass(frozen=True)
class Condition:
    name: str
    then: "tuple[Node, ...]"
    otherwise: "tuple[Node, ...]"


@dataclass(frozen=True)
class Element:
    """`box` is None where what it holds is short by nature (a letter, a serial) or no text.

    `line`: where it stands in the design; elements in other lines are equal.
    """

    tag: str
    attributes: "Mapping[str, tuple[Node, ...]]"
    children: "tuple[Node, ...]"
    box: Box | None = None
    line: int = field(default=1, compare=False)


Node = Text | Field | Condition | Element


def names_in(nodes: Iterable[Node]) -> Iterator[str]:
    """Every field that is shown or asked for."""
    for node in nodes:
        match node:
            case Field():
                yield node.name
            case Condition():
                yield node.name
                yield from names_in((*node.then, *node.otherwise))
            case Element():
                for parts in node.attributes.values():
                    yield from names_in(parts)
                yield from names_in(node.children)
