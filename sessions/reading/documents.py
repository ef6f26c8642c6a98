"""Documents beside the sessions of a release: issued and taken back whenever, by themselves.

Which agenda items a session takes up, the release says: what is planned since shows no paper of it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from conference.models import Conference
from sessions.entries import Entry, Paper, paper
from sessions.facts import document_facts
from sessions.models import Document

Key = str | int | None
"""Of whom a document is: a session's code, or the id of an agenda item."""


def with_documents(
    entries: Iterable[Entry], conference: Conference, *, at: dt.datetime
) -> list[Entry]:
    """Each with what is issued then of it and after that of its items; a closed one as it is."""
    entries = list(entries)
    papers = _papers([entry for entry in entries if not entry.is_closed], conference, at)
    return [replace(entry, documents=tuple(_theirs(entry, papers))) for entry in entries]


def _papers(
    entries: list[Entry], conference: Conference, at: dt.datetime
) -> Mapping[Key, list[Paper]]:
    codes = [entry.code for entry in entries]
    items = {item.key for entry in entries for item in entry.items}
    rows = Document.objects.for_conference(conference).issued(at).of(codes, items)
    papers: dict[Key, list[Paper]] = defaultdict(list)
    for row in rows.select_related("session").prefetch_related("files"):
        key = row.session.code if row.session else row.item_id
        papers[key].append(paper(document_facts(row), conference))
    return papers


def _theirs(entry: Entry, papers: Mapping[Key, list[Paper]]) -> Iterator[Paper]:
    if entry.is_closed:
        return
    for key in (entry.code, *(item.key for item in entry.items)):
        yield from papers.get(key, ())
