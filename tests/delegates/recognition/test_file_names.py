import pytest

from delegates.recognition.file_names import owners_of

PEOPLE = {
    1: ("Sodiq Rahmonzoda", "Содиқ Раҳмонзода"),
    2: ("Lola Karimova",),
    3: ("Lola Karimova Rahim",),
    4: ("Ali Valiev", "", "7KQ2-M9XD"),
    5: ("Ali Valiev",),
    6: ("Müller Jörg",),
    7: ("Madonna",),
    8: ("Min-jun Kim", "김민준"),
}


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("RAHMONZODA Sodiq.jpg", 1),
        ("sodiq_rahmonzoda-photo (2).png", 1),
        ("01. Sodiq RAHMONZODA, passport.JPEG", 1),
        ("Содиқ Раҳмонзода.jpg", 1),
        ("Раҳмонзода Содиқ фото.jpg", 1),
        ("SodiqRahmonzoda.jpg", 1),
        ("Lola Karimova.jpg", 2),
        ("rahim-karimova-lola.jpg", 3),
        ("7KQ2-M9XD.jpg", 4),
        ("muller jorg.jpg", 6),
        ("Mu\u0308ller Jo\u0308rg.jpg", 6),
        ("Madonna.jpg", 7),
        ("김민준.jpg", 8),
        ("Kim Min-jun.jpg", 8),
        ("Kim Minjun.jpg", None),
        ("Ali Valiev.jpg", None),
        ("IMG_2034.jpg", None),
        ("photo.jpg", None),
        (".jpg", None),
        ("", None),
        ("Karimova.jpg", None),
        ("a" * 5000 + ".jpg", None),
    ],
)
def test_file_is_whose_name_it_has_and_nobody_else_s(name: str, owner: int | None) -> None:
    (found,) = owners_of([name], PEOPLE, {})

    assert found.owner == owner


def test_those_who_are_likely_come_with_what_is_nobody_s() -> None:
    found = owners_of(["Ali Valiev.jpg", "Karimova.jpg", "IMG_2034.jpg"], PEOPLE, {})

    assert [one.likely for one in found] == [(4, 5), (2, 3), ()]


def test_two_files_of_one_person_are_nobody_s_unless_somebody_says_so() -> None:
    files = ["Lola Karimova.jpg", "Karimova Lola.png", "IMG_1.jpg"]

    asked = owners_of(files, PEOPLE, {})
    said = owners_of(files, PEOPLE, {0: 2, 1: None})

    assert [(one.owner, one.likely) for one in asked] == [(None, (2,)), (None, (2,)), (None, ())]
    assert [one.owner for one in said] == [2, None, None]
