"""Documents beside the sessions of a release: issued and taken back whenever, by themselves."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.db.models import Prefetch

from conference.models import Conference
from sessions.entries import Entry, paper
from sessions.facts import document_facts
from sessions.models import Document, Session


def with_documents(
    entries: Iterable[Entry], conference: Conference, *, at: dt.datetime
) -> list[Entry]:
    """Each with what is issued then of it and after that of its items; a closed one as it is."""
    entries = list(entries)
    documents = _documents_of((entry.code for entry in entries if not entry.is_closed), at)
    papers = {
        code: tuple(paper(document_facts(one), conference) for one in some)
        for code, some in documents.items()
    }
    return [replace(entry, documents=papers.get(entry.code, ())) for entry in entries]


def _documents_of(codes: Iterable[str], at: dt.datetime) -> Mapping[str, list[Document]]:
    issued = Document.objects.issued(at).prefetch_related("files")
    sessions = Session.objects.filter(code__in=list(codes)).prefetch_related(
        Prefetch("documents", issued), Prefetch("session_items__item__documents", issued)
    )
    return {session.code: list(_documents(session)) for session in sessions}


def _documents(session: Session) -> Iterable[Document]:
    yield from session.documents.all()
    for row in session.session_items.all():
        yield from row.item.documents.all()
