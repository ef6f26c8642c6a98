"""A token is believed only as it was signed: `tests/data/tokens.json` says so to other readers."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from badges.engine import codes, qr, tokens
from badges.engine.tokens import Refusal, Token, TokenError, Window

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "data" / "tokens.json").read_text()
)
KEYS = {
    tokens.fingerprint(bytes.fromhex(public)): bytes.fromhex(public)
    for public in EXAMPLES["public_keys"]
}
SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = SECRET.public_key().public_bytes_raw()
OWN = {tokens.fingerprint(PUBLIC): PUBLIC}

windows = st.builds(Window, st.integers(0, (1 << 24) - 1), st.integers(1, (1 << 16) - 1))
any_token = st.builds(
    Token,
    fingerprint=st.just(tokens.fingerprint(PUBLIC)),
    serial=st.integers(1, (1 << 32) - 1),
    generation=st.integers(1, (1 << 16) - 1),
    badge_type=st.integers(1, 255),
    category=st.integers(0, 255),
    zones=st.integers(0, (1 << 32) - 1),
    window=windows,
    code=st.binary(min_size=10, max_size=10),
)
TOKEN = Token(
    tokens.fingerprint(PUBLIC), 260, 3, 1, 7, 0b1011, Window(943_000, 400), bytes(range(10))
)


def refusal_of(text: str, keys: dict[bytes, bytes] = OWN) -> Refusal | None:
    try:
        tokens.read(text, keys)
    except TokenError as error:
        return error.refusal
    return None


@given(any_token)
def test_every_token_is_read_as_it_was_signed(token: Token) -> None:
    text = token.signed(SECRET.sign)

    assert tokens.read(text, OWN) == token
    assert tokens.code_in(text) == token.code
    assert (len(text), set(text) <= set(tokens.ALPHABET)) == (150, True)


def test_square_has_41_modules_and_reads_back() -> None:
    text = TOKEN.signed(SECRET.sign)

    square = qr.modules(text)

    assert (square.size, qr.read_modules(square)) == ((41, 41), text)


@pytest.mark.parametrize("example", EXAMPLES["good"], ids=lambda example: example["what"])
def test_examples_for_other_readers_are_read(example: dict[str, Any]) -> None:
    token = tokens.read(example["text"], KEYS)

    assert {
        "serial": token.serial,
        "generation": token.generation,
        "badge_type": token.badge_type,
        "category": token.category,
        "zones": token.zones,
        "valid_from": token.window.start.isoformat(),
        "valid_until": token.window.end.isoformat(),
        "code": codes.encode_code(token.code),
    } == example["token"]


@pytest.mark.parametrize("example", EXAMPLES["bad"], ids=lambda example: example["what"])
def test_examples_of_what_is_refused_are_refused_for_their_reason(example: dict[str, Any]) -> None:
    assert refusal_of(example["text"], KEYS) == example["refusal"]


def test_examples_have_every_reason() -> None:
    assert {example["refusal"] for example in EXAMPLES["bad"]} == set(Refusal)


def test_every_changed_bit_is_noticed() -> None:
    data = tokens.from_base45(TOKEN.signed(SECRET.sign).removeprefix(tokens.PREFIX))

    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        assert refusal_of(tokens.PREFIX + tokens.base45(bytes(changed))) is not None, place


def test_every_shorter_and_longer_text_is_refused() -> None:
    text = TOKEN.signed(SECRET.sign)

    assert {refusal_of(text[:length]) for length in range(len(text))} == {Refusal.FORM}
    assert refusal_of(text + "0") == Refusal.FORM


@given(st.text(max_size=200) | st.text(tokens.ALPHABET, min_size=144, max_size=144))
def test_whatever_a_camera_reads_is_refused_in_words(text: str) -> None:
    assert refusal_of(text) == Refusal.FORM
    assert refusal_of(tokens.PREFIX + text) in set(Refusal)


def test_signed_by_another_key_under_the_same_fingerprint_is_refused() -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))

    assert refusal_of(TOKEN.signed(other.sign)) == Refusal.SIGNATURE


def test_signature_of_the_bytes_alone_is_refused() -> None:
    """What is signed says what it is: nothing else the key ever signs can be made a badge."""
    body = TOKEN.body()

    assert refusal_of(tokens.PREFIX + tokens.base45(body + SECRET.sign(body))) == Refusal.SIGNATURE


def test_key_of_another_conference_is_not_known() -> None:
    assert refusal_of(TOKEN.signed(SECRET.sign), {}) == Refusal.KEY


@pytest.mark.parametrize("number", ["serial", "generation", "badge_type"])
def test_numbers_that_no_badge_has_are_refused_before_the_signature(number: str) -> None:
    none: dict[str, Any] = {number: 0}
    unsigned = replace(TOKEN, **none).signed(lambda _body: bytes(64))

    assert refusal_of(unsigned) == Refusal.NUMBERS


def test_token_that_nobody_believes_is_refused() -> None:
    assert len(tokens.NO_TOKEN) == tokens.LENGTH
    assert refusal_of(tokens.NO_TOKEN) == Refusal.VERSION


# When it opens


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_window_holds_both_moments_in_whole_quarters() -> None:
    window = Window.between(moment("2026-11-27T08:05Z"), moment("2026-11-28T23:01Z"))

    assert (window.start, window.end) == (
        moment("2026-11-27T08:00Z"),
        moment("2026-11-28T23:15Z"),
    )
    moments = ["2026-11-27T07:59Z", "2026-11-27T08:00Z", "2026-11-28T23:14Z", "2026-11-28T23:15Z"]
    assert [window.includes(moment(at)) for at in moments] == [False, True, True, False]


def test_token_that_has_expired_is_read_and_its_window_says_so() -> None:
    """Who was let in yesterday is known today, and not let in."""
    window = Window.between(moment("2018-05-03T04:00Z"), moment("2018-05-04T23:00Z"))
    text = replace(TOKEN, window=window).signed(SECRET.sign)

    expired = tokens.read(text, OWN)

    assert expired.serial == TOKEN.serial
    moments = ["2018-05-03T03:59Z", "2018-05-04T22:59Z", "2018-05-04T23:00Z", "2026-11-27T08:00Z"]
    assert [expired.window.includes(moment(at)) for at in moments] == [False, True, False, False]


def test_window_of_whole_quarters_is_not_widened() -> None:
    window = Window.between(moment("2026-11-27T08:00+05:00"), moment("2026-11-27T09:00+05:00"))

    assert (window.start, window.count) == (moment("2026-11-27T03:00Z"), 4)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("1999-12-31T23:59Z", "2000-01-02T00:00Z"),
        ("2026-01-01T00:00Z", "2026-01-01T00:00Z"),
        ("2026-01-01T00:00Z", "2025-01-01T00:00Z"),
        ("2026-01-01T00:00Z", "2027-11-15T00:00Z"),
    ],
    ids=["before 2000", "no time", "backwards", "longer than 682 days"],
)
def test_window_that_no_token_can_say_is_refused(start: str, end: str) -> None:
    with pytest.raises(ValueError, match="cannot be valid"):
        Window.between(moment(start), moment(end))
