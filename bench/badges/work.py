"""The fixed work: who is printed and what each badge shows. Nobody of them exists.

Standard library only: the peers' environments read it too. Person `number` is the same whoever
asks and however many there are.
"""

from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 2018
WIDTH, HEIGHT = 105, 148
DIFFERENT_PHOTOS = 500
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

TITLE = "Fourteenth Session of the World Conference on Badge Printing"
PLACE = "Geneva, 3–14 May 2027"
CATEGORIES = {
    "DELEGATE": "#1b4f9c",
    "OBSERVER": "#2e7d32",
    "PRESS": "#c62828",
    "STAFF": "#6a1b9a",
    "SECURITY": "#37474f",
    "HEAD OF DELEGATION": "#b8860b",
}
ZONES = "ABCDEFGH"

# Out of a hundred names; languages of the names.
SCRIPTS = {"en": 70, "ru": 14, "ar": 10, "ko": 6}
GIVEN = {
    "en": "Ana Beatriz Chiara Dagný Eszter Ferenc Gökçe Hélène Inés João Kwame Łukasz Maëlle "
    "Nguyệt Oluwaseun Pietro Quentin Renée Søren Tomáš Ulrike Vítor William Zoë",
    "ru": "Алексей Богдан Вера Галина Ђорђе Екатерина Іван Любовь Наталія Олександр Ҷамшед Юлия",
    "ar": "أحمد بشرى خالد سعاد عائشة عمر فاطمة كريم ليلى محمد نور يوسف",
    "ko": "가 나 다 라 민 서 지 하 도 준 연 훈 은 윤 우 현",
}
FAMILY = {
    "en": "ACHTERBERG BÖHM CHUKWU DUBOIS ĐORĐEVIĆ ERIKSSON FERREIRA GONÇALVES HUÑOZ IBÁÑEZ JANSSEN "
    "KŐRÖSI LINDQVIST MÜLLER NOVÁKOVÁ O’CONNOR ØSTERGÅRD PETROSYAN QUISPE RĂDULESCU ŞAHİN "
    "THỊ URBAŃSKI VERMEULEN WIŚNIEWSKI XAVIER YILDIZ ŽUKAUSKAS",
    "ru": "БЕЛОВ ВОРОНЦОВА ЂОКОВИЋ ЖУКОВ ИВАНЕНКО КУЗНЕЦОВА ЛЕСЯК МОРОЗ ҚУРБОНОВ СОКОЛОВ ФРАНКО "
    "ШЕВЧЕНКО",
    "ar": "الإدريسي البغدادي الحداد الخطيب الزهراني السعدي الشامي القحطاني المصري النجار الهاشمي",
    "ko": "김 이 박 최 정 강 조 윤 장 임",
}
POSTS = (
    "Permanent Representative",
    "Minister",
    "Second Secretary",
    "Technical Adviser",
    "Legal Officer",
    "Counsellor",
    "Interpreter",
    "Deputy Director",
)
FIELDS = (
    "water policy",
    "economic affairs",
    "foreign affairs",
    "environment",
    "public health",
    "trade",
    "the press office",
    "energy and natural resources",
)
# Code and name, how the flag is divided ("v", "h", or "disc"), its colours.
COUNTRIES = (
    ("FR", "France", "v", "#002654 #ffffff #ce1126"),
    ("DE", "Germany", "h", "#000000 #dd0000 #ffce00"),
    ("IT", "Italy", "v", "#009246 #ffffff #ce2b37"),
    ("NL", "Netherlands", "h", "#ae1c28 #ffffff #21468b"),
    ("RU", "Russian Federation", "h", "#ffffff #0039a6 #d52b1e"),
    ("HU", "Hungary", "h", "#cd2a3e #ffffff #436f4d"),
    ("IE", "Ireland", "v", "#169b62 #ffffff #ff883e"),
    ("RO", "Romania", "v", "#002b7f #fcd116 #ce1126"),
    ("AM", "Armenia", "h", "#d90012 #0033a0 #f2a800"),
    ("ML", "Mali", "v", "#14b53a #fcd116 #ce1126"),
    ("UA", "Ukraine", "h", "#005bbb #ffd500"),
    ("PL", "Poland", "h", "#ffffff #dc143c"),
    ("BG", "Bulgaria", "h", "#ffffff #00966e #d62612"),
    ("EE", "Estonia", "h", "#0072ce #000000 #ffffff"),
    ("YE", "Yemen", "h", "#ce1126 #ffffff #000000"),
    ("SL", "Sierra Leone", "h", "#1eb53a #ffffff #0072c6"),
    ("AE", "United Arab Emirates", "h", "#00732f #ffffff #000000"),
    ("KR", "Republic of Korea", "disc", "#ffffff #cd2e3a #0047a0"),
    ("JP", "Japan", "disc", "#ffffff #bc002d #bc002d"),
    ("GB", "United Kingdom of Great Britain and Northern Ireland", "v", "#012169 #ffffff #c8102e"),
)


@dataclass(frozen=True)
class Person:
    """One badge's own parts. `code` is what the QR says behind the prefix."""

    number: int
    language: str
    name: str
    function: str
    delegation: str
    country: str
    category: str
    zones: str
    serial: str
    code: str

    @property
    def payload(self) -> str:
        return f"DAIS1:{self.code}"

    @property
    def photo(self) -> str:
        return f"{self.number % DIFFERENT_PHOTOS:03d}.jpg"


def person(number: int) -> Person:
    chance = Random(f"{SEED} {number}")
    language = chance.choices(list(SCRIPTS), weights=list(SCRIPTS.values()))[0]
    given, family = GIVEN[language].split(), FAMILY[language].split()
    first, second = chance.sample(given, 2)
    last = chance.choice(family)
    code, country, _division, _colours = chance.choice(COUNTRIES)
    return Person(
        number=number,
        language=language,
        name=f"{last}{first}{second}" if language == "ko" else f"{first} {second} {last}",
        function=f"{chance.choice(POSTS)}, {chance.choice(FIELDS)}",
        delegation=country,
        country=code,
        category=chance.choice(list(CATEGORIES)),
        zones="".join(sorted(chance.sample(ZONES, chance.randint(2, 6)))),
        serial=f"WCBP-{100_000 + number}",
        code="".join(chance.choices(CODE_ALPHABET, k=16)),
    )


def people(first: int, count: int) -> list[Person]:
    return [person(number) for number in range(first, first + count)]


def others() -> list[Person]:
    """Badges to get warm with: every category and every flag, and names that the work has not."""
    named = people(10_000_000, len(COUNTRIES))
    categories = list(CATEGORIES)
    return [
        Person(
            **(
                vars(one)
                | {
                    "country": country[0],
                    "delegation": country[1],
                    "category": categories[index % len(categories)],
                }
            )
        )
        for index, (one, country) in enumerate(zip(named, COUNTRIES, strict=True))
    ]


@dataclass(frozen=True)
class Scratch:
    """Where the pictures of the work lie."""

    folder: Path

    def photo(self, name: str) -> Path:
        return self.folder / "photos" / name

    def flag(self, country: str, ending: str) -> Path:
        return self.folder / "flags" / f"{country}.{ending}"

    @property
    def logo(self) -> Path:
        return self.folder / "logo.svg"

    def background(self, category: str) -> Path:
        """What all badges of a category share, for the peers: a page."""
        return self.folder / "backgrounds" / f"{category.replace(' ', '-').lower()}.pdf"

    @property
    def picture_of_background(self) -> Path:
        """The same with an empty band, at 300 dpi."""
        return self.folder / "backgrounds" / "without-band.jpg"
