"""What is known of a conference while a file is compared with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from delegates.category_rules import Rule
from delegates.choices import Admits
from delegates.importing.report import DelegationKey, Party
from delegates.importing.words import Vocabulary
from delegates.naming.names import list_name
from delegates.recognition.parties import Entry, Recogniser


@dataclass(frozen=True, slots=True)
class KnownKind:
    """`former`: ids of the kinds from which it was split, by which files may still call it."""

    label: str
    admits: str
    is_mission: bool
    former: frozenset[int]

    def admits_party(self, party: Party) -> bool:
        only = {"country": Admits.COUNTRIES, "organization": Admits.ORGANIZATIONS}
        return self.admits in (Admits.BOTH, only[party.type])


@dataclass(frozen=True, slots=True)
class KnownDelegation:
    pk: int
    key: DelegationKey
    name: str
    head_id: int | None
    is_withdrawn: bool


@dataclass(frozen=True, slots=True)
class KnownDelegate:
    """`texts` holds the columns that are texts by name; ids stand for rows of lists."""

    pk: int
    delegation: KnownDelegation
    reference: str
    position: str
    texts: Mapping[str, str]
    rank_id: int | None
    category_id: int | None
    is_category_set_by_hand: bool
    nationality_id: int | None
    name_key: str
    spellings: frozenset[str] = frozenset()
    """Folded names by which lists call the delegate, beside their own."""

    @property
    def name(self) -> str:
        return list_name(given=self.texts["given_name"], family=self.texts["family_name"])

    @property
    def is_head(self) -> bool:
        return self.delegation.head_id == self.pk


@dataclass(frozen=True, slots=True)
class Remembered:
    """An earlier answer. `delegate_id` is who a description turned out to be, `not_taken` what was
    said of them and stays as registered, `written` what a text is.
    """

    reply: str
    delegate_id: int | None
    written: str = ""
    not_taken: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class PartyNames:
    """How every country and organization is called, and the kind of delegation it usually sends."""

    recogniser: Recogniser
    countries_by_code: Mapping[str, int]
    names: Mapping[Party, str]
    usual_kinds: Mapping[Party, int]
    entries: Mapping[Party, Entry]


@dataclass(frozen=True)
class Confined:
    """That a list is about one delegation, and asks for no more than its focal point may.

    `names`: what the delegation is called. `head_id` leads it. `closed`: of whom nothing can be
    changed, and why. `unknown` is why a line is refused, by the column in which it names what is
    not the delegation's own, be it another's or nobody's; `leads` where it moves its head.
    """

    key: DelegationKey
    names: Recogniser
    head_id: int | None
    closed: Mapping[int, str]
    unknown: Mapping[str, str]
    leads: str


@dataclass(frozen=True)
class Known:
    """A snapshot. Rules and lists are the conference's, parties the installation's."""

    parties: PartyNames
    own_parties: Recogniser
    aliases: Mapping[str, Party]
    """What somebody answered of a text, by its key with its marks."""
    aliases_but_marks: Mapping[str, tuple[Party, ...]]
    """The same by its key alone: of a text that only marks part from that one."""
    delegations: Mapping[DelegationKey, KnownDelegation]
    delegates: Mapping[int, KnownDelegate]
    categories: Mapping[int, str]
    category_words: Vocabulary
    kinds: Mapping[int, KnownKind]
    kind_words: Vocabulary
    ranks: Mapping[int, str]
    rank_words: Vocabulary
    rules: list[Rule]
    badge_holders: frozenset[int]
    on_badges: frozenset[str]
    """The fields that badges show."""
    confined: Confined | None = None
    """Where this is no snapshot of a conference, but of one delegation."""
    senders: Mapping[str, int] = field(default_factory=dict)
    """The usual kind of a delegation by the status of a country or the type of an organization."""
    remembered: Mapping[tuple[str, str], Remembered] = field(default_factory=dict)
    """What was answered earlier, by kind and key of the question."""
    by_reference: Mapping[str, KnownDelegate] = field(default_factory=dict)
    by_name: Mapping[tuple[DelegationKey, str], list[KnownDelegate]] = field(default_factory=dict)
    by_delegation: Mapping[DelegationKey, list[KnownDelegate]] = field(default_factory=dict)
    by_party: Mapping[Party, list[KnownDelegation]] = field(default_factory=dict)
