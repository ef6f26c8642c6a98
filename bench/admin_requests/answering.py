"""The worker that answers, as a web server would start it; see the package."""

import gc
import logging
import os
import resource
import sys
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import process_time
from typing import Any

from django.db import connection, connections, transaction
from django.test import Client

# What a web worker loads before it is asked for anything.
import conference.wsgi  # noqa: F401
from bench.admin_requests.costs import Asked, Cost
from conference.admin.lists import searches
from conference.models import User
from tests.admin_pages import Ask
from tests.counting import counted
from tests.explained import cost_of, explain_everything
from tests.signed_in import note_password

SEARCHES = {"short": "ra", "common": "maria", "rare": "rahkarmon", "nobody": "qxqxqx"}
"""Words by the codes under which the login session has them."""

MEGABYTE = 2**20


def main() -> None:
    asking = Connection(int(sys.argv[1]))
    is_one_process = "--one-process" in sys.argv
    is_explained = "--explained" in sys.argv
    # Who may not see a page is asked for it all the same.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    warm_up(*asking.recv())
    while asking.poll(None):
        if is_one_process:
            try:
                asking.send(answer(asking.recv()))
            except EOFError:
                return
        elif not answered_by_a_copy(asking, is_explained=is_explained):
            return


def warm_up(by: int, paths: list[str]) -> None:
    for path in paths:
        answer(Asked(by, "", Ask(path)))
    connections.close_all()


def answered_by_a_copy(asking: Connection, *, is_explained: bool) -> bool:
    """False where nobody asks any more."""
    pid = os.fork()
    if pid == 0:
        try:
            asked = asking.recv()
        except EOFError:
            os._exit(1)
        cost, page = answer(asked)
        asking.send((replace(cost, read=rows_read_for(asked)) if is_explained else cost, page))
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    return status == 0


def answer(asked: Asked) -> tuple[Cost, str]:
    """What it cost, and the page; nothing of it stays in the database."""
    with transaction.atomic():
        client = signed_in(User.objects.get(pk=asked.by))
        in_one_backend()
        gc.collect()
        before = Used.now()
        asked_for, response = counted(client, asked.ask)
        seconds = Used.now().seconds - before.seconds
        content, status = response.body, response.status_code
        is_page = response.get("Content-Type", "").startswith("text/html")
        del response
        gc.collect()
        after = Used.now()
        transaction.set_rollback(True)
    page = content.decode() if is_page else ""
    return (
        Cost(
            seconds=seconds,
            database_seconds=after.database_seconds - before.database_seconds,
            megabytes=after.megabytes - before.megabytes,
            queries=asked_for.queries,
            rows=asked_for.rows,
            octets=len(content),
            status=status,
        ),
        page,
    )


def rows_read_for(asked: Asked) -> int:
    """Asked once more: to explain what it does costs more than to do it."""
    with transaction.atomic():
        client = signed_in(User.objects.get(pk=asked.by))
        told = explain_everything()
        _content = b"".join(asked.ask.of(client))
        read = cost_of(told).rows
        transaction.set_rollback(True)
    return read


def in_one_backend() -> None:
    """What PostgreSQL's parallel workers do is in nobody's figures."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    client.force_login(user)
    note_password(client, user)
    session: Any = client.session
    session[searches.SESSION_KEY] = list(SEARCHES.items())
    session.save()
    return client


@dataclass(frozen=True)
class Used:
    seconds: float
    database_seconds: float
    megabytes: float

    @classmethod
    def now(cls) -> "Used":
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        backend = connection.connection.info.backend_pid
        nanoseconds = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0])
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return cls(
            process_time() + children.ru_utime + children.ru_stime,
            nanoseconds / 10**9,
            pages * resource.getpagesize() / MEGABYTE,
        )


if __name__ == "__main__":
    main()
