"""What the agenda costs: to release, and to read, beside the same bytes by WhiteNoise alone.

    .venv/bin/python -m bench.agenda [SESSIONS ...]

Starts a throw-away database, broker and storage. For each number of sessions it makes an invented
programme in seven languages (five days, twenty rooms, two people a session), releases it, makes
its files and publishes them; then one session is moved, released alone and published again. One
gunicorn with one worker, as `make run` starts it, then answers readers, and beside them the same
bytes by the bare library in the same process; at last one more session is moved while sixty-four
readers ask, with a worker and a follower at work. CPU is user and system time of one process, from
the kernel; what PostgreSQL does comes beside it. Sizes are those of the gzip forms. Nothing leaves
the loopback.
"""

import argparse
import os

from bench.agenda import making, programme, readers
from bench.print_job import throw_away_system

SESSIONS = [22, 100, 300, 1_000]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sessions", nargs="*", type=int, default=SESSIONS)
    counts = parser.parse_args().sessions
    with throw_away_system():
        from django.conf import settings
        from django.core.management import call_command
        from django.test import override_settings

        call_command("migrate", verbosity=0)
        # Style sheets and scripts are not collected here: their names have no digest, neither in
        # this process nor in those that it starts.
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
            for count in counts:
                print(f"\n{count} sessions in {len(programme.LANGUAGES)} languages", flush=True)
                conference, by = programme.programme(count)
                making.measure(conference, by)
                readers.measure(conference)
            print()
            making.measure_days()


if __name__ == "__main__":
    main()
