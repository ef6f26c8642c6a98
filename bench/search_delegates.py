"""How long the admin's search takes among many delegates, and how much of it is the database.

    .venv/bin/python -m bench.search_delegates [DELEGATES] [SEARCHES]

Starts a throw-away database, fills one conference with generated delegates and asks for the page of
the list that answers each search, as an organizer's browser would. The same page without a search
is measured in the same run: the ratios between the lines hold on any machine, the milliseconds on
this one. Limit: the statements of a search take less than 100 ms among 50,000 delegates; the rest
is drawing up to a hundred rows.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

DELEGATES, SEARCHES = 50_000, 60
DELEGATIONS = 190
COPY = """
INSERT INTO delegates_delegate (conference_id, delegation_id, reference, position, "order",
    honorific, given_name, family_name, own_name, own_name_language, display_name, gender,
    function, is_category_set_by_hand, email, phone, photo, accreditation, decision_reason,
    search_text, name_key, listing, own_given_name, own_family_name, department, ministry)
SELECT %s, d.pk, 'R' || n, 'member', n, '', p.given, p.family, '', '', '', '', '', false, '', '',
    '', 'pending', '', p.search, '', 'listed', '', '', '', ''
FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[])
    AS p (n, delegation, given, family, search)
JOIN unnest(%s::int[], %s::bigint[]) AS d (number, pk) ON d.number = p.delegation
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int, default=DELEGATES)
    parser.add_argument("searches", nargs="?", type=int, default=SEARCHES)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "conference.settings"
        Path(folder).chmod(0o755)
        Path(folder, "static").mkdir()
        from launch import servers

        with servers.throw_away_postgres(), servers.throw_away_valkey():
            import django

            django.setup()
            people = prepare(arguments.delegates)
            measure(people, arguments.searches)


def prepare(count: int) -> list[tuple[str, str]]:
    """Fills the conference; returns given and family name of each delegate."""
    from django.core.management import call_command
    from django.db import connection

    from bench.import_delegates import ENDINGS, GIVEN, STEMS
    from conference.choices import Role
    from conference.writing.folding import search_text
    from tests import factories

    call_command("migrate", verbosity=0)
    conference = factories.ConferenceFactory(slug="bench")
    factories.StaffRoleFactory(
        user__email="bench@example.org", conference=conference, role=Role.ORGANIZER
    )
    delegations = [factories.DelegationFactory(conference=conference) for _ in range(DELEGATIONS)]
    chance = random.Random(2018)
    people = [
        (
            chance.choice(GIVEN),
            (chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS)).title(),
        )
        for _ in range(count)
    ]
    texts = [
        search_text(given, family, f"R{n}", str(delegations[n % DELEGATIONS].name))
        for n, (given, family) in enumerate(people)
    ]
    with connection.cursor() as cursor:
        # Without history and checks of references: what search reads is all that counts here.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            COPY,
            [
                conference.pk,
                list(range(count)),
                [n % DELEGATIONS for n in range(count)],
                [given for given, _family in people],
                [family for _given, family in people],
                texts,
                list(range(DELEGATIONS)),
                [row.pk for row in delegations],
            ],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
    return people


def measure(people: list[tuple[str, str]], searches: int) -> None:
    from django.conf import settings
    from django.test import Client

    from conference.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    client = Client()
    client.force_login(User.objects.get(email="bench@example.org"))
    chance = random.Random(2022)
    chosen = [chance.choice(people) for _ in range(searches)]
    asked = {
        "no search": [""] * searches,
        "family name": [family for _given, family in chosen],
        "both names": [f"{given} {family}" for given, family in chosen],
        "part of a name": [family[:4] for _given, family in chosen],
        "common given name": [given for given, _family in chosen],
        "nobody": [f"{family}qx" for _given, family in chosen],
    }
    list_page(client, "")  # What the first page of a process loads counts for none.
    print(f"{len(people):,} delegates, {searches} pages each; milliseconds")
    print(f"{'':18}{'median':>8}{'95 %':>8}{'most':>8}{'SQL':>8}{'ratio':>8}")
    base = 0.0
    for title, queries in asked.items():
        pages = [list_page(client, query) for query in queries]
        whole, sql = zip(*pages, strict=True)
        median = statistics.median(whole)
        base = base or median
        print(
            f"{title:18}{median:8.1f}{statistics.quantiles(whole, n=20)[-1]:8.1f}"
            f"{max(whole):8.1f}{statistics.median(sql):8.1f}{median / base:8.2f}"
        )


def list_page(client: Any, query: str) -> tuple[float, float]:
    """Milliseconds that the page took, and those of them that its statements took."""
    from django.db import connection

    from conference.addresses import admin_url
    from conference.models import Conference

    spent = 0.0

    def timed(execute: Any, *statement: Any) -> Any:
        nonlocal spent
        started = time.perf_counter()
        try:
            return execute(*statement)
        finally:
            spent += time.perf_counter() - started

    url = admin_url(Conference(slug="bench"), "delegates_delegate_changelist")
    with connection.execute_wrapper(timed):
        started = time.perf_counter()
        response = client.get(url, {"q": query} if query else {})
        taken = time.perf_counter() - started
    assert response.status_code == 200, response.status_code
    return taken * 1000, spent * 1000


if __name__ == "__main__":
    main()
