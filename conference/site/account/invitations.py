"""What somebody is asked to do for a conference, and what they answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from conference.addresses import admin_url
from conference.admin import signed_in
from conference.choices import WHAT_A_ROLE_IS, Role
from conference.errors import DomainError
from conference.models import Conference, StaffInvitation, StaffRole, User
from conference.permissions import ROLES_IN_ADMIN
from conference.services import staff
from conference.writing import dates
from conference.writing.languages import localized
from delegates.models import Delegation, FocalPointInvitation
from delegates.services.registration import focal_points

MOST_SHOWN = 100


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """Who invites to what, and the staff roles that the user holds already."""
    return page(request)


def page(request: HttpRequest, refusal: str = "") -> HttpResponse:
    user = signed_in(request)
    waiting = StaffInvitation.objects.for_user(user).select_related("conference", "invited_by")
    held = StaffRole.objects.filter(user=user).select_related("conference")
    context = {
        "invitations": [
            described(row.conference, row.role)
            | {"invitation": row, "invited_on": dates.day(row.conference.local(row.invited_at))}
            for row in waiting[:MOST_SHOWN]
        ],
        "registrations": [
            {
                "invitation": row,
                "delegation": localized(row.delegation.name, fallbacks=row.conference.languages),
                "title": localized(row.conference.title, fallbacks=row.conference.languages),
                "days": dates.days(row.conference.starts_on, row.conference.ends_on),
                "last_day": dates.day(row.conference.local(row.good_until)),
            }
            for row in to_register(user)[:MOST_SHOWN]
        ],
        "roles": [described(row.conference, row.role) for row in held[:MOST_SHOWN]],
        "refusal": refusal,
        "registers": Delegation.objects.of_focal_point(user).exists(),
        "needs_code": user.mailbox_shown_at is None,
    }
    return render(request, "account/invitations.html", context)


def to_register(user: User) -> QuerySet[FocalPointInvitation]:
    """Delegations that the user is asked to register."""
    waiting = FocalPointInvitation.objects.for_user(user, timezone.now())
    return waiting.select_related("conference", "delegation", "invited_by")


def described(conference: Conference, role: str) -> dict[str, Any]:
    return {
        "role": Role(role).label,
        "what": WHAT_A_ROLE_IS[Role(role)],
        "title": localized(conference.title, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "place": localized(conference.place, fallbacks=conference.languages),
        "admin_url": admin_url(conference, "index") if role in ROLES_IN_ADMIN else "",
    }


@require_POST
def invitation_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return answered(request, pk, staff.accept)


@require_POST
def invitation_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return answered(request, pk, staff.decline)


@require_POST
def registration_accept(request: HttpRequest, pk: int) -> HttpResponse:
    return registration_answered(request, pk, focal_points.accept)


@require_POST
def registration_decline(request: HttpRequest, pk: int) -> HttpResponse:
    return registration_answered(request, pk, focal_points.decline)


def registration_answered(
    request: HttpRequest, pk: int, answer: Callable[..., Any]
) -> HttpResponse:
    user = signed_in(request)
    invitation = get_object_or_404(to_register(user), pk=pk)
    try:
        focal_point = answer(invitation=invitation, by=user, at=timezone.now())
    except DomainError as error:
        return page(request, str(error))
    if not focal_point:
        return redirect("invitations")
    conference = invitation.conference
    name = localized(invitation.delegation.name, fallbacks=conference.languages)
    messages.success(request, focal_points.welcome(name.text))
    return redirect("registration:mine")


def answered(request: HttpRequest, pk: int, answer: Callable[..., Any]) -> HttpResponse:
    user = signed_in(request)
    invitation = get_object_or_404(StaffInvitation.objects.for_user(user), pk=pk)
    try:
        role = answer(invitation=invitation, by=user, at=timezone.now())
    except DomainError as error:
        return page(request, str(error))
    if isinstance(role, StaffRole) and role.role in ROLES_IN_ADMIN:
        return HttpResponseRedirect(admin_url(role.conference, "index"))
    return redirect("invitations")
