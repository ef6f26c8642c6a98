"""Sheets on the page that sends badges, and on the page of their job."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from badges.choices import Arrangement, JobState
from badges.engine.design.shipped import BY_KEY
from badges.models import BadgeDesign, PrintJob
from conference.choices import Role
from conference.models import Conference, User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, perform_next
from tests.factories import (
    BadgeTypeFactory,
    DesignFaceFactory,
    DesignVersionFactory,
    PrinterStationFactory,
    StaffRoleFactory,
)
from tests.here import here

SEND = here("badges_printjob_add")

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")


@pytest.fixture
def desk(conference: Conference) -> Client:
    client = Client()
    client.force_login(StaffRoleFactory(conference=conference, role=Role.BADGE_DESK).user)
    return client


def sent(desk: Client, **chosen: object) -> object:
    form = desk.get(SEND).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    return desk.post(SEND, data | chosen)


def test_page_prints_one_badge_a_page_unless_a_paper_is_chosen(
    make_delegates: MakeDelegates, desk: Client
) -> None:
    make_delegates(1)

    page = desk.get(SEND)
    sent(desk)

    job = PrintJob.objects.get()
    assert (job.paper, job.arrangement) == ("", Arrangement.DELEGATIONS)
    assert '<details class="print-sheets">' in page.content.decode()
    papers = [key for key, _words in page.context["form"].fields["paper"].choices]
    assert papers == ["", "a6-on-a4", "a6-on-letter"]


def test_job_is_sent_on_sheets_and_its_page_names_the_slot_of_whoever_was_left_out(
    make_delegates: MakeDelegates,
    desk: Client,
    conference: Conference,
    clerk: User,
    work_off: Callable[[], int],
) -> None:
    delegates = make_delegates(3)
    station = PrinterStationFactory(conference=conference, name="Lobby", offset_down="0.5")

    response = sent(
        desk,
        paper="a6-on-a4",
        arrangement=Arrangement.ENVELOPES,
        station=station.pk,
    )
    job = PrintJob.objects.get()
    perform_next()
    accreditation.withdraw(delegate=delegates[1], reason="Ill", by=clerk, at=AT)
    work_off()

    job.refresh_from_db()
    page = desk.get(here("badges_printjob_change", job.pk)).content.decode()
    assert response.status_code == 302  # type: ignore[attr-defined]
    assert (job.state, job.station) == (JobState.PUBLISHED, station)
    assert "A4, four badges A6 · By delegation, each with a cover sheet · Lobby" in page
    assert "Download the sheets" in page
    assert "PDF, 2 sheets" in page
    assert "file 1, sheet 2, slot 2" in page


def test_order_that_needs_sheets_asks_for_a_paper(
    make_delegates: MakeDelegates, desk: Client
) -> None:
    make_delegates(1)

    response = sent(desk, arrangement=Arrangement.ENVELOPES)

    page = response.content.decode()  # type: ignore[attr-defined]
    assert "Choose a paper: this order is for sheets." in page
    assert '<details class="print-sheets" open>' in page
    assert not PrintJob.objects.exists()


def test_what_does_not_fit_the_badges_is_not_offered(
    make_delegates: MakeDelegates, desk: Client, conference: Conference
) -> None:
    """Both sides where none has a back, papers of another size, an order by names of vehicles."""
    make_delegates(1)
    of_vehicles = BadgeTypeFactory(
        conference=conference, holder="vehicle", design=design(conference, "vehicle")
    )
    of_sessions = BadgeTypeFactory(conference=conference, design=design(conference, "a6-back"))

    refused = sent(desk, paper="a6-on-a4", duplex="long")
    vehicles, sessions = (
        desk.get(f"{SEND}?type={badge_type.pk}").context["form"].fields
        for badge_type in (of_vehicles, of_sessions)
    )

    said = refused.content.decode()  # type: ignore[attr-defined]
    assert "None of these badges has a back. Print the front alone." in said
    assert not PrintJob.objects.exists()
    assert offered(vehicles["paper"]) == ["", "a5-on-a4"]
    assert offered(vehicles["duplex"]) == [""]
    assert offered(vehicles["arrangement"]) == ["delegations", "envelopes", "delegations_stacked"]
    assert offered(sessions["duplex"]) == ["", "long", "short"]


def design(conference: Conference, key: str) -> BadgeDesign:
    """One that comes with Dais, in use."""
    faces = BY_KEY[key].newest.faces()
    version = DesignVersionFactory(
        design__conference=conference,
        is_in_use=True,
        html=faces.front.source.html,
        css=faces.front.source.css,
    )
    if faces.back:
        DesignFaceFactory(version=version)
    found: BadgeDesign = version.design
    return found


def offered(field: Any) -> list[str]:
    return [value for value, _words in field.choices]


def test_station_of_another_conference_is_no_choice(
    make_delegates: MakeDelegates, desk: Client
) -> None:
    make_delegates(1)

    response = sent(desk, paper="a6-on-a4", station=PrinterStationFactory().pk)

    assert "station" in response.context["form"].errors  # type: ignore[attr-defined]
    assert not PrintJob.objects.exists()
