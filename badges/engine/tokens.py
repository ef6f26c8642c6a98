"""What the square of a badge says: a signed token, and not a word about a person.

`DAIS2:` and, in base 45 (RFC 9285), 32 bytes and their Ed25519 signature (RFC 8032): 150 of QR's
alphanumeric characters, with which a square has 41 modules a side. A door that has the public key
of the conference believes it without asking anybody. The bytes, the highest of a number first:

    from  bytes
       0      1  version of this form
       1      4  fingerprint of the key
       5      4  serial
       9      2  generation
      11      1  number of the badge type
      12      1  number of the category, 0 for none
      13      4  zones, one bit each
      17      3  valid from, in quarters of an hour since 2000-01-01 UTC
      20      2  valid for so many of them
      22     10  the badge's own code: random, and what the system finds it by

`tests/data/tokens.json` holds examples, good and bad, for whoever reads them in another language.
"""

import datetime as dt
import hashlib
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

PREFIX = "DAIS2:"
VERSION = 1
BODY_BYTES = 32
SIGNATURE_BYTES = 64
LENGTH = len(PREFIX) + (BODY_BYTES + SIGNATURE_BYTES) // 2 * 3
# As large as any and believed by nobody: of badges that are drawn and not issued.
NO_TOKEN = PREFIX + "0" * (LENGTH - len(PREFIX))

FINGERPRINT_BYTES = 4
CODE_BYTES = 10
MOST_ZONES = 32

QUARTER = dt.timedelta(minutes=15)
FIRST_QUARTER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# What three bytes count, in 2478.
LAST_QUARTER = FIRST_QUARTER + ((1 << 24) - 1) * QUARTER

# The alphabet of RFC 9285, which is that of QR's alphanumeric mode too.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
DIGITS = {character: digit for digit, character in enumerate(ALPHABET)}

# Version, fingerprint, serial, generation, type, category, zones; two bytes and one of the first
# quarter, the number of quarters, code: struct knows no number of three bytes.
BODY = struct.Struct(">B4sIHBBIHBH10s")

Sign = Callable[[bytes], bytes]


class Refusal(StrEnum):
    """Why a text is not believed."""

    FORM = "form"  # not a token: its prefix, its length, its characters
    VERSION = "version"  # of a form that came later
    NUMBERS = "numbers"  # no badge has them
    KEY = "key"  # signed by a key that is not among the conference's
    SIGNATURE = "signature"  # forged, or damaged


class TokenError(ValueError):
    """The text is not a token of this conference. It may be anything that a camera read."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"not a badge's token: {refusal}")
        self.refusal = refusal


@dataclass(frozen=True)
class Window:
    """When a badge opens anything: whole quarters of an hour, the last one not included."""

    first: int
    count: int

    @classmethod
    def between(cls, start: dt.datetime, end: dt.datetime) -> "Window":
        """The quarters that the two moments lie in, from the one to the other.

        Raises ValueError where the token cannot say so: before 2000, or longer than 682 days.
        """
        first = (start - FIRST_QUARTER) // QUARTER
        count = -((FIRST_QUARTER - end) // QUARTER) - first
        if not (0 <= first < 1 << 24 and 0 < count < 1 << 16):
            raise ValueError(f"a badge cannot be valid from {start} to {end}")
        return cls(first, count)

    @property
    def start(self) -> dt.datetime:
        return FIRST_QUARTER + self.first * QUARTER

    @property
    def end(self) -> dt.datetime:
        return FIRST_QUARTER + (self.first + self.count) * QUARTER

    def includes(self, at: dt.datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True)
class Token:
    """What is signed. `zones` has a bit for each zone that the badge opens, by its number."""

    fingerprint: bytes
    serial: int
    generation: int
    badge_type: int
    category: int
    zones: int
    window: Window
    code: bytes

    def body(self) -> bytes:
        """Raises struct.error where a number has no room."""
        return BODY.pack(
            VERSION,
            self.fingerprint,
            self.serial,
            self.generation,
            self.badge_type,
            self.category,
            self.zones,
            self.window.first >> 8,
            self.window.first & 0xFF,
            self.window.count,
            self.code,
        )

    def signed(self, sign: Sign) -> str:
        """The text of the square. `sign` makes the 64 bytes of the key that `fingerprint` names."""
        body = self.body()
        return PREFIX + base45(body + sign(_said(body)))


def read(text: str, keys: Mapping[bytes, bytes]) -> Token:
    """The token, of one of these public keys by their fingerprints. Raises TokenError.

    What costs little is looked at first: of what is not a token no signature is worked out. That
    it has expired is no fault of the token: ask its window.
    """
    body, signature = _parted(text)
    token = _unpacked(body)
    if token.fingerprint not in keys:
        raise TokenError(Refusal.KEY)
    try:
        Ed25519PublicKey.from_public_bytes(keys[token.fingerprint]).verify(signature, _said(body))
    except InvalidSignature as error:
        raise TokenError(Refusal.SIGNATURE) from error
    return token


def code_in(text: str) -> bytes:
    """The badge's own code in what looks like a token, believed or not. Raises TokenError."""
    return _unpacked(_parted(text)[0]).code


def fingerprint(public_key: bytes) -> bytes:
    return hashlib.sha256(public_key).digest()[:FINGERPRINT_BYTES]


def _said(body: bytes) -> bytes:
    """What is signed begins with what it is: no other signature of the key can be taken for it."""
    return PREFIX.encode() + body


def _parted(text: str) -> tuple[bytes, bytes]:
    if len(text) != LENGTH or not text.startswith(PREFIX):
        raise TokenError(Refusal.FORM)
    data = from_base45(text.removeprefix(PREFIX))
    return data[:BODY_BYTES], data[BODY_BYTES:]


def _unpacked(body: bytes) -> Token:
    if body[0] != VERSION:
        raise TokenError(Refusal.VERSION)
    _, key, serial, generation, badge_type, category, zones, high, low, count, code = BODY.unpack(
        body
    )
    if not (serial and generation and badge_type and count):
        raise TokenError(Refusal.NUMBERS)
    window = Window(high << 8 | low, count)
    return Token(key, serial, generation, badge_type, category, zones, window, code)


def base45(data: bytes) -> str:
    """Of an even number of bytes; two are three characters, the lowest digit first."""
    characters: list[str] = []
    for start in range(0, len(data), 2):
        number = data[start] << 8 | data[start + 1]
        number, first = divmod(number, 45)
        third, second = divmod(number, 45)
        characters += (ALPHABET[first], ALPHABET[second], ALPHABET[third])
    return "".join(characters)


def from_base45(text: str) -> bytes:
    """Raises TokenError for other characters, and for three that are more than two bytes."""
    data = bytearray()
    for start in range(0, len(text), 3):
        try:
            first, second, third = (DIGITS[one] for one in text[start : start + 3])
        except (KeyError, ValueError) as error:
            raise TokenError(Refusal.FORM) from error
        number = first + 45 * second + 45 * 45 * third
        if number > 0xFFFF:
            raise TokenError(Refusal.FORM)
        data += number.to_bytes(2, "big")
    return bytes(data)
