"""What a new conference takes over of delegations and people: the scheme, and nobody."""

from conference.copying import Copied, Left
from delegates.models import (
    Answer,
    Category,
    CategoryRule,
    CategoryZone,
    CellMeaning,
    ColumnAssignment,
    Delegate,
    Delegation,
    DelegationKind,
    FocalPoint,
    FocalPointInvitation,
    ImportedDelegate,
    ImportLine,
    ImportQuestion,
    ImportRun,
    KnownApart,
    ListEntry,
    ListFile,
    ListPrinting,
    PartyAlias,
    Rank,
    RegistrationSettings,
    SamePersonSpelling,
    ScopeLine,
    UsualKind,
)

ANSWERED = "an answer about the people and files of the earlier conference"
PRINTED = "the list of participants of the earlier conference"
IMPORTED = "an import into the earlier conference"

ROWS: tuple[Copied | Left, ...] = (
    Copied(DelegationKind),
    Copied(UsualKind),
    Copied(Category, anew={"number": None}),
    Copied(CategoryZone),
    Copied(Rank),
    Copied(CategoryRule),
    Left(Delegation, "each edition is sent delegations of its own"),
    Left(Delegate, "people are registered for one conference"),
    Left(FocalPoint, "a delegation of the earlier conference has them"),
    Left(FocalPointInvitation, "a delegation of the earlier conference has them"),
    Left(RegistrationSettings, "its times are those of the earlier conference"),
    Left(KnownApart, ANSWERED),
    Left(SamePersonSpelling, ANSWERED),
    Left(ScopeLine, "whoever works for the earlier conference is invited anew"),
    Left(Answer, ANSWERED),
    Left(ColumnAssignment, ANSWERED),
    Left(CellMeaning, ANSWERED),
    Left(PartyAlias, ANSWERED),
    Left(ImportRun, IMPORTED),
    Left(ImportLine, IMPORTED),
    Left(ImportQuestion, IMPORTED),
    Left(ImportedDelegate, IMPORTED),
    Left(ListPrinting, PRINTED),
    Left(ListEntry, PRINTED),
    Left(ListFile, PRINTED),
)
