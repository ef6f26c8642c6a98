"""Delegates in numbers: which of them, which match, and in what order."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from conference.models import Conference, ConferenceRowQuerySet, User
from conference.writing.folding import has_only_short_words, spellings
from delegates.choices import EXPECTED, GONE, IN_HAND, PREPARED, Accreditation
from delegates.models.scopes import accompanied_by, narrowed, within
from delegates.models.searching import (
    FREQUENT,
    MOST_READ,
    by_trigrams,
    in_first_names,
    loosely,
    words_in_search_text,
)

if TYPE_CHECKING:
    from delegates.models.delegates import Delegate

PROTOCOL_ORDER = (
    "delegation__protocol_key",
    "delegation_id",
    Case(When(leads__isnull=False, then=0), default=1),
    "order",
    "pk",
)


ENTITLED_TO_BADGE: dict[str, Any] = {
    "accreditation": Accreditation.APPROVED,
    "delegation__withdrawn_at": None,
}
"""What a delegate must be to have a badge, and for a badge to be valid: for one and for a set."""


def photo_missing(states: Collection[Accreditation] = EXPECTED) -> Q:
    """Of delegates in these states; see `DelegateQuerySet.missing_photo`."""
    return Q(photo="", accreditation__in=states) & is_photo_needed()


def is_photo_needed() -> Q:
    """The set form of `Delegate.is_photo_needed`.

    Whose spouse somebody is is looked up of those spouses alone who have no photo: joined, it is
    read of the whole conference for one delegation.
    """
    people = apps.get_model("delegates", "Delegate")._base_manager
    spouse = people.filter(pk=OuterRef("spouse_of")).values("rank__is_photo_needed")
    is_needed: Any = Coalesce(Subquery(spouse), Value(True))
    by_spouse = Q(spouse_of__isnull=True) | Q(is_needed)
    return ~Q(rank__is_photo_needed=False) & by_spouse


def photo_to_come() -> Q:
    """Of drafts too, where they are seen."""
    return photo_missing(PREPARED)


def to_be_handed_in(at: dt.datetime, *, is_open: bool) -> Q:
    """See `DelegateQuerySet.to_be_handed_in`."""
    offered = Q(accreditation=Accreditation.WAITING, offered_until__gt=at)
    offered &= Q(delegation__withdrawn_at=None)
    return Q(accreditation__in=IN_HAND) | offered if is_open else offered


NAMES_BEGIN = ("family_key", "given_key", "own_family_key")
"""The whole name as it is looked up from its beginning: family name first, given name first, and
in own script.
"""


def _begins(query: str) -> Q:
    begins = Q()
    for key in NAMES_BEGIN:
        for form in spellings(query):
            begins |= Q(**{f"{key}__startswith": form})
    return begins


DRAFTS = "delegates.view_drafts"
"""What organizers alone may: whoever reads the conference's lists meets no draft."""


class DelegateQuerySet(ConferenceRowQuerySet["Delegate"]):
    def visible_to(self, user: User) -> Self:
        """Those in the scope of a staff role; drafts by organizers alone.

        Focal points have no staff role: what they see is `registration.frame.people_of`.
        """
        seen = super().visible_to(user).in_scope_of(user)
        if user.is_superuser:
            return seen
        return seen.filter(
            ~Q(accreditation=Accreditation.DRAFT) | Q(conference__in=user.conferences_where(DRAFTS))
        )

    def known_to(self, user: User, conference: Conference) -> Self:
        """Of that conference, where what else the user may see of it is asked apart."""
        if user.has_perm(DRAFTS, conference):
            return self
        return self.exclude(accreditation=Accreditation.DRAFT)

    def in_scope_of(self, user: User) -> Self:
        """By kind and category, where all roles of the user that read delegates have a scope."""
        return self.filter(within(user, kind="delegation__kind", category="category"))

    def replacing_beyond(self, user: User) -> Self:
        """In the place of somebody who holds it and whom the user's scope does not have: approved
        by an officer for both.
        """
        return self.filter(self._replaces_beyond(user)) if narrowed(user) else self.none()

    def replacing_nobody_beyond(self, user: User) -> Self:
        return self.filter(~self._replaces_beyond(user)) if narrowed(user) else self

    def _replaces_beyond(self, user: User) -> Q:
        formers = self.model._base_manager.filter(pk=OuterRef("replaces"))
        formers = formers.filter(accreditation__in=EXPECTED)
        in_scope = within(user, kind="delegation__kind", category="category")
        is_seen: Any = Exists(formers.filter(in_scope))
        holds: Any = Exists(formers)
        return Q(replaces__isnull=False) & Q(holds) & ~Q(is_seen)

    def accompanied_by(self, user: User) -> Self:
        """Of the delegations whose liaison officer the user is."""
        return self.filter(delegation__in=accompanied_by(user))

    def registered(self) -> Self:
        """Without drafts, and without those of whom nothing is left."""
        return self.exclude(accreditation=Accreditation.DRAFT).filter(erased_at=None)

    def accredited(self) -> Self:
        return self.filter(accreditation=Accreditation.APPROVED)

    def attending(self) -> Self:
        """Of delegations that attend."""
        return self.filter(delegation__withdrawn_at__isnull=True)

    def of_withdrawn_delegations(self) -> Self:
        return self.filter(delegation__withdrawn_at__isnull=False)

    def entitled_to_badge(self) -> Self:
        """The set form of `Delegate.is_entitled_to_badge`."""
        return self.filter(**ENTITLED_TO_BADGE)

    def expected(self) -> Self:
        """Who may still attend, of delegations that attend."""
        return self.attending().filter(accreditation__in=EXPECTED)

    def to_be_handed_in(self, at: dt.datetime, *, is_open: bool) -> Self:
        """By their delegation: begun, sent back, or offered a place whose time is not over. That
        time runs on once registration is closed, and only of those offered.
        """
        return self.filter(to_be_handed_in(at, is_open=is_open))

    def missing_photo(self) -> Self:
        """Who may still attend and lacks a photo: the set form of `Delegate.is_photo_needed`."""
        return self.filter(photo_missing())

    def matching(self, query: str) -> Self:
        """Delegates whose search text holds every word of the query (design decision 9).

        By one or two letters only names that begin so are looked up: nearly every text holds them
        somewhere.
        """
        if has_only_short_words(query):
            return self.filter(_begins(query))
        return self.filter(words_in_search_text(query))

    def some_matching(self, query: str, conference: Conference, most: int) -> list["Delegate"]:
        """By name: all that match where they are few, else those among the first of the conference.

        Neither reads more than some thousand rows of any number.
        """
        first = in_first_names(query, conference, most)
        if len(first) >= FREQUENT:
            return list(self.filter(pk__in=first).by_name())
        with by_trigrams():
            found = list(self.filter(words_in_search_text(query)).order_by()[:MOST_READ])
        return sorted(found, key=lambda delegate: (delegate.family_key, delegate.pk))[:most]

    def nearly_matching(self, query: str, most: int) -> list["Delegate"]:
        """Some whose search text has a stretch that is much like the query, in no order.

        Of one or two letters nothing is like the rest.
        """
        if has_only_short_words(query):
            return []
        alike = Q()
        for form in spellings(query):
            alike |= Q(search_text__trigram_word_similar=form)
        with loosely():
            return list(self.filter(alike).order_by()[:most])

    def named_from(self, query: str) -> list[Self]:
        """Whose name begins so, written in one order or another: each in the order of an index."""
        return [
            self.filter(**{f"{key}__startswith": form}).order_by(key, "pk")
            for form in spellings(query)
            for key in NAMES_BEGIN
        ]

    def not_gone(self) -> Self:
        """Whoever may attend, and who is begun."""
        return self.exclude(accreditation__in=GONE)

    def gone(self) -> Self:
        return self.filter(accreditation__in=GONE)

    def by_name(self) -> Self:
        """By family name, in Latin letters without accents: the order of an index."""
        return self.order_by("family_key", "pk")

    def in_protocol_order(self) -> Self:
        """Kinds, then the delegation's name, then its head, then the delegation's own order."""
        return self.order_by(*PROTOCOL_ORDER)


Everybody = models.Manager.from_queryset(DelegateQuerySet)


class DelegateManager(Everybody["Delegate"]):
    """Whoever is registered: drafts and the erased stand in no list, figure, search or export.

    Rows that are reached through a reference or a join, not through a manager, say so themselves.
    """

    def get_queryset(self) -> DelegateQuerySet:
        return DelegateQuerySet(self.model, using=self._db).registered()
