"""Second factors: an app that counts (TOTP, RFC 6238), passkeys and keys (WebAuthn), and recovery
codes.

django-allauth keeps one row for each. What of it is a secret (the app's seed, that of the recovery
codes) is sealed and bound to the user; of a passkey the public half alone is here.

A key signs in by itself only if it was enrolled so: kept by its device and opened by its owner
(discoverable, user verification). One enrolled as second factor alone never does, whatever a
browser asks of it.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, LoginWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference import secrets
from conference.accounts import attempts, tries
from conference.accounts.attempts import Place
from conference.errors import DomainError
from conference.models import User
from conference.writing.qr import square

SIGNS_IN = "signs_in"
"""In the data of a key: it was enrolled to sign in by itself."""
LAST_STEP = "last_step"
"""In the data of an app: the half minute of the code that was used last; none is used twice."""
OF_THE_DATABASE = ("secret", "seed")
"""What is sealed in the data of a row."""
IN_A_SESSION = "enrolment"

whose: ContextVar[int | None] = ContextVar("whose", default=None)
"""The user whose second factor is looked at: before they are signed in no request says it."""


@contextmanager
def of(user: User) -> Iterator[None]:
    token = whose.set(user.pk)
    try:
        yield
    finally:
        whose.reset(token)


def place_of(user_id: int, field: str = "data") -> secrets.Place:
    return secrets.Place(Authenticator._meta.db_table, user_id, field)


def seal(text: str, place: secrets.Place) -> str:
    return base64.b64encode(secrets.seal(text.encode(), place)).decode()


def sealed_bytes(text: str) -> bytes:
    """Blank, which nothing opens, for what was not sealed by us."""
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        return b""


def unseal(text: str, place: secrets.Place) -> str:
    return secrets.unseal(sealed_bytes(text), place).decode()


def has_one(user: User) -> bool:
    """Recovery codes alone are none: they stand in for one that was lost."""
    rows = Authenticator.objects.filter(user_id=user.pk)
    return bool(rows.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This is not the code that is asked for."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes are for a second factor that was lost: set one up first."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text, place_of(self._user_id()))

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text, place_of(self._user_id()))

    def get_totp_issuer(self) -> str:
        return f"Dais {urlsplit(settings.PUBLIC_URL).hostname}"

    def build_totp_svg(self, url: str) -> str:
        drawn = square(url)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.size} {drawn.size}">'
            f'<path fill="#fff" d="M0 0h{drawn.size}v{drawn.size}H0z"/>'
            f'<path stroke="#000" d="{drawn.path}"/></svg>'
        )

    def generate_authenticator_name(
        self,
        user: User,
        type: Authenticator.Type,  # noqa: A002  # the library's name
    ) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        name: str = _("Key %d") % (count + 1)
        return name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whatever host a request names: a passkey made for another is of no use there."""
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "", "name": "Dais"}

    def _user_id(self) -> int:
        user_id = whose.get() or context.request.user.pk
        assert user_id is not None
        return int(user_id)


def check(user: User, typed: str) -> Authenticator | None:
    """The second factor of which this is a code now; it is one no more."""
    with of(user):
        return _of_app(user, typed) or _of_recovery(user, typed)


@transaction.atomic
def _of_app(user: User, typed: str) -> Authenticator | None:
    """A code counts once, and none that came before one that was used."""
    rows = Authenticator.objects.select_for_update(of=("self",))
    row = rows.filter(user_id=user.pk, type=Authenticator.Type.TOTP).first()
    if row is None:
        return None
    seed = get_adapter().decrypt(row.data["secret"])
    step = step_of(seed, typed)
    if step is None or step <= row.data.get(LAST_STEP, 0):
        return None
    row.data[LAST_STEP] = step
    row.save(update_fields=["data"])
    return row


def step_of(seed: str, typed: str) -> int | None:
    """The half minute whose code this is, of those that count now."""
    code = "".join(typed.split())
    for step in totp.yield_hotp_counters_from_time():
        if totp.compare_user_code(
            actual=code, expected=totp.format_hotp_value(totp.hotp_value(seed, step))
        ):
            return int(step)
    return None


def _of_recovery(user: User, typed: str) -> Authenticator | None:
    rows = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES)
    row = rows.first()
    code = "".join(typed.split())
    if row is None or not row.wrap().validate_code(code):
        return None
    return row


def try_code(request: HttpRequest, user: User, typed: str) -> Authenticator:
    """As `check`, but counted. Raises DomainError.

    The right password forgets wrong passwords, and nothing of these: whoever has it would guess on.
    """
    at = timezone.now()
    account = attempts.account_of(f"second factor {user.pk}")
    place = Place(tries.network_of(request))
    attempt = attempts.begin(account=account, place=place, at=at)
    if attempt is None:
        raise DomainError(tries.too_many(place))
    row = check(user, typed)
    if row is None:
        tries.record_failure(account, user, place, at)
        raise DomainError(_("This is not the code that is asked for."))
    attempts.succeeded(attempt)
    return row


def keys_in_use() -> set[str]:
    """Ids of the master keys that something here is sealed with."""
    return {
        secrets.key_of(sealed_bytes(data[name]))
        for data in Authenticator.objects.values_list("data", flat=True)
        for name in OF_THE_DATABASE
        if name in data
    }


def seal_anew() -> int:
    """With the first master key, whatever another one has sealed; how many that were."""
    return sum(_seal_anew(pk) for pk in list(Authenticator.objects.values_list("pk", flat=True)))


@transaction.atomic
def _seal_anew(pk: int) -> int:
    row = Authenticator.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    old = [
        name
        for name in OF_THE_DATABASE
        if row is not None
        and name in row.data
        and not secrets.is_current(sealed_bytes(row.data[name]))
    ]
    if row is None or not old:
        return 0
    place = place_of(row.user_id)
    for name in old:
        row.data[name] = seal(unseal(row.data[name], place), place)
    row.save(update_fields=["data"])
    return len(old)


class _CodeOfFactor(forms.Form):
    """What is typed from an app, or from the list of recovery codes."""

    user: User

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            self.authenticator = try_code(context.request, self.user, code)
        except DomainError as error:
            raise ValidationError(str(error)) from error
        return code


def _as_digits(form: forms.Form) -> None:
    field = form.fields["code"]
    field.label = _("Code")
    field.widget = forms.TextInput(
        attrs={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "autofocus": True,
            "class": "code-digits",
            "dir": "ltr",
        }
    )


class SecondFactorForm(_CodeOfFactor, AuthenticateForm):  # type: ignore[misc]
    """Also shown without its page, over the form of whoever was signed out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_digits(self)
        self.fields["code"].label = _("Code of your app, or a recovery code")


class SecondFactorAgainForm(_CodeOfFactor, ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_digits(self)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    """Until the first code is typed the seed lies in the login session, sealed too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        _as_digits(self)
        self.secret = self._seed()

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if step_of(self.secret, code) is None:
            raise get_adapter().validation_error("incorrect_code")
        return code

    def _seed(self) -> str:
        session, place = context.request.session, place_of(self.user.pk, IN_A_SESSION)
        kept = session.get(totp.SECRET_SESSION_KEY)
        if self.is_bound and kept:
            return unseal(kept, place)
        seed: str = totp.generate_totp_secret()
        session[totp.SECRET_SESSION_KEY] = seal(seed, place)
        return seed


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(label=gettext_lazy("Name of the key"), max_length=60, required=False)
    passwordless = forms.BooleanField(
        label=gettext_lazy("Also sign in with it, without a password"),
        required=False,
        help_text=gettext_lazy(
            "The device keeps it and asks for your finger, face or PIN each time."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"].error_messages["required"] = _("No key has answered.")


class PasskeySignInForm(LoginWebAuthnForm):  # type: ignore[misc]
    def clean_credential(self) -> Authenticator:
        row: Authenticator = super().clean_credential()
        if not row.data.get(SIGNS_IN):
            raise ValidationError(_("This key is a second factor: sign in with your password."))
        return row
