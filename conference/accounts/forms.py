from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm
from django.http import HttpRequest
from django.utils import timezone

from conference.accounts import resets
from conference.requests import clients


class SignInForm(LoginForm):  # type: ignore[misc]
    """The address is the name under which a browser keeps the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The former password is tried as at the sign-in page: so often, and on record."""

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed


class AskForPasswordForm(ResetPasswordForm):  # type: ignore[misc]
    """Does the same for every address: nobody is looked up here, and no mail is sent."""

    def clean_email(self) -> str:
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        resets.ask(
            email=email,
            address=clients.address_of(request),
            at=timezone.now(),
        )
        return email
