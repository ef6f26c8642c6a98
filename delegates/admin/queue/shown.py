"""What an officer reads before they decide: what is registered, what is missing, what is open."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst

from conference.admin import may, signed_in
from conference.models import User
from delegates import own_answers, own_words
from delegates.admin.person.own_answers import SEES as SEES_OWN_ANSWERS
from delegates.admin.registration.proposals import in_words
from delegates.columns import COLUMNS, Section
from delegates.models import Delegate, OwnField
from delegates.outstanding.asking import to_correct_in_words
from delegates.outstanding.lacks import Lacks
from delegates.outstanding.returned import last_returns
from delegates.recognition.descriptions import Description
from delegates.services import identity

# Said above the values, or not a field of the person.
ELSEWHERE = {"delegation", "kind", "reference"}
IN_ORDER = (Section.PERSON, Section.FUNCTION, Section.CONTACT, Section.TRAVEL)


@dataclass(frozen=True)
class Value:
    label: str
    words: str


def sections(request: HttpRequest, delegate: Delegate) -> Iterator[list[Value]]:
    """What is known, by the sections of the form, and the answers to own fields."""
    for section in IN_ORDER:
        if found := list(_values(delegate, section, signed_in(request))):
            yield found
    if may(request, SEES_OWN_ANSWERS) and (found := list(_answers(delegate))):
        yield found


def _values(delegate: Delegate, section: Section, reader: User) -> Iterator[Value]:
    for column in COLUMNS.in_section(section):
        if column.name in ELSEWHERE or not getattr(delegate, column.name):
            continue
        if column.name == "position":
            yield Value(str(column.label), delegate.position_in_words)
        else:
            yield Value(str(column.label), in_words(delegate, column.name, reader))


def _answers(delegate: Delegate) -> Iterator[Value]:
    stored = own_answers.values_of(delegate)
    fields = OwnField.objects.for_conference(delegate.conference).filter(pk__in=stored)
    for own in fields:
        words = own_words.in_words(own, stored[own.pk])
        if words:
            yield Value(own_words.label_of(own), words)


def missing(delegate: Delegate, lacks: Lacks) -> list[str]:
    """What the conference requires of such a person, and is empty."""
    named = [str(column.label) for column in lacks.columns(delegate)]
    return [capfirst(each) for each in [*named, *map(own_words.label_of, lacks.own(delegate))]]


@dataclass(frozen=True)
class EarlierReturn:
    at: dt.datetime
    reason: str
    unchanged: str


def earlier_return(delegate: Delegate) -> EarlierReturn | None:
    """Of whoever was sent back before and is handed in again."""
    found = last_returns([delegate]).get(delegate.pk)
    if found is None:
        return None
    labels = to_correct_in_words(delegate.conference)
    unchanged = [str(words) for name, words in labels.items() if name in found.unchanged]
    return EarlierReturn(found.at, found.reason, ", ".join(map(capfirst, unchanged)))


def alike(request: HttpRequest, delegate: Delegate) -> list[identity.Resemblance]:
    """Who is perhaps the same person: nobody has said yet."""
    description: Any = Description.of(vars(delegate))
    return identity.resembling(
        description=description,
        delegation=delegate.delegation,
        by=signed_in(request),
        itself=delegate.pk,
    )
