"""The conference a member of staff is working in: shown in the admin's header, switchable there."""

from django.http import HttpRequest

from conference.choices import ConferenceState
from conference.models import Conference, User

SESSION_KEY = "working_conference"


def working_conference(request: HttpRequest) -> Conference | None:
    """The chosen conference, else the open one that comes first, else the latest; or None.

    Asked for often, read once per request. A conference the user no longer works for is never
    returned, whatever the login session says.
    """
    if not hasattr(request, "_working_conference"):
        request._working_conference = _find(request)  # type: ignore[attr-defined]
    found: Conference | None = request._working_conference  # type: ignore[attr-defined]
    return found


def work_in(request: HttpRequest, conference: Conference) -> None:
    request.session[SESSION_KEY] = conference.pk
    request._working_conference = conference  # type: ignore[attr-defined]


def _find(request: HttpRequest) -> Conference | None:
    if not isinstance(request.user, User):
        return None
    choices = list(Conference.objects.visible_to(request.user))
    chosen = request.session.get(SESSION_KEY)
    by_preference = sorted(
        choices,
        key=lambda c: (c.pk != chosen, c.state != ConferenceState.OPEN, -c.starts_on.toordinal()),
    )
    return by_preference[0] if by_preference else None
