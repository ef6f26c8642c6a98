"""How the log is written: one line a record, of words that a program can take apart.

Every line says when (UTC), how grave, by which part, and, within a request, which one it was, whose
and from where. It names people by number only: nothing that somebody typed belongs in a log.
"""

import datetime as dt
import json
import logging
import re
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest

from conference.requests.faults import message_of, trace_of

current_request: ContextVar[HttpRequest | None] = ContextVar("current_request", default=None)
"""Set by the outermost middleware; background work has none."""

PLAIN = re.compile(r"[\w./:@+\-]+")
# What stands behind the question mark of an address may be a name.
QUERY = re.compile(r"\?[^\s'\"]*")


class LineFormatter(logging.Formatter):
    """A page that is refused is no fault of the program: it gets no traceback."""

    def format(self, record: logging.LogRecord) -> str:
        # Django says itself which request it answers with a refusal: by then it has left us.
        said = getattr(record, "request", None)
        request = said if isinstance(said, HttpRequest) else current_request.get()
        at = dt.datetime.fromtimestamp(record.created, dt.UTC)
        known = {
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "by": record.name,
            **about_request(request),
            "message": QUERY.sub("?…", message_of(record)),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and record.levelno >= logging.ERROR:
            known["trace"] = trace_of(error)
        return " ".join(f"{name}={written(value)}" for name, value in known.items())


def about_request(request: HttpRequest | None) -> dict[str, str]:
    """Asks the database nothing: who is signed in is told if the request has found it out."""
    if request is None:
        return {}
    user: Any = getattr(request, "_cached_user", None)
    return {
        "request": getattr(request, "id", "-"),
        "user": str(getattr(user, "pk", None) or "-"),
        "address": getattr(request, "client_address", None) or "-",
    }


def written(value: str) -> str:
    """As it is where that is one plain word, else quoted as JSON: never more than one line."""
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
