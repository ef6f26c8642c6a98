"""What of the badges is not ready if the doors opened now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from badges.background import fit_checks
from badges.services import missing_badges
from badges.standing.badge_states import to_be_printed
from badges.standing.outdated_badges import outdated_holders
from conference.admin import DoorsCheck, Shortcoming, contribute
from conference.models import Conference
from delegates.models import Delegate


def badges_not_ready(conference: Conference) -> Iterator[Shortcoming]:
    here = Delegate.objects.for_conference(conference)
    due = to_be_printed(here).count()
    if due:
        words = ngettext("%d badge is to be printed.", "%d badges are to be printed.", due)
        url = reverse("admin:delegates_delegate_changelist", query={"badge": "to_print"})
        yield Shortcoming(words % due, _("Print them"), url)
    outdated = len(outdated_holders(conference))
    if outdated:
        words = ngettext("%d badge is out of date.", "%d badges are out of date.", outdated)
        url = reverse("admin:delegates_delegate_changelist", query={"badge": "outdated"})
        yield Shortcoming(words % outdated, _("Replace them"), url)


def further_badges_not_ready(conference: Conference) -> Iterator[Shortcoming]:
    """Those that are not personal."""
    at = timezone.now()
    due = missing_badges.to_be_printed_further(conference, at=at).count()
    if due:
        words = ngettext(
            "%d badge of another type is to be printed.",
            "%d badges of other types are to be printed.",
            due,
        )
        yield Shortcoming(words % due, _("Print them"), reverse("admin:badges_printjob_due"))
    outdated = missing_badges.outdated_further(conference, at=at)
    if outdated:
        words = ngettext(
            "%d badge of another type is out of date.",
            "%d badges of other types are out of date.",
            outdated,
        )
        url = reverse("admin:badges_printjob_due_changed")
        yield Shortcoming(words % outdated, _("Replace them"), url)


def badges_that_do_not_fit(conference: Conference) -> Iterator[Shortcoming]:
    """By the latest check of them all: it takes a worker some time."""
    people = Delegate.objects.for_conference(conference).entitled_to_badge()
    latest = fit_checks.latest_of_all(conference)
    url = reverse("admin:badges_printjob_fit")
    if latest is None and people.exists():
        said = _("The texts of the badges have not been checked recently.")
        yield Shortcoming(said, _("Check that texts fit"), url)
    elif latest and (found := latest.result["found"]):
        words = ngettext(
            "%d badge has a text that does not fit.",
            "%d badges have texts that do not fit.",
            found,
        )
        yield Shortcoming(words % found, _("Check again that texts fit"), url)


contribute(
    Conference,
    DoorsCheck("badges.view_badge", badges_not_ready),
    DoorsCheck("badges.add_printjob", further_badges_not_ready),
    DoorsCheck(fit_checks.PERMISSION, badges_that_do_not_fit),
)
