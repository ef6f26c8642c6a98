"""The code of a badge: 80 random bits that say nothing about a person.

The square of a badge that was issued before there were tokens says only it, behind a prefix: 25
modules a side at a quarter of redundancy (level Q). A token (`badges.engine.tokens`) carries it
beside what is signed: 41 modules at level M. Both stay within QR's alphanumeric characters
(ISO/IEC 18004).
"""

from conference import randomness

PREFIX = "DAIS1:"
CODE_BYTES = 10
CODE_LENGTH = 16
NO_CODE = "0" * CODE_LENGTH

# Douglas Crockford's base 32: no I, L, O or U to be misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def encode_code(raw: bytes) -> str:
    """Ten bytes as sixteen characters. Raises ValueError for any other length."""
    if len(raw) != CODE_BYTES:
        raise ValueError(f"a code has {CODE_BYTES} bytes, not {len(raw)}")
    number = int.from_bytes(raw, "big")
    digits = (ALPHABET[number >> (5 * place) & 31] for place in range(CODE_LENGTH))
    return "".join(digits)[::-1]


def decode_code(code: str) -> bytes:
    """The ten bytes. Raises ValueError for what is not a code."""
    if len(code) != CODE_LENGTH or not set(code) <= set(ALPHABET):
        raise ValueError("not a badge's code")
    number = 0
    for character in code:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(CODE_BYTES, "big")


def new_code() -> str:
    return encode_code(randomness.octets(CODE_BYTES))


def payload(code: str) -> str:
    """What the square of a badge without a token says. Raises ValueError for what is no code."""
    decode_code(code)
    return PREFIX + code
