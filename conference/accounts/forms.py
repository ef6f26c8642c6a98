from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]
    """The address is the name under which a browser keeps the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("E-mail")
        login.widget.attrs["autocomplete"] = "username"
        # The label says what is to be typed; a hint inside the box is gone once one types.
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """The former password is tried as at the sign-in page: so often, and on record."""

    def clean_oldpassword(self) -> str:
        typed: str = self.cleaned_data["oldpassword"]
        if not get_adapter().reauthenticate(self.user, typed):
            raise get_adapter().validation_error("enter_current_password")
        return typed
