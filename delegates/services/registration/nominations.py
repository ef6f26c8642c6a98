"""Nominations: handed in by focal points or on paper, received, verified."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from conference import audit
from conference.errors import DomainError
from conference.files.documents import MEGABYTE, START, require_pdf
from conference.files.pictures import as_jpeg
from conference.models import User
from conference.randomness import Identifier
from delegates.models import Delegation, Nomination
from delegates.services import scopes
from delegates.services.registering import held_delegations
from delegates.services.registration import focal_points, note_pages

LARGEST = 10 * MEGABYTE
# A page of A4 at 300 dots per inch, upright or lying.
LONGEST_SIDE = 3508
# A focal point's; whoever hands in more writes to the secretariat.
MOST = 20


def kept(upload: IO[Any], size: int) -> ContentFile:  # type: ignore[type-arg]
    """A PDF as it was sent, a picture encoded anew. Raises DomainError for all else."""
    if size > LARGEST:
        raise DomainError(
            _("The file is larger than %d MB. Save it smaller and try again.")
            % (LARGEST // MEGABYTE)
        )
    upload.seek(0)
    content = upload.read()
    if content.startswith(START):
        require_pdf(BytesIO(content), len(content))
        return ContentFile(content, name="nomination.pdf")
    picture = as_jpeg(BytesIO(content), width=LONGEST_SIDE, height=LONGEST_SIDE)
    return ContentFile(picture, name="nomination.jpg")


@dataclass(frozen=True)
class Note:
    """A note verbale as a form has it. `file` is as `kept` gives it; none of a note on paper."""

    reference: str
    dated_on: dt.date
    file: ContentFile | None = None  # type: ignore[type-arg]
    form_key: Identifier | None = None


def require_dated(dated_on: dt.date, *, today: dt.date) -> None:
    """`today` is the day at the venue: a note that is here was not written later."""
    if dated_on > today:
        raise DomainError(_("This day is yet to come: a note is dated today or earlier."))


@transaction.atomic
def hand_in(*, delegation: Delegation, note: Note, by: User, at: dt.datetime) -> Nomination:
    """By a focal point, also after closing."""
    held = held_delegations([delegation.pk])[delegation.pk]
    focal_points.require_standing(delegation=held, by=by)
    return _added(held, note, by, at, most=MOST)


@transaction.atomic
def enter(*, delegation: Delegation, note: Note, by: User, at: dt.datetime) -> Nomination:
    """By an officer, to whom it came on paper or by mail."""
    held = held_delegations([delegation.pk])[delegation.pk]
    scopes.require_within(Delegation.objects, [held.pk], by=by)
    return _added(held, note, by, at)


def _added(
    held: Delegation, note: Note, by: User, at: dt.datetime, *, most: int | None = None
) -> Nomination:
    """The form that was sent before has added it already."""
    theirs = held.nominations.filter(handed_in_by=by)
    there = theirs.filter(form_key=note.form_key).first() if note.form_key else None
    if there is not None:
        return there
    if held.is_withdrawn:
        raise DomainError(_("%s has withdrawn.") % held)
    require_dated(note.dated_on, today=held.conference.local(at).date())
    if most is not None and theirs.count() >= most:
        raise DomainError(_("There are %d nominations already: write to the secretariat.") % most)
    row = Nomination(
        conference_id=held.conference_id,
        delegation=held,
        reference=note.reference,
        dated_on=note.dated_on,
        form_key=note.form_key,
        handed_in_at=at,
        handed_in_by=by,
    )
    if note.file is not None:
        row.file.save(str(note.file.name), note.file, save=False)
    row.save()
    note_pages.ask([row])
    audit.record("nomination.added", target=row, by=by, at=at)
    return row


@transaction.atomic
def receive(*, nomination: Nomination, by: User, at: dt.datetime) -> None:
    """The note itself, or its file, is with the secretariat."""
    held = _held(nomination, by)
    if held.received_at is not None:
        return
    Nomination.objects.filter(pk=held.pk).update(received_at=at, received_by=by)
    audit.record("nomination.received", target=held, by=by, at=at)


@transaction.atomic
def verify(*, nomination: Nomination, by: User, at: dt.datetime) -> None:
    """It is what it says it is."""
    receive(nomination=nomination, by=by, at=at)
    if _held(nomination, by).verified_at is not None:
        return
    Nomination.objects.filter(pk=nomination.pk).update(verified_at=at, verified_by=by)
    audit.record("nomination.verified", target=nomination, by=by, at=at)


@transaction.atomic
def remove_file(*, nomination: Nomination, by: User, at: dt.datetime) -> None:
    """That there was a note stays, with its reference; its file, which may name people, goes, and
    with it the pictures of its pages.
    """
    held = _held(nomination, by)
    if not held.file:
        return
    key = str(held.file.name)
    Nomination.objects.filter(pk=held.pk).update(file="")
    transaction.on_commit(partial(default_storage.delete, key), robust=True)
    note_pages.forget(held)
    audit.record("nomination.file_removed", target=held, by=by, at=at)


def _held(nomination: Nomination, by: User) -> Nomination:
    """By its delegation: of two who verify it at once the second changes nothing."""
    held_delegations([nomination.delegation_id])
    scopes.require_within(Delegation.objects, [nomination.delegation_id], by=by)
    return Nomination.objects.get(pk=nomination.pk)
