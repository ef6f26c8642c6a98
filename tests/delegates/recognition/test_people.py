"""Who of a delegation, or of the whole conference, is perhaps meant."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delegates.recognition import people as people_module
from delegates.recognition.descriptions import Description
from delegates.recognition.likeness import Likeness, Portrait, Reason, Sameness, judge
from delegates.recognition.people import Everywhere, People

GIVEN = ["Anna", "Ana", "Jean-Paul", "J. P.", "Mohammed", "Karl", "Carl", "Liz", "Min-jun", "W."]
FAMILY = ["Brauer", "Bruaer", "Leitner", "Lambertin", "Al-Mansuri", "Kim", "Kin", "Halilov"]
described = st.builds(
    Description,
    given_name=st.sampled_from([*GIVEN, ""]),
    family_name=st.sampled_from(FAMILY),
    email=st.sampled_from(["", "", "mission@state.example"]),
    function=st.sampled_from(["", "First Secretary", "Driver"]),
)


@given(st.lists(described, max_size=12), described)
def test_people_finds_whoever_the_judge_asks_about(
    crowd: list[Description], asked: Description
) -> None:
    people: People[int] = People()
    for number, description in enumerate(crowd):
        people.add(number, description)

    found = people.like(asked)

    expected = [(n, judge(asked, other)) for n, other in enumerate(crowd)]
    questions = [(n, like.sameness, like.reasons) for n, like in expected if like.is_a_question]
    assert found == sorted(questions, key=lambda question: question[1] != Sameness.ALIKE)[:8]


def test_people_compares_few_of_thousands_and_the_rarest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compared: list[Portrait] = []
    compare = people_module.compare

    def counted(a: Portrait, b: Portrait) -> Likeness:
        compared.append(b)
        return compare(a, b)

    monkeypatch.setattr(people_module, "compare", counted)
    people: People[int] = People()
    for number in range(3000):
        people.add(number, Description(given_name="Mohammed", family_name=f"Ahmad{number}"))
    people.add(3000, Description(given_name="Mohammed", family_name="Zubaidullozoda"))

    found = people.like(Description(given_name="Mohammed", family_name="Zubaydullozoda"))

    assert [key for key, *_ in found] == [3000]
    assert len(compared) == people_module.MOST_COMPARED


def test_people_finds_a_mailbox_among_thousands_of_one_name() -> None:
    people: People[int] = People()
    for number in range(500):
        email = "anna@state.example" if number == 400 else ""
        people.add(number, Description("Anna", f"Leitner{number}", email=email))

    found = people.like(Description("Anna", "Brauer", email="anna@state.example"))

    assert [key for key, *_ in found] == [400]


def test_everywhere_asks_about_equal_names_mailboxes_and_days_of_birth_elsewhere() -> None:
    born = dt.date(1970, 3, 1)
    everywhere: Everywhere[str, str] = Everywhere()
    for key, delegation, description in (
        ("here", "TJ", Description("Anna", "Brauer")),
        ("name", "DE", Description("ANNA", "Bräuer")),
        ("near", "DE", Description("Ana", "Bruaer")),
        ("man", "DE", Description("Anna", "Brauer", gender="male")),
        ("mailbox", "FR", Description("A. B.", "Leitner", email="Anna@b.example")),
        (
            "his mailbox",
            "FR",
            Description("Karl", "Leitner", gender="male", email="anna@b.example"),
        ),
        ("birth", "FR", Description("Anna", "Leitner", born_on=born)),
        ("stranger", "FR", Description("Karl", "Leitner", born_on=born)),
    ):
        everywhere.add(key, description, delegation)

    asked = Description("Anna", "Brauer", gender="female", email="anna@b.example", born_on=born)

    assert everywhere.like(asked, "TJ") == [
        ("name", Sameness.ALIKE, (Reason.SAME_NAME,)),
        ("mailbox", Sameness.PERHAPS, (Reason.SAME_EMAIL,)),
        ("birth", Sameness.PERHAPS, (Reason.SAME_BIRTH,)),
    ]


def test_particle_that_is_written_into_a_name_is_asked_about() -> None:
    """Whatever else is said of the two: the letters of the name are the same."""
    people: People[str] = People()
    for key, family in (("egypt", "Al Mansouri"), ("france", "de la Rosa"), ("other", "Alman")):
        people.add(key, Description("Noura", family, email="a@b.example", function="Adviser"))

    found = [
        [
            key
            for key, *_ in people.like(
                Description("Noura", family, email="c@d.example", function="Driver")
            )
        ]
        for family in ("Almansouri", "Delarosa", "Mansouriani")
    ]

    assert found == [["egypt"], ["france"], []]
