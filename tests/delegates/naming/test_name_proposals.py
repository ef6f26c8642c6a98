"""A name in the other script: proposed for what is blank, and nothing beyond what is known."""

import pytest

from conference.writing.transliteration import in_cyrillic, in_passport
from delegates.naming.name_proposals import latin_form, proposals


@pytest.mark.parametrize(
    ("own", "latin"),
    [
        ("Раҳмон", "Rahmon"),
        ("Ҷӯраев", "Juraev"),
        ("Қосимӣ", "Qosimi"),
        ("Ғаффор", "Ghaffor"),
        ("Щукин", "Shchukin"),
        ("Юлия", "Iuliia"),
        ("Подъячев", "Podieiachev"),
        ("ЮСУФ", "IUSUF"),
        ("Салтыков-Щедрин", "Saltykov-Shchedrin"),
        ("王毅", "Wangyi"),
        ("Παπαδόπουλος", "Papadopoylos"),
        ("محمد", ""),
        ("Kovács", ""),
        ("12", ""),
    ],
)
def test_own_script_proposes_the_latin_letters_of_a_passport(own: str, latin: str) -> None:
    assert latin_form(own) == latin


@pytest.mark.parametrize(
    ("latin", "language", "own"),
    [
        ("Rahmon", "tg", "Раҳмон"),
        ("Ghaffor", "tg", "Ғаффор"),
        ("JURAEV", "tg", "ҶУРАЕВ"),
        ("Shchukin", "ru", "Щукин"),
        ("Iuliia", "ru", "Юлия"),
        ("O'Hara", "ru", "О'Хара"),
        ("Rahmon", "ar", ""),
        ("Rahmon", "", ""),
    ],
)
def test_latin_proposes_cyrillic_letters_where_the_language_has_them(
    latin: str, language: str, own: str
) -> None:
    assert in_cyrillic(latin, language) == own


def test_passport_letters_of_a_cyrillic_name_come_back_as_that_name() -> None:
    for name in ("Рахмонов", "Щукин", "Абдуллаев", "Жуков", "Чехов"):
        assert in_cyrillic(in_passport(name), "ru") == name


def test_only_what_is_blank_is_proposed() -> None:
    typed = {
        "given_name": "Sodiq",
        "own_given_name": "Содиқ",
        "family_name": "",
        "own_family_name": "Раҳмон",
    }

    assert proposals(typed) == {"family_name": "Rahmon"}
    latin = {"family_name": "Rahmon", "own_family_name": "", "own_name_language": "tg"}
    assert proposals(latin) == {"own_family_name": "Раҳмон"}
    assert proposals({"own_family_name": "  ", "family_name": ""}) == {}
    assert proposals({"own_family_name": "Раҳмон"}) == {}
    assert proposals({"own_family_name": "Раҳмон" * 100, "family_name": ""}) == {}
