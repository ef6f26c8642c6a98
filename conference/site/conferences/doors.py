"""If the doors opened now: what is not ready yet, line by line, each with where to mend it."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from conference.admin import DoorsCheck, Shortcoming, contribute, may
from conference.contributions import contributed
from conference.models import Conference


def shortcomings(request: HttpRequest, conference: Conference) -> list[Shortcoming]:
    """What the apps find, in the order of their checks, as far as the user may see it."""
    checks = [one for one in contributed(Conference, DoorsCheck) if may(request, one.needs)]
    return [found for check in checks for found in check.find(conference)]


def no_logo(conference: Conference) -> Iterator[Shortcoming]:
    if not conference.logo:
        url = reverse("admin:conference_conference_change", args=[conference.pk])
        yield Shortcoming(_("The conference has no logo."), _("Choose a logo"), url)


contribute(Conference, DoorsCheck("conference.view_conference", no_logo))
