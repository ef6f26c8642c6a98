"""Whether words written from the right stand on a page so that nothing beside them jumps.

A number, a dot or a Latin word beside such words moves to their other side unless they keep their
direction to themselves: in `<bdi>`, in an element with a `dir` of its own, or between the marks
that isolate.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
FROM_THE_LEFT = re.compile(r"[A-Za-z\u00c0-\u024f\u0400-\u04ff0-9]")
ISOLATED = re.compile("[\u2066\u2067\u2068][^\u2069]*\u2069")
# Within them the words of a line follow each other; any other element begins a line of its own.
INLINE = {
    "a", "abbr", "b", "bdi", "button", "code", "em", "i", "img", "input", "label", "mark", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u",
}  # fmt: skip
EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
UNSEEN = {"script", "style", "title", "template"}
# Each begins anew where it is shown, as its browser likes.
OWN_LINE = {"option", "textarea"}


def words_that_jump(page: str) -> list[str]:
    """Each line of text in which words from the right are not kept apart from what is beside them,
    and each field for text that turns with neither.
    """
    reader = Reader()
    reader.feed(page)
    reader.end_line()
    return reader.found


@dataclass
class Reader(HTMLParser):
    found: list[str] = field(default_factory=list)
    line: str = ""
    open: list[tuple[str, bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of_tag = dict(attrs)
        if tag not in INLINE:
            self.end_line()
        if tag == "input" and of_tag.get("type", "text") in {"text", "search"}:
            words = of_tag.get("value") or ""
            if FROM_THE_RIGHT.search(words) and "dir" not in of_tag:
                self.found.append(f"<input name={of_tag.get('name')!r}> {words}")
        if tag not in EMPTY:
            keeps = tag == "bdi" or (tag not in {"html", "body"} and "dir" in of_tag)
            self.open.append((tag, keeps or tag in OWN_LINE | UNSEEN))

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE:
            self.end_line()
        while self.open and tag in {name for name, _keeps in self.open}:
            name, _keeps = self.open.pop()
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not any(keeps for _name, keeps in self.open):
            self.line += data

    def end_line(self) -> None:
        line = ISOLATED.sub("", " ".join(self.line.split()))
        if FROM_THE_RIGHT.search(line) and FROM_THE_LEFT.search(line):
            self.found.append(line)
        self.line = ""
