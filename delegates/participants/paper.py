"""The list of participants on paper: a tagged PDF in the active language.

What a page shows is in the frame, the people and the conference alone: equal ones give equal
pages, whoever asks and whenever.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template import loader
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.pdf import fonts
from conference.pdf.parts import FRONT, Block, LongDocument, Wrapper
from conference.pdf.tops import Running, Tops, css_string
from conference.templatetags.languages import in_isolation, on_paper
from conference.writing import dates
from conference.writing.languages import Localized, direction, localized
from delegates.choices import HEAD_OF_DELEGATION
from delegates.models import ListPrinting
from delegates.participants import wording
from delegates.participants.frame import ListedDelegation, ListFrame, ListSection, Words
from delegates.participants.people import ListedPerson

STYLE = Path(__file__).with_name("printed.css")
# Which of the elements around a block of a delegation is the delegation's own.
IN_DELEGATION = 2
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
        tops=_tops(blocks, language) if blocks else None,
    )


def _tops(blocks: Sequence[Block], language: str) -> Tops:
    """Each page says from which delegation to which it goes; what a page or a column at its top
    continues, it says again.
    """
    running, before = [], None
    for block in blocks:
        said = {name: words for one in block.within for name, words in one.running.items()}
        around = block.within[-1] if not said["delegation"] else block.within[IN_DELEGATION]
        running.append(Running(said["section"], said["delegation"], around is before))
        before = around
    start = "right" if direction(language) == "rtl" else "left"
    # The columns are as wide as each other, and their page is of A4.
    middle = 105 / 25.4 * 72 - 1
    return Tops(running, _("%s (continued)"), start, middle, between=wording.BETWEEN)


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
        around = Wrapper(opening, "</section>", opening, {"delegation": name.text})
        context = {
            "name": name,
            "head": head,
            "head_words": HEAD_OF_DELEGATION,
            "awaits_head": delegation.awaits_head,
        }
        within = (section, COLUMNS, around)
        yield Block(self.delegation.render(context), within, bookmarks=((1, name.text),))
        others = Wrapper("<ul>", "</ul>", "<ul>")
        named = [person for person in people if person is not head]
        for person in named:
            entry = self.person.render({"person": person}).strip()
            # Nobody stands alone where a column begins.
            opening = '<li class="last">' if person is named[-1] else "<li>"
            yield Block(f"{opening}{entry}</li>", (*within, others))
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
            wording.title(),
            wording.number(printing),
            dates.day(conference.local(printing.made_at).date()),
        )
    )
    return _sheet() + (
        f"@page{{font-family:{families};direction:{direction(language)};"
        # As wide as the columns below, which they name.
        f"@top-{start}{{width:82.5mm}}@top-{end}{{width:82.5mm;text-align:{start}}}"
        f"@bottom-{start}{{content:{css_string(foot)}}}"
        f"@bottom-{end}{{content:counter(page);text-align:{end}}}}}"
    )


@lru_cache(maxsize=1)
def _sheet() -> str:
    return STYLE.read_text()
