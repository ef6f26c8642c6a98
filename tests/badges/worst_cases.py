"""Twelve badges that are hard for any design: who is on them does not exist.

What is drawn for a contact sheet, and measured by the tests of the designs that come with Dais.
"""

from dataclasses import replace

from badges.engine import tokens
from badges.engine.content import NOTHING, BadgeContent
from badges.engine.design import shipped
from badges.engine.design.faces import Face, Faces
from badges.engine.design.folding import Place
from badges.engine.design.language import DesignSource
from badges.engine.design.shipped.words import ProgrammeDay, with_words
from badges.images import load
from badges.samples import sample_photo
from conference.pdf import layout
from conference.pdf.layout import Asset
from conference.writing.languages import Localized

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60">'
    b'<circle cx="30" cy="30" r="28" fill="none" stroke="#1d4f91" stroke-width="3"/>'
    b'<path d="M8 38q11-12 22 0t22 0M8 29q11-12 22 0t22 0" fill="none" stroke="#1d4f91"'
    b' stroke-width="3"/></svg>'
)
FLAGS = ("tj", "eg", "kr", "ge", "fr", "ba", "gb", "mv")
PARTICIPANT = (Localized("Delegate", "en"), Localized("Делегат", "ru"), Localized("Вакил", "tg"))


def pictures() -> dict[str, Asset]:
    flags = {f"flag:{code}": load(f"flag:{code}") for code in FLAGS}
    return flags | {"photo": sample_photo(), "logo": Asset(layout.SVG, LOGO)}


def ordinary() -> BadgeContent:
    return BadgeContent(
        language="en",
        conference_title=Localized(
            "High-level International Conference on the International Decade for Action", "en"
        ),
        conference_short_title=Localized("Water for Sustainable Development", "en"),
        conference_dates=Localized("20–22 June 2018", "en"),
        conference_place=Localized("Dushanbe, Tajikistan", "en"),
        conference_logo="logo",
        category_letter="D",
        category_words=PARTICIPANT,
        category_colour="#1d4f91",
        given_name=Localized("Zarina", ""),
        family_name=Localized("MIRZOEVA", ""),
        function=Localized("Deputy Minister of Economic Development", ""),
        ministry=Localized("Ministry of Economic Development and Trade", ""),
        delegation_name=Localized("Tajikistan", "en"),
        delegation_flag="flag:tj",
        photo="photo",
        zones=("A", "B", "F", "G"),
        serial="00417",
        token=tokens.NO_TOKEN,
    )


def in_arabic(badge: BadgeContent) -> BadgeContent:
    """Of a conference that reads from right to left."""
    return replace(
        badge,
        language="ar",
        conference_title=Localized(
            "المؤتمر الدولي الرفيع المستوى المعني بالعقد الدولي للعمل", "ar"
        ),
        conference_short_title=badge.conference_short_title
        and Localized(
            "المياه من أجل التنمية المستدامة" if badge.conference_short_title.text else "", "ar"
        ),
        conference_dates=Localized("20–22 يونيو 2018", "ar"),
        conference_place=Localized("القاهرة، مصر", "ar"),
        category_words=(Localized("مندوب", "ar"), *badge.category_words[:2]),
    )


DAY = {
    "badge_type": Localized("Day badge", "en"),
    "opens_from": Localized("20 June 2018, 08:00", "en"),
    "opens_until": Localized("20 June 2018, 20:00", "en"),
}
SHARED = DAY | {"badge_type": Localized("Transferable badge", "en")}
VEHICLE = DAY | {
    "badge_type": Localized("Vehicle badge", "en"),
    "vehicle_make": Localized("Toyota Land Cruiser", ""),
    "vehicle_colour": Localized("Black", ""),
    "vehicle_driver": Localized("Rustam Nazarov", ""),
}
NOBODY = dict.fromkeys(
    ("given_name", "family_name", "own_name", "function", "department", "ministry"), NOTHING
) | {"photo": ""}
NO_CATEGORY = {
    "category_letter": "",
    "category_words": (),
    "category_colour": "#000000",
    "category_is_hatched": False,
}
COPIES = (
    "3 6",
    "1 1",
    "12 48",
    "4 6",
    "120 120",
    "7 9",
    "2 3",
    "1 4",
    "5 6",
    "88 99",
    "6 6",
    "1 2",
)
PLATES = [
    "4821 AB 01",
    "CD 110-A",
    "ق ه ر 1234",
    "12가 3456",
    "0123 ТҶ 01",
    "GE-777-QQ",
    "AB-123-CD",
    "DPL 0123-4567 WWM",
    "UN 0107",
    "W-WM 88888 MW",
    "1",
    "A12-B-345",
]
PROGRAMME = [
    ProgrammeDay(
        Localized("Wednesday 20 June", "en"),
        "08:00–19:30",
        (
            Localized("09:00 Opening of the Conference", "en"),
            Localized("10:30 First plenary: Water for sustainable development", "en"),
            Localized("15:00 Women, water and the management of transboundary basins", "en"),
            Localized("18:00 Reception of the host country", "en"),
        ),
    ),
    ProgrammeDay(
        Localized("Thursday 21 June", "en"),
        "08:30–18:00",
        (
            Localized("09:00 Second plenary", "en"),
            Localized("11:00 Panel <1> & {{ family_name }}", "en"),
            Localized("14:00 الجلسة العامة الثالثة", "ar"),
        ),
    ),
    ProgrammeDay(
        Localized("Friday 22 June", "en"),
        "08:30–13:00",
        (Localized("09:30 Adoption of the Declaration and closing", "en"),),
    ),
]
FOUND = [
    Localized("If found, return this badge to the accreditation desk.", "en"),
    Localized("Нашедшего просят вернуть бейдж в бюро аккредитации.", "ru"),
    Localized("يرجى إعادة هذه البطاقة إلى مكتب الاعتماد.", "ar"),
]


def face(name: str) -> DesignSource:
    """With the words of a conference, where it has a place for them."""
    faces = Faces((Face(Place.FRONT, shipped.shipped(name)),))
    return with_words(faces, PROGRAMME, FOUND).front.source


def of_type(name: str) -> list[BadgeContent]:
    """The worst cases of what a face is for, which its name says."""
    cases = worst_cases()
    if name.startswith("day_"):
        return [replace(case, **DAY) for case in cases]
    if name.startswith("transferable_"):
        return [
            *of_delegations()[:6],
            *(replace(one, **NO_CATEGORY) for one in of_delegations()[6:]),
        ]
    if name.startswith("vehicle_"):
        return [*vehicles()[:6], *(replace(one, **NO_CATEGORY) for one in vehicles()[6:])]
    if name.startswith("nameplate_"):
        return [replace(case, zones=(), category_letter="", category_words=()) for case in cases]
    return cases


def of_delegations() -> list[BadgeContent]:
    numbers = (copy.split() for copy in COPIES)
    return [
        replace(case, **NOBODY, **SHARED, copy_number=number, copy_count=count)
        for case, (number, count) in zip(worst_cases(), numbers, strict=True)
    ]


def vehicles() -> list[BadgeContent]:
    found = [
        replace(case, **NOBODY, **VEHICLE, vehicle_plate=plate)
        for case, plate in zip(worst_cases(), PLATES, strict=True)
    ]
    found[7] = replace(
        found[7],
        vehicle_make=Localized("Mercedes-Benz Sprinter 519 CDI Minibus", ""),
        vehicle_colour=Localized("Dark metallic midnight blue", ""),
        vehicle_driver=Localized("Maximilian von und zu Schrattenthal-Waldstätten", ""),
    )
    return found


def worst_cases() -> list[BadgeContent]:
    plain = ordinary()
    return [
        replace(
            plain,
            given_name=Localized("Maximiliane Charlotte Alexandra Wilhelmina", ""),
            family_name=Localized("WOLDEMARIAM-BEREKETEABWI", ""),
            category_letter="H",
            category_colour="#a4262c",
            category_words=(
                Localized("Head of delegation", "en"),
                Localized("Глава делегации", "ru"),
                Localized("Роҳбари ҳайат", "tg"),
            ),
        ),
        replace(plain, given_name=Localized("Soekarnoputri", ""), family_name=NOTHING, photo=""),
        in_arabic(
            replace(
                plain,
                given_name=Localized("Abd al-Rahman", ""),
                family_name=Localized("AL-HUSSEINI", ""),
                own_name=Localized("عبد الرحمن بن محمد الحسيني الهاشمي", "ar"),
                function=Localized("وكيل وزارة الموارد المائية والري لشؤون التعاون الدولي", "ar"),
                ministry=Localized("وزارة الموارد المائية والري", "ar"),
                delegation_name=Localized("مصر", "ar"),
                delegation_flag="flag:eg",
                category_colour="#23734a",
                category_letter="I",
            )
        ),
        replace(
            plain,
            given_name=Localized("Seo-yeon", ""),
            family_name=Localized("HWANGBO", ""),
            own_name=Localized("황보서연", "ko"),
            function=Localized("외교부 기후환경과학외교국 심의관", "ko"),
            delegation_name=Localized("Republic of Korea", "en"),
            delegation_flag="flag:kr",
            category_letter="S",
            category_colour="#6b3fa0",
            category_words=(Localized("Speaker, guest", "en"),),
        ),
        replace(
            plain,
            language="tg",
            conference_short_title=Localized("Об барои рушди устувор", "tg"),
            conference_dates=Localized("20–22 июни 2018", "tg"),
            conference_place=Localized("Душанбе, Тоҷикистон", "tg"),
            given_name=Localized("Jamshedjon Qurbonovich", ""),
            family_name=Localized("GHAFURZODA-UKTAMZODA", ""),
            own_name=Localized("Ғафурзода-Ӯктамзода Ҷамшедҷон Қурбонович", "tg"),
            function=Localized(
                "Муовини якуми Вазири рушди иқтисод ва савдои Ҷумҳурии Тоҷикистон", "tg"
            ),
            category_letter="C",
            category_colour="#7a4b2a",
            category_words=(Localized("Намояндаи кишвари мизбон", "tg"), PARTICIPANT[0]),
        ),
        replace(
            plain,
            given_name=Localized("Konstantine", ""),
            family_name=Localized("CHAVCHAVADZE", ""),
            own_name=Localized("კონსტანტინე ჭავჭავაძე-გამსახურდია", "ka"),
            delegation_name=Localized("Georgia", "en"),
            delegation_flag="flag:ge",
            category_letter="M",
            category_colour="#11757e",
            category_words=(
                Localized("Diplomatic mission", "en"),
                Localized("Mission diplomatique", "fr"),
            ),
        ),
        replace(
            plain,
            photo="",
            given_name=Localized("Marie-Claire", ""),
            family_name=Localized("DUPONT DE LA RIVIÈRE", ""),
            delegation_name=Localized("France", "en"),
            delegation_flag="flag:fr",
            category_letter="V",
            category_colour="#b8892b",
            category_words=(
                Localized("Head of State or Government, VIP", "en"),
                Localized("Chef d’État ou de gouvernement, VIP", "fr"),
            ),
        ),
        replace(
            plain,
            given_name=Localized("Sebastian Alexander", ""),
            family_name=Localized("FITZWILLIAM-HARGREAVES", ""),
            own_name=Localized("", ""),
            function=Localized(
                "Special Representative of the Secretary-General and Head of the Regional Centre"
                " for Preventive Diplomacy, Chair of the Inter-Agency Working Group",
                "",
            ),
            department=Localized(
                "Directorate for Multilateral Affairs, Transboundary Waters and Sustainable"
                " Development",
                "",
            ),
            ministry=Localized(
                "Ministry of Energy, Water Resources, Agriculture, Environmental Protection and"
                " Regional Development",
                "",
            ),
            delegation_name=Localized("United Kingdom of Great Britain and Northern Ireland", "en"),
            delegation_flag="flag:gb",
            category_letter="O",
            category_colour="#7fb2e5",
            category_words=(
                Localized("Observer State", "en"),
                Localized("Государство-наблюдатель", "ru"),
            ),
        ),
        replace(
            plain,
            given_name=Localized("Aminath", ""),
            family_name=Localized("DIDI", ""),
            delegation_name=Localized(
                "United Nations Regional Centre for Preventive Diplomacy for Central Asia and"
                " Intergovernmental Partners",
                "en",
            ),
            delegation_acronym=Localized("UNRCCA", ""),
            delegation_flag="",
            category_letter="P",
            category_colour="#6b7326",
            category_words=(Localized("Development partner", "en"),),
        ),
        replace(
            plain,
            given_name=Localized("Wilhelmina", ""),
            family_name=Localized("MÜLLER-WÖRTHMANN", ""),
            zones=tuple("ABEFGJKQWZ"),
            category_letter="WM",
            category_colour="#d9731a",
            category_words=(
                Localized("Civil society, research", "en"),
                Localized("Гражданское общество, наука", "ru"),
                Localized("Ҷомеаи шаҳрвандӣ, илм", "tg"),
            ),
            serial="104417",
        ),
        replace(
            plain,
            given_name=Localized("Ana", ""),
            family_name=Localized("NG", ""),
            department=Localized("Department of Investment", ""),
            category_letter="Y",
            category_colour="#5b6472",
            category_is_hatched=True,
            category_words=(Localized("Day pass", "en"), Localized("Пропуск на один день", "ru")),
            zones=("A",),
        ),
        replace(
            plain,
            conference_logo="",
            conference_short_title=NOTHING,
            given_name=Localized("Ólafur", ""),
            family_name=Localized("ÞÓRÐARSON", ""),
            delegation_name=Localized("Bosnia and Herzegovina", "en"),
            delegation_flag="flag:ba",
            category_letter="U",
            category_colour="#ffffff",
            category_words=(Localized("Interpreter", "en"), Localized("Переводчик", "ru")),
            zones=(),
        ),
    ]
