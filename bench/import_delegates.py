"""How long an import of many generated delegates takes, and how much memory.

    .venv/bin/python -m bench.import_delegates [ROWS]

Starts a throw-away database, fills it with the reference data and a conference, writes a workbook,
and then, in a process of its own as a worker would: checks it, answers all that it asks (unknown
organizations are added, whoever is alike is another person), applies it, and the same with a file
in which every tenth row says something else. Limits: two minutes and 500 MB for 20,000 rows.
"""

import argparse
import itertools
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROWS = 20_000
GIVEN = [
    "Sodiq", "Farrukh", "Anna", "Maria", "Chen", "Yusuf", "Olga", "Pedro", "Amina", "Kofi",
    "Ingrid", "Hassan", "Lucia", "Tomas", "Zarina", "Ivan", "Aiko", "Nasrin", "Peter", "Elena",
]  # fmt: skip
STEMS = [
    "rah", "kar", "saf", "ber", "lin", "mor", "tan", "dov", "zul", "vik", "gor", "hal", "nav",
    "pet", "sor", "jan", "bek", "ter", "lum", "dar",
]  # fmt: skip
ENDINGS = [
    "mon", "ov", "imov", "berg", "sen", "ian", "adze", "vich", "ez", "shenko", "dottir",
    "poulos", "uly", "zoda", "ski", "ani", "ec", "aho", "er", "wal",
]  # fmt: skip
POSITIONS = ("Member", "Adviser", "Expert", "Interpreter", "Deputy head", "")
COUNTRIES = 190
# One row in ten is of an organization that nobody knows.
UNKNOWN_EVERY = 10
FORUMS = 1000
CYRILLIC = ("ба", "во", "гу", "ди", "же", "за", "ко", "лу", "ми", "не")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="?", type=int, default=ROWS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        Path(folder).chmod(0o755)
        Path(folder, "fonts").symlink_to(Path("var/fonts").resolve())
        from launch import servers

        with servers.throw_away_postgres(), servers.throw_away_valkey():
            prepare()
            first, second = Path(folder, "first.xlsx"), Path(folder, "second.xlsx")
            write(first, arguments.rows, changed_every=0)
            write(second, arguments.rows, changed_every=10)
            for title, path in (
                ("first import", first),
                ("one row in ten says something else", second),
            ):
                print(title, flush=True)
                subprocess.run([sys.executable, __file__, "--measured", str(path)], check=True)


def prepare() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "conference.settings"
    django.setup()
    from django.core.management import call_command

    from conference.choices import Role
    from delegates.services import kinds
    from tests import factories

    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    conference = factories.ConferenceFactory(slug="bench")
    factories.StaffRoleFactory(
        user__email="bench@example.org", conference=conference, role=Role.ORGANIZER
    )
    kinds.install_defaults(conference)
    for nature in ("state", "mission", "un", "guests"):
        category = factories.CategoryFactory(conference=conference)
        factories.CategoryRuleFactory(category=category, nature=nature)


def write(path: Path, rows: int, *, changed_every: int) -> None:
    from conference.spreadsheets import add_sheet, new_workbook
    from delegates.columns import COLUMNS

    with path.open("wb") as file, new_workbook(file) as workbook:
        add_sheet(
            workbook,
            "Delegates",
            header=[str(column.label) for column in COLUMNS],
            rows=(
                [row.get(column.name, "") for column in COLUMNS]
                for row in itertools.islice(people(changed_every), rows)
            ),
        )


def people(changed_every: int) -> Iterator[dict[str, str]]:
    """Each name once in its delegation, many alike; every person with all columns but the key."""
    from delegates.models import Country

    chance = random.Random(2018)
    # CAF is an acronym too: that would be asked about.
    known = Country.objects.exclude(iso3="CAF").order_by("iso3")
    codes = list(known.values_list("iso3", flat=True))[:COUNTRIES]
    seen: set[tuple[str, str, str]] = set()
    for number in itertools.count():
        code = codes[number % len(codes)]
        while True:
            given = " ".join(chance.sample(GIVEN, 2))
            family = (chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS)).title()
            if (code, given, family) not in seen:
                break
        seen.add((code, given, family))
        is_head = number < len(codes)
        is_changed = changed_every and number % changed_every == 0
        is_unknown = number % UNKNOWN_EVERY == 0 and not is_head
        forum = f"Forum {STEMS[number % 20].title()} {number % FORUMS}"
        yield {
            "delegation": forum if is_unknown else code,
            "kind": "" if is_unknown else "State",
            "position": "Head of delegation" if is_head else chance.choice(POSITIONS),
            "honorific": chance.choice(("Mr", "Ms", "Dr", "H.E. Mr")),
            "given_name": given,
            "family_name": family,
            "own_name": f"Фаррух {''.join(CYRILLIC[int(digit)] for digit in str(number))}",
            "own_name_language": "tg",
            "gender": chance.choice(("F", "M", "")),
            "function": f"{'Changed' if is_changed else 'Plain'} function number {number}",
            "email": f"person{number}@example.org",
            "phone": f"+992 {number:09d}",
            "nationality": code,
        }


def measure(path: Path) -> None:
    """What the worker does in its two steps, with the time of each and the peak of the memory."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "conference.settings"
    django.setup()
    from django.utils import timezone

    from conference import leased_work
    from conference.models import Conference, User
    from delegates.choices import QuestionKind
    from delegates.importing import answering, running
    from delegates.models import ImportQuestion
    from delegates.services.importing import imports

    by = User.objects.get(email="bench@example.org")
    with path.open("rb") as file:
        run = imports.start(
            file=file,
            file_name=path.name,
            conference=Conference.objects.get(slug="bench"),
            creates_delegations=True,
            by=by,
            at=timezone.now(),
        )
    started = time.perf_counter()
    leased_work.run_next(running.KINDS, timezone.now)
    checked = time.perf_counter()
    run.refresh_from_db()
    print(f"  checked in {checked - started:6.1f} s  {run.summary} {run.error}")
    for kind, answer in (
        (QuestionKind.PARTY, "add:civil_society"),
        (QuestionKind.PERSON, "another"),
    ):
        asked = ImportQuestion.objects.of_run(run).filter(kind=kind)
        if questions := list(asked.values_list("pk", flat=True)):
            answering.answer(run=run, questions=questions, answer=answer, by=by, at=timezone.now())
            # Where more rows hang on an answer, such as a head's, the file is checked once more.
            leased_work.run_next(running.KINDS, timezone.now)
            run.refresh_from_db()
    answered = time.perf_counter()
    print(f"  answered in {answered - checked:5.1f} s")
    imports.ask_to_apply(
        run=run,
        good_rows_only=True,
        by=by,
        at=timezone.now(),
    )
    leased_work.run_next(running.KINDS, timezone.now)
    run.refresh_from_db()
    result = run.summary.get("result", run.error)
    print(f"  applied in {time.perf_counter() - answered:6.1f} s  {result}")
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measured"]:
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
        measure(Path(sys.argv[2]))
    else:
        main()
