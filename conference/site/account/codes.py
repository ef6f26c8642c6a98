"""Pages that ask for a code that came by mail: to sign in, for a new password, for another address
of one's own, and to confirm that it is still oneself.

They answer the same for every address. The login session holds the handle of a row and no more.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from conference.accounts import codes, reentry, tries
from conference.accounts.attempts import account_of
from conference.admin import signed_in
from conference.choices import CodePurpose
from conference.errors import DomainError
from conference.models import MailedCode
from conference.randomness import Identifier
from conference.services import accounts

HANDLES = "mailed_codes"
"""In the login session: purpose to the handle of the row that was asked for last."""


class AddressForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "class": "code-digits",
                "dir": "ltr",
            }
        ),
        help_text=gettext_lazy("Eight digits from the mail. They work for ten minutes."),
    )


class ConfirmAddressForm(CodeForm):
    email = forms.EmailField(max_length=254, widget=forms.HiddenInput())


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "autofocus": True}),
        help_text=gettext_lazy("At least twelve characters; a sentence is easy to remember."),
    )
    password_again = forms.CharField(
        label=gettext_lazy("Repeat the password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, data: Any, *, row: MailedCode) -> None:
        super().__init__(data)
        self.user = row.user

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        password = data.get("password")
        if password and "password_again" in data and password != data["password_again"]:
            self.add_error("password_again", _("The two passwords differ."))
        elif password:
            try:
                password_validation.validate_password(password, self.user)
            except ValidationError as error:
                self.add_error("password", error)
        return data


def handle_of(request: HttpRequest, purpose: CodePurpose) -> Identifier | None:
    kept = request.session.get(HANDLES, {}).get(purpose)
    return Identifier(kept) if kept else None


def _keep(request: HttpRequest, purpose: CodePurpose, row: MailedCode) -> None:
    request.session[HANDLES] = request.session.get(HANDLES, {}) | {purpose: str(row.handle)}


def _drop(request: HttpRequest, purpose: CodePurpose) -> None:
    kept: Mapping[str, str] = request.session.get(HANDLES, {})
    request.session[HANDLES] = {name: kept[name] for name in kept if name != purpose}


def _ask(request: HttpRequest, form: forms.Form, purpose: CodePurpose, email: str) -> bool:
    """Whether a code was asked for; else the form says why not, the same for every address."""
    if not ratelimit.consume(request, action="mailed_code", key=account_of(email)):
        form.add_error(None, _("Too many codes were asked for. Try again in an hour."))
        return False
    by = signed_in(request) if purpose == CodePurpose.ADDRESS else None
    try:
        row = codes.ask(purpose=purpose, email=email, by=by, at=timezone.now())
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    _keep(request, purpose, row)
    return True


def _confirm(request: HttpRequest, form: forms.Form, purpose: CodePurpose) -> MailedCode | None:
    """The row whose code was typed; else the form says why not."""
    handle = handle_of(request, purpose)
    if handle is None or not form.is_valid():
        return None
    try:
        return tries.confirm_code(
            request, handle=handle, purpose=purpose, typed=form.cleaned_data["code"]
        )
    except DomainError as error:
        form.add_error("code", str(error))
    return None


def _onwards(request: HttpRequest, name: str) -> str:
    """The next page of these, which leads where the first was to lead."""
    then = get_next_redirect_url(request)
    return f"{reverse(name)}?{urlencode({'next': then})}" if then else reverse(name)


def by_mail(view: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Without a mail server nobody is asked for an address: no code would come to any."""

    @wraps(view)
    def inner(request: HttpRequest) -> HttpResponseBase:
        if not settings.EMAIL_HOST:
            return render(request, "account/no_mail.html")
        return view(request)

    return inner


@login_not_required
@never_cache
@by_mail
def sign_in_code(request: HttpRequest) -> HttpResponseBase:
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_REDIRECT_URL)
    form = AddressForm(request.POST or None)
    if form.is_valid() and _ask(request, form, CodePurpose.SIGN_IN, form.cleaned_data["email"]):
        return HttpResponseRedirect(_onwards(request, "sign-in-code-confirm"))
    return render(
        request,
        "account/code_ask.html",
        {"form": form, "to_sign_in": True, "sign_in_url": _onwards(request, "account_login")},
    )


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def sign_in_code_confirm(request: HttpRequest) -> HttpResponseBase:
    again = _onwards(request, "sign-in-code")
    if request.user.is_authenticated or handle_of(request, CodePurpose.SIGN_IN) is None:
        return HttpResponseRedirect(again)
    form = CodeForm(request.POST or None)
    row = _confirm(request, form, CodePurpose.SIGN_IN)
    if row is None:
        return render(request, "account/code.html", {"form": form, "again_url": again})
    _drop(request, CodePurpose.SIGN_IN)
    record_authentication(request, row.user, method="code")
    answer: HttpResponseBase = perform_login(
        request, row.user, email_verification="none", redirect_url=get_next_redirect_url(request)
    )
    return answer


@login_not_required
@never_cache
@by_mail
def password_code_ask(request: HttpRequest) -> HttpResponseBase:
    form = AddressForm(request.POST or None)
    if form.is_valid() and _ask(request, form, CodePurpose.PASSWORD, form.cleaned_data["email"]):
        return redirect("password-code")
    context = {"form": form, "sign_in_url": reverse("account_login")}
    return render(request, "account/code_ask.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("code")
def password_code(request: HttpRequest) -> HttpResponseBase:
    again = reverse("account_reset_password")
    if handle_of(request, CodePurpose.PASSWORD) is None:
        return redirect(again)
    form = CodeForm(request.POST or None)
    if _confirm(request, form, CodePurpose.PASSWORD):
        return redirect("password-new")
    return render(request, "account/code.html", {"form": form, "again_url": again})


@login_not_required
@never_cache
@sensitive_post_parameters("password", "password_again")
def password_new(request: HttpRequest) -> HttpResponseBase:
    """Whoever typed the code chooses the password; then they sign in with it."""
    at, handle = timezone.now(), handle_of(request, CodePurpose.PASSWORD)
    row = handle and codes.confirmed(handle=handle, purpose=CodePurpose.PASSWORD, at=at)
    if not row:
        return redirect("account_reset_password")
    form = NewPasswordForm(request.POST or None, row=row)
    if not form.is_valid():
        return render(request, "account/password_new.html", {"form": form})
    user = accounts.choose_password(code=row, password=form.cleaned_data["password"], at=at)
    _drop(request, CodePurpose.PASSWORD)
    messages.info(request, _("Your password is changed. Sign in with it."))
    if Authenticator.objects.filter(user=user).exists():
        # Whoever had the account before may have set them up.
        messages.info(
            request,
            _(
                "Passkeys and apps that were set up before still open this account: look under"
                " Your account whether all of them are yours."
            ),
        )
    return redirect("account_login")


@never_cache
@sensitive_post_parameters("code")
@by_mail
def address(request: HttpRequest) -> HttpResponseBase:
    """Another address of one's own: a code goes there, and counts only with that address."""
    if asked := reentry.asked_again(request, reentry.lately(request)):
        return asked
    user = signed_in(request)
    if "code" in request.POST:
        return _address_confirmed(request)
    form = AddressForm(request.POST or None)
    if form.is_valid() and _ask(request, form, CodePurpose.ADDRESS, form.cleaned_data["email"]):
        return _address_code(request, ConfirmAddressForm(initial=form.cleaned_data))
    return render(request, "account/address.html", {"form": form, "email": user.email})


def _address_confirmed(request: HttpRequest) -> HttpResponseBase:
    user, form = signed_in(request), ConfirmAddressForm(request.POST)
    row = _confirm(request, form, CodePurpose.ADDRESS)
    if row is None:
        return _address_code(request, form)
    try:
        accounts.change_address(
            code=row, email=form.cleaned_data["email"], by=user, at=timezone.now()
        )
    except DomainError as error:
        form.add_error("code", str(error))
        return _address_code(request, form)
    _drop(request, CodePurpose.ADDRESS)
    messages.info(request, _("Your address is changed."))
    return redirect("account_email")


def _address_code(request: HttpRequest, form: ConfirmAddressForm) -> HttpResponse:
    context = {"form": form, "again_url": reverse("account_email")}
    return render(request, "account/code.html", context)


@never_cache
@sensitive_post_parameters("code")
@by_mail
def reentry_code(request: HttpRequest) -> HttpResponseBase:
    """For who has no password: a code to the address of the account."""
    user, form = signed_in(request), CodeForm()
    again = _onwards(request, "reentry-code")
    if request.method != "POST":
        return render(request, "account/code_to_self.html", {"email": user.email})
    if "code" not in request.POST:
        form = CodeForm(None)
        refused = forms.Form({})
        refused.is_valid()
        if not _ask(request, refused, CodePurpose.REENTRY, user.email):
            return render(
                request, "account/code_to_self.html", {"email": user.email, "form": refused}
            )
        return render(request, "account/code.html", {"form": form, "again_url": again})
    form = CodeForm(request.POST)
    row = _confirm(request, form, CodePurpose.REENTRY)
    if row is None or row.user != user:
        return render(request, "account/code.html", {"form": form, "again_url": again})
    _drop(request, CodePurpose.REENTRY)
    record_authentication(request, user, method="code", reauthenticated=True)
    return HttpResponseRedirect(get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL)
