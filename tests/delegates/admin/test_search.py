"""Search among 50,000 delegates reads the index (design decision 9)."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conference.models import Conference
from delegates.models import Delegate
from delegates.models.searching import by_trigrams
from tests.factories import DelegateFactory, DelegationFactory, OrganizationFactory
from tests.here import here

DELEGATES = 50_000
DELEGATIONS = 50


@pytest.fixture
def crowd(conference: Conference) -> None:
    """Copies in SQL: the text that search reads is all that counts here."""
    for _number in range(DELEGATIONS):
        DelegationFactory(
            conference=conference,
            country=None,
            organization=OrganizationFactory(),
            kind__code="intergovernmental",
        )
    with connection.cursor() as cursor:
        # Without history and checks of references: 50,000 rows in a few seconds.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            """
            INSERT INTO delegates_delegate (conference_id, delegation_id, reference, position,
                "order", honorific, given_name, family_name, own_name, own_name_language,
                display_name, gender, function, is_category_set_by_hand, email, phone, photo,
                accreditation, decision_reason, search_text, name_key, family_key, given_key,
                own_family_key, listing, publication,
                own_given_name, own_family_name, department, ministry)
            SELECT conference_id, id, 'R' || id || '-' || n, 'member', n, '', 'Given' || n,
                'Family' || n, '', '', '', '', '', false, '', '', '', 'submitted', '',
                'given' || n || ' family' || n %% 1000 || ' country' || id, '',
                'family' || n, 'given' || n, '', 'listed', 'published', '', '', '', ''
            FROM delegates_delegation, generate_series(1, %s) AS n
            """,
            [DELEGATES // DELEGATIONS],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE delegates_delegate, delegates_delegation")


def plan_nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for child in plan.get("Plans", []) for node in plan_nodes(child))]


def test_search_reads_the_trigram_index(
    organizer: Client, conference: Conference, crowd: None
) -> None:
    DelegateFactory(
        delegation=DelegationFactory(conference=conference),
        own_name="Раҳмон",
        own_name_language="tg",
    )
    url = here("delegates_delegate_changelist")
    assert Delegate.objects.count() == DELEGATES + 1

    with CaptureQueriesContext(connection) as captured:
        response = organizer.post(url, {"search": "РАҲМОН"}, follow=True)

    assert response.context["cl"].result_count == 1
    searches = [query["sql"] for query in captured if "LIKE" in query["sql"]]
    assert len(searches) == 2  # The rows, and how many there are.
    for search in searches:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {search}")
            (answer,) = cursor.fetchone()
        plan = json.loads(answer) if isinstance(answer, str) else answer
        indexes = {node.get("Index Name") for node in plan_nodes(plan[0]["Plan"])}
        assert "delegate_search" in indexes


def test_few_who_hold_all_words_are_found_though_many_hold_each(
    conference: Conference, crowd: None
) -> None:
    """By the box, which reads no more than some thousand rows: both words stand in more than it
    reads of either, and none among the first by name.
    """
    late = Delegate.objects.order_by("-family_key").values_list("pk", flat=True)
    rows = list(late[:8_003])
    few, one, other = rows[:3], rows[:4_003], [*rows[:3], *rows[4_003:]]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for word, holders in (("hydrology", one), ("zambezi", other)):
            cursor.execute(
                "UPDATE delegates_delegate SET search_text = search_text || %s WHERE id = ANY(%s)",
                [f" {word}", holders],
            )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        cursor.execute("ANALYZE delegates_delegate")

    with CaptureQueriesContext(connection) as captured:
        found = Delegate.objects.all().some_matching("hydrology zambezi", conference, 30)

    assert sorted(row.pk for row in found) == sorted(few)
    first, further = [query["sql"] for query in captured if "LIKE" in query["sql"]]
    read = rows_read(first)
    with by_trigrams():
        read += rows_read(further)
    assert read < 5_000


def rows_read(statement: str) -> int:
    """Of the table, those left out afterwards included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}")
        (answer,) = cursor.fetchone()
    plan = json.loads(answer) if isinstance(answer, str) else answer
    return sum(
        node["Actual Rows"]
        + node.get("Rows Removed by Filter", 0)
        + node.get("Rows Removed by Index Recheck", 0)
        for node in plan_nodes(plan[0]["Plan"])
        if node.get("Relation Name") == "delegates_delegate"
    )
