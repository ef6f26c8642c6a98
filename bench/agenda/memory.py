"""How large a web worker is that holds all files of a release, and of two."""

import time
from pathlib import Path
from typing import Any

from bench.agenda.programme import move_one, release
from bench.web_worker import SITE, ask, connected, served

PATIENCE_SECONDS = 120
OF_INTEREST = {"Rss": "smaps_rollup", "Pss": "smaps_rollup", "VmHWM": "status"}


def of_worker(conference: Any, by: Any, addresses: list[str], *, after: int) -> None:
    """Each file is asked for once, a session is moved and released, and each asked for again."""
    page = f"/en/{conference.slug}/agenda/"
    with served(SITE, page) as (port, [worker]):
        print("Memory of a web worker, MB: RSS, PSS, most RSS so far")
        print("  after its first page                ", megabytes(worker))
        read_all(port, addresses)
        print(f"  {len(addresses):6} files asked for once each ", megabytes(worker))
        connection = connected(port)
        former = ask(connection, page, {})[1]
        move_one(conference)
        release(conference, by, after=after)
        began = time.monotonic()
        while ask(connection, page, {})[1] == former:
            assert time.monotonic() - began < PATIENCE_SECONDS
            time.sleep(0.1)
        print("  a second release has come           ", megabytes(worker))
        read_all(port, addresses)
        print("  each of its files asked for once    ", megabytes(worker), flush=True)


def read_all(port: int, addresses: list[str]) -> None:
    connection = connected(port)
    assert all(ask(connection, address, {})[0] == 200 for address in addresses)


def megabytes(process: int) -> str:
    told = []
    for name, file in OF_INTEREST.items():
        lines = Path(f"/proc/{process}/{file}").read_text().splitlines()
        [line] = [line for line in lines if line.startswith(f"{name}:")]
        told.append(f"{int(line.split()[1]) / 1000:6.0f}")
    return " ".join(told)
