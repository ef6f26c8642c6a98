"""The scheme a new conference starts with: zones, categories, ranks and the rules between them.

The words stand in `delegates/data/` in every language of the project. Zones have the ten capitals
that no category uses, so that a zone's square on a badge is never taken for a category.
"""

from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from conference.choices import DelegationKind
from delegates.reference.files import lines, translated_name


@dataclass(frozen=True)
class DefaultZone:
    letter: str
    name: LazyI18nString


@dataclass(frozen=True)
class DefaultCategory:
    """`zones` holds the letters of the zones it opens.

    Everybody passes the perimeter. Where the scheme says "as assigned" (speakers, host-country
    officials) the zones are what most of them need; organizers assign others.
    """

    letter: str
    colour: str
    is_hatched: bool
    zones: str
    name: LazyI18nString


@dataclass(frozen=True)
class DefaultRank:
    """`key` names the rank in code; the database knows it by its row."""

    key: str
    is_photo_needed: bool
    name: LazyI18nString


@dataclass(frozen=True)
class DefaultRule:
    """A blank condition fits everybody; the first line that fits decides."""

    category: str
    kind: str = ""
    is_head: bool | None = None
    rank: str = ""


def zones() -> list[DefaultZone]:
    return [DefaultZone(line["letter"], translated_name(line)) for line in lines("zones.csv")]


def categories() -> list[DefaultCategory]:
    return [
        DefaultCategory(
            letter=line["letter"],
            colour=line["colour"],
            is_hatched=line["hatched"] == "yes",
            zones=line["zones"],
            name=translated_name(line),
        )
        for line in lines("categories.csv")
    ]


def ranks() -> list[DefaultRank]:
    """From head of State to expert: the order of precedence."""
    return [
        DefaultRank(line["key"], line["photo"] == "yes", translated_name(line))
        for line in lines("ranks.csv")
    ]


RULES = (
    DefaultRule("V", rank="head_of_state"),
    DefaultRule("V", rank="crown_prince"),
    DefaultRule("V", rank="head_of_government"),
    DefaultRule("V", rank="head_of_organization"),
    DefaultRule("H", kind=DelegationKind.HOST, is_head=True),
    DefaultRule("H", kind=DelegationKind.STATE, is_head=True),
    DefaultRule("H", kind=DelegationKind.OBSERVER_STATE, is_head=True),
    DefaultRule("C", kind=DelegationKind.HOST),
    DefaultRule("D", kind=DelegationKind.STATE),
    DefaultRule("O", kind=DelegationKind.OBSERVER_STATE),
    DefaultRule("I", kind=DelegationKind.UN),
    DefaultRule("I", kind=DelegationKind.INTERGOVERNMENTAL),
    DefaultRule("M", kind=DelegationKind.MISSION),
    DefaultRule("P", kind=DelegationKind.DEVELOPMENT_PARTNER),
    DefaultRule("N", kind=DelegationKind.CIVIL_SOCIETY),
    DefaultRule("N", kind=DelegationKind.RESEARCH),
    DefaultRule("R", kind=DelegationKind.MEDIA),
    DefaultRule("S", kind=DelegationKind.GUESTS),
    DefaultRule("T", kind=DelegationKind.SERVICE),
)
"""Security, interpreters, technical staff and day passes have no kind of their own: by hand."""
