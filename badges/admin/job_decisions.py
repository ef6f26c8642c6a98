"""What is decided on a print job, and what becomes of paused ones with their conference."""

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.choices import UNDER_WAY, JobState
from badges.jobs.progress import number_of_badges
from badges.jobs.titles import title_of, with_people
from badges.models import PrintChunk, PrintJob
from badges.services import jobs, pauses
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
            "%d page that has been drawn is deleted.",
            "%d pages that have been drawn are deleted.",
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
