"""Limiting what a page shows and offers to the conference that is being worked in."""

from typing import TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from conference.models import Conference, StaffRole, User
from conference.requests.working import working_conference

Row = TypeVar("Row", bound=Model)


def belongs_to_conference(model: type[Model]) -> bool:
    """Whether rows of the model name their conference."""
    try:
        return model._meta.get_field("conference").related_model is Conference
    except FieldDoesNotExist:
        return False


def within(queryset: QuerySet[Row], conference: Conference | None) -> QuerySet[Row]:
    """The rows of the conference; what all conferences share is left whole, users are its staff.

    A queryset that knows both kinds says itself which are known in a conference.

    Without a conference there is nothing of a conference to see.
    """
    model = queryset.model
    if hasattr(queryset, "known_in"):
        return queryset.known_in(conference)  # type: ignore[no-any-return]
    if model is Conference:
        return queryset.filter(pk=conference.pk) if conference else queryset.none()
    if model is User:
        staff = StaffRole.objects.filter(conference=conference)
        return queryset.filter(pk__in=staff.values("user_id"))
    if belongs_to_conference(model):
        return queryset.filter(conference=conference) if conference else queryset.none()
    return queryset


def chosen_conference(request: HttpRequest) -> Conference:
    """The conference being worked in; without one the page does not exist."""
    conference = working_conference(request)
    if conference is None:
        raise Http404
    return conference


def may(request: HttpRequest, permission: str) -> bool:
    """Whether the user holds e.g. `"delegates.decide_delegate"` in the conference worked in."""
    conference = working_conference(request)
    return conference is not None and request.user.has_perm(permission, conference)


def signed_in(request: HttpRequest) -> User:
    """The user of a page that needs a login, as our own model."""
    assert isinstance(request.user, User)
    return request.user
