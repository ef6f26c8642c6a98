"""Inventing the delegates of one delegation: who they are, what they do, how they rank."""

import random
import re

from conference.site.demonstration.people import People, Person, functions, looks_of
from conference.site.demonstration.portraits import Looks
from conference.site.demonstration.tables import Table, read
from conference.writing.folding import fold
from delegates import defaults
from delegates.choices import Gender, Nature, Position
from delegates.models import Delegate, Delegation
from delegates.models.delegates import REFERENCE_ALPHABET
from delegates.services.conferences import Scheme

# Who accompanies the head of a State's delegation, as far as they rank below the head.
LADDER = (
    "deputy_foreign_minister",
    "director_general",
    "ambassador",
    "counsellor",
    "expert",
    "first_secretary",
    "expert",
    "counsellor",
    "second_or_third_secretary",
    "expert",
)
SENIOR = frozenset({"deputy_foreign_minister"})
LARGE = 6
HAS_A_DEPUTY = 4
EXCELLENCIES = frozenset(
    {
        "head_of_state",
        "deputy_head_of_government",
        "minister_of_foreign_affairs",
        "minister",
        "head_of_organization",
        "deputy_foreign_minister",
        "ambassador",
        "special_envoy",
    }
)
POSITIONS = {"expert": Position.EXPERT, "counsellor": Position.ADVISER}
NATURES_OF_COUNTRIES = {Nature.HOST, Nature.STATE, Nature.MISSION}
INTERNATIONAL = [
    "en", "fr", "de", "es", "it", "sv", "cs", "ru", "uk", "tr", "ar", "hi", "ja", "ko", "kk",
    "tg", "ka", "hy", "th", "zh-hans",
]  # fmt: skip

WITH_EMAIL = 0.9
WITHOUT_OWN_NAME = 0.05

TOLD_FIELDS = (
    "given_name", "family_name", "own_name", "own_name_language", "display_name", "gender",
)  # fmt: skip
DUTY_FIELDS = ("function", "department", "ministry")


class Invention:
    """Invents the delegates of one conference; everything follows from the generator.

    `looks` are those of each by the reference.
    """

    def __init__(self, generator: random.Random, scheme: Scheme) -> None:
        self.generator = generator
        self.scheme = scheme
        self.people = People(generator)
        self.looks: dict[str, Looks] = {}
        self.countries = read("countries.toml")
        self.precedence = [rank.key for rank in defaults.ranks()]

    def delegates(
        self, delegation: Delegation, line: Table, people: dict[int, Table]
    ) -> list[Delegate]:
        """Unsaved delegates in order, the head first; `people` tells of single ones by place."""
        return [
            self._delegate(delegation, line, place, people.get(place, {}))
            for place in range(1, line["size"] + 1)
        ]

    def _delegate(self, delegation: Delegation, line: Table, place: int, told: Table) -> Delegate:
        person = self.people.person(self._pools(delegation, line))
        rank = told.get("rank") or self._rank(delegation, line, place)
        reference = self._reference()
        country = delegation.country.iso2 if delegation.country else ""
        self.looks[reference] = looks_of(person.pool, country)
        duty = self._duty(delegation, line, place, rank)
        delegate = Delegate(
            delegation=delegation,
            reference=reference,
            position=self._position(line, place, rank),
            **_lines(told.get("function", duty)),
            rank=self.scheme.ranks.get(rank),
            nationality=delegation.country,
            given_name=person.given_name,
            family_name=person.family_name,
            gender=person.gender,
        )
        self._give_own_name(delegate, person)
        for field in TOLD_FIELDS:
            if field in told:
                setattr(delegate, field, told[field])
        if "own_name" in told or "given_name" in told:
            delegate.own_given_name = delegate.own_family_name = ""
        if not delegate.own_name or ("given_name" in told and "own_name" not in told):
            delegate.own_name = delegate.own_name_language = ""
        delegate.honorific = self._honorific(delegate, rank)
        delegate.email = self._email(delegate)
        letter = told.get("category", line.get("category"))
        if letter:
            delegate.category = self.scheme.categories[letter]
        return delegate

    def _pools(self, delegation: Delegation, line: Table) -> list[str]:
        if delegation.country is not None:
            pools: list[str] = self.countries[delegation.country.iso2]["names"]
            return pools
        return list(line.get("names", INTERNATIONAL))

    def _rank(self, delegation: Delegation, line: Table, place: int) -> str:
        """The key of the rank; "" where ranks do not apply."""
        if place == 1:
            return str(line.get("head", ""))
        if delegation.kind.nature == Nature.MISSION:
            return "counsellor"
        if delegation.kind.nature not in NATURES_OF_COUNTRIES:
            return "expert" if "head" in line else ""
        below = self.precedence[self.precedence.index(line["head"]) + 1 :]
        ladder = [
            key for key in LADDER if key in below and (key not in SENIOR or line["size"] >= LARGE)
        ]
        return ladder[place - 2] if place - 2 < len(ladder) else "expert"

    def _duty(self, delegation: Delegation, line: Table, place: int, rank: str) -> str:
        if place == 1 and "function" in line:
            return str(line["function"])
        if delegation.country is None:
            known = functions()["kinds"][line.get("functions", delegation.kind.nature)]
            return str(known[0] if place == 1 else known[1 + (place - 2) % (len(known) - 1)])
        language = self.countries[delegation.country.iso2].get("functions", "en")
        is_mission = delegation.kind.nature == Nature.MISSION
        return self.people.function(language, f"mission_{rank}" if is_mission else rank)

    def _position(self, line: Table, place: int, rank: str) -> Position:
        if line.get("functions") == "interpreters":
            return Position.INTERPRETER
        if place == 2 and line["size"] >= HAS_A_DEPUTY and "head" in line:
            return Position.DEPUTY_HEAD
        return POSITIONS.get(rank, Position.MEMBER) if place > 1 else Position.MEMBER

    def _give_own_name(self, delegate: Delegate, person: Person) -> None:
        """Some people give their name in Latin script only."""
        if self.generator.random() >= WITHOUT_OWN_NAME:
            delegate.own_given_name = person.own_given_name
            delegate.own_family_name = person.own_family_name
            delegate.own_name = person.own_name
            delegate.own_name_language = person.own_name_language

    def _honorific(self, delegate: Delegate, rank: str) -> str:
        titles: dict[str, str] = {Gender.FEMALE: "Ms.", Gender.MALE: "Mr."}
        title = titles.get(delegate.gender, "")
        if delegate.delegation.kind.nature == Nature.RESEARCH:
            title = self.generator.choice(["Dr.", "Prof.", title])
        return f"H.E. {title}" if rank in EXCELLENCIES else title

    def _email(self, delegate: Delegate) -> str:
        if self.generator.random() >= WITH_EMAIL:
            return ""
        delegation = delegate.delegation
        party = delegation.country.iso2 if delegation.country else delegation.acronym or "delegate"
        names = filter(None, (_letters(delegate.given_name), _letters(delegate.family_name)))
        return f"{'.'.join(names)}@{_letters(party)}.example"

    def _reference(self) -> str:
        letters = "".join(self.generator.choices(REFERENCE_ALPHABET, k=8))
        return f"{letters[:4]}-{letters[4:]}"


def _lines(duty: str) -> dict[str, str]:
    """Function, department and ministry, as far as the duty names them."""
    texts = [text.strip() for text in duty.split("|")]
    return dict(zip(DUTY_FIELDS, texts, strict=False))


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", fold(text))
