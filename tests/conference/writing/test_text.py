"""Folding, searching, cleaning and capitals."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.writing.capitals import upper_name
from conference.writing.folding import fold, search_text, search_words
from conference.writing.lines import clean_line


def finds(query: str, *parts: str, names: tuple[str, ...] = ()) -> bool:
    """As the database does it: every word a substring, in one of its forms."""
    text = search_text(*parts, names=names)
    return all(any(form in text for form in word.forms) for word in search_words(query))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("РАҲМОН", "рахмон"),
        ("Ғафуров Қодирӣ Ӯктам Ҳоҷӣ", "гафуров кодири уктам хочи"),
        ("Müller-Lüdenscheidt", "muller ludenscheidt"),
        ("Łódź Ø Đ ı ß æ Œ þ", "lodz o d i ss ae oe th"),
        ("İSTANBUL", "istanbul"),
        ("O’Brien o'brien Oʻbrien", "obrien obrien obrien"),
        ("الأُسْتاذ إبراهــيم", "الاستاذ ابراهيم"),
        ("علی کریمی", "علي كريمي"),
        ("فاطمة", "فاطمه"),
        ("ﬁle Ⅳ ½", "file iv 1⁄2"),
        ("٤٢ ۴۲", "42 42"),
        ("김 정은", "김 정은"),
        ("กิ่ง", "กิง"),
        ("ガ\u00a0カ", "ガ カ"),
        ("  a \t b\n", "a b"),
    ],
)
def test_fold_removes_case_accents_and_habits(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x52F)))
def test_fold_ignores_case_and_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(fold(text).upper()) == fold(text)


@pytest.mark.parametrize("query", ["Раҳмон", "Рахмон", "РАҲМОН", "рахмон", "Rahmon", "RAKHMON"])
@pytest.mark.parametrize("stored", ["Раҳмон", "Рахмон"])
def test_search_finds_a_name_in_any_spelling(query: str, stored: str) -> None:
    assert finds(query, stored)


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("Yusuf Khairulloev", "Юсуф Хайруллоев"),
        ("iusuf", "Юсуф"),
        ("rajabov", "Раҷабов"),
        ("radzhabov", "Раҷабов"),
        ("ghafurov", "Ғафуров"),
        ("nagy gabor", "Nagy Gábor"),
        ("o brien", "O'Brien"),
        ("obrien", "O’Brien"),
        ("jean paul", "Jean-Paul"),
        ("tj-0012", "TJ-0012"),
        ("gim", "김"),
        ("zhongguo", "中国"),
        ("muhamad", "مُحَمَّد"),
    ],
)
def test_search_finds_transliterations(query: str, stored: str) -> None:
    assert finds(query, stored)


def test_search_needs_all_words_of_the_query() -> None:
    assert finds("sodiq rahmon", "Раҳмон", "Sodiq")
    assert not finds("sodiq karim", "Раҳмон", "Sodiq")


def test_search_text_holds_each_word_once() -> None:
    assert search_text("Ali Ali", "", "ALI Karim") == "ali karim"
    assert [word.forms for word in search_words("Ali  ali KARIM")] == [("ali",), ("karim",)]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Zuercher", "Beat Zürcher"),
        ("Zurcher", "Beat Zürcher"),
        ("Zürcher", "Beat Zuercher"),
        ("Zu\u0308rcher", "Beat ZUERCHER"),
        ("Oestergaard", "Lene Østergård"),
        ("albalushi", "Said Al Balushi"),
        ("al-balushi", "Said AlBalushi"),
        ("alsada", "Mohammed Al-Sada"),
        ("DELAROCHE", "Anne de La Roche"),
        ("de la Roche", "Anne DELAROCHE"),
        ("jeanpierre", "Jean-Pierre Nkurunziza"),
        ("abdelrahman", "Abd El-Rahman Sisi"),
        ("Иванов", "Ivan Ivanov"),
        ("ivanov", "Иван Иванов"),
        ("O'Brien", "Sean O’Brien"),
        ("NAGY, Zsolt", "Zsolt Nagy"),
        ("(Nagy)", "Zsolt Nagy"),
        ("عبدالرحمن", "عبد الرحمن"),
    ],
)
def test_a_name_is_found_in_every_spelling(query: str, name: str) -> None:
    assert finds(query, name, names=(name,))


@pytest.mark.parametrize(
    ("query", "name"),
    [("Zuercher", "Beat Zucher"), ("alsada", "Mohammed Sada"), ("Иванова", "Ivan Ivanov")],
)
def test_a_name_is_not_found_in_another(query: str, name: str) -> None:
    assert not finds(query, name, names=(name,))


@pytest.mark.parametrize(
    ("query", "short"),
    [("al", True), ("Ив", True), ("Ö", True), ("ali", False), ("习近", True), ("щи", True)],
)
def test_a_word_is_short_where_a_form_of_it_has_less_than_three_letters(
    query: str, short: bool
) -> None:
    (word,) = search_words(query)

    assert word.is_short == short


@given(st.lists(st.text(max_size=20), max_size=3))
def test_search_finds_what_was_stored(parts: list[str]) -> None:
    assert all(finds(part, *parts) for part in parts)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ali \t Karim\r\n", "Ali Karim"),
        ("A\u0301da", "Áda"),
        ("zero\u200bwidth\ufeff soft\u00adhyphen", "zerowidth softhyphen"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("ශ්\u200dරී", "ශ්\u200dරී"),
        ("അവന്\u200d", "അവന്\u200d"),
        ("A\u200dli", "Ali"),
        ("علی\u200c\u200c", "علی"),
        ("می\u200c\u200cخواهم", "می\u200cخواهم"),
        ("A\u200d\u0301da", "Áda"),
        ("\u200fAli\u061c \u202aKarim\u202c \u2068B\u2069", "Ali Karim B"),
        ("f\u2061(x)\u206a\ufff9", "f(x)"),
        ("Nguyễn Thị Ngọc", "Nguyễn Thị Ngọc"),
        ("ปี่น้ำ", unicodedata.normalize("NFC", "ปี่น้ำ")),
        ("שִׁלּוֹ", unicodedata.normalize("NFC", "שִׁלּוֹ")),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("", ""),
    ],
)
def test_clean_line_keeps_what_people_type(typed: str, kept: str) -> None:
    assert clean_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Ali\x00", "control character (U+0000)"),
        ("Ali\x1b[0m", "control character (U+001B)"),
        ("Ali \u202eimirak", "direction control (U+202E)"),
        ("\u202dAli", "direction control (U+202D)"),
        ("Ali\ud83d", "half a character (U+D83D)"),
        ("Ali\ue000", "private character (U+E000)"),
        ("Ali\uffff", "not a character (U+FFFF)"),
        ("Ali\ufdd0", "not a character (U+FDD0)"),
        ("Ali\u180e", "hidden formatting character (U+180E)"),
        ("Z" + "\u0335\u0336\u0337\u0338\u0321", "too many accents piled on one letter (Z)"),
        ("ب" + "\u064b" * 9, "too many accents"),
        ("x" * 301, "longer than 300 characters (301)"),
        ("x" * 1_000_000, "longer than 300 characters (1000000)"),
    ],
)
def test_clean_line_says_what_is_wrong(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        clean_line(typed)


def test_clean_line_counts_characters_after_squeezing() -> None:
    assert clean_line("abc   ", limit=3) == "abc"
    with pytest.raises(ValueError, match="longer than 3 characters"):
        clean_line("abcd", limit=3)


@given(st.text(max_size=300))
def test_clean_line_cleans_or_refuses(text: str) -> None:
    try:
        line = clean_line(text)
    except ValueError:
        return
    assert clean_line(line) == line
    assert line == " ".join(line.split(" ")).strip(" ")
    line.encode()


@pytest.mark.parametrize(
    ("name", "language", "capitals"),
    [
        ("Rahmon", None, "RAHMON"),
        ("Yılmaz-İnci diri", "tr", "YILMAZ-İNCİ DİRİ"),
        ("Əliyev qızı", "az-Latn-AZ", "ƏLİYEV QIZI"),
        ("diri", "en", "DIRI"),
        ("Weiß", "de", "WEIẞ"),
        ("Παπαδοπούλου", "el", "ΠΑΠΑΔΟΠΟΥΛΟΥ"),
        ("Μάιος Αϊδίνης", None, "ΜΑΪΟΣ ΑΪΔΙΝΗΣ"),
        ("Mac an tSaoir", "ga", "MAC AN tSAOIR"),
        ("Ó hUiginn", "ga", "Ó hUIGINN"),
        ("van der Meij", "nl", "VAN DER MEIJ"),
        ("d’Estaing", "fr", "D’ESTAING"),
        ("Oʻtkirov", "uz", "OʻTKIROV"),
        ("Қодирӣ", "tg", "ҚОДИРӢ"),
        ("გიორგაძე", "ka", "გიორგაძე"),
        ("Սևակ", "hy", "ՍԵՎԱԿ"),
        ("الرحمن 金 김", None, "الرحمن 金 김"),
        ("Pie\u0301chaud", "fr", "PIÉCHAUD"),
    ],
)
def test_upper_name_follows_the_language(name: str, language: str | None, capitals: str) -> None:
    assert upper_name(name, language) == capitals


@given(st.text(), st.sampled_from([None, "tr", "el", "ga", "hy"]))
def test_upper_name_twice_changes_nothing(name: str, language: str | None) -> None:
    once = upper_name(name, language)

    assert upper_name(once, language) == once
    assert unicodedata.is_normalized("NFC", once)


def test_fold_takes_no_more_marks_on_a_letter_than_any_language_has() -> None:
    """They are put into their order by the square of their number: a cell may hold a megabyte."""
    virama = "\u094d"

    assert fold("क" + 5_000 * virama) == "क" + 30 * virama
    assert fold("a" + 200_000 * "\u0301\u0323" + "b") == "ab"
