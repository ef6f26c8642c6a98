"""The language that a name in own script is perhaps in, by its letters and whose delegation it is.

A proposal, for somebody to look at: nothing is proposed where nothing speaks for it. Pure.
"""

from conference.writing.scripts import SCRIPTS_OF_LANGUAGE, script_of
from delegates.naming.name_languages import NAME_LANGUAGES

_ONE_LANGUAGE = {
    "ar": "AE BH DJ DZ EG IQ JO KM KW LB LY MA MR OM PS QA SA SD SY TD TN YE",
    "de": "AT DE LI",
    "es": "AD AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PY SV UY VE",
    "fr": "BF BJ CD CF CG CI FR GA GN HT LU MC ML NE SN TG",
    "pt": "AO BR CV GW MZ PT ST",
}
OF_COUNTRIES = {
    **{country: tag for tag, countries in _ONE_LANGUAGE.items() for country in countries.split()},
    "AF": "fa-af ps", "AL": "sq", "AM": "hy", "AZ": "az", "BA": "bs sr hr", "BD": "bn",
    "BE": "nl fr de", "BG": "bg", "BT": "dz", "BY": "be ru", "CH": "de fr it rm", "CN": "zh-hans",
    "CY": "el tr", "CZ": "cs", "DK": "da", "EE": "et", "ER": "ti ar", "ET": "am om ti so",
    "FI": "fi sv", "FJ": "fj hi", "GE": "ka", "GR": "el", "HR": "hr", "HU": "hu", "ID": "id",
    "IE": "ga", "IL": "he ar", "IN": "hi bn ta te mr gu kn ml pa or as ur", "IR": "fa ckb az",
    "IS": "is", "IT": "it", "JP": "ja", "KG": "ky ru", "KH": "km", "KP": "ko", "KR": "ko",
    "KZ": "kk ru", "LA": "lo", "LK": "si ta", "LT": "lt", "LV": "lv", "MD": "ro ru", "ME": "sr",
    "MG": "mg fr", "MK": "mk sq", "MM": "my", "MN": "mn", "MT": "mt", "MV": "dv", "MY": "ms",
    "NL": "nl", "NO": "nb", "NP": "ne", "PH": "fil", "PK": "ur ps sd pa", "PL": "pl", "RO": "ro",
    "RS": "sr", "RU": "ru tt ba ce os", "RW": "rw", "SE": "sv", "SG": "zh-hans ta ms", "SI": "sl",
    "SK": "sk", "SM": "it", "SO": "so ar", "TH": "th", "TJ": "tg ru", "TL": "tet pt", "TM": "tk",
    "TR": "tr", "UA": "uk ru", "UZ": "uz ru", "VN": "vi",
}  # fmt: skip
"""What the people whom a State sends write their names in, by its ISO 3166-1 code; the most usual
first.
"""

# Letters that one language writes and those beside it do not.
ITS_OWN = {
    "az": "ə", "ba": "ҙҡҫ", "be": "ў", "ce": "ӏ", "ckb": "ڕڵۆێ", "fa": "پچژگ", "fa-af": "پچژگ",
    "kk": "әғқңөұүһі", "ky": "ңөү", "mk": "ѓќѕ", "ps": "ټډړښځڅڼ", "ru": "ыэ", "sd": "ٻڀٺڄڃ",
    "sr": "ђћ", "tg": "ғӣқӯҳҷ", "tt": "җәңөүһ", "uk": "їєґі", "ur": "ٹڈڑے", "uz": "ўғқҳ",
}  # fmt: skip
# Letters that it does not write, though its script has them.
NOT_ITS_OWN = {"be": "ищ", "kk": "ў", "ky": "і", "tg": "цщыь", "uk": "ыэё", "uz": "щы"}


def proposed_language(name: str, country: str) -> str:
    """A tag of `delegates.naming.name_languages`, "" for none. `country`: ISO code, "" for none."""
    letters = set(name.lower())
    scripts = {script for letter in letters if (script := script_of(letter))}
    if not scripts:
        return ""
    fitting = [tag for tag in NAME_LANGUAGES if _may_be_in(tag, letters, scripts)]
    own = [tag for tag in OF_COUNTRIES.get(country, "").split() if tag in fitting]
    most_own = _with_most_of_its_own(own or fitting, letters)
    if own:
        return most_own[0]
    return most_own[0] if len(most_own) == 1 else ""


def _may_be_in(tag: str, letters: set[str], scripts: set[str]) -> bool:
    known = SCRIPTS_OF_LANGUAGE.get(tag, frozenset())
    return scripts <= known and not letters & set(NOT_ITS_OWN.get(tag, ""))


def _with_most_of_its_own(tags: list[str], letters: set[str]) -> list[str]:
    counts = {tag: len(letters & set(ITS_OWN.get(tag, ""))) for tag in tags}
    most = max(counts.values(), default=0)
    return [tag for tag in tags if counts[tag] == most]
