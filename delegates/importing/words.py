"""Words for closed lists, in the languages that lists of delegates come in.

Besides these, the value itself and the interface's own label in every language are understood.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import override

from conference.writing.folding import word_key
from delegates.choices import (
    Gender,
    Hosting,
    PersonListing,
    Position,
    Publication,
    YesOrNo,
)
from delegates.naming.name_languages import NAME_LANGUAGES

# A lone hyphen: what is there is cleared.
CLEARING = "-"
HEAD = "head"

GENDER_WORDS: Mapping[str, str] = {
    Gender.FEMALE: "f w woman femme féminin mujer femenino mulher ж жен женский женщина ayol أنثى"
    " امرأة 女 女性 зан",
    Gender.MALE: "m man homme masculin hombre masculino м муж мужской мужчина erkak ذكر رجل 男 男性"
    " мард",
    Gender.OTHER: "x d diverse autre otro другой آخر 其他 дигар",
}
LISTING_WORDS: Mapping[str, str] = {
    PersonListing.LISTED: "in the list | dans la liste | en la lista | в списке | 列入名单",
    PersonListing.COUNTED: "overflow | not listed | unlisted | counted only | hors liste"
    " | fuera de la lista | вне списка | не в списке | 不列入名单",
}
PUBLICATION_WORDS: Mapping[str, str] = {
    Publication.PUBLISHED: "published | publish | à publier | publicar | опубликовать | 公布",
    Publication.WITHHELD: "withheld | confidential | do not publish | ne pas publier"
    " | no publicar | не публиковать | لا ينشر | 不公布",
}
HOSTING_WORDS: Mapping[str, str] = {
    Hosting.HOSTED: "hosted | yes | pris en charge | a cargo del anfitrión"
    " | за счёт принимающей стороны | على نفقة المضيف | 由东道方承担",
    Hosting.OWN: "own | own cost | not hosted | self-funded | no | à ses frais | por su cuenta"
    " | за свой счёт | على نفقته الخاصة | 自费",
}
POSITION_WORDS: Mapping[str, str] = {
    HEAD: "head | head of delegation | head of the delegation | hod | chef de délégation"
    " | chef de la délégation | jefe de delegación | jefe de la delegación | глава делегации"
    " | руководитель делегации | رئيس الوفد | 代表团团长 | 团长 | роҳбари ҳайат",
    Position.DEPUTY_HEAD: "deputy | deputy head of delegation | chef adjoint"
    " | chef adjoint de la délégation | jefe adjunto | jefa adjunta | заместитель главы"
    " | заместитель главы делегации | نائب رئيس الوفد | 副团长 | муовини роҳбар",
    Position.MEMBER: "delegate | representative | membre | délégué | déléguée | miembro | delegado"
    " | delegada | член | член делегации | делегат | عضو | عضو الوفد | 成员 | узв | узви ҳайат",
    Position.ALTERNATE: "alternate representative | suppléant | suppléante | suplente"
    " | запасной представитель | مناوب | 候补",
    Position.ADVISER: "advisor | conseiller | conseillère | asesor | asesora | consejero | советник"
    " | مستشار | 顾问 | мушовир",
    Position.EXPERT: "experte | experto | experta | эксперт | خبير | 专家 | коршинос",
    Position.INTERPRETER: "interprète | intérprete | переводчик | مترجم | 口译员 | 翻译 | тарҷумон",
    Position.ASSISTANT: "assistante | asistente | помощник | ассистент | مساعد | 助理 | ёрдамчӣ",
    Position.SPOUSE: "conjoint | conjointe | époux | épouse | cónyuge | супруг | супруга | زوجة"
    " | 配偶 | ҳамсар",
    Position.SECURITY: "sécurité | seguridad | охрана | безопасность | أمن | 安保 | амният",
    Position.PRESS: "presse | prensa | пресса | صحافة | 新闻 | матбуот | media",
}
YES_OR_NO_WORDS: Mapping[str, str] = {
    YesOrNo.YES: "y true 1 x oui sí si да نعم 是 ҳа",
    YesOrNo.NO: "n false 0 non нет لا 否 не",
}
CLOSED_LISTS: Mapping[str, tuple[type[TextChoices], Mapping[str, str]]] = {
    "arrival_aircraft": (YesOrNo, YES_OR_NO_WORDS),
    "departure_aircraft": (YesOrNo, YES_OR_NO_WORDS),
    "gender": (Gender, GENDER_WORDS),
    "hosting": (Hosting, HOSTING_WORDS),
    "listing": (PersonListing, LISTING_WORDS),
    "position": (Position, POSITION_WORDS),
    "publication": (Publication, PUBLICATION_WORDS),
}
FURTHER_LANGUAGES = (
    ("Chinese", "zh-hans"),
    ("中文", "zh-hans"),
    ("Farsi", "fa"),
    ("таджикский", "tg"),
    ("арабский", "ar"),
    ("персидский", "fa"),
    ("китайский", "zh-hans"),
)


class Vocabulary:
    """Words to values; a word that means two values is known as ambiguous."""

    def __init__(self, words: Iterable[tuple[str, str]]) -> None:
        self._values: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for word, value in words:
            key = word_key(word)
            if key:
                self._values[key][value] = None

    def meanings(self, text: str) -> tuple[str, ...]:
        return tuple(self._values.get(word_key(text), ()))


def choices_vocabulary(choices: type[TextChoices], words: Mapping[str, str]) -> Vocabulary:
    """The values, their labels in every language, and further words for them."""
    pairs = [(value, value) for value in choices.values]
    for code, _name in settings.LANGUAGES:
        with override(code):
            pairs += [(str(choice.label), str(choice.value)) for choice in choices if choice.value]
    for value, listed in words.items():
        apart = listed.split("|") if "|" in listed else listed.split()
        pairs += [(word, str(value)) for word in [*apart, str(value)]]
    return Vocabulary(pairs)


@cache
def vocabulary_of(column: str) -> Vocabulary:
    """The words of a column with a closed list of the interface."""
    choices, words = CLOSED_LISTS[column]
    return choices_vocabulary(choices, words)


@cache
def language_vocabulary() -> Vocabulary:
    """Names of languages, in English and as they call themselves, to their tags."""
    named = [(name, tag) for tag, names in NAME_LANGUAGES.items() for name in names]
    return Vocabulary([*named, *FURTHER_LANGUAGES])
