"""What the headings of a list of delegates are called, in the languages that lists come in.

Besides these, a column's own name, its label and its further headings are understood. Pure.
"""

import re
from collections.abc import Callable, Mapping

from conference.writing.folding import fold, word_key

# Column to headings in English, French, Spanish, Russian, Arabic, Chinese and Tajik.
HEADING_WORDS: Mapping[str, str] = {
    "delegation": "delegation name | state | member state | country or organization"
    " | organization name | name of organization | name of the organization | name of delegation"
    " | délégation | pays | état | nom de l’organisation | delegación | país | estado"
    " | organización | nombre de la organización | делегация | страна | государство"
    " | организация | наименование организации | название организации | الوفد | البلد | الدولة"
    " | المنظمة | 代表团 | 国家 | 组织 | ҳайат | кишвар | давлат | созмон",
    "kind": "type of delegation | type de délégation | tipo de delegación | вид делегации"
    " | тип делегации | نوع الوفد | 代表团类型 | навъи ҳайат",
    "position": "role in delegation | role in the delegation | position in the delegation"
    " | status in delegation | qualité dans la délégation | fonction dans la délégation"
    " | función en la delegación | cargo en la delegación | статус в делегации"
    " | роль в делегации | должность в делегации | الصفة في الوفد | المنصب في الوفد | 团内职务"
    " | мақом дар ҳайат",
    "honorific": "mr ms | mr mrs ms | prefix | form of address | civilité | titre | tratamiento"
    " | título | обращение | титул | لقب المخاطبة | 称谓 | 尊称 | муроҷиат",
    "given_name": "given | first | first names | forenames | personal name | prénom | prénoms"
    " | nombre | nombres | nombre de pila | имя | имена | الاسم الأول | الاسم الشخصي | 名 | 名字"
    " | ном",
    "family_name": "family | last | last names | surnames | nom | nom de famille"
    " | noms de famille | apellido | apellidos | фамилия | фамилии | اسم العائلة | اسم الأسرة"
    " | 姓 | 姓氏 | насаб",
    "middle_name": "middle | middle names | middle initial | second name | second given name"
    " | second first name | other given names | other first names"
    " | deuxième prénom | second prénom | autres prénoms | segundo nombre | segundos nombres"
    " | otros nombres | второе имя | среднее имя | الاسم الأوسط"
    " | الاسم الثاني | 中间名 | номи миёна",
    "patronymic": "nombre patronímico | patronímico | отчество | اسم الأب | 父称 | номи падар",
    "own_name": "name in native script | name in original script | name in local script"
    " | native name | nom dans l’écriture d’origine | nombre en su escritura"
    " | имя на родном языке | фио на родном языке | الاسم باللغة الأصلية | 本国文字姓名"
    " | ном бо хати худ",
    "own_name_language": "language of name | langue du nom | idioma del nombre | язык имени"
    " | لغة الاسم | 姓名语言 | забони ном",
    "gender": "sexe | genre | sexo | género | пол | الجنس | 性别 | ҷинс",
    "function": "functional title | official title | designation | occupation | job position"
    " | fonction | poste | cargo | función | puesto | должность | занимаемая должность | المنصب"
    " | الوظيفة | 职务 | 职位 | вазифа | мансаб",
    "own_given_name": "prénom dans sa propre écriture | nombre en su propia escritura | имя в"
    " оригинальном написании | الاسم بالخط الأصلي | 本国文字名 | ном бо хатти худ",
    "own_family_name": "nom de famille dans sa propre écriture | apellido en su propia escritura |"
    " фамилия в оригинальном написании | اسم العائلة بالخط الأصلي | 本国文字姓 | насаб бо"
    " хатти худ",
    "department": "département | departamento | департамент | отдел | управление | الإدارة | 部门 |"
    " 司局 | раёсат | шуъба",
    "ministry": "ministère | ministère ou organisation | ministerio | ministerio u organización |"
    " министерство | министерство или организация | الوزارة | الوزارة أو المنظمة | 部委"
    " | 部委或组织 | вазорат | вазорат ё созмон",
    "category": "catégorie | categoría | категория | الفئة | 类别",
    "rank": "rang | rang protocolaire | rango | rango protocolario | ранг | الرتبة | 级别 | рутба",
    "listing": "dans la liste | en la lista | в списке | 列入名单",
    "email": "mail address | e mail addresses | courriel | adresse électronique | adresse e-mail"
    " | adresse courriel | correo | correo electrónico | dirección de correo electrónico"
    " | эл. почта | эл. адрес | электронная почта | адрес электронной почты"
    " | البريد الإلكتروني | 电子邮件 | 电子邮箱 | 邮箱 | почтаи электронӣ",
    "phone": "tel | phone no | telephone number | mobile phone | mobile number | cell phone"
    " | contact number | téléphone | tél | numéro de téléphone | teléfono | móvil | celular"
    " | número de teléfono | телефон | тел | мобильный телефон | номер телефона | الهاتف"
    " | رقم الهاتف | 电话 | 手机 | 电话号码",
    "nationality": "country of nationality | country of citizenship | nationalité | nacionalidad"
    " | гражданство | الجنسية | 国籍 | шаҳрвандӣ",
    "name_suffix": "suffixe | sufijo | суффикс | اللاحقة | 后缀 | пасванд",
    "rank_represented": "rang représenté | rango representado | представляемый ранг"
    " | الرتبة الممثلة | 所代表的级别 | рутбаи намояндагишаванда",
    "in_office_since": "en fonction depuis | en el cargo desde | в должности с"
    " | في المنصب منذ | 任职日期 | дар вазифа аз",
    "languages": "langues parlées | idiomas hablados | языки | владение языками"
    " | اللغات | 所讲语言 | забонҳо",
    "hotel": "hôtel | hébergement | alojamiento | гостиница | отель | проживание | الفندق"
    " | 酒店 | 住宿 | меҳмонхона",
    "arrival_at": "date et heure d’arrivée | heure d’arrivée | fecha y hora de llegada"
    " | hora de llegada | дата и время прибытия | время прибытия | дата и время прилёта"
    " | موعد الوصول | وقت الوصول | 抵达时间 | 抵达日期和时间 | вақти расидан",
    "arrival_place": "lieu d’arrivée | aéroport d’arrivée | lugar de llegada"
    " | aeropuerto de llegada | место прибытия | аэропорт прибытия | مكان الوصول | مطار الوصول"
    " | 抵达地点 | 抵达机场 | ҷойи расидан",
    "arrival_carrier": "transporteur à l’arrivée | compagnie aérienne à l’arrivée"
    " | transportista a la llegada | aerolínea de llegada | перевозчик при прибытии"
    " | авиакомпания прибытия | الناقل عند الوصول | 抵达承运人 | 抵达航空公司",
    "arrival_number": "vol d’arrivée | vol ou train d’arrivée | vuelo de llegada"
    " | vuelo o tren de llegada | рейс прибытия | номер рейса прибытия | رحلة الوصول"
    " | رقم رحلة الوصول | 抵达航班 | 抵达航班号 | рейси расидан",
    "departure_at": "date et heure de départ | heure de départ | fecha y hora de salida"
    " | hora de salida | дата и время отъезда | время отъезда | дата и время вылета"
    " | время отбытия | موعد المغادرة | وقت المغادرة | 离开时间 | 离开日期和时间 | вақти рафтан",
    "departure_place": "lieu de départ | aéroport de départ | lugar de salida"
    " | aeropuerto de salida | место отъезда | аэропорт вылета | место отбытия"
    " | مكان المغادرة | مطار المغادرة | 离开地点 | 离开机场 | ҷойи рафтан",
    "departure_carrier": "transporteur au départ | compagnie aérienne au départ"
    " | transportista a la salida | aerolínea de salida | перевозчик при отъезде"
    " | авиакомпания вылета | الناقل عند المغادرة | 离开承运人 | 离开航空公司",
    "departure_number": "vol de départ | vol ou train de départ | vuelo de salida"
    " | vuelo o tren de salida | рейс вылета | рейс отъезда | номер рейса вылета"
    " | رحلة المغادرة | رقم رحلة المغادرة | 离开航班 | 离开航班号 | рейси рафтан",
    "reference": "référence | referencia",
}

# Over a part of a name beside the other part; alone, over the whole name as well.
NAMES_BESIDE_ANOTHER = frozenset(
    {"nom", "noms", "nombre", "nombres", "имя", "имена", "ном", "名", "名字"}
)

EXPLANATION = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")
# "1. Given name", "Фамилия*", "Family name:".
ORNAMENT = re.compile(r"^[\s(]*\d{1,3}[.)]\s*|[\s*:†‡.…]+$|^[\s*]+")
PARTING = re.compile(r"[/|\n\r;:：／]|\s[–—-]+\s")
AFTERWARDS = re.compile(
    r"\b(?:as|per|exactly|please|required|tel que|tels que|comme|selon|como|según|как|согласно"
    r"|по паспорту)\b.*",
    re.IGNORECASE | re.DOTALL,
)
# Another script makes another column of it: "Имя (кириллицей)" is not the passport's name.
OTHER_SCRIPT = re.compile(
    r"script|cyrill|кирилл|arab|عرب|chinese|中文|汉字|native|local|original|own|родн|нацио|ориг"
    r"|langue|idioma|язык|язи|забон|mother|maternel",
    re.IGNORECASE,
)
LONGEST_HEADING = 300

# Of a person's name, as words of a heading; the others are found within a word.
# Below a caption, as pretix has it: "Attendee name: Given name".
PARTS_BELOW_A_CAPTION = frozenset(
    {"honorific", "given_name", "middle_name", "patronymic", "family_name"}
)
NAME_WORDS = frozenset(
    {
        *("name", "names", "firstname", "lastname", "fullname", "surname", "surnames", "forename"),
        *("forenames", "patronymic", "nom", "noms", "prenom", "prenoms", "nombre", "nombres"),
        *("apellido", "apellidos", "имя", "имена", "фамилия", "фамилии", "отчество", "фио"),
        *("اسم", "الاسم", "ном", "насаб", "насабу", "фамилияи"),
        *("participant", "participants", "delegate", "delegates", "participante", "delegado"),
        *("участник", "делегат"),
    }
)
NAME_SIGNS = ("姓", "名字", "full name", "ф. и. о", "ф.и.о", "ф и о")
# What has a name beside a person; a column of it left out leaves nobody without one.
OTHER_NAMES = re.compile(
    r"organi[sz]|company|firm|hotel|countr|state|deleg.{0,6} of|airline|file|event|meeting|session"
    r"|conference|bank|ministry|depart|institut|emergency|contact|spouse|user|login|group|street"
    r"|city|airport|vessel|ship|project|programme|program|type|number of|count|society|société"
    r"|entreprise|empresa|pays|país|hôtel|урганиз|организ|компан|гостин|стран|учрежд|подпис|المنظمة",
    re.IGNORECASE,
)

Known = Callable[[str], str | None]


def words_of(column: str) -> list[str]:
    return HEADING_WORDS[column].split(" | ") if column in HEADING_WORDS else []


def meaning_of(text: str, known: Known) -> str | None:
    """The column of a heading, explained or not, in one language or two; None: nobody can say.

    `known` tells the column of a word key.
    """
    text = text[:LONGEST_HEADING]
    found = known(word_key(text))
    if found is not None:
        return found
    if OTHER_SCRIPT.search(text):
        return None
    for plain in _without_explanation(text):
        found = known(word_key(plain))
        if found is not None:
            return found
    return _meaning_of_parts(text, known)


def _without_explanation(text: str) -> list[str]:
    plain = ORNAMENT.sub("", ORNAMENT.sub("", EXPLANATION.sub(" ", text)))
    return [plain, AFTERWARDS.sub("", plain)]


def _meaning_of_parts(text: str, known: Known) -> str | None:
    """ "Family name / Nom": every part that is known means the same, and no part is a name too."""
    caption, colon, part = text.partition(":")
    if colon and is_name(caption) and known(word_key(caption)) is None:
        below = {known(word_key(plain)) for plain in _without_explanation(part)}
        return next(iter(below & PARTS_BELOW_A_CAPTION), None)
    parts = [part for part in PARTING.split(EXPLANATION.sub(" ", text)) if part.strip()]
    if len(parts) < 2:
        return None
    found = set()
    for part in parts:
        meanings = {known(word_key(plain)) for plain in _without_explanation(part)} - {None}
        if not meanings and is_name(part):
            return None
        found |= meanings
    return found.pop() if len(found) == 1 else None


def is_name(text: str) -> bool:
    """Whether a heading seems to stand over people's names, whole or in part."""
    text = text[:LONGEST_HEADING]
    folded = fold(text)
    words = set(re.split(r"[\W_]+", folded))
    is_named = not words.isdisjoint(NAME_WORDS) or any(sign in folded for sign in NAME_SIGNS)
    return is_named and not OTHER_NAMES.search(text)
