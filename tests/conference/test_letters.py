"""What is refused, what is asked about, and above all what is let in without a word."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from conference.letters import Written, doubts, judge
from conference.pdf.coverage import unprintable

NAMES = [
    "Müller", "José", "Kovács", "François", "Jiří", "Dvořák", "Łukasz", "Wałęsa", "Şimşek",
    "İsmail", "Özgür", "Ærø", "Þórður", "Đorđević", "Žižek", "Ångström", "Nguyễn", "Phạm", "Ñuñoa",
    "Éric", "Ólafur", "Ēriks", "Kārlis", "Ľubomír", "Иван", "Пётр", "Фёдор", "Раҳмон", "Қодирӣ",
    "Ғафуров", "Ӯктам", "Віктор", "Їжакевич", "Ђорђе", "Ґалаґан", "Әлия", "Өтеген", "Γιώργος",
    "Παπαδόπουλος", "محمد", "عبدالله", "שרה", "राहुल", "王伟", "김정은", "მარიამ", "Արմեն",
]  # fmt: skip


def asked(text: str, written: Written = Written.WORDS, language: str = "") -> str:
    doubt = judge(text, written, language=language)
    return doubt.code if doubt else ""


# Damaged


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("MÃ¼ller", "Müller"),
        ("JosÃ©", "José"),
        ("GarcÃa", "García"),
        ("voilÃ", "voilà"),
        ("Ã–ZAL", "ÖZAL"),
        ("BÃ–LL", "BÖLL"),
        ("GARCÃA", ""),
        ("NguyÃªn", "Nguyên"),
        ("Nguyá»…n", "Nguyễn"),
        ("Ä°smail ÅžimÅŸek", "İsmail Şimşek"),
        ("È˜tefan", "Ștefan"),
        ("the Minister’s oâ€™clock", "the Minister’s o’clock"),
        ("JosÃƒÂ©", "José"),
        ("ï»¿Karim", "Karim"),
        ("ï¿½lvaro", ""),
        ("M√ºller", "Müller"),
        ("‚ÄúAdviser‚Äù", "“Adviser”"),
        ("MГјller", "Müller"),
        ("JosГ©", "José"),
        ("РџРµС‚СЂРѕРІ", "Петров"),
        ("РРІР°РЅ", ""),
        ("MĂĽller", "Müller"),
        ("M├╝ller", "Müller"),
        ("ÐÐ²Ð°Ð½", ""),
        ("æ±Ÿ", "江"),
        ("Èâàí Ïåòðîâ", "Иван Петров"),
        ("ãÍãÏ", ""),
    ],
)
def test_letters_read_in_another_encoding_are_asked_about(text: str, meant: str) -> None:
    doubt = judge(text, Written.WORDS)

    assert doubt is not None
    assert (doubt.code, doubt.is_refused, doubt.perhaps) == ("mojibake", False, meant)


@given(st.sampled_from(NAMES), st.sampled_from(["cp1252", "cp1251", "mac_roman"]), st.booleans())
def test_whatever_a_name_is_misread_as_is_noticed_and_never_guessed(
    name: str, encoding: str, in_capitals: bool
) -> None:
    """Control characters and spaces are refused or squeezed before; then nobody knows."""
    name = name.upper() if in_capitals else name
    bytes_of = name.encode()
    assume(not name.isascii())
    try:
        text = bytes_of.decode(encoding)
    except UnicodeDecodeError:
        return
    assume(not any(unicodedata.category(each) in {"Cc", "Cf", "Zs"} for each in text))

    doubt = judge(text, Written.WORDS)

    assert doubt is not None
    assert doubt.perhaps in {"", name}


@pytest.mark.parametrize(
    "text", ["M\ufffdller", "\ufffd", "M□ller", "M¿ller", "锟斤拷", "Kov\ufffd\ufffdcs"]
)
def test_letters_that_are_lost_are_asked_about(text: str) -> None:
    assert asked(text) == "lost"


@pytest.mark.parametrize(
    "text",
    [
        "M?ller", "Fran?ois", "???????", "???? ??????", "?lvaro Cunha", "Attach? de presse",
        "Ministre des affaires ?trang?res", "L'?lys?e", "Ра?мон", "Conseill??re",
    ],
)  # fmt: skip
def test_question_marks_among_letters_are_asked_about(text: str) -> None:
    assert asked(text) == "question-marks"


@pytest.mark.parametrize(
    "text", ["Adviser?", "Adviser ?", "Where now? Adviser", "Ö?", "TBC (tbd?)"]
)
def test_question_mark_after_words_is_let_in(text: str) -> None:
    assert asked(text) == ""


@pytest.mark.parametrize("text", ["Jos?", "?", "Karim ?"])
def test_name_with_a_question_mark_is_asked_about(text: str) -> None:
    assert {asked(text, written) for written in (Written.LATIN_NAME, Written.NAME)} == {
        "question-marks"
    }


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Jos&eacute;", "José"),
        ("Jos&#233;", "José"),
        ("Jos&#xE9;", "José"),
        ("Kim &amp; Lee", "Kim & Lee"),
        ("Jos&amp;eacute;", "José"),
        ("M%C3%BCller", "Müller"),
        ("Jos=C3=A9", "José"),
        ("Jos\\u00e9", "José"),
        ("Ali&#0;", ""),
    ],
)
def test_letters_written_for_machines_are_asked_about(text: str, meant: str) -> None:
    doubt = judge(text, Written.WORDS)

    assert doubt is not None
    assert (doubt.code, doubt.perhaps) == ("encoded", meant)


@pytest.mark.parametrize("text", ["Wa³êsa", "Mu¨ller", "Gonz‡lez", "FranÁois", "JosŽ", "MŸller"])
def test_signs_among_letters_are_asked_about(text: str) -> None:
    assert asked(text) == "signs"


# Foreign


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Иван", "foreign"),
        ("أحمد", "foreign"),
        ("伟", "foreign"),
        ("Ivаn", "mixed"),
        ("І́van", "mixed"),
        ("ΡETROV", "mixed"),
        ("M眉ller", "mixed"),
        ("Ｉｖａｎ", "styled"),
        ("Ⓘvan", "styled"),
        ("\u200eIvan", "direction"),
    ],
)
def test_foreign_letters_in_a_latin_name_are_asked_about(text: str, code: str) -> None:
    assert asked(text, Written.LATIN_NAME) == code


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Иван", "ru", ""),
        ("Иван III", "ru", ""),
        ("Ivan", "ru", "foreign"),
        ("Ивaн", "ru", "mixed"),
        ("Раҳмон Sodiq", "tg", "foreign"),
        ("Ўткир", "uz", ""),
        ("O‘tkir", "uz", ""),
        ("Ўткир Petrov", "uz", "foreign"),
        ("王伟", "zh-hans", ""),
        ("マイケル 上野 ひろ", "ja", ""),
        ("ﾏｲｹﾙ", "ja", "styled"),
        ("金 정은", "ko", ""),
        ("ﺃﺣﻤﺪ", "ar", "styled"),
        ("ჩხეიძე", "ka", ""),
        ("Лев Lewis", "und", ""),
        ("Лeв", "und", "mixed"),
        ("Łódź", "pl", ""),
        ("Лодзь", "pl", "foreign"),
    ],
)
def test_own_name_is_in_the_script_of_its_language(text: str, language: str, code: str) -> None:
    assert asked(text, Written.OWN_NAME, language) == code


@pytest.mark.parametrize("text", ["Мinister", "СЕО of a Company", "МИНИСТP"])
def test_words_of_two_scripts_are_asked_about(text: str) -> None:
    assert asked(text) == "mixed"


# Let in without a word

SOUND = [
    "M@x", "A:B", "O’Brien", "O´Brien", "d´Ivoire", "ʻAlī", "Ñuñoa", "Nguyễn Thị Ngọc", "Đỗ", "Þór",
    "Ólafur", "Łódź", "MacÉanruig", "Ó hÉigeartaigh", "Mª José", "Kouassi-Diabaté", "João São",
    "MANHÃ", "«CAFÉ»", "CAFÉ–BAR", "L’É»", "Ærø", "Ýr", "ÅÅÅÅ", "Paral·lel",
]  # fmt: skip
WORDS = [
    "SOCIÉTÉ’S", "R&D; Adviser", "AT&T", "Director, 100%", "100%25", "Microsoft® Inc", "№ 5",
    "3º Secretário", "N°5", "50×70 m²", "ПАО «Газпром»", "IT-специалист", "П’ять", "Фёдор Лёша",
    "ЛІДІЯ РІТІ", "IT部长", "App开发", "Tシャツ", "URLдың", "ŻÓŁTY RÓŻA", "Liberté»…", "„ß“", "C#",
    "Министр CEO", "Génie – É", "2つ", "Attaché ?",
]  # fmt: skip


@pytest.mark.parametrize("text", SOUND)
def test_latin_names_that_people_bear_are_let_in(text: str) -> None:
    assert asked(text, Written.LATIN_NAME) == ""


@pytest.mark.parametrize("text", [*SOUND, *WORDS, *NAMES])
def test_words_that_people_type_are_let_in(text: str) -> None:
    assert asked(text) == ""


@given(
    st.text(
        st.characters(max_codepoint=0x7F, exclude_characters="?&%=\\", categories=["L", "P", "Zs"])
    )
)
def test_plain_letters_are_never_asked_about(text: str) -> None:
    assert [*doubts(text, Written.LATIN_NAME)] == []


# Refused, and the words


def test_character_without_a_glyph_is_refused_with_letter_and_code() -> None:
    doubt = judge("\U0001d4e5ictor", Written.LATIN_NAME)

    assert doubt is not None
    assert doubt.is_refused
    assert doubt.sentence == (
        "Has “\U0001d4e5” (U+1D4E5), which cannot be printed: no font has it; write it differently."
    )


def test_traditional_mongolian_is_refused_with_a_word_towards_cyrillic() -> None:
    doubt = judge("ᠪᠠ", Written.OWN_NAME, language="mn")

    assert doubt is not None
    assert doubt.is_refused
    assert doubt.sentence == (
        "Has “ᠪ” (U+182A), “ᠠ” (U+1820), which cannot be printed; Mongolian is printed in Cyrillic"
        " letters."
    )


@given(st.text(max_size=40), st.sampled_from(Written))
def test_what_cannot_be_printed_is_refused_whatever_was_answered(
    text: str, written: Written
) -> None:
    found = [*doubts(text, written)]
    doubt = judge(text, written, answered={each.key for each in found})

    assert (doubt is not None) == bool(unprintable(text))
    assert doubt is None or doubt.is_refused


def test_letters_are_named_with_their_codes_and_what_was_perhaps_meant() -> None:
    mixed = judge("Ivаn", Written.LATIN_NAME)
    foreign = judge("Иван", Written.LATIN_NAME)
    misread = judge("JosÃ©", Written.LATIN_NAME)

    assert mixed
    assert mixed.words == "has Cyrillic letters in “Ivаn”, a word of another script: “а” (U+0430)"
    assert foreign
    assert foreign.words == (
        "has Cyrillic letters where Latin ones belong:"
        " “И” (U+0418), “в” (U+0432), “а” (U+0430) and 1 more"
    )
    assert misread
    assert misread.words == (
        "has “Ã” (U+00C3), “©” (U+00A9), as letters read in the wrong encoding look;"
        " type it again; perhaps “José”"
    )


def test_answer_is_for_that_text_and_that_question_only() -> None:
    doubt = judge("Иван", Written.LATIN_NAME)
    assert doubt

    assert doubt.key == "foreign:Иван"
    assert judge("Иван", Written.LATIN_NAME, answered={doubt.key}) is None
    assert judge("Ивана", Written.LATIN_NAME, answered={doubt.key}) is not None
