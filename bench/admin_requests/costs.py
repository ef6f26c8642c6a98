"""What was asked by whom, and what the answer cost."""

from dataclasses import dataclass

from tests.admin_pages import Ask

MOST_SECONDS, MOST_MEGABYTES = 1.0, 30.0


@dataclass(frozen=True)
class Asked:
    """By the user with the id `by`."""

    by: int
    who: str
    ask: Ask

    def __str__(self) -> str:
        verb = "GET" if self.ask.form is None else "POST"
        return f"{self.who:13} {verb:4} {self.ask}"


@dataclass(frozen=True)
class Cost:
    """`seconds` of the worker, `database_seconds` of its backend, both of CPU.

    `rows` are those that statements brought or changed, `read` those that were read of tables to
    answer, by EXPLAIN; that is asked where it is to be told.
    """

    seconds: float
    database_seconds: float
    megabytes: float
    queries: int
    rows: int
    octets: int
    status: int
    read: int = 0

    @property
    def both(self) -> float:
        """Seconds of CPU, web and PostgreSQL together."""
        return self.seconds + self.database_seconds

    @property
    def is_beyond(self) -> bool:
        is_too_much = self.seconds > MOST_SECONDS or self.megabytes > MOST_MEGABYTES
        return is_too_much or self.status >= 500
