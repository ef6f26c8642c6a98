"""How much PostgreSQL does to find people among many delegates, from the box and in their list.

    .venv/bin/python -m bench.finding [DELEGATES]

Starts a throw-away database, fills one conference with generated delegates, whose badges are
printed in jobs of thousands, and asks 200 queries as an organizer's browser would, the shortest and
the most frequent words among them. Each statement is then explained as it ran: its time in
PostgreSQL, and how many rows were read of tables. Limits for the box, among 50,000 delegates: 100
ms at the 95th percentile of queries, and 5,000 rows for any.
"""

import argparse
import os
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

DELEGATES = 50_000
DELEGATIONS = 190
PLACES = ["Water", "Environment", "Foreign Affairs", "Finance", "Agriculture", "Energy"]
FUNCTIONS = ["Minister of {}", "Deputy Minister of {}", "Adviser", "Head of Department", "Expert"]
PARTICLES = ["Al ", "Al-", "bin ", "de ", "", "", "", "", "", ""]
COPY = """
INSERT INTO delegates_delegate (conference_id, delegation_id, reference, position, "order",
    honorific, given_name, family_name, own_name, own_name_language, display_name, gender,
    function, is_category_set_by_hand, email, phone, photo, accreditation, decision_reason,
    search_text, name_key, family_key, given_key, own_family_key, listing, own_given_name,
    own_family_name, department, ministry)
SELECT %s, d.pk, 'R' || n, 'member', n, '', p.given, p.family, '', '', '', '', p.function, false,
    '', '', '', 'submitted', '', p.search, '', p.key, p.given_key, '', 'listed', '', '', '', ''
FROM unnest(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::text[]) AS p (n, delegation, given, family, function, search, key, given_key)
JOIN unnest(%s::int[], %s::bigint[]) AS d (number, pk) ON d.number = p.delegation
"""
# The shortest words and those that most people have in common.
FREQUENT = [
    "a", "al", "A", "б", "ra", "minister", "Minister of Water", "minister environment",
    "minister of", "adviser", "head", "ali", "ber", "republic", "france", "al-", "de", "bin", "of",
    "expert", "r1", "R12", "00002", "1", "deputy minister of foreign affairs",
]  # fmt: skip
QUERIES = 200
# So many print jobs of so many badges.
JOBS = [(5, 10_000), (25, 2_000), (2_000, 1)]


class Person(NamedTuple):
    given: str
    family: str
    function: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int, default=DELEGATES)
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
            measure(queries(people))


def prepare(count: int) -> list[Person]:
    from django.core.management import call_command
    from django.db import connection

    from bench.import_delegates import ENDINGS, GIVEN, STEMS
    from conference.choices import Role
    from conference.writing.folding import fold, search_text
    from conference.writing.languages import translations
    from delegates.models import Country
    from tests import factories

    call_command("migrate", verbosity=0)
    conference = factories.ConferenceFactory(slug="bench")
    factories.StaffRoleFactory(
        user__email="bench@example.org", conference=conference, role=Role.ORGANIZER
    )
    call_command("load_reference_data", verbosity=0)
    delegations = [
        factories.DelegationFactory(conference=conference, country=country, name=country.name)
        for country in Country.objects.order_by("pk")[:DELEGATIONS]
    ]
    chance = random.Random(2018)
    people = [
        Person(
            chance.choice(GIVEN),
            chance.choice(PARTICLES)
            + (chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS)).title(),
            chance.choice(FUNCTIONS).format(chance.choice(PLACES)),
        )
        for _ in range(count)
    ]
    names_here = [" ".join(translations(row.name).values()) for row in delegations]
    names = [f"{person.given} {person.family}" for person in people]
    texts = [
        search_text(
            name,
            f"R{n}",
            names_here[n % DELEGATIONS],
            person.function,
            names=(name,),
        )
        for n, (name, person) in enumerate(zip(names, people, strict=True))
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
                [person.given for person in people],
                [person.family for person in people],
                [person.function for person in people],
                texts,
                [fold(f"{person.family} {person.given}") for person in people],
                [fold(name) for name in names],
                list(range(DELEGATIONS)),
                [row.pk for row in delegations],
            ],
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    print_everybody(conference, count)
    return people


def print_everybody(conference: Any, count: int) -> None:
    """In large jobs, again in smaller ones, some at the desk; a job of all waits to be prepared."""
    from django.db import connection

    from delegates.models import Delegate
    from tests.factories import PrintPreparationFactory
    from tests.many_printed import give_badges, print_in_jobs

    give_badges(conference)
    for jobs, badges in JOBS:
        print_in_jobs(conference, count=jobs, of=badges)
    everybody = Delegate.objects.for_conference(conference).in_protocol_order()
    PrintPreparationFactory(
        job__conference=conference, delegates=list(everybody.values_list("pk", flat=True))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries(people: Sequence[Person]) -> list[str]:
    chance = random.Random(2022)
    found = list(FREQUENT)
    while len(found) < QUERIES:
        given, family, function = chance.choice(people)
        found += [
            family,
            f"{given} {family}",
            family[:2],
            family[:4],
            given,
            family.replace(" ", "").replace("-", "").upper(),
            f"{family[:5]} {function.split()[0]}",
            f"{family}qx",
        ]
    return found[:QUERIES]


def measure(asked: Sequence[str]) -> None:
    from django.conf import settings
    from django.test import Client

    from conference.addresses import admin_url
    from conference.models import Conference, User
    from tests.explained import explain_everything

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.SECURE_SSL_REDIRECT = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    client = Client()
    client.force_login(User.objects.get(email="bench@example.org"))
    here = Conference(slug="bench")
    find, listed = (admin_url(here, name) for name in ("find", "delegates_delegate_changelist"))
    explain_everything()
    places = (
        ("box", find, "find", {"HX-Request": "true", "HX-Target": "finder-answers"}),
        ("list", listed, "search", {}),
    )
    print(f"{len(asked)} queries each; milliseconds in PostgreSQL, rows read of tables")
    print(f"{'':6}{'median':>8}{'95 %':>8}{'most':>8}{'rows, median':>14}{'rows, most':>12}  for")
    for title, url, name, headers in places:
        costs = {query: cost(client, url, {name: query}, headers) for query in asked}
        times = [one.milliseconds for one in costs.values()]
        rows = [one.rows for one in costs.values()]
        worst = max(costs, key=lambda query: costs[query].rows)
        print(
            f"{title:6}{statistics.median(times):8.1f}{statistics.quantiles(times, n=20)[-1]:8.1f}"
            f"{max(times):8.1f}{statistics.median(rows):14.0f}{max(rows):12d}  {worst}"
        )


def cost(client: Any, url: str, sent: dict[str, str], headers: dict[str, str]) -> Any:
    from django.db import connection

    from tests.explained import cost_of

    told = connection.connection.notices
    told.clear()
    response = client.post(url, sent, headers=headers, follow=True)
    assert response.status_code == 200, response.status_code
    return cost_of(told)


if __name__ == "__main__":
    main()
