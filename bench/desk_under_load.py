"""How long a badge takes at the desk while every worker has all that it can have.

    .venv/bin/python -m bench.desk_under_load [DELEGATES]

In a throw-away system with real workers: one conference prints a badge for everybody, another
approves everybody, a third applies an import of as many rows. Meanwhile a fourth prints one badge
after the other, twenty times. Measured is the time from the click, the call of the service that
the page makes, to the published file.
"""

import argparse
import csv
import io
import time
from typing import Any

from bench.print_job import registered, throw_away_system, worker

DELEGATES = 17_500
TRIES = 20
AT_MOST_SECONDS = 5.0
# Between two tries: so that the load lasts for all of them.
PAUSE_SECONDS = 1.0
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("delegates", nargs="?", type=int, default=DELEGATES)
    count = parser.parse_args().delegates
    with throw_away_system():
        measure(count)


def measure(count: int) -> None:
    from django.core.management import call_command

    from badges.services.printing import jobs
    from launch.processes import EVERYTHING_ELSE

    call_command("migrate", verbosity=0)
    clerk, desk = registered(TRIES + 1, "desk")
    printing = registered(count, "printing")
    approving = to_be_approved(count)
    with worker(), worker(EVERYTHING_ELSE):
        run = checked_import(count)
        first, *others = people_of(desk)
        badge_printed(jobs.order_of_one(first, "first"), clerk)
        load = started_load(printing, approving, run)
        took = []
        for delegate in others:
            at_work = [name for name, is_at_work in load.items() if is_at_work()]
            took.append(badge_printed(jobs.order_of_one(delegate, "first"), clerk))
            print(f"  {took[-1]:5.2f} s  beside: {', '.join(at_work) or 'nothing'}", flush=True)
            time.sleep(PAUSE_SECONDS)
    in_time = sum(each <= AT_MOST_SECONDS for each in took)
    print(f"{in_time} of {len(took)} within {AT_MOST_SECONDS:g} s; the longest {max(took):.2f} s")


def people_of(conference: Any) -> list[Any]:
    from delegates.models import Delegate

    return list(Delegate.objects.for_conference(conference).order_by("pk"))


def to_be_approved(count: int) -> tuple[Any, Any]:
    from delegates.models import Delegate

    by, conference = registered(count, "approving")
    Delegate.objects.for_conference(conference).update(
        accreditation="submitted", decided_at=None, decided_by=None
    )
    return by, conference


def checked_import(count: int) -> Any:
    """Of a file that waits for its decision."""
    from django.utils import timezone

    from delegates.models.importing.imports import ImportStep
    from delegates.services.importing import imports
    from tests import factories

    role = factories.StaffRoleFactory(conference__slug="importing")
    factories.DelegationFactory(conference=role.conference, country__iso2="TJ", country__iso3="TJK")
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";")
    rows.writerow(["Delegation", "Given name", "Family name"])
    rows.writerows(["TJ", f"Given{number}", f"Family{number}"] for number in range(count))
    run = imports.start(
        file=io.BytesIO(text.getvalue().encode()),
        file_name="people.csv",
        conference=role.conference,
        creates_delegations=False,
        by=role.user,
        at=timezone.now(),
    )
    until(lambda: refreshed(run).state == "done" or run.state == "failed")
    assert run.step == ImportStep.CHECK
    assert run.is_reported, run.error
    return run


def started_load(printing: tuple[Any, Any], approving: tuple[Any, Any], run: Any) -> dict[str, Any]:
    """What is at work, with whether it still is."""
    from django.utils import timezone

    from badges.services.printing import jobs
    from badges.services.printing.jobs import PrintOrder
    from delegates.background import decisions
    from delegates.choices import Accreditation
    from delegates.models import Delegate
    from delegates.services.importing import imports

    by, conference = printing
    order = PrintOrder(conference, None, "first", language="en")
    job = jobs.send(order=order, by=by, at=timezone.now())
    by, conference = approving
    decision = decisions.ask(
        delegate_ids=list(Delegate.objects.for_conference(conference).values_list("pk", flat=True)),
        conference=conference,
        accreditation=Accreditation.APPROVED,
        by=by,
        at=timezone.now(),
    )
    imports.ask_to_apply(
        run=run,
        good_rows_only=False,
        by=run.created_by,
        at=timezone.now(),
    )
    time.sleep(PAUSE_SECONDS)
    return {
        "printing": lambda: refreshed(job).state == "running",
        "approving": lambda: refreshed(decision).is_unfinished,
        "importing": lambda: refreshed(run).is_unfinished,
    }


def badge_printed(order: Any, by: Any) -> float:
    """Seconds until its file is there."""
    from django.utils import timezone

    from badges.services.printing import jobs

    began = time.monotonic()
    job = jobs.send(order=order, by=by, at=timezone.now())
    until(lambda: refreshed(job).state != "running")
    assert job.state == "published", job.error
    return time.monotonic() - began


def refreshed(row: Any) -> Any:
    row.refresh_from_db()
    return row


def until(is_so: Any) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    main()
