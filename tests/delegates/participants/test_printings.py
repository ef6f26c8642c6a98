"""A printing says for ever what it said, but for who is erased from it."""

import io
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from conference import leased_work
from conference.choices import WorkState
from conference.errors import PassingError
from conference.models import AuditEvent, BackgroundJob, StaffRole
from delegates.choices import Accreditation
from delegates.models import Delegate, Delegation, ListEntry, ListFile, ListPrinting
from delegates.participants import background, erasing, printings
from delegates.participants.frame import ListFrame
from delegates.participants.people import listed_in, listed_now
from delegates.services import registering
from tests.delegates.participants.conftest import Approved
from tests.factories import AT, StaffRoleFactory


@pytest.fixture
def role(delegation: Delegation) -> StaffRole:
    return StaffRoleFactory(conference=delegation.conference)


def kept(role: StaffRole, **reserved: str) -> ListPrinting:
    return printings.keep(conference=role.conference, reserved=reserved, by=role.user, at=AT)


def done(job: BackgroundJob) -> BackgroundJob:
    while leased_work.run_next([background.WORK], timezone.now):
        pass
    job.refresh_from_db()
    return job


def names(printing: ListPrinting) -> list[str]:
    return [one.name for one in listed_in(printing)]


def test_printing_says_what_was_so_when_it_was_made(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    person = approved(delegation, given_name="Ada", family_name="Before")
    printing = kept(role)

    fields = {"family_name": "After"}
    registering.change(delegate=person, fields=fields, by=role.user, at=AT)
    approved(delegation)

    assert names(printing) == ["Ada BEFORE"]
    assert (printing.number, kept(role).number) == (1, 2)
    (event, _second) = AuditEvent.objects.filter(action="list_printing.made").order_by("pk")
    assert event.detail == {"number": 1, "delegates": 1}


def test_printing_keeps_whether_patronymics_were_printed(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(
        delegation,
        given_name="Emomali",
        patronymic="Sharipovich",
        family_name="Rahmon",
        name_suffix="Jr.",
    )
    conference = role.conference

    printed, shown = [], []
    for is_printed in (False, True):
        conference.prints_patronymics = is_printed
        conference.save()
        printed.append(kept(role))
        shown.append([one.name for one in listed_now(conference)])

    assert shown == [["Emomali RAHMON"], ["Emomali Sharipovich RAHMON Jr."]]
    assert [names(one) for one in printed] == shown


def test_printing_kept_before_patronymics_could_be_printed_has_none(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(delegation, given_name="Emomali", patronymic="Sharipovich", family_name="Rahmon")
    printing = kept(role)
    del printing.frame["prints_patronymics"]

    assert names(printing) == ["Emomali RAHMON"]
    assert not ListFrame.from_json(printing.frame).prints_patronymics


def test_note_is_the_usual_one_in_a_language_in_which_none_was_written(role: StaffRole) -> None:
    role.conference.languages = ["en", "fr"]

    said = kept(role, fr="Selon les délégations.", en=" ").frame["reservation"]

    assert said["fr"] == "Selon les délégations."
    assert said["en"].startswith("This list is provisional.")


@pytest.mark.parametrize(
    "break_it",
    [
        lambda: ListPrinting.objects.update(number=7),
        lambda: ListPrinting.objects.all().delete(),
        lambda: ListEntry.objects.update(place=7),
        lambda: ListEntry.objects.update(is_head=True),
        lambda: ListEntry.objects.update(delegate=None),
        lambda: ListEntry.objects.update(delegate=None, version=None, place=7),
        lambda: ListEntry.objects.all().delete(),
        lambda: ListFile.objects.update(language="fr"),
    ],
)
def test_database_refuses_another_printing_than_the_printed(
    role: StaffRole, delegation: Delegation, approved: Approved, break_it: Any
) -> None:
    approved(delegation)
    printing = kept(role)
    with_file(printing)

    with pytest.raises((DatabaseError, ValueError)), transaction.atomic():
        break_it()


def content(printing: ListPrinting, file_format: str) -> bytes:
    with printing.files.get(file_format=file_format).file.open() as stored:
        return bytes(stored.read())


def with_file(printing: ListPrinting, content: bytes = b"list") -> ListFile:
    return ListFile.objects.create(
        conference=printing.conference,
        printing=printing,
        language="en",
        file_format="pdf",
        file=ContentFile(content, name="list.pdf"),
    )


def test_who_is_erased_leaves_an_empty_place_and_no_file(
    role: StaffRole,
    delegation: Delegation,
    approved: Approved,
    django_capture_on_commit_callbacks: Any,
) -> None:
    stays = approved(delegation, family_name="Stays")
    goes = approved(delegation, family_name="Goes")
    printing, other = kept(role), kept(role)
    stored = with_file(printing).file

    with django_capture_on_commit_callbacks(execute=True):
        count = erasing.blank(delegate=goes, by=role.user, at=AT)

    assert count == 2
    for one in (printing, other):
        assert [person.delegate for person in listed_in(one)] == [stays.pk, None]
        assert "GOES" not in "".join(names(one))
    assert not stored.storage.exists(str(stored.name))
    assert AuditEvent.objects.filter(action="list_printing.blanked").count() == 2
    assert BackgroundJob.objects.get().total == 8
    assert erasing.blank(delegate=goes, by=role.user, at=AT) == 0


def test_file_made_while_somebody_is_erased_is_not_kept(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    goes = approved(delegation)
    printing = kept(role)

    def erase(_done: int) -> None:
        if ListEntry.objects.filter(delegate=goes).exists():
            erasing.blank(delegate=goes, by=role.user, at=AT)

    with pytest.raises(PassingError):
        printings.make_file(printing=printing, language="en", file_format="xlsx", tell=erase)

    assert not ListFile.objects.exists()


def test_job_makes_every_file_and_says_what_it_printed(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(delegation, leads=True, given_name="Ada", family_name="Head", honorific="H.E. Ms")
    approved(delegation, given_name="Second", family_name="Person", function="Adviser")

    job = done(
        background.ask(
            conference=role.conference, reservation={"en": "As told."}, by=role.user, at=AT
        )
    )

    printing = ListPrinting.objects.get()
    assert (job.state, job.done, job.total) == (WorkState.DONE, 4, 4)
    assert job.result == {"printing": printing.pk, "printings": 1}
    assert printing.frame["reservation"] == {"en": "As told."}
    assert printing.missing_files() == []
    workbook = content(printing, "xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0)
    first, second = sheet.to_python()[1:]
    assert (first[3:6], second[3:7]) == (
        ["Yes", "H.E. Ms", "Ada HEAD"],
        ["", "", "Second PERSON", "Adviser"],
    )
    assert content(printing, "pdf")[:5] == b"%PDF-"


def test_job_that_was_stopped_half_way_prints_no_second_time(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(delegation)
    printing = kept(role)
    with_file(printing)
    job = background.ask(conference=role.conference, reservation={}, by=role.user, at=AT)
    BackgroundJob.objects.update(result={"printing": printing.pk})

    assert done(job).state == WorkState.DONE

    assert ListPrinting.objects.count() == 1
    assert content(printing, "pdf") == b"list"
    assert printing.missing_files() == []


def test_files_are_asked_for_again_while_they_are_made(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    """What runs may have passed the printing that lacks one."""
    approved(delegation)
    kept(role)
    ask = {"conference": role.conference, "by": role.user, "at": AT}
    first = background.ask_for_files(**ask)
    assert background.ask_for_files(**ask) == first
    BackgroundJob.objects.update(state=WorkState.RUNNING)

    assert background.ask_for_files(**ask) != first


def test_nobody_without_the_permission_prints(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(delegation)
    job = background.ask(conference=role.conference, reservation={}, by=role.user, at=AT)
    role.delete()

    assert done(job).state == WorkState.FAILED
    assert not ListPrinting.objects.exists()


def test_who_is_approved_after_a_printing_is_in_the_next(
    role: StaffRole, delegation: Delegation, approved: Approved
) -> None:
    approved(delegation, given_name="Ada", family_name="First")
    printing = kept(role)
    later = approved(delegation, given_name="Later", family_name="Person")
    Delegate.objects.filter(pk=later.pk).update(accreditation=Accreditation.APPROVED)

    assert (names(printing), names(kept(role))) == (["Ada FIRST"], ["Ada FIRST", "Later PERSON"])
