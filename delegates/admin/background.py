"""What the pages of this app's background jobs say: decisions on many, and large exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.accounts.reentry import asked_again
from conference.admin import JobWords, contribute
from conference.models import BackgroundJob
from delegates.admin.exporting.exports import taken
from delegates.background import decisions, exports
from delegates.choices import Accreditation
from delegates.exporting.people import Format
from delegates.models import Delegate

# The others can be found in the list, by their state.
MOST_NAMED = 100


@dataclass(frozen=True)
class Left:
    """Somebody who was not decided on, and why."""

    who: str
    url: str
    why: str


def count_of(job: BackgroundJob) -> str:
    words = ngettext("%s delegate", "%s delegates", job.total)
    return words % number_format(job.total, force_grouping=True)


TITLES = {
    Accreditation.APPROVED: gettext_lazy("Approval of %s"),
    Accreditation.REJECTED: gettext_lazy("Rejection of %s"),
    Accreditation.WITHDRAWN: gettext_lazy("Withdrawal of %s"),
    Accreditation.RETURNED: gettext_lazy("Return of %s"),
    Accreditation.SUBMITTED: gettext_lazy("Restoring of %s"),
}


def title_of_decision(job: BackgroundJob) -> str:
    return str(TITLES[Accreditation(job.request["to"])] % count_of(job))


def outcome_of_decision(job: BackgroundJob) -> Mapping[str, Any]:
    left = decisions.left(job)
    decided = decisions.decided(job)
    said = ngettext("%(done)s: %(count)s delegate.", "%(done)s: %(count)s delegates.", decided)
    count = number_format(decided, force_grouping=True)
    told = [said % {"count": count, "done": Accreditation(job.request["to"]).label}]
    if waiting := decisions.put_in_line(job):
        words = ngettext("%s waits for a place.", "%s wait for a place.", waiting)
        told.append(words % number_format(waiting, force_grouping=True))
    return {
        "said": " ".join(told),
        "left": named(job, left[:MOST_NAMED]),
        "left_count": len(left),
        "left_words": _("Not decided on"),
        "back": reverse("admin:delegates_delegate_changelist"),
        "back_words": _("To the delegates"),
    }


def named(job: BackgroundJob, left: list[tuple[int, str]]) -> list[Left]:
    """Those whom the asker still sees; of anybody else nothing is said but the number."""
    seen = Delegate.with_drafts.visible_to(job.asked_by).in_bulk([pk for pk, _state in left])
    labels = dict(Accreditation.choices)
    return [
        Left(
            str(seen[pk]),
            reverse("admin:delegates_delegate_change", args=[pk]),
            _("was already “%s”") % labels[state],
        )
        for pk, state in left
        if pk in seen and state
    ]


def title_of_export(job: BackgroundJob) -> str:
    return _("Export of %s") % count_of(job)


def outcome_of_export(job: BackgroundJob) -> Mapping[str, Any]:
    return {
        "said": ngettext(
            "The file with %s delegate is ready. It is kept for a week.",
            "The file with %s delegates is ready. It is kept for a week.",
            job.result["delegates"],
        )
        % number_format(job.result["delegates"], force_grouping=True),
        "file_words": _("Download the file"),
        "back": reverse("admin:delegates_delegate_changelist"),
        "back_words": _("To the delegates"),
    }


def take_export(request: HttpRequest, job: BackgroundJob) -> HttpResponseBase:
    if to_password := asked_again(request):
        return to_password
    return taken(
        request, job.file.open("rb"), Format(job.request["format"]), job.result["delegates"]
    )


contribute(
    BackgroundJob,
    JobWords(
        kind=decisions.KIND,
        needs=decisions.PERMISSION,
        title=title_of_decision,
        doing=gettext_lazy("The delegates are being decided on, in groups."),
        outcome=outcome_of_decision,
    ),
    JobWords(
        kind=exports.KIND,
        needs=exports.PERMISSION,
        title=title_of_export,
        doing=gettext_lazy("The file is being written."),
        outcome=outcome_of_export,
        take=take_export,
    ),
)
