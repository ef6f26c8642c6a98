"""Keys that sign the codes of badges: made at first use, made anew in a restored database."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from badges.engine import tokens
from badges.models import SerialCounter, SigningKey
from conference import audit, randomness, secrets
from conference.database.row_inserts import new_ids
from conference.models import Conference

# The first serial after a database was restored is a multiple of it: whatever was printed between
# the copy and the loss has a lower one, and the numbers still have five digits.
JUMP = 50_000

# What differs wherever a copy of the database was read in: PostgreSQL's own number of the cluster
# and of its history, and of the table in it.
DATABASE = """
SELECT (pg_control_system()).system_identifier || ' ' || (pg_control_checkpoint()).timeline_id
    || ' ' || 'badges_signingkey'::regclass::oid
"""


class Signer(NamedTuple):
    fingerprint: bytes
    sign: tokens.Sign


def signer(counter: SerialCounter, *, at: dt.datetime) -> Signer:
    """Of the conference whose counter is locked, so that a key is made once.

    In a database that was restored another key is made, and the counter jumps, so that no badge
    printed since the copy was taken has its number or its code again. Raises SecretsError where
    the installation lacks a master key.
    """
    here = database()
    key = SigningKey.objects.in_use().filter(conference=counter.conference_id).first()
    if key is not None and key.database != here:
        _leave(key, counter, at)
        key = None
    if key is None:
        key = _made(counter.conference_id, here, at)
    private = secrets.unseal(bytes(key.private_key), _place(key.pk))
    return Signer(
        bytes.fromhex(key.fingerprint), Ed25519PrivateKey.from_private_bytes(private).sign
    )


def public_keys(conference: Conference) -> Mapping[bytes, bytes]:
    """By fingerprint; those that sign no more are believed as long as badges have them."""
    keys = SigningKey.objects.for_conference(conference)
    return {
        bytes.fromhex(fingerprint): bytes(key)
        for fingerprint, key in keys.values_list("fingerprint", "public_key")
    }


def database() -> str:
    with connection.cursor() as cursor:
        cursor.execute(DATABASE)
        (found,) = cursor.fetchone()
    return str(found)


def _made(conference_id: int, database: str, at: dt.datetime) -> SigningKey:
    (pk,) = new_ids(SigningKey, 1)
    private = randomness.octets(32)
    public = Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return SigningKey.objects.create(
        pk=pk,
        conference_id=conference_id,
        fingerprint=tokens.fingerprint(public).hex(),
        public_key=public,
        private_key=secrets.seal(private, _place(pk)),
        database=database,
        made_at=at,
    )


def _leave(key: SigningKey, counter: SerialCounter, at: dt.datetime) -> None:
    key.ended_at = at
    key.save(update_fields=["ended_at"])
    counter.next_serial = (counter.next_serial // JUMP + 1) * JUMP
    counter.save(update_fields=["next_serial"])
    audit.record(
        "signing_key.ended",
        target=key,
        by=None,
        at=at,
        detail={"next_serial": counter.next_serial},
    )


def _place(key: int) -> secrets.Place:
    field = SigningKey._meta.get_field("private_key")
    place: secrets.Place = field.place_in(key)
    return place
