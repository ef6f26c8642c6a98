"""Ids of a page: a label, a script and htmx each find the first one only."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser


def ids_of(page: str) -> list[str]:
    reader = IdReader()
    reader.feed(page)
    return reader.found


def ids_that_stand_twice(page: str) -> list[str]:
    return [name for name, count in Counter(ids_of(page)).items() if count > 1]


@dataclass
class IdReader(HTMLParser):
    found: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if name := dict(attrs).get("id"):
            self.found.append(name)
