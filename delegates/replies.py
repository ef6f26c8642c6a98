"""The text of an answer: what it may be, read and written here and nowhere else. Pure.

    leave_out  another  right  without  take  keep   a `Reply` and nothing more
    add:media                                        which type of organization is added
    same:country:12  same:organization:7             whom a heading means
    same:heading:0f3a                                of which heading it is another spelling
    same:delegate:7  same:line:40                    whom a row is about
    same:delegate:7:keep:family_name,rank            the same, and these fields stay as registered
    same                                             the only one that it can be
    write:Attaché de presse                          what a damaged text is

It is stored with the question, is the key of what it makes of a line, and comes from forms.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from delegates.choices import OrganizationType, Reply

LONGEST_TEXT = 300
LONGEST = LONGEST_TEXT + len("write:")
# Enough of a question's key to tell the headings of a file apart within an answer.
HEADING_CODE = 16


class TargetType(StrEnum):
    """Whom "the same" may mean: a party by its id, somebody registered by theirs, a line."""

    COUNTRY = "country"
    ORGANIZATION = "organization"
    DELEGATE = "delegate"
    LINE = "line"


PARTIES = frozenset({TargetType.COUNTRY, TargetType.ORGANIZATION})
# Eighteen digits: whatever is longer is no number of a row in PostgreSQL.
SAME_AS = re.compile(f"{Reply.SAME}:({'|'.join(TargetType)}):([1-9][0-9]{{0,17}})")
KEEPING = re.compile(f"({Reply.SAME}:{TargetType.DELEGATE}:[0-9]+):keep:([a-z_]+(?:,[a-z_]+)*)")
SAME_HEADING = re.compile(f"{Reply.SAME}:heading:([0-9a-f]{{1,{HEADING_CODE}}})")
ADDED_AS = re.compile(f"{Reply.ADD}:({'|'.join(OrganizationType.values)})")
WRITTEN = re.compile(f"{Reply.WRITE}:(\\S(?:.*\\S)?)")
ALONE = frozenset(Reply.values) - {Reply.ADD, Reply.WRITE}


class NotAnAnswerError(ValueError):
    """The text is none that any question can be answered with."""


class Target(NamedTuple):
    type: TargetType
    pk: int


@dataclass(frozen=True, slots=True)
class FullReply:
    """A reply, and which: of what type, the same as whom, or written how. Of no answer `reply` is
    None. `kept` are the fields of the person that stay as they are registered, in order.
    """

    reply: Reply | None = None
    of_type: str = ""
    target: Target | None = None
    heading: str = ""
    text: str = ""
    kept: tuple[str, ...] = ()

    def __str__(self) -> str:
        which: tuple[object, ...] = self.target or ()
        if self.of_type or self.heading:
            which = (self.of_type,) if self.of_type else ("heading", self.heading)
        elif self.text:
            which = (self.text,)
        if self.kept:
            which = (*which, "keep", ",".join(self.kept))
        return ":".join(map(str, (self.reply or "", *which)))

    @property
    def party(self) -> Target | None:
        """The country or organization that is meant, where it is one."""
        return self.target if self.target and self.target.type in PARTIES else None

    @property
    def delegate_id(self) -> int | None:
        return self._pk(TargetType.DELEGATE)

    @property
    def line(self) -> int | None:
        return self._pk(TargetType.LINE)

    @property
    def whole(self) -> str:
        """The same with nothing kept: by this, candidates and outcomes are found."""
        return str(replace(self, kept=()))

    def _pk(self, target_type: TargetType) -> int | None:
        return self.target.pk if self.target and self.target.type == target_type else None


NOT_ANSWERED = FullReply()


@lru_cache(maxsize=1024)
def read(text: str) -> FullReply:
    """Raises NotAnAnswerError; `str` of what it returns is the text again."""
    if not text:
        return NOT_ANSWERED
    if text in ALONE:
        return FullReply(Reply(text))
    if keeping := KEEPING.fullmatch(text):
        columns = tuple(keeping[2].split(","))
        if columns == tuple(sorted(set(columns))):
            return replace(read(keeping[1]), kept=columns)
    if same := SAME_AS.fullmatch(text):
        return FullReply(Reply.SAME, target=Target(TargetType(same[1]), int(same[2])))
    if heading := SAME_HEADING.fullmatch(text):
        return FullReply(Reply.SAME, heading=heading[1])
    if added := ADDED_AS.fullmatch(text):
        return FullReply(Reply.ADD, of_type=added[1])
    if (written := WRITTEN.fullmatch(text)) and len(written[1]) <= LONGEST_TEXT:
        return FullReply(Reply.WRITE, text=written[1])
    raise NotAnAnswerError(text)


def same(target_type: str, pk: int, *, kept: Iterable[str] = ()) -> str:
    target = Target(TargetType(target_type), pk)
    return str(FullReply(Reply.SAME, target=target, kept=tuple(sorted(kept))))


def add(of_type: str) -> str:
    return str(FullReply(Reply.ADD, of_type=of_type))


def write(text: str) -> str:
    return str(FullReply(Reply.WRITE, text=text))
