"""What is sealed opens where it was sealed, by the key that sealed it, and nowhere else."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from conference import secrets
from conference.secrets import DamagedSecretError, Place, SecretsError, is_current, seal, unseal

PLACE = Place("badges_signingkey", 7, "private_key")
KEY = base64.urlsafe_b64encode(bytes(range(32))).decode().rstrip("=")
OTHER = base64.urlsafe_b64encode(bytes(range(32, 64))).decode()
ONE, TWO = secrets.parsed([f"one:{KEY}"]), secrets.parsed([f"two:{OTHER}"])


@pytest.fixture(autouse=True)
def master_keys(settings: Settings) -> None:
    settings.MASTER_KEYS = ONE


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_and_shows_nothing(secret: bytes) -> None:
    sealed = seal(secret, PLACE)

    assert unseal(sealed, PLACE) == secret
    assert len(secret) < 4 or secret not in sealed
    assert seal(secret, PLACE) != sealed, "no nonce is used twice"


@pytest.mark.parametrize(
    "place",
    [
        PLACE._replace(table="badges_signingke"),
        PLACE._replace(row=8),
        PLACE._replace(field="public_key"),
    ],
)
def test_sealed_value_opens_at_its_own_place_only(place: Place) -> None:
    with pytest.raises(DamagedSecretError):
        unseal(seal(b"secret", PLACE), place)


def test_every_changed_bit_and_every_missing_byte_is_noticed() -> None:
    sealed = seal(b"secret", PLACE)
    changed = [
        bytes(byte ^ (bit if at == place else 0) for at, byte in enumerate(sealed))
        for place in range(len(sealed))
        for bit in (1, 128)
    ]

    for damaged in [*changed, *(sealed[:length] for length in range(len(sealed)))]:
        with pytest.raises(SecretsError):
            unseal(damaged, PLACE)


def test_former_key_opens_and_no_longer_seals(settings: Settings) -> None:
    former = seal(b"secret", PLACE)

    settings.MASTER_KEYS = TWO | ONE

    assert (unseal(former, PLACE), is_current(former)) == (b"secret", False)
    assert is_current(seal(b"secret", PLACE))


def test_key_that_is_gone_is_named(settings: Settings) -> None:
    sealed = seal(b"secret", PLACE)

    settings.MASTER_KEYS = TWO

    with pytest.raises(SecretsError, match="“one”"):
        unseal(sealed, PLACE)


def test_without_a_key_nothing_is_sealed_and_what_to_do_is_said(settings: Settings) -> None:
    settings.MASTER_KEYS = {}

    with pytest.raises(SecretsError, match="MASTER_KEYS"):
        seal(b"secret", PLACE)


@pytest.mark.parametrize(
    "keys",
    [
        [KEY],
        [f"one:{KEY[:-1]}"],
        [f"one:{KEY}AAAA"],
        [f"One:{KEY}"],
        [f"one:{KEY}", f"one:{OTHER}"],
        [f":{KEY}"],
        ["one:" + "ä" * 43],
    ],
    ids=["no id", "short", "long", "capital", "twice", "empty id", "letters"],
)
def test_unusable_keys_are_refused_and_not_shown(keys: list[str]) -> None:
    with pytest.raises(ImproperlyConfigured, match="MASTER_KEYS") as refused:
        secrets.parsed(keys)

    assert KEY[:20] not in str(refused.value)
