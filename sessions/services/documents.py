"""Documents: published for the readers of their sessions, taken back."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.models import User
from sessions.choices import DocumentState
from sessions.models import Document


@transaction.atomic
def publish(*, document: Document, by: User, at: dt.datetime) -> Document:
    """Readers of its sessions find it from then on, or from the end of its embargo."""
    document = _locked(document)
    if not document.files.exists():
        raise DomainError(_("“%s” has no file yet: add one before it is published.") % document)
    _become(document, DocumentState.PUBLISHED)
    audit.record("document.published", target=document, by=by, at=at)
    return document


@transaction.atomic
def take_back(*, document: Document, by: User, at: dt.datetime) -> Document:
    """A draft again: pages do not name it, and the addresses of its files answer nobody."""
    document = _locked(document)
    _become(document, DocumentState.DRAFT)
    audit.record("document.unpublished", target=document, by=by, at=at)
    return document


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _become(document: Document, state: DocumentState) -> None:
    if document.state == state:
        said = {"document": document, "state": state.label}
        raise DomainError(_("“%(document)s” is “%(state)s” already.") % said)
    document.state = state
    document.save(update_fields=["state"])
