"""What of delegations and people is not ready if the doors opened now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.admin import DoorsCheck, Shortcoming, contribute
from conference.models import Conference
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation

NAMED = 5
NEEDS = "delegates.view_everybody"


def delegations_without_head(conference: Conference) -> Iterator[Shortcoming]:
    waiting = Delegation.objects.for_conference(conference).awaiting_head()
    if count := waiting.count():
        words = ngettext(
            "%d delegation has no confirmed head.", "%d delegations have no confirmed head.", count
        )
        yield Shortcoming(
            words=words % count,
            remedy=_("Name the heads"),
            url=reverse("admin:delegates_delegation_changelist", query={"head": "no"}),
            named=[
                (str(row), reverse("admin:delegates_delegation_change", args=[row.pk]))
                for row in waiting.in_protocol_order()[:NAMED]
            ],
        )


def nobody_registered(conference: Conference) -> Iterator[Shortcoming]:
    if not Delegate.objects.for_conference(conference).attending().exists():
        url = reverse("admin:delegates_delegation_changelist")
        yield Shortcoming(_("Nobody is registered yet."), _("Register delegations"), url)


def people_not_ready(conference: Conference) -> Iterator[Shortcoming]:
    here = Delegate.objects.for_conference(conference).attending()
    pending = here.filter(accreditation=Accreditation.SUBMITTED).count()
    if pending:
        words = ngettext(
            "%d delegate is waiting for a decision.",
            "%d delegates are waiting for a decision.",
            pending,
        )
        query = {"accreditation__exact": "submitted", "attends": "yes"}
        url = reverse("admin:delegates_delegate_changelist", query=query)
        yield Shortcoming(words % pending, _("Decide on them"), url)
    photos = here.missing_photo().count()
    if photos:
        words = ngettext("%d photo is missing.", "%d photos are missing.", photos)
        query = {"photo": "needed", "attends": "yes"}
        url = reverse("admin:delegates_delegate_changelist", query=query)
        yield Shortcoming(words % photos, _("See whose they are"), url)


contribute(
    Conference,
    DoorsCheck(NEEDS, delegations_without_head),
    DoorsCheck(NEEDS, nobody_registered),
    DoorsCheck(NEEDS, people_not_ready),
)
