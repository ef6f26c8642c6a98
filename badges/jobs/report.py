"""What the page of a job names: who was left out and why, and what was printed smaller."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from badges.choices import JobState, Obstacle
from badges.engine.design.faces import words_on
from badges.engine.design.fields import Overlong
from badges.engine.design.folding import Place
from badges.engine.design.paper import paper_of
from badges.engine.ways import Way
from badges.holders import LOADS, Called, kind_of, name_of
from badges.jobs.progress import Stage, progress_of
from badges.models import (
    Badge,
    DesignFace,
    Generation,
    PrintChunk,
    PrintEntry,
    PrintJob,
    PrintPreparation,
)
from badges.models.jobs import PrintEntryQuerySet
from conference.admin import Progress, not_taken_up
from conference.writing.dates import lately
from conference.writing.languages import Localized, localized


def in_progress(job: PrintJob, *, at: dt.datetime) -> Progress:
    """Of a running job, as its page says it."""
    found = progress_of(job, at=at)
    total = found.total
    then = ngettext(
        "Then the file is checked and appears here. You can leave this page.",
        "Then the files are checked and appear here. You can leave this page.",
        total,
    )
    match found.stage:
        case Stage.WAITING:
            words = ngettext(
                "%d badge is waiting to be printed.", "%d badges are waiting to be printed.", total
            )
            then = not_taken_up() if found.is_overdue else then
            return Progress(words % total, then, trouble=found.trouble)
        case Stage.PAUSED:
            return Progress(_paused(job), _when_paused(), found.done, total, trouble=found.trouble)
        case Stage.PREPARING:
            words = gettext("The badges are being prepared. Later changes will not appear on them.")
            return Progress(words, then, trouble=found.trouble)
        case Stage.PRINTING:
            words = gettext("The badges are being produced.")
            return Progress(words, then, found.done, total, trouble=found.trouble)
    done = found.done
    words = (
        ngettext("%d badge has been produced.", "All %d badges have been produced.", done) % done
    )
    then = gettext(
        "Every QR code has been checked. Anybody who has lost the right to a badge in"
        " the meantime is taken out; then the files appear here."
    )
    return Progress(words, then, done, done, trouble=found.trouble)


def _paused(job: PrintJob) -> str:
    assert job.paused_at is not None
    return gettext("The job is paused. %(user)s paused it, %(time)s.") % {
        "user": job.paused_by,
        "time": lately(job.paused_at),
    }


def _when_paused() -> str:
    return gettext(
        "What a worker has begun is finished, nothing else is begun, and nothing is issued. The"
        " badge desk still prints single badges of it. If the conference ends first, so does the"
        " job."
    )


def sheets_in_words(job: PrintJob) -> str:
    """Paper, sides, order and printer, of a job with sheets."""
    imposition = job.imposition
    assert imposition is not None
    parts = (
        imposition.paper.words,
        job.get_duplex_display(),
        job.get_arrangement_display(),
        job.station,
    )
    return " · ".join(str(part) for part in parts if part)


def size_of_pages(job: PrintJob) -> str:
    """By its name where it has one; blank where the badges are of several sizes."""
    used = Generation.objects.filter(entries__job=job).order_by().values("design_version")
    fronts = DesignFace.objects.filter(version__in=used, place=Place.FRONT)
    papers = {paper_of(css) for css in fronts.values_list("css", flat=True)}
    if len(papers) != 1:
        return ""
    paper = papers.pop()
    return paper.name or f"{paper.width:g} × {paper.height:g} mm"


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


# Of each kind; the page of a job of thousands stays one that can be read.
NAMED = 100
NAMED_ANYWAY = {"given_name", "family_name", "delegation_name"}


@dataclass(frozen=True)
class Named:
    """A badge of the job as its page names it, with what is to be said of it. `place`: in which
    slot of which sheet it stands, or is missed; of a job with sheets.
    """

    serial: str
    person: str
    delegation: Localized
    words: Any
    page: int | None = None
    place: str = ""


@dataclass(frozen=True)
class NamedBadges:
    """Of `count` badges the first ones, in their order; `others` are those not named."""

    count: int
    others: int
    lines: list[Named]


def left_out(job: PrintJob) -> NamedBadges:
    """While the job was prepared, and when its files were published."""
    preparation = PrintPreparation.objects.filter(job=job).defer("holders").first()
    pairs = preparation.left_out if preparation else []
    published = _first(
        job.entries.refused(), lambda entry: [_named(entry, entry.get_obstacle_display())]
    )
    lines = [*_left_out_when_prepared(job, pairs[:NAMED]), *published.lines][:NAMED]
    count = len(pairs) + published.count
    return NamedBadges(count, count - len(lines), lines)


def _left_out_when_prepared(job: PrintJob, pairs: Sequence[tuple[int, str]]) -> list[Named]:
    ids = [pk for pk, _obstacle in pairs]
    kind = kind_of(job.type)
    called = kind.called(ids)
    serials = {
        getattr(badge, f"{kind.key}_id", badge.pk): str(badge)
        for badge in Badge.objects.filter(type=job.type_id, **{f"{kind.key}__in": ids})
    }
    return [
        _named_now(called.get(pk), serials.get(pk, ""), Obstacle(obstacle).label)
        for pk, obstacle in pairs
    ]


def _named_now(called: Called | None, serial: str, words: Any) -> Named:
    """Whoever is deleted has no name any more."""
    if called is None:
        return Named("", "–", Localized("", ""), words)
    delegation = localized(called.delegation.name) if called.delegation else Localized("", "")
    return Named(serial, called.name, delegation, words)


@dataclass(frozen=True)
class Taken:
    """A badge that was taken out at the desk: whose, when, by whom, and in which job it is now."""

    person: str
    words: SafeString
    job: PrintJob


def taken_at_the_desk(job: PrintJob) -> list[Taken]:
    """In the order in which they were taken out; so few that each is named."""
    entries = PrintEntry.objects.filter(job__taken_from=job).select_related(
        "job__created_by", *(f"generation__badge__{path}" for path in LOADS)
    )
    return [
        Taken(
            name_of(entry.generation.badge),
            _taken_in_words(entry.job),
            entry.job,
        )
        for entry in entries.order_by("job")
    ]


def _taken_in_words(instead: PrintJob) -> SafeString:
    """Whether it was printed there is asked of the job that it is in now."""
    words = {
        JobState.RUNNING: gettext("taken out at the desk, %(time)s, by %(user)s; being printed"),
        JobState.PAUSED: gettext("taken out at the desk, %(time)s, by %(user)s; paused there"),
        JobState.PUBLISHED: gettext("printed at the desk, %(time)s, by %(user)s"),
    }
    otherwise = gettext(
        "taken out at the desk, %(time)s, by %(user)s; not printed there: it is to be printed"
    )
    pattern = words.get(JobState(instead.state), otherwise)
    user = format_html("<bdi>{}</bdi>", instead.created_by)
    at = conditional_escape(lately(instead.created_at))
    return mark_safe(conditional_escape(pattern) % {"time": at, "user": user})  # noqa: S308


def unprintable(job: PrintJob) -> NamedBadges:
    """One line per badge that was left out because a text of it cannot be shown."""
    return _first(
        job.entries.unprintable(),
        lambda entry: [_named(entry, " ".join(map(_why_not_shown, entry.notes)))],
    )


def not_drawn(job: PrintJob) -> NamedBadges:
    """One line per badge that was left out because its page could not be drawn."""
    return _first(
        job.entries.not_drawn(),
        lambda entry: [_named(entry, " ".join(note["reason"] for note in entry.notes))],
    )


def _why_not_shown(note: dict[str, Any]) -> str:
    return f"{_text_in_words(note)}: {note['reason']}"


def printed_smaller(job: PrintJob) -> NamedBadges:
    """One line per text that did not fit at the smallest size of the design."""
    return _first(
        job.entries.printed_with_notes(),
        lambda entry: [_named(entry, _note_in_words(note)) for note in entry.notes],
    )


def _first(
    entries: PrintEntryQuerySet, lines_of: Callable[[PrintEntry], list[Named]]
) -> NamedBadges:
    """A withdrawn delegation leaves hundreds out, a small design makes thousands smaller."""
    count = entries.count()
    files = PrintChunk.objects.filter(job=OuterRef("job"), number__lte=OuterRef("chunk__number"))
    number = files.exclude(sheet_file="").order_by().values("job").annotate(count=Count("pk"))
    numbered = entries.annotate(file_number=Subquery(number.values("count")))
    shown = numbered.select_related("generation", "chunk")[:NAMED]
    lines = [line for entry in shown for line in lines_of(entry)]
    return NamedBadges(count, max(0, count - NAMED), lines)


def _note_in_words(note: dict[str, Any]) -> str:
    """`family name: printed smaller, whole (11 pt)`."""
    outcome = Overlong(note["outcome"])
    words = f"{_text_in_words(note)}: {outcome.label}"
    if outcome is Overlong.SMALLER:
        words += _(" (%g pt)") % note["size"]
    return words


def _text_in_words(note: dict[str, Any]) -> str:
    """A text that is not named beside it anyway is quoted."""
    words = words_on(note.get("face", Place.FRONT), note["field"])
    return words if note["field"] in NAMED_ANYWAY else f"{words} “{note['text']}”"


def _named(entry: PrintEntry, words: Any) -> Named:
    content = entry.generation.shown
    names = (content.family_name.text, content.given_name.text, content.vehicle_plate)
    return Named(
        serial=content.serial,
        person=", ".join(filter(None, names)),
        delegation=content.delegation_name,
        words=words,
        page=None if entry.sheet else entry.page,
        place=_place_in_words(entry),
    )


def _place_in_words(entry: Any) -> str:
    """`file 2, sheet 14, slot 3`, as somebody with the sheets in hand finds it."""
    if not entry.chunk.sheet_file:
        return ""
    return gettext("file %(file)d, sheet %(sheet)d, slot %(slot)d") % {
        "file": entry.file_number,
        "sheet": entry.sheet,
        "slot": entry.slot,
    }
