"""The list of participants on paper: a tagged PDF in the active language.

What a page shows is in the frame, the people and the conference alone: equal ones give equal
pages, whoever asks and whenever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import get_language

from conference.models import Conference
from conference.pdf import fonts
from conference.pdf.parts import FRONT, Block, LongDocument, Wrapper, css_string
from conference.templatetags.languages import in_isolation, on_paper
from conference.writing import dates
from conference.writing.languages import Localized, direction, localized
from delegates.choices import HEAD_OF_DELEGATION
from delegates.models import ListPrinting
from delegates.participants import wording
from delegates.participants.frame import ListedDelegation, ListFrame, ListSection, Words
from delegates.participants.people import ListedPerson

STYLE = Path(__file__).with_name("printed.css")
COLUMNS = Wrapper('<div class="columns">', "</div>", '<div class="columns">')


def paper(
    printing: ListPrinting, conference: Conference, people: Iterable[ListedPerson]
) -> LongDocument:
    frame = ListFrame.from_json(printing.frame)
    writer = _Writer(conference, people)
    language = get_language() or settings.LANGUAGE_CODE
    title = wording.title()
    opening = format_html(
        '<!doctype html><html lang="{}" dir="{}"><head><meta charset="utf-8">'
        "<title>{} · {}</title></head><body>",
        language,
        direction(language),
        title,
        writer.words(conference.short_title).text,
    )
    front = writer.front(printing, frame)
    blocks = [
        block
        for number, section in enumerate(frame.sections)
        for block in writer.section(section, is_first=number == 0)
    ]
    return LongDocument(
        opening=f"{opening}{FRONT}{front}{FRONT}",
        closing="</body></html>",
        css=_style(language, conference, printing, writer),
        # A list of nobody has its first page.
        blocks=blocks or [Block("<p></p>")],
    )


@dataclass
class _Writer:
    conference: Conference
    people: Iterable[ListedPerson]
    of_delegation: Mapping[int, list[ListedPerson]] = field(init=False)

    def __post_init__(self) -> None:
        found: defaultdict[int, list[ListedPerson]] = defaultdict(list)
        for person in self.people:
            found[person.delegation].append(person)
        self.of_delegation = found
        self.person = loader.get_template("delegates/participants/printed_person.html")
        self.delegation = loader.get_template("delegates/participants/printed_delegation.html")

    def words(self, text: Words) -> Localized:
        return localized(text, fallbacks=self.conference.languages)

    def front(self, printing: ListPrinting, frame: ListFrame) -> str:
        shown = wording.shown_genders(frame.total)
        figures = [
            (self.words(one.name), wording.numbers(one.represented, one.people, shown))
            for one in frame.figures
        ]
        return loader.render_to_string(
            "delegates/participants/printed_front.html",
            {
                "title": self.words(self.conference.title),
                "place": self.words(self.conference.place),
                "days": dates.days(self.conference.starts_on, self.conference.ends_on),
                "printing": in_isolation(wording.number(printing)),
                "as_at": wording.as_at(printing, self.conference),
                "frame": frame,
                "headings": wording.headings(shown),
                "figures": figures,
                "total": wording.numbers(frame.represented, frame.total, shown),
                "reservation": self.words(frame.reservation),
            },
        )

    def section(self, section: ListSection, *, is_first: bool) -> Iterator[Block]:
        name = self.words(section.name)
        opening = '<section class="first">' if is_first else "<section>"
        running = {"section": name.text, "delegation": ""}
        around = Wrapper(opening, "</section>", "<section>", running)
        yield Block(
            format_html("<h2>{}</h2>", on_paper(name)), (around,), bookmarks=((0, name.text),)
        )
        if not section.delegations:
            said = wording.number_only(section)
            yield Block(format_html('<p class="number-only">{}</p>', said), (around,))
        for delegation in section.delegations:
            yield from self._delegation(delegation, around)

    def _delegation(self, delegation: ListedDelegation, section: Wrapper) -> Iterator[Block]:
        name = self.words(delegation.name)
        people = self.of_delegation[delegation.id]
        head = next((one for one in people if one.is_head and one.delegate), None)
        opening = "<section>"
        around = Wrapper(
            opening, "</section>", opening, {"delegation": wording.BETWEEN + name.text}
        )
        context = {
            "name": name,
            "head": head,
            "head_words": HEAD_OF_DELEGATION,
            "awaits_head": delegation.awaits_head,
        }
        within = (section, COLUMNS, around)
        yield Block(self.delegation.render(context), within, bookmarks=((1, name.text),))
        others = Wrapper("<ul>", "</ul>", "<ul>")
        for person in people:
            if person is not head:
                entry = self.person.render({"person": person}).strip()
                yield Block(f"<li>{entry}</li>", (*within, others))
        if delegation.others:
            said = wording.others(delegation.others, are_beside_names=bool(people))
            yield Block(format_html('<p class="others">{}</p>', said), within)


def _style(language: str, conference: Conference, printing: ListPrinting, writer: _Writer) -> str:
    """What stands in the margins is in no element that could say its language or direction."""
    families = ",".join(f'"{family}"' for family in fonts.stack(language))
    start, end = ("right", "left") if direction(language) == "rtl" else ("left", "right")
    foot = wording.BETWEEN.join(
        (
            writer.words(conference.short_title).text,
            wording.number(printing),
            dates.day(conference.local(printing.made_at).date()),
        )
    )
    return _sheet() + (
        f"@page{{font-family:{families};direction:{direction(language)};"
        f"@top-{start}{{content:{css_string(wording.title())};width:35%}}"
        f"@top-{end}{{content:string(section,start) string(delegation,start);text-align:{end};"
        "width:65%}"
        f"@bottom-{start}{{content:{css_string(foot)}}}"
        f"@bottom-{end}{{content:counter(page);text-align:{end}}}}}"
        f"@page:first{{@top-{start}{{content:none}}@top-{end}{{content:none}}}}"
    )


@lru_cache(maxsize=1)
def _sheet() -> str:
    return STYLE.read_text()
