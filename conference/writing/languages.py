"""Choosing the language of a translated value, and saying which one was used."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _
from i18nfield.strings import LazyI18nString

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv", "ug", "sd"})

OWN_NAMES = {
    code: get_language_info(code)["name_local"].capitalize() for code, _name in settings.LANGUAGES
}
OWN_NAMES["zh-hans"] = "中文"
NAMES = {
    "ar": _("Arabic"),
    "zh-hans": _("Chinese"),
    "en": _("English"),
    "fr": _("French"),
    "ru": _("Russian"),
    "es": _("Spanish"),
    "tg": _("Tajik"),
}
"""What a language is called by readers of another; in the order in which the UN names them."""

BETWEEN_NAMES = {"ar": "، ", "zh-hans": "、"}

IN_LANGUAGES = {
    "ar": _("in Arabic"),
    "en": _("in English"),
    "es": _("in Spanish"),
    "fr": _("in French"),
    "ru": _("in Russian"),
    "tg": _("in Tajik"),
    "zh-hans": _("in Chinese"),
}
"""What is said beside a text that there is only in another language."""


@dataclass(frozen=True)
class Localized:
    """A text and the language it is in, for its own `lang` and `dir` attributes."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    @property
    def direction(self) -> str:
        return direction(self.language)


def direction(language: str) -> str:
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def named(tags: Iterable[str]) -> str:
    """`English, French`: these languages as the active one calls them, in the order of `NAMES`."""
    chosen = set(tags)
    known = [str(name) for tag, name in NAMES.items() if tag in chosen]
    return BETWEEN_NAMES.get(get_language() or "", ", ").join(known)


def translations(value: LazyI18nString | Mapping[str, str] | str) -> dict[str, str]:
    """Language tag to text, blanks left out. A plain string has no language: tag `""`."""
    data = value.data if isinstance(value, LazyI18nString) else value
    if isinstance(data, Mapping):
        return {tag: text for tag, text in data.items() if text}
    return {"": data} if data else {}


def localized(
    value: LazyI18nString | Mapping[str, str] | str,
    language: str | None = None,
    *,
    fallbacks: Iterable[str] = (),
) -> Localized:
    """The value in `language` (default: the active one), else in the first fallback that has it.

    After the fallbacks comes English, then whatever there is.
    """
    wanted = language or get_language() or settings.LANGUAGE_CODE
    texts = translations(value)
    for tag in (wanted, wanted.split("-")[0], *fallbacks, "en", *texts):
        if tag in texts:
            return Localized(texts[tag], tag or wanted)
    return Localized("", wanted)
