"""What the reader of a sheet may do on it, and where each thing lies for them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from conference.contributions import Fact
from delegates.models import Delegate


class Act(StrEnum):
    """What can be done on a sheet. A reader with none of them reads."""

    OPEN_PERSON = "open_person"
    CHANGE_ROW = "change_row"
    REORDER = "reorder"
    APPOINT_HEAD = "appoint_head"
    APPROVE = "approve"
    ADD_PEOPLE = "add_people"


# On the delegation as a whole; the others are done on one of its rows.
ON_ALL = frozenset({Act.APPROVE, Act.ADD_PEOPLE})


@dataclass(frozen=True)
class Place:
    """Somewhere to go to, or something to do at once where it `acts`; `is_news` stands out."""

    words: str
    url: str
    acts: bool = False
    is_news: bool = False


def nothing(_delegate: Delegate) -> Sequence[Place]:
    return ()


def on_every_row(_act: Act, _delegate: Delegate) -> bool:
    return True


@dataclass(frozen=True)
class Reader:
    """What higher apps say of the rows, as far as the reader may know it, are the `facts`.

    `page` gives the address of one page of the sheet, `on_all` and `on_row` that of an act, `photo`
    that of a member's photo, small. `more` is what else is done about a person, `is_offered` says
    which of the acts are done about this one. `places` stand at the end edge of the heading,
    `further` quietly below it.
    """

    acts: frozenset[Act]
    page: Callable[[int], str]
    on_all: Callable[[Act], str]
    on_row: Callable[[Act, Delegate], str]
    photo: Callable[[Delegate], str]
    flag: str
    more: Callable[[Delegate], Sequence[Place]] = nothing
    is_offered: Callable[[Act, Delegate], bool] = on_every_row
    facts: Sequence[Fact] = ()
    places: Sequence[Place] = ()
    further: Sequence[Place] = ()

    def urls(self) -> dict[str, str]:
        """Of what may be done on the delegation as a whole, by the name of the act."""
        return {act.value: self.on_all(act) for act in self.acts & ON_ALL}

    def urls_of(self, delegate: Delegate) -> dict[str, str]:
        """Of what may be done on a row, by the name of the act."""
        acts = [act for act in self.acts - ON_ALL if self.is_offered(act, delegate)]
        return {act.value: self.on_row(act, delegate) for act in acts}
