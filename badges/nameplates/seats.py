"""Who has a seat, in order, and what the plate on the table says. Writes nothing."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from badges import occasions
from badges.engine import codes, tokens
from badges.engine.content import NOTHING, BadgeContent
from badges.engine.design.faces import Face
from badges.engine.design.folding import Folding
from badges.engine.design.paper import paper_of
from badges.engine.design.shipped import BY_KEY
from badges.engine.sheets.papers import PAPERS
from badges.models import BadgeDesign, DesignVersion
from badges.nameplates.order import seated
from badges.snapshot import Snapshots, parts_of_person
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.models import Conference
from conference.writing.languages import Localized
from delegates.choices import EXPECTED
from delegates.models import Delegate, Delegation, DelegationKind

PAPER = PAPERS["nameplate-on-a4"]
# What is a badge's own has no place on a table.
OF_A_BADGE = {"qr", "serial"}


class Seated(models.TextChoices):
    """Whose nameplates are printed."""

    DELEGATIONS = "delegations", _("Delegations")
    HEADS = "heads", _("Heads of delegation")
    PEOPLE = "people", _("The people of the session")


@dataclass(frozen=True)
class SeatingPlan:
    """What is asked for, as a job keeps it: ids and codes.

    `kinds` are those of delegations, `first` is the delegation that was drawn by lot, `design` the
    conference's own. `occasion` is the key of a session, "" for none.
    """

    who: Seated
    language: str
    kinds: tuple[int, ...] = ()
    first: int | None = None
    design: int | None = None
    occasion: str = ""

    def as_request(self) -> dict[str, Any]:
        return {
            "who": self.who.value,
            "language": self.language,
            "kinds": list(self.kinds),
            "first": self.first,
            "design": self.design,
            "occasion": self.occasion,
        }

    @classmethod
    def from_request(cls, request: Mapping[str, Any]) -> Self:
        return cls(**{**request, "who": Seated(request["who"]), "kinds": tuple(request["kinds"])})


@dataclass(frozen=True)
class Seat:
    """`key` names it in a job's result, `name` on a page; `beside` says of which delegation a
    person is, or in which part.
    """

    key: str
    name: str
    beside: str
    content: BadgeContent


def seats(conference: Conference, plan: SeatingPlan) -> list[Seat]:
    """In the order of the seats. The query count does not grow with them."""
    shown = Snapshots(conference, plan.language)
    # A content has a code, whether or not a design draws it: here it is nobody's.
    shown.of_conference = replace(shown.of_conference, code=codes.NO_CODE, token=tokens.NO_TOKEN)
    if plan.who == Seated.PEOPLE:
        return list(_of_people(conference, plan, shown))
    rows = delegations_of(conference, plan.kinds)
    if plan.who == Seated.HEADS:
        rows = rows.filter(head__in=_heads()).prefetch_related(Prefetch("head", _heads()))
    in_order = seated(list(rows), plan.first, by_id=_id, kind=lambda row: row.kind_id)
    of = _of_delegation if plan.who == Seated.DELEGATIONS else _of_head
    return [of(row, shown) for row in in_order]


def without_head(conference: Conference, plan: SeatingPlan) -> Any:
    """Of heads of delegation: the delegations that come and have none who does."""
    if plan.who != Seated.HEADS:
        return Delegation.objects.none()
    rows = delegations_of(conference, plan.kinds)
    # Of an excluded one that is NULL nothing would be known.
    return rows.filter(Q(head=None) | ~Q(head__in=_heads()))


def _heads() -> Any:
    return Delegate.objects.filter(accreditation__in=EXPECTED)


def delegations_of(conference: Conference, kinds: Collection[int]) -> Any:
    """Those of these kinds that come, in protocol order."""
    rows = Delegation.objects.for_conference(conference).active()
    return rows.filter(kind__in=among(kinds)).in_protocol_order()


def seated_kinds(conference: Conference) -> Any:
    return DelegationKind.objects.for_conference(conference).order_by("order", "pk")


def _id(row: Delegation) -> int:
    return row.pk


def _of_delegation(row: Delegation, shown: Snapshots) -> Seat:
    content = shown.shared(None, row)
    return Seat(f"delegation {row.pk}", content.delegation_name.text, "", content)


def _of_head(row: Delegation, shown: Snapshots) -> Seat:
    assert row.head is not None
    return _of_delegate(row.head, row, shown)


def _of_delegate(delegate: Delegate, delegation: Delegation, shown: Snapshots) -> Seat:
    """In the script of the plate where the name is in its language, as on the public's pages."""
    parts, name = {**parts_of_person(delegate, shown.conference), "photo": ""}, str(delegate)
    if delegate.own_name and delegate.own_name_language == shown.languages[0]:
        name = delegate.own_name
        parts |= {"given_name": NOTHING, "family_name": parts["own_name"], "own_name": NOTHING}
    content = replace(shown.shared(None, delegation), **parts)
    return Seat(f"delegate {delegate.pk}", name, content.delegation_name.text, content)


def _of_people(conference: Conference, plan: SeatingPlan, shown: Snapshots) -> Iterator[Seat]:
    """Whoever has two parts sits once, where the first has them sit."""
    people = occasions.people(conference, plan.occasion)
    ids = {one.delegate_id for one in people if one.delegate_id}
    delegates = Delegate.objects.for_conference(conference).select_related("delegation")
    known = delegates.in_bulk(ids)
    sitting = set()
    for one in people:
        if one.delegate_id is None:
            content = replace(shown.of_conference, family_name=Localized(one.name, ""))
            yield Seat(f"part {one.key}", one.name, one.part, content)
        elif one.delegate_id in known and one.delegate_id not in sitting:
            sitting.add(one.delegate_id)
            delegate = known[one.delegate_id]
            seat = _of_delegate(delegate, delegate.delegation, shown)
            yield replace(seat, beside=f"{one.part} · {seat.beside}")


# What they look like


def own_designs(conference: Conference) -> list[BadgeDesign]:
    """Of the conference, those whose front stands on a tent: nothing of a badge is on it."""
    versions = DesignVersion.objects.for_conference(conference).in_use().filter(folding=Folding.TOP)
    rows = versions.select_related("design").prefetch_related("faces").order_by("design__name")
    return [row.design for row in rows if _fits(row.as_faces().front)]


def _fits(face: Face) -> bool:
    paper = paper_of(face.source.css)
    return not OF_A_BADGE & face.design.named and PAPER.holds(paper.width, paper.height)


def face_of(conference: Conference, plan: SeatingPlan) -> Face:
    """What is read from the room, and on the other panel from the seat: the same."""
    if plan.design:
        versions = DesignVersion.objects.for_conference(conference).in_use()
        version = versions.filter(design=plan.design).first()
        if version is None:
            raise DomainError(_("The design is no longer in use. Choose another."))
        return version.as_faces().front
    key = "nameplate" if plan.who == Seated.DELEGATIONS else "nameplate-person"
    return BY_KEY[key].newest.faces().front
