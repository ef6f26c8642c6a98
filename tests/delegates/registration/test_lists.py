"""Lists uploaded by focal points: drafts of their delegation, not a word of another's people."""

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conference.addresses import admin_url
from conference.choices import Role
from conference.errors import DomainError
from conference.models import User
from delegates.choices import Accreditation, Position, QuestionKind
from delegates.importing import answering
from delegates.importing.confined import lists
from delegates.importing.confined.known import known_of
from delegates.models import (
    Delegate,
    Delegation,
    FocalPoint,
    ImportLine,
    ImportQuestion,
    ImportRun,
    KnownApart,
    Proposal,
    RegistrationSettings,
)
from delegates.services import delegations, erasure
from delegates.services.importing import imports
from tests.delegates.importing.worker import import_next
from tests.factories import (
    AT,
    AnswerFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    FocalPointFactory,
    ImportRunFactory,
    RankFactory,
    RegistrationFieldFactory,
    RegistrationSettingsFactory,
    StaffRoleFactory,
    words,
)

HOUR = dt.timedelta(hours=1)
ASKED = ("position", "given_name", "family_name", "function", "rank", "email")
HEADINGS = "Given name,Family name,Function,Reference,Delegation"


@pytest.fixture
def delegation() -> Delegation:
    country = CountryFactory(iso2="ZA", iso3="ZAB", name=words("Zarabia"))
    found: Delegation = DelegationFactory(country=country, name=words("Zarabia"))
    opened(found)
    return found


def opened(delegation: Delegation) -> None:
    RegistrationSettingsFactory(
        conference=delegation.conference, opens_at=timezone.now() - HOUR, closes_at=None
    )
    for column in ASKED:
        RegistrationFieldFactory(conference=delegation.conference, column=column)


@pytest.fixture
def focal_point(delegation: Delegation) -> User:
    user: User = FocalPointFactory(delegation=delegation).user
    return user


@pytest.fixture
def site(client: Client, focal_point: User) -> Client:
    client.force_login(focal_point)
    return client


def neighbour(delegation: Delegation, **said: Any) -> Delegation:
    """Of the same conference, and no business of the focal point's."""
    found: Delegation = DelegationFactory(
        conference=delegation.conference,
        country=CountryFactory(iso2="FR", iso3="FRD", name=words("Freedonia")),
        name=words("Freedonia"),
        **said,
    )
    return found


def address(name: str, delegation: Delegation, *further: int) -> str:
    where = [delegation.conference.slug, delegation.pk, *further]
    return reverse(f"registration:{name}", args=where)


def uploaded(site: Client, delegation: Delegation, *rows: str, name: str = "people.csv") -> str:
    """The address of the list, once it is checked."""
    file = SimpleUploadedFile(name, "\n".join(rows).encode())
    sent = site.post(address("upload_list", delegation), {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    assert import_next()
    return str(sent["Location"])


def taken_over(site: Client, page: str) -> None:
    site.post(page, {"take_over": ""})
    assert import_next()


def text_of(site: Client, page: str) -> str:
    html = site.get(page).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def the_run() -> ImportRun:
    return ImportRun.objects.latest("pk")


def people_of(delegation: Delegation) -> list[Delegate]:
    return list(Delegate.with_drafts.filter(delegation=delegation).order_by("order"))


def refusals() -> list[list[Any]]:
    """Column and reason of what is wrong with each refused line."""
    lines = ImportLine.objects.of_run(the_run()).order_by("line")
    return [[[column, reason] for column, _value, reason in line.problems] for line in lines]


def test_whoever_is_new_becomes_a_draft_and_what_officers_say_is_not_read(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    leader = DelegateFactory(delegation=delegation)
    delegations.appoint_head(
        delegation=delegation, delegate=leader, by=focal_point, at=timezone.now()
    )
    RankFactory(conference=delegation.conference, name=words("Minister"), order=1)
    assert "people/list/" in site.get(address("delegation", delegation)).content.decode()

    page = uploaded(
        site,
        delegation,
        "Position,Given name,Family name,Function,Rank,Category,Hosting,In the list,Phone",
        "Head of delegation,Ágnes,Szabó,Director,Minister,V,Hosted,Counted and not listed,+36 1",
        "Adviser,Béla,Kun,Adviser,,,,,",
    )

    shown = text_of(site, page)
    assert "2 new people" in shown
    assert "These columns are not read here: “Category”, “Hosting”, “In the list”, “Phone”" in shown
    assert "Who leads the delegation is said on its page" in shown
    assert len(people_of(delegation)) == 1

    taken_over(site, page)

    delegation.refresh_from_db()
    _leader, first, second = people_of(delegation)
    assert (first.given_name, str(first.rank), first.position) == (
        "Ágnes",
        "Minister",
        Position.MEMBER,
    )
    assert (first.hosting, first.listing, first.phone) == (leader.hosting, leader.listing, "")
    assert not first.is_category_set_by_hand
    assert second.position == Position.ADVISER
    assert {first.accreditation, second.accreditation} == {Accreditation.DRAFT}
    assert delegation.head_id == leader.pk
    assert "2 people are added." in text_of(site, page)
    run = the_run()
    assert (run.file.name, run.layout, ImportLine.objects.of_run(run).count()) == ("", {}, 0)


def test_what_is_of_another_delegation_is_refused_as_what_is_missing(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    own = DelegateFactory(delegation=delegation, given_name="Own", family_name="Person")
    other = DelegateFactory(delegation=neighbour(delegation))
    draft = DelegateFactory(delegation=other.delegation, accreditation=Accreditation.DRAFT)
    far = DelegateFactory()
    far_too = DelegateFactory(delegation__country=delegation.country)
    missing = "2345-6789"
    references = [row.reference for row in (other, draft, far, far_too)] + [missing]
    CountryFactory(iso2="SY", iso3="SYL", name=words("Sylvania"))

    uploaded(
        site,
        delegation,
        HEADINGS,
        *(f"A{n},B{n},Clerk,{reference}," for n, reference in enumerate(references)),
        f"Own,Person,Clerk,{own.reference},Zarabia",
        *(f"C{n},D{n},Clerk,,{name}" for n, name in enumerate(["Freedonia", "FR", "Sylvania"])),
        "E,F,Clerk,,Nowhere at all",
        f"G,H,Clerk,{own.reference},Freedonia",
        "I,J,Clerk,,ZAB",
    )

    found = refusals()
    unknown = [
        "reference",
        "is not the reference of anybody in this delegation; blank means a new person",
    ]
    elsewhere = ["delegation", "is not the delegation of this page"]
    assert found[:5] == [[unknown]] * 5
    assert found[5] != [unknown]
    assert found[6:10] == [[elsewhere]] * 4
    assert elsewhere in found[10]
    assert found[11] == []
    whole = str(list(ImportLine.objects.of_run(the_run()).values()))
    for row in (other, draft, far, far_too):
        assert str(row.family_name) not in whole


def test_what_others_hold_changes_neither_a_word_nor_the_number_of_queries(
    site: Client, delegation: Delegation
) -> None:
    rows = [HEADINGS, "Ágnes,Szabó,Director,,", "Béla,Kun,Clerk,2345-6789,Freedonia"]

    def said() -> tuple[list[Any], list[Any], Any, int]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            uploaded(site, delegation, *rows)
        run = the_run()
        lines = ImportLine.objects.of_run(run).order_by("line")
        kept = list(lines.values_list("verdict", "person", "problems", "notices", "search_text"))
        questions = list(ImportQuestion.objects.of_run(run).values_list("kind", "detail"))
        lists.give_up(run=run, by=run.created_by, at=timezone.now())
        return kept, questions, run.summary, len(queries)

    uploaded(site, delegation, *rows)
    the_first = the_run()
    lists.give_up(run=the_first, by=the_first.created_by, at=timezone.now())
    alone = said()
    far = neighbour(delegation)
    for email in ("agnes@example.org", "bela@example.org", "c@example.org"):
        DelegateFactory(delegation=far, given_name="Ágnes", family_name="Szabó", email=email)
    AnswerFactory(conference=delegation.conference, kind=QuestionKind.PERSON)
    assert said() == alone


def test_doubles_are_asked_about_within_the_delegation(
    site: Client, delegation: Delegation
) -> None:
    draft = DelegateFactory(
        delegation=delegation,
        given_name="Ágnes",
        family_name="Szabó",
        function="Director",
        accreditation=Accreditation.DRAFT,
    )
    DelegateFactory(delegation=neighbour(delegation), given_name="Béla", family_name="Kun")
    rows = ["Given name,Family name,Function", "Ágnes,Szabó,Clerk", "Béla,Kun,Clerk"]
    page = uploaded(site, delegation, *rows)
    (asked,) = ImportQuestion.objects.of_run(the_run())
    assert "The same person: Ágnes SZABÓ, Director" in text_of(site, page)
    answer = f"question-{asked.pk}"

    foreign = Delegate.objects.get(given_name="Béla")
    site.post(page, {answer: f"same:delegate:{foreign.pk}"}, follow=True)
    asked.refresh_from_db()
    assert asked.answer == ""

    site.post(page, {answer: f"same:delegate:{draft.pk}"})
    assert import_next()
    assert "1 changed person" in text_of(site, page)
    asked = ImportQuestion.objects.of_run(the_run()).get()
    site.post(page, {f"question-{asked.pk}": "another"})
    assert import_next()
    taken_over(site, page)

    draft.refresh_from_db()
    assert draft.function == "Director"
    assert [row.given_name for row in people_of(delegation)] == ["Ágnes", "Ágnes", "Béla"]
    assert KnownApart.objects.count() == 1


def test_of_whoever_is_approved_it_proposes_and_of_whoever_is_out_it_changes_nothing(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    approved = DelegateFactory(delegation=delegation, approved=True, function="Director")
    out = DelegateFactory(
        delegation=delegation,
        accreditation=Accreditation.WITHDRAWN,
        decided_at=AT,
        decided_by=focal_point,
    )
    returned = DelegateFactory(
        delegation=delegation,
        accreditation=Accreditation.RETURNED,
        decided_at=AT,
        decided_by=focal_point,
        decision_reason="x",
    )
    delegations.appoint_head(
        delegation=delegation, delegate=returned, by=focal_point, at=timezone.now()
    )
    people = [approved, out, returned]

    page = uploaded(
        site,
        delegation,
        "Reference,Function,Position",
        f"{approved.reference},Clerk,",
        f"{out.reference},Clerk,",
        f"{returned.reference},Clerk,Adviser",
    )
    assert refusals() == [
        [],
        [["", "is rejected or withdrawn: ask the secretariat"]],
        [["position", "leads the delegation; who leads is said on the page of the delegation"]],
    ]
    assert "proposed to the secretariat" in text_of(site, page)
    taken_over(site, page)

    for row in people:
        row.refresh_from_db()
    assert [row.function for row in people] == ["Director", "", ""]
    (proposal,) = Proposal.objects.all()
    assert (proposal.delegate_id, proposal.values) == (approved.pk, {"function": "Clerk"})
    done = text_of(site, page)
    assert "What was approved holds until an officer takes it over." in done
    assert "is rejected or withdrawn" in done


def test_a_list_is_of_its_delegation_and_of_whoever_uploaded_it(
    site: Client, delegation: Delegation, focal_point: User, client: Client
) -> None:
    twin = neighbour(delegation)
    FocalPointFactory(delegation=twin, user=focal_point)
    colleague = FocalPointFactory(delegation=delegation).user
    uploaded(site, delegation, "Given name,Family name", "Ágnes,Szabó")
    run = the_run()
    of_organizers = ImportRunFactory(conference=delegation.conference)
    foreign = ImportRunFactory(
        conference=delegation.conference, delegation=twin, created_by=colleague
    )
    missing = foreign.pk + 1000

    def answers(of: Delegation) -> list[int]:
        keys = [run.pk, of_organizers.pk, foreign.pk, missing]
        pages = [address("uploaded_list", of, pk) for pk in keys]
        acts: list[Any] = [{"give_up": ""}, {"take_over": ""}, {"columns": ""}]
        sent = [site.post(page, act) for page in pages[1:] for act in acts]
        return [site.get(page).status_code for page in pages] + [one.status_code for one in sent]

    assert answers(delegation) == [200] + [404] * 12
    assert answers(twin) == [404] * 13
    client.force_login(colleague)
    assert answers(delegation) == [404] * 13

    organizer = StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER).user
    at = timezone.now()
    for refused in (
        lambda: imports.ask_to_apply(run=run, good_rows_only=True, by=organizer, at=at),
        lambda: imports.check_again(run=run, by=organizer, at=at),
        lambda: answering.answer(run=run, questions=[1], answer="another", by=organizer, at=at),
    ):
        with pytest.raises(DomainError, match="The focal point who uploaded this list"):
            refused()
    assert not ImportRun.objects.waiting_for_somebody().filter(pk=run.pk).exists()
    client.force_login(organizer)
    seen = client.get(admin_url(delegation.conference, "delegates_importrun_change", run.pk))
    assert "Szab" in seen.content.decode()


def test_what_ends_meanwhile_ends_it_and_nothing_is_lost(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    page = uploaded(site, delegation, "Given name,Family name", "Ágnes,Szabó")
    site.post(page, {"take_over": ""})
    settings = RegistrationSettings.objects.for_conference(delegation.conference)
    settings.update(closes_at=timezone.now())
    assert import_next()
    assert "Registration is closed." in text_of(site, page)
    assert people_of(delegation) == []
    assert ImportLine.objects.of_run(the_run()).count() == 1
    sheet = address("delegation", delegation)
    assert site.get(address("upload_list", delegation))["Location"] == sheet
    site.post(page, {"take_over": ""})
    assert not import_next()

    settings.update(closes_at=None)
    site.post(page, {"take_over": ""})
    FocalPoint.objects.update(revoked_at=timezone.now(), revoked_by=focal_point)
    assert import_next()
    assert people_of(delegation) == []
    assert site.get(page).status_code == 404


def test_a_list_that_cannot_be_read_says_why_and_columns_are_chosen(
    site: Client, delegation: Delegation
) -> None:
    page = uploaded(site, delegation, "Vorname,Bemerkung,Amt", "Ágnes,Szabó,Director")
    assert 'role="alert"' in site.get(page).content.decode()
    columns = {"columns": "", "column-0": "given_name", "column-1": "family_name"}
    site.post(page, columns | {"column-2": "category"})
    assert import_next()
    assert "1 new person" in text_of(site, page)
    taken_over(site, page)
    (person,) = people_of(delegation)
    assert (person.family_name, person.category_id) == ("Szabó", None)

    rows = [f"Given{n},Family{n}" for n in range(501)]
    page = uploaded(site, delegation, "Given name,Family name", *rows)
    assert "at most 500" in text_of(site, page)
    first = the_run()
    page = uploaded(site, delegation, "PK\x03\x04 no workbook", name="people.xlsx")
    assert "Upload another list" in text_of(site, page)
    first.refresh_from_db()
    assert first.file.name == ""


def test_what_was_uploaded_goes_with_the_person(
    site: Client, delegation: Delegation, focal_point: User
) -> None:
    person = DelegateFactory(
        delegation=delegation, given_name="Ágnes", family_name="Szabó", function="Director"
    )
    uploaded(site, delegation, "Given name,Family name,Function", "Ágnes,Szabó,Clerk")
    run = the_run()
    assert ImportLine.objects.of_run(run).exists()
    organizer = StaffRoleFactory(conference=delegation.conference, role=Role.ORGANIZER).user
    erasure.erase(delegate=person, by=organizer, at=timezone.now())
    run.refresh_from_db()
    assert (run.file.name, run.layout) == ("", {})
    assert not ImportLine.objects.of_run(run).exists()
    assert not known_of(delegation).delegates


def test_lines_that_change_nothing_are_named(site: Client, delegation: Delegation) -> None:
    DelegateFactory(
        delegation=delegation, given_name="Ágnes", family_name="Szabó", function="Director"
    )
    rows = ["Given name,Family name,Function", "Ágnes,Szabó,Director", "Béla,Kun,Clerk"]

    said = text_of(site, uploaded(site, delegation, *rows))

    assert "1 line changes nothing. " + ImportLine.objects.get(verdict="same").person in said
    assert "line 2" in said[said.index("changes nothing") :]
