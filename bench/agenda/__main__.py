"""What a release of the agenda costs, what its readers cost, and how large it is.

    .venv/bin/python -m bench.agenda [SESSIONS ...] [--parts sizes readers peer swap memory]

Starts a throw-away database, broker and storage, with the system's own worker and follower; for
each number of sessions it makes an invented programme in seven languages (five days, twenty rooms,
two people a session), releases it, makes all pages as files and publishes them. Readers are asked
for by a gunicorn as `make run` starts it, with one worker, in turns with the same bytes by
WhiteNoise outside Django in the same gunicorn; its CPU is the kernel's. While another session is
moved and released alone, 64 connections read without a pause. Sizes are those of the gzip forms
that readers are sent. pretalx, which is installed for it once, is asked for the same pages. See
docs/benchmarks.md.
"""

import argparse

from bench.print_job import running, throw_away_system, worker

SESSIONS = [22, 100, 300, 1_000]
PARTS = ["sizes", "readers", "peer", "swap", "memory"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sessions", nargs="*", type=int, default=SESSIONS)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    with throw_away_system("tests.web_settings"):
        from django.core.management import call_command

        from launch import processes

        call_command("migrate", verbosity=0)
        with worker(processes.EVERYTHING_ELSE), running(processes.follower()):
            for count in asked.sessions:
                measure(count, asked.parts)


def measure(count: int, parts: list[str]) -> None:
    """Of every part but the release itself only those that were asked for."""
    from bench.agenda import memory, peer, readers, released
    from bench.agenda.programme import programme
    from bench.web_worker import copy_for_bare
    from conference.published.archive import manifest_in
    from tests import factories

    print(f"\n== {count} sessions in seven languages")
    conference, by = programme(count, f"bench-{count}")
    released.first_release(conference, by)
    addresses, folder = released.pages_of(conference), released.standing(conference)
    if "sizes" in parts:
        released.sizes(folder, addresses)
        if count == 1_000:
            released.on_one_day(count)
    if "readers" in parts:
        copy_for_bare(folder)
        reader = factories.UserFactory()
        readers.costs(addresses, readers.cookie_of(reader))
    if "peer" in parts:
        peer.costs(count, addresses)
    if "swap" in parts:
        readers.after_a_release(conference, by, after=released.latest(conference))
    if "memory" in parts:
        every = list(manifest_in(folder))
        memory.of_worker(conference, by, every, after=released.latest(conference))


if __name__ == "__main__":
    main()
