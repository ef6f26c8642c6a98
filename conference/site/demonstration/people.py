"""Fictional people: names of their delegation's language, functions that fit their rank.

Given and family names are combined at random from `names.toml`; whoever is called so in real life
is so by chance. Everything follows from the generator that is passed in.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cache

from conference.site.demonstration.portraits import Looks
from conference.site.demonstration.tables import Table, read
from delegates.choices import Gender

MOST_TRIES = 200
# Of so many candidates the one with the rarest names is taken: small pools repeat less.
CANDIDATES = 5


@dataclass(frozen=True)
class Written:
    """One name in Latin script and, where the language has another, in its own."""

    latin: str
    own: str = ""


@dataclass(frozen=True)
class Person:
    gender: Gender
    given_name: str
    family_name: str
    own_given_name: str = ""
    own_family_name: str = ""
    own_name: str = ""
    own_name_language: str = ""
    pool: str = ""


@dataclass(frozen=True)
class Pool:
    """The names of one language, a BCP 47 tag."""

    language: str
    given: dict[Gender, tuple[Written, ...]]
    family: dict[Gender, tuple[Written, ...]]
    is_family_first: bool
    joiner: str

    def own(self, given: Written, family: Written) -> str:
        names = [family.own, given.own] if self.is_family_first else [given.own, family.own]
        return self.joiner.join(filter(None, names))


@dataclass
class People:
    """Draws people of one conference: no two have the same name."""

    generator: random.Random
    drawn: set[tuple[str, str]] = field(default_factory=set)
    seen: Counter[str] = field(default_factory=Counter)

    def person(self, languages: list[str]) -> Person:
        """Of one of the pools (keys of `names.toml`), woman or man."""
        candidates = [self._new_name(languages) for _candidate in range(CANDIDATES)]
        person = min(candidates, key=self._familiarity)
        self.drawn.add((person.given_name, person.family_name))
        self.seen.update([person.given_name, person.family_name])
        return person

    def _familiarity(self, person: Person) -> int:
        return self.seen[person.given_name] + 2 * self.seen[person.family_name]

    def _new_name(self, languages: list[str]) -> Person:
        for _try in range(MOST_TRIES):
            person = self._draw(self.generator.choice(languages))
            if (person.given_name, person.family_name) not in self.drawn:
                return person
        raise ValueError(f"names.toml has too few names in {', '.join(languages)}")

    def _draw(self, key: str) -> Person:
        pool = pools()[key]
        gender = Gender.FEMALE if self.generator.random() < 0.42 else Gender.MALE
        given = self.generator.choice(pool.given[gender])
        family = self.generator.choice(pool.family[gender])
        own = pool.own(given, family)
        return Person(
            gender=gender,
            given_name=given.latin,
            family_name=family.latin,
            own_given_name=given.own,
            own_family_name=family.own,
            own_name=own,
            own_name_language=pool.language if own else "",
            pool=key,
        )

    def function(self, language: str, rank: str) -> str:
        """In `language` if that has one for the rank, else in English."""
        known = functions()
        choice: str = self.generator.choice(known[language].get(rank) or known["en"][rank])
        return choice


@cache
def functions() -> Table:
    return read("functions.toml")


@cache
def pools() -> dict[str, Pool]:
    return {key: _pool(key, said) for key, said in read("names.toml").items()}


@cache
def looks_of(pool: str, country: str) -> Looks:
    """Of whoever has a name of the pool, in the delegation of a country, "" for none."""
    told = read("looks.toml")
    return Looks(**told["pools"][pool] | told["countries"].get(country, {}))


def _pool(key: str, said: Table) -> Pool:
    family = _names(said["family"])
    women = _names(said["family_female"]) if "family_female" in said else family
    if said.get("feminine"):
        women = tuple(Written(_feminine(name.latin), _feminine(name.own)) for name in family)
    return Pool(
        language=said.get("language", key),
        given={Gender.MALE: _names(said["male"]), Gender.FEMALE: _names(said["female"])},
        family={Gender.MALE: family, Gender.FEMALE: women},
        is_family_first=said.get("order") == "family",
        joiner=said.get("join", " "),
    )


def _names(listed: str) -> tuple[Written, ...]:
    return tuple(Written(*name.strip().split("/")) for name in listed.split(","))


def _feminine(family: str) -> str:
    """Соколов, Соколова; Каменский, Каменская; Каримзода as it is."""
    for ending, feminine in (("skiy", "skaya"), ("sky", "skaya"), ("ский", "ская")):
        if family.endswith(ending):
            return family.removesuffix(ending) + feminine
    masculine = ("ov", "ev", "in", "ов", "ев", "ёв", "ин")
    return family + ("а" if family[-1] in "вн" else "a") if family.endswith(masculine) else family
