from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conference.errors import DomainError
from conference.models import Conference, User
from delegates.choices import Verdict
from delegates.importing import CheckedFile, Result
from delegates.importing.checking.checked import reason_of
from delegates.importing.running import Terms, import_at_once


class Command(BaseCommand):
    """The import page's work at the command line, in one transaction."""

    help = "Import delegates from an .xlsx or .csv file; docs/import.md explains the file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--conference", required=True, metavar="SLUG")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; not for a dry run")
        parser.add_argument("--dry-run", action="store_true", help="report, change nothing")
        parser.add_argument(
            "--good-rows-only", action="store_true", help="leave out rows with problems"
        )
        parser.add_argument(
            "--create-delegations", action="store_true", help="register missing delegations"
        )
        parser.add_argument(
            "--another-person",
            action="append",
            type=int,
            default=[],
            metavar="N",
            help="line N is a different person from the possible matches",
        )
        parser.add_argument(
            "--all-others", action="store_true", help="the same for every such line"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        conference = Conference.objects.filter(slug=options["conference"]).first()
        if conference is None:
            raise CommandError(f"There is no conference “{options['conference']}”.")
        by = None if options["dry_run"] else self._user(options["by"])
        terms = Terms(
            creates_delegations=options["create_delegations"],
            good_rows_only=options["good_rows_only"],
            others=None if options["all_others"] else frozenset(options["another_person"]),
        )
        try:
            with options["file"].open("rb") as file:
                report, result = import_at_once(
                    file=file,
                    conference=conference,
                    terms=terms,
                    by=by,
                    at=timezone.now(),
                )
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self._print_report(report)
        self._print_result(report, result, is_dry=options["dry_run"])

    def _user(self, email: str | None) -> User:
        if email is None:
            raise CommandError("Say in whose name: --by EMAIL (or --dry-run).")
        by = User.objects.filter(email__lower=email.lower(), is_active=True).first()
        if by is None:
            raise CommandError(f"There is no active user “{email}”.")
        return by

    def _print_report(self, report: CheckedFile) -> None:
        for problem in report.problems:
            self.stdout.write(self.style.ERROR(problem.reason))
        for notice in report.notices:
            self.stdout.write(notice)
        for name in sorted(report.new_delegations.values()):
            self.stdout.write(f"New delegation: {name}")
        for row in report.held_back():
            if row.problems:
                self.stdout.write(self.style.WARNING(f"Line {row.line}: {reason_of(row)}"))
        for question in report.open_questions():
            lines = ", ".join(map(str, question.lines))
            self.stdout.write(
                self.style.WARNING(f"{question.kind.label}: {question.subject} (line {lines})")
            )
        for row in report.rows:
            for change in row.outcome.changes:
                who = change.person or row.person
                self.stdout.write(
                    f"Line {row.line}: {who}: {change.heading}: “{change.old}” → “{change.new}”"
                )
            for name in row.outcome.badges:
                self.stdout.write(f"Line {row.line}: {name}: badge needs replacing")
        counts = report.counts()
        self.stdout.write(
            f"{counts['rows']} rows: {counts['new']} new, {counts['changed']} changed,"
            f" {counts[Verdict.SAME]} no change, {counts[Verdict.REJECTED]} with problems,"
            f" {counts[Verdict.OPEN]} to be answered"
        )

    def _print_result(self, report: CheckedFile, result: Result | None, *, is_dry: bool) -> None:
        if result is not None:
            self.stdout.write(
                f"Imported: {result.created} registered, {result.changed} changed,"
                f" {result.new_delegations} delegations registered, {result.held_back} left out."
            )
            if result.waiting:
                self.stdout.write(f"{result.waiting} of them wait for a place.")
        held_back = report.problems or report.held_back()
        if not held_back:
            return
        if result is None and not is_dry:
            raise CommandError("Nothing was imported.")
        raise CommandError("The file has problems or open questions.", returncode=2)
