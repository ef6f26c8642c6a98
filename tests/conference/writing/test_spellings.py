from conference.writing.spellings import normal_form, spellings

COMPOSED, DECOMPOSED, WIDE = "caf\u00e9", "cafe\u0301", "\uff43afe\u0301"


def test_whatever_keyboard_wrote_it_the_form_is_one() -> None:
    assert {normal_form(text) for text in (COMPOSED, DECOMPOSED, WIDE)} == {COMPOSED}


def test_spellings_are_what_was_typed_and_each_form_once() -> None:
    assert spellings("plain") == ["plain"]
    assert spellings(COMPOSED) == [COMPOSED, DECOMPOSED]
    assert spellings(DECOMPOSED) == [DECOMPOSED, COMPOSED]
    assert spellings(WIDE) == [WIDE, COMPOSED, "\uff43af\u00e9"]
