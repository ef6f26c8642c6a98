"""When two descriptions are perhaps of one person."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from delegates.choices import Gender
from delegates.naming.names import folded_name_key
from delegates.recognition.descriptions import Description
from delegates.recognition.likeness import Reason, Sameness, is_only_marks_or_case, judge

words = st.sampled_from(["barnadt", "milgrat", "tansulm", "kardabo", "vornisch", "pelumqa"])
full_names = st.lists(words, min_size=2, max_size=4, unique=True)
typed = st.builds(
    Description,
    given_name=st.text(max_size=12),
    family_name=st.text(max_size=12),
    function=st.sampled_from(["", "Adviser", "First Secretary"]),
    gender=st.sampled_from(Gender.values),
)


def named(name: str, **facts: object) -> Description:
    """The last word is the family name; after a comma stands the given name."""
    if "," in name:
        family, given_name = name.split(",")
    else:
        *first, family = name.split()
        given_name = " ".join(first)
    return Description(given_name=given_name.strip(), family_name=family.strip(), **facts)


def sameness(one: str, other: str) -> str:
    return judge(named(one), named(other)).sameness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sodiq Rahmonov", "RAHMONOV SODIQ"),
        ("José Müller", "Jose MULLER"),
        ("Jean-Paul O'Brien", "Jean Paul O’BRIEN"),
        ("Зафар Қурбонов", "Zafar Qurbonov"),
        ("Зафар Қурбонов", "Qurbonov Zafar"),
        ("Юсуф Халилов", "Yusuf Khalilov"),
        ("Ahmad Mohammed", "Mohammed Ahmad"),
        ("Suharto", "SUHARTO"),
    ],
)
def test_judge_order_marks_case_and_script_make_no_difference(one: str, other: str) -> None:
    assert sameness(one, other) == Sameness.ALIKE


def test_judge_knows_the_name_in_own_script() -> None:
    registered = named("Zafar Kurbanoff", own_name="Зафар Қурбонов")

    assert judge(registered, named("Зафар Қурбонов")).sameness == Sameness.ALIKE
    assert judge(registered, named("Qurbonov Zafar")).sameness == Sameness.ALIKE
    assert (
        judge(named("Z Q", own_name="王小明"), named("Y W", own_name="王小明")).sameness == "alike"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Spellings, slips
        ("Yusuf Khalilov", "Iusuf Halilov"),
        ("Раҷаб Раҳмонзода", "Radjab Rahmonzoda"),
        ("Mohammed Hussein", "Muhammad Husain"),
        ("Petr Ivanoff", "Pyotr Ivanov"),
        ("Akhmad Khakim Kholikov", "Ahmad Hakim Holikov"),
        ("Anna Brauer", "Anna Bruaer"),
        ("Elisabeth Brauer", "Elizabet Brauer"),
        ("H. Verdonck", "H. Verdonk"),
        # Parted otherwise
        ("Abdul Rahman Wahid", "Abdulrahman Wahid"),
        ("Min-jun Kim", "Minjun Kim"),
        ("JP Lambertin", "Jean-Paul Lambertin"),
        # Initials of given names
        ("John Smith", "J. Smith"),
        ("Philippa Sandberg", "P. Sandberg"),
        ("J. A. Smith", "John Archibald Smith"),
        # Parts left out
        ("John Archibald Smith", "John Smith"),
        ("James T. Hartwell III", "James T. Hartwell Ih"),
        ("Abdullah bin Salem Al-Mansuri", "Abdullah Mansuri"),
        ("García Lozano, Marta", "García, Marta"),
        ("Marta García Lozano", "Marta García"),
        ("dos Santos Pereira, João", "Santos Pereira, Joao"),
        ("Henry, Donna", "Henry-Plaisance, Donna"),
        # Forms of one given name
        ("Charlie Moorfield", "Charles Moorfield"),
        ("Bill Hartwell", "William Hartwell"),
        ("Liz P. Hartwell", "Elizabeth Hartwell"),
        # Given and family name exchanged
        ("Brauer, Elisabeth", "Elisabet, Brauer"),
    ],
)
def test_judge_asks_about_what_is_perhaps_one_person(one: str, other: str) -> None:
    assert sameness(one, other) == Sameness.PERHAPS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "J. S."),
        ("John Smith", "Mary Smith"),
        ("John Smith", "Peter Jones"),
        ("John Smith", "Smith"),
        ("Anna Petrova", "Ivan Petrov"),
        ("Ali Karimov", "Vali Saidov"),
        # One letter in three is another name
        ("Li Wei", "Li Na"),
        ("Kim Min Jun", "Kim Min Jin"),
        ("Sun Lin", "Su Lin"),
        ("Hong Lee", "Hong Leo"),
        ("Sang Chul Lee", "Sung Chul Lee"),
        # A middle initial is never a family name
        ("Ali K. Hassan", "Karimov, Ali"),
        ("John F. Kenwood", "Fitzwilliam, John"),
        ("S. Rahim", "Saidov, Rahim"),
        ("Rahim S. Karim", "Saidov Karim, Rahim"),
        # Initials that say otherwise
        ("Alexander M. Novik", "A. A. Novik"),
        ("Harlan L. Weston", "Robert T. Weston"),
        # A given name and a near family name, and a given name more
        ("Mohamed Afif", "Khalid Mohamed Alif"),
        ("-", "."),
        ("", "John Smith"),
    ],
)
def test_judge_does_not_ask_about_other_people(one: str, other: str) -> None:
    sides = [
        named(name) if name.split() and name.strip("-.") else Description(given_name=name)
        for name in (one, other)
    ]

    assert judge(*sides).sameness == Sameness.DIFFERENT


BORN, OTHER_DAY = dt.date(1970, 3, 1), dt.date(1971, 3, 1)


@pytest.mark.parametrize(
    ("facts", "other_facts", "expected", "reasons"),
    [
        ({}, {}, Sameness.PERHAPS, []),
        ({"honorific": "HE Mr"}, {"honorific": "Ms"}, Sameness.DIFFERENT, ["other_gender"]),
        ({"honorific": "M."}, {"honorific": "Mme"}, Sameness.DIFFERENT, ["other_gender"]),
        ({"honorific": "SE Sr"}, {"honorific": "Srta."}, Sameness.DIFFERENT, ["other_gender"]),
        ({"gender": "female"}, {"honorific": "M."}, Sameness.DIFFERENT, ["other_gender"]),
        ({"honorific": "Dr"}, {"honorific": "Ms"}, Sameness.PERHAPS, []),
        ({"honorific": "Mr"}, {"honorific": "Señor"}, Sameness.PERHAPS, []),
        ({"born_on": BORN}, {"born_on": OTHER_DAY}, Sameness.DIFFERENT, ["other_birth"]),
        ({"born_on": BORN}, {"born_on": BORN}, Sameness.PERHAPS, ["same_birth"]),
        ({"email": "a@b.example"}, {"email": "C@b.example"}, Sameness.PERHAPS, ["other_email"]),
        ({"email": "a@b.example"}, {"email": "A@B.example "}, Sameness.PERHAPS, ["same_email"]),
        ({"function": "Driver"}, {"function": "Minister"}, Sameness.PERHAPS, ["other_function"]),
        (
            {"function": "Driver", "email": "a@b.example"},
            {"function": "Minister", "email": "c@b.example"},
            Sameness.DIFFERENT,
            ["other_email", "other_function"],
        ),
        (
            {"gender": "male", "email": "a@b.example"},
            {"gender": "female", "email": "a@b.example"},
            Sameness.PERHAPS,
            ["other_gender", "same_email"],
        ),
    ],
)
def test_judge_weighs_what_speaks_for_and_against(
    facts: dict[str, object],
    other_facts: dict[str, object],
    expected: Sameness,
    reasons: list[str],
) -> None:
    near = judge(named("Anna Brauer", **facts), named("Ana Brauer", **other_facts))
    equal = judge(named("Anna Brauer", **facts), named("Anna Brauer", **other_facts))

    assert near.sameness == expected
    assert list(near.reasons) == [Reason.NEAR_NAME, *reasons]
    assert (equal.sameness, list(equal.reasons)) == (
        Sameness.ALIKE,
        [Reason.SAME_NAME, *reasons],
    )


@pytest.mark.parametrize(
    ("one", "other", "facts", "expected"),
    [
        # The family name and the first letter are much where the function or mailbox agrees
        ("Jae Hong Lee", "Jin Lee", {"function": "First Secretary"}, Sameness.PERHAPS),
        ("Jae Hong Lee", "Jin Lee", {}, Sameness.DIFFERENT),
        ("Liu Daqun", "Lju Daqun", {"function": "Division Chief"}, Sameness.PERHAPS),
        ("Smith", "John Smith", {"function": "Legal Counsel"}, Sameness.PERHAPS),
        # A mission's mailbox is everybody's
        ("Anna Brauer", "Karl Leitner", {"email": "mission@state.example"}, Sameness.DIFFERENT),
        ("Anna Brauer", "Anna Leitner", {"email": "anna@state.example"}, Sameness.PERHAPS),
        ("Mary Smith", "John Smith", {"function": "First Secretary"}, Sameness.DIFFERENT),
    ],
)
def test_judge_asks_about_loosely_alike_names_where_something_else_agrees(
    one: str, other: str, facts: dict[str, str], expected: Sameness
) -> None:
    assert judge(named(one, **facts), named(other, **facts)).sameness == expected


@given(typed, typed)
def test_judge_is_symmetric(one: Description, other: Description) -> None:
    there, back = judge(one, other), judge(other, one)

    assert there.sameness == back.sameness
    assert sorted(there.reasons) == sorted(back.reasons)


@given(typed)
def test_judge_finds_everybody_like_themselves(one: Description) -> None:
    assume(folded_name_key(one.given_name, one.family_name))

    assert judge(one, one).sameness == Sameness.ALIKE


@given(full_names, st.data())
def test_judge_allows_a_left_out_word(name: list[str], data: st.DataObject) -> None:
    extra = data.draw(words.filter(lambda word: word not in name))

    assert sameness(" ".join(name), " ".join([name[0], extra, *name[1:]])) == Sameness.PERHAPS


@given(full_names, st.data())
def test_judge_allows_one_letter_left_out(name: list[str], data: st.DataObject) -> None:
    whole = " ".join(name)
    at = data.draw(st.integers(min_value=0, max_value=len(whole) - 1))
    slipped = whole[:at] + whole[at + 1 :]

    assert sameness(whole, slipped) != Sameness.DIFFERENT


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Kouassi-Diabaté", "Kouassi-Diabate", True),
        ("Kouassi-Diabaté", "Kouassi Diabaté", True),
        ("O’Brien", "OBrien", True),
        ("Қурбонов", "Курбонов", True),
        ("Rahmon", "RAHMON", True),
        ("McDonagh", "Mcdonagh", True),
        ("Diabaté", "DIABATE", True),
        ("Diabate", "Diabaté", False),
        ("RAHMON", "Rahmon", False),
        ("Rahmon", "Rahmon", False),
        ("Rahmon", "Rakhmon", False),
        ("Diabaté", "Diabate Jr", False),
        ("Diabaté", "", False),
    ],
)
def test_is_only_marks_or_case(old: str, new: str, expected: bool) -> None:
    assert is_only_marks_or_case(old, new) == expected


def test_judge_takes_a_fathers_name_that_only_one_says_for_no_other_person() -> None:
    plain = Description(given_name="Ali", family_name="Valiev")
    whole = Description(given_name="Ali", family_name="Valiev", patronymic="Karimovich")

    assert judge(plain, whole).sameness == Sameness.ALIKE
    assert judge(named("Valiev, Ali Karimovich"), whole).sameness == Sameness.ALIKE


@pytest.mark.parametrize("part", ["patronymic", "name_suffix"])
def test_judge_tells_people_of_one_name_apart_by_their_fathers_and_suffixes(part: str) -> None:
    one, other = (
        Description(given_name="Ali", family_name="Valiev", **{part: said})
        for said in ("Karimovich", "Rustamovich")
    )

    assert judge(one, one).sameness == Sameness.ALIKE
    assert judge(one, other).sameness == Sameness.DIFFERENT
