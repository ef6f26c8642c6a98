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
    "am": ("Amharic", "አማርኛ"),
    "as": ("Assamese", "অসমীয়া"),
    "ay": ("Aymara", "aymar aru"),
    "ba": ("Bashkir", "башҡортса"),
    "bi": ("Bislama", "Bislama"),
    "ce": ("Chechen", "нохчийн"),
    "crs": ("Seychellois Creole", "kreol Seselwa"),
    "dv": ("Dhivehi", "ދިވެހި"),
    "dz": ("Dzongkha", "རྫོང་ཁ"),
    "eu": ("Basque", "euskara"),
    "fa-af": ("Dari", "دری"),
    "fil": ("Filipino", "Filipino"),
    "fj": ("Fijian", "vosa Vakaviti"),
    "gil": ("Gilbertese", "taetae ni Kiribati"),
    "gn": ("Guarani", "avañe’ẽ"),
    "gu": ("Gujarati", "ગુજરાતી"),
    "ho": ("Hiri Motu", "Hiri Motu"),
    "ht": ("Haitian Creole", "kreyòl ayisyen"),
    "km": ("Khmer", "ខ្មែរ"),
    "kn": ("Kannada", "ಕನ್ನಡ"),
    "ku": ("Kurdish", "kurdî"),
    "lo": ("Lao", "ລາວ"),
    "mg": ("Malagasy", "Malagasy"),
    "mh": ("Marshallese", "kajin M̧ajeļ"),
    "mi": ("Māori", "te reo Māori"),
    "mn": ("Mongolian", "монгол"),
    "mt": ("Maltese", "Malti"),
    "my": ("Burmese", "မြန်မာ"),
    "na": ("Nauruan", "dorerin Naoero"),
    "nso": ("Northern Sotho", "Sepedi"),
    "ny": ("Chewa", "Chichewa"),
    "om": ("Oromo", "Afaan Oromoo"),
    "or": ("Odia", "ଓଡ଼ିଆ"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "pau": ("Palauan", "tekoi er a Belau"),
    "ps": ("Pashto", "پښتو"),
    "qu": ("Quechua", "Runa Simi"),
    "rm": ("Romansh", "rumantsch"),
    "rn": ("Rundi", "Ikirundi"),
    "rw": ("Kinyarwanda", "Ikinyarwanda"),
    "sd": ("Sindhi", "سنڌي"),
    "sg": ("Sango", "Sängö"),
    "si": ("Sinhala", "සිංහල"),
    "sm": ("Samoan", "gagana Samoa"),
    "sn": ("Shona", "chiShona"),
    "so": ("Somali", "Soomaali"),
    "ss": ("Swati", "siSwati"),
    "st": ("Sotho", "Sesotho"),
    "tet": ("Tetum", "tetun"),
    "ti": ("Tigrinya", "ትግርኛ"),
    "tn": ("Tswana", "Setswana"),
    "to": ("Tongan", "lea faka-Tonga"),
    "tpi": ("Tok Pisin", "Tok Pisin"),
    "ts": ("Tsonga", "Xitsonga"),
    "tvl": ("Tuvaluan", "te ggana Tuuvalu"),
    "ve": ("Venda", "Tshivenḓa"),
    "xh": ("Xhosa", "isiXhosa"),
    "zgh": ("Tamazight", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    "zh-hans": ("Chinese, simplified", "简体中文"),
    "zh-hant": ("Chinese, traditional", "繁體中文"),
    "zu": ("Zulu", "isiZulu"),
}
NAME_LANGUAGE_TAGS = (
    "af am ar as ay az ba be bg bi bn bs ca ce ckb crs cs cy da de dv dz el en es et eu fa fa-af fi"
    " fil fj fr ga gil gn gu he hi ho hr ht hu hy id is it ja ka kk km kn ko ku ky lb lo lt lv mg"
    " mh mi mk ml mn mr ms mt my na nb ne nl nso ny om or os pa pau pl ps pt qu rm rn ro ru rw sd"
    " sg si sk sl sm sn so sq sr ss st sv sw ta te tet tg th ti tk tn to tpi tr ts tt tvl ug uk ur"
    " uz ve vi xh zgh zh-hans zh-hant zu"
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
