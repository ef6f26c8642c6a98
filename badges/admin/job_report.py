"""What the page of a job names: who was left out and why, and what was printed smaller."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from badges.choices import Obstacle
from badges.engine.design.fields import Overlong, words_of
from badges.engine.ways import Way
from badges.models import PrintEntry, PrintJob, PrintPreparation
from badges.print_plan import delegates_of
from badges.progress import Stage, progress_of
from conference.admin import Progress, not_taken_up
from conference.writing.languages import Localized, localized
from delegates.models import Delegate


def in_progress(job: PrintJob, *, at: dt.datetime) -> Progress:
    """Of a running job, as its page says it."""
    found = progress_of(job, at=at)
    total = found.total
    then = ngettext(
        "Then the file is checked and offered here. You can leave this page.",
        "Then the files are checked and offered here. You can leave this page.",
        total,
    )
    match found.stage:
        case Stage.WAITING:
            words = ngettext(
                "%d badge waits for the printer.", "%d badges wait for the printer.", total
            )
            then = not_taken_up() if found.is_overdue else then
            return Progress(words % total, then, trouble=found.trouble)
        case Stage.PREPARING:
            words = gettext("The badges are being prepared: what they show is fixed.")
            return Progress(words, then, trouble=found.trouble)
        case Stage.PRINTING:
            words = gettext("The badges are being drawn.")
            return Progress(words, then, found.done, total, trouble=found.trouble)
    words = ngettext("%d badge is drawn.", "All %d badges are drawn.", total) % total
    then = gettext(
        "Every QR was read back. Whoever lost the right to a badge meanwhile is taken out; then the"
        " files are here."
    )
    return Progress(
        words % total if total > 1 else words, then, total, total, trouble=found.trouble
    )


def how_made(job: PrintJob) -> list[tuple[Any, int]]:
    """Each way in which pages were made, with how many."""
    counts = dict(
        job.entries.exclude(page=None)
        .exclude(way="")
        .order_by()
        .values_list("way")
        .annotate(count=Count("pk"))
    )
    return [(way.label, counts[way]) for way in Way if way in counts]


NAMED_ANYWAY = {"given_name", "family_name", "delegation_name"}


@dataclass(frozen=True)
class Named:
    """A badge of the job as its page names it, with what is to be said of it."""

    serial: str
    person: str
    delegation: Localized
    words: Any
    page: int | None = None


def left_out(job: PrintJob) -> list[Named]:
    """While the job was prepared, and when its files were published."""
    entries = job.entries.left_out().with_badges()
    when_published = [_named(entry, entry.get_obstacle_display()) for entry in entries]
    return [*_left_out_when_prepared(job), *when_published]


def _left_out_when_prepared(job: PrintJob) -> list[Named]:
    preparation = PrintPreparation.objects.filter(job=job).defer("delegates").first()
    pairs = preparation.left_out if preparation else []
    delegates = delegates_of(job.conference, [pk for pk, _obstacle in pairs]).select_related(
        "delegation", "badge"
    )
    found = {row.pk: row for row in delegates}
    return [_named_now(found.get(pk), Obstacle(obstacle).label) for pk, obstacle in pairs]


def _named_now(delegate: Delegate | None, words: Any) -> Named:
    """Whoever is deleted has no name any more."""
    if delegate is None:
        return Named("", "–", Localized("", ""), words)
    badge = getattr(delegate, "badge", None)
    return Named(str(badge or ""), str(delegate), localized(delegate.delegation.name), words)


def printed_smaller(job: PrintJob) -> list[Named]:
    """One line per text that did not fit at the smallest size of the design."""
    entries = job.entries.printed_with_notes().with_badges()
    return [_named(entry, _note_in_words(note)) for entry in entries for note in entry.notes]


def _note_in_words(note: dict[str, Any]) -> str:
    """`family name: printed smaller, whole (11 pt)`; a text not named beside it is quoted."""
    outcome = Overlong(note["outcome"])
    said = [str(words_of(note["field"]))]
    if note["field"] not in NAMED_ANYWAY:
        said.append(f"“{note['text']}”")
    words = f"{' '.join(said)}: {outcome.label}"
    if outcome is Overlong.SMALLER:
        words += _(" (%g pt)") % note["size"]
    return words


def _named(entry: PrintEntry, words: Any) -> Named:
    content = entry.generation.shown
    names = (content.family_name.text, content.given_name.text)
    return Named(
        serial=content.serial,
        person=", ".join(filter(None, names)),
        delegation=content.delegation_name,
        words=words,
        page=entry.page,
    )
