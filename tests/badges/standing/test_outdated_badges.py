"""What is out of date among thousands is what is out of date one by one."""

import datetime as dt
import random
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F
from pytest_django import DjangoAssertNumQueries

from badges import snapshot
from badges.engine.content import PARTS, BadgeContent, as_stored
from badges.holders import DELEGATES
from badges.models import Badge, BadgeDesign, Generation
from badges.models.shown import KEY_OF_PHOTO, NOT_SHARED, SEPARATOR, WORDS_OF_PERSON
from badges.services.missing_badges import due
from badges.snapshot import Snapshots, with_what_badges_show
from badges.standing.badge_states import BadgeStates, with_current_generations
from badges.standing.outdated_badges import differences, outdated_badges, outdated_holders
from conference.models import Conference
from conference.writing.capitals import upper_name
from delegates.models import Category, CategoryZone, Delegate, Delegation
from delegates.naming.name_languages import NAME_LANGUAGE_CHOICES
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.factories import (
    BadgeFactory,
    CategoryFactory,
    CategoryZoneFactory,
    DelegationFactory,
    GenerationFactory,
    words,
)

LANGUAGES = ("en", "ru", "tg")
PEOPLE: tuple[dict[str, str], ...] = (
    {"given_name": "Jürgen", "family_name": "Weiß", "photo": "photos/aa/one.jpg"},
    {"given_name": "Ali", "family_name": "", "display_name": "Sister María José"},
    {
        "given_name": "Άννα",
        "family_name": "Άγγελου",
        "own_name": "Άννα Άγγελου",
        "own_name_language": "el",
    },
    {"given_name": "", "family_name": 'O"Neil \\ Sons', "function": "Minister\tof “Water”"},
    {
        "given_name": "Zarina",
        "family_name": "Mirzoeva",
        "own_name": "Зарина",
        "own_name_language": "tg",
    },
)
BLANK = dict.fromkeys(
    (
        *("given_name", "family_name", "own_name", "own_name_language", "display_name"),
        *("function", "department", "ministry", "photo", "patronymic", "name_suffix"),
    ),
    "",
)
HOSTILE: tuple[dict[str, str], ...] = (
    {"given_name": "Ali", "family_name": "iliç", "own_name": "x", "own_name_language": "tr"},
    {"given_name": "Ali", "family_name": "ili", "own_name": "x", "own_name_language": "tr"},
    {"given_name": "Ali", "family_name": "ili", "own_name": "x", "own_name_language": "az"},
    {"given_name": "Ali", "family_name": "ili", "own_name": "x", "own_name_language": "de"},
    {"given_name": "Ali", "family_name": "ILI"},
    {"given_name": "Ali\x1fILI", "family_name": ""},
    {"given_name": "Ali", "family_name": "ILI\x1f"},
    {"given_name": "Ali", "family_name": "ili", "function": "\x1fILI"},
    {"given_name": "Ali", "family_name": "ili", "function": "a", "department": ""},
    {"given_name": "Ali", "family_name": "ili", "function": "", "department": "a"},
    {"given_name": "Ali", "family_name": "ili", "ministry": "\\u001f"},
    {"given_name": "Ali", "family_name": "ili", "display_name": "Ali ILI"},
    {"given_name": "", "family_name": "Weiss", "display_name": "Weiß"},
    {"given_name": "", "family_name": "Mac an tSaoir"},
    {"given_name": "", "family_name": "MAC AN TSAOIR "},
    {"given_name": "Ali", "family_name": "ili", "patronymic": "Valievich"},
    {"given_name": "Ali", "family_name": "ili", "name_suffix": "Jr."},
    {"given_name": "", "family_name": "x", "display_name": "Ali", "patronymic": "Valievich"},
    {"given_name": "%s {0}", "family_name": "O'{given_name}", "photo": "photos/aa/%31.jpg"},
)


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    return random.Random(request.node.name)


@pytest.fixture
def printed(
    conference: Conference, make_delegates: MakeDelegates, chance: random.Random
) -> list[Delegate]:
    """In two delegations, two categories and three languages; of some contents parts are lost."""
    conference.languages = ["en", "ru"]
    conference.short_title = words("Water")
    conference.place = words("Dushanbe")
    conference.save()
    categories = CategoryFactory.create_batch(2, conference=conference)
    for category in categories:
        CategoryZoneFactory(category=category)
    delegations = DelegationFactory.create_batch(2, conference=conference, flag_code="de")
    version = BadgeDesign.objects.get(conference=conference).versions.latest("pk")
    made = []
    for number, person in enumerate(PEOPLE * 4):
        [delegate] = make_delegates(
            delegation=delegations[number % 2], category=categories[number // 2 % 2], **person
        )
        language = LANGUAGES[number % 3]
        loaded = with_what_badges_show(Delegate.objects.filter(pk=delegate.pk)).get()
        badge = BadgeFactory(delegate=delegate)
        content = Snapshots(conference, language).content(
            loaded, serial=badge.serial, code=f"{number:016d}"
        )
        stored = content.as_snapshot() | {"seat": number}
        for name in chance.sample(PARTS, number % 4):
            if name not in {"language", "serial", "code"}:
                del stored[name]
        GenerationFactory(
            badge=badge,
            design_version=version,
            live=True,
            content=stored,
            code=content.code,
        )
        made.append(delegate)
    return made


def one_by_one(conference: Conference) -> dict[int, str]:
    states = BadgeStates(conference, at=AT)
    badges = with_current_generations(Badge.objects.for_conference(conference))
    return {
        badge.delegate_id: generation.replaced_in(conference)
        for badge in badges
        if (generation := states.live(badge)) and states.is_outdated(badge)
    }


def prints_patronymics(conference: Conference, is_printed: bool = True) -> None:
    conference.prints_patronymics = is_printed
    conference.save()


FURTHER_PARTS: tuple[dict[str, str], ...] = (
    {"patronymic": "Sharipovich"},
    {"name_suffix": "Jr."},
    {"patronymic": "Sharipovich", "name_suffix": "Jr."},
    {"patronymic": "Sharipovich", "display_name": "RAHMON Emomali"},
    {},
)


def test_printing_patronymics_outdates_the_badges_of_those_who_have_one(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    """Off, nobody's badge shows one; on, whoever is shown by another name is shown as before."""
    people = [make_delegates(**parts)[0] for parts in FURTHER_PARTS]
    send()
    work_off()

    before = outdated_holders(conference)
    prints_patronymics(conference)
    after = outdated_holders(conference)
    due_then = due(conference, at=AT).changed_count
    prints_patronymics(conference, False)

    assert before == outdated_holders(conference) == {}
    assert after.keys() == {one.pk for one in people[:3]}
    assert due_then == 3


def test_badge_printed_with_its_patronymic_is_right_until_it_is_switched_off(
    conference: Conference, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    prints_patronymics(conference)
    [one] = make_delegates(given_name="Emomali", patronymic="Sharipovich", family_name="Rahmon")
    make_delegates()
    send()
    work_off()
    content = Generation.objects.get(badge__delegate=one).content

    before = outdated_holders(conference)
    prints_patronymics(conference, False)

    assert content["given_name"]["text"] == "Emomali Sharipovich"
    assert (before, outdated_holders(conference).keys()) == ({}, {one.pk})


def of_one(**fields: object) -> Callable[[Conference], object]:
    def change(conference: Conference) -> object:
        first = Delegate.objects.for_conference(conference).earliest("pk")
        return Delegate.objects.filter(pk=first.pk).update(**fields)

    return change


def of_delegation(**fields: object) -> Callable[[Conference], object]:
    def change(conference: Conference) -> object:
        first = Delegation.objects.for_conference(conference).earliest("pk")
        return Delegation.objects.filter(pk=first.pk).update(**fields)

    return change


def of_category(**fields: object) -> Callable[[Conference], object]:
    def change(conference: Conference) -> object:
        used = Delegate.objects.for_conference(conference).earliest("pk").category_id
        return Category.objects.filter(pk=used).update(**fields)

    return change


def of_conference(**fields: object) -> Callable[[Conference], object]:
    def change(conference: Conference) -> object:
        return Conference.objects.filter(pk=conference.pk).update(**fields)

    return change


def another_delegation(conference: Conference) -> object:
    return of_one(delegation=DelegationFactory(conference=conference))(conference)


def another_category(conference: Conference) -> object:
    return of_one(category=CategoryFactory(conference=conference, letter="X"))(conference)


def other_zones(conference: Conference) -> object:
    used = Delegate.objects.for_conference(conference).earliest("pk").category_id
    return CategoryZone.objects.filter(category=used).delete()


def other_language(conference: Conference) -> object:
    """What is out of date, and in a language that is no longer used."""
    return of_conference(languages=["ru"], place=words("Khujand"))(conference)


CHANGES: dict[str, Callable[[Conference], object]] = {
    "nothing": lambda _conference: None,
    "given_name": of_one(given_name="Another"),
    "family_name": of_one(family_name="Weiss"),
    "own_name": of_one(own_name="Другая", own_name_language="ru"),
    "display_name": of_one(display_name="Another"),
    "function": of_one(function="Another"),
    "department": of_one(department="Another"),
    "ministry": of_one(ministry="Another"),
    "photo": of_one(photo="photos/aa/another.jpg"),
    "no photo": of_one(photo=""),
    "delegation": another_delegation,
    "category": another_category,
    "no category": of_one(category=None, is_category_set_by_hand=False),
    "name of a delegation": of_delegation(name=words("Elsewhere")),
    "acronym": of_delegation(acronym="ELSE"),
    "flag_code": of_delegation(flag_code="fr"),
    "flag_file": of_delegation(flag_file="flags/aa/own.png"),
    "letter": of_category(letter="Q"),
    "name of a category": of_category(name=words("Somebody")),
    "colour": of_category(colour="#123456"),
    "is_hatched": of_category(is_hatched=True),
    "zones": other_zones,
    "title": of_conference(title=words("Another")),
    "short_title": of_conference(short_title=words("Another")),
    "place": of_conference(place=words("Khujand")),
    "dates": of_conference(ends_on=dt.date(2030, 1, 1)),
    "logo": of_conference(logo="logos/aa/another.svg"),
    "languages": other_language,
}
NOTHING_SHOWN = {"nothing"}


@pytest.mark.parametrize("change", CHANGES)
def test_the_same_are_found_as_one_by_one(
    conference: Conference, printed: list[Delegate], change: str
) -> None:
    CHANGES[change](conference)
    conference.refresh_from_db()

    found = outdated_holders(conference)

    assert found == one_by_one(conference)
    assert bool(found) == (change not in NOTHING_SHOWN)
    assert found.keys() <= {delegate.pk for delegate in printed}


def test_only_live_badges_are_asked_about(conference: Conference, printed: list[Delegate]) -> None:
    Delegate.objects.update(function="Another")
    held, other = printed[0], printed[1]
    generations = Generation.objects.filter(badge__delegate__in=[held.pk, other.pk])
    generations.update(state="ended", ended_at=AT, end_reason="lost")

    found = outdated_holders(conference)

    assert found == one_by_one(conference)
    assert not {held.pk, other.pk} & found.keys()


def test_every_part_is_compared_once(category: Category) -> None:
    """With the badge, with its holder, or with all that look alike; the first never changes."""
    parts: list[frozenset[str]] = [
        snapshot.PARTS_OF_BADGE,
        snapshot.PARTS_OF_HOLDER,
        snapshot.SHARED,
    ]

    assert sorted(name for some in parts for name in some) == sorted(PARTS)
    assert {"serial", "code", "token"} == snapshot.PARTS_OF_BADGE


def test_columns_hold_every_part_of_a_person_and_none_that_is_shared() -> None:
    assert {*WORDS_OF_PERSON, KEY_OF_PHOTO} == snapshot.PARTS_OF_PERSON
    assert set(NOT_SHARED) == snapshot.PARTS_OF_HOLDER | snapshot.PARTS_OF_BADGE


def test_what_is_shared_is_digested_as_approved_cryptography_does_everywhere() -> None:
    """PostgreSQL refuses MD5 where only that is allowed; a backslash is one of the bytes."""
    content = {"delegation": 'O"Neil \\ Сыновья', "serial": "7", "given_name": "Ada"}
    generation = GenerationFactory(content=content)

    generation.refresh_from_db()

    # As PostgreSQL writes it.
    text = '{"delegation": "O\\"Neil \\\\ Сыновья"}'
    assert generation.shown_shared == UUID(sha256(text.encode()).hexdigest()[:32])


ROUNDS = 12


def test_the_same_are_found_whoever_is_taken_for_whom(
    conference: Conference, printed: list[Delegate], chance: random.Random
) -> None:
    """Each round everybody is called as anybody, and some badges are left valid as they are."""
    sizes = []
    for number in range(ROUNDS):
        prints_patronymics(conference, number % 3 == 1)
        for delegate in printed:
            person = BLANK | chance.choice(PEOPLE + HOSTILE)
            Delegate.objects.filter(pk=delegate.pk).update(**person)
        found = outdated_holders(conference)
        assert found == one_by_one(conference)
        assert outdated_badges(conference).keys() == found.keys()
        some = chance.sample(sorted(found), len(found) // 3)
        for pk, left in differences(conference, some).items():
            Generation.objects.filter(pk=pk).update(left_valid=left)
        sizes.append(len(found))
        assert outdated_holders(conference) == one_by_one(conference)
    assert min(sizes) < len(printed)
    assert max(sizes) > 0


@pytest.mark.parametrize("is_printed", [False, True])
def test_database_says_of_a_person_what_the_badge_shows_or_nothing(
    conference: Conference, make_delegates: MakeDelegates, is_printed: bool
) -> None:
    prints_patronymics(conference, is_printed)
    version = BadgeDesign.objects.get(conference=conference).versions.latest("pk")
    for person in PEOPLE + HOSTILE:
        [delegate] = make_delegates(**person)
        content = as_stored(snapshot.parts_of_person(delegate, conference))
        badge = BadgeFactory(delegate=delegate)
        GenerationFactory(badge=badge, design_version=version, live=True, content=content)
    everybody = Delegate.objects.annotate(now=DELEGATES.shown(conference)).annotate(
        kept=F("badges__generations__shown_of_person")
    )

    rows = list(snapshot.people(everybody, "now", "kept"))

    for row in rows:
        parts = snapshot.parts_of_person(row, conference)
        whole = [parts[name].text for name in WORDS_OF_PERSON]
        whole.insert(3, parts["own_name"].language)
        shown = SEPARATOR.join([*whole, parts["photo"]])
        # Or what looks like it where it is looked for.
        has_separator = shown.count(SEPARATOR) > len(whole) or "\\u001f" in shown
        is_told = row.display_name or (
            row.family_name.isascii()
            and row.own_name_language not in {"az", "tr", "ga"}
            and not (is_printed and (row.patronymic or row.name_suffix))
        )
        assert row.now == (shown if is_told else None)
        assert row.kept == (None if has_separator else shown)
    assert len(rows) == len(PEOPLE + HOSTILE)
    assert {row.now is None for row in rows} == {row.kept is None for row in rows} == {True, False}


@pytest.mark.parametrize("language", ["", *(tag for tag, _name in NAME_LANGUAGE_CHOICES)])
def test_capitals_of_ascii_are_the_usual_ones_but_in_languages_that_the_database_leaves_out(
    language: str,
) -> None:
    ascii_letters = "".join(map(chr, range(32, 127)))

    if language in {"az", "tr"}:
        assert upper_name(ascii_letters, language) != ascii_letters.upper()
    elif language == "ga":
        assert upper_name("Mac an tSaoir", language) == "MAC AN tSAOIR"
    else:
        for text in (ascii_letters, "Mac an tSaoir nDeal bhFuil hAodha", "Tigh'i I.i"):
            assert upper_name(text, language) == text.upper()


QUERIES = 7


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_for_one_and_for_many(
    conference: Conference,
    printed: list[Delegate],
    count: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Of those of whom all was stored, the first in capitals that the database does not know."""
    kept = [delegate.pk for delegate in printed[: 4 * count : 4]]
    Generation.objects.exclude(badge__delegate__in=kept).delete()

    with django_assert_num_queries(QUERIES):
        outdated_holders(conference)


def test_row_of_values_shows_what_the_delegate_shows(
    conference: Conference, printed: list[Delegate]
) -> None:
    delegations = Delegation.objects.for_conference(conference)
    contents = snapshot.SharedContents(conference, delegations)
    everybody = with_what_badges_show(Delegate.objects.for_conference(conference))
    rows: dict[int, Any] = {row.pk: row for row in snapshot.people(everybody)}
    code = "0" * 16

    for delegate in everybody:
        row = rows[delegate.pk]
        parts = contents.of("ru", row.category_id, row.delegation_id)
        own = snapshot.parts_of_person(row, conference) | snapshot.parts_of_badge(7, code, "")
        whole = Snapshots(conference, "ru").content(delegate, serial=7, code=code, token="")
        assert BadgeContent.from_snapshot(parts | as_stored(own)) == whole
