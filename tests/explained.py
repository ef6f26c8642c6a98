"""What PostgreSQL does for a page: each of its statements, explained as it ran."""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection

SETTINGS = {
    "log_min_duration": "0",
    "log_analyze": "on",
    "log_timing": "off",
    "log_format": "json",
}
TOOK = re.compile(r"duration: ([\d.]+) ms")


class Cost(NamedTuple):
    """Time in PostgreSQL, and how many rows were read of tables."""

    milliseconds: float
    rows: int


def explain_everything() -> deque[str]:
    """Each statement from now on is explained to whoever sent it, and its plan is added here.

    In a transaction that is rolled back, as a test's is, it ends with it.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOAD 'auto_explain'")
        for name, value in SETTINGS.items():
            cursor.execute(f"SET auto_explain.{name} = {value}")
        cursor.execute("SET client_min_messages = log")
    # Of a list, psycopg2 keeps no more than the last fifty.
    notices = deque[str]()
    connection.connection.notices = notices
    return notices


def cost_of(notices: Iterable[str], of: str = "") -> Cost:
    """Of one table, or of all of them."""
    explained = [notice for notice in notices if "plan:" in notice]
    plans = [json.loads(notice[notice.index("{") :]) for notice in explained]
    took = [match for notice in explained for match in [TOOK.search(notice)] if match]
    return Cost(
        sum(float(match[1]) for match in took),
        sum(
            rows_read(node)
            for plan in plans
            for node in nodes(plan["Plan"])
            if not of or node.get("Relation Name") == of
        ),
    )


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", []):
        yield from nodes(child)


def rows_read(node: dict[str, Any]) -> int:
    """Those of a table, kept or not; what an index alone was looked at for is read in its heap."""
    if "Relation Name" not in node:
        return 0
    refused = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int((node["Actual Rows"] + refused) * node["Actual Loops"])
