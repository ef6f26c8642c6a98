import datetime as dt
from collections.abc import Sequence
from operator import attrgetter
from typing import NoReturn

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conference import randomness
from conference.errors import DomainError
from conference.files.storage import random_key
from conference.models import ConferenceRow, User
from conference.writing.capitals import upper_name
from delegates.choices import (
    DECIDED,
    EXPECTED,
    NEXT_ACCREDITATIONS,
    Accreditation,
    Gender,
    Hosting,
    PersonListing,
    Position,
    Publication,
    YesOrNo,
    position_in_words,
)
from delegates.models.categories import Category, Rank
from delegates.models.delegate_constraints import DELEGATE_CONSTRAINTS
from delegates.models.delegate_queryset import (
    ENTITLED_TO_BADGE,
    DelegateManager,
    DelegateQuerySet,
)
from delegates.models.delegations import Delegation
from delegates.models.importing.forgetting import forgets_in_imports
from delegates.models.parties import Country
from delegates.naming.name_languages import NAME_LANGUAGE_CHOICES

REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Nine characters like `7KQ2-M9XD`: says nothing, is read aloud without doubt (Crockford)."""
    letters = randomness.characters(REFERENCE_ALPHABET, 8)
    return f"{letters[:4]}-{letters[4:]}"


def photo_key(_delegate: "Delegate", filename: str) -> str:
    return random_key("photos", filename)


@pghistory.track(
    exclude=[
        *("search_text", "name_key", "family_key", "given_key", "own_family_key", "form_key"),
        *("own_answers", "submitted_at", "replaces"),
    ]
)
class Delegate(ConferenceRow):
    """One person registered in one delegation of one conference."""

    delegation = models.ForeignKey(
        Delegation, models.PROTECT, related_name="delegates", verbose_name=_("delegation")
    )
    reference = models.CharField(
        _("reference"), max_length=20, default=new_reference, editable=False
    )
    position = models.CharField(
        _("position"), max_length=20, choices=Position, default=Position.MEMBER
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    honorific = models.CharField(_("honorific"), max_length=60, blank=True)
    given_name = models.CharField(
        _("given name"),
        max_length=120,
        blank=True,
        help_text=_("In Latin script, as in the passport."),
    )
    family_name = models.CharField(
        _("family name"),
        max_length=120,
        blank=True,
        help_text=_("In Latin script, as in the passport."),
    )
    patronymic = models.CharField(
        _("patronymic"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("In Latin script; printed where the conference says so."),
    )
    name_suffix = models.CharField(
        _("name suffix"),
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text=_("Jr., III; printed where the conference says so."),
    )
    own_given_name = models.CharField(_("given name in own script"), max_length=120, blank=True)
    own_family_name = models.CharField(_("family name in own script"), max_length=120, blank=True)
    own_name = models.CharField(
        _("name in own script"),
        max_length=250,
        blank=True,
        help_text=_(
            "As badges show it. Blank: its two parts, joined in the order of their language."
        ),
    )
    own_name_language = models.CharField(
        _("language of own script"),
        max_length=20,
        blank=True,
        choices=NAME_LANGUAGE_CHOICES,
        help_text=_("One that badges can be set in; it decides how the letters are drawn."),
    )
    display_name = models.CharField(
        _("name as shown"),
        max_length=200,
        blank=True,
        help_text=_("Only where the usual form, Given FAMILY, is wrong."),
    )
    gender = models.CharField(
        _("gender"), max_length=20, choices=Gender, default=Gender.NOT_STATED, blank=True
    )
    function = models.CharField(_("function"), max_length=300, blank=True)
    department = models.CharField(_("department"), max_length=300, blank=True)
    ministry = models.CharField(_("ministry or organization"), max_length=300, blank=True)
    listing = models.CharField(
        _("in the list of participants"),
        max_length=20,
        choices=PersonListing,
        default=PersonListing.LISTED,
        help_text=_("Who comes beyond what a list has room for is counted, not listed."),
    )
    publication = models.CharField(
        _("publication of the name"),
        max_length=20,
        choices=Publication,
        default=Publication.PUBLISHED,
        help_text=_("Left out of the list of participants, and of none of its figures."),
    )
    hosting = models.CharField(
        _("hosting"),
        max_length=20,
        choices=Hosting,
        default=Hosting.OWN,
        db_default=Hosting.OWN,
        help_text=_("Whether the host bears the costs; quotas say of how many."),
    )
    rank = models.ForeignKey(
        Rank,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("rank"),
    )
    rank_represented = models.CharField(
        _("rank represented"), max_length=300, blank=True, default="", db_default=""
    )
    in_office_since = models.DateField(_("in office since"), null=True, blank=True)
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name=_("category"),
    )
    is_category_set_by_hand = models.BooleanField(
        _("category set by hand"),
        default=False,
        help_text=_("Otherwise the category follows from kind, head and rank."),
    )
    # The database keeps it inside the delegation: see `conference.database.composite_keys`.
    spouse_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="spouses",
        verbose_name=_("spouse of"),
        help_text=_("Of the same delegation; whose rank needs no photo, the spouse needs none."),
    )
    # Who holds the place until the person here is approved, and is withdrawn then.
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        related_name="replaced_by",
        editable=False,
        verbose_name=_("in place of"),
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    nationality = models.ForeignKey(
        Country,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nationality"),
    )
    languages = models.CharField(
        _("languages"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Those that the person speaks, by name or code."),
    )
    hotel = models.CharField(_("hotel"), max_length=300, blank=True, default="", db_default="")
    # One arrival and one departure, as columns: files, history and the form follow the one list.
    arrival_at = models.DateTimeField(
        _("arrival time"),
        null=True,
        blank=True,
        help_text=_("On the clocks of the venue."),
    )
    arrival_place = models.CharField(
        _("arrival place"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Airport, station or border crossing."),
    )
    arrival_carrier = models.CharField(
        _("arrival carrier"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Airline or railway."),
    )
    arrival_number = models.CharField(
        _("arrival flight or train"), max_length=40, blank=True, default="", db_default=""
    )
    arrival_aircraft = models.CharField(
        _("arrival by State aircraft"),
        max_length=20,
        choices=YesOrNo,
        default=YesOrNo.NOT_STATED,
        db_default=YesOrNo.NOT_STATED,
        blank=True,
    )
    departure_at = models.DateTimeField(
        _("departure time"),
        null=True,
        blank=True,
        help_text=_("On the clocks of the venue."),
    )
    departure_place = models.CharField(
        _("departure place"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("Airport, station or border crossing."),
    )
    departure_carrier = models.CharField(
        _("departure carrier"),
        max_length=120,
        blank=True,
        default="",
        db_default="",
        help_text=_("Airline or railway."),
    )
    departure_number = models.CharField(
        _("departure flight or train"), max_length=40, blank=True, default="", db_default=""
    )
    departure_aircraft = models.CharField(
        _("departure by State aircraft"),
        max_length=20,
        choices=YesOrNo,
        default=YesOrNo.NOT_STATED,
        db_default=YesOrNo.NOT_STATED,
        blank=True,
    )
    photo = models.FileField(_("photo"), upload_to=photo_key, blank=True, max_length=200)
    accreditation = models.CharField(
        _("accreditation"),
        max_length=20,
        choices=Accreditation,
        default=Accreditation.SUBMITTED,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    decision_reason = models.TextField(_("reason"), blank=True, editable=False)
    # Of whoever is returned: names of the columns that the delegation is to correct.
    returned_fields = models.TextField(
        _("fields to correct"), blank=True, default="", db_default="", editable=False
    )
    # The place in the waiting list, and until when a place that has become free is kept.
    waiting_since = models.DateTimeField(_("waiting since"), null=True, editable=False)
    offered_until = models.DateTimeField(_("place offered until"), null=True, editable=False)
    # Of whoever was given a place though none was left, as long as they have it. Officers read it;
    # why somebody was decided on their delegation reads, too.
    place_reason = models.TextField(
        _("reason of the place beyond the quota"),
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # The place among those who are to be decided on: since when. Of others it says nothing.
    submitted_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)
    # Texts of own fields by which search finds the person; see `services.registration.own_fields`.
    own_answers = models.TextField(default="", db_default="", editable=False)
    search_text = models.TextField(default="", editable=False)
    name_key = models.TextField(default="", editable=False)
    # In the order of bytes, so that one index finds by the first letters and orders by name.
    family_key = models.TextField(default="", editable=False, db_collation="C")
    given_key = models.TextField(default="", editable=False, db_collation="C")
    own_family_key = models.TextField(default="", editable=False, db_collation="C")
    created_at = models.DateTimeField(auto_now_add=True, db_default=Now(), editable=False)
    # Of the form on which somebody was added: sent twice, it makes one delegate.
    form_key = models.UUIDField(null=True, editable=False)
    # Nothing else is left of the person from then on: see `services.erasure`.
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    # The first is the one that Django uses for lists, forms and related rows: whoever does not ask
    # for drafts by name never meets one.
    objects = DelegateManager()
    with_drafts = DelegateQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("delegate")
        verbose_name_plural = _("delegates")
        triggers = [forgets_in_imports]
        permissions = [
            ("decide_delegate", "Can decide on accreditation"),
            ("export_delegate", "Can export delegates"),
            ("exceed_quotas", "Can give places beyond quotas"),
            ("view_drafts", "Can view whoever is a draft"),
            ("view_everybody", "Can view what is said of all delegates"),
            ("erase_delegate", "Can erase people"),
        ]
        indexes = [
            # No list of pending entries: a search right after a large import reads the index too.
            GinIndex(
                OpClass("search_text", name="gin_trgm_ops"),
                name="delegate_search",
                fastupdate=False,
            ),
            models.Index(fields=["conference", "accreditation"], name="delegate_accreditation"),
            models.Index(fields=["delegation", "name_key"], name="delegate_name_key"),
            # A page of the sheet is read, not the whole delegation.
            models.Index(fields=["delegation", "order", "id"], name="delegate_place_in_order"),
            # Who is perhaps the same person in another delegation.
            models.Index(fields=["conference", "name_key"], name="delegate_called_alike"),
            models.Index("conference", Upper("email"), name="delegate_of_one_mailbox"),
            models.Index(fields=["conference", "family_key", "id"], name="delegate_family_key"),
            models.Index(fields=["conference", "given_key", "id"], name="delegate_given_key"),
            models.Index(fields=["conference", "own_family_key"], name="delegate_own_family_key"),
            models.Index(
                fields=["conference", "submitted_at", "id"],
                condition=Q(accreditation=Accreditation.SUBMITTED),
                name="delegate_to_be_decided_on",
            ),
            # For officers in whose scope few of those are.
            models.Index(
                fields=["delegation", "submitted_at", "id"],
                condition=Q(accreditation=Accreditation.SUBMITTED),
                name="delegate_to_decide_of_one",
            ),
            models.Index(
                fields=["category", "submitted_at", "id"],
                condition=Q(accreditation=Accreditation.SUBMITTED),
                name="delegate_to_decide_in_category",
            ),
        ]
        constraints = [*ConferenceRow.Meta.constraints, *DELEGATE_CONSTRAINTS]

    def __str__(self) -> str:
        if self.erased_at:
            return gettext("Erased person")
        return ", ".join(filter(None, [upper_name(self.family_name), self.given_name]))

    @property
    def duty(self) -> list[str]:
        """What the person does and where: as many of the three lines as there are."""
        return [line for line in (self.function, self.department, self.ministry) if line]

    @property
    def is_photo_needed(self) -> bool:
        """As the ranks of the person and of whose spouse they are say, both of them loaded.

        The set form is `DelegateQuerySet.missing_photo`.
        """
        ranks = (self.rank, self.spouse_of.rank if self.spouse_of else None)
        return all(rank is None or rank.is_photo_needed for rank in ranks)

    @property
    def are_documents_needed(self) -> bool:
        """Nobody hands in more than a photo of whom not even that is asked."""
        is_needed = self.rank is None or self.rank.are_documents_needed
        return self.is_photo_needed and is_needed

    @property
    def initials(self) -> str:
        """Stand where there is no photo."""
        return (self.given_name[:1] + self.family_name[:1]).upper()

    @property
    def to_correct(self) -> list[str]:
        """Names of the columns that the delegation was asked to correct."""
        return self.returned_fields.split()

    @property
    def is_draft(self) -> bool:
        """Known to the delegation and to organizers alone."""
        return self.accreditation == Accreditation.DRAFT

    @property
    def is_hosted(self) -> bool:
        return self.hosting == Hosting.HOSTED

    @property
    def is_expected(self) -> bool:
        """May still attend, whatever becomes of the delegation."""
        return self.accreditation in EXPECTED

    @property
    def is_head(self) -> bool:
        return self.delegation.head_id == self.pk

    @property
    def is_leading(self) -> bool:
        """Whoever was to lead and does not attend leads nobody; a draft is to lead."""
        return self.is_head and (self.is_expected or self.is_draft)

    @property
    def position_in_words(self) -> str:
        return position_in_words(self.position, is_head=self.is_leading)

    @property
    def is_entitled_to_badge(self) -> bool:
        """Whether a badge of this delegate is valid now. Asked, never stored."""
        return all(
            attrgetter(path.replace("__", "."))(self) == value
            for path, value in ENTITLED_TO_BADGE.items()
        )

    def require_transition_to(self, accreditation: Accreditation) -> None:
        self.require_not_erased()
        if accreditation not in NEXT_ACCREDITATIONS[self.accreditation]:
            self.refuse_transition_to(accreditation)

    def is_offered_place(self, at: dt.datetime) -> bool:
        """Whether a place is kept for whoever waits for one, until a time that is not over."""
        return self.offered_until is not None and at < self.offered_until

    def require_not_erased(self) -> None:
        if self.erased_at:
            raise DomainError(gettext("This person is erased."))

    def refuse_transition_to(self, accreditation: Accreditation) -> NoReturn:
        raise DomainError(
            gettext("%(name)s: “%(now)s” cannot become “%(then)s”.")
            % {
                "name": self,
                "now": self.get_accreditation_display(),
                "then": accreditation.label,
            }
        )

    def set_accreditation(
        self,
        accreditation: Accreditation,
        *,
        by: User | None,
        at: dt.datetime,
        reason: str = "",
        fields: Sequence[str] = (),
    ) -> None:
        """Where nothing is decided, who, when and why are forgotten: the history keeps all three,
        the trail who and when. Why there was a place beyond the quota goes with the place.
        Whoever waits or is submitted comes last in line; who was approved for a moment does not.

        Does not save.
        """
        is_undone = self.accreditation == Accreditation.APPROVED
        if accreditation == Accreditation.SUBMITTED and not is_undone:
            self.submitted_at = at
        is_decision = accreditation in DECIDED
        self.accreditation = accreditation
        self.decided_at = at if is_decision else None
        self.decided_by = by if is_decision else None
        self.decision_reason = reason
        self.returned_fields = " ".join(fields)
        self.waiting_since = at if accreditation == Accreditation.WAITING else None
        self.offered_until = None
        if accreditation not in EXPECTED:
            self.place_reason = ""
