"""Doing what a report says, by the same services as everybody else."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction

from conference.database.row_inserts import insert_rows
from conference.leased_work import Tell, unheard
from conference.models import Conference, User
from delegates import replies, venue_times
from delegates.choices import Accreditation, QuestionKind, Reply, Verdict
from delegates.columns import COLUMNS
from delegates.importing.checking.checked import CheckedFile, RowReport
from delegates.importing.checking.headings import heading_question_key
from delegates.importing.checking.questions import Question
from delegates.importing.known import party_of
from delegates.importing.remembering import Registered, make_general, remember
from delegates.importing.report import HEADING, DelegationKey, Party
from delegates.models import (
    Category,
    Country,
    Delegate,
    Delegation,
    DelegationKind,
    ImportedDelegate,
    ImportRun,
    Organization,
    Rank,
)
from delegates.services import delegations as delegation_services
from delegates.services import parties as party_services
from delegates.services import registering
from delegates.services.review import admission

CHUNK = 1000
NO_PHOTOS: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Result:
    """Counts for the audit trail and for people; no personal value."""

    created: int
    changed: int
    same: int
    held_back: int
    new_delegations: int
    badges: int
    waiting: int
    """Of those who were created: no place was left for them."""


@transaction.atomic
def apply(
    report: CheckedFile,
    *,
    conference: Conference,
    by: User,
    at: dt.datetime,
    run: ImportRun | None = None,
    photos: Mapping[int, str] = NO_PHOTOS,
    progress: Tell = unheard,
) -> Result:
    """Everything that the report plans for its good rows, or nothing at all; answers are kept.

    `run` remembers whom it registered and changed: without one it cannot be taken back. `photos`
    are those of new people, stored already, by the line.

    The report must come from a check in the same transaction, on a locked snapshot: see
    `delegates.importing.running`. Decisions on accreditation are never touched.
    """
    rows = report.applied()
    writer = _Writer(conference, by=by, at=at, progress=progress)
    writer.add_organizations(report)
    new_delegations = writer.register_delegations(rows, _names_taken(report))
    writer.step_down(rows)
    writer.change([row for row in rows if row.verdict == Verdict.CHANGED])
    admission.hold_all(conference)
    writer.register([row for row in rows if row.verdict == Verdict.NEW], photos)
    writer.appoint_heads()
    remember(
        report,
        Registered(writer.parties, writer.registered),
        conference=conference,
        by=by,
        at=at,
    )
    if run is not None:
        make_general(run, at=at)
        writer.remember_whom(rows, run)
    return Result(
        created=sum(row.verdict == Verdict.NEW for row in rows),
        changed=sum(row.verdict == Verdict.CHANGED for row in rows),
        same=sum(row.verdict == Verdict.SAME for row in report.rows),
        held_back=len(report.held_back()),
        new_delegations=new_delegations,
        badges=sum(len(row.outcome.badges) for row in rows),
        waiting=len(writer.waiting),
    )


def _names_taken(report: CheckedFile) -> dict[DelegationKey, str]:
    """New delegations that are called as the file calls them."""
    taken = (
        question.detail
        for question in report.questions
        if question.kind == QuestionKind.PARTY_NAME and question.answer == Reply.TAKE
    )
    return {
        DelegationKey(Party(*detail["party"]), detail["kind"]): detail["in_file"]
        for detail in taken
    }


class StoredValues:
    """What fields keep of the values of plans."""

    def __init__(self, conference: Conference) -> None:
        self.zone = conference.zone
        self.ranks = Rank.objects.for_conference(conference).in_bulk()
        self.categories = Category.objects.for_conference(conference).in_bulk()
        self.countries = Country.objects.in_bulk()

    def objects(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Field values: rows themselves where the plan holds ids, days and instants where it holds
        what the file says of them.
        """
        tables: dict[str, Mapping[int, Any]] = {
            "rank": self.ranks,
            "category": self.categories,
            "nationality": self.countries,
        }
        found = {
            name: tables[name][value] if name in tables and value is not None else value
            for name, value in values.items()
        }
        days = {name: found[name] for name in COLUMNS.dates() if name in found}
        found |= {name: dt.date.fromisoformat(day) if day else None for name, day in days.items()}
        moments = {name: found[name] for name in COLUMNS.moments() if name in found}
        return found | {
            name: venue_times.instant_of(moment, self.zone) if moment else None
            for name, moment in moments.items()
        }


class _Writer:
    """The order of the steps matters: a head steps down before moving to another delegation."""

    def __init__(
        self, conference: Conference, *, by: User, at: dt.datetime, progress: Tell
    ) -> None:
        self.conference = conference
        self.by = by
        self.at = at
        self.progress = progress
        self.done = 0
        self.heads: dict[int, Delegate | None] = {}
        self.registered: dict[int, int] = {}
        """Line to the id of the new delegate."""
        self.waiting: list[int] = []
        """Lines whose new delegate no place was left for."""
        self.parties: dict[int, Organization] = {}
        """Number of a heading to the organization that was added for it."""
        self.delegations = {
            DelegationKey(party_of(row), row.kind_id): row
            for row in Delegation.objects.for_conference(conference)
        }
        self.kinds = DelegationKind.objects.for_conference(conference).in_bulk()
        self.values = StoredValues(conference)

    def add_organizations(self, report: CheckedFile) -> None:
        """Those whose heading was answered so, unless all its rows are held back."""
        settled = {row.line for row in report.rows} - {row.line for row in report.held_back()}
        types = _types_of_headings(report.questions, settled)
        named = [
            (number, text, types[heading_question_key(text)])
            for number, text in enumerate(report.headings)
            if heading_question_key(text) in types
        ]
        added = party_services.add_organizations(
            organizations=[
                party_services.new_organization(self.conference, name=text, of_type=of_type)
                for _number, text, of_type in named
            ],
            by=self.by,
            at=self.at,
            is_another=True,
        )
        numbers = [number for number, _text, _type in named]
        self.parties = dict(zip(numbers, added, strict=True))

    def register_delegations(
        self, rows: Sequence[RowReport], names_taken: Mapping[DelegationKey, str]
    ) -> int:
        wanted = {row.outcome.plan.delegation: None for row in rows if row.outcome.plan}
        missing = [key for key in wanted if key not in self.delegations]
        saved = delegation_services.register_many(
            delegations=[
                delegation_services.new_delegation(
                    self.conference,
                    self._party(key.party),
                    kind=self.kinds[key.kind],
                    called=names_taken.get(key, ""),
                )
                for key in missing
            ],
            by=self.by,
            at=self.at,
        )
        self.delegations |= dict(zip(missing, saved, strict=True))
        return len(saved)

    def step_down(self, rows: Sequence[RowReport]) -> None:
        """Heads leave their place where nobody takes it, or where they lead another delegation."""
        found = [row.outcome.plan for row in rows if row.outcome.plan]
        plans = [plan for plan in found if plan.is_head is not None]
        taken = {plan.delegation for plan in plans if plan.is_head}
        goes_to = {plan.delegate_id: plan.delegation for plan in plans if plan.delegate_id}
        vacant = [
            row
            for key, row in self.delegations.items()
            if row.head_id in goes_to and (key not in taken or goes_to[row.head_id] != key)
        ]
        self._appoint({row.pk: None for row in vacant})
        for row in vacant:
            row.head = None

    def change(self, rows: Sequence[RowReport]) -> None:
        delegations = {row.pk: row for row in self.delegations.values()}
        for chunk in _chunks(rows):
            plans = [row.outcome.plan for row in chunk if row.outcome.plan]
            delegates = Delegate.objects.for_conference(self.conference).in_bulk(
                [plan.delegate_id for plan in plans]
            )
            changes = []
            for plan in plans:
                assert plan.delegate_id is not None
                delegate = delegates[plan.delegate_id]
                target = self.delegations[plan.delegation]
                fields = self.values.objects(plan.values)
                if delegate.delegation_id != target.pk:
                    fields["delegation"] = target
                # Shared by all delegates of the delegation: its names are worked out once.
                delegate.delegation = delegations[delegate.delegation_id]
                if plan.is_head:
                    self.heads[target.pk] = delegate
                if fields:
                    changes.append(registering.Change(delegate, fields))
            registering.change_many(
                changes=changes, conference=self.conference, by=self.by, at=self.at
            )
            self._tell(len(chunk))

    def register(self, rows: Sequence[RowReport], photos: Mapping[int, str]) -> None:
        for chunk in _chunks(rows):
            delegates = []
            planned = ((row.line, row.outcome.plan) for row in chunk if row.outcome.plan)
            for line, plan in planned:
                delegate = Delegate(
                    delegation=self.delegations[plan.delegation],
                    photo=photos.get(line, ""),
                    **self.values.objects(plan.values),
                )
                if plan.is_head:
                    self.heads[delegate.delegation_id] = delegate
                delegates.append(delegate)
            saved = registering.register_many(delegates=delegates, by=self.by, at=self.at)
            self.registered |= {
                row.line: delegate.pk for row, delegate in zip(chunk, saved, strict=True)
            }
            self.waiting += [
                row.line
                for row, delegate in zip(chunk, saved, strict=True)
                if delegate.accreditation == Accreditation.WAITING
            ]
            self._tell(len(chunk))

    def remember_whom(self, rows: Sequence[RowReport], run: ImportRun) -> None:
        changed = {row.delegate_id for row in rows if row.delegate_id is not None}
        found = [(pk, True) for pk in self.registered.values()]
        found += [(pk, False) for pk in sorted(changed)]
        insert_rows(
            ImportedDelegate,
            ("conference", "run", "delegate", "is_new"),
            ((self.conference.pk, run.pk, pk, is_new) for pk, is_new in found),
        )
        run.summary = {**run.summary, "organizations": [row.pk for row in self.parties.values()]}

    def appoint_heads(self) -> None:
        self._appoint(self.heads)

    def _appoint(self, heads: Mapping[int, Delegate | None]) -> None:
        if heads:
            delegation_services.appoint_heads(
                heads=dict(heads), conference=self.conference, by=self.by, at=self.at
            )

    def _party(self, party: Party) -> Country | Organization:
        if party.type == HEADING:
            return self.parties[party.pk]
        if party.type == "country":
            return self.values.countries[party.pk]
        return Organization.objects.get(pk=party.pk)

    def _tell(self, rows: int) -> None:
        self.done += rows
        self.progress(self.done)


def _types_of_headings(questions: Iterable[Question], lines: set[int]) -> dict[str, str]:
    """Key of a heading's question to the type of organization that it was answered with."""
    asked = (question for question in questions if question.kind == QuestionKind.PARTY)
    answers = ((question, replies.read(question.answer)) for question in asked)
    return {
        question.key: answer.of_type
        for question, answer in answers
        if answer.reply == Reply.ADD and not lines.isdisjoint(question.lines)
    }


def _chunks(rows: Sequence[RowReport]) -> list[Sequence[RowReport]]:
    return [rows[at : at + CHUNK] for at in range(0, len(rows), CHUNK)]
