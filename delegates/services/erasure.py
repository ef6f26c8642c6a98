"""A person is erased: nothing of them is left but that there was somebody (design 13 and 14).

Whoever owns a place where something of a person lies registers it, as `Erased` or as `Kept` with
the reason, in the module `erasing` of its app. No other way to erase somebody exists.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Lower
from django_stubs_ext import StrPromise

from conference import audit, bell
from conference.database.row_updates import update_rows
from conference.errors import DomainError
from conference.models import Conference, User
from conference.writing.folding import fold
from delegates.choices import Accreditation
from delegates.derived import DERIVED_DELEGATE_FIELDS, derive_delegates
from delegates.models import Delegate, Proposal, SamePersonSpelling
from delegates.services import delegations, reasons, registering, scopes
from delegates.services.review import waiting_list

# Whatever is not named is blanked: a column that comes later is not forgotten.
NOT_BLANKED = frozenset(
    {
        *("id", "conference", "delegation", "reference", "order", "created_at", "erased_at"),
        *("accreditation", "decided_at", "decided_by", "submitted_at"),
    }
)
NAMES = (("given_name", "family_name"), ("own_given_name", "own_family_name"))
WHOLE_NAMES = ("own_name", "display_name")


@dataclass(frozen=True)
class Person:
    """Somebody who is being erased, as they were: `row` is held and not blanked yet."""

    row: Delegate
    by: User
    at: dt.datetime

    @property
    def conference(self) -> Conference:
        return self.row.conference

    @cached_property
    def events(self) -> list[Any]:
        return list(_history().filter(pgh_obj_id=self.row.pk))

    @cached_property
    def names(self) -> frozenset[tuple[str, ...]]:
        """By which they are or were called: the words of each, folded."""
        said: set[tuple[str, ...]] = set()
        for row in [self.row, *self.events]:
            said.update((getattr(row, given), getattr(row, family)) for given, family in NAMES)
            said.update((getattr(row, name),) for name in WHOLE_NAMES)
        for spelling in SamePersonSpelling.objects.filter(delegate=self.row):
            said.add((spelling.given_name, spelling.family_name))
        for proposal in Proposal.objects.filter(delegate=self.row):
            for parts in NAMES:
                now = (proposal.values.get(part, getattr(self.row, part)) for part in parts)
                said.add(tuple(map(str, now)))
        words = (tuple(fold(" ".join(parts)).split()) for parts in said)
        return frozenset(filter(None, words))

    @cached_property
    def addresses(self) -> set[str]:
        """Of mailboxes that are or were theirs and nobody else's: one may serve a whole mission."""
        said = {row.email.lower() for row in [self.row, *self.events] if row.email}
        others = Delegate.with_drafts.for_conference(self.conference).exclude(pk=self.row.pk)
        shared = others.annotate(mailbox=Lower("email")).filter(mailbox__in=said)
        return said - set(shared.values_list("mailbox", flat=True))

    @cached_property
    def delegations(self) -> set[int]:
        """Ids of those that they are or were in."""
        return {self.row.delegation_id, *(event.delegation_id for event in self.events)}

    def is_named_in(self, *texts: str, is_about_them: bool = False) -> bool:
        """Whether all words of one of their names stand there, in whatever order.

        A name of one word is that of many: it counts where nothing else is said, or where the text
        is known to be about the person.
        """
        there = {word for word in re.split(r"[\W_]+", fold(" ".join(texts))) if word}
        for name in self.names:
            words = {part for word in name for part in re.split(r"[\W_]+", word) if part}
            if words <= there and (is_about_them or len(words) > 1 or words == there):
                return True
        return False

    def is_named_within(self, stored: object) -> bool:
        """The same of values that a JSON column holds."""
        return self.is_named_in(*_texts(stored))

    def forget_file(self, key: str | None) -> None:
        """Gone once this is committed; where it breaks off then, with the sweep for such files."""
        if key:
            transaction.on_commit(partial(default_storage.delete, key), robust=True)


def _texts(stored: object) -> Iterator[str]:
    if isinstance(stored, dict):
        for value in stored.values():
            yield from _texts(value)
    elif isinstance(stored, list | tuple):
        for value in stored:
            yield from _texts(value)
    elif isinstance(stored, str):
        yield stored


def nothing_against(_delegate: Delegate) -> str:
    return ""


@dataclass(frozen=True)
class Erased:
    """Rows of these models say nothing of the person after `erase`.

    `words` say on the page that asks what goes. `why_not` gives, in words, why nobody can be erased
    now: work that holds the person is under way.
    """

    models: tuple[str, ...]
    words: str | StrPromise
    erase: Callable[[Person], object]
    why_not: Callable[[Delegate], str] = nothing_against


@dataclass(frozen=True)
class Kept:
    """A model that refers to people and says nothing of them, and why it stays."""

    model: str
    why: str


places: list[Erased | Kept] = []


def register(added: Iterable[Erased | Kept]) -> None:
    """Called once by each app that has such places, when it is ready."""
    places.extend(added)


def erased_places() -> list[Erased]:
    return [place for place in places if isinstance(place, Erased)]


@transaction.atomic
def erase(*, delegate: Delegate, by: User, at: dt.datetime) -> Delegate:
    """Once and for all: the row stays, withdrawn, and says that somebody was erased.

    Twice is once. Raises DomainError while work that holds the person is under way. All of it is
    one transaction; files go after it.
    """
    if Delegate.with_drafts.filter(pk=delegate.pk, erased_at__isnull=False).exists():
        return Delegate.with_drafts.get(pk=delegate.pk)
    # Whoever prints the list or releases the agenda holds it, too, and before people.
    Conference.objects.select_for_update(no_key=True).get(pk=delegate.conference_id)
    led, others = reasons.of_others(Person(delegate, by, at))
    registering.held_delegations({delegate.delegation_id, *led})
    # Whoever sends or publishes badges holds their people, too.
    held = [delegate, *Delegate.with_drafts.filter(pk__in=others - {delegate.pk})]
    row = registering.held_delegates(held)[delegate.pk]
    scopes.require_within(Delegate.with_drafts, [row.pk], by=by)
    for place in erased_places():
        if why_not := place.why_not(row):
            raise DomainError(why_not)
    person = Person(row, by, at)
    # While the row still says who it is.
    _ = person.events, person.names
    for place in erased_places():
        place.erase(person)
    audit.record("delegate.erased", target=row, by=by, at=at)
    bell.ring_on_commit(waiting_list.WAKE, queue=waiting_list.QUEUE)
    return row


def blank(person: Person) -> None:
    """The row, its history and the photos of both."""
    row = person.row
    for each in [row, *person.events]:
        person.forget_file(each.photo.name)
    _blank(row)
    if row.is_head:
        delegations.appoint_head(
            delegation=row.delegation, delegate=None, by=person.by, at=person.at
        )
    row.set_accreditation(Accreditation.WITHDRAWN, by=person.by, at=person.at)
    row.erased_at = person.at
    derive_delegates([row], row.conference)
    names = {field.name for field in Delegate._meta.concrete_fields}
    update_rows([row], sorted(names - {"id", "conference", "delegation", *DERIVED_DELEGATE_FIELDS}))
    update_rows([row], list(DERIVED_DELEGATE_FIELDS))
    Delegate.with_drafts.filter(spouse_of=row).update(spouse_of=None)
    # The row that the history keeps of this change too.
    events = list(_history().filter(pgh_obj_id=row.pk))
    blanked = _blanked_names(_history().model)
    for event in events:
        _blank(event)
    _history().bulk_update(events, blanked, batch_size=200)


def _blank(row: Any) -> None:
    for name in _blanked_names(type(row)):
        field = row._meta.get_field(name)
        value = None if field.null else field.get_default()
        setattr(row, field.attname, value)


def _blanked_names(model: Any) -> list[str]:
    """Without what a history row says of itself."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in NOT_BLANKED and not field.name.startswith("pgh_")
    ]


def _history() -> Any:
    return apps.get_model("delegates", "DelegateEvent")._default_manager
