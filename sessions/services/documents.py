"""Documents: published for the readers of their sessions, taken back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit, bell
from conference.errors import DomainError
from conference.models import User
from sessions.choices import DocumentState
from sessions.models import Document, SessionVersion
from sessions.services import releases


@transaction.atomic
def publish(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Readers of its sessions find it from then on, or from the end of its embargo."""
    document = _locked(document)
    if not document.files.exists():
        raise DomainError(_("“%s” has no file yet: add one before it is published.") % document)
    _become(document, DocumentState.PUBLISHED)
    audit.record("document.published", target=document, by=by, at=at)
    bell.ring_on_commit("conference.publish", queue="default")
    return document


@transaction.atomic
def take_back(*, document: Document, by: User, at: dt.datetime) -> Document:
    """A draft again: pages do not name it, and the addresses of its files answer nobody; pages that
    are files are taken off.
    """
    document = _locked(document)
    _become(document, DocumentState.DRAFT)
    audit.record("document.unpublished", target=document, by=by, at=at)
    releases.take_off_pages(document.conference, _pages_of(document), at=at)
    return document


def _pages_of(document: Document) -> set[str]:
    """Codes of the sessions that it stands with, in any release: files may be of an earlier one."""
    versions = SessionVersion.objects.for_conference(document.conference)
    if document.item_id is not None:
        theirs = versions.taking_up(document.item_id)
    else:
        theirs = versions.filter(session=document.session_id)
    return set(theirs.order_by().values_list("session__code", flat=True))


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _become(document: Document, state: DocumentState) -> None:
    if document.state == state:
        said = {"document": document, "state": state.label}
        raise DomainError(_("“%(document)s” is “%(state)s” already.") % said)
    document.state = state
    document.save(update_fields=["state"])
