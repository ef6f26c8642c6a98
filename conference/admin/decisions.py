"""Decisions: one declaration of each gives its button, its page, its permission and its view.

The admin of a model lists them in `decisions`, in the order of the buttons. What is private and can
be taken back happens at once. What needs a reason, what the public sees and what anything follows
from is decided on a page that shows whom it is about, and what follows (design decision 18).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from conference.admin.forms.blanks import say_blanks_in_words
from conference.admin.forms.words import clean_words
from conference.admin.refusals import REFUSALS
from conference.admin.refusals import words as refusal_words
from conference.contributions import Effect
from conference.models import BackgroundJob, Conference, User

Row = TypeVar("Row", bound=Model)

NAMED = 5
# Where the address of a decision is not one of its own.
COMMON_PAGE = "decide"


@dataclass(frozen=True)
class Given:
    """In which conference, by whom, when and why something is decided.

    `answers` are those to what the decision's form asks beside the reason.
    """

    conference: Conference | None
    by: User
    at: dt.datetime
    reason: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How many rows were decided on, and in words why others were not.

    `told` says of one row in a sentence what became of it.
    """

    decided: int
    refused: Sequence[str] = ()
    told: str = ""


# Both take a QuerySet of the rows that are decided on.
Decide = Callable[[Any, Given], Outcome]
Follows = Callable[[Any], Sequence[Effect]]
# Takes the ids of rows that are decided on in the background, once their turn comes.
DecideLater = Callable[[Collection[int], Given], BackgroundJob]


def always(_row: Any) -> bool:
    return True


def whoever_decides(_request: HttpRequest, _row: Any) -> bool:
    return True


class DecisionForm(forms.Form):
    """What a decision asks: nothing. What is asked beside the reason goes into `Given.answers`.

    Where it `leads_on`, its answers come before what follows from them can be shown.
    """

    leads_on = False

    def __init__(
        self, data: Any, *, rows: QuerySet[Any], conference: Conference | None, by: User
    ) -> None:
        self.rows, self.conference, self.by = rows, conference, by
        super().__init__(data)
        say_blanks_in_words(self)

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in list(self.cleaned_data):
            clean_words(self, name, is_asked_about=False)
        return self.cleaned_data

    def effects(self, _rows: Any) -> Sequence[Effect]:
        """What follows from the answers; asked once they are valid."""
        return []


class ReasonForm(DecisionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        max_length=1000,
        help_text=gettext_lazy("It is kept with the decision, and whom it concerns may read it."),
    )


@dataclass(frozen=True)
class Decision:
    """`value` names it in its address, `words` on its button, `done` in the message afterwards.

    `act` is the verb with a `%s` for whom or what it is about, as the button of its page says it.
    `will` says in a sentence what is done; for many it counts them, as `%(count)d`.
    `decide` calls the service. `needs` is the permission, see `FurtherPages.is_let`; `is_open_to`
    says to whom of those who hold it. `follows` says of the rows, thing by thing, what comes of it.
    Where it `asks_only_of_what_follows`, it happens at once as long as nothing does. `undone_by`
    is the value of the decision that takes it back. `for_many` offers it for chosen rows, too.
    `page` is the name of its address where that is not the common one, `decide/<value>/`; the
    `template` of its page extends that of all.
    `decide_later` decides on more rows than anybody reads one by one. What `takes_away` refuses,
    ends or throws away something: its button stands in red.
    """

    value: str
    words: str | StrPromise
    act: str | StrPromise
    will: Any
    done: str | StrPromise
    decide: Decide
    needs: str
    is_legal: Callable[[Any], bool] = always
    is_open_to: Callable[[HttpRequest, Any], bool] = whoever_decides
    form: type[DecisionForm] = DecisionForm
    is_public: bool = False
    follows: Follows | None = None
    asks_only_of_what_follows: bool = False
    undone_by: str = ""
    for_many: bool = False
    page: str = COMMON_PAGE
    template: str = "admin/decision.html"
    decide_later: DecideLater | None = None
    takes_away: bool = False

    @property
    def asks(self) -> bool:
        """Whether there is something to fill in."""
        return bool(self.form.base_fields)

    def will_of(self, count: int) -> str:
        return str(self.will % {"count": count})


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


def each_alone(service: Callable[..., object], argument: str) -> Decide:
    """Calls a service of one row for each: whoever is refused is named, the others are done."""

    def decide(rows: QuerySet[Any], given: Given) -> Outcome:
        refused = []
        everything = list(rows)
        for row in everything:
            try:
                with transaction.atomic():
                    service(**{argument: row}, by=given.by, at=given.at)
            except REFUSALS as error:
                refused.append(refusal_words(error))
        return Outcome(len(everything) - len(refused), refused)

    return decide


def about(row: Model, words: str, name: str = "") -> Effect:
    """An effect whose words name the row, and lead to it for whoever may see it."""
    opts = row._meta
    return Effect(
        words,
        name or str(row),
        reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
        f"{opts.app_label}.view_{opts.model_name}",
    )


def named(rows: QuerySet[Row], say: Callable[[Row], Effect]) -> list[Effect]:
    """What comes of each of the first few rows, and how many there are besides."""
    said = [say(row) for row in rows[:NAMED]]
    # Of thousands that are decided on nothing often comes: it is not looked for twice.
    others = rows.count() - len(said) if said else 0
    if others:
        said.append(Effect(ngettext("… and %d other.", "… and %d others.", others) % others))
    return said


@dataclass(frozen=True)
class Card:
    """Whom or what a decision is about, as its page shows it.

    `name` is what a sentence calls it, where that is not the title.
    """

    title: str
    lines: Sequence[str] = ()
    picture: str = ""
    name: str = ""


@dataclass(frozen=True)
class Sight:
    """What the page of a decision shows: cards of the first few, and what follows.

    `left` are those of the chosen for whom it is not possible. `version` tells what somebody has
    read before, elsewhere, from what it has become.
    """

    count: int
    cards: Sequence[Card]
    effects: Sequence[Effect]
    left: Sequence[str] = ()
    version: str = ""

    @property
    def others(self) -> int:
        return self.count - len(self.cards)

    @property
    def only(self) -> Card | None:
        """Of the one that was chosen, and of no others."""
        return self.cards[0] if self.count == 1 and not self.left else None

    @property
    def promise(self) -> str:
        """Changes with anything that was shown: what is decided on is what somebody has read."""
        shown = [
            self.count,
            [[card.title, *map(str, card.lines)] for card in self.cards],
            [effect.words for effect in self.effects],
            list(self.left),
            self.version,
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Button:
    """`acts` at once where nothing is asked; else it leads to the decision's page. `promise` is of
    what the page with the button shows, where that is decided on.
    """

    value: str
    words: str | StrPromise
    url: str
    acts: bool
    takes_away: bool = False
    promise: str = ""
