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
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if not document.files.exists():
        raise DomainError(_("“%s” has no file yet: add one before it is published.") % document)
    return _become(document, DocumentState.PUBLISHED, "document.published", by=by, at=at)


@transaction.atomic
def take_back(*, document: Document, by: User, at: dt.datetime) -> Document:
    """A draft again: pages do not name it, and the addresses of its files answer nobody."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    return _become(document, DocumentState.DRAFT, "document.unpublished", by=by, at=at)


def _become(
    document: Document, state: DocumentState, action: str, *, by: User, at: dt.datetime
) -> Document:
    if document.state == state:
        raise DomainError(_("“%(document)s” is “%(state)s” already.") % {
            "document": document, "state": state.label,
        })  # fmt: skip
    document.state = state
    document.save(update_fields=["state"])
    audit.record(action, target=document, by=by, at=at, fields=["state"])
    return document
