"""How the registration of one delegation stands, said below its name to whoever runs it."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.contributions import Said
from conference.models import AuditEvent
from conference.writing import dates
from delegates.models import DelegateQuerySet, Delegation
from delegates.outstanding.deadlines import owed_by


def known_of(
    delegation: Delegation,
    people: DelegateQuerySet,
    counted: Mapping[str, int] | None,
    *,
    at: dt.datetime,
) -> Iterator[Said]:
    """`people` are all of whom the reader knows, `counted` its own as the figures of the sheet have
    them, where those are all of it.
    """
    if delegation.confirmed_at:
        yield Said(_confirmed(delegation), "good")
    if delegation.is_withdrawn:
        return
    if delegation.reopened_until and delegation.reopened_until > at:
        last = delegation.conference.local(delegation.reopened_until - dt.timedelta.resolution)
        yield Said(_("Registration reopened until the end of %s") % dates.day(last.date()), "wait")
    figures = None if counted is None else {delegation.pk: counted}
    tasks = owed_by([delegation], people, figures)[delegation.pk]
    if late := sum(task.is_overdue(at) for task in tasks):
        yield Said(ngettext("%d task overdue", "%d tasks overdue", late) % late, "bad")
    unanswered = delegation.invitations.open().filter(invited_at__isnull=False)
    if names := [str(row) for row in unanswered]:
        yield Said(_("Invited, not answered yet: %s") % ", ".join(names), "wait")


def _confirmed(delegation: Delegation) -> str:
    """When is on the row, by whom in the audit trail."""
    assert delegation.confirmed_at
    when = dates.day_and_time(delegation.conference.local(delegation.confirmed_at))
    events = AuditEvent.objects.filter(
        action="delegation.confirmed", target_type=Delegation._meta.label_lower,
        target_id=delegation.pk,
    ).select_related("by")  # fmt: skip
    event = events.order_by("-at").first()
    if event is None or event.by is None:
        return _("Confirmed on %s") % when
    return _("Confirmed on %(when)s by %(who)s") % {"when": when, "who": event.by}
