import random

import pytest

from conference.site.demonstration.people import People, functions, pools
from conference.site.demonstration.tables import read
from conference.writing.lines import clean_line
from delegates import defaults
from delegates.choices import Gender


@pytest.mark.parametrize("pool", sorted(pools()))
def test_names_are_such_as_the_forms_accept(pool: str) -> None:
    found = pools()[pool]
    for names in (*found.given.values(), *found.family.values()):
        for name in names:
            assert clean_line(name.latin) == name.latin
            assert clean_line(name.own) == name.own


def test_pools_are_there_for_every_country_named() -> None:
    for country in read("countries.toml").values():
        assert set(country["names"]) <= set(pools())
        assert country.get("functions", "en") in functions()


def test_functions_are_of_ranks_that_exist() -> None:
    ranks = {rank.key for rank in defaults.ranks()}
    for language in ("en", "ru", "fr"):
        assert {key.removeprefix("mission_") for key in functions()[language]} <= ranks


def test_people_never_draws_the_same_name_twice() -> None:
    people = People(random.Random("seed"))

    drawn = [people.person(["et", "sk"]) for _number in range(60)]

    assert len({(person.given_name, person.family_name) for person in drawn}) == 60


class Everybody(set[tuple[str, str]]):
    def __contains__(self, name: object) -> bool:
        return True


def test_people_says_when_names_run_out() -> None:
    people = People(random.Random("seed"))

    people.drawn = Everybody()

    with pytest.raises(ValueError, match="too few names in th"):
        people.person(["th"])


def test_people_are_the_same_for_the_same_seed() -> None:
    one, other = (People(random.Random("seed")).person(["tg", "ar"]) for _time in range(2))

    assert one == other


def test_women_have_the_feminine_form_of_the_family_name() -> None:
    families = {name.latin: name.own for name in pools()["ru"].family[Gender.FEMALE]}

    assert families["Sokolova"] == "Соколова"
    assert families["Kamenskaya"] == "Каменская"
    assert "Karimzoda" in {name.latin for name in pools()["tg"].family[Gender.FEMALE]}


def test_own_names_are_written_in_the_order_of_their_language() -> None:
    def own(pool: str) -> str:
        found = pools()[pool]
        return found.own(found.given[Gender.MALE][0], found.family[Gender.MALE][0])

    assert [own("zh-hans"), own("ja"), own("tg")] == ["张建国", "山本 健二", "Фаррух Каримзода"]
