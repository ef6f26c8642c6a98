import pytest
from django.core.management import CommandError, call_command

from conference.models import User

GOOD = "a long enough password"


@pytest.mark.parametrize(
    ("email", "password", "why"),
    [
        ("nobody", GOOD, "valid e-mail"),
        ("", GOOD, "valid e-mail"),
        ("ada@example.org", "", "too short"),
        ("ada@example.org", "short", "too short"),
        ("ada@example.org", "ada@example.org", "too similar"),
    ],
)
def test_without_a_terminal_a_bad_address_or_password_is_refused(
    monkeypatch: pytest.MonkeyPatch, email: str, password: str, why: str
) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_EMAIL", email)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", password)

    with pytest.raises(CommandError, match=why):
        call_command("createsuperuser", "--noinput")

    assert User.objects.count() == 0


def test_without_a_terminal_a_good_one_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)

    call_command("createsuperuser", "--noinput", "--email", "ada@example.org", "--verbosity", "0")

    user = User.objects.get(email="ada@example.org", is_superuser=True)
    assert user.check_password(GOOD)
