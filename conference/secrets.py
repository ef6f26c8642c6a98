"""Secrets at rest: what the database holds of them is of no use without a key from outside it.

Master keys stand in the environment, MASTER_KEYS, each with an id: the first seals, all of them
open. A dump of the database holds none. What is sealed is bound to its table, row and field: it
opens nowhere else (AES-256-GCM, NIST SP 800-38D, with the place as additional data).

A sealed value is: form 1 (one byte), length of the key's id (one byte), that id, nonce (12 bytes),
ciphertext with its tag.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from conference import randomness
from conference.errors import DomainError

FORM = 1
KEY_BYTES = 32
NONCE_BYTES = 12
KEY = re.compile(r"([a-z0-9-]{1,20}):([A-Za-z0-9_-]{43}=?)")


class SecretsError(DomainError):
    """No master key is there, or not the one that is needed. Says what to do."""


class DamagedSecretError(SecretsError):
    """What is stored was not sealed by us at this place, or has changed since."""


class Place(NamedTuple):
    """Where a sealed value stands."""

    table: str
    row: int
    field: str


def parsed(keys: list[str]) -> dict[str, bytes]:
    """From the environment: id and key, in order. Raises ImproperlyConfigured, and shows no key."""
    found: dict[str, bytes] = {}
    for place, text in enumerate(keys, start=1):
        match = KEY.fullmatch(text)
        key = _decoded(match[2]) if match else b""
        if match is None or len(key) != KEY_BYTES or match[1] in found:
            raise ImproperlyConfigured(
                f"Number {place} of MASTER_KEYS is not a new id, a colon and 32 bytes in URL-safe"
                " base 64; see .env.example."
            )
        found[match[1]] = key
    return found


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=", b"-_", validate=True)
    except binascii.Error:
        return b""


def seal(secret: bytes, place: Place) -> bytes:
    """With the first of the master keys. Raises SecretsError where there is none."""
    key_id, key = _first()
    nonce = randomness.octets(NONCE_BYTES)
    head = bytes((FORM, len(key_id))) + key_id.encode()
    return head + nonce + AESGCM(key).encrypt(nonce, secret, _bound(head, place))


def unseal(sealed: bytes, place: Place) -> bytes:
    """Raises SecretsError, DamagedSecretError."""
    key_id, rest = _parted(sealed)
    keys = _master_keys()
    if key_id not in keys:
        raise SecretsError(
            _(
                "A secret is sealed with the master key “%s”, which is not among MASTER_KEYS. The"
                " administrator of the installation puts it back."
            )
            % key_id
        )
    nonce, ciphertext = rest[:NONCE_BYTES], rest[NONCE_BYTES:]
    head = sealed[: len(sealed) - len(rest)]
    try:
        return AESGCM(keys[key_id]).decrypt(nonce, ciphertext, _bound(head, place))
    except InvalidTag as error:
        raise _damaged() from error


def key_of(sealed: bytes) -> str:
    """Id of the master key that it is sealed with. Raises DamagedSecretError."""
    return _parted(sealed)[0]


def is_current(sealed: bytes) -> bool:
    """Whether it is sealed with the key that seals now. Raises SecretsError."""
    return key_of(sealed) == _first()[0]


def _parted(sealed: bytes) -> tuple[str, bytes]:
    """Id of the key; nonce and ciphertext."""
    end = 2 + sealed[1] if len(sealed) > 1 else 0
    if len(sealed) < end + NONCE_BYTES or sealed[0] != FORM:
        raise _damaged()
    return sealed[2:end].decode("ascii", "replace"), sealed[end:]


def _damaged() -> DamagedSecretError:
    return DamagedSecretError(
        _("A stored secret is damaged. The administrator of the installation restores it.")
    )


def _first() -> tuple[str, bytes]:
    for key in _master_keys().items():
        return key
    raise SecretsError(
        _(
            "The installation has no master key, so nothing can be signed or sealed. Its"
            " administrator sets MASTER_KEYS."
        )
    )


def _master_keys() -> Mapping[str, bytes]:
    keys: Mapping[str, bytes] = settings.MASTER_KEYS
    return keys


def _bound(head: bytes, place: Place) -> bytes:
    """No part can be read as the end of the one before: names hold no NUL."""
    return b"\0".join((head, place.table.encode(), str(place.row).encode(), place.field.encode()))
