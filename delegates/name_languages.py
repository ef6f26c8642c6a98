"""The languages that a person's name in own script can be in. Pure data.

Closed, because the language decides which font draws the letters and which rules capitalize them:
a tag nobody knows would be drawn by chance.
"""

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

UNNAMED_LANGUAGE = "und"
"""BCP 47 for a language nobody has named; offered so that no name has to claim a wrong one."""

# Tag, name in English and name in itself where Django knows none, or another.
FURTHER_NAMES = {
    "ba": ("Bashkir", "башҡортса"),
    "ce": ("Chechen", "нохчийн"),
    "eu": ("Basque", "euskara"),
    "fa-af": ("Dari", "دری"),
    "ku": ("Kurdish", "kurdî"),
    "mn": ("Mongolian", "монгол"),
    "mt": ("Maltese", "Malti"),
    "ps": ("Pashto", "پښتو"),
    "so": ("Somali", "Soomaali"),
    "zh-hans": ("Chinese, simplified", "简体中文"),
    "zh-hant": ("Chinese, traditional", "繁體中文"),
}
NAME_LANGUAGE_TAGS = (
    "ar az ba be bg bs ca ce ckb cs cy da de el en es et eu fa fa-af fi fr ga he hi hr hu hy id is"
    " it ja ka kk ko ku ky lt lv mk mn mr ms mt nb ne nl os pl ps pt ro ru sk sl so sq sr sv sw tg"
    " th tk tr tt ug uk ur uz vi zh-hans zh-hant"
)
"""Languages that a person's name in own script can be in: those that the pinned fonts can set."""

CHINESE = {
    **dict.fromkeys(("zh", "zh-cn", "zh-sg", "zh-my"), "zh-hans"),
    **dict.fromkeys(("zh-tw", "zh-hk", "zh-mo"), "zh-hant"),
}
"""What Chinese is called by where it is written."""


def _names(tag: str) -> tuple[str, str]:
    if tag in FURTHER_NAMES:
        return FURTHER_NAMES[tag]
    info = get_language_info(tag)
    return info["name"], info["name_local"]


NAME_LANGUAGES = {tag: _names(tag) for tag in NAME_LANGUAGE_TAGS.split()}
"""Tag to the language's name in English and in itself."""

NAME_LANGUAGE_CHOICES = [
    *sorted(
        ((tag, " · ".join(dict.fromkeys(names))) for tag, names in NAME_LANGUAGES.items()),
        key=lambda choice: choice[1],
    ),
    (UNNAMED_LANGUAGE, _("Another language")),
]


def name_language(tag: str) -> str:
    """The language on the list that a BCP 47 tag means, whatever its case and region, or `""`."""
    parts = tag.strip().replace("_", "-").lower().split("-")
    shorter = ["-".join(parts[:count]) for count in range(len(parts), 0, -1)]
    known = {tag: tag for tag in (*NAME_LANGUAGES, UNNAMED_LANGUAGE)} | CHINESE
    return next((known[part] for part in shorter if part in known), "")
