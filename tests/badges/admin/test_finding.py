"""What badges add to finding: a serial, the number of a job, and printing as what is next."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from i18nfield.strings import LazyI18nString
from pytest_django import DjangoAssertNumQueries

from badges.engine import codes
from badges.jobs.progress import number_of_badges
from badges.models import Badge, Generation, PrintJob
from badges.services.desk import print_out_of
from conference.choices import Role
from conference.models import Conference, User
from conference.writing.folding import fold
from delegates.models import Delegate
from tests.badges.conftest import AT, MakeDelegates, Send
from tests.explained import cost_of, explain_everything
from tests.factories import (
    BadgeFactory,
    BadgeTypeFactory,
    CategoryFactory,
    ConferenceFactory,
    CountryFactory,
    DelegateFactory,
    DelegationFactory,
    PrintPreparationFactory,
    StaffRoleFactory,
    VehicleFactory,
    words,
)
from tests.here import here
from tests.many_printed import give_badges, print_in_jobs


@pytest.fixture
def desk(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


@pytest.mark.parametrize(
    "query",
    [
        "00002",
        "2",
        "٢",
        "#00002",
        "№ 2",
        "badge 00002",
        "00002-1",
        "2-1",
        "٢-١",
        "badge 00002-1",
    ],
)
def test_a_serial_finds_whose_badge_it_is(
    desk: Client, make_delegates: MakeDelegates, query: str
) -> None:
    first, second = make_delegates(2)
    BadgeFactory(delegate=first, serial=1)
    BadgeFactory(delegate=second, serial=2)

    found = desk.post(here("find"), {"find": query})
    listed = desk.post(here("delegates_delegate_changelist"), {"search": query}, follow=True)
    badges = desk.post(here("badges_badge_changelist"), {"search": query}, follow=True)

    first_answer = found.context["find_answers"][0].found
    assert first_answer.name == str(second)
    assert first_answer.about.startswith("badge 00002-1 · ")
    assert second in listed.context["cl"].result_list
    assert [row.serial for row in badges.context["cl"].result_list] == [2]


@pytest.mark.parametrize("query", ["00002-7", "00002-", "00002-11"])
def test_a_serial_that_was_misread_finds_nobody(
    desk: Client, make_delegates: MakeDelegates, query: str
) -> None:
    (holder,) = make_delegates(1)
    BadgeFactory(delegate=holder, serial=2)

    assert list(desk.post(here("find"), {"find": query}).context["find_answers"]) == []


@pytest.mark.parametrize("trait", ["shared", "blank", "parked"])
def test_a_serial_finds_a_badge_that_is_no_delegates(
    desk: Client, conference: Conference, trait: str
) -> None:
    badge = no_delegates(conference, trait, serial=7)
    no_delegates(ConferenceFactory(), trait, serial=7)

    for query in ("00007", "00007-6", "7", "badge 00007-6"):
        # A delegation of the factory may be called by a number that begins so.
        answers = desk.post(here("find"), {"find": query}).context["find_answers"]
        (answer,) = [one for one in answers if one.kind == "Badge"]
        assert answer.found.is_meant
        assert f"{badge.type} {badge}" in {answer.found.name, *answer.found.about.split(" · ")}
    assert desk.post(here("find"), {"find": "00007-5"}).context["find_answers"] == []
    assert str(badge) in desk.get(answer.found.url).content.decode()


def test_a_vehicle_is_found_by_its_plate_and_by_its_driver(
    desk: Client, conference: Conference, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    delegation = DelegationFactory(conference=conference, name=words("France"))
    vehicle = VehicleFactory(
        delegation=delegation, plate="4821 AB 01", make="Toyota", driver_name="Rustam Karimov"
    )
    for parked in ("Motorcade", "Parking"):
        parking = BadgeTypeFactory(conference=conference, holder="vehicle", name=words(parked))
        BadgeFactory(parked=True, vehicle=vehicle, type=parking)
    no_delegates(conference, "parked", driver_name="Ana Lima", plate="1148 AB 01")
    no_delegates(ConferenceFactory(), "parked", driver_name="Rustam Karimov")

    for query in ("4821-ab", "4821 АВ", "48", "KARIMOV", "Каримов", "rust kar"):
        (answer,) = desk.post(here("find"), {"find": query}).context["find_answers"]
        listed = desk.post(here("badges_badge_changelist"), {"search": query}, follow=True)
        assert (answer.kind, answer.found.name) == ("Vehicle", "4821 AB 01, Toyota")
        assert answer.found.about == "France · Rustam Karimov"
        assert {row.vehicle for row in listed.context["cl"].result_list} == {vehicle}
    assert desk.get(answer.found.url).status_code == 200
    with django_assert_num_queries(QUERIES_OF_THE_BOX):
        desk.post(here("find"), {"find": "Karimov"})


def test_list_of_badges_finds_what_a_delegation_shares_by_any_of_its_names(
    desk: Client, conference: Conference
) -> None:
    delegation = DelegationFactory(
        conference=conference,
        name=LazyI18nString({"en": "Côte d'Ivoire", "fr": "République de Côte d’Ivoire"}),
        country=CountryFactory(iso2="CI", iso3="CIV", name=words("Ivory Coast")),
    )
    shared = no_delegates(conference, "shared", delegation=delegation)
    parked = no_delegates(conference, "parked", delegation=delegation)
    no_delegates(conference, "shared")

    for query in ("cote d'ivoire", "CÔTE", "République", "civ", "ivory"):
        listed = desk.post(here("badges_badge_changelist"), {"search": query}, follow=True)
        assert set(listed.context["cl"].result_list) == {shared, parked}


def no_delegates(conference: Conference, trait: str, **said: Any) -> Badge:
    """A badge of another holder; what is `said` is of the vehicle or of the badge."""
    badge_type = BadgeTypeFactory(
        conference=conference,
        holder={"shared": "delegation", "blank": "nobody", "parked": "vehicle"}[trait],
    )
    serial = {"serial": said.pop("serial")} if "serial" in said else {}
    if trait == "blank":
        said["category"] = CategoryFactory(conference=conference)
    elif "delegation" not in said:
        said["delegation"] = DelegationFactory(conference=conference)
    if trait == "parked":
        said = {"vehicle": VehicleFactory(**said)}
    found: Badge = BadgeFactory(type=badge_type, **{trait: True}, **said, **serial)
    return found


QUERIES_OF_THE_BOX = 22


def test_a_scanned_code_finds_its_holder_whatever_its_form(
    desk: Client, make_delegates: MakeDelegates, send: Send
) -> None:
    _other, holder = make_delegates(2)
    send()
    generation = Generation.objects.get(badge__delegate=holder)

    for scanned in (generation.shown.square, codes.payload(generation.code)):
        (answer,) = desk.post(here("find"), {"find": scanned}).context["find_answers"]
        assert answer.found.name == str(holder)


def test_a_first_badge_is_printed_from_the_box(desk: Client, make_delegates: MakeDelegates) -> None:
    (delegate,) = make_delegates(given_name="Ana", family_name="Lima")

    (answer,) = desk.post(here("find"), {"find": "lima"}).context["find_answers"]

    assert (answer.next.words, answer.next.acts) == ("Print badge", True)
    assert answer.next.url == here("badges_printjob_one", delegate.pk)


@pytest.mark.parametrize("called", ["", "job ", "Print job "])
def test_a_job_is_found_by_its_number(
    desk: Client, make_delegates: MakeDelegates, send: Send, called: str
) -> None:
    job = send(make_delegates(2))

    found = desk.post(here("find"), {"find": f"{called}{job.pk}"}).context["find_answers"]

    assert here("badges_printjob_change", job.pk) in [answer.found.url for answer in found]


def test_who_may_see_no_badges_finds_nobody_by_a_serial(
    client: Client, conference: Conference, make_delegates: MakeDelegates
) -> None:
    (delegate,) = make_delegates()
    BadgeFactory(delegate=delegate, serial=90210)
    client.force_login(StaffRoleFactory(conference=conference, role=Role.PROGRAMME_OFFICER).user)

    found = client.post(here("find"), {"find": "90210"})
    listed = client.post(here("delegates_delegate_changelist"), {"search": "90210"}, follow=True)

    assert found.context["find_answers"] == []
    assert list(listed.context["cl"].result_list) == []


# Of a job of thousands


# More than are read of the delegates, were they read twice.
BADGES = 4_000


@pytest.fixture
def crowd(conference: Conference, make_delegates: MakeDelegates) -> list[int]:
    """Ids of so many delegates, in protocol order; one of them is called otherwise."""
    [delegate] = make_delegates(given_name="Zsolt", family_name="Nagy")
    further = DelegateFactory.build_batch(
        BADGES - 1, delegation=delegate.delegation, given_name="Omar", conference=conference
    )
    for number, row in enumerate(further, start=1):
        row.family_name = f"Abdi {number}"
        row.family_key, row.given_key = fold(f"Abdi {number} Omar"), fold(f"Omar Abdi {number}")
        row.order, row.reference = number, f"R{number}"
    Delegate.objects.bulk_create(further)
    return list(Delegate.objects.in_protocol_order().values_list("pk", flat=True))


def called(job: PrintJob) -> list[str]:
    people = f"NAGY, Zsolt; ABDI 1, Omar and {BADGES - 2} more"
    return [f"Print job {job.pk}", f"{BADGES} badges", people]


def rows_read_for(client: Client, query: str) -> tuple[list[list[str]], int]:
    """What the box says of the jobs that it finds, and how many rows it reads of tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    notices = explain_everything()
    answers = client.post(here("find"), {"find": query}).context["find_answers"]
    jobs = [answer.found for answer in answers if answer.kind == "Print job"]
    names = [f"{found.name} · {found.about}".split(" · ")[:3] for found in jobs]
    return names, cost_of(notices).rows


def test_of_a_job_of_thousands_no_more_is_read_than_of_a_few(
    desk: Client, conference: Conference, crowd: list[int]
) -> None:
    give_badges(conference)
    print_in_jobs(conference, count=1, of=BADGES)

    names, rows = rows_read_for(desk, "nagy")

    assert names == [called(PrintJob.objects.get())]
    assert rows < BADGES


def test_of_a_job_that_waits_to_be_prepared_no_more_is_read_than_of_a_few(
    desk: Client, conference: Conference, crowd: list[int]
) -> None:
    job = PrintPreparationFactory(job__conference=conference, holders=crowd).job

    names, rows = rows_read_for(desk, f"job {job.pk}")

    assert names == [called(PrintJob.objects.get())]
    assert rows < BADGES


def test_badges_taken_out_at_the_desk_are_not_counted(
    desk: Client, make_delegates: MakeDelegates, send: Send, clerk: User
) -> None:
    people = make_delegates(5)
    job = send(people)
    for delegate in people[:2]:
        print_out_of(job=job, holder_id=delegate.pk, by=clerk, at=AT)

    counted = PrintJob.objects.annotate(badges=number_of_badges()).get(pk=job.pk).badges

    assert counted == 3
