"""Decisions: one declaration of each gives its button, its page, its permission and its view.

The admin of a model lists them in `decisions`, in the order of the buttons. What is private and can
be taken back happens at once. What needs a reason, what the public sees and what anything follows
from is decided on a page that shows whom it is about, and what follows (design decision 18).
"""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import ngettext
from django_stubs_ext import StrPromise

from conference.models import BackgroundJob, Conference, User

Row = TypeVar("Row", bound=Model)

NAMED = 5
# Where the address of a decision is not one of its own.
COMMON_PAGE = "decide"


@dataclass(frozen=True)
class Given:
    """In which conference, by whom, when and why something is decided."""

    conference: Conference | None
    by: User
    at: dt.datetime
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """How many rows were decided on, and in words why others were not."""

    decided: int
    refused: Sequence[str] = ()


# Both take a QuerySet of the rows that are decided on.
Decide = Callable[[Any, Given], Outcome]
Follows = Callable[[Any], Sequence[str]]
# Takes the ids of rows that are decided on in the background, once their turn comes.
DecideLater = Callable[[Collection[int], Given], BackgroundJob]


def always(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class Decision:
    """`value` names it in its address, `words` on its button, `done` in the message afterwards.

    `decide` calls the service. `needs` is the permission, see `FurtherPages.is_let`. `follows` says
    of the rows, sentence by sentence, what comes of it. `for_many` offers it for chosen rows, too.
    `page` is the name of its address where that is not the common one, `decide/<value>/`.
    `decide_later` decides on more rows than a page shows.
    """

    value: str
    words: str | StrPromise
    done: str | StrPromise
    decide: Decide
    needs: str
    is_legal: Callable[[Any], bool] = always
    needs_reason: bool = False
    is_public: bool = False
    follows: Follows | None = None
    for_many: bool = False
    page: str = COMMON_PAGE
    decide_later: DecideLater | None = None


def one_by_one(service: Callable[..., object], argument: str, **further: object) -> Decide:
    """Calls a service of one row for each: all are decided on or, where one is refused, none."""

    def decide(rows: QuerySet[Any], given: Given) -> Outcome:
        why = {"reason": given.reason} if given.reason else {}
        with transaction.atomic():
            done = [
                service(**{argument: row}, by=given.by, at=given.at, **why, **further)
                for row in rows
            ]
        return Outcome(len(done))

    return decide


def named(rows: QuerySet[Row], say: Callable[[Row], str]) -> list[str]:
    """A sentence about each of the first few rows, and how many there are besides."""
    said = [say(row) for row in rows[:NAMED]]
    others = rows.count() - len(said)
    if others:
        said.append(ngettext("… and %d other.", "… and %d others.", others) % others)
    return said


@dataclass(frozen=True)
class Card:
    """Whom or what a decision is about, as its page shows it."""

    title: str
    lines: Sequence[str] = ()
    picture: str = ""


@dataclass(frozen=True)
class Button:
    """`acts` at once where nothing is asked; else it leads to the decision's page."""

    value: str
    words: str | StrPromise
    url: str
    acts: bool
