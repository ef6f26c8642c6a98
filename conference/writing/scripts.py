"""The script of letters, and letters that are foreign where they stand. Pure.

"Ivаn" with a Cyrillic а looks like "Ivan" and is another word: searches, lists and passports do not
find it. What is found is asked about: some names are written so.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from conference.writing.doubts import Doubt, DoubtCode, asked, shortened, with_codes

# As Unicode begins the names of letters, and as people say.
SCRIPTS: dict[str, StrPromise] = {
    "ARABIC": _("Arabic"),
    "ARMENIAN": _("Armenian"),
    "BENGALI": _("Bengali"),
    "BOPOMOFO": _("Chinese"),
    "CHEROKEE": _("Cherokee"),
    "CJK": _("Chinese"),
    "COPTIC": _("Coptic"),
    "CYRILLIC": _("Cyrillic"),
    "DEVANAGARI": _("Devanagari"),
    "ETHIOPIC": _("Ethiopic"),
    "GEORGIAN": _("Georgian"),
    "GREEK": _("Greek"),
    "GUJARATI": _("Gujarati"),
    "GURMUKHI": _("Gurmukhi"),
    "HANGUL": _("Korean"),
    "HEBREW": _("Hebrew"),
    "HIRAGANA": _("Japanese"),
    "KANNADA": _("Kannada"),
    "KATAKANA": _("Japanese"),
    "KHMER": _("Khmer"),
    "LAO": _("Lao"),
    "LATIN": _("Latin"),
    "LISU": _("Lisu"),
    "MALAYALAM": _("Malayalam"),
    "MONGOLIAN": _("Mongolian"),
    "MYANMAR": _("Myanmar"),
    "ORIYA": _("Odia"),
    "SINHALA": _("Sinhala"),
    "SYRIAC": _("Syriac"),
    "TAMIL": _("Tamil"),
    "TELUGU": _("Telugu"),
    "THAANA": _("Thaana"),
    "THAI": _("Thai"),
    "TIBETAN": _("Tibetan"),
    "TIFINAGH": _("Tifinagh"),
}
LATIN = frozenset({"LATIN"})
# They stand side by side in one word, and beside Latin letters without a space.
EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})

_OF_LANGUAGES = {
    "ARABIC": "ar fa fa-af ur ps ckb ug sd",
    "ARMENIAN": "hy",
    "BENGALI": "bn as",
    "CJK": "zh zh-hans zh-hant",
    "CJK HANGUL": "ko",
    "CJK HIRAGANA KATAKANA": "ja",
    "CYRILLIC": "ba be bg ce kk ky mk os ru tg uk",
    "CYRILLIC LATIN": "sr tk tt uz",
    "CYRILLIC LATIN ARABIC": "az ku",
    "CYRILLIC MONGOLIAN": "mn",
    "DEVANAGARI": "hi mr ne",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI ARABIC": "pa",
    "HEBREW": "he",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "LATIN": (
        "af ay bi ca crs cs cy da de en es et eu fi fil fj fr ga gil gn ho hr ht hu id is it lb lt"
        " lv mg mh mi mt na nb nl nso ny om pau pl pt qu rm rn ro rw sg sk sl sm sn sq ss st sv sw"
        " tet tn to tpi tr ts tvl ve vi xh zu"
    ),
    "LATIN ARABIC": "ms so",
    "LATIN CYRILLIC": "bs",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAANA": "dv",
    "THAI": "th",
    "TIBETAN": "dz bo",
    "TIFINAGH LATIN ARABIC": "zgh",
}
SCRIPTS_OF_LANGUAGE = {
    language: frozenset(scripts.split())
    for scripts, languages in _OF_LANGUAGES.items()
    for language in languages.split()
}
"""Scripts that names of a language are written in; a language that is not here may have any."""

# Letters of other scripts that look like Latin ones, by themselves or in a whole word: "СЕО".
LOOKALIKES = frozenset("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονκ")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*")
ROMAN_NUMBER = re.compile(r"[IVXLC]+")
# Small plain letters around one character of Han: UTF-8 that was read as Chinese ("M眉ller").
HAN_AMONG_SMALL = re.compile(
    r"(?<=[a-z])[\u3400-\u9fff](?=[a-z]|\Z)|(?<=[A-Za-z])[\u3400-\u9fff](?=[a-z])"
)
# Languages whose words change put their endings to an abbreviation: "URLдың", "JSONی".
ABBREVIATION_WITH_ENDING = re.compile(r"[A-Z]{2,}([^\W\d_A-Za-z]+)")
# What Unicode keeps for round trips to older encodings, and for formulas.
STYLES = frozenset({"<wide>", "<narrow>", "<font>", "<circle>", "<square>", "<initial>", "<medial>",
                    "<final>", "<isolated>"})  # fmt: skip


def script_of(letter: str) -> str:
    """As Unicode names it, "" for a letter that all scripts share (ʼ, º) and for no letter."""
    if not letter.isalpha():
        return ""
    script = unicodedata.name(letter, "").partition(" ")[0]
    return script if script in SCRIPTS else ""


def foreign_letters(text: str, *, scripts: frozenset[str] | None) -> Iterator[Doubt]:
    """What is foreign in a text of one of these scripts; None: of any, each word of one."""
    if text.isascii() and scripts in (None, LATIN):
        return
    yield from _styled(text)
    mixed = [*_mixed(text)]
    yield from mixed
    # One question is enough: who has looked at the word has seen its letters.
    if scripts is not None and not mixed:
        yield from _foreign(text, _narrowed(text, scripts))


def name_scripts(language: str) -> frozenset[str] | None:
    """Scripts of a person's name in that language; None where it may be any."""
    return SCRIPTS_OF_LANGUAGE.get(language)


def _styled(text: str) -> Iterator[Doubt]:
    letters = [each for each in text if _is_styled(each)]
    if letters:
        reason = gettext(
            "has %(letters)s, which is no letter of a name but a form of one; type it plainly"
        ) % {
            "letters": with_codes(letters),
        }
        yield asked(DoubtCode.STYLED, text, reason, unicodedata.normalize("NFKC", text))


def _is_styled(character: str) -> bool:
    if character.isascii() or unicodedata.category(character) not in {"Lu", "Ll", "Lo", "So"}:
        return False
    style = unicodedata.decomposition(character).partition(" ")[0]
    return style in STYLES and unicodedata.normalize("NFKC", character)[:1].isalnum()


def _mixed(text: str) -> Iterator[Doubt]:
    """A word of two scripts, or one of look-alikes among Latin words."""
    words = WORD.findall(text)
    odd = next(((word, strange) for word in words if (strange := _strange_in(word))), None)
    odd = odd or next(((word, word) for word in _disguised(words)), None)
    if odd:
        word, strange = odd
        reason = gettext(
            "has %(script)s letters in “%(word)s”, a word of another script: %(letters)s"
        ) % {
            "script": _named(strange),
            "word": shortened(word),
            "letters": with_codes(strange),
        }
        yield asked(DoubtCode.MIXED, text, reason)


def is_of_two_scripts(word: str) -> bool:
    return bool(_strange_in(word))


def _disguised(words: Sequence[str]) -> list[str]:
    """Words that look Latin to the last letter, where all the others are."""
    disguised = [word for word in words if len(word) > 1 and set(word) <= LOOKALIKES]
    others = {script for word in words if word not in disguised for script in _scripts(word)}
    return disguised if others == LATIN else []


def _strange_in(word: str) -> Sequence[str]:
    """The letters of the script that the word has fewer of."""
    ending = ABBREVIATION_WITH_ENDING.fullmatch(word)
    if ending and ending[1] == ending[1].lower():
        return []
    counted = Counter(script_of(letter) for letter in word)
    counted.pop("", None)
    alphabets = Counter({key: count for key, count in counted.items() if key not in EAST_ASIAN})
    if len(alphabets) > 1:
        most = max(alphabets, key=lambda script: (alphabets[script], script == "LATIN"))
        return [letter for letter in word if script_of(letter) not in {most, "", *EAST_ASIAN}]
    return HAN_AMONG_SMALL.findall(word) if alphabets.keys() == LATIN else []


def _foreign(text: str, scripts: frozenset[str]) -> Iterator[Doubt]:
    strange = [
        letter
        for word in WORD.findall(text)
        if not ROMAN_NUMBER.fullmatch(word)
        for letter in word
        if script_of(letter) not in {"", *scripts}
    ]
    if strange:
        reason = gettext("has %(script)s letters where %(expected)s ones belong: %(letters)s") % {
            "script": _named(strange),
            "expected": _names(scripts),
            "letters": with_codes(strange),
        }
        yield asked(DoubtCode.FOREIGN, text, reason)


def _narrowed(text: str, scripts: frozenset[str]) -> frozenset[str]:
    """Of several alphabets that a language has the one that the text is written in."""
    if scripts & EAST_ASIAN:
        return scripts
    counted = Counter(script_of(letter) for letter in text)
    return frozenset({max(sorted(scripts), key=lambda script: counted[script])})


def _scripts(word: str) -> set[str]:
    return {script_of(letter) for letter in word} - {""}


def _named(letters: Iterable[str]) -> str:
    return _names({script_of(letter) for letter in letters} - {""})


def _names(scripts: Iterable[str]) -> str:
    names = list(dict.fromkeys(str(SCRIPTS[script]) for script in sorted(scripts)))
    return ", ".join(names)
