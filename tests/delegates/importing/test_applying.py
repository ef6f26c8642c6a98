"""What an import does to the conference: exactly what its report said."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.forms.models import model_to_dict
from django.utils import timezone

from conference.models import AuditEvent
from delegates import shown
from delegates.choices import Accreditation, Reply, Verdict
from delegates.columns import COLUMNS
from delegates.derived import DERIVED_DELEGATE_FIELDS
from delegates.exporting.people import Format, exported
from delegates.importing import check, known_in
from delegates.models import Delegate, Delegation
from delegates.naming.names import FURTHER_PARTS_OF_NAME
from delegates.services.review import accreditation
from tests import factories
from tests.readings import reading_from

if TYPE_CHECKING:
    from tests.delegates.importing.conftest import Office

NAMES = "Delegation;Given name;Family name"
DERIVED = {*DERIVED_DELEGATE_FIELDS, "order"}
FULL = ";".join(str(column.label) for column in COLUMNS)
PERSON = {
    "delegation": "TJ",
    "kind": "State",
    "position": "Adviser",
    "honorific": "Mr",
    "given_name": "Ali",
    "family_name": "Valiev",
    "patronymic": "Karimovich",
    "name_suffix": "Jr.",
    "own_given_name": "Алӣ",
    "own_family_name": "Валиев",
    "own_name": "Алӣ Валиев",
    "own_name_language": "tg",
    "display_name": "Ali Valiev",
    "gender": "Male",
    "function": "Adviser to the Minister",
    "department": "Department of Water Policy",
    "ministry": "Ministry of Energy",
    "category": "M",
    "rank": "Expert",
    "rank_represented": "Minister",
    "in_office_since": "2024-05-31",
    "listing": "Listed",
    "publication": "May be published",
    "hosting": "At their own cost",
    "email": "ali@example.org",
    "phone": "+992 37 221",
    "nationality": "TJ",
    "languages": "Tajik, Russian",
    "hotel": "Varzob",
    "arrival_at": "2027-05-24 04:30",
    "arrival_place": "Dushanbe",
    "arrival_carrier": "Turkish Airlines",
    "arrival_number": "TK 254",
    "arrival_aircraft": "No",
    "departure_at": "2027-05-28T23:05:00",
    "departure_place": "Khujand",
    "departure_carrier": "Somon Air",
    "departure_number": "SZ 611",
    "departure_aircraft": "yes",
    "reference": "",
}
# Column to another value, and the change as the report says it.
MISSION = "Diplomatic mission accredited to the host"
CHANGES = {
    "delegation": ("KG", "Tajikistan (State)", "Kyrgyzstan (State)"),
    "kind": (MISSION, "Tajikistan (State)", f"Tajikistan ({MISSION})"),
    "position": ("Head of delegation", "Adviser", "Head of delegation"),
    "honorific": ("Dr", "Mr", "Dr"),
    "given_name": ("Alisher", "Ali", "Alisher"),
    "family_name": ("Valizoda", "Valiev", "Valizoda"),
    "patronymic": ("Rustamovich", "Karimovich", "Rustamovich"),
    "name_suffix": ("III", "Jr.", "III"),
    "own_given_name": ("Алишер", "Алӣ", "Алишер"),
    "own_family_name": ("Вализода", "Валиев", "Вализода"),
    "own_name": ("Валиев Алӣ", "Алӣ Валиев", "Валиев Алӣ"),
    "own_name_language": ("ru", "tg", "ru"),
    "display_name": ("VALIEV Ali", "Ali Valiev", "VALIEV Ali"),
    "gender": ("Female", "Male", "Female"),
    "function": ("Minister", "Adviser to the Minister", "Minister"),
    "department": ("Cabinet", "Department of Water Policy", "Cabinet"),
    "ministry": ("Ministry of Health", "Ministry of Energy", "Ministry of Health"),
    "category": ("D", "M", "D"),
    "rank": ("Minister", "Expert", "Minister"),
    "rank_represented": ("Head of State", "Minister", "Head of State"),
    "in_office_since": ("01.06.2024", "2024-05-31", "2024-06-01"),
    "listing": ("overflow", "Listed", "Counted, not listed"),
    "publication": ("withheld", "May be published", "Not to be published"),
    "hosting": ("hosted", "At their own cost", "Hosted"),
    "email": ("alisher@example.org", "ali@example.org", "alisher@example.org"),
    "phone": ("+992 99", "+992 37 221", "+992 99"),
    "nationality": ("KG", "Tajikistan", "Kyrgyzstan"),
    "languages": ("Tajik", "Tajik, Russian", "Tajik"),
    "hotel": ("Rudaki", "Varzob", "Rudaki"),
    "arrival_at": ("25.05.2027 4:30", "2027-05-24 04:30", "2027-05-25 04:30"),
    "arrival_place": ("Khujand", "Dushanbe", "Khujand"),
    "arrival_carrier": ("Somon Air", "Turkish Airlines", "Somon Air"),
    "arrival_number": ("SZ 2", "TK 254", "SZ 2"),
    "arrival_aircraft": ("oui", "No", "Yes"),
    "departure_at": ("2027-05-29 01:00", "2027-05-28 23:05", "2027-05-29 01:00"),
    "departure_place": ("Dushanbe", "Khujand", "Dushanbe"),
    "departure_carrier": ("Uzbekistan Railways", "Somon Air", "Uzbekistan Railways"),
    "departure_number": ("7", "SZ 611", "7"),
    "departure_aircraft": ("нет", "Yes", "No"),
}
# The whole follows a part.
FOLLOWS = {
    "own_given_name": [("own_name", "Алӣ Валиев", "Алишер Валиев")],
    "own_family_name": [("own_name", "Алӣ Валиев", "Алӣ Вализода")],
}


def line(**changed: str) -> str:
    return f"{FULL}\n{';'.join({**PERSON, **changed}.values())}"


def stored(delegate: Delegate) -> dict[str, Any]:
    """Every value of a delegate, and whether they lead."""
    delegate = Delegate.objects.get(pk=delegate.pk)
    values = {field.attname: getattr(delegate, field.attname) for field in Delegate._meta.fields}
    return values | {"is_head": delegate.delegation.head_id == delegate.pk}


@pytest.fixture
def ali(office: "Office") -> Delegate:
    """A delegate with a value in every column, imported."""
    office.imported(line())
    return Delegate.objects.get()


def test_import_registers_a_delegate_with_every_column(office: "Office", ali: Delegate) -> None:
    assert model_to_dict(
        ali, exclude=["id", "order", "photo", "delegation", "nationality", "spouse_of"]
    ) == {
        "position": "adviser",
        "honorific": "Mr",
        "given_name": "Ali",
        "family_name": "Valiev",
        "patronymic": "Karimovich",
        "name_suffix": "Jr.",
        "own_given_name": "Алӣ",
        "own_family_name": "Валиев",
        "own_name": "Алӣ Валиев",
        "own_name_language": "tg",
        "display_name": "Ali Valiev",
        "gender": "male",
        "function": "Adviser to the Minister",
        "department": "Department of Water Policy",
        "ministry": "Ministry of Energy",
        "rank": office.ranks["Expert"].pk,
        "rank_represented": "Minister",
        "in_office_since": dt.date(2024, 5, 31),
        "listing": "listed",
        "publication": "published",
        "hosting": "own",
        "category": office.categories["M"].pk,
        "is_category_set_by_hand": True,
        "email": "ali@example.org",
        "phone": "+992 37 221",
        "languages": "Tajik, Russian",
        "hotel": "Varzob",
        # On the venue's clocks, five hours ahead of UTC.
        "arrival_at": dt.datetime(2027, 5, 23, 23, 30, tzinfo=dt.UTC),
        "arrival_place": "Dushanbe",
        "arrival_carrier": "Turkish Airlines",
        "arrival_number": "TK 254",
        "arrival_aircraft": "no",
        "departure_at": dt.datetime(2027, 5, 28, 18, 5, tzinfo=dt.UTC),
        "departure_place": "Khujand",
        "departure_carrier": "Somon Air",
        "departure_number": "SZ 611",
        "departure_aircraft": "yes",
    }
    assert ali.delegation == office.tajikistan
    assert ali.nationality == office.tajikistan.country
    assert ali.accreditation == Accreditation.SUBMITTED
    assert ali.conference == office.conference


def test_importing_twice_changes_nothing(office: "Office", ali: Delegate) -> None:
    before, events = stored(ali), AuditEvent.objects.count()

    result = office.imported(line())

    assert (result.created, result.changed, result.same) == (0, 0, 1)
    assert stored(ali) == before
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("column", CHANGES)
def test_one_change_in_each_column_is_exactly_that_change(
    office: "Office", ali: Delegate, column: str
) -> None:
    new, old_words, new_words = CHANGES[column]
    before = stored(ali)

    report = office.check(line(**{column: new, "reference": ali.reference}), creates=True)
    office.imported(line(**{column: new, "reference": ali.reference}), creates=True)

    kept = "delegation" if column == "kind" else column
    said = [(c.column, c.old, c.new) for row in report.rows for c in row.outcome.changes]
    follows = FOLLOWS.get(column, [])
    assert said == [(kept, old_words, new_words), *follows]
    fields = {
        "delegation": {"delegation_id"},
        "kind": {"delegation_id"},
        "position": {"is_head"},
        "category": {"category_id"},
        "rank": {"rank_id"},
        "nationality": {"nationality_id"},
    }.get(column, {column, *(name for name, _old, _new in follows)})
    after = stored(ali)
    assert {name for name in after if after[name] != before[name]} - DERIVED == fields
    assert (
        office.check(line(**{column: new, "reference": ali.reference}), creates=True)
        .rows[0]
        .outcome.changes
        == []
    )


@pytest.mark.parametrize(
    "column",
    [
        c.name
        for c in COLUMNS
        if c.can_be_cleared and c.name not in {"given_name", "family_name", "own_name_language"}
    ],
)
def test_blank_leaves_alone_and_a_hyphen_clears(
    office: "Office", ali: Delegate, column: str
) -> None:
    before = stored(ali)

    office.imported(line(**{column: "", "reference": ali.reference}))
    left_alone = stored(ali)
    office.imported(line(**{column: "-", "own_name_language": "", "reference": ali.reference}))
    cleared = stored(ali)

    assert left_alone == before
    expected = {
        # Its two parts are in the row: they are joined again.
        "own_name": set(),
        "own_given_name": {"own_given_name", "own_name"},
        "own_family_name": {"own_family_name", "own_name"},
        "category": {"category_id", "is_category_set_by_hand"},
        "rank": {"rank_id"},
        "nationality": {"nationality_id"},
    }.get(column, {column})
    assert {name for name in cleared if cleared[name] != before[name]} - DERIVED == expected


def test_import_never_changes_a_decision(office: "Office", ali: Delegate) -> None:
    accreditation.reject(delegate=ali, reason="late", by=office.organizer, at=timezone.now())
    before = stored(ali)

    office.imported(line(function="Minister", rank="Minister", reference=ali.reference))

    after = stored(ali)
    decision = ("accreditation", "decided_at", "decided_by_id", "decision_reason")
    assert [after[name] for name in decision] == [before[name] for name in decision]


def test_category_that_follows_from_a_new_rank_is_listed_as_following(office: "Office") -> None:
    office.imported(f"{NAMES}\nTJ;Ali;Valiev")

    text = f"Reference;Rank\n{Delegate.objects.get().reference};Head of State"
    row = office.check(text).rows[0]
    office.imported(text)

    assert [(c.column, c.old, c.new, c.is_consequence) for c in row.outcome.changes] == [
        ("rank", "", "Head of State", False),
        ("category", "D", "V", True),
    ]
    assert Delegate.objects.get().category == office.categories["V"]


# Heads


def test_new_head_leads_and_the_former_one_follows_the_rules(office: "Office") -> None:
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;head")

    office.imported(f"{NAMES};Position\nTJ;Olim;Karim;Head of delegation")

    delegates = {delegate.given_name: delegate for delegate in Delegate.objects.all()}
    assert Delegation.objects.get(pk=office.tajikistan.pk).head == delegates["Olim"]
    assert delegates["Olim"].category == office.categories["H"]
    assert delegates["Ali"].category == office.categories["D"]


def test_two_delegates_exchange_the_lead_in_one_file(office: "Office") -> None:
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;head\nTJ;Olim;Karim;member")

    report = office.check(f"{NAMES};Position\nTJ;Ali;Valiev;member\nTJ;Olim;Karim;head")
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;member\nTJ;Olim;Karim;head")

    assert [
        [(c.column, c.person, c.old, c.new) for c in row.outcome.changes] for row in report.rows
    ] == [
        [
            ("position", "", "Head of delegation", "Member"),
            ("category", "", "H", "D"),
        ],
        [
            ("position", "", "Member", "Head of delegation"),
            ("category", "", "D", "H"),
        ],
    ]
    assert Delegation.objects.get(pk=office.tajikistan.pk).head.given_name == "Olim"


def test_head_who_moves_leads_the_other_delegation_only_where_the_file_says_so(
    office: "Office",
) -> None:
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;head\nKG;Olim;Karim;head")
    ali = Delegate.objects.get(given_name="Ali")
    olim = Delegate.objects.get(given_name="Olim")

    result = office.imported(
        "Reference;Delegation;Position\n"
        f"{ali.reference};OSCE;Head of delegation\n{olim.reference};OSCE;"
    )

    assert result.changed == 2
    heads = {row.pk: row.head_id for row in Delegation.objects.all()}
    assert heads == {office.tajikistan.pk: None, office.mission.pk: None, office.osce.pk: ali.pk}


# Who leads Tajikistan and Kyrgyzstan, and the Security in Europe, afterwards.
MOVES = {
    "a newcomer": ("{ali};OSCE;;;", ";TJ;Zafar;Zafarov;head", ("Zafar", "Olim", "")),
    "a newcomer, named first": (";TJ;Zafar;Zafarov;head", "{ali};OSCE;;;", ("Zafar", "Olim", "")),
    "a member": ("{vali};TJ;;;head", "{ali};OSCE;;;adviser", ("Vali", "Olim", "")),
    "who leads elsewhere": ("{olim};TJ;;;head", "{ali};OSCE;;;", ("Olim", "", "")),
    "whom they replace": ("{ali};KG;;;head", "{olim};TJ;;;head", ("Olim", "Ali", "")),
    "a newcomer, and they lead": (
        "{ali};OSCE;;;head",
        ";TJ;Zafar;Z;head",
        ("Zafar", "Olim", "Ali"),
    ),
}


@pytest.mark.parametrize("taker", MOVES)
def test_head_moves_away_while_another_row_takes_the_place(office: "Office", taker: str) -> None:
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;head\nKG;Olim;Karim;head\nTJ;Vali;Aliev;")
    references = {row.given_name.lower(): row.reference for row in Delegate.objects.all()}
    *rows, expected = MOVES[taker]
    text = "\n".join(["Reference;" + f"{NAMES};Position", *rows]).format(**references)

    result = office.imported(text)

    led = [
        Delegation.objects.select_related("head").get(pk=delegation.pk).head
        for delegation in (office.tajikistan, office.mission, office.osce)
    ]
    assert result.created + result.changed == 2
    assert tuple(head.given_name if head else "" for head in led) == expected
    categories = {row.given_name: row.category for row in Delegate.objects.all()}
    assert [
        name for name, category in categories.items() if category == office.categories["H"]
    ] == [name for name in categories if name in expected]
    assert {row.verdict for row in office.check(text).rows} == {Verdict.SAME}


# Delegations, doubts, good rows only


def test_missing_delegations_are_registered_once_with_their_names(office: "Office") -> None:
    result = office.imported(f"{NAMES}\nCIS;Ali;Valiev\ncis;Olim;Karim", creates=True)

    created = Delegation.objects.get(organization=office.cis)
    assert result.new_delegations == 1
    assert (str(created), created.acronym, created.kind.code) == (
        "Independent States",
        "CIS",
        "intergovernmental",
    )
    assert created.delegates.count() == 2


def test_delegation_that_only_refused_rows_need_is_not_registered(office: "Office") -> None:
    result = office.imported(f"{NAMES};E-mail\nCIS;Ali;Valiev;nobody", creates=True)

    assert result.new_delegations == 0
    assert not Delegation.objects.filter(organization=office.cis).exists()


def test_row_in_doubt_is_registered_only_when_it_is_another_person(office: "Office") -> None:
    office.imported(f"{NAMES}\nTJ;Sodiq;Rahmonov")
    text = f"{NAMES}\nTJ;Sodik;Rakhmonov\nTJ;Sodiqq;Rahmonov\nTJ;Farrukh;Karimzoda"

    asked = next(one for one in office.check(text).questions if one.lines == [3])
    office.applied(office.check(text, answers={(asked.kind, asked.key): Reply.ANOTHER}))

    assert sorted(Delegate.objects.values_list("given_name", flat=True)) == [
        "Farrukh",
        "Sodiq",
        "Sodiqq",
    ]


def test_file_with_a_problem_of_its_own_applies_nothing(office: "Office") -> None:
    assert office.imported(f"{NAMES};given_name\nTJ;Ali;Valiev;x").created == 0


def test_new_delegates_come_last_and_in_the_order_of_the_file(office: "Office") -> None:
    office.imported(f"{NAMES}\nTJ;Zafar;Zafarov")
    office.imported(f"{NAMES}\nTJ;Bahrom;B\nOSCE;X;Y\nTJ;Anvar;A")

    rows = office.tajikistan.delegates.order_by("order").values_list("given_name", flat=True)
    assert list(rows) == ["Zafar", "Bahrom", "Anvar"]


def test_audit_names_each_delegate_and_changed_field_but_no_value(
    office: "Office", ali: Delegate
) -> None:
    office.imported(line(function="Minister", reference=ali.reference))

    event = AuditEvent.objects.get(action="delegate.changed")
    assert (event.target_id, event.fields, event.detail) == (ali.pk, ["function"], {})
    assert event.by == office.organizer


def test_history_keeps_the_values_before_and_after(office: "Office", ali: Delegate) -> None:
    office.imported(line(function="Minister", reference=ali.reference))

    history = apps.get_model("delegates", "DelegateEvent").objects.filter(pgh_obj_id=ali.pk)
    assert list(history.order_by("pgh_id").values_list("function", flat=True)) == [
        "Adviser to the Minister",
        "Minister",
    ]


# Badges

ALWAYS_SHOWN = shown.fields_shown_on_badges().difference(FURTHER_PARTS_OF_NAME)


@pytest.fixture
def badge_holders(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Who holds a live badge: the question that a higher app answers."""
    holders: set[int] = set()
    answer = shown.Answer(
        shown.fields_shown_on_badges(),
        lambda conference, among: holders,
        lambda conference, moment: set(),
    )
    monkeypatch.setattr(shown, "_answers", [answer])
    return holders


@pytest.mark.parametrize(
    ("column", "is_outdated"),
    [(c, c in {*ALWAYS_SHOWN, "kind", *FOLLOWS} - {"position"}) for c in CHANGES],
)
def test_change_of_what_a_live_badge_shows_is_listed(
    office: "Office", ali: Delegate, badge_holders: set[int], column: str, is_outdated: bool
) -> None:
    text = line(**{column: CHANGES[column][0], "reference": ali.reference})

    without = office.check(text, creates=True).rows[0].outcome.badges
    badge_holders.add(ali.pk)
    with_badge = office.check(text, creates=True).rows[0].outcome.badges

    assert without == []
    assert (with_badge != []) == is_outdated


@pytest.mark.parametrize("column", FURTHER_PARTS_OF_NAME)
@pytest.mark.parametrize("is_printed", [False, True])
def test_further_part_of_a_name_outdates_a_badge_where_the_conference_has_it_printed(
    office: "Office", ali: Delegate, badge_holders: set[int], column: str, is_printed: bool
) -> None:
    office.conference.prints_patronymics = is_printed
    office.conference.save()
    badge_holders.add(ali.pk)
    text = line(**{column: CHANGES[column][0], "reference": ali.reference})

    listed = office.check(text, creates=True).rows[0].outcome.badges

    assert (listed != []) == is_printed


def test_badge_of_a_head_who_is_replaced_is_listed(
    office: "Office", badge_holders: set[int]
) -> None:
    office.imported(f"{NAMES};Position\nTJ;Ali;Valiev;head")
    badge_holders.add(Delegate.objects.get().pk)

    row = office.check(f"{NAMES};Position\nTJ;Olim;Karim;head").rows[0]

    assert row.outcome.badges == ["Ali VALIEV"]


# Round trip


@pytest.mark.parametrize("file_format", Format)
def test_export_comes_back_and_changes_nothing(
    office: "Office", ali: Delegate, file_format: Format
) -> None:
    awkward = [
        "-",
        "=1+1",
        "'=x",
        "+992 (0) 1",
        "-Smith",
        "'-",
        "@home",
        'say "x"; y, z',
        "  a  b ",
    ]
    for number, text in enumerate(awkward):
        factories.DelegateFactory(
            delegation=office.osce, given_name=f"Person {number}", function=text, honorific=text
        )
    office.imported(f"{NAMES};Position;Category;Rank\nTJ;Olim;Karim;head;V;1\nKG;Zafar;Zafarov;;;")

    with exported(Delegate.objects.all(), office.conference, file_format) as file:
        report = check(reading_from(file.read()), known_in(office.conference))

    assert report.problems == []
    assert {row.line: [*row.problems, *row.outcome.changes] for row in report.rows} == {
        number: [] for number in range(2, 14)
    }
    assert {row.verdict for row in report.rows} == {Verdict.SAME}
