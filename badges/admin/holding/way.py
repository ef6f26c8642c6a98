"""The way from the page of a delegation's badges to a record or a decision, and back."""

from django.http import HttpRequest
from django.urls import reverse

from delegates.models import Delegation

# In the address of what was opened from there.
IN_DELEGATION = "in_delegation"
PAGE = "admin:badges_badge_of_delegation"


def page_of(delegation: Delegation) -> str:
    return reverse(PAGE, args=[delegation.pk])


def along(url: str) -> str:
    return f"{url}?{IN_DELEGATION}=1"


def is_from_there(request: HttpRequest) -> bool:
    return IN_DELEGATION in request.GET


def to_print(delegation: Delegation, type_id: int) -> str:
    """The page that sends badges, for what the delegation holds of the type."""
    query = {"delegation": delegation.pk, "type": type_id}
    return reverse("admin:badges_printjob_add", query=query)
