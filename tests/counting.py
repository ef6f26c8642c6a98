"""What is asked of the database, and how much it answers."""

from typing import Any

from django.db import connection
from django.test import Client

from tests.admin_pages import Ask


class Counted:
    """Counts statements, and the rows that they bring or change; see `execute_wrapper`."""

    def __init__(self) -> None:
        self.queries = self.rows = 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        self.queries += 1
        self.rows += max(0, context["cursor"].rowcount)
        return result


def counted(client: Client, ask: Ask) -> tuple[Counted, Any]:
    """What the answer, read to its end, asked for; and the answer."""
    found = Counted()
    with connection.execute_wrapper(found):
        response = ask.of(client)
        response.body = b"".join(response)
    return found, response
