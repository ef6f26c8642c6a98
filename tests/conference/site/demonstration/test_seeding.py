"""The demonstration is seeded once: it is the largest journey through the services."""

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings as configuration
from django.contrib.auth import authenticate
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import Client
from PIL import Image
from pytest_django import DjangoDbBlocker

from badges.models import BadgeDesign
from conference import embedded
from conference.addresses import admin_url
from conference.choices import Role, RoomLayout
from conference.files.documents import require_pdf
from conference.models import AuditEvent, Conference, Room, StaffRole, User, VenueTravel
from conference.services import conferences
from conference.site.demonstration import seeding
from delegates import defaults
from delegates.choices import Accreditation, Nature
from delegates.derived import derive_delegates
from delegates.models import Category, Country, Delegate, Delegation, Organization
from sessions.choices import Audience, BookingUse, SessionKind, SessionState
from sessions.models import (
    AgendaItem,
    Document,
    DocumentFile,
    Release,
    RoomBooking,
    Session,
    SessionPart,
)
from tests.start_numbers import numbers_of, rows_behind

EVERY_TABLE = (
    AuditEvent, BadgeDesign, Category, Conference, Country, Delegate, Delegation, Organization,
    Session, SessionPart, StaffRole, User,
)  # fmt: skip
SCRIPTS = "tg ru kk ky uk be mn hy ka fa fa-af ar ur hi zh-hans ja ko th"
STATES = {Nature.HOST, Nature.STATE}


@pytest.fixture(scope="module", autouse=True)
def seeded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[list[seeding.Seeded]]:
    """Seeded once for the whole module, really committed, and cleared away at its end."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(configuration, "IS_EMBEDDED", True)
        try:
            yield seeding.seed()
        finally:
            call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def c2018() -> Conference:
    return Conference.objects.get(slug="dushanbe-2018")


@pytest.fixture
def c2022() -> Conference:
    return Conference.objects.get(slug="dushanbe-2022")


def test_seed_tells_what_it_did(seeded: list[seeding.Seeded]) -> None:
    assert seeded == [
        seeding.Seeded("dushanbe-2018", 46, 102, 418, 412, 22),
        seeding.Seeded("dushanbe-2022", 21, 44, 125, 80, 16),
        seeding.Seeded("rabat-dialogue", 28, 44, 135, 79, 18),
    ]


def test_seed_brings_46_countries_in_2018(c2018: Conference) -> None:
    codes = {
        delegation.country.iso2
        for delegation in Delegation.objects.for_conference(c2018).filter(kind__nature__in=STATES)
        if delegation.country
    }

    reported = (
        "KZ KG UZ TM HU CH BH IN AM RU CN US ES DE CZ EE CA BE SK SE GB UA KR JP IR ID AF TR IQ PK"
        " QA MA JO KW OM DZ SY LY"
    )
    assert len(codes) == 46
    assert codes > {"TJ", *reported.split()}


def test_seed_brings_every_kind_but_observer_states_and_agencies(c2018: Conference) -> None:
    kinds = set(Delegation.objects.for_conference(c2018).values_list("kind__code", flat=True))

    assert kinds == {kind.code for kind in defaults.kinds()} - {
        "observer_state",
        "specialized_agency",
    }


@pytest.mark.parametrize("slug", ["dushanbe-2018", "dushanbe-2022"])
def test_seed_gives_every_delegate_a_category(slug: str) -> None:
    delegates = Delegate.objects.filter(conference__slug=slug)

    assert not delegates.filter(category__isnull=True).exists()
    letters = set(delegates.values_list("category__letter", flat=True))
    assert letters >= set("VHDIMPNSRTCXU")


def test_seed_sets_some_categories_by_hand(c2018: Conference) -> None:
    by_hand = Delegate.objects.for_conference(c2018).filter(is_category_set_by_hand=True)

    letters = Counter(by_hand.values_list("category__letter", flat=True))

    assert letters == {"V": 2, "U": 14, "X": 14, "L": 16}


def test_seed_keeps_the_names_of_each_year(c2018: Conference, c2022: Conference) -> None:
    def name(conference: Conference, code: str) -> str:
        states = Delegation.objects.for_conference(conference).filter(kind__nature__in=STATES)
        return str(states.get(country__iso2=code).name)

    assert [name(c2018, "TR"), name(c2018, "CZ")] == ["Turkey", "Czech Republic"]
    assert [name(c2022, "TR"), name(c2022, "CZ")] == ["Türkiye", "Czechia"]


def test_seed_shows_the_flags_of_each_year(c2018: Conference, c2022: Conference) -> None:
    def drawn(conference: Conference) -> list[str]:
        own = Delegation.objects.for_conference(conference).exclude(flag_file="")
        return sorted(own.values_list("country__iso2", flat=True))

    assert [drawn(c2018), drawn(c2022)] == [["KG", "KG", "SY"], ["KG"]]


def test_seed_leads_each_delegation_by_its_first_delegate(c2018: Conference) -> None:
    delegations = Delegation.objects.for_conference(c2018)

    headless = delegations.filter(head__isnull=True)

    assert [str(delegation.name) for delegation in headless] == ["Libya"]
    assert not delegations.filter(head__order__gt=0).exists()


def test_seed_decides_on_all_of_2018_and_leaves_2022_open(
    c2018: Conference, c2022: Conference
) -> None:
    def states(conference: Conference) -> Counter[str]:
        found = Delegate.objects.for_conference(conference)
        return Counter(found.values_list("accreditation", flat=True))

    assert states(c2018) == {
        Accreditation.APPROVED: 414,
        Accreditation.REJECTED: 2,
        Accreditation.WITHDRAWN: 2,
    }
    assert set(states(c2022)) == {
        Accreditation.SUBMITTED,
        Accreditation.APPROVED,
        Accreditation.REJECTED,
        Accreditation.WITHDRAWN,
    }
    assert states(c2022)[Accreditation.SUBMITTED] >= 30


def test_seed_gives_a_reason_wherever_one_is_needed() -> None:
    refused = Delegate.objects.filter(
        accreditation__in=[Accreditation.REJECTED, Accreditation.WITHDRAWN]
    )

    assert refused.exists()
    assert not refused.filter(decision_reason="").exists()
    withdrawn = Delegation.objects.get(withdrawn_at__isnull=False)
    assert withdrawn.withdrawal_reason


def test_seed_names_people_in_many_scripts(c2018: Conference) -> None:
    delegates = Delegate.objects.for_conference(c2018)

    languages = set(delegates.exclude(own_name="").values_list("own_name_language", flat=True))

    assert languages >= set(SCRIPTS.split())
    families = "".join(delegates.values_list("family_name", flat=True))
    letters = {unicodedata.name(letter).split()[0] for letter in families if letter.isalpha()}
    assert letters == {"LATIN", "MODIFIER"}


def test_seed_invents_no_person_twice(c2018: Conference) -> None:
    names = Delegate.objects.for_conference(c2018).values_list("given_name", "family_name")

    assert len(set(names)) == 418


def test_seed_draws_photos_but_none_of_heads_of_state(c2018: Conference) -> None:
    delegates = Delegate.objects.for_conference(c2018)

    without = delegates.filter(photo="")

    assert 5 <= without.count() <= 25
    assert not delegates.exclude(photo="").filter(rank__is_photo_needed=False).exists()
    drawn = delegates.exclude(photo="").first()
    assert drawn is not None
    with default_storage.open(drawn.photo.name) as file, Image.open(file) as photo:
        assert (photo.format, photo.size) == ("JPEG", (413, 531))


def test_seed_double_books_no_room(c2018: Conference) -> None:
    sessions = Session.objects.exclude(state=SessionState.CANCELLED).filter(room__isnull=False)

    for session in sessions:
        others = sessions.exclude(pk=session.pk).filter(room=session.room)
        assert not others.filter(
            starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
        ).exists()


def test_seed_holds_side_events_of_2018_in_the_national_library(c2018: Conference) -> None:
    kinds = [SessionKind.SIDE_EVENT, SessionKind.EXHIBITION]
    events = Session.objects.for_conference(c2018).filter(kind__in=kinds)

    places = {
        (str(event.room.venue), event.day.day, str(event.room.venue.is_main))
        for event in events
        if event.room
    }

    assert events.count() == 3
    assert places == {("National Library of Tajikistan", 3, "False")}


def test_seed_knows_the_rooms_of_2018_as_their_book_does(c2018: Conference) -> None:
    rooms = {str(room.name): room for room in Room.objects.for_conference(c2018)}
    palace, library = rooms["Great Hall"].venue_id, rooms["Conference Hall"].venue_id
    bilaterals = [room for room in rooms.values() if room.layout == RoomLayout.BILATERAL]
    kept = RoomBooking.objects.for_conference(c2018).exclude(use=BookingUse.SESSION)

    assert VenueTravel.objects.for_conference(c2018).minutes_between()[palace, library] == 10
    assert [room.turn_round for room in bilaterals] == [15, 15]
    assert (rooms["Great Hall"].booths, rooms["Great Hall"].opens_at) == (3, dt.time(8))
    assert [(str(row.room.name), row.use) for row in kept] == [
        ("Great Hall", BookingUse.CLOSURE),
        ("Bilateral Room 2", BookingUse.HOLD),
    ]


def test_seed_holds_the_european_side_event_at_noon(c2018: Conference) -> None:
    event = Session.objects.for_conference(c2018).get(organizers__acronym="EU")

    start, end = c2018.local(event.starts_at), c2018.local(event.ends_at)

    assert (start.isoformat(), end.time()) == ("2018-05-03T12:00:00+05:00", dt.time(13, 30))


@pytest.mark.parametrize("slug", ["dushanbe-2018", "dushanbe-2022", "rabat-dialogue"])
def test_seed_says_the_programme_in_all_languages(slug: str) -> None:
    languages = set(Conference.objects.get(slug=slug).languages)
    for session in Session.objects.filter(conference__slug=slug):
        assert set(session.title.data) == languages
        assert not session.description.data or set(session.description.data) == languages


def test_seed_lets_only_people_who_come_take_part() -> None:
    absent = SessionPart.objects.filter(delegate__isnull=False).exclude(
        Q(delegate__conference=F("conference")),
        Q(delegate__accreditation__in=[Accreditation.APPROVED, Accreditation.SUBMITTED]),
        Q(delegate__delegation__withdrawn_at__isnull=True),
    )

    assert not absent.exists()


def test_seed_keeps_closed_drafts_and_cancelled_sessions_apart(c2018: Conference) -> None:
    sessions = Session.objects.for_conference(c2018)

    assert Counter(sessions.values_list("state", flat=True)) == {
        SessionState.PLANNED: 21,
        SessionState.CANCELLED: 1,
    }
    assert sessions.filter(versions__isnull=True).count() == 1
    assert sessions.filter(audience=Audience.CLOSED).count() == 2


def test_seed_adopts_an_agenda_whose_papers_are_found_once_they_are_issued(
    c2018: Conference,
) -> None:
    rabat = Conference.objects.get(slug="rabat-dialogue")
    adopted = AgendaItem.objects.for_conference(rabat).in_order()
    papers = Document.objects.for_conference(rabat)
    tomorrow = dt.datetime(2026, 5, 12, 9, tzinfo=rabat.zone)

    assert [item.number for item in adopted] == ["1", "2", "2 (a)", "2 (b)", "2 (c)", "3"]
    assert set(papers.issued(tomorrow).values_list("symbol", flat=True)) == {
        *("RBT/2026/1", "RBT/2026/2")
    }
    assert papers.issued(tomorrow + dt.timedelta(days=2)).count() == 3
    assert [release.name for release in Release.objects.for_conference(c2018)] == [
        *("Changes of 21 April", "Programme sent to the delegations")
    ]
    for file in DocumentFile.objects.all():
        with file.file.open() as opened:
            require_pdf(opened, file.size)


def test_seed_lets_its_users_sign_in_for_their_conference(
    c2018: Conference, c2022: Conference
) -> None:
    for address, password in embedded.demo_passwords().items():
        assert authenticate(None, username=address, password=password) is not None

    roles = StaffRole.objects.values_list("user__email", "conference__slug", "role")
    assert set(roles) == {
        ("organizer@dais.example", "rabat-dialogue", Role.ORGANIZER),
        ("officer@dais.example", "rabat-dialogue", Role.REGISTRATION_OFFICER),
        ("maker@dais.example", "rabat-dialogue", Role.ORGANIZER),
        ("badgedesk@dais.example", "rabat-dialogue", Role.BADGE_DESK),
        ("organizer2018@dais.example", c2018.slug, Role.ORGANIZER),
        ("organizer2022@dais.example", c2022.slug, Role.ORGANIZER),
        ("maker@dais.example", c2018.slug, Role.ORGANIZER),
        ("maker@dais.example", c2022.slug, Role.ORGANIZER),
        ("badgedesk@dais.example", c2018.slug, Role.BADGE_DESK),
        ("badgedesk@dais.example", c2022.slug, Role.BADGE_DESK),
    }


@pytest.mark.parametrize("slug", ["dushanbe-2018", "dushanbe-2022"])
def test_conferences_that_are_over_count_what_their_links_count(slug: str, client: Client) -> None:
    conference = Conference.objects.get(slug=slug)
    client.force_login(User.objects.get(email=embedded.MAKER))

    page = client.get(admin_url(conference, "index")).content.decode()

    numbers = numbers_of(page)
    assert len(numbers) >= 9
    assert rows_behind(client, numbers) == numbers


def test_seed_demo_changes_nothing_the_second_time(capsys: pytest.CaptureFixture[str]) -> None:
    before = {model: model._default_manager.count() for model in EVERY_TABLE}

    call_command("seed_demo")

    assert {model: model._default_manager.count() for model in EVERY_TABLE} == before
    assert capsys.readouterr().out == "The demonstration is there already; nothing was changed.\n"


def test_seed_adds_no_conference_whose_address_was_changed(c2018: Conference) -> None:
    c2018.slug = "counter-terrorism"
    c2018.save()
    conferences.keep_former_slug(conference=c2018, former="dushanbe-2018")

    assert seeding.seed() == []


def test_conference_of_an_earlier_version_is_left_as_it_is(c2018: Conference) -> None:
    """The one that is missing comes beside those that are there."""
    assert [one["slug"] for one in seeding.editions(None)] == [
        "dushanbe-2018",
        "dushanbe-2022",
        "rabat-dialogue",
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seeding, "_seed_edition", lambda told, _users: told["slug"])
        Conference.objects.filter(slug="rabat-dialogue").update(slug="of-an-earlier-version")

        assert seeding.seed() == ["rabat-dialogue"]


def test_seed_demo_refuses_on_a_configured_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(configuration, "IS_EMBEDDED", False)

    with pytest.raises(CommandError, match="only for the embedded database"):
        call_command("seed_demo")


@pytest.mark.parametrize("slug", ["dushanbe-2018", "dushanbe-2022", "rabat-dialogue"])
def test_seed_leaves_no_derived_column_behind(slug: str) -> None:
    conference = Conference.objects.get(slug=slug)
    delegates = Delegate.objects.for_conference(conference).select_related("delegation")
    stored = {d.pk: (d.search_text, d.name_key, d.category_id) for d in delegates}

    derive_delegates(delegates, conference)

    assert {d.pk: (d.search_text, d.name_key, d.category_id) for d in delegates} == stored


def test_arrival_is_a_registration_and_no_break(c2018: Conference, c2022: Conference) -> None:
    for conference in (c2018, c2022):
        first = Session.objects.for_conference(conference).order_by("starts_at").first()
        assert first is not None
        assert (first.kind, first.is_quiet) == (SessionKind.REGISTRATION, True)
