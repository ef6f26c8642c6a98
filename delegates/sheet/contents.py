"""What a sheet shows: its figures, its head, one page of its members, and what is missing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial, reduce
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.contributions import Said
from conference.writing.languages import Localized, localized
from delegates.choices import GONE, PREPARED, STATE_MARKS, Accreditation
from delegates.models import Delegate, DelegateQuerySet, Delegation, Proposal
from delegates.models.delegate_queryset import photo_to_come
from delegates.naming.names import list_name
from delegates.outstanding.asking import Asking
from delegates.outstanding.lacks import Lacks
from delegates.quotas.composition import Line, against_quotas, line_for
from delegates.quotas.places import Group, grouped
from delegates.sheet.reader import Act, Place, Reader

MEMBERS_ON_A_PAGE = 60
# What only whoever attends is put in or made.
PLACES = frozenset({Act.REORDER, Act.APPOINT_HEAD})
# With the head, so many stand on one page of A4.
ON_PAPER = 20


@dataclass(frozen=True)
class Member:
    """One person as a row of the sheet. `facts` are said by higher apps, by the fact's name.

    `place` counts the members of the delegation from one; the head has none.
    """

    delegate: Delegate
    name: str
    position: str
    photo: str
    states: Sequence[Said]
    facts: Mapping[str, Sequence[Said]]
    missing: Sequence[str]
    urls: Mapping[str, str]
    more: Sequence[Place]
    place: int = 0


@dataclass(frozen=True)
class Standing:
    """How the people of a sheet stand together, and what is missing.

    `pending` are the ids of those who wait for a decision, where the reader may approve them.
    """

    figures: Sequence[str]
    missing: Sequence[str]
    pending: Sequence[int]


@dataclass(frozen=True)
class Sheet:
    """`gone` are those of the page who do not attend; `all_members` counts the others of all pages,
    without the head.
    """

    delegation: Delegation
    name: Localized
    flag: str
    standing: Standing
    head: Member | None
    members: Sequence[Member]
    gone: Sequence[Member]
    all_members: int
    page: Page[Any]
    words: str
    places: Sequence[Place]
    further: Sequence[Place]
    may_act: bool
    may_add: bool
    urls: Mapping[str, str]
    first_url: str
    previous_url: str
    next_url: str

    @property
    def is_printed_whole(self) -> bool:
        """So few that they stand on one sheet of paper: what is out of sight is loaded too."""
        return len(self.members) + len(self.gone) < ON_PAPER


class InOrder(Sequence[Any]):
    """Whoever may attend, then those who do not, each in their order: two ranges of an index, of
    which a page reads hardly more than it shows.
    """

    def __init__(self, people: DelegateQuerySet, ready: Callable[[Any], Any]) -> None:
        self.attending = people.not_gone().order_by("order", "pk")
        self.gone = people.gone().order_by("order", "pk")
        self.ready = ready
        self.counts: tuple[int, int] | None = None

    def __len__(self) -> int:
        return sum(self.counted())

    def counted(self) -> tuple[int, int]:
        if self.counts is None:
            self.counts = self.attending.count(), self.gone.count()
        return self.counts

    def __getitem__(self, part: Any) -> Any:
        """Of a slice, with both ends."""
        attending, gone = self.counted()
        found: list[Any] = []
        if part.start < attending:
            found += self.ready(self.attending[part])
        if gone and part.stop > attending:
            found += self.ready(self.gone[max(part.start - attending, 0) : part.stop - attending])
        return found


def sheet_of(
    delegation: Delegation,
    people: DelegateQuerySet,
    reader: Reader,
    *,
    counted: "Counted | None" = None,
    page: str | int = 1,
    words: str = "",
) -> Sheet:
    """`people` are those of the delegation whom the reader may see.

    The queries it takes do not grow with them: only the page's rows are loaded.
    """
    others = people.exclude(pk=delegation.head_id) if delegation.head_id else people
    # Of one delegation this is the order of protocol: its head is not among them.
    found = InOrder(others.matching(words), partial(ready, reader=reader))
    counted = counted or counted_in(people)
    heads = list(ready(people.filter(pk=delegation.head_id), reader)) if delegation.head_id else []
    if not words:
        all_of = counted.figures["people"], counted.figures["everybody"] - counted.figures["people"]
        led_by_gone = sum(row.accreditation in GONE for row in heads)
        found.counts = all_of[0] - len(heads) + led_by_gone, all_of[1] - led_by_gone
    pages: Paginator[Any] = Paginator(found, MEMBERS_ON_A_PAGE)
    on_page = pages.get_page(page)
    rows = list(on_page.object_list)
    member_of = members_in(delegation, reader, [*heads, *rows])
    attending = [row for row in rows if row.accreditation not in GONE]
    head = next((member_of(row) for row in heads), None)
    return Sheet(
        delegation=delegation,
        name=localized(delegation.name),
        flag=reader.flag,
        standing=standing_of(delegation, people, reader, head.delegate if head else None, counted),
        head=head,
        members=[
            member_of(row, place)
            for place, row in enumerate(attending, start=on_page.start_index())
        ],
        gone=[member_of(row) for row in rows if row.accreditation in GONE],
        all_members=found.counted()[0],
        page=on_page,
        words=words,
        places=reader.places,
        further=reader.further,
        may_act=bool(reader.acts - {Act.OPEN_PERSON}),
        may_add=Act.ADD_PEOPLE in reader.acts and not delegation.is_withdrawn,
        urls=reader.urls(),
        first_url=reader.page(1),
        previous_url=reader.page(on_page.number - 1) if on_page.has_previous() else "",
        next_url=reader.page(on_page.number + 1) if on_page.has_next() else "",
    )


def standing_of(
    delegation: Delegation,
    people: DelegateQuerySet,
    reader: Reader,
    head: Delegate | None,
    counted: "Counted",
) -> Standing:
    may_approve = Act.APPROVE in reader.acts and not delegation.is_withdrawn
    pending = people.filter(accreditation=Accreditation.SUBMITTED) if may_approve else people.none()
    quotas = against_quotas([delegation], counted.groups)[delegation.pk]
    return Standing(
        figures=[*figures(counted.figures), *quotas],
        missing=list(missing_in(head, counted.figures)),
        pending=list(pending.order_by("pk").values_list("pk", flat=True)),
    )


@dataclass(frozen=True)
class Counted:
    """People of a delegation: what `figures`, `missing_in` and `deadlines.owed_by` say of them, and
    as quotas count them, where they are all whom these count.
    """

    figures: Mapping[str, int]
    groups: Sequence[Group] | None


def counted_in(people: DelegateQuerySet, *, is_everybody: bool = False, **further: Q) -> Counted:
    """Each is read once; how many of them are `further` so is counted beside the figures."""
    counts = _counts() | {name: Count("pk", filter=which) for name, which in further.items()}
    rows = grouped(people, "accreditation", counts)
    figures = {name: sum(row[name] for row in rows) for name in counts}
    return Counted(figures, [row["group"] for row in rows] if is_everybody else None)


def standings_of(people: DelegateQuerySet) -> dict[int, dict[str, int]]:
    """Of several delegations at once what `figures` and `missing_in` count, by their ids.

    One that nobody is in has no line: `NOBODY`.
    """
    rows: Any = people.order_by().values("delegation_id").annotate(**_counts())
    return {row["delegation_id"]: row for row in rows}


def _counts() -> dict[str, Count]:
    return {
        "people": Count("pk", filter=~Q(accreditation__in=GONE)),
        "everybody": Count("pk"),
        "offered": Count("offered_until"),
        "no_photo": Count("pk", filter=photo_to_come()),
        **{state.value: Count("pk", filter=Q(accreditation=state)) for state in Accreditation},
    }


NOBODY = dict.fromkeys(["people", "everybody", "offered", "no_photo", *map(str, Accreditation)], 0)


def page_of(delegate: Delegate, people: DelegateQuerySet) -> int:
    """The page of the sheet of these people on which the person stands; the head stands on each."""
    delegation = delegate.delegation
    if delegation.head_id == delegate.pk:
        return 1
    is_before = Q(order__lt=delegate.order) | Q(order=delegate.order, pk__lt=delegate.pk)
    if delegate.accreditation in GONE:
        before = ~Q(accreditation__in=GONE) | is_before
    else:
        before = is_before & ~Q(accreditation__in=GONE)
    members = people.filter(before, delegation=delegation)
    return members.exclude(pk=delegation.head_id or 0).count() // MEMBERS_ON_A_PAGE + 1


def ready(people: Any, reader: Reader) -> Any:
    """With what the rows show loaded, what higher apps say of them included."""
    rows = people.select_related("rank", "category", "spouse_of__rank")
    # One at most. Asked whether there is any, PostgreSQL may read those of everybody to find out.
    of_each = Proposal.objects.open().filter(delegate=OuterRef("pk")).values("pk")
    rows = rows.annotate(open_proposal=Subquery(of_each))
    return reduce(lambda loaded, fact: fact.load(loaded), reader.facts, rows)


def members_in(
    delegation: Delegation, reader: Reader, people: Collection[Delegate]
) -> Callable[..., Member]:
    """Makes rows of these; what is asked of the conference is asked once for all of them."""
    says = {fact.name: fact.say_for(delegation.conference) for fact in reader.facts}
    lacks = Lacks(Asking(delegation.conference))
    lacks.know(people)
    for row in people:
        row.delegation, row.conference = delegation, delegation.conference
    in_line = cache(partial(line_for, people))

    def member_of(delegate: Delegate, place: int = 0) -> Member:
        return Member(
            delegate=delegate,
            name=" ".join(filter(None, [delegate.honorific, name_of(delegate)])),
            position=delegate.position_in_words,
            photo=reader.photo(delegate) if delegate.photo else "",
            states=[state_in(in_line, delegate), *proposed_of(delegate)],
            facts={name: say(delegate) for name, say in says.items()},
            missing=missing_of(delegate, lacks),
            urls=_without_a_place(reader, delegate),
            more=reader.more(delegate),
            place=place,
        )

    return member_of


def _without_a_place(reader: Reader, delegate: Delegate) -> dict[str, str]:
    """Whoever does not attend is put in no order and leads nobody, unless they do."""
    urls = reader.urls_of(delegate)
    if delegate.accreditation not in GONE:
        return urls
    is_head = delegate.delegation.head_id == delegate.pk
    kept = {Act.APPOINT_HEAD} if is_head else set()
    return {name: url for name, url in urls.items() if name not in {*PLACES} - kept}


def name_of(delegate: Delegate) -> str:
    return list_name(
        given=delegate.given_name, family=delegate.family_name, override=delegate.display_name
    )


def state_of(delegate: Delegate) -> Said:
    """The decision; a delegation that stays away says so."""
    if delegate.delegation.is_withdrawn:
        return Said(_("Delegation withdrawn"), "off")
    # Django looks it up among the words of all states, for each row of a list.
    state = Accreditation(delegate.accreditation)
    return Said(str(state.label), STATE_MARKS[state])


def state_in(line: Callable[[], Line], delegate: Delegate) -> Said:
    """As `state_of`; who waits is told how. The line is asked for where somebody does."""
    said = state_of(delegate)
    is_waiting = delegate.waiting_since is not None and not delegate.delegation.is_withdrawn
    return Said(line().of(delegate), said.mark) if is_waiting else said


def proposed_of(delegate: Any) -> Iterator[Said]:
    """Of a row made ready: what is approved holds, and more is to be decided."""
    if delegate.open_proposal is not None:
        yield Said(_("A change waits for an officer"), "wait")


def missing_of(delegate: Delegate, lacks: Lacks) -> list[str]:
    """What somebody still has to bring, in words; of whoever may still attend or is begun."""
    if delegate.accreditation not in PREPARED:
        return []
    missing = lacks.to_bring(delegate)
    return [f"{_('Missing:')} {', '.join(missing)}"] if missing else []


def figures(counted: Mapping[str, int]) -> Iterator[str]:
    """One quiet line: how many, and how they stand. What nobody is in is not said."""
    people = counted["people"]
    yield ngettext("%d person", "%d people", people) % people
    words = {
        Accreditation.APPROVED: ngettext("%d approved", "%d approved", counted["approved"]),
        Accreditation.SUBMITTED: ngettext("%d submitted", "%d submitted", counted["submitted"]),
        Accreditation.RETURNED: ngettext("%d returned", "%d returned", counted["returned"]),
        Accreditation.WAITING: ngettext(
            "%d waiting for a place", "%d waiting for a place", counted["waiting"]
        ),
        Accreditation.DRAFT: ngettext("%d draft", "%d drafts", counted["draft"]),
        Accreditation.REJECTED: ngettext("%d rejected", "%d rejected", counted["rejected"]),
        Accreditation.WITHDRAWN: ngettext("%d withdrawn", "%d withdrawn", counted["withdrawn"]),
    }
    yield from (said % counted[state] for state, said in words.items() if counted[state])


def head_to_come(head: Delegate | None) -> Iterator[str]:
    """One who stays away leads nobody. `head` is None where the reader does not see drafts and it
    is one.
    """
    if head is None or not (head.is_expected or head.is_draft):
        yield _("Head of delegation to be confirmed")


def missing_in(head: Delegate | None, counted: Mapping[str, int]) -> Iterator[str]:
    """What the delegation as a whole still lacks."""
    yield from head_to_come(head)
    if counted["no_photo"]:
        words = ngettext("%d photo missing", "%d photos missing", counted["no_photo"])
        yield words % counted["no_photo"]
