"""Where whoever has signed in goes to: their work in the admin, or delegations."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from conference.admin.scope import signed_in
from conference.models import StaffInvitation, User
from conference.requests.held_language import chosen_language
from delegates.models import Delegation, FocalPoint


def place_of(user: User, language: str | None = None) -> str:
    """An address. Whoever has a staff role works there; an invitation is answered first.

    `language` is what they chose on the site; else that of the mails to them.
    """
    if user.is_staff or StaffInvitation.objects.for_user(user).exists():
        return reverse("admin-home")
    if FocalPoint.objects.standing().filter(user=user).exists():
        with translation.override(language or user.language):
            return reverse("registration:mine")
    if Delegation.objects.accompanied_by(user).exists():
        with translation.override(language or user.language):
            return reverse("registration:accompanied")
    return reverse("invitations")


@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    return redirect(place_of(signed_in(request), chosen_language(request)))
