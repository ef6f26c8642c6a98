"""Which country or organization the delegation column of a spreadsheet means."""

import csv
from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegates.recognition.parties import (
    Ambiguous,
    CountryEntry,
    Entry,
    Match,
    OrganizationEntry,
    Recogniser,
    Unknown,
)
from delegates.recognition.party_keys import party_key

DATA = Path(__file__).parents[3] / "delegates" / "data"
CLDR = Path(__file__).parents[1] / "data" / "icu_order.csv"
LANGUAGES = ["en", "fr", "es", "ru", "ar", "zh", "tg"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_in(row: dict[str, str]) -> dict[str, str]:
    return {language: row[f"name_{language}"] for language in LANGUAGES}


def aliases_in(row: dict[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, row["aliases"].split(" | ")))


@cache
def countries() -> list[CountryEntry]:
    return [
        CountryEntry(
            code=row["iso2"],
            iso2=row["iso2"],
            iso3=row["iso3"],
            names=names_in(row),
            aliases=(row["iso_name"], row["official_name"], *aliases_in(row)),
        )
        for row in rows_of(DATA / "countries.csv")
    ]


@cache
def organizations() -> list[OrganizationEntry]:
    return [
        OrganizationEntry(row["acronym"], row["acronym"], names_in(row), aliases_in(row))
        for row in rows_of(DATA / "organizations.csv")
    ]


@cache
def recogniser() -> Recogniser:
    return Recogniser(countries(), organizations())


def label(entry: Entry) -> str:
    return entry.iso2 if isinstance(entry, CountryEntry) else entry.acronym


def outcome(text: str) -> str | list[str] | None:
    """The label of a match, the labels of an ambiguity, None for an unknown."""
    match recogniser().recognise(text):
        case Match(entry):
            return label(entry)
        case Ambiguous(entries):
            return [label(entry) for entry in entries]
        case Unknown():
            return None


@pytest.mark.parametrize("language", LANGUAGES)
def test_recognise_finds_every_country_by_its_name(language: str) -> None:
    wrong = {
        name: outcome(name)
        for country in countries()
        for name in (country.names[language], country.names[language].upper())
        if outcome(name) != country.iso2
    }

    assert wrong == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_recognise_finds_every_country_by_its_cldr_name(language: str) -> None:
    names = {row[f"name_{language}"]: row["iso2"] for row in rows_of(CLDR)}

    assert {name: outcome(name) for name in names} == names


def test_recognise_finds_every_country_by_code_and_iso_name() -> None:
    wrong = {
        text: outcome(text)
        for country in countries()
        for text in (country.iso2.lower(), country.iso3.lower(), *country.aliases[:2])
        if text and outcome(text) != country.iso2
    }

    # Codes that are an acronym too.
    assert wrong == {"au": ["AU", "AU"], "caf": ["CF", "CAF"]}


def test_recognise_finds_every_organization_by_acronym_and_name() -> None:
    wrong = {
        text: outcome(text)
        for organization in organizations()
        for text in (organization.acronym, *organization.names.values())
        if text and outcome(text) != organization.acronym
    }

    assert wrong == {"AU": ["AU", "AU"], "CAF": ["CF", "CAF"]}


def shared_names(entries: list[Entry]) -> dict[str, list[str]]:
    """Every folded name that means more than one entry: what has to be asked about."""
    means: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    for entry in entries:
        for spelling in filter(None, entry.spellings()):
            means[party_key(spelling)][f"{type(entry).__name__} {label(entry)}"] = entry
    return {
        name: [label(entry) for entry in of_name.values()]
        for name, of_name in sorted(means.items())
        if len(of_name) > 1
    }


def test_no_two_rows_share_a_name_or_another_name() -> None:
    uncoded = [replace(country, iso2="", iso3="") for country in countries()]

    assert shared_names([*uncoded, *organizations()]) == {}


def test_acronyms_that_are_a_countrys_code_too_are_two() -> None:
    shared = shared_names([*countries(), *organizations()])

    assert shared == {"au": ["AU", "AU"], "caf": ["CF", "CAF"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iran (Islamic Republic of)", "IR"),
        ("Islamic Republic of Iran", "IR"),
        ("Iran, Islamic Republic of", "IR"),
        ("IRAN", "IR"),
        ("The Gambia", "GM"),
        ("Gambia (the)", "GM"),
        ("Cote d'Ivoire", "CI"),
        ("CÔTE D’IVOIRE", "CI"),
        ("Ivory Coast", "CI"),
        ("Korea (Republic of)", "KR"),
        ("South Korea", "KR"),
        ("Korea, South", "KR"),
        ("D.P.R. Korea", "KP"),
        ("DPRK", "KP"),
        ("Congo", "CG"),
        ("Congo (Kinshasa)", "CD"),
        ("Zaire", "CD"),
        ("Guinea", "GN"),
        ("Guinea Bissau", "GW"),
        ("St. Lucia", "LC"),
        ("Bosnia & Herzegovina", "BA"),
        ("U.S.A.", "US"),
        ("U. S. A.", "US"),
        ("uk", "GB"),
        ("Turkey", "TR"),
        ("Turkiye", "TR"),
        ("Czech Rep.", "CZ"),
        ("Viet-Nam", "VN"),
        ("Lao Peoples Democratic Republic", "LA"),
        ("Vatican", "VA"),
        ("Palestine", "PS"),
        ("Sudán", "SD"),
        ("Sudán del Sur", "SS"),
        ("точикистон", "TJ"),
        ("ТАДЖИКИСТАН", "TJ"),
        ("Организация по безопасности и сотрудничеству в Европе", "OSCE"),
        ("ПРООН", "UNDP"),
        ("Organisation for Security and Cooperation in Europe", "OSCE"),
        ("OSCE", "OSCE"),
        ("United Nations Development Programme (UNDP)", "UNDP"),
        ("United Nations Development Program", "UNDP"),
        ("International Energy Agency (IEA/OECD)", "IEA"),
        ("SCO RATS", "RATS SCO"),
        ("USSR", "SU"),
        ("Soviet Union", "SU"),
        ("Yugoslavia", "YU"),
        ("Czechoslovakia", "CS"),
        ("German Democratic Republic", "DD"),
        ("Democratic Yemen", "YD"),
        ("Byelorussian SSR", "BY"),
        ("Ukrainian Soviet Socialist Republic", "UA"),
        ("Burma", "MM"),
        ("Swaziland", "SZ"),
        ("Macedonia", "MK"),
        ("Netherlands", "NL"),
        ("Netherlands (Kingdom of the)", "NL"),
        ("Kingdom of the Netherlands", "NL"),
        ("Cook Islands", "CK"),
        ("European Economic Community (EEC)", "EU"),
        ("Commission économique pour l'Europe (CEE)", "UNECE"),
        ("Communauté économique européenne (CEE)", "EU"),
        ("Islamic Development Bank (IDB)", "IsDB"),
        ("GATT", "WTO"),
        ("UN Framework Convention on Climate Change (UNFCCC)", "UNFCCC"),
        ("U.N. Industrial Development Organisation", "UNIDO"),
        ("South Centre", "South Centre"),
        ("World Bank Group", "World Bank"),
        ("European Community (Ec)", "EU"),
        ("Organisation de l'aviation civile internationale (Oac)", "ICAO"),
        ("Programme des Nations Unies pour l'environnement (PNUE) (suite)", "UNEP"),
        ("Tajikistan (continued)", "TJ"),
    ],
)
def test_recognise_knows_the_ways_people_write_a_party(text: str, expected: str) -> None:
    assert outcome(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Serbia and Montenegro",
        "American Samoa",
        "Korea",
        "CEE",
        "IDB",
        "Republic",
        "Democratic",
        "of the",
        "Ministry of Foreign Affairs",
        "",
        "?",
    ],
)
def test_recognise_guesses_nothing(text: str) -> None:
    assert outcome(text) is None


def test_recognise_does_not_take_a_name_for_granted_when_its_brackets_disagree() -> None:
    assert outcome("Niger (Nigeria)") is None
    assert outcome("Sudan (delegation of the opposition)") is None
    assert outcome("Ireland (Northern)") is None
    assert outcome("Mexico (M)") is None
    assert outcome("World Health Organization (UNEP)") is None
    assert outcome("Inter-American Development Bank (IDB)") == "IADB"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tajkistan", "TJ"),
        ("Kazahstan", "KZ"),
        ("Untied Kingdom", "GB"),
        ("Organisation of Security and Coperation in Europe", "OSCE"),
        ("Unesco Office in Almaty (UNESCO)", "UNESCO"),
        ("Узбекистон Республикаси", "UZ"),
        ("Korea", "KR"),
        ("Trinidad", "TT"),
        ("Banque Mondiale/GEF", "World Bank"),
        ("Organisation des Nations Unies pour l'éducation", "UNESCO"),
    ],
)
def test_recognise_suggests_names_like_an_unknown_one(text: str, first: str) -> None:
    answer = recogniser().recognise(text)

    assert isinstance(answer, Unknown)
    assert label(answer.suggestions[0]) == first
    assert len(answer.suggestions) <= 3


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("NASA", []),
        ("WWF", []),
        ("nato2", []),
        ("Cuab", ["CU"]),
        ("CUBBA", ["CU"]),
        ("Chnia", ["CN"]),
        ("Iraqq", ["IQ"]),
        # Others may well be called so: UNSCO is not UNESCO.
        ("UNDDP", []),
        ("UNSCO", []),
        ("OSEC", []),
        ("UNESCCO", []),
        ("Interpool", ["INTERPOL"]),
    ],
)
def test_short_text_suggests_names_one_slip_away_and_no_acronym(
    text: str, suggested: list[str]
) -> None:
    answer = recogniser().recognise(text)

    assert isinstance(answer, Unknown)
    assert [label(entry) for entry in answer.suggestions] == suggested


@pytest.mark.parametrize(
    "text",
    [
        "Xqzw",
        "South Centre for Policy",
        "Greenpeace International",
        "International Chamber of Commerce (ICC)",
        "United States Chamber of Commerce",
        "United Nations Association of the United States of America",
        "Climate Action Network (UK)",
        "National Coal Association (USA)",
        "World Council of Churches",
        "European Climate Foundation",
        "Institute of Energy Economics, Japan",
        "Tajik National University",
    ],
)
def test_recognise_suggests_nothing_for_a_name_like_no_other(text: str) -> None:
    assert recogniser().recognise(text) == Unknown()


def test_name_of_two_suggests_both() -> None:
    answer = recogniser().recognise("Korea")

    assert isinstance(answer, Unknown)
    assert [label(entry) for entry in answer.suggestions] == ["KR", "KP"]


def test_recognise_asks_when_a_new_organization_takes_the_name_of_a_country() -> None:
    georgia = next(country for country in countries() if country.iso2 == "GE")
    university = OrganizationEntry("7", "", {"en": "Georgia"})

    answer = Recogniser([georgia], [university]).recognise("GEORGIA")

    assert answer == Ambiguous((georgia, university))


def zoi_and_another() -> Recogniser:
    zurich = OrganizationEntry("1", "", {"en": "Zoï"})
    geneva = OrganizationEntry("2", "ZOI", {"en": "Zone of Interest"})
    return Recogniser([], [zurich, geneva])


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Zoï", ["1"]),
        (" Zo\u0131\u0308".replace("\u0131", "i"), ["1"]),
        ("ZOI", ["2"]),
        ("Zoi", ["2"]),
        ("ZOÏ", ["1"]),
        ("Zói", ["1", "2"]),
        ("zone of interest (ZOI)", ["2"]),
    ],
)
def test_exact_spelling_wins_over_a_folded_one(text: str, keys: list[str]) -> None:
    answer = zoi_and_another().recognise(text)

    found = answer.entries if isinstance(answer, Ambiguous) else (answer.entry,)  # type: ignore[union-attr]
    assert [entry.key for entry in found] == keys  # type: ignore[union-attr]


def test_folded_name_of_one_alone_is_recognised() -> None:
    zurich = OrganizationEntry("1", "", {"en": "Zoï"})

    assert [Recogniser([], [zurich]).recognise(text) for text in ("ZOI", "zoi", "Zoï")] == [
        Match(zurich)
    ] * 3


def test_called_and_spelled_tell_a_folded_name_from_an_exact_one() -> None:
    known = zoi_and_another()

    assert [
        [entry.key for entry in known.called(text)] for text in ("zoi", "Interest, Zone of")
    ] == [  # type: ignore[union-attr]
        ["1", "2"],
        ["2"],
    ]
    assert [[entry.key for entry in known.spelled(text)] for text in ("zoi", "ZOI", "Zoï")] == [  # type: ignore[union-attr]
        [],
        ["2"],
        ["1"],
    ]


@given(st.text(max_size=40))
def test_recognise_answers_anything(text: str) -> None:
    assert isinstance(recogniser().recognise(text), Match | Ambiguous | Unknown)


@given(st.sampled_from(countries()), st.sampled_from(LANGUAGES), st.randoms())
def test_recognise_ignores_the_order_of_words(
    country: CountryEntry, language: str, random: object
) -> None:
    words = country.names[language].replace("(", "").replace(")", "").split()
    random.shuffle(words)  # type: ignore[attr-defined]

    assert outcome(" ".join(words)) == country.iso2
