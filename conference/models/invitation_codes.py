"""The code with which somebody without an account takes up an invitation.

It is shown to whoever invites and sent by mail, so a closed network without mail needs no other
way. Stored are the seed it is made from and a digest to find it by: neither is the code without
the installation's secret key.
"""

import base64
import hashlib
import re

from django.utils.crypto import salted_hmac

from conference import randomness

# Crockford's base 32: what is read out or copied by hand is read in one way only.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
STANDARD = "abcdefghijklmnopqrstuvwxyz234567"
TO_ALPHABET = str.maketrans(STANDARD, ALPHABET)
MISREAD = str.maketrans("oil", "011")
GROUP, GROUPS = 4, 5
SEED_LENGTH = 20


def new_seed() -> str:
    return randomness.characters(ALPHABET, SEED_LENGTH)


def code_of(seed: str) -> str:
    """Twenty letters, 100 bits, in groups of four: `7xnd-jyub-qkyh-yad6-w6fx`."""
    mac = salted_hmac("conference.invitation", seed, algorithm="sha256").digest()
    letters = base64.b32encode(mac).decode().lower().translate(TO_ALPHABET)
    return "-".join(letters[GROUP * at : GROUP * (at + 1)] for at in range(GROUPS))


def digest_of(code: str) -> str:
    """Of the code however it was typed: hyphens, spaces and capitals do not count."""
    return hashlib.sha256(_letters(code).encode()).hexdigest()


def new_code() -> str:
    """One that is made of nothing: it is kept sealed, and found by its keyed digest."""
    letters = randomness.characters(ALPHABET, GROUP * GROUPS)
    return "-".join(letters[GROUP * at : GROUP * (at + 1)] for at in range(GROUPS))


def keyed_digest_of(code: str) -> str:
    """As `digest_of`, and of no use to whoever has the database without the secret key."""
    mac = salted_hmac("conference.invitation.digest", _letters(code), algorithm="sha256")
    return mac.hexdigest()


def _letters(code: str) -> str:
    return re.sub(r"[\s\-–]", "", code).lower().translate(MISREAD)
