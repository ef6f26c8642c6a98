"""How somebody with a code from an invitation makes an account and takes up the work."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from conference.addresses import admin_url
from conference.admin.scope import signed_in
from conference.choices import WHAT_A_ROLE_IS, Role
from conference.errors import DomainError
from conference.models import Conference, User
from conference.permissions import ROLES_IN_ADMIN
from conference.requests.held_language import chosen_language
from conference.services import staff
from conference.site.account.places import place_of
from conference.writing import dates
from conference.writing.languages import OWN_NAMES, localized
from delegates.models import FocalPointInvitation
from delegates.services.registration import focal_points


@dataclass(frozen=True)
class Offer:
    """What a code was given for, to whom and by whom; `take_up` makes the account and accepts,
    `accept` does so for whoever has one.

    `tasks` are what is offered, each with what it is. None is made where the address has one.
    `welcome` says afterwards what they do now, where no page of their own begins with it.
    """

    email: str
    name: str
    conference: Conference
    inviter: User
    tasks: Sequence[tuple[str, str]]
    take_up: Callable[..., User | None]
    accept: Callable[..., Any]
    welcome: str = ""


def offer_of(code: str, at: dt.datetime) -> Offer:
    """Raises DomainError where the code is good for nothing, any more or at all."""
    invitation = focal_points.offered(code=code, at=at)
    if invitation is not None:
        return _to_register(invitation, at)
    invitations = staff.offered(code=code, at=at)
    first = invitations[0]
    return Offer(
        email=first.email,
        name=first.name,
        conference=first.conference,
        inviter=first.invited_by,
        tasks=[
            (row.get_role_display(), str(WHAT_A_ROLE_IS[Role(row.role)])) for row in invitations
        ],
        take_up=partial(staff.join, code=code, at=at),
        accept=partial(staff.take_up, code=code, at=at),
    )


def _to_register(invitation: FocalPointInvitation, at: dt.datetime) -> Offer:
    assert invitation.invited_by is not None
    delegation = localized(invitation.delegation.name, fallbacks=invitation.conference.languages)
    what = _("Registers the delegation of %(delegation)s.") % {"delegation": delegation}
    return Offer(
        email=invitation.email,
        name=invitation.name,
        conference=invitation.conference,
        inviter=invitation.invited_by,
        tasks=[(_("Focal point"), what)],
        take_up=partial(focal_points.join, invitation=invitation, at=at),
        accept=partial(focal_points.take_up, invitation=invitation, at=at),
        welcome=focal_points.welcome(delegation.text),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=100,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "autofocus": True}
        ),
        help_text=gettext_lazy("From your invitation: five groups of four letters and digits."),
    )


class JoinForm(CodeForm):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of mails to you"), choices=list(OWN_NAMES.items())
    )
    password = forms.CharField(
        label=gettext_lazy("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least twelve characters; a sentence is easy to remember."),
    )
    password_again = forms.CharField(
        label=gettext_lazy("Repeat the password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, *, code: str, offer: Offer) -> None:
        known = {"code": code, "name": offer.name, "language": offer.conference.languages[0]}
        super().__init__(data, initial=known)
        self.email = offer.email
        self.fields["code"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        password = data.get("password")
        if password and "password_again" in data and password != data["password_again"]:
            self.add_error("password_again", _("The two passwords differ."))
        elif password:
            user = User(email=self.email, name=data.get("name", ""))
            try:
                password_validation.validate_password(password, user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again", "code")
def join(request: HttpRequest) -> HttpResponseBase:
    """First the code; then who invites to what, and what an account needs.

    Whether somebody signs in with the address is seen only after all of it was sent. Whoever has
    an account accepts with the code alone, or without one where their mailbox is known.
    """
    if isinstance(request.user, User) and request.user.mailbox_shown_at:
        return redirect("invitations")
    form = CodeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return code_page(request, form)
    if not ratelimit.consume(request, action="join"):
        form.add_error("code", _("Too many attempts. Try again in a minute."))
        return code_page(request, form)
    code, at = form.cleaned_data["code"], timezone.now()
    try:
        offer = offer_of(code, at)
        if isinstance(request.user, User):
            return accepted(request, offer)
        sent = request.POST if "password" in request.POST else None
        joining = JoinForm(sent, code=code, offer=offer)
        if not joining.is_valid():
            return join_page(request, joining, offer)
        data = joining.cleaned_data
        user = offer.take_up(
            name=data["name"], password=data["password"], language=data["language"]
        )
    except DomainError as error:
        form.add_error("code", str(error))
        return code_page(request, form)
    if user is None:
        return asked_to_sign_in(request)
    say_welcome(request, offer)
    return signed_in_as(request, user, offer.conference)


def say_welcome(request: HttpRequest, offer: Offer) -> None:
    if offer.welcome:
        messages.success(request, offer.welcome)


def accepted(request: HttpRequest, offer: Offer) -> HttpResponseBase:
    """Raises DomainError, in the same words, for a code that was given to another address."""
    user = signed_in(request)
    if offer.email.lower() != user.email.lower():
        raise DomainError(staff.good_for_nothing())
    offer.accept(by=user)
    say_welcome(request, offer)
    return redirect(then_of(user, offer.conference, request))


def then_of(user: User, conference: Conference, request: HttpRequest) -> str:
    in_admin = user.staff_roles.filter(role__in=ROLES_IN_ADMIN).exists()
    return admin_url(conference, "index") if in_admin else place_of(user, chosen_language(request))


def signed_in_as(request: HttpRequest, user: User, conference: Conference) -> HttpResponseBase:
    then = then_of(user, conference, request)
    answer: HttpResponseBase = perform_login(
        request, user, email_verification="none", redirect_url=then
    )
    return answer


def asked_to_sign_in(request: HttpRequest) -> HttpResponse:
    said = _("There is already an account with the invited address. Sign in to answer.")
    messages.info(request, said)
    return redirect(f"{reverse('account_login')}?next={reverse('invitations')}")


def code_page(request: HttpRequest, form: CodeForm) -> HttpResponse:
    return render(request, "account/join_code.html", {"form": form})


def join_page(request: HttpRequest, form: JoinForm, offer: Offer) -> HttpResponse:
    conference = offer.conference
    context = {
        "form": form,
        "email": offer.email,
        "inviter": offer.inviter,
        "title": localized(conference.title, fallbacks=conference.languages),
        "days": dates.days(conference.starts_on, conference.ends_on),
        "place": localized(conference.place, fallbacks=conference.languages),
        "tasks": offer.tasks,
    }
    return render(request, "account/join.html", context)
