import pytest

from conference.writing.scripts import SCRIPTS_OF_LANGUAGE
from delegates.naming.name_languages import NAME_LANGUAGES
from delegates.recognition.own_language import (
    ITS_OWN,
    NOT_ITS_OWN,
    OF_COUNTRIES,
    proposed_language,
)


@pytest.mark.parametrize(
    ("name", "country", "language"),
    [
        ("Фаррух Намуназода", "TJ", "tg"),
        ("Сергей Цветков", "TJ", "ru"),
        ("Фаррух Намуназода", "", ""),
        ("Ҷамшед Намунаев", "", "tg"),
        ("Фаррух Намуназода", "FR", ""),
        ("Олена Прикладенко", "UA", "uk"),
        ("თამარ მაგალითაძე", "", "ka"),
        ("김민준", "", "ko"),
        ("山田太郎", "JP", "ja"),
        ("王小明", "CN", "zh-hans"),
        ("王小明", "", ""),
        ("さくら", "", "ja"),
        ("أحمد المثال", "EG", "ar"),
        ("احمد مثالی", "AF", "fa-af"),
        ("احمد څوک", "AF", "ps"),
        ("Kovács Példa", "HU", "hu"),
        ("Kovács Példa", "TJ", ""),
        ("Kovács Példa", "", ""),
        ("Анна Příklad", "CZ", ""),
        ("", "TJ", ""),
        ("– 7", "TJ", ""),
    ],
)
def test_language_is_proposed_by_letters_and_delegation(
    name: str, country: str, language: str
) -> None:
    assert proposed_language(name, country) == language


def test_only_languages_on_the_list_are_proposed() -> None:
    proposed = {tag for tags in OF_COUNTRIES.values() for tag in tags.split()}

    assert {*proposed, *ITS_OWN, *NOT_ITS_OWN} - {*NAME_LANGUAGES} == set()
    assert proposed - {*SCRIPTS_OF_LANGUAGE} == set()
