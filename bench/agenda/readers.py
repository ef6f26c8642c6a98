"""What a reader costs the web worker, beside the same bytes by WhiteNoise outside Django."""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.agenda.programme import move_one, release
from bench.web_worker import SITE, SITE_AND_BARE, Meter, ask, connected, served

TURNS, REQUESTS = 7, 300
HOW = {"anonymous": (False, False), "304": (True, False),
       "signed in": (False, True), "signed in, 304": (True, True)}  # fmt: skip
CONNECTIONS = 64
CROWD_SECONDS = 25
PATIENCE_SECONDS = 120
LOOK_SECONDS = 0.02


def costs(addresses: dict[str, str], cookie: str) -> None:
    print(f"Readers: {TURNS} turns of {REQUESTS} requests each, µs of CPU a request (middle half),")
    print("times the library alone (smallest-largest)")
    with served(SITE_AND_BARE, addresses["home"]) as (port, [worker]):
        meter = Meter(port, worker, REQUESTS, TURNS)
        for name, address in addresses.items():
            for how, (known, is_signed_in) in HOW.items():
                compared = meter.compared(
                    address, known=known, cookie=cookie if is_signed_in else ""
                )
                print(f"  {name:20} {how:15} {compared}", flush=True)


def cookie_of(user: Any) -> str:
    """Of a login by password a moment ago."""
    from django.conf import settings
    from django.test import Client

    from tests.signed_in import note_password

    client = Client()
    client.force_login(user)
    note_password(client, user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def after_a_release(conference: Any, by: Any, *, after: int) -> None:
    """One session is moved and released alone: when nobody reads, and while many do. A worker and
    a follower make and fetch the files, two web workers answer as `make run` starts them.
    """
    agenda = f"/en/{conference.slug}/agenda"
    with served(SITE, f"{agenda}/", workers=2) as (port, _workers):
        print("One session moved, released alone, until readers get it, s")
        code = move_one(conference)
        connection, page = connected(port), f"{agenda}/{code}/"
        former = ask(connection, page, {})[1]
        release(conference, by, after=after)
        released = time.time()
        while ask(connection, page, {})[1] == former:
            assert time.time() - released < PATIENCE_SECONDS
            time.sleep(LOOK_SECONDS)
        print(f"  while nobody reads                            {time.time() - released:8.2f}")
        time.sleep(2)
        changed = [page, f"{agenda}/", f"{agenda}.ics", f"{agenda}/{code}.ics"]
        command = [sys.executable, "-m", "bench.agenda.crowd", str(port), str(CONNECTIONS)]
        move_one(conference)
        with subprocess.Popen(
            [*command, str(CROWD_SECONDS), *changed], stdout=subprocess.PIPE
        ) as crowd:
            time.sleep(3)
            release(conference, by, after=after + 1)
            released = time.time()
            told = json.loads(crowd.communicate()[0])
    report(told, released)


def report(told: dict[str, Any], released: float) -> None:
    """`told` is what `crowd` writes."""
    first = told["first_new"]
    assert first, "Readers got nothing newer."
    print(f"  while {CONNECTIONS} connections ask                     {first - released:8.2f}")
    before = [took for at, took in told["answers"] if at < released]
    making = [took for at, took in told["answers"] if released <= at < first]
    second = [took for at, took in told["answers"] if first - 0.2 <= at < first + 0.8]
    print(f"{CONNECTIONS} connections, each asking one after the other; ms from asking to answered")
    for name, took in {
        "before the release": before,
        "while files are made": making,
        "the second in which they come": second,
    }.items():
        parts = statistics.quantiles(took, n=100)
        print(
            f"  {name:30} {len(took):6} answers  p50 {1000 * parts[49]:6.1f}"
            f"  p99 {1000 * parts[98]:6.1f}  worst {1000 * max(took):6.1f}"
        )
    print(f"  {len(told['answers'])} answers, {told['errors']} errors", end=", ")
    print(f"{told['went_back']} older ones after a newer one was seen", flush=True)
