"""The conference whose admin is being worked in: it stands in the address, and nowhere else.

Two tabs in two conferences know nothing of each other, and a form is sent where it was opened
(design decision 2). `conference.site.middleware` reads the address.
"""

from django.http import HttpRequest

from conference.models import Conference, User


def working_conference(request: HttpRequest) -> Conference | None:
    """The conference that the address names; None where it names none, as below `/admin/-/`."""
    found: Conference | None = getattr(request, "_working_conference", None)
    return found


def work_in(request: HttpRequest, conference: Conference) -> None:
    request._working_conference = conference  # type: ignore[attr-defined]


def conferences_of(request: HttpRequest) -> list[Conference]:
    """The conferences whose admin opens to the user; read once per request."""
    if not hasattr(request, "_conferences_of_user"):
        user = request.user
        rows = Conference.objects.administered_by(user) if isinstance(user, User) else []
        request._conferences_of_user = list(rows)  # type: ignore[attr-defined]
    found: list[Conference] = request._conferences_of_user  # type: ignore[attr-defined]
    return found
