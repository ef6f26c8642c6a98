"""The demonstration's agenda as adopted, and the papers of its items and sessions."""

import datetime as dt
import html
import random
from collections.abc import Mapping, Sequence

from django.core.files.base import ContentFile
from i18nfield.strings import LazyI18nString

from conference.models import Conference, User
from conference.pdf.apart import Document as Paper
from conference.site.demonstration.tables import Table
from conference.writing.languages import direction
from sessions.choices import DocumentState
from sessions.models import AgendaItem, Document, DocumentFile, Session, SessionItem
from sessions.models.sessions import CODE_ALPHABET
from sessions.services import documents, items

CODE_LENGTH = 7
STYLE = """
@page { size: A4; margin: 30mm 25mm }
body { font-size: 11pt; line-height: 1.5 }
h1 { font-size: 17pt; line-height: 1.3; margin: 18mm 0 8mm }
p { margin: 0 0 4mm }
"""


def adopt(*, conference: Conference, lines: Sequence[Table], by: User, at: dt.datetime) -> None:
    """The items in their order, numbered; a line may say below which other one its item stands."""
    made: dict[str, AgendaItem] = {}
    for line in lines:
        item = AgendaItem(
            conference=conference,
            title=LazyI18nString(line["title"]),
            parent=made[line["below"]] if "below" in line else None,
        )
        made[line["key"]] = items.add(item=item, by=by, at=at)
    if made:
        shown = items.digest(items.numbers_in_order(conference))
        items.number(conference=conference, shown=shown, by=by, at=at)


def take_up(session: Session, numbers: Sequence[str]) -> None:
    """The items with these numbers, in this order."""
    known = AgendaItem.objects.for_conference(session.conference)
    for order, number in enumerate(numbers):
        SessionItem.objects.create(
            conference=session.conference,
            session=session,
            item=known.get(number=number),
            order=order,
        )


def issue(
    *,
    conference: Conference,
    told: Table,
    sessions: Mapping[str, Session],
    generator: random.Random,
    by: User,
    at: dt.datetime,
) -> None:
    """Papers of items by their numbers, and of sessions by their keys."""
    known = AgendaItem.objects.for_conference(conference)
    for order, line in enumerate(told.get("documents", ())):
        document = Document.objects.create(
            conference=conference,
            item=known.get(number=line["item"]) if "item" in line else None,
            session=sessions[line["session"]] if "session" in line else None,
            symbol=line["symbol"],
            title=LazyI18nString(line["title"]),
            embargoed_until=_embargo(line, conference),
            order=order,
        )
        for language in line["languages"]:
            _write(document, language, "".join(generator.choices(CODE_ALPHABET, k=CODE_LENGTH)))
        if line.get("state", DocumentState.PUBLISHED) == DocumentState.PUBLISHED:
            documents.publish(document=document, by=by, at=at)


def _embargo(line: Table, conference: Conference) -> dt.datetime | None:
    """Told as the clocks of the conference show it."""
    until: dt.datetime | None = line.get("embargoed_until")
    return until.replace(tzinfo=conference.zone) if until else None


def _write(document: Document, language: str, code: str) -> None:
    title = html.escape(document.title.localize(language))
    about = html.escape(document.conference.description.localize(language))
    paragraphs = "".join(f"<p>{each}</p>" for each in about.split("\n\n"))
    data = Paper(
        f'<html lang="{language}" dir="{direction(language)}"><head><title>{title}</title></head>'
        f"<body><p>{html.escape(document.symbol)}</p><h1>{title}</h1>{paragraphs}</body></html>",
        STYLE,
    ).drawn()
    name = f"{document.symbol.replace('/', '-')}-{language}.pdf"
    DocumentFile.objects.create(
        conference=document.conference,
        document=document,
        code=code,
        language=language,
        file=ContentFile(data, name),
        name=name,
        size=len(data),
    )
