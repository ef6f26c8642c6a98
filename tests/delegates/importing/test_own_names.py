"""A name in own script comes whole, in two parts, or both; nothing is split or guessed."""

from typing import TYPE_CHECKING

import pytest

from delegates.exporting.people import Format, exported
from delegates.models import Delegate
from tests.readings import reading_from

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

GIVEN, FAMILY = "Given name in own script", "Family name in own script"
WHOLE, LANGUAGE = "Name in own script", "Language of own script"
NEW = f"Delegation;Given name;Family name;{GIVEN};{FAMILY};{WHOLE};{LANGUAGE}"


def own_names() -> tuple[str, str, str, str]:
    fields = ("own_given_name", "own_family_name", "own_name", "own_name_language")
    found: tuple[str, str, str, str] = Delegate.objects.values_list(*fields).get()
    return found


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (";;Валиев Алӣ;tg", ("", "", "Валиев Алӣ", "tg")),
        ("Алӣ;Валиев;;tg", ("Алӣ", "Валиев", "Алӣ Валиев", "tg")),
        ("Алӣ;Валиев;Валиев Алӣ;tg", ("Алӣ", "Валиев", "Валиев Алӣ", "tg")),
        ("민준;김;;ko", ("민준", "김", "김민준", "ko")),
        ("János;Kovács;;hu", ("János", "Kovács", "Kovács János", "hu")),
        ("晨;;;zh-hans", ("晨", "", "晨", "zh-hans")),
        (";الراشد;;ar", ("", "الراشد", "الراشد", "ar")),
    ],
)
def test_a_new_name_is_stored_as_it_comes_and_joined_by_its_language(
    office: "Office", cells: str, stored: tuple[str, str, str, str]
) -> None:
    office.imported(f"{NEW}\nTJ;Ali;Valiev;{cells}")

    assert own_names() == stored


@pytest.mark.parametrize(
    ("headings", "cells", "stored"),
    [
        (GIVEN, "Алишер", ("Алишер", "Валиев", "Алишер Валиев", "tg")),
        (WHOLE, "Валиев Алӣ", ("Алӣ", "Валиев", "Валиев Алӣ", "tg")),
        (WHOLE, "Вализода Алӣ", ("", "", "Вализода Алӣ", "tg")),
        (WHOLE, "-", ("", "", "", "")),
        (f"{GIVEN};{FAMILY}", "-;-", ("", "", "Алӣ Валиев", "tg")),
        (f"{GIVEN};{FAMILY};{WHOLE}", "-;-;-", ("", "", "", "")),
    ],
)
def test_a_whole_follows_its_parts_and_parts_leave_another_whole(
    office: "Office", headings: str, cells: str, stored: tuple[str, str, str, str]
) -> None:
    office.imported(f"{NEW}\nTJ;Ali;Valiev;Алӣ;Валиев;;tg")
    reference = Delegate.objects.get().reference
    text = f"Reference;{headings}\n{reference};{cells}"

    office.imported(text)

    assert own_names() == stored
    assert office.check(text).rows[0].outcome.changes == []


def test_a_whole_that_is_not_the_parts_beside_it_is_refused(office: "Office") -> None:
    report = office.check(f"{NEW}\nTJ;Ali;Valiev;Алӣ;Валиев;Олим Валиев;tg")

    (problem,) = report.rows[0].problems
    assert (problem.column, problem.value) == ("own_name", "Олим Валиев")


def test_parts_without_a_language_are_refused(office: "Office") -> None:
    report = office.check(f"{NEW}\nTJ;Ali;Valiev;Алӣ;Валиев;;")

    assert [problem.column for problem in report.rows[0].problems] == ["own_name"]


@pytest.mark.parametrize("cells", [";;Валиев Алӣ;tg", "Алӣ;Валиев;Валиев Алӣ;tg"])
def test_an_export_changes_nothing_with_parts_or_without(office: "Office", cells: str) -> None:
    office.imported(f"{NEW}\nTJ;Ali;Valiev;{cells}")

    with exported(Delegate.objects.all(), office.conference, Format.CSV) as file:
        (row,) = office.check_reading(reading_from(file.read())).rows

    assert (row.problems, row.outcome.changes, str(row.verdict)) == ([], [], "same")
