"""Texts that were damaged on their way: letters lost, or read in another encoding. Pure.

What is found is asked about, never mended: the damaged letters of a name are known to its bearer
only. A rule that would ask about what people do type is left out; see the tests for both sides.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from itertools import pairwise

from django.utils.translation import gettext as _

from conference.writing.doubts import Doubt, DoubtCode, asked, damaged, shortened, with_codes
from conference.writing.scripts import is_of_two_scripts

LETTER = r"[^\W\d_]"


def damage(text: str, *, is_name: bool) -> Iterator[Doubt]:
    """The kinds of damage in `text`, the surest first. A name has no question mark at all."""
    if text.isascii() and text.isalpha():
        return
    yield from _encoded(text)
    yield from _mojibake(text)
    yield from _lost(text)
    yield from _question_marks(text, is_name=is_name)
    yield from _signs(text)


# Letters that are gone

LOST = re.compile(rf"[\ufffd\ufffc]|(?<={LETTER})[□▯¿]|[□▯](?={LETTER})|锟斤拷|烫烫")


# What programs put in the place of a letter that they could not read: nobody types it.
REPLACED = re.compile("[\ufffd\ufffc]")


def replaced(text: str) -> Doubt | None:
    """A text of which letters are gone for certain."""
    found = REPLACED.findall(text)
    return damaged(DoubtCode.LOST, text, _lost_letters(found)) if found else None


def _lost(text: str) -> Iterator[Doubt]:
    found = LOST.findall(text)
    if found:
        yield replaced(text) or asked(DoubtCode.LOST, text, _lost_letters(found))


def _lost_letters(found: Iterable[str]) -> str:
    reason = _("has %s where letters were lost when it was copied or saved; type it again")
    return reason % with_codes("".join(found))


# A question mark beside letters as no sentence has it: inside a word, before one, several of them
# that are a word, and one before a word that goes on in small letters ("Attach? de presse").
AMONG_LETTERS = re.compile(
    rf"{LETTER}\?+(?={LETTER})|(?<!\S)\?+(?={LETTER})|['’]\?+(?={LETTER})"
    rf"|(?<!\S)\?{{2,}}(?!\S)"
)


BEFORE_A_WORD = re.compile(rf"{LETTER}\?+[ -]({LETTER})")


def _question_marks(text: str, *, is_name: bool) -> Iterator[Doubt]:
    if "?" in text and (is_name or _is_among_letters(text)):
        reason = _(
            "has “?” (U+003F) where letters were perhaps lost when it was copied or saved;"
            " type it again"
        )
        yield asked(DoubtCode.QUESTION_MARKS, text, reason)


def _is_among_letters(text: str) -> bool:
    goes_on = any(letter.islower() for letter in BEFORE_A_WORD.findall(text))
    return goes_on or AMONG_LETTERS.search(text) is not None


# Letters written for a machine

ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
ESCAPED = re.compile(r"\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}")
PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
QUOTED_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2}){2,}")


def _encoded(text: str) -> Iterator[Doubt]:
    """HTML entities, percent signs, backslashes and the like in place of letters."""
    found = [each[0] for each in ENTITY.finditer(text) if html.unescape(each[0]) != each[0]]
    found += ESCAPED.findall(text)
    found += [
        each[0]
        for pattern, sign in ((PERCENT, "%"), (QUOTED_PRINTABLE, "="))
        for each in pattern.finditer(text)
        if _bytes_as_letters(each[0], sign)
    ]
    if found:
        reason = _(
            "has “%s” in place of a letter, as web pages and machines write it; type it again"
        )
        yield asked(DoubtCode.ENCODED, text, reason % shortened(found[0]), _decoded(text))


def _as_letters(found: re.Match[str], *, sign: str) -> str:
    return _bytes_as_letters(found[0], sign) or found[0]


def _bytes_as_letters(written: str, sign: str) -> str:
    """What the bytes mean; "" where they are no letter outside ASCII: 100%25 is a sum."""
    try:
        meant = bytes.fromhex(written.replace(sign, "")).decode()
    except UnicodeDecodeError:
        return ""
    return "" if meant.isascii() else meant


def _decoded(text: str) -> str:
    for _again in range(3):
        once = html.unescape(text)
        once = ESCAPED.sub(lambda found: _code_point(found[0]), once)
        for pattern, sign in ((PERCENT, "%"), (QUOTED_PRINTABLE, "=")):
            once = pattern.sub(partial(_as_letters, sign=sign), once)
        if once == text:
            break
        text = once
    return _sound(text)


def _code_point(escape: str) -> str:
    r"""Of `\u00e9` and `\xe9`."""
    digits = escape[2:]
    return chr(int(digits, 16))


def _sound(text: str) -> str:
    """A suggestion that nobody can see through, or that is damaged itself, is none."""
    letters = unicodedata.normalize("NFC", text).strip("\ufeff ")
    if any(unicodedata.category(each) in {"Cc", "Cs", "Co", "Cn"} for each in letters):
        return ""
    return "" if LOST.search(letters) else letters


# UTF-8 read as something else

ENCODINGS = ("cp1252", "mac_roman", "cp1251", "cp1250", "cp437", "cp850", "koi8_r", "cp1253")
"""What UTF-8 is read as by mistake, the commonest first; Latin-1 is cp1252 with its holes."""

COMMON = {"cp1252", "mac_roman", "cp1251"}

# What stands at the end of a word in a sound text too: quotes, dashes, an ellipsis.
ENDS_WORDS = frozenset("’”»›…–—‐·• \u00a0\u00ad")
AFTER_WORDS = ENDS_WORDS | frozenset("‘“«‹„‚")


@lru_cache(maxsize=len(ENCODINGS))
def _table(encoding: str) -> tuple[dict[str, int], re.Pattern[str]]:
    """Byte of each character above ASCII, and what UTF-8 of one letter looks like in it."""
    byte_of = {}
    for byte in range(0x80, 0x100):
        try:
            byte_of[bytes([byte]).decode(encoding)] = byte
        except UnicodeDecodeError:
            # Programs that know no hole take the control character of Latin-1.
            byte_of[chr(byte)] = byte
    of = {
        name: "".join(re.escape(each) for each, byte in byte_of.items() if byte in codes)
        for name, codes in {
            "two": range(0xC2, 0xE0),
            "three": range(0xE0, 0xF0),
            "four": range(0xF0, 0xF5),
            "more": range(0x80, 0xC0),
        }.items()
    }
    letter = (
        f"[{of['two']}][{of['more']}]|[{of['three']}][{of['more']}]{{2}}"
        f"|[{of['four']}][{of['more']}]{{3}}"
    )
    return byte_of, re.compile(f"(?:{letter})+")


def _mojibake(text: str) -> Iterator[Doubt]:
    if text.isascii():
        return
    for encoding in _likeliest(text):
        yield _misread(text, _believed(text, encoding)[0], _reread(text))
        return
    # A space that does not break and a hyphen that does not show are gone by now; the first half
    # of their letter is left: "GarcÃa", "voilÃ ".
    if re.search(r"(?<=[a-z])[ÃÂ](?![A-Z])|Ã(?=A)|(?<!\w)Ã (?=[a-z])|[ÐÑ](?=[ÐÑ])", text):
        halves = text.replace("Ã ", "Ã\u00a0").rstrip()
        halves = re.sub(r"Ã$", "Ã\u00a0", halves)
        halves = re.sub(r"Ã(?=[a-z])", "Ã\u00ad", halves)
        letter = next(each for each in text if each in "ÃÂÐÑ")
        yield _misread(text, letter, _reread(halves) if halves != text else "")
        return
    yield from _other_alphabet(text)


def _misread(text: str, run: str, perhaps: str) -> Doubt:
    reason = _("has %s, as letters read in the wrong encoding look; type it again")
    return asked(DoubtCode.MOJIBAKE, text, reason % with_codes(run), perhaps)


def _likeliest(text: str) -> list[str]:
    """The encodings that explain most of the text, several if they explain as much; or none."""
    explained = {each: sum(map(len, _believed(text, each))) for each in ENCODINGS}
    most = max(explained.values())
    likeliest = [each for each in ENCODINGS if most and explained[each] == most]
    return likeliest[:1] if set(likeliest[:1]) & COMMON else likeliest


def _believed(text: str, encoding: str) -> list[str]:
    """Runs of characters that are the UTF-8 of letters, and that nobody would type."""
    byte_of, pattern = _table(encoding)
    return [
        run[0]
        for run in pattern.finditer(text)
        if (meant := _meant(run[0], byte_of)) and _is_odd(text, run, meant)
    ]


def _meant(run: str, byte_of: dict[str, int]) -> str:
    try:
        return bytes(byte_of[each] for each in run).decode()
    except UnicodeDecodeError:
        return ""


def _is_odd(text: str, run: re.Match[str], meant: str) -> bool:
    """Whether the run is no sound end of a word ("CAFÉ»", "Фёдор", "ŻÓŁTY") but a letter misread.

    Odd are signs behind a letter, a capital amid small letters, and letters of two scripts.
    """
    if not _is_plausible(meant):
        return False
    before, after = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    first, rest = run[0][0], run[0][1:]
    if run[0].startswith(NO_WORD_BEGINS) or (len(meant) > 2 and first in "–—“”‘’"):
        return True
    if len(meant) == 1 and all(each in AFTER_WORDS for each in rest):
        return _is_no_end_of_a_word(first, rest, before=before, after=after)
    if any(not each.isalpha() and each not in AFTER_WORDS for each in rest):
        return True
    return _has_odd_capitals(run[0], before=before, after=after, letters=len(meant)) or (
        _is_between_others(run[0], before, after)
    )


def _is_no_end_of_a_word(first: str, rest: str, *, before: str, after: str) -> bool:
    """Of a letter with quotes or dashes behind it: nobody ends a word or begins a quotation so."""
    if first.islower():
        return len(rest) > 1 and (after.isalpha() or rest[-1] not in ENDS_WORDS)
    # "П’ять", "D’abord": between letters it is an apostrophe.
    is_letter_next = after.islower() and (rest != "’" or first in "ÃÄ")
    is_capital_next = first in "ÃÄĂ" and after.isalpha()
    return before.islower() or is_letter_next or is_capital_next or _is_between_others(first, after)


def _has_odd_capitals(run: str, *, before: str, after: str, letters: int) -> bool:
    if (before.islower() and run[0].isupper()) or (run[-1].islower() and after.isupper()):
        return True
    if run[0] in "ÃÂĂ" and after.islower() and not run[-1].islower():
        return True
    neighbours = [*pairwise(run)]
    if len(run) > 2 and any(one.islower() and other.isupper() for one, other in neighbours):
        return True
    # Letters alternate between large and small, as in no word.
    changes = sum(one.isupper() != other.isupper() for one, other in neighbours)
    return letters > 1 and changes > len(neighbours) / 2


def _is_between_others(run: str, *neighbours: str) -> bool:
    """Its letters are of one script and those beside it of another."""
    own = {_script(each) for each in run if each.isalpha()}
    others = {_script(each) for each in neighbours if each.isalpha()}
    return bool(own and others) and not own & others


def _is_plausible(meant: str) -> bool:
    """Letters of one living script in an order of capitals that a word has, or common signs."""
    if _is_mark(meant[0]):
        return False
    if any(not (each.isalpha() or each in COMMON_SIGNS or _is_mark(each)) for each in meant):
        return False
    letters = [each for each in meant if each.isalpha()]
    if len({_script(each) for each in letters} - {""}) > 1:
        return False
    return not any(one.islower() and other.isupper() for one, other in pairwise(letters))


# Quotes, dashes and Vietnamese letters, of three bytes; signs of mathematics before a letter.
NO_WORD_BEGINS = ("â€", "‚Ä", "·ª", "·∫", "¬", "√", "≈", "∆", "ƒ")
COMMON_SIGNS = frozenset("’‘“”„‚–—…•€™«»‹›°ºª·¿¡©®§№±²³½¼¾´ \u00a0\u00ad\u200b\ufeff\ufffd¸")


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Mc"}


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


def _reread(text: str) -> str:
    """What the text was before it was misread, once or several times; "" where it does not say."""
    for _again in range(4):
        meanings = {_reread_as(text, encoding) for encoding in _likeliest(text)}
        if not meanings:
            break
        text = meanings.pop() if len(meanings) == 1 else ""
    is_whole = not (any(_signs(text)) or any(is_of_two_scripts(word) for word in text.split()))
    return _sound(text) if is_whole else ""


def _reread_as(text: str, encoding: str) -> str:
    """Every run of misread letters replaced; "" where half a letter stands before one."""
    byte_of, pattern = _table(encoding)
    if any(
        0xC2 <= byte_of.get(text[run.start() - 1 : run.start()], 0) <= 0xDF
        for run in pattern.finditer(text)
    ):
        return ""
    return pattern.sub(lambda run: _meant(run[0], byte_of) or run[0], text)


# Another alphabet read as Western European: "Èâàí Ïåòðîâ". A word of three letters, none plain.
NO_PLAIN_LETTER = re.compile(r"(?<![\w])(?=[^\W\d_]{3})[À-ÖØ-öø-ÿ£¥§¨ª¯²³´¸¹º¼½¾¿ðþ]{3,}(?![\w])")


def _other_alphabet(text: str) -> Iterator[Doubt]:
    found = [word for word in NO_PLAIN_LETTER.findall(text) if len(set(word)) > 2]
    if found:
        try:
            meant = text.encode("cp1252").decode("cp1251")
        except UnicodeError:
            meant = ""
        words = re.findall(rf"{LETTER}+", meant)
        is_russian = bool(words) and all(
            word in (word.lower(), word.upper(), word.capitalize()) for word in words
        )
        yield _misread(text, found[0], meant if is_russian else "")


# Signs in place of letters

SIGN = "[¢£¤¥¦¨¬¯°±²³¶¸¹¼½¾÷×†‡ˆ‰€ƒ•™˜ˇ˘˙˛˝˚√≤≥∞∂∑∏∫≈∆◊\u2500-\u259f]"
# A sign with letters on both sides; one that no letter is followed by at the end of a word; a
# capital from the upper half of an encoding amid small letters: "JosŽ", "FranÁois".
SIGNS = re.compile(
    rf"(?<={LETTER}){SIGN}(?={LETTER})|(?<={LETTER})[√\u2500-\u259f¤]|[√\u2500-\u259f¤](?={LETTER})"
    r"|(?<=[a-z])[ŽŠŸ](?![A-Z])|Ÿ(?=[a-z])|(?<=[A-Za-z])[”“„](?=[a-z])|(?<=[A-Za-z][a-z])[À-ÖØ-Þ](?=[a-z])|ı´"
)
# Names that go on with a capital: "MacÉanruig", "DeÁvila".
GOES_ON = re.compile(
    r"(?<!\w)(?:Mac|Mc|Fitz|De|Di|Du|Da|Del|La|Le|Van|Von|Ní?|Uí)(?=[À-ÖØ-Þ])", re.IGNORECASE
)


def _signs(text: str) -> Iterator[Doubt]:
    found = SIGNS.findall(GOES_ON.sub(" ", text))
    if found:
        reason = _("has %s among its letters, where another letter was perhaps lost")
        yield asked(DoubtCode.SIGNS, text, reason % with_codes("".join(found)))
