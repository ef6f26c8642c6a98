"""Where something of a person lies in this app and below, and how it goes: see `erasure`."""

from functools import reduce
from operator import and_, or_
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.choices import UNFINISHED, WorkState
from conference.errors import DomainError
from conference.models import BackgroundJob, Mail
from conference.outbox.erasing import erase_all
from delegates.choices import QuestionKind
from delegates.models import (
    Answer,
    Delegate,
    Delegation,
    FocalPointInvitation,
    FormDraft,
    ImportedDelegate,
    ImportLine,
    ImportQuestion,
    ImportRun,
    InvitationRequest,
    KnownApart,
    ListPrinting,
    Message,
    Needs,
    Proposal,
    SamePersonSpelling,
)
from delegates.participants import erasing as printed_lists
from delegates.services import reasons
from delegates.services.erasure import Erased, Kept, Person, blank
from delegates.services.importing.imports import forget_all_but_lines, forget_files
from delegates.services.registration import focal_points, invitation_requests, own_fields

# Questions of a file that are about somebody.
OF_PEOPLE = (QuestionKind.PERSON, QuestionKind.LETTERS, QuestionKind.SPELLING)
WRITTEN_OF_RUNS = [
    *("state", "lease", "leased_until", "error", "file", "file_name", "rejected_file"),
    *("report", "layout"),
]
# A line says of whom it may be, what else changes and whose badge is out of date: all of its row,
# as people are registered. Whatever the file has for a name stands folded in what search reads.
LINES = (
    "SELECT id, said::text FROM delegates_importline said"
    " WHERE run_id = %s AND (said::text ILIKE ALL(%s) OR search_text LIKE ALL(%s))"
)
# There are few.
QUESTIONS = "SELECT id, said::text FROM delegates_importquestion said WHERE run_id = %s"
LITERAL = str.maketrans({"%": r"\%", "_": r"\_", "\\": r"\\"})
BLANK_LINE: dict[str, Any] = {
    **dict.fromkeys(("person", "reference", "search_text"), ""),
    **{name: [] for name in ("problems", "reasons", "notices", "changes", "badges")},
    **{name: {} for name in ("values", "draft")},
}
BLANK_QUESTION: dict[str, Any] = {
    "subject": "",
    "section": "",
    "detail": {},
    "outcomes": {},
    "is_open": False,
}


def from_proposals(person: Person) -> None:
    """What was not decided is not taken."""
    rows = Proposal.objects.filter(delegate=person.row)
    for row in rows:
        person.forget_file(row.photo.name)
    rows.open().update(decided_at=person.at, decided_by=person.by)
    rows.update(values={}, photo="", decision_reason="")


def from_drafts(person: Person) -> None:
    """Of this person; and of somebody new in the delegation, where their name was typed."""
    FormDraft.objects.filter(delegate=person.row).delete()
    others = FormDraft.objects.filter(delegation__in=person.delegations)
    FormDraft.objects.filter(
        pk__in=[row.pk for row in others if person.is_named_within(row.typed)]
    ).delete()


def from_needs(person: Person) -> None:
    Needs.objects.filter(delegate=person.row).delete()


def from_own_answers(person: Person) -> None:
    for value in person.row.own_values.all():
        for event in value.events.all():  # type: ignore[attr-defined]
            person.forget_file(event.file.name)
        person.forget_file(value.file.name)
    own_fields.forget(delegates=[person.row.pk])


def from_answers(person: Person) -> None:
    """Who is who: it is asked anew, should it ever matter."""
    KnownApart.objects.filter(Q(first=person.row) | Q(second=person.row)).delete()
    SamePersonSpelling.objects.filter(delegate=person.row).delete()
    Answer.objects.filter(delegate=person.row).delete()
    about = Answer.objects.for_conference(person.conference).filter(kind__in=OF_PEOPLE)
    named = [row.pk for row in about if person.is_named_in(row.subject, row.written)]
    Answer.objects.filter(pk__in=named).delete()


def import_under_way(delegate: Delegate) -> str:
    runs = ImportRun.objects.for_conference(delegate.conference)
    if runs.filter(state__in=UNFINISHED).exists():
        return import_under_way_in_words()
    return ""


def import_under_way_in_words() -> str:
    return _("A file is being imported: erase people once that is done or given up.")


def from_imports(person: Person) -> None:
    """Of what has been imported the lines of the person say nothing any more. A file that waits to
    be imported and names them is given up: imported, it would register them anew.
    """
    for pk in ImportRun.objects.for_conference(person.conference).values_list("pk", flat=True):
        # Not waited for: whoever imports holds a run before its people, and we hold people.
        run = ImportRun.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
        if run is None or run.is_unfinished:
            raise DomainError(import_under_way_in_words())
        lines = _lines_naming(person, run)
        own = ImportLine.objects.of_run(run).filter(reference=person.row.reference)
        lines.update(own.values_list("pk", flat=True))
        questions = _named_in_rows(person, run, QUESTIONS, [run.pk])
        is_named = person.is_named_within([run.report, run.layout, run.error])
        if not (lines or questions or is_named or person.is_named_in(run.file_name)):
            continue
        if run.applied_at is None:
            run.state, run.lease, run.leased_until = WorkState.CANCELLED, None, None
            forget_files(run)
        else:
            ImportLine.objects.filter(pk__in=lines).update(**BLANK_LINE)
            ImportQuestion.objects.filter(pk__in=questions).update(**BLANK_QUESTION)
            forget_all_but_lines(run)
        if person.is_named_in(run.file_name):
            run.file_name = ""
        run.save(update_fields=WRITTEN_OF_RUNS)


def _lines_naming(person: Person, run: ImportRun) -> set[int]:
    """PostgreSQL finds the few that have the letters of a name."""
    found: set[int] = set()
    for words in _names(person):
        patterns = [f"%{word.translate(LITERAL)}%" for word in words]
        found |= _named_in_rows(person, run, LINES, [run.pk, patterns, patterns])
    return found


def _named_in_rows(person: Person, run: ImportRun, rows: str, given: list[Any]) -> set[int]:
    """Ids of those that name the person. A file that registered them is about them."""
    is_own = ImportedDelegate.objects.filter(run=run, delegate=person.row).exists()
    with connection.cursor() as cursor:
        cursor.execute(rows, given)
        found = cursor.fetchall()
    return {pk for pk, text in found if person.is_named_in(text, is_about_them=is_own)}


def _names(person: Person) -> set[tuple[str, ...]]:
    """As they are registered, and folded: so they are typed where a letter is not at hand."""
    written = {name for row in [person.row, *person.events] for name in _spelled(row)}
    return written | person.names


def _spelled(row: Any) -> list[tuple[str, ...]]:
    """Not by e-mail or phone: one may serve several people."""
    names = [
        (row.given_name, row.family_name),
        (row.own_given_name, row.own_family_name),
        (row.own_name,),
        (row.display_name,),
    ]
    return [name for parts in names if (name := tuple(filter(None, parts)))]


def from_lists(person: Person) -> None:
    printed_lists.blank(delegate=person.row, by=person.by, at=person.at)


def from_messages(person: Person) -> None:
    """Of the threads of delegations that they are or were in, those that name the person."""
    thread = Message.objects.filter(delegation__in=person.delegations, erased_at=None)
    named = [row.pk for row in thread if person.is_named_in(row.text)]
    Message.objects.filter(pk__in=named).update(text="", erased_at=person.at)


def from_mails(person: Person) -> None:
    """Those that concern the person, and of the conference those that name them. Of names of
    recipients, each of which is there many times, every spelling is compared.
    """
    erase_all(Mail.objects.about(person.row), at=person.at)
    mails = Mail.objects.filter(conference=person.conference, erased_at=None)
    of_name = [
        reduce(and_, (Q(**{f"{field}__icontains": word}) for word in words))
        for words in _names(person)
        for field in ("subject", "text")
    ]
    recipients = mails.order_by().values_list("recipient_name", flat=True).distinct()
    of_name.append(Q(recipient_name__in=[name for name in recipients if person.is_named_in(name)]))
    some = mails.filter(reduce(or_, of_name)).only("recipient_name", "subject", "text")
    named = [
        mail.pk
        for mail in some
        if any(map(person.is_named_in, (mail.recipient_name, mail.subject, mail.text)))
    ]
    erase_all(Mail.objects.filter(pk__in=named), at=person.at)


def from_invitation_requests(person: Person) -> None:
    """Those that name the person: as whoever wrote, or in the reason."""
    rows = InvitationRequest.objects.for_conference(person.conference).filter(erased_at=None)
    named = [
        row.pk
        for row in rows
        if any(map(person.is_named_in, (row.name, row.function, row.reason, row.decision_reason)))
    ]
    invitation_requests.empty(InvitationRequest.objects.filter(pk__in=named), at=person.at)


def from_invitations(person: Person) -> None:
    """Of focal points: whoever was asked to register a delegation may be of one."""
    rows = FocalPointInvitation.objects.for_conference(person.conference).filter(erased_at=None)
    named = [
        row.pk
        for row in rows
        if person.is_named_in(row.name) or row.email.lower() in person.addresses
    ]
    focal_points.empty(FocalPointInvitation.objects.filter(pk__in=named), at=person.at)


def from_files_of_jobs(person: Person) -> None:
    """Exports, archives, place cards: whom a file names nobody knows, so all of the conference go.
    Their pages say that the file is there no more. What is being made begins anew.
    """
    jobs = BackgroundJob.objects.for_conference(person.conference)
    # First: whoever stores a file just now is waited for, and the file is there afterwards.
    running = jobs.filter(state=WorkState.RUNNING)
    running.update(state=WorkState.WAITING, lease=None, leased_until=None)
    for job in jobs.exclude(request__reason=None).exclude(request__reason=""):
        if person.is_named_in(job.request["reason"]):
            job.request["reason"] = ""
            job.save(update_fields=["request"])
    with_files = jobs.exclude(file="")
    for job in with_files:
        person.forget_file(job.file.name)
    # Should the file be there still, it goes with the row.
    with_files.update(expires_at=person.at)


def decisions_under_way(delegate: Delegate) -> str:
    """Until it is done a decision needs its reason, which may name somebody."""
    jobs = BackgroundJob.objects.for_conference(delegate.conference).filter(state__in=UNFINISHED)
    if jobs.exclude(request__reason=None).exclude(request__reason="").exists():
        return _("Many people are being decided on: erase people once that is done or stopped.")
    return ""


PLACES: tuple[Erased | Kept, ...] = (
    Erased(
        (Proposal._meta.label,),
        gettext_lazy("Changes that the delegation proposed"),
        from_proposals,
    ),
    Erased(
        (FormDraft._meta.label,),
        gettext_lazy("What focal points typed of the person and have not saved"),
        from_drafts,
    ),
    Erased((Needs._meta.label,), gettext_lazy("Dietary and access needs"), from_needs),
    Erased(
        ("delegates.OwnValue", "delegates.OwnValueEvent"),
        gettext_lazy("Answers to the conference's own fields, with their files and history"),
        from_own_answers,
    ),
    Erased(
        (Answer._meta.label, KnownApart._meta.label, SamePersonSpelling._meta.label),
        gettext_lazy("What was answered about who is who"),
        from_answers,
    ),
    Erased(
        (ImportLine._meta.label, ImportQuestion._meta.label, ImportRun._meta.label),
        gettext_lazy("Their lines in imports; a file that waits to be imported and names them"),
        from_imports,
        import_under_way,
    ),
    Erased(
        ("delegates.ListEntry", ListPrinting._meta.label, "delegates.ListFile"),
        gettext_lazy(
            "Their entry in every printing of the list of participants: its files are made again"
        ),
        from_lists,
    ),
    Erased(
        (Message._meta.label,),
        gettext_lazy("Messages of the delegation that name them"),
        from_messages,
    ),
    Erased(
        (InvitationRequest._meta.label,),
        gettext_lazy("Requests for an invitation that name them"),
        from_invitation_requests,
    ),
    Erased(
        (FocalPointInvitation._meta.label,),
        gettext_lazy("Invitations to register a delegation that name them"),
        from_invitations,
    ),
    Erased(
        (Mail._meta.label,),
        gettext_lazy("Mails that concern or name them: address, words and attachments"),
        from_mails,
    ),
    Erased(
        (BackgroundJob._meta.label,),
        gettext_lazy("Files that were made of this conference's people, to be made again"),
        from_files_of_jobs,
        decisions_under_way,
    ),
    Erased(
        (Delegation._meta.label, "delegates.DelegationEvent"),
        gettext_lazy("Reasons of decisions on delegations and on other people that name them"),
        reasons.empty,
    ),
    Erased(
        (Delegate._meta.label, "delegates.DelegateEvent"),
        gettext_lazy("All that is registered of the person, the photo, and the history of both"),
        blank,
    ),
    Kept(ImportedDelegate._meta.label, "says which import registered which id"),
    Kept("delegates.SubmittedDelegate", "says when an id was handed in; its version is blanked"),
    Kept("delegates.ReviewLease", "says which officer has an id before them"),
    Kept(
        "delegates.Nomination", "a note of the State; the page says that its file may name people"
    ),
    Kept("delegates.NominationPage", "a picture of such a note: it goes with the note's file"),
)
