"""PostgreSQL goes away and comes back: a calm page, and when to try again."""

import re
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import ConferenceFactory, StaffRoleFactory
from tests.here import HERE, here
from tests.servers import StartWeb, Web
from tests.survival.taken_away import Postgres
from tests.survival.visitors import Answer, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"
AWAY = (
    "The database does not answer at the moment What you sent last was not saved."
    " Try again in half a minute. To the list of conferences"
)


@pytest.fixture
def postgres(transactional_db: None, tmp_path: Path) -> Postgres:
    if not connection.settings_dict["HOST"].startswith("/"):
        pytest.skip("the test's PostgreSQL is not on a Unix socket")
    return Postgres(tmp_path)


@pytest.fixture
def web(postgres: Postgres, start_web: StartWeb) -> Web:
    return start_web(DATABASE_URL=postgres.url)


def words_of(answer: Answer) -> str:
    (content,) = re.findall(r"<main.*?>(.*?)</main>", answer.page, re.DOTALL)
    return " ".join(re.sub(r"<.*?>", " ", content).split())


def test_every_page_says_calmly_that_the_database_is_away_and_works_again_afterwards(
    postgres: Postgres, web: Web
) -> None:
    role = StaffRoleFactory(conference__slug=HERE)
    role.user.set_password(PASSWORD)
    role.user.save()
    visitor, stranger = Visitor(web), Visitor(web)
    visitor.sign_in(role.user.email, PASSWORD)
    home = f"/en/{ConferenceFactory().slug}/"
    form = visitor.form(here("conference_venue_add"), "venue_form")

    postgres.stop()
    answers = [
        stranger.get(home),
        stranger.get("/en/"),
        visitor.get(here("index")),
        visitor.post(here("conference_venue_add"), form),
    ]
    postgres.start()

    assert [(answer.status, answer.headers["Retry-After"]) for answer in answers] == [
        (503, "30")
    ] * 4
    assert {words_of(answer) for answer in answers} == {AWAY}
    assert visitor.get(here("index")).status == 200
    assert stranger.get(home).status == 200


def test_web_server_started_without_a_database_answers_alike(
    postgres: Postgres, web: Web, start_web: StartWeb
) -> None:
    postgres.stop()

    answer = Visitor(start_web(DATABASE_URL=postgres.url)).get("/en/")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")


def test_database_that_takes_no_changes_is_told_so(postgres: Postgres, start_web: StartWeb) -> None:
    """As after a failover to a server that is still a copy."""
    url = f"{postgres.url}&options=-c%20default_transaction_read_only%3Don"
    role = StaffRoleFactory(conference__slug=HERE)
    role.user.set_password(PASSWORD)
    role.user.save()
    visitor = Visitor(start_web(DATABASE_URL=url))

    answer = visitor.sign_in(role.user.email, PASSWORD)

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert words_of(answer).startswith("Nothing can be saved at the moment What you")
