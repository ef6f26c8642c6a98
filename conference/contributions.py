"""What a higher app adds to a lower one's pages: the lower one never names the higher.

The higher app calls `contribute(model, …)` with what it adds to the model's list, to the pages of
its records and to the pages of its decisions. Each contribution says what it needs, as a page does.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_stubs_ext import StrPromise

from conference.models import BackgroundJob, Conference


@dataclass(frozen=True)
class ListAction:
    """An action on the rows chosen in a list.

    `run` is called with the list's admin, the request and the rows. A DomainError that it raises is
    shown above the list.
    """

    name: str
    words: str | StrPromise
    needs: str
    run: Callable[[Any, HttpRequest, Any], HttpResponseBase | None]


@dataclass(frozen=True)
class ListFilter:
    """`kind` is what Django's `list_filter` takes."""

    needs: str
    kind: type[Any]


@dataclass(frozen=True)
class Column:
    """A column at the end of a list.

    `load` makes the rows of one page ready, in a number of queries that does not grow with them;
    `cell_for` gives what `list_display` takes: a function of a row, with its description.
    """

    needs: str
    load: Callable[[QuerySet[Any]], QuerySet[Any]]
    cell_for: Callable[[HttpRequest], Callable[[Any], str]]


@dataclass(frozen=True)
class Said:
    """A thing said of a row. `mark` (good, wait, bad, off) gives its words a dot."""

    words: str
    mark: str = ""


@dataclass(frozen=True)
class Fact:
    """What is said of each row of a page that shows several, as a delegation's sheet does.

    `name` tells one kind of fact from the others in the page's styles. `load` makes the rows of one
    page ready, as a column's does; `say_for` gives what is said of a row, for one conference.
    """

    name: str
    needs: str
    load: Callable[[QuerySet[Any]], QuerySet[Any]]
    say_for: Callable[[Conference], Callable[[Any], Sequence[Said]]]


@dataclass(frozen=True)
class Use:
    """A tool on the page of one record: a link, or a button that posts where `acts`.

    Without `url` the tool cannot be used now, and `words` say why.
    """

    words: str
    url: str = ""
    acts: bool = False


@dataclass(frozen=True)
class Tool:
    """Something to do with a record on its page, and wherever it is found.

    `uses_for` says how it stands with each of some records of one conference, in a number of
    queries that does not grow with them.
    """

    needs: str
    uses_for: Callable[[Sequence[Any]], Sequence[Use]]


@dataclass(frozen=True)
class Effect:
    """One thing that follows from a decision, in words that name it.

    `name`, a part of the words, leads to `url` for whoever holds the permission that it `needs`.
    Everybody else reads `otherwise`, where the words tell what only those may know.
    """

    words: str
    name: str = ""
    url: str = ""
    needs: str = ""
    otherwise: str = ""

    @property
    def pieces(self) -> tuple[str, str, str]:
        """The words before the name, the name, and those after it."""
        return self.words.partition(self.name) if self.name else (self.words, "", "")


@dataclass(frozen=True)
class LivePart:
    """What stands beside the form of a record and follows it while somebody types.

    The form as it stands is sent to what `url_for` gives for the record, None for one that is being
    added; the answer has a block called `name`, which is shown. `needs` is the permission.
    """

    name: str
    words: str | StrPromise
    needs: str
    url_for: Callable[[Any], str]


@dataclass(frozen=True)
class Consequences:
    """What follows from decisions, named by their values, besides what they say themselves.

    `follows` takes the rows that are decided on; see `conference.admin.decisions`.
    """

    decisions: frozenset[str]
    follows: Callable[[Any], Sequence[Effect]]


@dataclass(frozen=True)
class Referrers:
    """What keeps records from being deleted, in words, and where that can be ended if it can.

    `named` takes the ids of records and gives, of those to which rows of the higher app refer, a
    `Use` for each row. The query count does not grow with the records.
    """

    needs: str
    named: Callable[[Collection[int]], Mapping[int, Sequence[Use]]]


@dataclass(frozen=True)
class SavingEffects:
    """What follows from saving a record of which one of these `fields` has another value.

    The form is shown again with it, and saved once it is sent a second time.
    """

    fields: frozenset[str]
    follows: Callable[[Any], Sequence[Effect]]


@dataclass(frozen=True)
class Objection:
    """Why a record cannot be saved with the value that this `field` of it has now.

    `words_for` takes the record as it would be saved; "" where nothing is said against it. It is
    not asked about records that are being added.
    """

    field: str
    words_for: Callable[[Any], str]


def nothing_near(_request: HttpRequest, _query: str) -> Sequence[Any]:
    return ()


def nothing_next(_request: HttpRequest, rows: Sequence[Any]) -> Sequence[None]:
    """The page of each is all there is."""
    return [None] * len(rows)


@dataclass(frozen=True)
class Found:
    """What is said of a record that was found: who or what it is, and where its page is.

    `names` are those that it has: what is looked for by a name stands above what is found by
    something else, and what `is_meant` by a number that is its alone above all. `picture` is the
    address of a photo or a flag, `letters` stand in its place.
    """

    name: str
    url: str
    about: str = ""
    names: Sequence[str] = ()
    picture: str = ""
    letters: str = ""
    is_meant: bool = False


@dataclass(frozen=True)
class Finder:
    """Lets the records of a model be found from every page, by whoever may see their list.

    `look` gives those that match the words of a query and that the reader may see, in order, no
    more than are worth comparing; `near` those that would match if the words were spelled a little
    otherwise. `tell` says who or what one is, `next_for` what is to be done next with each of a
    few, if anything.
    """

    kind: str | StrPromise
    look: Callable[[HttpRequest, str], Sequence[Any]]
    tell: Callable[[Any], Found]
    next_for: Callable[[HttpRequest, Sequence[Any]], Sequence[Use | None]] = nothing_next
    near: Callable[[HttpRequest, str], Sequence[Any]] = nothing_near


@dataclass(frozen=True)
class FoundBy:
    """Something else by which the records of a list are found, that a higher app knows.

    `find` gives ids of records of the conference, few, for the words of a query, and in words by
    what each is found.
    """

    needs: str
    find: Callable[[Conference, str], Mapping[int, str]]


def nothing_chosen(_job: BackgroundJob) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class JobWords:
    """What the page of one kind of background job shows; contributed to `BackgroundJob`.

    `title` is that of a job, `doing` what a worker does now. `needs` is asked again before
    anything that came of it is shown. Once it is done, `template`, which extends
    `admin/background_job.html`, gets what `outcome` makes of the job. `take` answers with the file
    of the job, where it has one. `facts` are what was chosen when it was asked for, in words.
    """

    kind: str
    needs: str
    title: Callable[[BackgroundJob], str]
    doing: str | StrPromise
    outcome: Callable[[BackgroundJob], Mapping[str, Any]]
    template: str = "admin/background_job.html"
    take: Callable[[HttpRequest, BackgroundJob], HttpResponseBase] | None = None
    facts: Callable[[BackgroundJob], Sequence[tuple[str, str]]] = nothing_chosen


@dataclass(frozen=True)
class ReasonWords:
    """What the audit trail calls the reasons of a model's events that are codes."""

    words: Mapping[str, str | StrPromise]


@dataclass(frozen=True)
class HistoryBeside:
    """Records whose events the history of a record tells with its own, as a person's badges.

    `of` gives the ids of a few, of the model, for whoever holds the permission that it `needs`.
    """

    needs: str
    model: type[Model]
    of: Callable[[Any], Collection[int]]


@dataclass(frozen=True)
class ValuesBeside:
    """Values of a record that lie in rows beside it: its history tells their changes with its own.

    `of` gives instant, id of the user, what is called so, and what it was before and after, the
    latest first.
    """

    needs: str
    of: Callable[[Any], Iterable[tuple[dt.datetime, int | None, str, str, str]]]


@dataclass(frozen=True)
class Shortcoming:
    """A line of the page "If the doors opened now": what is not ready yet, and where to mend it.

    `named` are the first of those whom it concerns, each with its address.
    """

    words: str
    remedy: str
    url: str
    named: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Derived:
    """Columns of a model that follow from others: `derive` fills them in a row.

    `manage.py check_derived` finds the rows in which they are something else.
    """

    columns: Sequence[str]
    derive: Callable[[Any], None]


@dataclass(frozen=True)
class WallTimes:
    """Columns of a model whose instants people enter on the clocks of the conference.

    Where its time zone was entered wrong, they keep their time on the wall.
    """

    columns: Sequence[str]


@dataclass(frozen=True)
class DoorsCheck:
    """Contributed to the conference: what an app finds not to be ready, nothing where all is."""

    needs: str
    find: Callable[[Conference], Iterable[Shortcoming]]


Contribution = (
    ListAction
    | ListFilter
    | Column
    | Fact
    | Tool
    | LivePart
    | Consequences
    | Referrers
    | SavingEffects
    | Derived
    | DoorsCheck
    | Finder
    | FoundBy
    | HistoryBeside
    | JobWords
    | Objection
    | ReasonWords
    | ValuesBeside
    | WallTimes
)
Kind = TypeVar("Kind", bound=Contribution)

contributions: dict[type[Model], list[Contribution]] = defaultdict(list)


def contribute(model: type[Model], *added: Contribution) -> None:
    contributions[model].extend(added)


def contributed(model: type[Model], kind: type[Kind]) -> list[Kind]:
    """In the order in which they were added."""
    return [one for one in contributions[model] if isinstance(one, kind)]
