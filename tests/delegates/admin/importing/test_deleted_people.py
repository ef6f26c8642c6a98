"""Whoever is deleted while an import waits for its decision is named in it no more."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client
from django.utils import timezone

from conference.choices import Role, WorkState
from conference.errors import LeaseLostError
from conference.leased_work import Hold
from conference.models import Conference, StaffRole
from delegates.choices import Reply
from delegates.importing import answering, progress
from delegates.models import (
    Delegate,
    DelegationKind,
    ImportLine,
    ImportQuestion,
    ImportRun,
)
from delegates.models.importing.imports import ImportStep
from delegates.services import delegations, kinds
from delegates.services.importing import imports
from tests.delegates.importing.worker import claim_import, import_next
from tests.factories import CountryFactory, DelegateFactory, DelegationFactory, words
from tests.here import here

# Perhaps somebody registered; changes somebody; puts another in the place of the head; another yet.
FILE = """Delegation;Given name;Family name;Function;Position;Reference
TJ;Zsolt;Nagi;Minister;;
TJ;Petra;Okafor;New duty;;{reference}
TJ;Maria;Silva;;Head of delegation;
TJ;Anna;Kellner;;;
"""
SECRETS = ("nagy", "former duty", "quillfeather")


@pytest.fixture
def people(conference: Conference, organizer: Client) -> dict[str, Delegate]:
    kinds.install_defaults(conference)
    state = DelegationKind.objects.get(conference=conference, code="state")
    tajikistan = CountryFactory(iso2="TJ", iso3="TJK", name=words("Tajikistan"))
    delegation = DelegationFactory(conference=conference, country=tajikistan, kind=state)
    named = {
        family: DelegateFactory(
            delegation=delegation, given_name=given, family_name=family, function=function
        )
        for given, family, function in (
            ("Zsolt", "Nagy", ""),
            ("Petra", "Okafor", "Former duty"),
            ("Hedda", "Quillfeather", ""),
            ("Anna", "Keller", ""),
        )
    }
    delegations.appoint_head(
        delegation=delegation,
        delegate=named["Quillfeather"],
        by=organizer_of(conference),
        at=timezone.now(),
    )
    return named


def organizer_of(conference: Conference) -> object:
    return StaffRole.objects.get(conference=conference, role=Role.ORGANIZER).user


@pytest.fixture
def run(people: dict[str, Delegate], conference: Conference) -> ImportRun:
    run = uploaded(conference, FILE.format(reference=people["Okafor"].reference))
    import_next()
    run.refresh_from_db()
    assert [secret in said(run) for secret in SECRETS] == [True, True, True]
    return run


def uploaded(conference: Conference, text: str) -> ImportRun:
    return imports.start(
        file=io.BytesIO(text.encode()),
        file_name="people.csv",
        conference=conference,
        creates_delegations=True,
        by=organizer_of(conference),  # type: ignore[arg-type]
        at=timezone.now(),
    )


def said(run: ImportRun) -> str:
    """All that is stored of the import, but the file, in small letters."""
    rows = [
        *ImportRun.objects.filter(pk=run.pk),
        *ImportLine.objects.of_run(run),
        *ImportQuestion.objects.of_run(run),
    ]
    stored = json.loads(serializers.serialize("json", rows))
    return json.dumps(stored, ensure_ascii=False).lower()


def delete_in_admin(organizer: Client, delegate: Delegate) -> None:
    response = organizer.post(here("delegates_delegate_delete", delegate.pk), {"post": "yes"})
    assert response.status_code == 302
    assert not Delegate.objects.filter(pk=delegate.pk).exists()


def delete_raw(_organizer: Client, delegate: Delegate) -> None:
    """As a service that takes an import back does, or somebody at the database."""
    Delegate.objects.filter(pk=delegate.pk)._raw_delete("default")  # type: ignore[attr-defined]


def answer(run: ImportRun, family: str, reply: str) -> None:
    question = ImportQuestion.objects.of_run(run).get(subject__icontains=family)
    answering.answer(
        run=run,
        questions=[question.pk],
        answer=reply,
        by=organizer_of(run.conference),  # type: ignore[arg-type]
        at=timezone.now(),
    )


@pytest.mark.parametrize("delete", [delete_in_admin, delete_raw])
@pytest.mark.parametrize(("family", "secret"), [("Nagy", "nagy"), ("Okafor", "former duty")])
def test_whoever_is_deleted_is_named_no_more_from_that_moment_on(
    organizer: Client,
    run: ImportRun,
    people: dict[str, Delegate],
    delete: Callable[[Client, Delegate], None],
    family: str,
    secret: str,
) -> None:
    answer(run, "Kellner", Reply.ANOTHER)

    delete(organizer, people[family])

    assert secret not in said(run)
    run.refresh_from_db()
    assert (run.step, run.state, run.lease) == (ImportStep.CHECK, WorkState.WAITING, None)

    import_next()

    run.refresh_from_db()
    assert run.is_reported
    assert secret not in said(run)
    answered = ImportQuestion.objects.of_run(run).answered()
    assert [question.answer for question in answered] == [Reply.ANOTHER]


def test_answer_that_means_whoever_is_deleted_is_asked_for_no_more(
    organizer: Client, run: ImportRun, people: dict[str, Delegate]
) -> None:
    answer(run, "Nagi", f"{Reply.SAME}:delegate:{people['Nagy'].pk}")
    answer(run, "Kellner", f"{Reply.SAME}:delegate:{people['Keller'].pk}")

    delete_in_admin(organizer, people["Nagy"])
    import_next()

    questions = ImportQuestion.objects.of_run(run)
    assert [question.answer for question in questions] == [
        f"{Reply.SAME}:delegate:{people['Keller'].pk}"
    ]
    assert ImportLine.objects.of_run(run).get(person__icontains="Nagi").verdict == "new"


@dataclass
class Interrupted(Hold[ImportRun]):
    """Something happens once the check has read the conference and is at the rows of the file."""

    interrupt: Callable[[], object] = object

    def require(self) -> None:
        super().require()
        if progress.read(self.work.pk) is not None:
            interrupt, self.interrupt = self.interrupt, object
            interrupt()


def test_check_in_the_middle_of_which_somebody_is_deleted_is_made_anew(
    organizer: Client, people: dict[str, Delegate], conference: Conference
) -> None:
    further = "".join(f"OSCE;Person;Number {number};;;\n" for number in range(400))
    run = uploaded(conference, FILE.format(reference=people["Okafor"].reference) + further)
    claimed = claim_import()
    hold = Interrupted(
        claimed.kind,
        claimed.work,
        claimed.clock,
        interrupt=lambda: delete_in_admin(organizer, people["Nagy"]),
    )

    with pytest.raises(LeaseLostError):
        hold.kind.do(hold.work, hold)

    assert not Delegate.objects.filter(pk=people["Nagy"].pk).exists()
    assert "nagy" not in said(run)
    import_next()
    run.refresh_from_db()
    assert run.is_reported
    assert "nagy" not in said(run)


def test_what_has_been_imported_keeps_what_the_file_said(
    organizer: Client, run: ImportRun, people: dict[str, Delegate]
) -> None:
    imports.ask_to_apply(
        run=run,
        good_rows_only=True,
        by=organizer_of(run.conference),  # type: ignore[arg-type]
        at=timezone.now(),
    )
    import_next()
    run.refresh_from_db()
    assert run.applied_at is not None

    delete_in_admin(organizer, people["Okafor"])

    run.refresh_from_db()
    assert run.state == WorkState.DONE
    assert [secret in said(run) for secret in SECRETS] == [False, False, False]
    assert ImportLine.objects.of_run(run).get(line=3).values["function"] == "New duty"


def test_import_of_another_conference_stays_as_it_is(organizer: Client, run: ImportRun) -> None:
    before = said(run)

    DelegateFactory().delete()

    assert said(run) == before


def test_lines_are_looked_at_once_however_many_are_deleted_after_the_first(
    organizer: Client, run: ImportRun, people: dict[str, Delegate]
) -> None:
    imports.ask_to_apply(
        run=run,
        good_rows_only=True,
        by=organizer_of(run.conference),  # type: ignore[arg-type]
        at=timezone.now(),
    )
    import_next()
    others = DelegateFactory.create_batch(3, delegation=people["Nagy"].delegation)
    looked_at = [lines_looked_at()]

    for delegate in others:
        delete_raw(organizer, delegate)
        looked_at.append(lines_looked_at())

    at_the_first, *further = (after - before for before, after in pairwise(looked_at))
    assert at_the_first > 0
    assert further == [0, 0]


def lines_looked_at() -> int:
    """Rows of lines that PostgreSQL has read in this transaction, through an index or without."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_xact_user_tables"
            " WHERE relname = 'delegates_importline'"
        )
        [(rows,)] = cursor.fetchall()
    return int(rows)
