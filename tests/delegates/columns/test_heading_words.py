"""Headings in the languages that lists come in, explained, numbered, in two languages at once."""

import pytest

from delegates.columns import COLUMNS, FURTHER_COLUMNS, heading_of
from delegates.columns.heading_words import HEADING_WORDS, is_name


def column_of(text: str) -> str | None:
    return heading_of([text]).cells[0].column


@pytest.mark.parametrize("column", HEADING_WORDS)
def test_every_word_of_a_heading_means_its_column_alone(column: str) -> None:
    # A part of a name is known as such beside the other part.
    others = {"given_name": "Surname", "family_name": "Forename"}
    other = [others[column]] if column in others else []
    words = HEADING_WORDS[column].split(" | ")

    assert {heading_of([word, *other]).cells[0].column for word in words} == {column}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Family name (as in passport)", "family_name"),
        ("Given name*", "given_name"),
        ("3. Given names:", "given_name"),
        ("Family name / Nom de famille", "family_name"),
        ("Prénom\nGiven name", "given_name"),
        ("Фамилия (латиницей)", "family_name"),
        ("Имя, как в паспорте", "given_name"),
        ("Given name as it appears in the passport", "given_name"),
        ("E-mail address – for all letters", "email"),
        ("Country/Organization", "delegation"),
        ("Title (Mr/Ms)", "honorific"),
        ("Телефон: мобильный", "phone"),
        ("姓（护照）", "family_name"),
        ("Тел.", "phone"),
        ("Apellido(s)", "family_name"),
        ("Middle name(s)", "middle_name"),
        ("MIDDLE NAME / INITIAL", "middle_name"),
        ("Second name (if any)", "middle_name"),
        ("Отчество, как в паспорте", "patronymic"),
        ("Отчество / Patronymic", "patronymic"),
        ("Attendee name: Given name", "given_name"),
        ("Attendee name: Middle name", "middle_name"),
        ("Attendee name: Family name", "family_name"),
        ("Participant: Title", "honorific"),
    ],
)
def test_explained_heading_means_its_column(text: str, column: str) -> None:
    assert column_of(text) == column


@pytest.mark.parametrize(
    "text",
    [
        "Name",
        "Full name",
        "Nombre completo",
        "Nom et prénom",
        "ФИО",
        "Ф.И.О.",
        "姓名",
        "الاسم",
        "الاسم الكامل",
        "Given name (in Cyrillic)",
        "Имя (кириллицей)",
        "Nom / Name",
        "Given name, family name",
        "Name of delegate",
        "Maiden name",
        "Отчество (кириллицей)",
        "Father's first name",
        "Attendee name",
        "Attendee name: Name",
        *("Nom", "Nombre", "Имя", "名字"),
        "Насаб, ном",
    ],
)
def test_heading_of_names_that_nobody_can_place_is_known_as_such(text: str) -> None:
    (cell,) = heading_of([text]).cells

    assert (cell.column, cell.is_unknown_name) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "Hotel name",
        "Company name",
        "Emergency contact name",
        "Date of birth",
        "№",
        "Notes",
    ],
)
def test_heading_of_something_else_is_no_name(text: str) -> None:
    assert (column_of(text), is_name(text)) == (None, False)


def test_what_somebody_has_said_counts_before_what_we_know() -> None:
    heading = heading_of(["Title", "Full name", "Seat"], {"title": "function", "fullname": ""})

    assert [cell.column for cell in heading.cells] == ["function", "", None]


def test_further_columns_are_no_columns_of_the_template() -> None:
    assert FURTHER_COLUMNS.by_name.keys() & COLUMNS.by_name.keys() == set()
