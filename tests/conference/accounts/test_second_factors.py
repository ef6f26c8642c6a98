"""Second factors: sealed, shown at sign-in, counted, and asked of staff before anything else."""

import json
import re
import time
from io import StringIO

import pytest
import zxingcpp
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from conference import secrets
from conference.accounts import second_factors
from conference.choices import Role
from conference.models import AuditEvent, SignInAttempt, User
from conference.secrets import DamagedSecretError
from conference.services import sealing
from tests.addresses import ALL
from tests.factories import StaffRoleFactory, UserFactory
from tests.here import HERE, here

PASSWORD = "a long enough password"


@pytest.fixture(autouse=True)
def _mail_server(settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example"


@pytest.fixture(autouse=True)
def _no_floods() -> None:
    cache.clear()


@pytest.fixture
def user() -> User:
    user: User = StaffRoleFactory(role=Role.ORGANIZER, conference__slug=HERE).user
    user.set_password(PASSWORD)
    user.save()
    return user


def seed_shown(text: str) -> str:
    (groups,) = re.findall(r'<code class="account-key" dir="ltr">(.+?)</code>', text)
    parts = re.findall(r"<span>(\w+)</span>", groups)
    assert {len(part) for part in parts[:-1]} == {4}
    # Copied, it is the key: nothing stands between its groups.
    assert groups == "".join(f"<span>{part}</span>" for part in parts)
    return "".join(parts)


def code_at(seed: str, later: int = 0) -> str:
    step = int(time.time()) // 30 + later
    return str(totp.format_hotp_value(totp.hotp_value(seed, step)))


def with_app(client: Client) -> str:
    """Sets an app up on the real pages; what it counts from."""
    page = reverse("mfa_activate_totp")
    seed = seed_shown(client.get(page).content.decode())
    assert client.post(page, {"code": code_at(seed)}).status_code == 302
    return seed


@pytest.fixture
def seed(user: User) -> str:
    client = Client()
    client.force_login(user)
    return with_app(client)


def sign_in(client: Client, user: User, **also: str) -> str:
    form = {"login": user.email, "password": PASSWORD} | also
    return str(client.post(reverse("account_login"), form)["Location"])


def test_who_has_one_shows_it_after_the_password(user: User, seed: str) -> None:
    client = Client()

    assert sign_in(client, user) == reverse("mfa_authenticate")
    assert client.get(here("index")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "not the code that is asked for" in wrong.content.decode()
    assert client.get(here("index")).status_code == 302

    client.post(reverse("mfa_authenticate"), {"code": code_at(seed)})
    assert client.get(here("index")).status_code == 200


def test_code_by_mail_needs_it_as_well(user: User, seed: str) -> None:
    from tests.mailed import code_sent

    client = Client()
    page = client.post(reverse("sign-in-code"), {"email": user.email})["Location"]
    entered = client.post(page, {"code": code_sent()})

    assert entered["Location"] == reverse("mfa_authenticate")
    assert client.get(here("index")).status_code == 302


def test_code_of_an_app_counts_once_and_none_before_it(user: User, seed: str) -> None:
    assert second_factors.check(user, code_at(seed)) is not None
    assert second_factors.check(user, code_at(seed)) is None
    assert second_factors.check(user, code_at(seed, -1)) is None
    assert second_factors.check(user, code_at(seed, 1)) is not None
    assert second_factors.check(user, code_at(seed)) is None


def test_guessing_is_refused_and_the_right_password_forgets_nothing_of_it(
    user: User, seed: str
) -> None:
    for _round in range(3):
        client = Client()
        sign_in(client, user)
        for _guess in range(2):
            text = client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()

    assert "Too many failed" in text
    right = client.post(reverse("mfa_authenticate"), {"code": code_at(seed)}).content.decode()
    assert "Too many failed" in right
    assert AuditEvent.objects.filter(action="user.locked_out", target_id=user.pk).exists()


def test_recovery_code_stands_in_once_and_is_told_of(user: User, seed: str) -> None:
    with second_factors.of(user):
        row = Authenticator.objects.get(user=user, type="recovery_codes")
        code = row.wrap().get_unused_codes()[0]
    first, second = Client(), Client()
    sign_in(first, user)
    first.post(reverse("mfa_authenticate"), {"code": code})
    sign_in(second, user)
    second.post(reverse("mfa_authenticate"), {"code": code})

    assert first.get(here("index")).status_code == 200
    assert second.get(here("index")).status_code == 302
    assert AuditEvent.objects.filter(action="user.recovery_code_used").count() == 1


def test_recovery_codes_are_shown_once(user: User, client: Client) -> None:
    client.force_login(user)
    with_app(client)
    page = reverse("mfa_view_recovery_codes")

    shown = re.findall(r"<code>(\d{8})</code>", client.get(page).content.decode())
    again = re.findall(r"<code>(\d{8})</code>", client.get(page).content.decode())

    assert (len(shown), again) == (10, [])


def test_secrets_are_sealed_in_table_and_session(user: User, client: Client) -> None:
    client.force_login(user)
    seed = seed_shown(client.get(reverse("mfa_activate_totp")).content.decode())
    session = json.dumps(Session.objects.get(pk=client.session.session_key).get_decoded())
    client.post(reverse("mfa_activate_totp"), {"code": code_at(seed)})
    with second_factors.of(user):
        recovery = Authenticator.objects.get(type="recovery_codes").wrap()
        root = second_factors.get_adapter().decrypt(recovery.instance.data["seed"])
    stored = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    later = json.dumps(Session.objects.get(pk=client.session.session_key).get_decoded())

    for text in (session, stored, later):
        assert seed not in text
        assert root not in text


def test_sealed_secret_opens_for_its_user_alone(user: User, seed: str) -> None:
    row = Authenticator.objects.get(type="totp")
    other = UserFactory()
    Authenticator.objects.filter(pk=row.pk).update(user=other)

    with pytest.raises(DamagedSecretError):
        second_factors.check(other, code_at(seed))


def test_another_master_key_takes_over_second_factors(
    user: User, seed: str, settings: Settings
) -> None:
    assert sealing.keys_in_use() == {next(iter(settings.MASTER_KEYS))}
    settings.MASTER_KEYS = {"new": b"n" * 32} | settings.MASTER_KEYS

    assert sealing.seal_anew() == 2
    assert sealing.seal_anew() == 0

    settings.MASTER_KEYS = {"new": b"n" * 32}
    assert sealing.keys_in_use() == {"new"}
    assert second_factors.check(user, code_at(seed)) is not None


def test_square_of_an_app_is_read_and_says_whose_it_is(user: User, client: Client) -> None:
    client.force_login(user)
    svg = second_factors.SecondFactors().build_totp_svg("otpauth://totp/ada?secret=ABC")

    assert drawn(svg) == "otpauth://totp/ada?secret=ABC"
    text = client.get(reverse("mfa_activate_totp")).content.decode()
    assert "data:image/svg+xml;base64," in text


def drawn(svg: str) -> str:
    """What a phone reads, of the strokes."""
    from PIL import Image, ImageDraw

    (size,) = re.findall(r'viewBox="0 0 (\d+) ', svg)
    image = Image.new("L", (int(size) * 4, int(size) * 4), 255)
    pen = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", svg):
        left, top = int(x) * 4, int(y) * 4
        pen.rectangle((left, top, left + int(length) * 4 - 1, top + 3), fill=0)
    (code,) = zxingcpp.read_barcodes(image)
    return str(code.text)


# --- Staff of a configured installation


ALLOWED = {
    "account_logout",
    "account-standing",
    "account_reauthenticate",
    "reentry-code",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
}
ON_ENROLMENT = {reverse("mfa_index")}


@pytest.fixture
def configured(settings: Settings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("method", ["get", "post"])
def test_staff_without_one_reach_its_enrolment_and_nothing_else(user: User, method: str) -> None:
    user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user)
    reached = set()
    for address in ALL:
        path = address.path(conference=HERE) if address.is_in_a_conference else address.path()
        answer = getattr(client, method)(path)
        sent_on = answer.status_code == 302 and answer["Location"] in ON_ENROLMENT
        if not sent_on:
            reached.add(address.full_name)
            client.force_login(user)

    assert reached - {"mfa_authenticate"} <= ALLOWED


@pytest.mark.usefixtures("configured")
def test_who_has_one_and_has_not_shown_it_cannot_enrol_another(user: User, seed: str) -> None:
    client = Client()
    client.force_login(user)
    for name in ("mfa_add_webauthn", "mfa_activate_totp", "mfa_index", "mfa_deactivate_totp"):
        answer = client.get(reverse(name))
        assert answer["Location"].startswith(reverse("mfa_reauthenticate")), name

    page = client.get(here("index"))["Location"]
    assert client.post(page, {"code": code_at(seed)})["Location"] == here("index")
    assert client.get(here("index")).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("configured")
def test_whoever_sets_one_up_goes_on(user: User, client: Client) -> None:
    client.force_login(user)
    assert client.get(here("index"))["Location"] == reverse("mfa_index")

    with_app(client)

    assert client.get(here("index")).status_code == 200
    assert AuditEvent.objects.filter(action="user.second_factor_added").count() == 2


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("role", [Role.LIAISON_OFFICER, Role.DOOR])
def test_staff_to_whom_the_admin_is_closed_need_one_too(client: Client, role: Role) -> None:
    client.force_login(StaffRoleFactory(role=role).user)

    for name in ("registration:accompanied", "invitations"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_index")


@pytest.mark.usefixtures("configured")
def test_who_is_no_staff_goes_without(client: Client) -> None:
    client.force_login(UserFactory())

    assert client.get(reverse("invitations")).status_code == 200


def test_demonstration_goes_without(user: User, client: Client) -> None:
    client.force_login(user)

    assert client.get(here("index")).status_code == 200


def test_configured_means_a_database_of_its_own() -> None:
    """The setting follows DATABASE_URL and nothing else."""
    from pathlib import Path

    text = Path("conference/settings.py").read_text()
    assert "STAFF_NEED_SECOND_FACTOR = not IS_EMBEDDED\n" in text
    assert 'IS_EMBEDDED = not os.environ.get("DATABASE_URL")\n' in text


def test_administrator_who_is_locked_out_is_let_in(user: User, seed: str) -> None:
    signed_in = Client()
    sign_in(signed_in, user)
    signed_in.post(reverse("mfa_authenticate"), {"code": code_at(seed)})
    assert signed_in.get(here("index")).status_code == 200
    out = StringIO()

    call_command("reset_second_factor", user.email.upper(), stdout=out)

    assert Authenticator.objects.count() == 0
    assert signed_in.get(here("index")).status_code == 302
    client = Client()
    sign_in(client, user)
    assert client.get(here("index")).status_code == 200
    event = AuditEvent.objects.get(action="user.second_factor_reset")
    assert (event.target_id, event.by, event.detail) == (user.pk, None, {"factors": 1})
    assert user.email not in out.getvalue()
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@example.org")


def test_own_second_factor_is_removed_after_showing_oneself(user: User, seed: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 700
    session.save()
    page = reverse("mfa_deactivate_totp")

    asked = client.get(page)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    client.post(asked, {"password": PASSWORD})
    client.post(page)

    assert Authenticator.objects.count() == 0


def test_what_is_tried_is_counted_apart_from_passwords(user: User, seed: str) -> None:
    client = Client()
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    sign_in(Client(), user)

    assert SignInAttempt.objects.count() == 1


def test_without_a_master_key_it_is_said_what_is_missing(
    user: User, client: Client, settings: Settings
) -> None:
    client.force_login(user)
    settings.MASTER_KEYS = {}

    answer = client.get(reverse("mfa_activate_totp"))

    assert answer.status_code == 503
    assert "MASTER_KEYS" in answer.content.decode()


def test_place_of_a_secret_names_table_user_and_field(user: User) -> None:
    place = second_factors.place_of(user.pk)

    assert place == secrets.Place("mfa_authenticator", user.pk, "data")
