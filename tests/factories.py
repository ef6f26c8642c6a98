"""The smallest valid row of every model. Factories say only what a valid row needs."""

import datetime as dt
from string import ascii_uppercase, digits
from typing import Any

import factory
from django.apps import apps
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from i18nfield.strings import LazyI18nString

from badges.choices import GenerationState, Holder, Outcome
from badges.models import (
    Badge,
    BadgeDesign,
    BadgeType,
    BadgeTypeZone,
    CategoryDesign,
    DesignFace,
    DesignVersion,
    Generation,
    Handover,
    LapelPins,
    PrintAssembly,
    PrintChunk,
    PrintEntry,
    PrinterStation,
    PrintJob,
    PrintPreparation,
    SamplePrint,
    SigningKey,
    Vehicle,
)
from badges.services.types import install_personal
from conference import randomness, secrets
from conference.choices import CodePurpose, ConferenceState, Role
from conference.models import (
    BackgroundJob,
    Conference,
    ConferenceAlias,
    DeskBrowser,
    ListColumns,
    Mail,
    MailAttachment,
    MailBatch,
    MailConcern,
    MailedCode,
    PublishedChange,
    Room,
    SignInAttempt,
    StaffInvitation,
    StaffRole,
    StaffScope,
    User,
    Venue,
    VenueTravel,
    Zone,
)
from delegates import defaults
from delegates.choices import (
    SENDERS,
    Accreditation,
    AnswerKind,
    CellUse,
    CountryStatus,
    OrganizationType,
    QuestionKind,
    Reply,
    RequestState,
    Verdict,
)
from delegates.derived import derive_delegate, derive_delegation, names_of, rules_of
from delegates.models import (
    Answer,
    Category,
    CategoryRule,
    CategoryZone,
    CellMeaning,
    ColumnAssignment,
    Country,
    Credentials,
    Delegate,
    Delegation,
    DelegationKind,
    DelegationTask,
    DelegationTaskKind,
    FocalPoint,
    FocalPointInvitation,
    FormDraft,
    ImportedDelegate,
    ImportLine,
    ImportQuestion,
    ImportRun,
    InvitationRequest,
    KnownApart,
    ListEntry,
    ListFile,
    ListPrinting,
    Message,
    Needs,
    Nomination,
    NominationPage,
    Organization,
    OwnField,
    OwnFieldChoice,
    OwnFieldLine,
    OwnValue,
    PartyAlias,
    Proposal,
    Quota,
    Rank,
    RegistrationField,
    RegistrationFieldLine,
    RegistrationSettings,
    ReviewLease,
    SamePersonSpelling,
    ScopeLine,
    Submission,
    SubmittedDelegate,
    TickedTask,
    UsualKind,
)
from delegates.recognition.party_keys import marked_key
from sessions.choices import BookingUse
from sessions.models import (
    AgendaItem,
    AudienceGroup,
    Document,
    DocumentFile,
    ImportedSession,
    Release,
    RoomBooking,
    Session,
    SessionInvitation,
    SessionItem,
    SessionOrganizer,
    SessionPart,
    SessionVersion,
)
from sessions.releases.stored import facts_of
from sessions.searching.texts import search_text
from tests.releasing import release

AT = dt.datetime(2018, 4, 1, 9, 0, tzinfo=dt.UTC)

# ISO 3166 leaves these to whoever needs some: none is a country's, has a flag or stands in a text.
COUNTRY_CODES = [
    # XK and XX have pictures of flags all the same.
    *(f"X{letter}" for letter in ascii_uppercase if letter not in "KX"),
    *(f"Q{letter}" for letter in ascii_uppercase[12:]),
    *(f"{letter}{digit}" for letter in "XQZ" for digit in digits),
]
DEFAULT_KINDS = {kind.code: kind for kind in defaults.kinds()}
CATEGORY_LETTERS = [first + second for first in "XZYW" for second in ascii_uppercase]


def words(text: str) -> LazyI18nString:
    return LazyI18nString({"en": text})


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"user{n}@example.org")
    name = factory.Sequence(lambda n: f"User {n}")


class ListColumnsFactory(DjangoModelFactory[ListColumns]):
    class Meta:
        model = ListColumns

    user = factory.SubFactory(UserFactory)
    list_name = "delegates.delegate"
    added = ["rank_cell"]


class SignInAttemptFactory(DjangoModelFactory[SignInAttempt]):
    class Meta:
        model = SignInAttempt

    account = "a" * 64
    network = "198.51.100.7"
    at = AT


class MailedCodeFactory(DjangoModelFactory[MailedCode]):
    class Meta:
        model = MailedCode

    purpose = CodePurpose.SIGN_IN
    account = "a" * 64
    code_hash = "b" * 64
    asked_at = AT
    ends_at = AT + dt.timedelta(minutes=10)


class ConferenceFactory(DjangoModelFactory[Conference]):
    class Meta:
        model = Conference

    slug = factory.Sequence(lambda n: f"conference-{n}")
    title = factory.Sequence(lambda n: words(f"Conference {n}"))
    short_title = factory.Sequence(lambda n: words(f"C{n}"))
    place = words("Dushanbe, Tajikistan")
    starts_on = dt.date(2018, 5, 3)
    ends_on = dt.date(2018, 5, 4)
    time_zone = "Asia/Dushanbe"
    languages = ["en", "ru", "tg"]
    state = ConferenceState.OPEN


class DeskBrowserFactory(DjangoModelFactory[DeskBrowser]):
    class Meta:
        model = DeskBrowser

    conference = factory.SubFactory(ConferenceFactory)
    name = "Desk 1"
    token_digest = factory.Sequence(lambda n: f"{n:064x}")
    unlocked_at = AT
    unlocked_by = factory.SubFactory(UserFactory)
    ends_at = AT + dt.timedelta(hours=12)


class ConferenceAliasFactory(DjangoModelFactory[ConferenceAlias]):
    class Meta:
        model = ConferenceAlias

    conference = factory.SubFactory(ConferenceFactory)
    slug = factory.Sequence(lambda n: f"former-{n}")


class PublishedChangeFactory(DjangoModelFactory[PublishedChange]):
    class Meta:
        model = PublishedChange

    conference = factory.SubFactory(ConferenceFactory)
    number = 1
    made_at = AT
    key = "published/ab/abc.zip"
    digest = factory.LazyAttribute(lambda change: "0" * 64 if change.key else "")


class StaffRoleFactory(DjangoModelFactory[StaffRole]):
    class Meta:
        model = StaffRole

    user = factory.SubFactory(UserFactory)
    conference = factory.SubFactory(ConferenceFactory)
    role = Role.ORGANIZER


class StaffScopeFactory(DjangoModelFactory[StaffScope]):
    class Meta:
        model = StaffScope

    conference = factory.SubFactory(ConferenceFactory)


class StaffInvitationFactory(DjangoModelFactory[StaffInvitation]):
    class Meta:
        model = StaffInvitation

    conference = factory.SubFactory(ConferenceFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    role = Role.ORGANIZER

    class Params:
        scoped = factory.Trait(
            role=Role.REGISTRATION_OFFICER,
            scope=factory.SubFactory(
                StaffScopeFactory, conference=factory.SelfAttribute("..conference")
            ),
        )

    invited_by = factory.SubFactory(UserFactory, is_superuser=True)
    invited_at = AT


class MailBatchFactory(DjangoModelFactory[MailBatch]):
    class Meta:
        model = MailBatch

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda n: f"Mailing {n}")
    prepared_by = factory.SubFactory(UserFactory)
    prepared_at = AT


class MailFactory(DjangoModelFactory[Mail]):
    class Meta:
        model = Mail

    class Params:
        of_a_mailing = factory.Trait(
            batch=factory.SubFactory(
                MailBatchFactory, conference=factory.SelfAttribute("..conference")
            )
        )

    conference = factory.SubFactory(ConferenceFactory)
    recipient = factory.Sequence(lambda n: f"focal-point-{n}@example.org")
    language = "en"
    subject = factory.Sequence(lambda n: f"Subject {n}")
    text = "Words\n"
    html = "<p>Words</p>"
    written_at = AT


class MailConcernFactory(DjangoModelFactory[MailConcern]):
    class Meta:
        model = MailConcern

    mail = factory.SubFactory(MailFactory)
    target_type = "conference.conference"
    target_id = factory.SelfAttribute("mail.conference_id")


class MailAttachmentFactory(DjangoModelFactory[MailAttachment]):
    class Meta:
        model = MailAttachment

    mail = factory.SubFactory(MailFactory)
    name = "note.pdf"
    content_type = "application/pdf"
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.7", name="note.pdf"))


class VenueFactory(DjangoModelFactory[Venue]):
    class Meta:
        model = Venue

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: words(f"Venue {n}"))


class VenueTravelFactory(DjangoModelFactory[VenueTravel]):
    class Meta:
        model = VenueTravel

    first = factory.SubFactory(VenueFactory)
    second = factory.SubFactory(
        VenueFactory, conference=factory.SelfAttribute("..first.conference")
    )
    conference = factory.SelfAttribute("first.conference")
    minutes = 10


class RoomFactory(DjangoModelFactory[Room]):
    class Meta:
        model = Room

    venue = factory.SubFactory(VenueFactory)
    conference = factory.SelfAttribute("venue.conference")
    name = factory.Sequence(lambda n: words(f"Room {n}"))


class ZoneFactory(DjangoModelFactory[Zone]):
    class Meta:
        model = Zone

    conference = factory.SubFactory(ConferenceFactory)
    letter = factory.Sequence(lambda n: f"{n % 100:02d}")
    name = factory.Sequence(lambda n: words(f"Zone {n}"))


class CountryFactory(DjangoModelFactory[Country]):
    class Meta:
        model = Country
        django_get_or_create = ("iso2",)

    iso2 = factory.Sequence(lambda n: COUNTRY_CODES[n % len(COUNTRY_CODES)])
    iso3 = factory.LazyAttribute(lambda o: f"{o.iso2}X")
    m49 = factory.Sequence(lambda n: f"9{n % len(COUNTRY_CODES):02d}")
    name = factory.Sequence(lambda n: words(f"Country {n}"))
    status = CountryStatus.MEMBER


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    acronym = factory.Sequence(lambda n: f"ORG{n}")
    name = factory.Sequence(lambda n: words(f"Organization {n}"))
    type = OrganizationType.INTERGOVERNMENTAL


class PartyAliasFactory(DjangoModelFactory[PartyAlias]):
    class Meta:
        model = PartyAlias

    conference = factory.SubFactory(ConferenceFactory)
    text = factory.Sequence(lambda n: f"Name {n} in files")
    key = factory.LazyAttribute(lambda o: marked_key(o.text))
    organization = factory.SubFactory(OrganizationFactory)
    added_at = AT
    added_by = factory.SubFactory(UserFactory)


class CategoryFactory(DjangoModelFactory[Category]):
    class Meta:
        model = Category

    conference = factory.SubFactory(ConferenceFactory)
    letter = factory.Sequence(lambda n: CATEGORY_LETTERS[n % 100])
    name = factory.Sequence(lambda n: words(f"Category {n}"))
    colour = "#1d4f91"


class CategoryZoneFactory(DjangoModelFactory[CategoryZone]):
    class Meta:
        model = CategoryZone

    category = factory.SubFactory(CategoryFactory)
    conference = factory.SelfAttribute("category.conference")
    zone = factory.SubFactory(ZoneFactory, conference=factory.SelfAttribute("..conference"))


class RankFactory(DjangoModelFactory[Rank]):
    class Meta:
        model = Rank

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: words(f"Rank {n}"))
    order = factory.Sequence(lambda n: n)


class CategoryRuleFactory(DjangoModelFactory[CategoryRule]):
    class Meta:
        model = CategoryRule

    category = factory.SubFactory(CategoryFactory)
    conference = factory.SelfAttribute("category.conference")


class DelegationKindFactory(DjangoModelFactory[DelegationKind]):
    """A conference has one of each code; nature and order are those of the defaults."""

    class Meta:
        model = DelegationKind
        django_get_or_create = ("conference", "code")

    conference = factory.SubFactory(ConferenceFactory)
    code = "state"
    name = factory.LazyAttribute(lambda o: DEFAULT_KINDS[o.code].name)
    section = factory.SelfAttribute("name")
    nature = factory.LazyAttribute(lambda o: DEFAULT_KINDS[o.code].nature)
    admits = factory.LazyAttribute(lambda o: DEFAULT_KINDS[o.code].admits)
    is_counted = factory.LazyAttribute(lambda o: DEFAULT_KINDS[o.code].is_counted)
    order = factory.LazyAttribute(lambda o: list(DEFAULT_KINDS).index(o.code))


class UsualKindFactory(DjangoModelFactory[UsualKind]):
    class Meta:
        model = UsualKind

    conference = factory.SubFactory(ConferenceFactory)
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )
    sender = factory.Iterator(value for value, _label in SENDERS)


class DelegationFactory(DjangoModelFactory[Delegation]):
    class Meta:
        model = Delegation

    conference = factory.SubFactory(ConferenceFactory)
    country = factory.SubFactory(CountryFactory)
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )
    name = factory.LazyAttribute(lambda o: (o.country or o.organization).name)

    @classmethod
    def _create(cls, model_class: type[Delegation], *args: Any, **kwargs: Any) -> Delegation:
        delegation = model_class(*args, **kwargs)
        derive_delegation(delegation, delegation.conference)
        delegation.save()
        return delegation


class FocalPointFactory(DjangoModelFactory[FocalPoint]):
    class Meta:
        model = FocalPoint

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    user = factory.SubFactory(UserFactory)
    accepted_at = AT


class FocalPointInvitationFactory(DjangoModelFactory[FocalPointInvitation]):
    class Meta:
        model = FocalPointInvitation

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    email = factory.Sequence(lambda n: f"focal-point-{n}@example.org")
    noted_by = factory.SubFactory(UserFactory)
    noted_at = AT


class RegistrationSettingsFactory(DjangoModelFactory[RegistrationSettings]):
    class Meta:
        model = RegistrationSettings

    conference = factory.SubFactory(ConferenceFactory)


class NeedsFactory(DjangoModelFactory[Needs]):
    class Meta:
        model = Needs

    delegate = factory.SubFactory("tests.factories.DelegateFactory")
    conference = factory.SelfAttribute("delegate.conference")
    dietary = "No nuts"


class DelegationTaskFactory(DjangoModelFactory[DelegationTask]):
    class Meta:
        model = DelegationTask

    conference = factory.SubFactory(ConferenceFactory)
    name = "Flag for the hall"
    due_at = AT


class DelegationTaskKindFactory(DjangoModelFactory[DelegationTaskKind]):
    class Meta:
        model = DelegationTaskKind

    task = factory.SubFactory(DelegationTaskFactory)
    conference = factory.SelfAttribute("task.conference")
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )


class TickedTaskFactory(DjangoModelFactory[TickedTask]):
    class Meta:
        model = TickedTask

    task = factory.SubFactory(DelegationTaskFactory)
    conference = factory.SelfAttribute("task.conference")
    delegation = factory.SubFactory(
        DelegationFactory, conference=factory.SelfAttribute("..conference")
    )
    ticked_at = AT
    ticked_by = factory.SubFactory(UserFactory)


class NominationFactory(DjangoModelFactory[Nomination]):
    class Meta:
        model = Nomination

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    reference = "NV 12/2018"
    dated_on = AT.date()
    handed_in_at = AT
    handed_in_by = factory.SubFactory(UserFactory)


class NominationPageFactory(DjangoModelFactory[NominationPage]):
    class Meta:
        model = NominationPage

    nomination = factory.SubFactory(NominationFactory)
    conference = factory.SelfAttribute("nomination.conference")
    number = 1


class CredentialsFactory(DjangoModelFactory[Credentials]):
    class Meta:
        model = Credentials

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")


class MessageFactory(DjangoModelFactory[Message]):
    class Meta:
        model = Message

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    author = factory.SubFactory(UserFactory)
    is_from_secretariat = False
    text = "Is parking to be had?"
    sent_at = AT


class RegistrationFieldFactory(DjangoModelFactory[RegistrationField]):
    class Meta:
        model = RegistrationField

    conference = factory.SubFactory(ConferenceFactory)
    column = "email"


class RegistrationFieldLineFactory(DjangoModelFactory[RegistrationFieldLine]):
    """Of a kind, of a category or of a rank."""

    class Meta:
        model = RegistrationFieldLine

    class Params:
        of_category = factory.Trait(
            kind=None,
            category=factory.SubFactory(
                "tests.factories.CategoryFactory", conference=factory.SelfAttribute("..conference")
            ),
        )
        of_rank = factory.Trait(
            kind=None,
            rank=factory.SubFactory(
                "tests.factories.RankFactory", conference=factory.SelfAttribute("..conference")
            ),
        )

    field = factory.SubFactory(RegistrationFieldFactory)
    conference = factory.SelfAttribute("field.conference")
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )


class OwnFieldFactory(DjangoModelFactory[OwnField]):
    class Meta:
        model = OwnField

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: LazyI18nString({"en": f"Own field {number}"}))


class OwnFieldLineFactory(DjangoModelFactory[OwnFieldLine]):
    """Of a kind, of a category or of a rank."""

    class Meta:
        model = OwnFieldLine

    class Params:
        of_category = factory.Trait(
            kind=None,
            category=factory.SubFactory(
                "tests.factories.CategoryFactory", conference=factory.SelfAttribute("..conference")
            ),
        )
        of_rank = factory.Trait(
            kind=None,
            rank=factory.SubFactory(
                "tests.factories.RankFactory", conference=factory.SelfAttribute("..conference")
            ),
        )

    field = factory.SubFactory(OwnFieldFactory)
    conference = factory.SelfAttribute("field.conference")
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )


class OwnFieldChoiceFactory(DjangoModelFactory[OwnFieldChoice]):
    class Meta:
        model = OwnFieldChoice

    field = factory.SubFactory(OwnFieldFactory, answer=AnswerKind.CHOICE)
    conference = factory.SelfAttribute("field.conference")
    name = factory.Sequence(lambda number: LazyI18nString({"en": f"Choice {number}"}))


class OwnValueFactory(DjangoModelFactory[OwnValue]):
    class Meta:
        model = OwnValue

    class Params:
        chosen = factory.Trait(
            text="",
            choice=factory.SubFactory(
                OwnFieldChoiceFactory, field=factory.SelfAttribute("..field")
            ),
        )

    delegate = factory.SubFactory("tests.factories.DelegateFactory")
    conference = factory.SelfAttribute("delegate.conference")
    field = factory.SubFactory(OwnFieldFactory, conference=factory.SelfAttribute("..conference"))
    text = "Medium"


class QuotaFactory(DjangoModelFactory[Quota]):
    """Five places of each delegation of a kind, or of one delegation, or in a category."""

    class Meta:
        model = Quota

    class Params:
        of_category = factory.Trait(
            kind=None,
            category=factory.SubFactory(
                "tests.factories.CategoryFactory", conference=factory.SelfAttribute("..conference")
            ),
        )
        of_delegation = factory.Trait(
            kind=None,
            delegation=factory.SubFactory(
                DelegationFactory, conference=factory.SelfAttribute("..conference")
            ),
        )

    conference = factory.SubFactory(ConferenceFactory)
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )
    places = 5


class ScopeLineFactory(DjangoModelFactory[ScopeLine]):
    """Of a kind, of a category or of a delegation."""

    class Meta:
        model = ScopeLine

    class Params:
        of_category = factory.Trait(
            kind=None,
            category=factory.SubFactory(
                "tests.factories.CategoryFactory", conference=factory.SelfAttribute("..conference")
            ),
        )
        of_delegation = factory.Trait(
            kind=None,
            delegation=factory.SubFactory(
                DelegationFactory, conference=factory.SelfAttribute("..conference")
            ),
        )

    conference = factory.SubFactory(ConferenceFactory)
    scope = factory.SubFactory(StaffScopeFactory, conference=factory.SelfAttribute("..conference"))
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )


class DelegateFactory(DjangoModelFactory[Delegate]):
    class Meta:
        model = Delegate

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n}")

    class Params:
        approved = factory.Trait(
            accreditation=Accreditation.APPROVED,
            decided_at=AT,
            decided_by=factory.SubFactory(UserFactory),
        )
        waiting = factory.Trait(accreditation=Accreditation.WAITING, waiting_since=AT)

    @classmethod
    def _create(cls, model_class: type[Delegate], *args: Any, **kwargs: Any) -> Delegate:
        delegate = model_class(*args, **kwargs)
        delegation = delegate.delegation
        derive_delegate(
            delegate,
            rules_of(delegation.conference),
            is_head=False,
            delegation_names=names_of([delegation]),
        )
        delegate.save()
        return delegate


class ProposalFactory(DjangoModelFactory[Proposal]):
    class Meta:
        model = Proposal

    delegate = factory.SubFactory(DelegateFactory, approved=True)
    conference = factory.SelfAttribute("delegate.conference")
    values = factory.LazyFunction(lambda: {"function": "Minister"})
    proposed_at = AT
    proposed_by = factory.SubFactory(UserFactory)


class InvitationRequestFactory(DjangoModelFactory[InvitationRequest]):
    class Meta:
        model = InvitationRequest

    class Params:
        accepted = factory.Trait(
            state=RequestState.ACCEPTED,
            decided_at=AT,
            decided_by=factory.SubFactory(UserFactory),
            delegation=factory.SubFactory(
                DelegationFactory, conference=factory.SelfAttribute("..conference")
            ),
        )

    conference = factory.SubFactory(ConferenceFactory)
    organization = factory.Sequence(lambda n: f"Society {n}")
    name = factory.Sequence(lambda n: f"Writer {n}")
    function = "Secretary"
    email = factory.Sequence(lambda n: f"writer{n}@example.org")
    reason = "It works on the same matter."
    language = "en"
    form_key = factory.LazyFunction(randomness.identifier)
    asked_at = AT


class ReviewLeaseFactory(DjangoModelFactory[ReviewLease]):
    class Meta:
        model = ReviewLease

    delegate = factory.SubFactory(DelegateFactory)
    conference = factory.SelfAttribute("delegate.conference")
    officer = factory.SubFactory(UserFactory)
    leased_until = AT
    place_at = AT
    place_id = factory.SelfAttribute("delegate.pk")


class FormDraftFactory(DjangoModelFactory[FormDraft]):
    class Meta:
        model = FormDraft

    class Params:
        of_somebody = factory.Trait(
            delegate=factory.SubFactory(
                DelegateFactory, delegation=factory.SelfAttribute("..delegation")
            )
        )

    user = factory.SubFactory(UserFactory)
    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    typed = factory.LazyFunction(lambda: {"function": "Minister"})
    kept_at = AT


class SubmissionFactory(DjangoModelFactory[Submission]):
    class Meta:
        model = Submission

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    handed_in_at = AT
    handed_in_by = factory.SubFactory(UserFactory)


class SubmittedDelegateFactory(DjangoModelFactory[SubmittedDelegate]):
    class Meta:
        model = SubmittedDelegate

    submission = factory.SubFactory(SubmissionFactory)
    conference = factory.SelfAttribute("submission.conference")
    delegate = factory.SubFactory(
        DelegateFactory, delegation=factory.SelfAttribute("..submission.delegation")
    )
    version_id = factory.LazyAttribute(
        lambda o: (
            apps.get_model("delegates", "DelegateEvent")
            .objects.filter(pgh_obj_id=o.delegate.pk)
            .latest("pgh_id")
            .pk
        )
    )


EMPTY_FRAME: dict[str, Any] = {"sections": [], "figures": [], "reservation": {}}


class ListPrintingFactory(DjangoModelFactory[ListPrinting]):
    class Meta:
        model = ListPrinting

    conference = factory.SubFactory(ConferenceFactory)
    number = factory.Sequence(lambda n: n + 1)
    languages = factory.LazyAttribute(lambda o: o.conference.languages)
    frame = factory.LazyFunction(lambda: dict(EMPTY_FRAME))
    made_at = AT
    made_by = factory.SubFactory(UserFactory)


class ListEntryFactory(DjangoModelFactory[ListEntry]):
    class Meta:
        model = ListEntry

    printing = factory.SubFactory(ListPrintingFactory)
    conference = factory.SelfAttribute("printing.conference")
    place = factory.Sequence(lambda n: n + 1)
    delegate = factory.SubFactory(
        DelegateFactory,
        approved=True,
        delegation__conference=factory.SelfAttribute("...printing.conference"),
    )
    delegation = factory.SelfAttribute("delegate.delegation")
    is_head = False
    version_id = factory.LazyAttribute(
        lambda o: (
            apps.get_model("delegates", "DelegateEvent")
            ._default_manager.filter(pgh_obj_id=o.delegate.pk)
            .latest("pgh_id")
            .pk
        )
    )


class ListFileFactory(DjangoModelFactory[ListFile]):
    class Meta:
        model = ListFile

    printing = factory.SubFactory(ListPrintingFactory)
    conference = factory.SelfAttribute("printing.conference")
    language = "en"
    file_format = "pdf"
    file = "participants/ab/abc.pdf"


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    class Meta:
        model = ImportRun

    conference = factory.SubFactory(ConferenceFactory)
    file_name = "delegates.xlsx"
    created_at = AT
    created_by = factory.SubFactory(UserFactory)
    asked_by = factory.SelfAttribute("created_by")
    expires_at = AT + dt.timedelta(days=7)


class ImportLineFactory(DjangoModelFactory[ImportLine]):
    class Meta:
        model = ImportLine

    run = factory.SubFactory(ImportRunFactory, conference=factory.SelfAttribute("..conference"))
    conference = factory.SubFactory(ConferenceFactory)
    line = factory.Sequence(lambda n: n + 2)
    cluster = factory.SelfAttribute("line")
    draft = factory.LazyFunction(lambda: {"delegation": ["country", 1, 1]})
    verdict = Verdict.NEW
    digest = Verdict.NEW


class ImportQuestionFactory(DjangoModelFactory[ImportQuestion]):
    class Meta:
        model = ImportQuestion

    run = factory.SubFactory(ImportRunFactory, conference=factory.SelfAttribute("..conference"))
    conference = factory.SubFactory(ConferenceFactory)
    kind = QuestionKind.PARTY
    key = factory.Sequence(lambda n: f"{n:064x}")
    subject = factory.Sequence(lambda n: f"Heading {n}")
    lines = factory.LazyFunction(lambda: [2])
    detail = factory.LazyAttribute(lambda o: {"text": o.subject, "likely": []})
    is_open = True


class ImportedDelegateFactory(DjangoModelFactory[ImportedDelegate]):
    class Meta:
        model = ImportedDelegate

    conference = factory.SubFactory(ConferenceFactory)
    run = factory.SubFactory(ImportRunFactory, conference=factory.SelfAttribute("..conference"))
    delegate = factory.SubFactory(
        DelegateFactory, delegation__conference=factory.SelfAttribute("...conference")
    )
    is_new = True


class AnswerFactory(DjangoModelFactory[Answer]):
    class Meta:
        model = Answer

    conference = factory.SubFactory(ConferenceFactory)
    kind = QuestionKind.PERSON
    key = factory.Sequence(lambda n: f"{n:064x}")
    reply = Reply.SAME
    answered_at = AT
    answered_by = factory.SubFactory(UserFactory)


class ColumnAssignmentFactory(DjangoModelFactory[ColumnAssignment]):
    class Meta:
        model = ColumnAssignment

    conference = factory.SubFactory(ConferenceFactory)
    key = factory.Sequence(lambda n: f"heading{n}")
    heading = factory.LazyAttribute(lambda row: row.key)
    column = "function"
    assigned_by = factory.SubFactory(UserFactory)
    assigned_at = AT


class CellMeaningFactory(DjangoModelFactory[CellMeaning]):
    class Meta:
        model = CellMeaning

    conference = factory.SubFactory(ConferenceFactory)
    use = CellUse.NOTHING
    key = factory.Sequence(lambda n: f"text{n}")
    text = factory.LazyAttribute(lambda row: row.key)
    said_by = factory.SubFactory(UserFactory)
    said_at = AT


class KnownApartFactory(DjangoModelFactory[KnownApart]):
    class Meta:
        model = KnownApart

    first = factory.SubFactory(DelegateFactory)
    second = factory.SubFactory(
        DelegateFactory, delegation=factory.SelfAttribute("..first.delegation")
    )
    conference = factory.SelfAttribute("first.conference")
    answered_at = AT
    answered_by = factory.SubFactory(UserFactory)


class SamePersonSpellingFactory(DjangoModelFactory[SamePersonSpelling]):
    class Meta:
        model = SamePersonSpelling

    delegate = factory.SubFactory(DelegateFactory)
    conference = factory.SelfAttribute("delegate.conference")
    family_name = factory.Sequence(lambda n: f"Other{n}")
    name_key = factory.LazyAttribute(lambda row: row.family_name.lower())
    answered_at = AT
    answered_by = factory.SubFactory(UserFactory)


class BackgroundJobFactory(DjangoModelFactory[BackgroundJob]):
    class Meta:
        model = BackgroundJob

    conference = factory.SubFactory(ConferenceFactory)
    kind = "delegates.export"
    request = factory.LazyFunction(lambda: {"format": "csv"})
    asked_by = factory.SubFactory(UserFactory)
    asked_at = AT
    # Far from now, whenever that is: what has expired is shown to nobody.
    expires_at = AT + dt.timedelta(days=36_500)


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session
        skip_postgeneration_save = True

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda n: words(f"Session {n}"))
    starts_at = dt.datetime(2018, 5, 3, 4, 0, tzinfo=dt.UTC)
    ends_at = dt.datetime(2018, 5, 3, 5, 0, tzinfo=dt.UTC)

    @factory.post_generation
    def is_released(self, create: bool, extracted: bool | None, **_further: Any) -> None:
        """Readers know it as it is now; not, as it is changed afterwards."""
        if extracted:
            release(self)


class ReleaseFactory(DjangoModelFactory[Release]):
    class Meta:
        model = Release

    conference = factory.SubFactory(ConferenceFactory)
    number = factory.Sequence(lambda n: n + 1)
    released_at = AT


class SessionVersionFactory(DjangoModelFactory[SessionVersion]):
    class Meta:
        model = SessionVersion

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    since = factory.SubFactory(ReleaseFactory, conference=factory.SelfAttribute("..conference"))
    audience = factory.SelfAttribute("session.audience")
    starts_at = factory.SelfAttribute("session.starts_at")
    ends_at = factory.SelfAttribute("session.ends_at")
    sequence = 0
    changed_at = AT
    facts = factory.LazyAttribute(lambda row: {"code": row.session.code})
    search_text = factory.LazyAttribute(lambda row: search_text(facts_of(row)))


class SessionPartFactory(DjangoModelFactory[SessionPart]):
    class Meta:
        model = SessionPart

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    delegate = factory.SubFactory(
        "tests.factories.DelegateFactory",
        delegation__conference=factory.SelfAttribute("...conference"),
    )


class SessionOrganizerFactory(DjangoModelFactory[SessionOrganizer]):
    class Meta:
        model = SessionOrganizer

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    delegation = factory.SubFactory(
        DelegationFactory, conference=factory.SelfAttribute("..conference")
    )


class RoomBookingFactory(DjangoModelFactory[RoomBooking]):
    """A room that is closed, or into which a session overflows. What a session books as its own,
    PostgreSQL makes of the session.
    """

    class Meta:
        model = RoomBooking

    class Params:
        overflow = factory.Trait(
            use=BookingUse.SESSION,
            note="",
            session=factory.SubFactory(
                SessionFactory, conference=factory.SelfAttribute("..conference")
            ),
            starts_at=factory.SelfAttribute("session.starts_at"),
            ends_at=factory.SelfAttribute("session.ends_at"),
        )

    use = BookingUse.CLOSURE
    note = "Sound check"
    room = factory.SubFactory(RoomFactory)
    conference = factory.SelfAttribute("room.conference")
    turn_round = factory.SelfAttribute("room.turn_round")
    starts_at = AT
    ends_at = AT + dt.timedelta(hours=1)


class AudienceGroupFactory(DjangoModelFactory[AudienceGroup]):
    class Meta:
        model = AudienceGroup

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    kind = factory.SubFactory(
        DelegationKindFactory, conference=factory.SelfAttribute("..conference")
    )

    class Params:
        of_category = factory.Trait(
            kind=None,
            category=factory.SubFactory(
                CategoryFactory, conference=factory.SelfAttribute("..conference")
            ),
        )


class SessionInvitationFactory(DjangoModelFactory[SessionInvitation]):
    class Meta:
        model = SessionInvitation

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    delegate = factory.SubFactory(
        DelegateFactory, delegation__conference=factory.SelfAttribute("...conference")
    )


class AgendaItemFactory(DjangoModelFactory[AgendaItem]):
    class Meta:
        model = AgendaItem

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda n: words(f"Item {n}"))

    class Params:
        below = factory.Trait(
            parent=factory.SubFactory(
                "tests.factories.AgendaItemFactory",
                conference=factory.SelfAttribute("..conference"),
            )
        )


class SessionItemFactory(DjangoModelFactory[SessionItem]):
    class Meta:
        model = SessionItem

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    item = factory.SubFactory(AgendaItemFactory, conference=factory.SelfAttribute("..conference"))


class DocumentFactory(DjangoModelFactory[Document]):
    class Meta:
        model = Document

    session = factory.SubFactory(SessionFactory)
    conference = factory.LazyAttribute(lambda o: (o.session or o.item).conference)
    title = factory.Sequence(lambda n: words(f"Document {n}"))

    class Params:
        of_item = factory.Trait(session=None, item=factory.SubFactory(AgendaItemFactory))


class ImportedSessionFactory(DjangoModelFactory[ImportedSession]):
    class Meta:
        model = ImportedSession

    session = factory.SubFactory(SessionFactory)
    conference = factory.SelfAttribute("session.conference")
    guid = factory.Sequence(lambda n: f"guid-{n}")


class DocumentFileFactory(DjangoModelFactory[DocumentFile]):
    class Meta:
        model = DocumentFile

    document = factory.SubFactory(DocumentFactory)
    conference = factory.SelfAttribute("document.conference")
    language = "en"
    file = factory.django.FileField(data=b"%PDF-1.7 %%EOF", filename="declaration.pdf")
    name = "declaration.pdf"
    size = 14


class BadgeDesignFactory(DjangoModelFactory[BadgeDesign]):
    class Meta:
        model = BadgeDesign

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: f"Design {n}")


class DesignVersionFactory(DjangoModelFactory[DesignVersion]):
    """With a front; a draft, unless it `is_in_use`."""

    class Meta:
        model = DesignVersion

    design = factory.SubFactory(BadgeDesignFactory)
    conference = factory.SelfAttribute("design.conference")
    number = factory.Sequence(lambda n: n + 1)
    html = "<p>{{ family_name }}</p>"
    css = ""
    is_in_use = False

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> DesignVersion:
        said = {name: kwargs.pop(name) for name in ("html", "css")}
        is_in_use = kwargs.pop("is_in_use")
        version: DesignVersion = super()._create(model_class, *args, **kwargs)
        DesignFaceFactory(version=version, **said)
        if is_in_use:
            version.design.version_in_use = version
            version.design.save(update_fields=["version_in_use"])
        return version


class DesignFaceFactory(DjangoModelFactory[DesignFace]):
    class Meta:
        model = DesignFace

    version = factory.SubFactory(DesignVersionFactory)
    conference = factory.SelfAttribute("version.conference")
    place = factory.LazyAttribute(lambda face: "back" if face.version.faces.exists() else "front")
    order = factory.LazyAttribute(lambda face: face.version.faces.count() + 1)
    html = "<p>{{ family_name }}</p>"


class CategoryDesignFactory(DjangoModelFactory[CategoryDesign]):
    class Meta:
        model = CategoryDesign

    category = factory.SubFactory(CategoryFactory)
    conference = factory.SelfAttribute("category.conference")
    design = factory.SubFactory(
        BadgeDesignFactory, conference=factory.SelfAttribute("..conference")
    )


class SigningKeyFactory(DjangoModelFactory[SigningKey]):
    """Of no real pair: what signs is made by `badges.services.signing`."""

    class Meta:
        model = SigningKey

    conference = factory.SubFactory(ConferenceFactory)
    fingerprint = factory.Sequence(lambda n: f"{n:08x}")
    public_key = bytes(32)
    private_key = factory.LazyFunction(
        lambda: secrets.seal(bytes(32), secrets.Place("badges_signingkey", 0, "private_key"))
    )
    database = "of a test"
    made_at = dt.datetime(2018, 5, 1, tzinfo=dt.UTC)


class BadgeTypeFactory(DjangoModelFactory[BadgeType]):
    class Meta:
        model = BadgeType

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: words(f"Badge type {n}"))
    holder = Holder.DELEGATE


class BadgeTypeZoneFactory(DjangoModelFactory[BadgeTypeZone]):
    class Meta:
        model = BadgeTypeZone

    type = factory.SubFactory(BadgeTypeFactory)
    conference = factory.SelfAttribute("type.conference")
    zone = factory.SubFactory(ZoneFactory, conference=factory.SelfAttribute("..conference"))


class VehicleFactory(DjangoModelFactory[Vehicle]):
    class Meta:
        model = Vehicle

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    plate = factory.Sequence(lambda n: f"{n:04d} AB 01")


class BadgeFactory(DjangoModelFactory[Badge]):
    """Unless told otherwise, the personal badge; else one of a type that `shared`, `parked` or
    `blank` asks for.
    """

    class Meta:
        model = Badge

    class Params:
        shared = factory.Trait(
            delegate=None,
            delegation=factory.SubFactory(DelegationFactory),
            conference=factory.SelfAttribute("delegation.conference"),
            type=factory.SubFactory(
                BadgeTypeFactory,
                conference=factory.SelfAttribute("..conference"),
                holder=Holder.DELEGATION,
            ),
            copy=1,
            copies=1,
        )
        parked = factory.Trait(
            delegate=None,
            vehicle=factory.SubFactory(VehicleFactory),
            conference=factory.SelfAttribute("vehicle.conference"),
            type=factory.SubFactory(
                BadgeTypeFactory,
                conference=factory.SelfAttribute("..conference"),
                holder=Holder.VEHICLE,
            ),
        )
        blank = factory.Trait(
            delegate=None,
            category=factory.SubFactory(CategoryFactory),
            conference=factory.SelfAttribute("category.conference"),
            type=factory.SubFactory(
                BadgeTypeFactory,
                conference=factory.SelfAttribute("..conference"),
                holder=Holder.NOBODY,
            ),
        )

    delegate = factory.SubFactory(DelegateFactory, approved=True)
    conference = factory.SelfAttribute("delegate.conference")
    type = factory.LazyAttribute(lambda badge: install_personal(badge.conference))
    holder = factory.SelfAttribute("type.holder")
    serial = factory.Sequence(lambda n: n + 1)


def sharing(badge: Badge) -> Delegation:
    """Whoever may be given the badge is of it."""
    if badge.delegation is None:
        assert badge.delegate is not None
        return badge.delegate.delegation
    return badge.delegation


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    badge = factory.SubFactory(BadgeFactory, shared=True)
    conference = factory.SelfAttribute("badge.conference")
    given_to = factory.SubFactory(
        DelegateFactory,
        approved=True,
        delegation=factory.LazyAttribute(lambda to: sharing(to.factory_parent.badge)),
    )
    given_at = AT
    given_by = factory.SubFactory(UserFactory)


class LapelPinsFactory(DjangoModelFactory[LapelPins]):
    class Meta:
        model = LapelPins

    delegation = factory.SubFactory(DelegationFactory)
    conference = factory.SelfAttribute("delegation.conference")
    count = 3
    given_at = AT
    given_by = factory.SubFactory(UserFactory)


class GenerationFactory(DjangoModelFactory[Generation]):
    class Meta:
        model = Generation

    badge = factory.SubFactory(BadgeFactory)
    conference = factory.SelfAttribute("badge.conference")
    number = 1
    code = factory.Sequence(lambda n: f"{n:016d}")
    design_version = factory.SubFactory(
        DesignVersionFactory,
        design=factory.SubFactory(
            BadgeDesignFactory, conference=factory.SelfAttribute("...badge.conference")
        ),
    )
    reserved_by = factory.SubFactory(UserFactory)

    class Params:
        live = factory.Trait(state=GenerationState.LIVE, issued_at=AT)


class PrinterStationFactory(DjangoModelFactory[PrinterStation]):
    class Meta:
        model = PrinterStation

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: f"Printer {n}")


class PrintJobFactory(DjangoModelFactory[PrintJob]):
    class Meta:
        model = PrintJob

    conference = factory.SubFactory(ConferenceFactory)
    type = factory.LazyAttribute(lambda job: install_personal(job.conference))
    purpose = "first"
    language = "en"
    created_at = AT
    created_by = factory.SubFactory(UserFactory)


class PrintPreparationFactory(DjangoModelFactory[PrintPreparation]):
    class Meta:
        model = PrintPreparation

    job = factory.SubFactory(PrintJobFactory)
    conference = factory.SelfAttribute("job.conference")
    holders = factory.LazyFunction(list)


class PrintChunkFactory(DjangoModelFactory[PrintChunk]):
    class Meta:
        model = PrintChunk

    job = factory.SubFactory(PrintJobFactory)
    conference = factory.SelfAttribute("job.conference")
    number = factory.Sequence(lambda n: n)


class PrintAssemblyFactory(DjangoModelFactory[PrintAssembly]):
    class Meta:
        model = PrintAssembly

    job = factory.SubFactory(PrintJobFactory)
    conference = factory.SelfAttribute("job.conference")


class SamplePrintFactory(DjangoModelFactory[SamplePrint]):
    class Meta:
        model = SamplePrint

    design = factory.SubFactory(BadgeDesignFactory)
    conference = factory.SelfAttribute("design.conference")
    faces = [{"place": "front", "html": "<p>{{ family_name }}</p>", "css": ""}]
    language = "en"
    asked_at = AT
    asked_by = factory.SubFactory(UserFactory)


class PrintEntryFactory(DjangoModelFactory[PrintEntry]):
    class Meta:
        model = PrintEntry

    chunk = factory.SubFactory(PrintChunkFactory)
    job = factory.SelfAttribute("chunk.job")
    conference = factory.SelfAttribute("chunk.conference")
    order = factory.Sequence(lambda n: n)
    generation = factory.SubFactory(
        GenerationFactory,
        badge__delegate__delegation__conference=factory.SelfAttribute(".....conference"),
    )

    class Params:
        printed = factory.Trait(outcome=Outcome.PRINTED, page=1, page_in_file=1)
