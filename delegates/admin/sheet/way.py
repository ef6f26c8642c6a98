"""The way from a delegation's sheet to a person's page or decision, and back to their row."""

from urllib.parse import urlencode

from django.contrib.admin.views.main import PAGE_VAR
from django.http import HttpRequest
from django.urls import reverse

from delegates.models import Delegate, DelegateQuerySet
from delegates.sheet.contents import page_of

# The list that the user came from, as Django's own links say it.
LIST = "_changelist_filters"
# In the address of a person's page that was opened from the sheet: the line goes on there.
IN_DELEGATION = "in_delegation"
# In the address of a decision that was chosen in the row's menu: it leads back to the row.
ON_SHEET = "on_sheet"


def way_of(request: HttpRequest) -> dict[str, str]:
    """What the page's address says of where its user came from."""
    ways = (LIST, IN_DELEGATION, ON_SHEET)
    return {name: request.GET[name] for name in ways if request.GET.get(name)}


def along(url: str, way: dict[str, str]) -> str:
    return f"{url}?{urlencode(way)}" if way else url


def url_of_row(delegate: Delegate, people: DelegateQuerySet) -> str:
    """On the page of the sheet of these people, whom the user sees, on which the row stands."""
    url = reverse("admin:delegates_delegation_change", args=[delegate.delegation_id])
    page = page_of(delegate, people)
    return f"{along(url, {PAGE_VAR: str(page)} if page > 1 else {})}#member-{delegate.pk}"
