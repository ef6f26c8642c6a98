"""Who stands in the list of participants, now and in a printing, in the order of the list.

However many they are, it is one question to the database.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Case, OuterRef, Q, Subquery, Value, When

from conference.models import Conference
from delegates.choices import Listing, PersonListing, Publication
from delegates.models import Delegate, DelegateQuerySet, ListEntry, ListPrinting
from delegates.naming.names import FURTHER_PARTS_OF_NAME, list_name

PRINTED = (
    *("honorific", "given_name", "family_name", "display_name"),
    *("function", "department", "ministry"),
    *FURTHER_PARTS_OF_NAME,
)
"""The fields of a delegate that a list shows, the last where the conference has them printed."""


@dataclass(frozen=True)
class ListedPerson:
    """Somebody as the list shows them. `delegate` is None for who was erased from a printing."""

    delegate: int | None
    delegation: int
    is_head: bool
    honorific: str
    given_name: str
    family_name: str
    display_name: str
    function: str
    department: str
    ministry: str
    patronymic: str = ""
    name_suffix: str = ""

    @property
    def name(self) -> str:
        """Without the honorific: Given FAMILY."""
        return list_name(
            given=self.given_name,
            family=self.family_name,
            patronymic=self.patronymic,
            suffix=self.name_suffix,
            override=self.display_name,
        )

    @property
    def full_name(self) -> str:
        return f"{self.honorific} {self.name}".strip()

    @property
    def lines(self) -> list[str]:
        """What the person does, and where."""
        where = ", ".join(filter(None, (self.department, self.ministry)))
        return [line for line in (self.function, where) if line]

    @property
    def printed(self) -> tuple[str, list[str]]:
        return self.full_name, self.lines


def participants(conference: Conference) -> DelegateQuerySet:
    """Everybody whom the list counts, named or not."""
    return Delegate.objects.for_conference(conference).accredited().attending()


def is_named() -> Q:
    """Of those: whoever stands in it with a name."""
    return Q(
        listing=PersonListing.LISTED,
        publication=Publication.PUBLISHED,
        delegation__kind__listing=Listing.LISTED,
    )


def is_leading() -> Case:
    return Case(When(leads__isnull=False, then=Value(True)), default=Value(False))


def version() -> Subquery:
    """The history row that says what a delegate is now."""
    history = apps.get_model("delegates", "DelegateEvent")._default_manager
    rows = history.filter(pgh_obj_id=OuterRef("pk")).order_by("-pgh_id")
    return Subquery(rows.values("pgh_id")[:1])


def listed_now(
    conference: Conference, delegations: Collection[int] | None = None
) -> Iterator[ListedPerson]:
    """Of these delegations, where they are given."""
    named = participants(conference).filter(is_named()).in_protocol_order()
    if delegations is not None:
        named = named.filter(delegation__in=delegations)
    fields = _printed(has_further_parts=conference.prints_patronymics)
    for row in named.values_list("pk", "delegation", is_leading(), *fields):
        yield ListedPerson(*row)


def listed_in(printing: ListPrinting) -> Iterator[ListedPerson]:
    """As they were then, whatever they are now, and with the parts of names printed then."""
    entries = ListEntry.objects.filter(printing=printing).order_by("place")
    fields = _printed("version__", has_further_parts=printing.prints_patronymics)
    for pk, delegation, is_head, *texts in entries.values_list(
        "delegate", "delegation", "is_head", *fields
    ):
        yield ListedPerson(pk, delegation, is_head, *(text or "" for text in texts))


def _printed(path: str = "", *, has_further_parts: bool) -> list[str | Value]:
    """`PRINTED` at the end of a path; what is not printed is blank."""
    left_out = () if has_further_parts else FURTHER_PARTS_OF_NAME
    return [Value("") if name in left_out else f"{path}{name}" for name in PRINTED]
