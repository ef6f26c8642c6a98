"""What the pages of a checked import and its answers cost, whatever the length of the file.

    .venv/bin/python -m bench.import_report [LINES] [QUESTIONS]

Starts a throw-away database, and stores two checked files as a worker would: one of
20 lines, one of LINES with QUESTIONS questions. Then asks for every page, every filter and every
kind of answer of both, and says what each cost: statements, CPU of the web worker, and CPU of its
PostgreSQL backend. Limit: 150 ms of both together, and as many statements for either file. What is
answered together may cost more, by the lines that it settles.
"""

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any

LINES, QUESTIONS, FEW = 20_000, 5_000, 20
LIMIT = 0.150


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lines", nargs="?", type=int, default=LINES)
    parser.add_argument("questions", nargs="?", type=int, default=QUESTIONS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dais-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.web_settings"
        Path(folder).chmod(0o755)
        Path(folder, "static").mkdir()
        from conference import embedded
        from launch import servers

        for name in ("assets", "fonts"):
            Path(folder, name).symlink_to(embedded.ROOT / "var" / name)
        with servers.throw_away_postgres(), servers.throw_away_valkey():
            import django

            django.setup()
            beyond = measure(arguments.lines, arguments.questions)
    sys.exit(1 if beyond else 0)


def measure(lines: int, questions: int) -> int:
    """How many requests are beyond the limit, or ask more often of the long file."""
    from django.core.management import call_command

    from conference.choices import Role
    from delegates.services import kinds
    from tests import factories

    call_command("migrate", verbosity=0)
    call_command("load_reference_data", verbosity=0)
    role = factories.StaffRoleFactory(role=Role.ORGANIZER)
    kinds.install_defaults(role.conference)
    delegates = factories.DelegateFactory.create_batch(5, delegation__conference=role.conference)
    few = stored(role, FEW, FEW, delegates)
    many = stored(role, lines, questions, delegates)
    of_few, of_many = requests_of(few), requests_of(many)
    found = {name: (cost(role, of_few[name]), cost(role, of_many[name])) for name in of_many}
    print(f"{'statements':>14} {'web ms':>8} {'SQL ms':>8} {'kB':>6}  at {FEW} and {lines:,} lines")
    beyond = 0
    for name, (small, large) in found.items():
        is_bad = large.queries > small.queries or (
            not name.startswith("together") and large.seconds + large.database_seconds > LIMIT
        )
        beyond += is_bad
        print(
            f"{'*' if is_bad else ' '} {small.queries:>5} {large.queries:>5} "
            f"{1000 * large.seconds:>9.0f} {1000 * large.database_seconds:>8.0f}"
            f" {large.octets // 1024:>6}  {name}"
        )
    return beyond


def stored(role: Any, lines: int, questions: int, delegates: list[Any]) -> Any:
    """A run with that many lines of all verdicts, and questions of all kinds."""
    from django.utils import timezone

    from delegates.importing import storing
    from delegates.importing.storing import GivenAnswer
    from tests import factories

    run = factories.ImportRunFactory(
        conference=role.conference,
        file="imports/none.csv",
        state="done",
        options={"creates_delegations": True},
        created_by=role.user,
    )
    report = made_up(lines, questions, delegates)
    run.summary = {**report.counts(), "has_changed": False}
    run.report = {
        "problems": [],
        "notices": ["The column “Remarks” is not one of the template's; it was left out."],
        "new_delegations": [f"Delegation {number}" for number in range(lines // 14)],
    }
    run.save()
    storing.store(run, report, {}, GivenAnswer("", role.user.pk, timezone.now()))
    return run


def made_up(lines: int, questions: int, delegates: list[Any]) -> Any:
    from bench.import_delegates import ENDINGS, GIVEN, STEMS
    from delegates.choices import APPLIED, QuestionKind, Verdict
    from delegates.importing.checking.checked import CheckedFile, RowReport
    from delegates.importing.checking.questions import Outcome, Question, key_of
    from delegates.importing.report import Change, DelegationKey, Party, Plan, Problem

    chance = random.Random(2018)
    report = CheckedFile()
    plan = Plan(DelegationKey(Party("country", 1), 1), None, {"given_name": "Ali"}, None)
    outcomes = [
        Outcome(Verdict.NEW, plan),
        Outcome(Verdict.CHANGED, plan, (Change("function", "Adviser", "Deputy Minister"),) * 3),
        Outcome(Verdict.SAME, plan),
        Outcome(Verdict.REJECTED),
        Outcome(Verdict.REPEATED),
        Outcome(Verdict.LEFT_OUT),
    ]
    wait = Outcome(Verdict.OPEN)
    waiting = max(lines // 2, FEW + 2)
    for line in range(2, lines + 2):
        family = (chance.choice(STEMS) + chance.choice(STEMS) + chance.choice(ENDINGS)).title()
        values = {
            "delegation": f"Delegation {line // 14}",
            "position": "Member",
            "honorific": "Mr",
            "given_name": " ".join(chance.sample(GIVEN, 2)),
            "family_name": family,
            "function": "Deputy Director-General for Multilateral Environmental Agreements",
            "ministry": "Ministry of Foreign Affairs and Regional Integration",
            "email": f"person{line}@example.org",
            "phone": f"+992 {line:09d}",
            "nationality": "TJK",
        }
        outcome = outcomes[line % 6]
        problems = [
            Problem(line, "email", "nobody", "is not an e-mail address"),
            Problem(line, "kind", "x", f"is not one of: {line % 40}"),
        ]
        report.rows.append(
            RowReport(
                line,
                f"{values['given_name']} {family.upper()}",
                values["delegation"],
                f"R{line % 4000:05d}",
                values,
                problems if outcome.verdict == Verdict.REJECTED else [],
                wait if line < waiting and outcome.verdict in APPLIED else outcome,
                row_asked(line, values, delegates[0]),
            )
        )
    details = {
        QuestionKind.PARTY: lambda text: {
            "text": text,
            "likely": [["same:country:1", "Tajikistan"]],
        },
        QuestionKind.PERSON: lambda _text: {"candidates": list(candidates(delegates))},
        QuestionKind.LETTERS: lambda text: {
            "text": text,
            "column": "family_name",
            "finding": "has “e” (U+0435), a Cyrillic letter",
            "perhaps": "Heading",
            "can_go_without": True,
        },
        QuestionKind.PARTY_NAME: lambda text: {"in_file": text, "registered": "Türkiye"},
        QuestionKind.SPELLING: lambda _text: {"spellings": [["family_name", "Diabaté", "DIABATE"]]},
    }
    open_lines = [row.line for row in report.rows if row.verdict == Verdict.OPEN]
    for number in range(questions):
        kind = list(QuestionKind)[number % 5]
        several = len(open_lines) // max(1, questions // 5) + 1 if kind == QuestionKind.PARTY else 1
        start = (number // 5) * several
        report.questions.append(
            Question(
                kind,
                key_of(kind, str(number)),
                f"Heading {number} of the file",
                [open_lines[(start + each) % len(open_lines)] for each in range(several)],
                details[kind](f"Heading {number} of the file"),
                f"Section {number % 30}",
                {one["answer"]: outcomes[1] for one in list(candidates(delegates))[:1]}
                if kind == QuestionKind.PERSON
                else {},
            )
        )
    let_people_hang_together(report, delegates)
    return report


def row_asked(line: int, values: dict[str, str], delegate: Any) -> Any:
    """What the row asks for: a place in the delegation of the delegate."""
    from delegates.importing.cells import Line
    from delegates.importing.checking.drafts import Draft
    from delegates.importing.report import DelegationKey, Party
    from delegates.importing.values import Values

    delegation = delegate.delegation
    key = DelegationKey(Party("country", delegation.country_id), delegation.kind_id)
    given = ("given_name", "family_name", "function", "ministry", "email", "phone")
    return Draft(Line(line, values, ()), None, key, Values({name: values[name] for name in given}))


def let_people_hang_together(report: Any, delegates: list[Any]) -> None:
    """The first three people who are asked about: two may be one delegate, two lead, one of them
    may be named twice.
    """
    from delegates.choices import QuestionKind
    from delegates.importing.checking.questions import REPEATED
    from delegates.importing.words import HEAD

    rows = {row.line: row for row in report.rows}
    people = [one for one in report.questions if one.kind == QuestionKind.PERSON]
    for question in people:
        row = rows[question.lines[0]]
        row.draft.questions.append(question)
        row.draft.readings = {one.pk: row.draft.values for one in delegates[:2]}
    first, second, third = (rows[question.lines[0]] for question in people[:3])
    for row in (first, third):
        row.draft.values = replace(row.draft.values, position=HEAD)
    for row in (first, second, third):
        row.cluster = first.line
    people[1].outcomes[f"same:line:{first.line}"] = REPEATED


def candidates(delegates: list[Any]) -> Iterator[dict[str, Any]]:
    for delegate in delegates[:2]:
        yield {
            "answer": f"same:delegate:{delegate.pk}",
            "name": str(delegate),
            "reference": delegate.reference,
            "delegation": "Tajikistan (State)",
            "texts": {"function": "Deputy Minister", "email": "person@example.org"},
        }


def cost(role: Any, ask: Any) -> Any:
    """Of one request, within a transaction that is rolled back."""
    from django.db import connection, transaction

    from bench.admin_requests.answering import signed_in

    client = signed_in(role.user)
    for _warm in range(2):
        with transaction.atomic():
            found = counted_cost(client, ask, connection)
            transaction.set_rollback(True)
    return found


def counted_cost(client: Any, ask: Any, connection: Any) -> Any:
    from bench.admin_requests.costs import Cost
    from tests.counting import counted

    backend = connection.connection.info.backend_pid

    def of_backend() -> float:
        return int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 10**9

    started, database = process_time(), of_backend()
    asked_for, response = counted(client, ask)
    assert response.status_code in {200, 302}, (ask, response.status_code)
    return Cost(
        seconds=process_time() - started,
        database_seconds=of_backend() - database,
        megabytes=0,
        queries=asked_for.queries,
        rows=asked_for.rows,
        octets=len(response.body),
        status=response.status_code,
    )


def requests_of(run: Any) -> dict[str, Any]:
    """Every page, filter and answer by what it is called here."""
    from conference.addresses import admin_url
    from delegates.admin.importing.groups import digest_of
    from delegates.choices import QuestionKind, Verdict
    from delegates.models import ImportLine, ImportQuestion
    from tests.admin_pages import Ask

    def url(page: str, *rest: object) -> str:
        return admin_url(run.conference, f"delegates_importrun_{page}", run.pk, *rest)

    def report(query: str) -> Any:
        return Ask(f"{url('change')}?{query}")

    def questions(kind: str, query: str) -> Any:
        return Ask(f"{url('questions', kind)}?{query}")

    def answer(kind: str, said: str, **further: str | list[str]) -> Any:
        values = {"here": "state=all", "answer": said, **further}
        lists = {name: [v] if isinstance(v, str) else v for name, v in values.items()}
        return Ask.sending(url("answer", kind), lists)

    def one(kind: str, question: str, said: str) -> Any:
        return Ask.sending(
            url("answer", kind), {"here": ["state=all"], "one": [f"{question}:{said}"]}
        )

    ids = {
        kind: [
            str(pk)
            for pk in ImportQuestion.objects.of_run(run)
            .filter(kind=kind)
            .order_by("pk")
            .values_list("pk", flat=True)
        ]
        for kind in QuestionKind.values
    }
    rejected = ImportLine.objects.of_run(run).filter(verdict="rejected").order_by("line")[0]
    of_reason = f"show=rejected&reason={digest_of(rejected.reasons[0])}"
    of_delegation = f"show=rejected&delegation={digest_of(rejected.delegation)}"
    asked_first = ImportQuestion.objects.get(pk=ids["person"][0])
    first, same = asked_first.lines[0], next(iter(asked_first.outcomes))
    people, headings = len(ids["person"]), len(ids["party"])
    return {
        **{f"report, {verdict}": report(f"show={verdict}") for verdict in Verdict.values},
        "report, rejected of a reason": report(of_reason),
        "report, rejected of a delegation": report(of_delegation),
        "report, new searched": report("show=new&q=short"),
        "report, last page of new": report("show=new&p=100000"),
        **{f"questions, {kind}": questions(kind, "state=all") for kind in QuestionKind.values},
        "questions, last page of people": questions("person", "state=all&p=100000"),
        "questions, people of a section": questions(
            "person", f"state=all&section={digest_of('Section 1')}"
        ),
        "questions, headings searched": questions("party", "state=all&q=short"),
        "proposed parties": Ask(admin_url(run.conference, "delegates_importrun_parties")),
        "answer for a heading, left out": answer("party", "leave_out", questions=ids["party"][0]),
        "answer for a heading, added": answer(
            "party", "add", questions=ids["party"][0], of_type="civil_society"
        ),
        "answer for a heading, typed": answer(
            "party", "same", questions=ids["party"][0], party="Niue"
        ),
        "answer for a person": answer("person", "same", questions=ids["person"][3]),
        "answer for a head": one("person", ids["person"][0], "another"),
        "answer for a row named twice": one("person", ids["person"][1], f"same:line:{first}"),
        "answer for a delegate": one("person", ids["person"][2], same),
        "answer for a text": answer("letters", "right", questions=ids["letters"][0]),
        "answer for two spellings": answer("spelling", "take", questions=ids["spelling"][:2]),
        "together, fifty people": answer("person", "another", questions=ids["person"][:50]),
        "together, all people": answer("person", "same", scope="found", seen=str(people)),
        "together, all headings": answer("party", "leave_out", scope="found", seen=str(headings)),
    }


if __name__ == "__main__":
    main()
