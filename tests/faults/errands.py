"""A piece of work of each kind: begun, held up in its middle, cancelled, judged."""

import io
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.utils import timezone
from PIL import Image

from badges import files
from badges import tasks as badge_tasks
from badges.background import archives, fit_checks, printing
from badges.choices import Arrangement, GenerationState, JobState, Purpose
from badges.engine import readback
from badges.engine.sheets.imposition import Duplex
from badges.models import (
    BadgeDesign,
    Generation,
    PrintAssembly,
    PrintChunk,
    PrintJob,
    PrintPreparation,
)
from badges.services import defaults
from badges.services.printing import jobs
from badges.services.printing.jobs import PrintOrder, SheetOrder
from conference import leased_work
from conference.celery import app
from conference.choices import Role, WorkState
from conference.files.storage import random_key
from conference.leased_work import Kinds
from conference.models import AuditEvent, BackgroundJob, Conference, LeasedWork, User
from conference.services import background_jobs
from delegates import tasks
from delegates.background import decisions, exports, note_pages
from delegates.choices import Accreditation
from delegates.exporting.people import Format
from delegates.importing import running
from delegates.models import Delegate, Delegation, ImportRun, NominationPage
from delegates.services.importing import imports
from delegates.services.registration import nominations
from delegates.services.review import accreditation
from tests import strangers_pdfs
from tests.badges.hostile import HOSTILE, STRIPES
from tests.badges.printed import keys_of, manifest_of, pages_of, portrait, stored_files
from tests.factories import (
    AT,
    BadgeDesignFactory,
    CategoryDesignFactory,
    CategoryFactory,
    ConferenceFactory,
    DelegateFactory,
    DelegationFactory,
    DesignVersionFactory,
    PrintChunkFactory,
    PrintJobFactory,
    PrintPreparationFactory,
    StaffRoleFactory,
    UserFactory,
)
from tests.faults.holding import HeldUp, file_withheld, table_locked, wait_until

A_FILE = 2


class Errand(ABC):
    """Of one kind. What is said of it is said of all its pieces.

    Files are deleted after the commit that lets go of them: they are waited for.
    """

    kinds: ClassVar[Kinds]
    bell: ClassVar[tuple[str, str]]
    asked_first: ClassVar[type[Model]] = User
    """What is read to know the language, once a piece is claimed and before it is begun with."""

    @abstractmethod
    def begin(self, pieces: int = 1) -> None:
        """They wait, and nobody has been told."""

    @abstractmethod
    def rows(self) -> Sequence[LeasedWork]: ...

    @abstractmethod
    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        """Whoever takes up the first piece has begun with it and comes no further."""

    @abstractmethod
    def cancel(self) -> None: ...

    @abstractmethod
    def is_done(self) -> bool: ...

    @abstractmethod
    def assert_done_once(self, *, orphans: int = 0) -> None:
        """So many files may be there that no row names: of a worker killed after storing one."""

    @abstractmethod
    def assert_nothing_done(self) -> None: ...

    @abstractmethod
    def assert_nothing_left(self) -> None:
        """After it was cancelled."""

    def ring(self) -> None:
        """As the scheduler does every ten seconds."""
        task, queue = self.bell
        app.send_task(task, queue=queue)

    def attempts(self) -> set[int]:
        return {row.attempts for row in self.rows()}

    def states(self) -> set[str]:
        return {row.state for row in self.rows()}


class PrintErrand(Errand):
    kinds = printing.KINDS
    bell = (jobs.WAKE, jobs.QUEUE)
    sheets = SheetOrder()

    def __init__(self) -> None:
        self.clerk = UserFactory()
        self.jobs: list[PrintJob] = []
        self.pages = 0
        self.withheld = ""

    def conference(self) -> Conference:
        conference: Conference = ConferenceFactory()
        defaults.install(conference=conference, by=None, at=AT)
        return conference

    def delegates(self, conference: Conference, count: int) -> list[Delegate]:
        """The last one of the first of them has the photo that is withheld."""
        category = CategoryFactory(conference=conference)
        delegation = DelegationFactory(conference=conference)
        made = [
            DelegateFactory(
                delegation=delegation,
                approved=True,
                category=category,
                is_category_set_by_hand=True,
            )
            for _number in range(count)
        ]
        if not self.withheld:
            key = default_storage.save("photos/aa/portrait.jpg", ContentFile(portrait()))
            Delegate.objects.filter(pk=made[A_FILE - 1].pk).update(photo=key)
            self.withheld = key
        return made

    def send(self, conference: Conference) -> PrintJob:
        order = PrintOrder(
            conference, None, Purpose.FIRST, "en", badges_per_file=A_FILE, sheets=self.sheets
        )
        job = jobs.send(order=order, by=self.clerk, at=timezone.now())
        self.jobs.append(job)
        return job

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        return file_withheld(self.withheld)

    def cancel(self) -> None:
        for job in self.jobs:
            jobs.cancel(job=job, by=self.clerk, at=timezone.now())

    def refresh(self) -> list[PrintJob]:
        for job in self.jobs:
            job.refresh_from_db()
        return self.jobs

    def is_done(self) -> bool:
        found = {job.state for job in self.refresh()}
        assert found <= {JobState.RUNNING, JobState.PUBLISHED}, [job.error for job in self.jobs]
        return found == {JobState.PUBLISHED}

    def assert_done_once(self, *, orphans: int = 0) -> None:
        """The files and no other, the right pages, everything issued once and nothing left over."""
        named = [key for job in self.refresh() for key in self.files_of(job)]
        wait_until(
            lambda: len(set(stored_files()).difference(named)) <= orphans,
            otherwise=lambda: f"beside {named} there is {stored_files()}",
        )
        manifests = [manifest_of(job) for job in self.jobs]
        assert sum(map(len, manifests)) == len({page for pages in manifests for page in pages})
        assert [pages_of(job) for job in self.jobs] == manifests
        assert sum(job.page_count for job in self.jobs) == self.pages
        assert Generation.objects.live().count() == self.pages
        assert Generation.objects.filter(state=GenerationState.RESERVED).count() == 0

    def files_of(self, job: PrintJob) -> list[str]:
        return keys_of(job)

    def assert_nothing_done(self) -> None:
        assert {job.state for job in self.refresh()} == {JobState.RUNNING}
        assert Generation.objects.live().count() == 0

    def assert_nothing_left(self) -> None:
        found = {(job.state, *self.files_of(job)) for job in self.refresh()}
        assert found == {(JobState.CANCELLED,)}
        wait_until(lambda: stored_files() == [])
        released = Generation.objects.values_list("state", flat=True)
        assert set(released) == {GenerationState.RELEASED}


class Chunks(PrintErrand):
    """The files of one job."""

    def begin(self, pieces: int = 1) -> None:
        conference = self.conference()
        self.delegates(conference, pieces * A_FILE)
        self.send(conference)
        self.pages = pieces * A_FILE

    def rows(self) -> Sequence[PrintChunk]:
        return PrintChunk.objects.order_by("pk")


class Preparations(PrintErrand):
    """Each of a job of its own, too large to be sent with everything it shows."""

    def begin(self, pieces: int = 1) -> None:
        for _piece in range(pieces):
            conference = self.conference()
            people = self.delegates(conference, A_FILE)
            StaffRoleFactory(conference=conference, user=self.clerk, role=Role.BADGE_DESK)
            job = PrintJobFactory(
                conference=conference, created_by=self.clerk, badges_per_file=A_FILE
            )
            PrintPreparationFactory(job=job, holders=[delegate.pk for delegate in people])
            self.jobs.append(job)
        self.pages = pieces * A_FILE

    def rows(self) -> Sequence[PrintPreparation]:
        return PrintPreparation.objects.order_by("pk")

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        """Before it knows who may be printed."""
        found: AbstractContextManager[HeldUp] = table_locked(Delegate)
        return found

    def assert_nothing_done(self) -> None:
        super().assert_nothing_done()
        assert not Generation.objects.exists()

    def assert_nothing_left(self) -> None:
        assert {job.state for job in self.refresh()} == {JobState.CANCELLED}
        assert self.states() == {WorkState.CANCELLED}
        assert not Generation.objects.exists()


class Endless(Chunks):
    """Of a design, within the language, that keeps the renderer busy for hours."""

    def conference(self) -> Conference:
        conference = super().conference()
        design = BadgeDesign.objects.for_conference(conference).get()
        DesignVersionFactory(design=design, number=2, html=HOSTILE, css=STRIPES, is_in_use=True)
        return conference


class OneEndless(Chunks):
    """The first badge is of such a design; only the others come out."""

    def delegates(self, conference: Conference, count: int) -> list[Delegate]:
        first, *others = super().delegates(conference, count)
        design = BadgeDesignFactory(conference=conference)
        DesignVersionFactory(design=design, html=HOSTILE, css=STRIPES, is_in_use=True)
        category = CategoryFactory(conference=conference)
        CategoryDesignFactory(category=category, design=design)
        Delegate.objects.filter(pk=first.pk).update(category=category)
        return [first, *others]

    def begin(self, pieces: int = 1) -> None:
        super().begin(pieces)
        self.pages = pieces * A_FILE - 1


class Publications(PrintErrand):
    """Each of a job of its own, from whose file somebody has to be taken out first."""

    def begin(self, pieces: int = 1) -> None:
        chunks = [kind for kind in self.kinds if kind.rows().model is PrintChunk]
        for _piece in range(pieces):
            conference = self.conference()
            away, _stays = self.delegates(conference, A_FILE)
            self.send(conference)
            assert leased_work.run_next(chunks, timezone.now)
            accreditation.withdraw(delegate=away, reason="Ill", by=self.clerk, at=AT)
        self.pages = pieces

    def rows(self) -> Sequence[PrintAssembly]:
        return PrintAssembly.objects.order_by("pk")


class SheetPublications(Publications):
    """The same on sheets of both sides, in envelopes: who is taken out leaves a white slot."""

    sheets = SheetOrder("a6-on-a4", Duplex.LONG, Arrangement.ENVELOPES)

    def files_of(self, job: PrintJob) -> list[str]:
        return [*super().files_of(job), *sheet_files_of(job)]

    def assert_done_once(self, *, orphans: int = 0) -> None:
        """The sheets too, each code in the slot that its entry names. A worker that was killed had
        stored the file that was made anew, and that of its sheets.
        """
        super().assert_done_once(orphans=2 * orphans)
        for chunk in PrintChunk.objects.filter(job__in=self.jobs):
            assert slots_of(chunk.job, chunk.sheet_file) == {
                (entry.sheet, entry.slot): entry.generation.shown.square
                for entry in chunk.entries.filter(page__isnull=False)
            }


def sheet_files_of(job: PrintJob) -> list[str]:
    return list(job.chunks.exclude(sheet_file="").values_list("sheet_file", flat=True))


def slots_of(job: PrintJob, key: str) -> dict[tuple[int, int], str]:
    """By sheet and slot what the QR codes of a file of sheets say."""
    imposition = job.imposition
    assert imposition is not None
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheets"
        path.write_bytes(files.read(key))
        pages = readback.placed_codes(path)
    found = {}
    for page, codes in enumerate(pages):
        sheet, is_back = divmod(page, imposition.sides)
        for code in codes:
            slot = imposition.slot_at(code.x, code.y, is_back=bool(is_back))
            found[sheet + 1, slot] = code.text
    return found


ROWS = "Delegation;Given name;Family name\nTJ;Ali;Valiev\nTJ;Olim;Karim"


class ImportErrand(Errand):
    kinds = running.KINDS
    bell = (imports.WAKE, imports.QUEUE)
    text = ROWS

    def begin(self, pieces: int = 1) -> None:
        for _piece in range(pieces):
            self.upload()

    def upload(self) -> ImportRun:
        conference = ConferenceFactory()
        DelegationFactory(conference=conference, country__iso2="TJ", country__iso3="TJK")
        organizer = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
        return imports.start(
            file=io.BytesIO(self.text.encode()),
            file_name="people.csv",
            conference=conference,
            creates_delegations=False,
            by=organizer,
            at=timezone.now(),
        )

    def rows(self) -> Sequence[ImportRun]:
        return ImportRun.objects.order_by("pk")

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        """Before it knows who is registered already."""
        found: AbstractContextManager[HeldUp] = table_locked(Delegation)
        return found

    def cancel(self) -> None:
        for run in self.rows():
            imports.give_up(run=run, by=run.created_by, at=timezone.now())

    def assert_nothing_left(self) -> None:
        assert self.states() == {WorkState.CANCELLED}
        assert Delegate.objects.count() == 0
        wait_until(lambda: stored_imports() == set())


class Checks(ImportErrand):
    def is_done(self) -> bool:
        return all(run.is_reported for run in self.rows())

    def assert_done_once(self, *, orphans: int = 0) -> None:
        runs = self.rows()
        assert [run.summary["new"] for run in runs] == [2] * len(runs)
        assert stored_imports() == {run.file.name for run in runs}

    def assert_nothing_done(self) -> None:
        assert [run.summary for run in self.rows()] == [{}] * len(self.rows())
        assert stored_imports() == {run.file.name for run in self.rows()}


class Applications(ImportErrand):
    def begin(self, pieces: int = 1) -> None:
        for _piece in range(pieces):
            run = self.upload()
            assert leased_work.run_next(self.kinds, timezone.now)
            run.refresh_from_db()
            imports.ask_to_apply(
                run=run,
                good_rows_only=False,
                by=run.created_by,
                at=timezone.now(),
            )
        ImportRun.objects.update(attempts=0)

    def is_done(self) -> bool:
        return all(run.applied_at for run in self.rows())

    def assert_done_once(self, *, orphans: int = 0) -> None:
        runs = self.rows()
        assert [run.summary["result"]["created"] for run in runs] == [2] * len(runs)
        assert Delegate.objects.count() == 2 * len(runs)
        assert AuditEvent.objects.filter(action="delegates.imported").count() == len(runs)

    def assert_nothing_done(self) -> None:
        assert Delegate.objects.count() == 0
        assert AuditEvent.objects.filter(action="delegates.imported").count() == 0


class TakingBack(Applications):
    """Of imports that have been applied."""

    def begin(self, pieces: int = 1) -> None:
        super().begin(pieces)
        for run in self.rows():
            assert leased_work.run_next(self.kinds, timezone.now)
            run.refresh_from_db()
            imports.ask_to_take_back(run=run, by=run.created_by, at=timezone.now())

    def cancel(self) -> None:
        """Nobody can give it up; its files may expire meanwhile."""
        ImportRun.objects.update(expires_at=timezone.now())
        imports.expire(at=timezone.now())

    def is_done(self) -> bool:
        return all(run.taken_back_at for run in self.rows())

    def assert_done_once(self, *, orphans: int = 0) -> None:
        runs = self.rows()
        assert [run.summary["taken_back"]["removed"] for run in runs] == [2] * len(runs)
        assert Delegate.objects.count() == 0
        assert AuditEvent.objects.filter(action="import.taken_back").count() == len(runs)
        wait_until(lambda: stored_imports() == set())

    def assert_nothing_done(self) -> None:
        assert Delegate.objects.count() == 2 * len(self.rows())
        assert AuditEvent.objects.filter(action="import.taken_back").count() == 0
        assert stored_imports() == {run.file.name for run in self.rows()}

    def assert_nothing_left(self) -> None:
        assert self.states() == {WorkState.CANCELLED}
        assert Delegate.objects.count() == 2 * len(self.rows())
        assert {run.may_be_taken_back for run in self.rows()} == {True}
        wait_until(lambda: stored_imports() == set())


class BackgroundErrand(Errand):
    kinds = tasks.KINDS
    bell = (imports.WAKE, imports.QUEUE)

    def begin(self, pieces: int = 1) -> None:
        for _piece in range(pieces):
            conference = ConferenceFactory()
            delegation = DelegationFactory(conference=conference)
            people = DelegateFactory.create_batch(2, delegation=delegation)
            organizer = StaffRoleFactory(conference=conference, role=Role.ORGANIZER).user
            self.ask(conference, [one.pk for one in people], organizer)

    @abstractmethod
    def ask(self, conference: Conference, ids: list[int], by: User) -> None: ...

    def rows(self) -> Sequence[BackgroundJob]:
        return BackgroundJob.objects.order_by("pk")

    def cancel(self) -> None:
        for job in self.rows():
            background_jobs.cancel(job=job, by=job.asked_by, at=timezone.now())

    def is_done(self) -> bool:
        return self.states() == {WorkState.DONE}


class ManyDecisions(BackgroundErrand):
    def ask(self, conference: Conference, ids: list[int], by: User) -> None:
        decisions.ask(
            delegate_ids=ids,
            conference=conference,
            accreditation=Accreditation.APPROVED,
            by=by,
            at=timezone.now(),
        )

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        found: AbstractContextManager[HeldUp] = table_locked(Delegate)
        return found

    def decided(self) -> int:
        return Delegate.objects.exclude(accreditation=Accreditation.SUBMITTED).count()

    def assert_done_once(self, *, orphans: int = 0) -> None:
        count = 2 * len(self.rows())
        assert [decisions.left(job) for job in self.rows()] == [[]] * len(self.rows())
        assert self.decided() == count
        assert AuditEvent.objects.filter(action="delegate.approved").count() == count

    def assert_nothing_done(self) -> None:
        assert (self.decided(), {job.done for job in self.rows()}) == (0, {0})

    def assert_nothing_left(self) -> None:
        assert (self.states(), self.decided()) == ({WorkState.CANCELLED}, 0)


class Exports(BackgroundErrand):
    def ask(self, conference: Conference, ids: list[int], by: User) -> None:
        exports.ask(
            delegate_ids=ids,
            conference=conference,
            file_format=Format.CSV,
            by=by,
            at=timezone.now(),
        )

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        found: AbstractContextManager[HeldUp] = table_locked(Delegation)
        return found

    def assert_done_once(self, *, orphans: int = 0) -> None:
        named = {job.file.name for job in self.rows()}
        assert len(named) == len(self.rows())
        wait_until(lambda: len(stored_in("jobs") - named) <= orphans)
        for job in self.rows():
            with job.file.open("rb") as file:
                assert file.read().count(b"\n") == 3

    def assert_nothing_done(self) -> None:
        assert {job.file.name for job in self.rows()} == {""}

    def assert_nothing_left(self) -> None:
        assert self.states() == {WorkState.CANCELLED}
        wait_until(lambda: stored_in("jobs") == set())


class FitChecks(BackgroundErrand):
    kinds = badge_tasks.KINDS
    bell = (jobs.WAKE, jobs.QUEUE)

    def ask(self, conference: Conference, ids: list[int], by: User) -> None:
        fit_checks.ask(
            delegate_ids=ids,
            everybody=False,
            conference=conference,
            language="en",
            by=by,
            at=timezone.now(),
        )

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        found: AbstractContextManager[HeldUp] = table_locked(Delegate)
        return found

    def assert_done_once(self, *, orphans: int = 0) -> None:
        named = {job.file.name for job in self.rows()}
        wait_until(lambda: len(stored_in("jobs") - named) <= orphans)
        assert [fit_checks.found_in(job) for job in self.rows()] == [[]] * len(self.rows())

    def assert_nothing_done(self) -> None:
        assert [(job.file.name, job.result) for job in self.rows()] == [("", {})] * len(self.rows())

    def assert_nothing_left(self) -> None:
        assert self.states() == {WorkState.CANCELLED}
        wait_until(lambda: stored_in("jobs") == set())


class Archives(BackgroundErrand):
    """Each of the one file of a job."""

    kinds = badge_tasks.KINDS
    bell = (jobs.WAKE, jobs.QUEUE)

    def ask(self, conference: Conference, ids: list[int], by: User) -> None:
        key = default_storage.save(random_key("badges", ""), ContentFile(b"%PDF"))
        job = PrintJobFactory(
            conference=conference, state=JobState.PUBLISHED, finished_at=AT, page_count=1
        )
        PrintChunkFactory(job=job, state=WorkState.DONE, file=key, page_count=1)
        archives.ask(print_job=job, by=by, at=timezone.now())

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        return file_withheld(PrintChunk.objects.latest("pk").file)

    def assert_done_once(self, *, orphans: int = 0) -> None:
        named = {job.file.name for job in self.rows()}
        wait_until(lambda: len(stored_in("jobs") - named) <= orphans)
        for job in self.rows():
            with job.file.open("rb") as file, zipfile.ZipFile(file) as archive:
                assert [archive.read(name) for name in archive.namelist()] == [b"%PDF"]

    def assert_nothing_done(self) -> None:
        assert {job.file.name for job in self.rows()} == {""}

    def assert_nothing_left(self) -> None:
        assert self.states() == {WorkState.CANCELLED}
        wait_until(lambda: stored_in("jobs") == set())


NOTE = strangers_pdfs.of_pages("NV 7")


class NotePages(Errand):
    """Each of a note of one page, each note of a delegation of its own."""

    kinds = (note_pages.KIND,)
    bell = (imports.WAKE, imports.QUEUE)
    asked_first = Conference

    def begin(self, pieces: int = 1) -> None:
        self.clerk = UserFactory(is_superuser=True)
        self.notes = [
            nominations.enter(
                delegation=DelegationFactory(),
                note=nominations.Note(
                    "NV 7", AT.date(), nominations.kept(io.BytesIO(NOTE), len(NOTE))
                ),
                by=self.clerk,
                at=timezone.now(),
            )
            for _piece in range(pieces)
        ]

    def rows(self) -> Sequence[NominationPage]:
        return NominationPage.objects.order_by("pk")

    def held_in_the_middle(self) -> AbstractContextManager[HeldUp]:
        return file_withheld(self.notes[0].file.name)

    def cancel(self) -> None:
        for note in self.notes:
            nominations.remove_file(nomination=note, by=self.clerk, at=timezone.now())

    def is_done(self) -> bool:
        return self.states() == {WorkState.DONE}

    def assert_done_once(self, *, orphans: int = 0) -> None:
        pages = self.rows()
        named = {key for page in pages for key in (page.picture.name, page.nomination.file.name)}
        assert len(named) == 2 * len(self.notes)
        wait_until(lambda: len(stored_in("nominations") - named) <= orphans)
        for page in pages:
            with page.picture.open("rb") as file, Image.open(file) as picture:
                assert (picture.format, *picture.size) == ("JPEG", page.width, page.height)

    def assert_nothing_done(self) -> None:
        assert {page.picture.name for page in self.rows()} == {""}

    def assert_nothing_left(self) -> None:
        assert list(self.rows()) == []
        wait_until(lambda: stored_in("nominations") == set())


def stored_imports() -> set[str]:
    """The keys of all files of imports."""
    return stored_in("imports")


def stored_in(folder: str) -> set[str]:
    """The keys of all its files."""
    try:
        below = default_storage.listdir(folder)[0]
    except FileNotFoundError:
        return set()
    return {
        f"{folder}/{each}/{name}"
        for each in below
        for name in default_storage.listdir(f"{folder}/{each}")[1]
    }


def empty_storage() -> None:
    files.discard(stored_files())
    for key in stored_imports() | stored_in("jobs") | stored_in("nominations"):
        default_storage.delete(key)


ERRANDS: list[type[Any]] = [
    Preparations,
    Chunks,
    Publications,
    SheetPublications,
    Checks,
    Applications,
    TakingBack,
    ManyDecisions,
    Exports,
    FitChecks,
    Archives,
    NotePages,
]
# Pages of notes are drawn one at a time.
TWO_AT_ONCE = [errand for errand in ERRANDS if errand is not NotePages]
