"""Breaks lines of the source, one at a time, and says which tests notice.

`.venv/bin/python -m tests.mutations` goes through every row lock (see `tests.locks`) and the lines
named here, in a copy of the tree that is thrown away; further words choose among them. Each runs
the one test that guards it, and must be red: what is green guards nothing. It takes some ten
seconds a line, so it is no part of `make test`.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from conference import embedded
from tests.locks import PACKAGES, RACES, locks_in

LEFT_BEHIND = (".git", ".venv", "node_modules", "var", ".mypy_cache", ".ruff_cache")
LINKED = (".venv", "node_modules", "var/assets", "var/fonts")
RED, GREEN = 1, 0


@dataclass(frozen=True)
class Line:
    """`former`, which stands once in the source of the project, becomes `broken`."""

    name: str
    former: str
    broken: str
    test: str


LINES = (
    Line(
        "publication without its lock on decisions",
        "    _hold_decisions_still(job)\n",
        "",
        "tests/badges/services/test_races.py"
        "::test_who_is_withdrawn_while_the_files_are_published_is_issued_no_badge",
    ),
    Line(
        "a large job is sent while another is",
        "    counter = generations.lock_counter(order.conference)\n",
        "    counter = generations.SerialCounter.objects.get(conference=order.conference)\n",
        "tests/badges/services/test_races.py"
        "::test_of_two_who_send_the_same_thousands_the_second_sends_nobody",
    ),
    Line(
        "two large jobs leave the same people to each other",
        "        waiting = waiting.filter(job__lt=to_prepare.pk)\n",
        "        waiting = waiting.exclude(job=to_prepare)\n",
        "tests/badges/services/test_races.py"
        "::test_of_two_that_are_prepared_for_the_same_people_the_earlier_prints_them",
    ),
    Line(
        "a large job is prepared while others print",
        "        counter = generations.lock_counter(job.conference)\n",
        "        counter = generations.SerialCounter.objects.get(conference=job.conference)\n",
        "tests/badges/services/test_races.py"
        "::test_desk_prints_while_a_large_job_is_prepared_and_no_serial_is_given_twice",
    ),
    Line(
        "a large job is prepared for somebody who may print no more",
        "        _require_permission(job)\n",
        "",
        "tests/badges/services/test_preparation.py"
        "::test_job_of_somebody_who_may_print_no_more_fails_in_words",
    ),
    Line(
        "who waits to be prepared is sent twice",
        " | Q(pk__in=waiting.holder_ids())",
        "",
        "tests/badges/standing/test_print_plan.py"
        "::test_who_is_to_be_printed_by_a_job_that_waits_is_being_printed",
    ),
    Line(
        "badges that look alike are compared whatever was stored",
        "key = (row.delegation_id, row.category_id, row.shared, row.left)",
        "key = (row.delegation_id, row.category_id, row.left)",
        "tests/badges/standing/test_outdated_badges.py::test_the_same_are_found_as_one_by_one",
    ),
    Line(
        "people of a withdrawn delegation are announced",
        "accreditation__in=EXPECTED, delegate__delegation__withdrawn_at__isnull=True",
        "accreditation__in=EXPECTED",
        "tests/sessions/reading/test_views.py::test_people_of_a_withdrawn_delegation_are_not_announced",
    ),
    Line(
        "a head who moves away stays head while another row takes the place",
        "(key not in taken or goes_to[row.head_id] != key)",
        "key not in taken",
        "tests/delegates/importing/test_applying.py"
        "::test_head_moves_away_while_another_row_takes_the_place",
    ),
    Line(
        "a record of the admin is compared before it is held",
        "            if not held.filter(pk=found.pk).exists():\n                return None\n",
        "",
        "tests/conference/admin/test_races.py::test_record_is_held_before_it_is_compared",
    ),
    Line(
        "the delegations that a move leads from and to are not held first",
        'registering.held_delegations(former | {form.cleaned_data["delegation"].pk})',
        "pass",
        "tests/delegates/admin/test_deciding.py"
        "::test_somebody_registered_there_meanwhile_is_asked_about",
    ),
    Line(
        "the box finds people of another conference",
        "Delegate.objects.visible_to(signed_in(request)).for_conference(conference)",
        "Delegate.objects.all()",
        "tests/delegates/admin/test_finding.py::test_nothing_of_another_conference_is_found",
    ),
    Line(
        "a serial finds somebody for whoever may see no badges",
        "contributed(Delegate, FoundBy) if may(request, one.needs)]",
        "contributed(Delegate, FoundBy)]",
        "tests/badges/admin/test_finding.py::test_who_may_see_no_badges_finds_nobody_by_a_serial",
    ),
    Line(
        "badges of a job are counted one by one",
        '    last = entries.order_by("-order").values("order")[:1]\n',
        '    last = entries.order_by().values("job").annotate(n=Count("pk")).values("n")\n',
        "tests/badges/admin/test_finding.py"
        "::test_of_a_job_of_thousands_no_more_is_read_than_of_a_few",
    ),
    Line(
        "all for whom a job waits are put in order to name two",
        "waiting.first_holder_ids(NAMED)",
        "waiting.holder_ids()",
        "tests/badges/admin/test_finding.py"
        "::test_of_a_job_that_waits_to_be_prepared_no_more_is_read_than_of_a_few",
    ),
    Line(
        "badges taken out of a job are counted with it",
        'Subquery(last) - Coalesce(Subquery(taken.values("count")), 0)',
        "Subquery(last)",
        "tests/badges/admin/test_finding.py::test_badges_taken_out_at_the_desk_are_not_counted",
    ),
    Line(
        "a press that asked for another badge is repeated",
        "    if former and not _is_the_same(former, order):\n",
        "    if False:\n",
        "tests/badges/services/test_desk.py"
        "::test_page_that_is_sent_again_for_another_badge_repeats_nobody_elses",
    ),
    Line(
        "a press is repeated whatever job the badge was taken from",
        '            taken_from=form.cleaned_data["out_of"],\n',
        "",
        "tests/badges/admin/test_desk.py"
        "::test_button_without_a_page_does_not_repeat_what_was_taken_out_of_a_job",
    ),
    Line(
        "ten zones are too many",
        "len(own_zones or zone_letters(category)) > MOST_ZONES",
        "len(own_zones or zone_letters(category)) >= MOST_ZONES",
        "tests/badges/test_obstacles.py::test_badge_shows_exactly_ten_zones_and_no_more",
    ),
    Line(
        "joined Arabic is not measured again",
        "if any(measured.measure(line).advance * em > box.width for line in set_lines):",
        "if False:",
        "tests/badges/engine/layout/test_fit.py"
        "::test_arabic_letters_that_are_divided_anywhere_are_measured_as_they_join",
    ),
    Line(
        "the fonts are not part of a page's identity",
        "*libraries, fonts.digest()",
        "*libraries",
        "tests/badges/engine/test_identity.py::test_a_changed_font_is_another_engine",
    ),
    Line(
        "a badge is replaced in a language no longer used",
        "return language if language in conference.languages else conference.principal_language",
        "return language",
        "tests/badges/admin/test_due.py"
        "::test_badge_in_a_language_no_longer_used_is_replaced_in_the_principal_one",
    ),
    Line(
        "two workers count a lane at once",
        "        _lock(lane)\n",
        "",
        "tests/conference/test_leased_work.py"
        "::test_two_workers_that_count_at_once_do_not_both_find_room",
    ),
    Line(
        "a lane takes one process more",
        ">= lane.at_once",
        "> lane.at_once",
        "tests/conference/test_leased_work.py"
        "::test_lane_takes_no_more_than_its_processes_and_leaves_what_is_in_none",
    ),
    Line(
        "conferences take no turns",
        "key=lambda pk: (served.get(pk) or never, pk or 0)",
        "key=lambda pk: pk or 0",
        "tests/conference/test_leased_work.py::test_conferences_take_turns",
    ),
    Line(
        "what does not look is not ended when its lease is lost",
        "    if hold.lost.is_set() and not done.wait(GRACE_SECONDS):\n        end()\n",
        "",
        "tests/faults/test_leased_work.py"
        "::test_work_cancelled_while_it_computes_ends_and_leaves_nothing",
    ),
    Line(
        "a result counts without its lease",
        "        if not held.select_for_update().exists():\n            raise LeaseLostError\n",
        "",
        "tests/conference/test_leased_work.py"
        "::test_result_that_comes_after_the_lease_changes_nothing",
    ),
)


@dataclass(frozen=True)
class Mutation:
    """A broken module, and the test that must notice."""

    name: str
    path: Path
    source: str
    test: str


def mutations_of(tree: Path) -> Iterator[Mutation]:
    for name, lock in locks_in(tree).items():
        yield Mutation(f"without the lock of {name}", lock.path, lock.without, RACES[name])
    for line in LINES:
        path = place_of(line, tree)
        source = path.read_text().replace(line.former, line.broken)
        yield Mutation(line.name, path, source, line.test)


def place_of(line: Line, tree: Path) -> Path:
    modules = [path for package in PACKAGES for path in sorted((tree / package).rglob("*.py"))]
    found = [path for path in modules for _ in range(path.read_text().count(line.former))]
    if len(found) != 1:
        raise SystemExit(f"“{line.name}”: its line stands {len(found)} times in the source.")
    return found[0]


def copied_to(tree: Path) -> None:
    shutil.copytree(
        embedded.ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_BEHIND), dirs_exist_ok=True
    )
    (tree / "var").mkdir()
    for name in LINKED:
        (tree / name).symlink_to(embedded.ROOT / name)


def outcome(mutation: Mutation, tree: Path) -> str:
    """red, green, or, where the test could not even run, what pytest said."""
    former = mutation.path.read_text()
    mutation.path.write_text(mutation.source)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", mutation.test],
            cwd=tree,
            # A mutation in the same second, as long as the former text, must not be taken for it.
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    finally:
        mutation.path.write_text(former)
    has_failed = done.returncode == RED and "\nFAILED " in done.stdout
    if has_failed:
        return "red"
    return "green" if done.returncode == GREEN else f"neither:\n{done.stdout}"


def main(words: list[str]) -> int:
    """The exit status: whether every mutation was noticed."""
    outcomes = []
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        copied_to(tree)
        chosen = [m for m in mutations_of(tree) if all(word in m.name for word in words)]
        print("| mutation | test | |\n|---|---|---|", flush=True)
        for mutation in chosen:
            outcomes.append(outcome(mutation, tree))
            print(f"| {mutation.name} | {mutation.test} | {outcomes[-1]} |", flush=True)
    print(f"\n{outcomes.count('red')} of {len(outcomes)} are red.")
    return 0 if outcomes.count("red") == len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
