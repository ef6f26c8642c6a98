"""What is decided on a print job, and what becomes of paused ones with their conference."""

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.choices import UNDER_WAY, JobState
from badges.jobs.progress import number_of_badges
from badges.jobs.titles import title_of, with_people
from badges.models import PrintChunk, PrintJob
from badges.services.printing import jobs, pauses, retries
from conference.admin import (
    Consequences,
    Decision,
    Effect,
    about,
    contribute,
    named,
    one_by_one,
)
from conference.models import Conference


def nothing_is_printed(rows: QuerySet[PrintJob]) -> list[Effect]:
    count = sum(rows.annotate(badges=number_of_badges()).values_list("badges", flat=True))
    words = ngettext(
        "Its %d badge is not printed or issued.",
        "None of its %d badges is printed or issued.",
        count,
    )
    effects = [Effect(words % count)]
    if drawn := PrintChunk.objects.filter(job__in=rows.values("pk")).aggregate(n=Sum("drawn"))["n"]:
        gone = ngettext(
            "%d badge that has been drawn is deleted.",
            "%d badges that have been drawn are deleted.",
            drawn,
        )
        effects.append(Effect(gone % drawn))
    return [
        *effects,
        Effect(
            _("Their numbers are given to nobody else, and their QR codes never open anything.")
        ),
        Effect(_("You can send the same people to print again.")),
    ]


def is_sent_once_more(rows: QuerySet[PrintJob]) -> list[Effect]:
    """How many are, and who still may not be, with the reason."""
    effects = []
    for job in rows:
        counted = retries.may_be_retried(job)
        words = ngettext(
            "%d badge that could not be printed is sent once more.",
            "%d badges that could not be printed are sent once more.",
            counted.printable,
        )
        effects.append(Effect(words % counted.printable))
        effects += [
            Effect(
                _still_out(refusal.count) % {"count": refusal.count, "why": refusal.obstacle.label}
            )
            for refusal in counted.refusals
        ]
    return [*effects, Effect(_("Purpose, language and all other choices are those of this job."))]


def _still_out(count: int) -> str:
    return ngettext("%(count)d is left out: %(why)s.", "%(count)d are left out: %(why)s.", count)


ON_JOBS = [
    Decision(
        value="paused",
        words=gettext_lazy("Pause the job"),
        act=gettext_lazy("Pause the %s"),
        will=gettext_lazy("No more badges of this job are begun until it goes on."),
        done=JobState.PAUSED.label,
        decide=one_by_one(pauses.pause, "job"),
        needs="add",
        is_legal=pauses.may_be_paused,
        undone_by="resumed",
        page="pause",
    ),
    Decision(
        value="resumed",
        words=gettext_lazy("Let the job go on"),
        act=gettext_lazy("Let the %s go on"),
        will=gettext_lazy("The job goes on where it was."),
        done=JobState.RUNNING.label,
        decide=one_by_one(pauses.resume, "job"),
        needs="add",
        is_legal=lambda job: job.state == JobState.PAUSED,
        undone_by="paused",
        page="resume",
    ),
    Decision(
        value="cancelled",
        words=gettext_lazy("Cancel the job"),
        act=gettext_lazy("Cancel the %s"),
        will=gettext_lazy("This job stops."),
        done=JobState.CANCELLED.label,
        decide=one_by_one(jobs.cancel, "job"),
        needs="add",
        is_legal=lambda job: job.state in UNDER_WAY,
        follows=nothing_is_printed,
        page="cancel",
        takes_away=True,
    ),
    Decision(
        value="retried",
        words=gettext_lazy("Print once more what could not be printed"),
        act=gettext_lazy("Print once more what is left of the %s"),
        will=gettext_lazy("A new print job is made."),
        done=gettext_lazy("Sent once more"),
        decide=one_by_one(retries.retry, "job"),
        needs="add",
        is_legal=lambda job: retries.may_be_retried(job).printable > 0,
        follows=is_sent_once_more,
        page="retry",
    ),
]


def end_paused_jobs(conferences: QuerySet[Conference]) -> list[Effect]:
    paused = PrintJob.objects.paused().filter(conference__in=conferences.values("pk"))
    words = _("The paused print job of %s is cancelled: nothing more of it is printed or issued.")
    return named(
        with_people(paused).order_by("pk"),
        lambda job: about(job, words % title_of(job), title_of(job)),
    )


contribute(Conference, Consequences(frozenset({"closed"}), end_paused_jobs))
