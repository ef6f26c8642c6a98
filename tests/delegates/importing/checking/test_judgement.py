"""What the report says about rows: problems, values understood, whom they are about."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest

from conference.models import AuditEvent
from delegates.choices import QuestionKind, Reply, Verdict
from delegates.importing import CheckedFile
from delegates.importing.checking.checked import RowReport
from delegates.models import Delegate, Delegation, DelegationKind
from delegates.services import kinds
from tests import factories

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office, Reasons

NAMES = "Delegation;Given name;Family name"


def codes(rows: Sequence[RowReport]) -> list[str]:
    """The kinds of the delegations that the rows mean."""
    kinds = DelegationKind.objects.in_bulk()
    return [kinds[row.outcome.plan.delegation.kind].code for row in rows if row.outcome.plan]


def candidates(report: CheckedFile) -> dict[int, list[str]]:
    """Line to whom its person may be: references, and lines of the file."""
    return {
        question.lines[0]: [
            somebody.get("reference") or f"line {somebody['line']}"
            for somebody in question.detail["candidates"]
        ]
        for question in report.questions
        if question.kind == QuestionKind.PERSON
    }


def planned(office: "Office", columns: str, cells: str) -> dict[str, Any]:
    """The values that one good new row plans to set beside its name."""
    row = office.check(f"{NAMES};{columns}\nTJ;Ali;Valiev;{cells}").rows[0]
    assert row.problems == []
    assert row.outcome.plan is not None
    kept = {"given_name", "family_name"}
    return {name: value for name, value in row.outcome.plan.values.items() if name not in kept}


# The file as a whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Delegation;Function\nTJ;x", "The headings of the list were not found"),
        ("Given name;Family name\nA;B", "No column says which delegation a person belongs to"),
        ("TJ;Ali;Valiev\nTJ;Vali;Aliev", "The headings of the list were not found"),
        ("Delegation;Given name;First name\nTJ;A;B", "The column “First name” is there twice"),
        ("Delegation;Given name;given NAME\nTJ;A;B", "The column “given NAME” is there twice"),
        ("Delegation;Given name", "There are no rows below the headings"),
    ],
)
def test_file_with_unusable_headings_is_refused(
    office: "Office", reasons: "Reasons", text: str, words: str
) -> None:
    report = office.check(text)

    [(line, column, value, reason)] = reasons(report)
    assert (line, column, value) == (0, "", "")
    assert words in reason
    assert report.rows == []


def test_unknown_columns_are_named_and_left_out(office: "Office") -> None:
    report = office.check(f"{NAMES};Shoe size;Reason\nTJ;Ali;Valiev;44;was wrong")

    assert report.notices == [
        "The column “Shoe size” is not one of the template's; it was left out."
    ]
    assert [row.verdict for row in report.rows] == [Verdict.NEW]


@pytest.mark.parametrize(
    "heading",
    ["delegation;GIVEN NAME;family_name", "Organization;First name;Surname", NAMES.upper()],
)
def test_headings_are_recognised_by_words_and_field_names(office: "Office", heading: str) -> None:
    assert office.check(f"{heading}\nTJ;Ali;Valiev").rows[0].verdict == Verdict.NEW


def test_checking_changes_nothing(office: "Office") -> None:
    before = AuditEvent.objects.count()

    office.check(f"{NAMES}\nKG;Ali;Valiev\nTJ;Vali;Aliev", creates=True)

    assert Delegate.objects.count() == 0
    assert Delegation.objects.count() == 3
    assert AuditEvent.objects.count() == before


# Cells


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("Function", "=HYPERLINK(1)", "is a formula"),
        ("Function", "a\x07b", "control character (U+0007)"),
        ("Function", "x" * 10_000, "longer than 300 characters"),
        ("Given name", "Ali\u202eilA", "hidden direction control (U+202E)"),
        ("Phone", "9.92E+11", "was rounded by a spreadsheet program"),
        ("Phone", "call me", "is not a phone number"),
        ("E-mail", "nobody", "is not an e-mail address"),
        ("Gender", "perhaps", "is not one of: Female, Male, Other"),
        ("Position", "King", "is not one of: Head of delegation, Deputy head, Member"),
        ("Position", "-", "cannot be cleared"),
        ("Category", "Z", "is not one of: D, H, M, V"),
        ("Rank", "Admiral", "is not one of: Head of State, Minister, Expert"),
        ("Rank", "9", "is not one of: Head of State, Minister, Expert"),
        ("Nationality", "Tajikstan", "is not a country; perhaps Tajikistan"),
        ("Nationality", "OSCE", "is not a country"),
        ("Language of own script", "some tongue", "is not a language"),
        ("Language of own script", "xx", "is not a language that names can be set in"),
        ("Language of own script", "tg", "needs a name in the column “Name in own script”"),
        ("Name in own script", "Алӣ", "needs its language in the column"),
        ("Reference", "XXXX-XXXX", "is not the reference of a delegate of this conference"),
        ("Kind", "Circus", "is not one of: Host country, State"),
    ],
)
def test_cell_that_cannot_be_meant_is_refused_with_line_column_and_reason(
    office: "Office", reasons: "Reasons", column: str, cell: str, words: str
) -> None:
    row = {"Delegation": "TJ", "Given name": "Ali", "Family name": "Valiev"} | {column: cell}

    report = office.check(f"{';'.join(row)}\n{';'.join(row.values())}")

    [(line, _column, _value, reason)] = reasons(report)
    assert line == 2
    assert report.rows[0].problems[0].heading == column
    assert words in reason
    assert report.rows[0].verdict == Verdict.REJECTED


def test_every_problem_of_a_row_is_named_not_only_the_first(
    office: "Office", reasons: "Reasons"
) -> None:
    report = office.check(
        f"{NAMES};E-mail;Phone;Rank\nNowhere;;;nobody;call me;Admiral\nTJ;Ali;Valiev;;;"
    )

    assert {column for _line, column, _value, _reason in reasons(report)} == {
        "family_name",
        "email",
        "phone",
        "rank",
    }
    assert [row.verdict for row in report.rows] == [Verdict.REJECTED, Verdict.NEW]


@pytest.mark.parametrize(
    ("column", "cell", "values"),
    [
        ("Gender", "F", {"gender": "female"}),
        ("Gender", "женский", {"gender": "female"}),
        ("Gender", "MASCULIN", {"gender": "male"}),
        ("Gender", "ذكر", {"gender": "male"}),
        ("Gender", "女", {"gender": "female"}),
        ("Gender", "мард", {"gender": "male"}),
        ("Gender", "-", {"gender": ""}),
        ("Position", "deputy_head", {"position": "deputy_head"}),
        ("Position", "Советник", {"position": "adviser"}),
        ("Position", "Délégué", {"position": "member"}),
        ("Phone", "+992 (37) 221-00-00", {"phone": "+992 (37) 221-00-00"}),
        ("Phone", "0044 20", {"phone": "0044 20"}),
        ("Phone", "'+992 372", {"phone": "+992 372"}),
        ("Function", "a  b\tc", {"function": "a b c"}),
        ("Function", '"one\ntwo"', {"function": "one two"}),
        ("Function", "'-", {"function": "-"}),
        ("Function", "-", {"function": ""}),
        ("Function", "'=x", {"function": "=x"}),
        ("Function", "", {}),
        ("Name in own script;Language of own script", "Алӣ;tg", None),
        ("Name in own script;Language of own script", "Алӣ;Tajik", None),
        ("Name in own script;Language of own script", "Алӣ;тоҷикӣ", None),
        ("Name in own script;Language of own script", "Алӣ;tg-TJ", None),
    ],
)
def test_cell_is_understood(
    office: "Office", column: str, cell: str, values: dict[str, Any] | None
) -> None:
    expected = {"own_name": "Алӣ", "own_name_language": "tg"} if values is None else values

    assert planned(office, column, cell) == expected


@pytest.mark.parametrize("cell", ["Minister", "minister", "2"])
def test_rank_is_understood_by_words_and_number(office: "Office", cell: str) -> None:
    assert planned(office, "Rank", cell) == {"rank": office.ranks["Minister"].pk}


@pytest.mark.parametrize("cell", ["H", "h", "category H"])
def test_category_is_understood_by_letter_and_words(office: "Office", cell: str) -> None:
    assert planned(office, "Category", cell) == {"category": office.categories["H"].pk}


def test_category_that_the_rules_give_anyway_is_not_set_by_hand(office: "Office") -> None:
    assert planned(office, "Category", "D") == {}


@pytest.mark.parametrize("cell", ["KG", "kgz", "Kyrgyzstan", "KYRGYZSTAN"])
def test_nationality_is_understood_like_a_country(office: "Office", cell: str) -> None:
    assert planned(office, "Nationality", cell) == {"nationality": office.kyrgyzstan.pk}


def test_one_of_the_two_names_is_enough(office: "Office") -> None:
    report = office.check(f"{NAMES}\nTJ;;Suharto\nTJ;Madonna;\nTJ;...;")

    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.NEW, Verdict.REJECTED]
    assert "has no letters" in report.rows[2].problems[0].reason


# Delegations


@pytest.mark.parametrize("cell", ["TJ", "tjk", "Tajikistan", "TAJIKISTAN", "Таджикистан"])
def test_delegation_is_recognised_by_the_names_of_its_country(office: "Office", cell: str) -> None:
    assert office.check(f"{NAMES}\n{cell};Ali;Valiev").rows[0].delegation == "Tajikistan"


@pytest.mark.parametrize("cell", ["OSCE", "osce", "Security in Europe"])
def test_delegation_is_recognised_by_the_names_of_its_organization(
    office: "Office", cell: str
) -> None:
    assert office.check(f"{NAMES}\n{cell};Ali;Valiev").rows[0].verdict == Verdict.NEW


def test_delegation_is_recognised_by_the_name_it_owns(office: "Office") -> None:
    office.osce.name = factories.words("Old Name")
    office.osce.save()

    report = office.check(f"{NAMES}\nOld Name;Ali;Valiev")

    assert report.rows[0].outcome.plan is not None
    assert report.rows[0].outcome.plan.delegation.party.pk == office.osce.organization_id


def party_of(office: "Office", cell: str) -> tuple[str, int]:
    plan = office.check(f"{NAMES}\n{cell};Ali;Valiev", creates=True).rows[0].outcome.plan
    assert plan is not None
    return plan.delegation.party.type, plan.delegation.party.pk


def test_name_in_files_means_whom_somebody_answered(office: "Office") -> None:
    """Even where a delegation here, or a party, has another claim to it."""
    for text in ("The Secretariat", "Security in Europe"):
        factories.PartyAliasFactory(
            conference=office.conference, text=text, organization=office.cis
        )

    for cell in ("Secretariat (the)", "SECURITY IN EUROPE"):
        assert party_of(office, cell) == ("organization", office.cis.pk)


def test_exact_spelling_of_a_party_counts_before_a_folded_one_of_a_delegation(
    office: "Office",
) -> None:
    another = factories.OrganizationFactory(name=factories.words("SECURITY IN EUROPE"))

    assert party_of(office, "SECURITY IN EUROPE") == ("organization", another.pk)
    for cell in ("Security in Europe", "security in Europe"):
        assert party_of(office, cell) == ("organization", office.osce.organization_id)


def test_missing_delegation_is_created_only_where_asked(
    office: "Office", reasons: "Reasons"
) -> None:
    text = f"{NAMES};Kind\nCIS;Ali;Valiev;\nCIS;Vali;Aliev;\nKG;Olim;Karim;State"

    refused, created = office.check(text), office.check(text, creates=True)

    assert [row.verdict for row in refused.rows] == [Verdict.REJECTED] * 3
    assert reasons(refused)[0] == (
        2,
        "delegation",
        "CIS",
        (
            "has no delegation of this kind (Intergovernmental organization) at this conference;"
            " register it, or let the import create missing delegations"
        ),
    )
    assert [row.verdict for row in created.rows] == [Verdict.NEW] * 3
    assert sorted(created.new_delegations.values()) == ["Independent States", "Kyrgyzstan"]


def test_unknown_party_is_asked_about_once_with_whom_it_may_be(office: "Office") -> None:
    report = office.check(f"{NAMES}\nTajikstan;Ali;Valiev\nTAJIKSTAN;Vali;Aliev", creates=True)

    [question] = report.questions
    country = office.tajikistan.country
    assert country is not None
    assert (question.kind, question.subject, question.lines) == (
        QuestionKind.PARTY,
        "Tajikstan",
        [2, 3],
    )
    assert question.detail["likely"] == [[f"same:country:{country.pk}", "Tajikistan"]]
    assert [row.verdict for row in report.rows] == [Verdict.OPEN, Verdict.OPEN]


def test_organization_sends_no_delegation_of_a_country_s_kind(
    office: "Office", reasons: "Reasons"
) -> None:
    report = office.check(f"{NAMES};Kind\nCIS;Ali;Valiev;State", creates=True)

    [(line, column, value, reason)] = reasons(report)
    assert (line, column, value) == (2, "delegation", "CIS")
    assert "sends no delegation of the kind “State”" in reason


def test_kind_chooses_among_the_delegations_of_one_country(
    office: "Office", reasons: "Reasons"
) -> None:
    factories.DelegationFactory(conference=office.conference, country=office.kyrgyzstan)

    report = office.check(
        f"{NAMES};Kind\nKG;Ali;Valiev;\nKG;Vali;Aliev;embassy\nKG;Olim;Karim;State"
    )

    assert codes(report.rows) == ["state", "mission", "state"]
    assert reasons(report) == []
    [[notice], *others] = [row.notices for row in report.rows]
    assert notice.startswith("taken as “State”, not as “Diplomatic mission accredited")
    assert others == [[], []]


def test_only_delegation_of_a_country_is_meant_where_the_kind_is_blank(office: "Office") -> None:
    report = office.check(f"{NAMES}\nKG;Ali;Valiev")

    assert codes(report.rows) == ["mission"]


def test_party_that_takes_part_as_another_kind_is_named(
    office: "Office", reasons: "Reasons"
) -> None:
    """One delegation a party, beside its mission: the file is wrong, or the delegation is."""
    report = office.check(f"{NAMES};Kind\nTJ;Ali;Valiev;Host country", creates=True)

    assert reasons(report) == [
        (
            2,
            "delegation",
            "TJ",
            "takes part as “State”, not as “Host country”; correct the kind",
        )
    ]


def test_rows_that_give_a_new_delegation_two_kinds_are_refused(
    office: "Office", reasons: "Reasons"
) -> None:
    text = f"{NAMES};Kind\nCIS;Ali;Valiev;\nCIS;Vali;Aliev;Media\nKG;Olim;Karim;State"

    report = office.check(text, creates=True)

    assert [row.verdict for row in report.rows] == [Verdict.REJECTED] * 2 + [Verdict.NEW]
    assert reasons(report) == [
        (2, "kind", "", "is another kind than in line 3; a delegation is of one kind"),
        (3, "kind", "Media", "is another kind than in line 2; a delegation is of one kind"),
    ]


@pytest.mark.parametrize(
    ("party", "kind", "reason"),
    [
        ("CIS", "Host country", "is an organization, which sends no delegation of the kind"),
        ("XA", "United Nations Secretariat", "is a country, which sends no delegation of the kind"),
    ],
)
def test_kind_that_does_not_admit_the_party_is_refused(
    office: "Office", reasons: "Reasons", party: str, kind: str, reason: str
) -> None:
    factories.CountryFactory(iso2="XA")

    report = office.check(f"{NAMES};Kind\n{party};Ali;Valiev;{kind}", creates=True)

    assert [found[3][: len(reason)] for found in reasons(report)] == [reason]


def test_kind_is_recognised_by_what_it_was_called_before(office: "Office") -> None:
    mission = office.mission.kind
    mission.name = factories.words("Chancery")
    kinds.save(kind=mission, by=office.organizer, at=factories.AT)

    for word in ("Chancery", "Diplomatic mission accredited to the host", "embassy", "mission"):
        assert codes(office.check(f"{NAMES};Kind\nKG;Ali;Valiev;{word}").rows) == ["mission"]


def test_nobody_is_added_to_a_withdrawn_delegation(office: "Office", reasons: "Reasons") -> None:
    factories.DelegateFactory(delegation=office.tajikistan, given_name="Ali", family_name="Valiev")
    office.tajikistan.withdrawn_at = factories.AT
    office.tajikistan.withdrawn_by = office.organizer
    office.tajikistan.save()

    report = office.check(f"{NAMES};Phone\nTJ;Vali;Karim;123\nTJ;Ali;Valiev;123")

    assert [row.verdict for row in report.rows] == [Verdict.REJECTED, Verdict.OPEN]
    assert "is withdrawn" in reasons(report)[0][3]


# Who is who


def test_name_matches_whatever_its_case_accents_and_order(office: "Office") -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="José María", family_name="Núñez"
    )

    report = office.check(f"{NAMES}\nTJ;JOSE MARIA;NUNEZ")

    assert report.rows[0].reference == delegate.reference
    assert report.rows[0].verdict == Verdict.SAME


def test_spelling_that_loses_marks_or_capitals_is_a_change_only_where_somebody_says_so(
    office: "Office",
) -> None:
    factories.DelegateFactory(
        delegation=office.tajikistan, given_name="José María", family_name="Núñez"
    )
    text = f"{NAMES}\nTJ;JOSE MARIA;Nunez"

    [asked] = office.check(text).questions
    taken = office.check(text, answers={(asked.kind, asked.key): Reply.TAKE}).rows[0]

    assert (asked.kind, asked.holds_back) == (QuestionKind.SPELLING, False)
    assert asked.detail["spellings"] == [
        ["given_name", "José María", "JOSE MARIA"],
        ["family_name", "Núñez", "Nunez"],
    ]
    assert [(change.old, change.new) for change in taken.outcome.changes] == [
        ("José María", "JOSE MARIA"),
        ("Núñez", "Nunez"),
    ]


def test_spelling_that_gains_marks_is_a_change(office: "Office") -> None:
    factories.DelegateFactory(delegation=office.tajikistan, given_name="Jose", family_name="Nunez")

    report = office.check(f"{NAMES}\nTJ;José;Núñez")

    assert [change.new for change in report.rows[0].outcome.changes] == ["José", "Núñez"]
    assert report.questions == []


@pytest.mark.parametrize("cells", ["Valiev;Ali", ";Ali Valiev", "Ali.Valiev;"])
def test_name_that_is_split_otherwise_matches_and_is_left_alone(
    office: "Office", cells: str
) -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev"
    )

    row = office.check(f"{NAMES}\nTJ;{cells}").rows[0]

    assert (row.reference, row.verdict) == (delegate.reference, Verdict.SAME)


def test_name_parts_are_exchanged_where_the_reference_says_whose(office: "Office") -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Valiev", family_name="Ali"
    )

    row = office.check(f"{NAMES};Reference\nTJ;Ali;Valiev;{delegate.reference}").rows[0]

    assert [(change.old, change.new) for change in row.outcome.changes] == [
        ("Valiev", "Ali"),
        ("Ali", "Valiev"),
    ]


def test_name_that_several_delegates_have_is_asked_about(office: "Office") -> None:
    twins = [
        factories.DelegateFactory(
            delegation=office.tajikistan, given_name="Ali", family_name="Valiev"
        )
        for _twin in range(2)
    ]

    report = office.check(
        f"{NAMES};Reference;Function\nTJ;Ali;Valiev;;x\nTJ;Ali;Valiev;{twins[1].reference};y"
    )

    assert [row.verdict for row in report.rows] == [Verdict.OPEN, Verdict.CHANGED]
    assert candidates(report) == {2: [twin.reference for twin in twins]}


def test_of_two_equal_rows_the_second_is_asked_about(office: "Office") -> None:
    report = office.check(f"{NAMES}\nTJ;Ali;Valiev\nTJ;Olim;Karim\nTJ;VALIEV;Ali")

    assert [row.verdict for row in report.rows] == [Verdict.NEW, Verdict.NEW, Verdict.OPEN]
    assert candidates(report) == {4: ["line 2"]}


def test_row_with_the_name_of_a_delegate_whose_reference_another_row_has_is_asked_about(
    office: "Office",
) -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev"
    )

    report = office.check(
        f"{NAMES};Reference\nTJ;Ali;Valiev;\nTJ;Someone;Else;{delegate.reference}"
    )

    assert [row.verdict for row in report.rows] == [Verdict.OPEN, Verdict.CHANGED]
    assert candidates(report) == {2: [delegate.reference]}


def test_one_reference_in_two_rows_is_refused_each_naming_the_other(
    office: "Office", reasons: "Reasons"
) -> None:
    delegate = factories.DelegateFactory(delegation=office.tajikistan)
    row = f"TJ;Ali;Valiev;{delegate.reference}"

    report = office.check(f"{NAMES};Reference\n{row}\n{row}")

    assert [(line, reason) for line, _column, _value, reason in reasons(report)] == [
        (2, "is the same delegate as in line 3 of the file"),
        (3, "is the same delegate as in line 2 of the file"),
    ]


@pytest.mark.parametrize(
    "typed", ["{0}", "{1}", "{2}"], ids=["as it is", "small, with a space", "without the hyphen"]
)
def test_reference_is_read_as_people_type_it(office: "Office", typed: str) -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, reference="7KQ0-M1XD", given_name="Ali", family_name="V"
    )
    variants = (delegate.reference, "7kqo mlxd", "7KQ0M1XD")

    report = office.check(f"Reference;Function\n{typed.format(*variants)};Minister")

    assert report.rows[0].reference == delegate.reference
    assert report.rows[0].verdict == Verdict.CHANGED


def test_reference_of_another_conference_is_unknown(office: "Office", reasons: "Reasons") -> None:
    stranger = factories.DelegateFactory()

    report = office.check(f"Reference;Function\n{stranger.reference};Minister")

    assert reasons(report)[-1][1] == "reference"
    assert report.rows[0].person == ""


def test_near_match_is_asked_about_whether_there_or_in_the_file(office: "Office") -> None:
    delegate = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Sodiq", family_name="Rahmonov"
    )

    report = office.check(
        f"{NAMES}\nTJ;Sodik;Rakhmonov\nTJ;Farrukh;Karimzoda\nTJ;Farukh;Karimzoda\nOSCE;Sodik;Rakhmonov"
    )

    assert candidates(report) == {2: [delegate.reference], 4: ["line 3"], 5: ["line 2"]}
    assert [row.verdict for row in report.rows] == [
        Verdict.OPEN,
        Verdict.NEW,
        Verdict.OPEN,
        Verdict.OPEN,
    ]


@pytest.mark.parametrize(
    ("typed", "is_like"),
    [
        ("Sodiq;Rahmonov", True),
        ("S.;Rakhmonov", True),
        ("Sodik Farrukh;Rakhmonov", True),
        ("Sodikrakhmonov;", True),
        ("Rakhmonov;Sodikk", True),
        ("Sodik;Karimov", False),
        ("Farrukh;Namuna", False),
    ],
)
def test_near_match_is_found_however_it_is_spelled(
    office: "Office", typed: str, is_like: bool
) -> None:
    factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Sodik", family_name="Rakhmonov"
    )

    report = office.check(f"{NAMES}\nTJ;{typed}")

    assert (candidates(report) != {}) == is_like


# Heads


def test_two_heads_of_one_delegation_are_refused_each_naming_the_other(
    office: "Office", reasons: "Reasons"
) -> None:
    report = office.check(f"{NAMES};Position\nTJ;Ali;Valiev;head\nTJ;Olim;Karim;глава делегации")

    assert [(line, column, reason) for line, column, _value, reason in reasons(report)] == [
        (2, "position", "leads the delegation, and so does line 3; a delegation has one head"),
        (3, "position", "leads the delegation, and so does line 2; a delegation has one head"),
    ]


def test_head_who_replaces_another_is_listed_with_what_follows(office: "Office") -> None:
    former = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev"
    )
    office.lead(office.tajikistan, former)

    row = office.check(f"{NAMES};Position\nTJ;Olim;Karim;head").rows[0]

    assert [(c.person, c.column, c.old, c.new) for c in row.outcome.changes] == [
        ("Ali VALIEV", "position", "Head of delegation", "Member"),
        ("Ali VALIEV", "category", "H", "D"),
    ]


def test_head_named_otherwise_leaves_the_delegation_without_one(office: "Office") -> None:
    head = factories.DelegateFactory(
        delegation=office.tajikistan, given_name="Ali", family_name="Valiev"
    )
    office.lead(office.tajikistan, head)

    row = office.check(f"{NAMES};Position\nTJ;Ali;Valiev;adviser").rows[0]

    assert [(c.column, c.old, c.new) for c in row.outcome.changes][:1] == [
        ("position", "Head of delegation", "Adviser")
    ]
    assert row.outcome.plan is not None
    assert row.outcome.plan.is_head is False
