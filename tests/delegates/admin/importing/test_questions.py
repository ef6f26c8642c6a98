"""What an import asks: its pages, one kind each, and the answers that are sent from them."""

import io
import re
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from conference.choices import Role
from conference.models import AuditEvent, Conference, StaffRole
from delegates import replies
from delegates.admin.importing.asking.letters import Piece, pieces_of
from delegates.choices import QuestionKind, Verdict
from delegates.importing.report import Party
from delegates.models import (
    Country,
    Delegation,
    DelegationKind,
    ImportLine,
    ImportQuestion,
    ImportRun,
    Organization,
    PartyAlias,
)
from delegates.services import kinds
from delegates.services.importing import imports
from tests.deciding import decided
from tests.delegates.importing.worker import import_next
from tests.factories import (
    AT,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    DelegationKindFactory,
    ImportLineFactory,
    ImportQuestionFactory,
    ImportRunFactory,
    OrganizationFactory,
    StaffRoleFactory,
    UserFactory,
    words,
)
from tests.here import here
from tests.ids import ids_of, ids_that_stand_twice
from tests.parts import asks

FILE = """Delegation;Kind;Given name;Family name;Function
Nowhere;;Vali;Aliev;
Nowhere;;Olim;Karim;
Water Network;;Anna;Keller;
TJ;;Zsolt;Nagi;Minister
TJ;;Maria;Silva;
HU;;Maria;Silva;
"""


@pytest.fixture
def hungary(conference: Conference) -> Country:
    kinds.install_defaults(conference)
    state = DelegationKind.objects.get(conference=conference, code="state")
    tajikistan = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    country: Country = CountryFactory(iso2="HU", iso3="HUN", name=words("Hungary"))
    DelegationFactory(conference=conference, country=country, kind=state)
    delegation = DelegationFactory(conference=conference, country=tajikistan, kind=state)
    DelegateFactory(delegation=delegation, given_name="Zsolt", family_name="Nagy")
    return country


@pytest.fixture
def run(organizer: Client, conference: Conference, hungary: Country) -> ImportRun:
    return checked(conference, FILE)


def checked(conference: Conference, text: str) -> ImportRun:
    run = imports.start(
        file=io.BytesIO(text.encode()),
        file_name="people.csv",
        conference=conference,
        creates_delegations=True,
        by=StaffRole.objects.get(conference=conference, role=Role.ORGANIZER).user,
        at=timezone.now(),
    )
    import_next()
    run.refresh_from_db()
    return run


def address(run: ImportRun, kind: str = "party") -> str:
    return here("delegates_importrun_questions", run.pk, kind)


def report(run: ImportRun) -> str:
    return here("delegates_importrun_change", run.pk)


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def text_of(client: Client, url: str) -> str:
    page = shown(client, url)
    return " ".join(strip_tags(page[page.index('id="content"') :]).split())


def asked(run: ImportRun, kind: str = "party") -> list[ImportQuestion]:
    return list(ImportQuestion.objects.of_run(run).filter(kind=kind).order_by("pk"))


def answers(run: ImportRun, kind: str = "party") -> list[str]:
    return [question.answer for question in asked(run, kind)]


def send(client: Client, run: ImportRun, kind: str = "party", **said: Any) -> Any:
    return client.post(here("delegates_importrun_answer", run.pk, kind), said)


def errors(client: Client, response: Any) -> list[str]:
    return [str(each) for each in client.get(response["Location"]).context["messages"]]


def verdicts(run: ImportRun) -> list[str]:
    return [line.verdict for line in ImportLine.objects.of_run(run).order_by("line")]


# One question


def test_headings_are_listed_with_the_rows_that_hang_on_them(
    organizer: Client, run: ImportRun
) -> None:
    text = text_of(organizer, address(run))

    assert "Nowhere 2 rows" in text
    assert "Water Network 1 row" in text
    assert "To be answered 2" in text


def test_answer_leads_to_the_next_question_and_can_be_taken_back(
    organizer: Client, run: ImportRun
) -> None:
    first, second = asked(run)

    answer = send(organizer, run, one=f"{first.pk}:leave_out")

    assert answer["Location"] == f"{address(run)}?#q-{second.key[:16]}"
    assert verdicts(run)[:3] == ["left_out", "left_out", "open"]
    assert "Left out" in text_of(organizer, f"{address(run)}?state=answered")
    assert "Nowhere" not in text_of(organizer, address(run))

    send(organizer, run, one=f"{first.pk}:", here="state=answered")

    assert answers(run) == ["", ""]
    assert verdicts(run)[:3] == ["open", "open", "open"]


def chosen_types(page: str) -> list[tuple[str, str]]:
    """Question and chosen type of the boxes beside the headings."""
    boxes = re.findall(r'<select name="type-(\d+)".*?</select>', page, re.DOTALL)
    whole = re.findall(r'<select name="type-\d+".*?</select>', page, re.DOTALL)
    chosen = [re.search(r'<option value="(\w*)" selected', box) for box in whole]
    return [(pk, found[1] if found else "") for pk, found in zip(boxes, chosen, strict=True)]


def test_heading_is_added_beside_its_name_as_its_section_says(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    rows = "Nowhere;;Vali;Aliev;\nWater Network;civil SOCIETY;Anna;Keller;\n"
    run = checked(conference, f"Delegation;Kind;Given name;Family name;Function\n{rows}")
    nowhere, network = asked(run)

    page = shown(organizer, address(run))
    assert chosen_types(page) == [(str(nowhere.pk), ""), (str(network.pk), "civil_society")]

    response = send(organizer, run, one=f"{nowhere.pk}:add")
    assert errors(organizer, response) == ["Choose what type of organization is to be added."]
    send(organizer, run, one=f"{nowhere.pk}:add", **{f"type-{nowhere.pk}": "research"})

    assert answers(run) == ["add:research", ""]
    page = shown(organizer, f"{address(run)}?state=answered")
    assert chosen_types(page) == [(str(nowhere.pk), "research")]


def test_last_answer_leads_to_words_that_say_so(organizer: Client, run: ImportRun) -> None:
    first, second = asked(run)
    answer = send(
        organizer, run, scope="shown", shown=f"{first.pk},{second.pk}", answer="leave_out"
    )

    assert "Nothing of this kind is left to answer." in text_of(organizer, answer["Location"])


def test_no_id_stands_twice_on_questions_and_report(organizer: Client, run: ImportRun) -> None:
    pages = [shown(organizer, address(run)), shown(organizer, report(run))]

    assert [len(ids_of(page)) > 10 for page in pages] == [True, True]
    assert [ids_that_stand_twice(page) for page in pages] == [[], []]


def test_enter_key_answers_nothing(organizer: Client, run: ImportRun) -> None:
    page = shown(organizer, address(run))
    form = page[page.index('id="answers"') :]
    first_button = re.search(r"<button[^>]*>", form)

    answer = send(organizer, run, questions=[asked(run)[0].pk], answer="")

    assert first_button
    assert 'name="answer" value=""' in first_button[0]
    assert errors(organizer, answer) == ["Choose the answer."]
    assert answers(run) == ["", ""]


# Many


def test_ticked_ones_are_answered_together(organizer: Client, run: ImportRun) -> None:
    first, second = asked(run)

    send(organizer, run, questions=[first.pk, second.pk], answer="add", of_type="civil_society")

    assert answers(run) == ["add:civil_society"] * 2
    assert AuditEvent.objects.get(action="import.answered").detail == {
        "kind": "party",
        "answer": "add",
        "questions": 2,
    }


def test_all_of_a_section_are_answered_at_once(organizer: Client, conference: Conference) -> None:
    run, role = many_questions(conference, 60)
    organizer.force_login(role.user)
    page = shown(organizer, f"{address(run)}?state=open")
    section = re.search(r'section=([0-9a-f]{32})"[^>]*><bdi>Civil society', page)
    assert section
    query = f"section={section[1]}"

    narrowed = shown(organizer, f"{address(run)}?{query}")
    send(organizer, run, here=query, scope="found", seen="40", answer="leave_out")

    taken = asked(run)[0].answer
    said = {(q.section, q.answer) for q in asked(run)}
    assert "all 40 of" not in narrowed
    assert said == {("Civil society", "leave_out"), ("Media", ""), ("Media", taken)}


def test_all_that_are_found_are_answered_only_where_they_are_as_many_as_was_seen(
    organizer: Client, run: ImportRun
) -> None:
    answer = send(organizer, run, scope="found", seen="3", answer="leave_out")

    assert "The questions have changed in the meantime" in errors(organizer, answer)[0]
    assert answers(run) == ["", ""]


def test_refused_answer_leaves_what_was_ticked_and_typed(organizer: Client, run: ImportRun) -> None:
    """The part that htmx puts in place holds only why."""
    url = here("delegates_importrun_answer", run.pk, "party")
    headers = {"HX-Request": "true", "HX-Target": "asked"}

    refused = organizer.post(
        url, {"answer": "add", "questions": [asked(run)[0].pk]}, headers=headers
    )

    assert refused["HX-Retarget"] == "#answer-said"
    text = " ".join(strip_tags(refused.content.decode()).split())
    assert text == "Choose what type of organization is to be added."


def test_nothing_ticked_is_said(organizer: Client, run: ImportRun) -> None:
    answer = send(organizer, run, answer="leave_out")

    assert errors(organizer, answer) == ["Tick at least one question, then choose the answer."]


def test_type_of_an_organization_is_asked_for(organizer: Client, run: ImportRun) -> None:
    answer = send(organizer, run, questions=[asked(run)[0].pk], answer="add")

    assert errors(organizer, answer) == ["Choose what type of organization is to be added."]


# Headings


@pytest.mark.parametrize("typed", ["Hungary", "hun", "HU"])
def test_typed_party_is_resolved_and_the_file_is_checked_again_on_the_same_page(
    organizer: Client, run: ImportRun, hungary: Country, typed: str
) -> None:
    first, second = asked(run)

    answer = send(organizer, run, questions=[first.pk], answer="same", party=typed)
    waiting = shown(organizer, answer["Location"])
    import_next()
    after = text_of(organizer, answer["Location"])

    assert answer["Location"] == f"{address(run)}?#q-{second.key[:16]}"
    assert asks(waiting, "progress").startswith(f"{address(run)}?")
    assert answers(run) == [replies.same("country", hungary.pk), ""]
    assert "Water Network" in after
    assert "The same as Hungary" in text_of(organizer, f"{address(run)}?state=answered")


def test_two_spellings_of_a_new_organization_are_joined_by_what_is_typed(
    organizer: Client, run: ImportRun
) -> None:
    nowhere, network = asked(run)
    send(organizer, run, one=f"{nowhere.pk}:{replies.add('research')}")

    other_way = send(organizer, run, answer="same", party="Water Network", questions=[nowhere.pk])
    send(organizer, run, answer="same", party="nowhere", questions=[network.pk])
    import_next()

    assert "is not above" in " ".join(errors(organizer, other_way))
    run.refresh_from_db()
    assert run.summary["new_delegations"] == 1
    imported(organizer, run)
    (made,) = Organization.objects.filter(conference=run.conference)
    assert str(made) == "Nowhere"
    assert PartyAlias.objects.get().text == "Water Network"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter which country or organization it is."),
        ("Atlantis", "“Atlantis” is no country or organization that is known here."),
        ("AU", "“AU” could mean several: African Union, Another Union. Enter the full name."),
    ],
)
def test_typed_party_that_is_none_or_several_is_refused_in_words(
    organizer: Client, run: ImportRun, typed: str, said: str
) -> None:
    OrganizationFactory(acronym="AU", name=words("African Union"))
    OrganizationFactory(acronym="ANU", name=words("Another Union"), aliases=["AU"])

    answer = send(organizer, run, questions=[asked(run)[0].pk], answer="same", party=typed)

    assert errors(organizer, answer)[0].startswith(said)
    assert answers(run) == ["", ""]


# Known to every conference


@pytest.fixture
def administrator(conference: Conference, run: ImportRun) -> Client:
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    return client


def imported(client: Client, run: ImportRun) -> None:
    client.post(here("delegates_importrun_apply", run.pk), {"good_rows_only": "yes"})
    import_next()
    run.refresh_from_db()
    assert run.applied_at is not None


def test_administrator_makes_whom_a_heading_means_known_to_every_conference(
    administrator: Client, conference: Conference, run: ImportRun
) -> None:
    box = 'name="general"'
    nowhere = asked(run)[0]
    assert shown(administrator, address(run)).count(box) == 2
    hungary = Country.objects.get(iso2="HU")
    said = f"{nowhere.pk}:{replies.same('country', hungary.pk)}"

    send(administrator, run, one=said, general=[nowhere.pk])
    import_next()
    assert ImportQuestion.objects.of_run(run).get(is_general=True).key == nowhere.key
    hungary.refresh_from_db()
    assert hungary.aliases == []
    imported(administrator, run)

    hungary.refresh_from_db()
    assert hungary.aliases == ["Nowhere"]
    assert not PartyAlias.objects.exists()
    decision = shown(administrator, here("delegates_importrun_take_back", run.pk))
    assert "Names that it made known to every conference stay known." in decision


def test_box_is_unticked_by_another_answer_and_says_nothing_of_one_left_out(
    administrator: Client, run: ImportRun
) -> None:
    party = replies.same("country", Country.objects.get(iso2="HU").pk)

    for answer, general in [("leave_out", False), (party, True), ("", False)]:
        nowhere = asked(run)[0]
        send(administrator, run, one=f"{nowhere.pk}:{answer}", general=[nowhere.pk])
        if ImportRun.objects.get().is_unfinished:
            import_next()
        assert asked(run)[0].is_general is general


def test_organizer_makes_nothing_known_to_every_conference(
    organizer: Client, run: ImportRun
) -> None:
    nowhere = asked(run)[0]
    assert 'name="general"' not in shown(organizer, address(run))
    said = f"{nowhere.pk}:{replies.same('country', Country.objects.get(iso2='HU').pk)}"

    refused = send(organizer, run, one=said, general=[nowhere.pk])

    assert "may not make names known to all conferences" in errors(organizer, refused)[0]
    assert asked(run)[0].answer == ""


def test_name_of_another_party_is_refused_for_every_conference(
    administrator: Client, conference: Conference
) -> None:
    # Another conference's own organization is not known here, and would be called alike.
    OrganizationFactory(name=words("Nowhere"), conference=ConferenceFactory())
    OrganizationFactory(name=words("Nowhere"), acronym="NW", conference=None)
    run = ImportRun.objects.get()
    nowhere = asked(run)[0]
    said = f"{nowhere.pk}:{replies.same('country', Country.objects.get(iso2='HU').pk)}"

    refused = send(administrator, run, one=said, general=[nowhere.pk])

    assert "“Nowhere” is a name of Nowhere." in errors(administrator, refused)[0]
    assert asked(run)[0].answer == ""


def test_party_of_another_conference_is_not_known(organizer: Client, run: ImportRun) -> None:
    OrganizationFactory(conference=ConferenceFactory(), name=words("Private Circle"))

    answer = send(
        organizer, run, questions=[asked(run)[0].pk], answer="same", party="Private Circle"
    )

    assert "is no country or organization that is known here" in errors(organizer, answer)[0]
    assert b"Private Circle" not in organizer.get(here("delegates_importrun_parties")).content


def test_parties_are_proposed_by_name_and_code(organizer: Client, run: ImportRun) -> None:
    OrganizationFactory(acronym="WB", name=words("World <Bank>"))

    proposed = shown(organizer, here("delegates_importrun_parties"))

    assert '<option value="Hungary">HUN</option>' in proposed
    assert '<option value="World &lt;Bank&gt;">WB</option>' in proposed


# People


def test_people_stand_beside_each_other_with_what_would_change(
    organizer: Client, run: ImportRun
) -> None:
    text = text_of(organizer, address(run, "person"))

    assert "In the file, line 5 Zsolt NAGI" in text
    assert "Registered," in text
    assert "Zsolt NAGY Tajikistan (State) Take from the file Family name: Nagy → Nagi" in text


def boxes(page: str) -> list[tuple[str, bool]]:
    """What each box of a field that differs sends, and whether it is ticked."""
    found = re.findall(r'name="take-\d+" value="([^"]+)"( checked)?', page)
    return [(value, bool(checked)) for value, checked in found]


@pytest.fixture
def nagi(organizer: Client, conference: Conference, hungary: Country) -> ImportRun:
    """Of the registered Zsolt Nagy, in another spelling and with another function."""
    return checked(conference, "Delegation;Given name;Family name;Function\nTJ;Zsolt;Nagi;Envoy")


def test_registered_name_stays_unless_the_box_of_the_file_is_ticked(
    organizer: Client, nagi: ImportRun
) -> None:
    (question,) = asked(nagi, "person")
    (same,) = (key for key in question.outcomes if not replies.read(key).kept)
    pk = replies.read(same).delegate_id
    page = shown(organizer, address(nagi, "person"))
    assert boxes(page) == [(f"{pk}:family_name", False), (f"{pk}:function", True)]

    as_shown = {f"take-{question.pk}": [f"{pk}:function"]}
    send(organizer, nagi, "person", one=f"{question.pk}:{same}", **as_shown)
    assert answers(nagi, "person") == [f"{same}:keep:family_name"]
    text = text_of(organizer, f"{address(nagi, 'person')}?state=answered")
    assert "The same person as Zsolt NAGY; stays as registered: Family name" in text

    otherwise = {f"take-{question.pk}": [f"{pk}:family_name"]}
    send(organizer, nagi, "person", one=f"{question.pk}:{same}", **otherwise)
    assert answers(nagi, "person") == [f"{same}:keep:function"]
    page = shown(organizer, f"{address(nagi, 'person')}?state=answered")
    assert boxes(page) == [(f"{pk}:family_name", True), (f"{pk}:function", False)]

    send(organizer, nagi, "person", one=f"{question.pk}:{same}")
    assert answers(nagi, "person") == [f"{same}:keep:family_name,function"]
    send(organizer, nagi, "person", one=f"{question.pk}:{same}:keep:function")
    assert answers(nagi, "person") == [f"{same}:keep:family_name,function"]
    assert verdicts(nagi) == ["same"]


@pytest.mark.parametrize("answer", ["same:delegate:x", "same:delegate:7:keep:B", "same:delegate:"])
def test_person_whom_no_answer_names_is_no_error_of_the_server(
    organizer: Client, nagi: ImportRun, answer: str
) -> None:
    (question,) = asked(nagi, "person")

    sent = organizer.post(
        here("delegates_importrun_answer", nagi.pk, "person"),
        {"one": f"{question.pk}:{answer}"},
        follow=True,
    )

    assert sent.status_code == 200
    assert "This does not answer the question" in sent.content.decode()
    assert answers(nagi, "person") == [""]


@pytest.mark.parametrize(
    ("is_shown", "kept"), [(True, "keep:function"), (False, "keep:family_name")]
)
def test_answer_for_many_is_what_is_ticked_on_the_page_and_elsewhere_what_is_usual(
    organizer: Client, nagi: ImportRun, is_shown: bool, kept: str
) -> None:
    (question,) = asked(nagi, "person")
    (same,) = (key for key in question.outcomes if not replies.read(key).kept)
    pk = replies.read(same).delegate_id

    send(
        organizer,
        nagi,
        "person",
        answer="same",
        scope="found",
        seen="1",
        shown=str(question.pk) if is_shown else "",
        **{f"take-{question.pk}": [f"{pk}:family_name"]},
    )

    assert answers(nagi, "person") == [f"{same}:{kept}"]


def test_equal_rows_are_asked_about_and_counted_together(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    run = checked(conference, "Delegation;Given name;Family name\nHU;Maria;Silva\nHU;Maria;Silva")
    question = asked(run, "person")[0]

    before = text_of(organizer, address(run, "person"))
    send(organizer, run, "person", questions=[question.pk], answer="same")
    after = text_of(organizer, f"{report(run)}?show=repeated")

    merged = "This row will then be merged with line 2 and fill in what that line leaves out."
    assert merged in before
    assert "Same person as another row 1" in after
    assert "Will be merged with line 2." in after


def test_somebody_of_another_delegation_is_asked_about_so(
    organizer: Client, run: ImportRun
) -> None:
    page = shown(organizer, address(run, "person"))

    subjects = re.split(r'<label class="subject">', page)[1:]
    moved = [re.findall("<bdi>([^<]*)", one)[0] for one in subjects if "Is also in" in one]
    assert moved == ["Maria SILVA"]


def test_same_person_is_said_of_all_ticked_that_may_be_one_only(
    organizer: Client, run: ImportRun
) -> None:
    nagy, silva = asked(run, "person")
    (only,) = (key for key in nagy.outcomes if not replies.read(key).kept)
    ImportQuestion.objects.filter(pk=silva.pk).update(
        outcomes={**silva.outcomes, "same:delegate:1": {"verdict": "same"}}
    )

    send(organizer, run, "person", questions=[nagy.pk, silva.pk], answer="same")

    assert answers(run, "person") == [f"{only}:keep:family_name", ""]
    assert verdicts(run)[3:] == ["changed", "new", "open"]


def test_same_person_is_refused_where_each_may_be_several(
    organizer: Client, run: ImportRun
) -> None:
    (nagy, _silva) = asked(run, "person")
    ImportQuestion.objects.filter(pk=nagy.pk).update(outcomes={})

    answer = send(organizer, run, "person", questions=[nagy.pk], answer="same")

    assert "say which one it is" in errors(organizer, answer)[0]


def test_another_person_is_said_of_all(organizer: Client, run: ImportRun) -> None:
    ids = ",".join(str(question.pk) for question in asked(run, "person"))

    send(organizer, run, "person", scope="shown", shown=ids, answer="another")

    assert answers(run, "person") == ["another", "another"]
    assert verdicts(run)[3:] == ["new", "new", "new"]


# Letters


@pytest.mark.parametrize(
    ("text", "finding", "perhaps", "pieces"),
    [
        (
            "Kоvаcs",
            "has “о” (U+043E)",
            "",
            [Piece("K"), Piece("о", "U+043E"), Piece("v"), Piece("а", "U+0430"), Piece("cs")],
        ),
        (
            "MinistÃ¨re",
            "was read in another encoding",
            "Ministère",
            [Piece("Minist"), Piece("Ã¨", "U+00C3 U+00A8"), Piece("re")],
        ),
        ("Jos?", "has “?” (U+003F)", "", [Piece("Jos"), Piece("?", "U+003F")]),
        ("José", "is odd", "", [Piece("José")]),
    ],
)
def test_doubtful_letters_stand_apart_with_their_codes(
    text: str, finding: str, perhaps: str, pieces: list[Piece]
) -> None:
    assert pieces_of({"text": text, "finding": finding, "perhaps": perhaps}) == pieces


@pytest.mark.parametrize("can_go_without", [True, False])
def test_text_can_be_left_away_only_where_the_row_holds_without_it(
    organizer: Client, run: ImportRun, can_go_without: bool
) -> None:
    detail = {"text": "Jos?", "column": "own_name", "finding": "has “?” (U+003F)", "perhaps": ""}
    question = ImportQuestionFactory(
        run=run,
        conference=run.conference,
        kind=QuestionKind.LETTERS,
        detail={**detail, "can_go_without": can_go_without},
    )

    page = shown(organizer, address(run, "letters"))

    assert 'Jos<mark title="U+003F">?</mark>' in page
    assert (f"{question.pk}:without" in page) is can_go_without
    send(organizer, run, "letters", one=f"{question.pk}:right")
    assert answers(run, "letters") == ["right"]


def test_text_is_written_as_it_should_be_in_a_field_beside_it(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    rows = "TJ;Ali;Valiev;MinistÃ¨re\nTJ;Olim;Karim;MinistÃ¨re\nTJ;Vera;Sokol;Attach? de presse"
    run = checked(conference, f"Delegation;Given name;Family name;Function\n{rows}")
    first, _second, third = asked(run, "letters")
    fields = re.findall(
        r'<input type="text" name="text-(\d+)"[^>]*?(?: value="([^"]*)")?>',
        shown(organizer, address(run, "letters")),
    )
    assert [text for _pk, text in fields] == ["Ministère", "Ministère", ""]
    refused = {
        "": "Enter the correct text.",
        "Attach\ufffd": "has “�” (U+FFFD)",
        "Attach? de presse": "This is the text in the file",
        "a" * 301: "The text is longer than 300 characters",
        "a\x07": "The text contains a control character (U+0007)",
    }
    for text, why in refused.items():
        said = {"one": f"{third.pk}:write", f"text-{third.pk}": text}
        assert why in errors(organizer, send(organizer, run, "letters", **said))[0]

    said = {"one": f"{first.pk}:write", f"text-{first.pk}": " Ministère  "}
    send(organizer, run, "letters", **said)
    import_next()

    assert answers(run, "letters") == ["write:Ministère", ""]
    assert verdicts(run) == ["new", "new", "open"]
    text = text_of(organizer, f"{address(run, 'letters')}?state=answered")
    assert "Written as “Ministère”" in text
    assert "2 lines" in text or "lines 2, 3" in text


LETTERS = (
    "Delegation;Given name;Family name;Function\n"
    "Tajikistan;B\ufffdla;Kov;\nTajikistan;\u200eEva;Nagy;\nTajikistan;Ole;Li;Attach? de presse"
)


def test_only_answers_that_can_be_are_offered_with_each_code_once(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    run = checked(conference, LETTERS)
    lost, hidden, function = asked(run, "letters")

    page = shown(organizer, address(run, "letters"))

    offered = {
        question: re.findall(rf'value="{question.pk}:(\w+)"', page)
        for question in (lost, hidden, function)
    }
    assert offered == {
        lost: ["write", "leave_out"],
        hidden: ["write", "take_out", "right", "leave_out"],
        function: ["write", "right", "without", "leave_out"],
    }
    assert text_of(organizer, address(run, "letters")).count("U+FFFD") == 1


def test_answer_to_many_says_how_many_it_did_not_fit(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    run = checked(conference, LETTERS)
    shown_ids = ",".join(str(question.pk) for question in asked(run, "letters"))

    answer = send(organizer, run, "letters", scope="shown", shown=shown_ids, answer="without")

    assert answers(run, "letters") == ["", "", "without"]
    messages = [str(each) for each in organizer.get(answer["Location"]).context["messages"]]
    assert messages == ["2 are left: this answer does not apply to them."]


def test_heading_that_marks_part_from_another_says_so_and_what_it_is_the_same_as(
    organizer: Client, conference: Conference
) -> None:
    run = checked(conference, "Delegation;Given name;Family name\nZoï;Ali;A\nZOI;Eva;E")
    _first, second = asked(run)
    assert "Spelled like “Zoï” except for accents" in text_of(organizer, address(run))

    send(organizer, run, one=f"{second.pk}:{second.detail['likely'][0][0]}")
    import_next()

    assert "The same as Zoï" in text_of(organizer, f"{address(run)}?state=answered")


# What can be answered, and need not be


def test_spelling_of_the_file_is_taken_where_it_is_ticked(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    delegation = Delegation.objects.get(conference=conference, country=hungary)
    DelegateFactory(delegation=delegation, given_name="Kouassi", family_name="Diabaté")
    run = checked(conference, "Delegation;Given name;Family name\nHU;Kouassi;DIABATE")
    (question,) = asked(run, "spelling")

    assert "registered Diabaté, in the file DIABATE" in text_of(organizer, address(run, "spelling"))
    assert verdicts(run) == ["same"]
    send(organizer, run, "spelling", questions=[question.pk], answer="take")

    assert verdicts(run) == ["changed"]
    assert "As in the file" in text_of(organizer, f"{address(run, 'spelling')}?state=answered")


def test_name_of_the_file_stands_beside_the_registered_one(
    organizer: Client, conference: Conference, hungary: Country
) -> None:
    CountryFactory(iso2="TR", iso3="TUR", name=words("Türkiye"), aliases=["Turkey"])
    run = checked(conference, "Delegation;Given name;Family name\nTurkey;Mehmet;Yilmaz")
    (question,) = asked(run, "party_name")

    assert "Turkey Registered as Türkiye" in text_of(organizer, address(run, "party_name"))
    send(organizer, run, "party_name", one=f"{question.pk}:take")

    assert answers(run, "party_name") == ["take"]


# Filters


def test_search_keeps_its_words_out_of_the_address(organizer: Client, run: ImportRun) -> None:
    found = organizer.post(address(run), {"search": "water"})["Location"]

    assert re.fullmatch(rf"{address(run)}\?q=[0-9a-f]{{12}}", found)
    text = text_of(organizer, found)
    assert ("Water Network" in text, "Nowhere" in text) == (True, False)


def test_questions_of_a_line_are_found(organizer: Client, run: ImportRun) -> None:
    text = text_of(organizer, f"{address(run)}?line=4")

    assert "What is asked about line 4." in text
    assert ("Water Network" in text, "Nowhere" in text) == (True, False)


@pytest.mark.parametrize(
    "query", ["state=x&section=x&line=x&p=x", "line=99999999999&p=999", "section=" + "0" * 32]
)
def test_forged_filters_show_a_page(organizer: Client, run: ImportRun, query: str) -> None:
    assert organizer.get(f"{address(run)}?{query}").status_code == 200


# Without a page around it


def test_htmx_gets_the_part_and_nothing_around_it(organizer: Client, run: ImportRun) -> None:
    first, _second = asked(run)
    headers = {"HX-Request": "true", "HX-Target": "asked"}

    part = organizer.post(
        here("delegates_importrun_answer", run.pk, "party"),
        {"one": f"{first.pk}:leave_out"},
        headers=headers,
    ).content.decode()

    assert part.strip().startswith('<div id="asked">')
    assert ("Water Network" in part, "Nowhere" in part) == (True, False)
    assert "Answered." in part


def test_htmx_goes_to_the_progress_where_the_file_is_checked_again(
    organizer: Client, run: ImportRun, hungary: Country
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "asked"}

    answer = organizer.post(
        here("delegates_importrun_answer", run.pk, "party"),
        {"one": f"{asked(run)[0].pk}:{replies.same(*Party('country', hungary.pk))}"},
        headers=headers,
    )

    assert answer["HX-Refresh"] == "true"


# Who may, and when


def test_questions_of_another_import_are_not_answered(organizer: Client, run: ImportRun) -> None:
    other = ImportQuestionFactory(conference=run.conference)

    answer = send(organizer, run, one=f"{other.pk}:leave_out")

    assert "The report has changed in the meantime" in errors(organizer, answer)[0]
    other.refresh_from_db()
    assert other.answer == ""


@pytest.mark.parametrize("said", ["", "x", "1:x", "9" * 30 + ":leave_out"])
def test_forged_answers_are_refused_in_words(organizer: Client, run: ImportRun, said: str) -> None:
    answer = send(organizer, run, one=said)

    assert answer.status_code == 302
    assert len(errors(organizer, answer)) == 1


def test_kind_that_does_not_exist_is_not_found(organizer: Client, run: ImportRun) -> None:
    assert organizer.get(address(run, "nothing")).status_code == 404
    assert send(organizer, run, "nothing").status_code == 404


def test_after_the_decision_questions_lead_to_the_report(organizer: Client, run: ImportRun) -> None:
    decided(organizer, here("delegates_importrun_give_up", run.pk))

    assert organizer.get(address(run))["Location"] == report(run)


@pytest.mark.parametrize("role", [Role.SECURITY_OFFICER, Role.PROGRAMME_OFFICER, Role.BADGE_DESK])
def test_roles_that_do_not_import_see_no_question(
    client: Client, run: ImportRun, conference: Conference, role: Role
) -> None:
    client.force_login(StaffRoleFactory(conference=conference, role=role).user)

    found = [
        client.get(address(run)),
        client.get(here("delegates_importrun_parties")),
        send(client, run, one=f"{asked(run)[0].pk}:leave_out"),
    ]

    assert {answer.status_code for answer in found} <= {403, 404}
    assert answers(run) == ["", ""]


# Nothing grows with the file


def many_questions(conference: Conference, count: int) -> tuple[ImportRun, StaffRole]:
    """Of every kind as many, each about a line of its own of every verdict."""
    role = StaffRoleFactory(conference=conference, role=Role.ORGANIZER)
    run = ImportRunFactory(
        conference=conference,
        file="imports/none.csv",
        state="done",
        options={"creates_delegations": True},
        summary=dict.fromkeys(Verdict.values, count) | {"new_delegations": 0, "badges": 0},
        report={"problems": [], "notices": [], "new_delegations": []},
        created_by=role.user,
    )
    line = 2
    for number in range(count):
        for verdict in Verdict:
            ImportLineFactory(
                run=run,
                conference=conference,
                line=line,
                verdict=verdict,
                person=f"Person {line}",
                delegation=f"Delegation {number}",
                reference=f"R{number}",
                values={"given_name": "Ali", "family_name": "Valiev"},
                problems=[["email", "x", "is not an e-mail address"]],
                reasons=["E-mail: is not an e-mail address", f"Another: {number}"],
                changes=[["function", "", "Minister", "", False]],
                search_text=f"person {line}",
            )
            line += 1
    delegate = DelegateFactory(
        delegation__conference=conference,
        delegation__kind=DelegationKindFactory(conference=conference),
    )
    country = CountryFactory()
    for number in range(count):
        for kind in QuestionKind:
            ImportQuestionFactory(
                run=run,
                conference=conference,
                kind=kind,
                section="Civil society" if number % 3 else "Media",
                lines=[2 + number * len(Verdict) + offset for offset in (1, 5, 6)],
                detail=DETAILS[kind](delegate.pk),
                outcomes={f"same:delegate:{delegate.pk}": {"verdict": "same", "changes": []}},
                is_open=kind in {"party", "person", "letters"},
            )
    said = f"same:country:{country.pk}"
    for kind, answer in (("party_name", "keep"), ("spelling", "take"), ("party", said)):
        first = ImportQuestion.objects.of_run(run).filter(kind=kind).order_by("pk")[:1]
        ImportQuestion.objects.filter(pk__in=first).update(
            answer=answer, answered_by=role.user, answered_at=AT, is_open=False
        )
    return run, role


DETAILS: dict[str, Any] = {
    "party": lambda _pk: {"text": "Nowhere", "likely": [["same:country:1", "Hungary"]]},
    "person": lambda pk: {
        "candidates": [
            {
                "answer": f"same:delegate:{pk}",
                "name": "Ali VALIEV",
                "reference": "R1",
                "delegation": "Hungary (State)",
                "texts": {"function": "Minister"},
            }
        ]
    },
    "letters": lambda _pk: {
        "text": "Jos?",
        "column": "given_name",
        "finding": "has “?” (U+003F)",
        "perhaps": "",
        "can_go_without": False,
    },
    "party_name": lambda _pk: {"in_file": "Turkey", "registered": "Türkiye"},
    "spelling": lambda _pk: {"spellings": [["family_name", "Diabaté", "DIABATE"]]},
}

PAGES = [
    *((f"show={verdict}", "") for verdict in Verdict),
    *(("state=all", kind) for kind in QuestionKind),
    *(("", kind) for kind in QuestionKind),
]


def pages_of(run: ImportRun) -> Iterable[str]:
    for query, kind in PAGES:
        yield f"{address(run, kind) if kind else report(run)}?{query}"


def test_no_page_asks_more_often_for_more_rows(
    client: Client, conference: Conference, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for rows in (2, 4, 120):
        run, role = many_questions(conference, rows)
        client.force_login(role.user)
        client.get(report(run))
        of_pages = []
        for page in pages_of(run):
            with django_assert_max_num_queries(30) as asked_for:
                assert client.get(page).status_code == 200
            of_pages.append(len(asked_for))
        counts.append(of_pages)

    few, _some, many = counts
    assert all(more <= less for less, more in zip(few, many, strict=True)), counts


def test_no_answer_asks_more_often_for_more_rows(
    client: Client, conference: Conference, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for rows in (2, 4, 120):
        run, role = many_questions(conference, rows)
        client.force_login(role.user)
        client.get(report(run))
        ids = [question.pk for question in asked(run, "person")]
        answered = []
        for said in (
            {"one": f"{ids[0]}:another"},
            {"questions": ids[1:], "answer": "same"},
            {"scope": "found", "seen": str(rows), "here": "state=all", "answer": "leave_out"},
        ):
            with django_assert_max_num_queries(42) as asked_for:
                send(client, run, "person", **said)
            answered.append(len(asked_for))
        counts.append(answered)

    few, _some, many = counts
    assert all(more <= less for less, more in zip(few, many, strict=True)), counts


# What the report says once something is answered


def test_file_of_what_stayed_out_before_an_answer_is_offered_no_more(
    organizer: Client, run: ImportRun
) -> None:
    former = here("delegates_importrun_rejected", run.pk)
    assert former in shown(organizer, report(run))

    send(organizer, run, one=f"{asked(run)[0].pk}:leave_out")

    page = shown(organizer, report(run))
    assert former not in page
    assert "The file of the rows left out will be made with the import" in page
    assert "<strong>2</strong> left out" in page


def test_row_says_that_a_text_was_left_away(organizer: Client, conference: Conference) -> None:
    CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    kinds.install_defaults(conference)
    run = checked(conference, "Delegation;Given name;Function\nTJ;Vali;Mini?ter")
    (question,) = asked(run, "letters")

    send(organizer, run, "letters", one=f"{question.pk}:without")

    (line,) = ImportLine.objects.of_run(run)
    assert line.notices == ["“Function”: registered without this text, as was answered."]
