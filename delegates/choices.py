from django.db import models
from django.utils.translation import gettext_lazy as _


class Nature(models.TextChoices):
    """What a kind of delegation is, whatever a conference calls it."""

    HOST = "host", _("Host country")
    STATE = "state", _("State")
    OBSERVER_STATE = "observer_state", _("Observer State")
    UN = "un", _("United Nations system")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    MISSION = "mission", _("Diplomatic mission")
    DEVELOPMENT_PARTNER = "development_partner", _("Development partner")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    RESEARCH = "research", _("Research institution")
    MEDIA = "media", _("Media")
    GUESTS = "guests", _("Guests")
    SERVICE = "service", _("Service: secretariat, interpretation, security, technical")


class Admits(models.TextChoices):
    """Who can send a delegation of a kind."""

    COUNTRIES = "countries", _("Countries")
    ORGANIZATIONS = "organizations", _("Organizations")
    BOTH = "both", _("Countries and organizations")


class Listing(models.TextChoices):
    """What the list of participants says of a kind's delegations."""

    LISTED = "listed", _("Listed with their people")
    NUMBER_ONLY = "number_only", _("Number of people only")
    LEFT_OUT = "left_out", _("Left out")


class CountryStatus(models.TextChoices):
    MEMBER = "member", _("Member State")
    OBSERVER = "observer", _("Observer State")
    NON_MEMBER = "non_member", _("Neither Member nor observer State")


class OrganizationType(models.TextChoices):
    UN_SECRETARIAT = "un_secretariat", _("United Nations Secretariat unit or body")
    SPECIALIZED_AGENCY = "specialized_agency", _("Specialized agency or related organization")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    DEVELOPMENT_PARTNER = "development_partner", _("Development partner")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    RESEARCH = "research", _("Research institution")
    MEDIA = "media", _("Media")
    GUESTS = "guests", _("Guests")
    SERVICE = "service", _("Service: secretariat, interpretation, security, technical")


SENDERS = [*CountryStatus.choices, *OrganizationType.choices]
"""What a country or an organization is, from which the usual kind of its delegation follows."""


class Position(models.TextChoices):
    """What a delegate is within the delegation, beside its head (`Delegation.head`)."""

    DEPUTY_HEAD = "deputy_head", _("Deputy head")
    MEMBER = "member", _("Member")
    ALTERNATE = "alternate", _("Alternate")
    ADVISER = "adviser", _("Adviser")
    EXPERT = "expert", _("Expert")
    INTERPRETER = "interpreter", _("Interpreter")
    ASSISTANT = "assistant", _("Assistant")
    SPOUSE = "spouse", _("Spouse")
    SECURITY = "security", _("Security")
    PRESS = "press", _("Delegation press")


HEAD_OF_DELEGATION = _("Head of delegation")


def position_in_words(position: str, *, is_head: bool) -> str:
    """Whoever leads a delegation is its head, whatever was typed."""
    return str(HEAD_OF_DELEGATION if is_head else Position(position).label)


class Gender(models.TextChoices):
    """As stated by the person, never inferred."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    NOT_STATED = "", _("Not stated")


class YesOrNo(models.TextChoices):
    """An answer that may still be missing."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_STATED = "", _("Not stated")


class AnswerKind(models.TextChoices):
    """What an own field of a conference asks for."""

    TEXT = "text", _("Text")
    CHOICE = "choice", _("Choice from a list")
    YES_OR_NO = "yes_or_no", _("Yes or no")
    FILE = "file", _("File")


class PersonListing(models.TextChoices):
    """What the list of participants says of a delegate, where it lists the delegation."""

    LISTED = "listed", _("Listed")
    COUNTED = "counted", _("Counted, not listed")


class Publication(models.TextChoices):
    """Whether a delegate's name may stand in what is published; in figures everybody is."""

    PUBLISHED = "published", _("May be published")
    WITHHELD = "withheld", _("Not to be published")


class Hosting(models.TextChoices):
    """Who bears a delegate's costs; how many are hosted is a matter of quotas."""

    OWN = "own", _("At their own cost")
    HOSTED = "hosted", _("Hosted")


class Accreditation(models.TextChoices):
    """From the first word about somebody to the decision that they may attend.

    A draft is its delegation's and the organizers' alone: see `Delegate.objects`.
    """

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for a place")
    SUBMITTED = "submitted", _("Submitted")
    RETURNED = "returned", _("Returned for correction")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STATE_MARKS = {
    Accreditation.DRAFT: "off",
    Accreditation.WAITING: "wait",
    Accreditation.SUBMITTED: "wait",
    Accreditation.RETURNED: "wait",
    Accreditation.APPROVED: "good",
    Accreditation.REJECTED: "bad",
    Accreditation.WITHDRAWN: "off",
}
"""How each state is marked beside its words."""

DECIDED = {
    Accreditation.RETURNED,
    Accreditation.APPROVED,
    Accreditation.REJECTED,
    Accreditation.WITHDRAWN,
}
"""Who, when and why stand with these, and with no other: a place beyond the quota has a reason of
its own.
"""

NEEDS_REASON = DECIDED - {Accreditation.APPROVED}

EXPECTED = {Accreditation.SUBMITTED, Accreditation.RETURNED, Accreditation.APPROVED}
"""Who may still attend and has a place: they count for quotas, may lead a delegation, speak, sit
behind a nameplate and need a photo. Whoever waits for a place may come, and is not counted on.
"""

GONE = frozenset({Accreditation.REJECTED, Accreditation.WITHDRAWN})
"""Who does not attend: they stand apart in their delegation, below the others, and in no order."""

PREPARED = EXPECTED | {Accreditation.DRAFT}
"""Whom their delegation completes: who may still attend, and who is begun."""

IN_HAND = frozenset({Accreditation.DRAFT, Accreditation.RETURNED})
"""To be handed in by their delegation: begun, or sent back."""

TAKING_A_PLACE = {Accreditation.SUBMITTED, Accreditation.RETURNED}
"""Of whoever replaces somebody: not approved yet, they count, and whom they replace does not."""

NEXT_ACCREDITATIONS: dict[str, frozenset[str]] = {
    Accreditation.DRAFT: frozenset({Accreditation.SUBMITTED, Accreditation.WAITING}),
    Accreditation.WAITING: frozenset(
        {Accreditation.SUBMITTED, Accreditation.REJECTED, Accreditation.WITHDRAWN}
    ),
    Accreditation.SUBMITTED: frozenset(
        {
            Accreditation.APPROVED,
            Accreditation.RETURNED,
            Accreditation.REJECTED,
            Accreditation.WITHDRAWN,
        }
    ),
    Accreditation.RETURNED: frozenset(
        {
            Accreditation.SUBMITTED,
            Accreditation.APPROVED,
            Accreditation.REJECTED,
            Accreditation.WITHDRAWN,
        }
    ),
    Accreditation.APPROVED: frozenset({Accreditation.REJECTED, Accreditation.WITHDRAWN}),
    Accreditation.REJECTED: frozenset(
        {Accreditation.SUBMITTED, Accreditation.WAITING, Accreditation.WITHDRAWN}
    ),
    Accreditation.WITHDRAWN: frozenset({Accreditation.SUBMITTED, Accreditation.WAITING}),
}
"""The legal next states: the one table, whoever moves somebody from one to another."""

RESTORABLE = {Accreditation.REJECTED, Accreditation.WITHDRAWN}
"""From these, back to submitted is called restoring; from all others, submitting."""


class Verdict(models.TextChoices):
    """What becomes of a row of an imported file."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    SAME = "same", _("No change")
    OPEN = "open", _("To be answered")
    REPEATED = "repeated", _("Same person as another row")
    LEFT_OUT = "left_out", _("Left out")
    REJECTED = "rejected", _("With problems")


APPLIED = {Verdict.NEW, Verdict.CHANGED}
HELD_BACK = {Verdict.REJECTED, Verdict.OPEN}
"""What is not imported, and goes into the file of rows to correct."""
# Of rows that bring somebody into the conference, now or once they are answered.
WANTED = {*APPLIED, Verdict.OPEN}


class QuestionKind(models.TextChoices):
    """What an import asks its organizer. Each has answers of its own: `Reply`."""

    PARTY = "party", _("Unknown countries and organizations")
    PERSON = "person", _("Same person or not")
    LETTERS = "letters", _("Damaged or foreign letters")
    PARTY_NAME = "party_name", _("Names of delegations")
    SPELLING = "spelling", _("Spellings of names")


OPTIONAL = {QuestionKind.PARTY_NAME, QuestionKind.SPELLING}
"""Questions that hold no row back: unanswered, what is registered stays as it is."""


class CellUse(models.TextChoices):
    """What is remembered of a text in the cells of imported files."""

    WORD = "word", _("Means a value of the list")
    NOTHING = "nothing", _("Means blank")
    ROWS = "rows", _("Only rows with it are read")


class Reply(models.TextChoices):
    """An answer; of some it is followed by a colon and which: a type, a party, a candidate."""

    LEAVE_OUT = "leave_out", _("Leave out")
    ADD = "add", _("Add as an organization")
    SAME = "same", _("The same")
    ANOTHER = "another", _("Another person")
    RIGHT = "right", _("Correct as it is")
    WITHOUT = "without", _("Register without this text")
    WRITE = "write", _("Spelled differently")
    TAKE_OUT = "take_out", _("Remove hidden characters")
    TAKE = "take", _("Use the file’s")
    KEEP = "keep", _("Keep what is registered")


class Fulfilment(models.TextChoices):
    """What shows that a delegation has done a task; the rest follows from what is registered."""

    TICKED = "ticked", _("An organizer ticks it")
    PEOPLE = "people", _("People handed in, and nobody still in hand")
    HEAD = "head", _("Head of delegation named")
    PHOTOS = "photos", _("Photos of everybody who needs one")
    NOMINATION = "nomination", _("Nomination handed in")
    CREDENTIALS = "credentials", _("Credentials handed in")


class CredentialsForm(models.TextChoices):
    NONE = "none", _("None")
    COPY = "copy", _("Copy")
    ORIGINAL = "original", _("Original")


class Signatory(models.TextChoices):
    """Who may sign credentials, as rules of procedure name them."""

    HEAD_OF_STATE = "head_of_state", _("Head of State")
    HEAD_OF_GOVERNMENT = "head_of_government", _("Head of Government")
    FOREIGN_MINISTER = "foreign_minister", _("Minister for Foreign Affairs")
    OTHER = "other", _("Somebody else")


class RequestState(models.TextChoices):
    """Of a request to be invited."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
