"""The scheme a new conference starts with: kinds, zones, categories, ranks, the rules between them.

The words stand in `delegates/data/` in every language of the project. Zones have the ten capitals
that no category uses, so that a zone's square on a badge is never taken for a category.
"""

from dataclasses import dataclass

from i18nfield.strings import LazyI18nString

from delegates.choices import Nature
from delegates.reference.files import lines, listed, translated


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
    are_documents_needed: bool
    name: LazyI18nString


@dataclass(frozen=True)
class DefaultKind:
    """`usual_for` are the statuses of countries and types of organizations that send it."""

    code: str
    nature: str
    admits: str
    listing: str
    is_counted: bool
    usual_for: list[str]
    name: LazyI18nString
    section: LazyI18nString
    aliases: list[str]


@dataclass(frozen=True)
class DefaultRule:
    """A blank condition fits everybody; the first line that fits decides."""

    category: str
    nature: str = ""
    is_head: bool | None = None
    rank: str = ""


@dataclass(frozen=True)
class DefaultOwnField:
    """A question beside the columns, asked of the delegates of one kind, by its code."""

    answer: str
    is_required: bool
    kind: str
    name: LazyI18nString


@dataclass(frozen=True)
class DefaultField:
    """A column that a new conference asks everybody."""

    column: str
    is_required: bool = False


def zones() -> list[DefaultZone]:
    return [DefaultZone(line["letter"], translated(line, "name")) for line in lines("zones.csv")]


def categories() -> list[DefaultCategory]:
    return [
        DefaultCategory(
            letter=line["letter"],
            colour=line["colour"],
            is_hatched=line["hatched"] == "yes",
            zones=line["zones"],
            name=translated(line, "name"),
        )
        for line in lines("categories.csv")
    ]


def ranks() -> list[DefaultRank]:
    """From head of State to expert: the order of precedence."""
    return [
        DefaultRank(
            key=line["key"],
            is_photo_needed=line["photo"] == "yes",
            are_documents_needed=line["documents"] == "yes",
            name=translated(line, "name"),
        )
        for line in lines("ranks.csv")
    ]


def own_fields() -> list[DefaultOwnField]:
    """What the press hands in, as accreditation of the press by the United Nations asks."""
    return [
        DefaultOwnField(
            answer=line["answer"],
            is_required=line["required"] == "yes",
            kind=line["kind"],
            name=translated(line, "name"),
        )
        for line in lines("own_fields.csv")
    ]


def kinds() -> list[DefaultKind]:
    """In protocol order, by the sections of a United Nations list of participants."""
    return [
        DefaultKind(
            code=line["code"],
            nature=line["nature"],
            admits=line["admits"],
            listing=line["listing"],
            is_counted=line["counted"] == "yes",
            usual_for=listed(line["usual_for"]),
            name=translated(line, "name"),
            section=translated(line, "section"),
            aliases=listed(line["aliases"]),
        )
        for line in lines("kinds.csv")
    ]


RULES = (
    DefaultRule("V", rank="head_of_state"),
    DefaultRule("V", rank="crown_prince"),
    DefaultRule("V", rank="head_of_government"),
    DefaultRule("V", rank="head_of_organization"),
    DefaultRule("H", nature=Nature.HOST, is_head=True),
    DefaultRule("H", nature=Nature.STATE, is_head=True),
    DefaultRule("H", nature=Nature.OBSERVER_STATE, is_head=True),
    DefaultRule("C", nature=Nature.HOST),
    DefaultRule("D", nature=Nature.STATE),
    DefaultRule("O", nature=Nature.OBSERVER_STATE),
    DefaultRule("I", nature=Nature.UN),
    DefaultRule("I", nature=Nature.INTERGOVERNMENTAL),
    DefaultRule("M", nature=Nature.MISSION),
    DefaultRule("P", nature=Nature.DEVELOPMENT_PARTNER),
    DefaultRule("N", nature=Nature.CIVIL_SOCIETY),
    DefaultRule("N", nature=Nature.RESEARCH),
    DefaultRule("R", nature=Nature.MEDIA),
    DefaultRule("S", nature=Nature.GUESTS),
    DefaultRule("T", nature=Nature.SERVICE),
)
"""Security, interpreters, technical staff and day passes have no nature of their own: by hand."""

FIELDS = (
    DefaultField("position"),
    DefaultField("honorific"),
    DefaultField("given_name", is_required=True),
    DefaultField("family_name", is_required=True),
    DefaultField("own_given_name"),
    DefaultField("own_family_name"),
    DefaultField("own_name"),
    DefaultField("own_name_language"),
    DefaultField("display_name"),
    DefaultField("gender"),
    DefaultField("function"),
    DefaultField("department"),
    DefaultField("ministry"),
    DefaultField("rank"),
    DefaultField("spouse_of"),
    DefaultField("email"),
    DefaultField("phone"),
    DefaultField("nationality"),
    DefaultField("photo", is_required=True),
)
"""Patronymics, suffixes, languages and hotels are asked where an organizer says so."""
