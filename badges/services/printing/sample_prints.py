"""Designs printed for nobody: asked for, done, failed. Nothing of a person is in them."""

import datetime as dt
import hashlib
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from badges import files, samples
from badges.engine.design.faces import Faces
from badges.engine.identity import installed
from badges.models import BadgeDesign, DesignVersion, SamplePrint
from badges.services import designs
from badges.services.printing.jobs import QUEUE, WAKE
from conference import bell
from conference.choices import UNFINISHED, WorkState
from conference.errors import DomainError
from conference.models import User

# Of each design; what was looked at longest ago goes first.
MOST_KEPT = 20
AGAIN_AFTER = dt.timedelta(minutes=10)


def look_at(*, version: DesignVersion, language: str, by: User, at: dt.datetime) -> SamplePrint:
    """A sample of a saved version: the one there is, or one that a worker will print."""
    return look_at_faces(
        design=version.design,
        faces=version.as_faces(),
        version=version,
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def look_at_faces(
    *,
    design: BadgeDesign,
    faces: Faces,
    version: DesignVersion | None = None,
    language: str,
    by: User,
    at: dt.datetime,
) -> SamplePrint:
    """The same of what may become a version."""
    digest = _digest(design, faces)
    # Of two versions that say the same each has a sample that leads to it.
    known = design.samples.filter(digest=digest, language=language, version=version)
    # What failed fails again, unless it was the worker's fault: then, in a while, it may not.
    found = known.exclude(state=WorkState.FAILED, asked_at__lt=at - AGAIN_AFTER).first()
    if found is not None:
        return found
    return _ask(
        SamplePrint(
            conference_id=design.conference_id,
            design=design,
            faces=faces.as_json(),
            folding=faces.folding,
            language=language,
            version=version,
            digest=digest,
            asked_at=at,
            asked_by=by,
        )
    )


@transaction.atomic
def save_when_printed(
    *,
    design: BadgeDesign,
    faces: Faces,
    based_on: int,
    language: str,
    by: User,
    at: dt.datetime,
) -> SamplePrint:
    """What the faces say becomes the design's next version once a sample of them has been printed.

    Raises DesignError for what is outside the language of designs.
    """
    designs.check(faces)
    return _ask(
        SamplePrint(
            conference_id=design.conference_id,
            design=design,
            faces=faces.as_json(),
            folding=faces.folding,
            language=language,
            saves=True,
            based_on=based_on,
            digest=_digest(design, faces),
            asked_at=at,
            asked_by=by,
        )
    )


def _ask(sample: SamplePrint) -> SamplePrint:
    sample.save()
    _forget_old(sample.design)
    bell.ring_on_commit(WAKE, queue=QUEUE)
    return sample


def _digest(design: BadgeDesign, faces: Faces) -> str:
    """Of everything that the sample depends on, as far as a web process can tell."""
    contents = [content.as_snapshot() for content in samples.samples(design.conference)]
    said = repr((installed(), faces.digest, contents))
    return hashlib.sha256(said.encode()).hexdigest()


def _forget_old(design: BadgeDesign) -> None:
    ended = design.samples.exclude(state__in=UNFINISHED).order_by("-pk")
    old = list(ended[MOST_KEPT:])
    design.samples.filter(pk__in=[sample.pk for sample in old]).delete()
    files.discard_on_commit(key for sample in old for key in (sample.file, sample.picture))


@transaction.atomic
def finish(
    *, sample: SamplePrint, file: str, picture: str, report: list[Any], at: dt.datetime
) -> SamplePrint:
    """The sample is there to be looked at, and what it was to save is saved."""
    sample.require_lease()
    if sample.saves:
        latest = designs.latest_version(sample.design)
        if latest is not None and latest.number != sample.based_on:
            raise DomainError(
                _("%(who)s has saved version %(number)d in the meantime. Reload the design.")
                % {"who": latest.created_by or "Dais", "number": latest.number}
            )
        sample.version = designs.save_version(
            design=sample.design, faces=sample.as_faces(), by=sample.asked_by, at=at
        )
    sample.state = WorkState.DONE
    sample.error = ""
    sample.file = file
    sample.picture = picture
    sample.report = report
    sample.save(update_fields=["state", "error", "file", "picture", "report", "version"])
    return sample


@transaction.atomic
def fail(sample: SamplePrint, why: str, _at: dt.datetime) -> None:
    """Nothing is saved; what was written stays with the sample, to be mended."""
    sample.require_lease()
    sample.state = WorkState.FAILED
    sample.error = why
    sample.save(update_fields=["state", "error"])
