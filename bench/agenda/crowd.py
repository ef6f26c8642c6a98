"""Readers who ask for the same pages one after the other, in a process of their own.

    python -m bench.agenda.crowd PORT CONNECTIONS SECONDS PATH ...

Every page is to be another after a release, and only once. Writes JSON: of each answer when it was
asked for and how long it took, when the first newer one was asked for, how many answers were errors
and how many were older than what the same connection had seen of any page.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import cycle
from typing import Any

from bench.web_worker import ask, connected


def main() -> None:
    port, connections, seconds, *paths = sys.argv[1:]
    connection = connected(int(port))
    former = {path: ask(connection, path, {})[1] for path in paths}
    connection.close()
    until = time.time() + float(seconds)
    with ThreadPoolExecutor(int(connections)) as pool:
        readers = pool.map(lambda _: read(int(port), former, until), range(int(connections)))
        told = list(readers)
    firsts = [one["first_new"] for one in told if one["first_new"]]
    json.dump(
        {
            "answers": [answer for one in told for answer in one["answers"]],
            "first_new": min(firsts, default=None),
            "errors": sum(one["errors"] for one in told),
            "went_back": sum(one["went_back"] for one in told),
        },
        sys.stdout,
    )


def read(port: int, former: dict[str, str], until: float) -> dict[str, Any]:
    connection = connected(port)
    told: dict[str, Any] = {"answers": [], "first_new": None, "errors": 0, "went_back": 0}
    for path in cycle(former):
        at = time.time()
        if at > until:
            return told
        try:
            status, etag, _size = ask(connection, path, {})
        except (OSError, HTTPException):
            told["errors"] += 1
            connection.close()
            continue
        told["answers"].append((at, time.time() - at))
        told["errors"] += status != 200
        if etag != former[path]:
            told["first_new"] = told["first_new"] or at
        elif told["first_new"]:
            told["went_back"] += 1
    raise AssertionError


if __name__ == "__main__":
    main()
