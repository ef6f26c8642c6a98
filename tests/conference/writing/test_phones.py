"""What may be a telephone number, and what is another text."""

import pytest

from conference.writing.phones import is_phone


@pytest.mark.parametrize(
    "text",
    [
        "112",
        "+992 37 221-11-11",
        "(+36) 1 234.56.78",
        "00 49/30/1234",
        "+1 202 555 0100 ext. 12",
        "+1 202 555 0100 Extension 12",
        "+1 202 555 0100 x12",
        "+33 1 40 00 00 00 poste 12",
        "+7 495 123-45-67 доб. 12",
        "+7 495 123-45-67 (доб. 12)",
        "+86 10 6512 3456 转 12",
        "+٩٩٢ ٣٧ ٢٢١",
        "+992 37 221; +992 37 222",
        "+36 1 234–56‑78",
    ],
)
def test_what_people_write_is_a_phone_number(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "12",
        "+1",
        "ext. 1",
        "no phone 123",
        "123a",
        "x",
        "123 next 4",
        "a@b123",
        "123 x y",
    ],
)
def test_other_letters_and_too_few_digits_are_none(text: str) -> None:
    assert not is_phone(text)


def test_long_text_is_judged_at_once() -> None:
    assert not is_phone("1 x " * 20_000 + "y")
