import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from sessions.choices import Audience
from sessions.facts import PlaceFacts, SessionFacts
from sessions.releases import wording
from sessions.releases.changes import Change, ChangeKind, changes, of_everybody, on_top
from tests.factories import ConferenceFactory

NINE = dt.datetime(2018, 5, 3, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def place(key: int) -> PlaceFacts:
    return PlaceFacts(
        key=key, order=(key,), room={"en": "Hall"}, venue={}, is_main_venue=True, address={},
        directions={},
    )  # fmt: skip


def facts(code: str, **further: Any) -> SessionFacts:
    usual = SessionFacts(
        code=code,
        starts_at=NINE,
        ends_at=NINE + HOUR,
        audience=Audience.PUBLIC,
        is_closed=False,
        is_cancelled=False,
        sequence=0,
        changed_at=NINE,
        place=place(1),
        kind="panel",
        title={"en": code},
    )
    return replace(usual, **further)


def told(found: list[Change]) -> dict[str, list[ChangeKind]]:
    return {one.facts.code: list(one.kinds) for one in found}


@pytest.mark.parametrize(
    ("further", "kinds"),
    [
        ({}, None),
        ({"sequence": 4, "changed_at": NINE + HOUR}, None),
        ({"ends_at": NINE + 2 * HOUR}, [ChangeKind.MOVED]),
        ({"ends_at": NINE + 2 * HOUR, "title": {"en": "b"}}, [ChangeKind.MOVED, ChangeKind.WORDS]),
        ({"place": place(2), "title": {"en": "b"}}, [ChangeKind.ROOM, ChangeKind.WORDS]),
        ({"audience": Audience.CLOSED, "is_closed": True, "title": {}}, [ChangeKind.AUDIENCE]),
        ({"place": None}, [ChangeKind.ROOM]),
        ({"overflow": (place(2),)}, [ChangeKind.ROOM]),
        ({"starts_at": NINE - HOUR, "place": place(2)}, [ChangeKind.MOVED, ChangeKind.ROOM]),
        ({"is_cancelled": True, "note": {"en": "Rain"}}, [ChangeKind.CANCELLED]),
        ({"description": {"en": "More"}}, [ChangeKind.WORDS]),
        ({"audience": Audience.INVITATION}, [ChangeKind.AUDIENCE]),
    ],
)
def test_each_change_has_its_kind(further: dict[str, Any], kinds: list[ChangeKind] | None) -> None:
    found = changes([facts("a")], [facts("a", **further)])

    assert told(found) == ({"a": kinds} if kinds else {})


@pytest.mark.parametrize(
    ("further", "kinds"),
    [
        ({}, []),
        ({"starts_at": NINE - HOUR}, [ChangeKind.MOVED]),
        ({"place": place(2)}, [ChangeKind.ROOM]),
        ({"audience": Audience.INVITATION}, [ChangeKind.AUDIENCE]),
        (
            {"starts_at": NINE - HOUR, "place": place(2), "audience": Audience.INVITATION},
            [ChangeKind.MOVED, ChangeKind.ROOM, ChangeKind.AUDIENCE],
        ),
        ({"title": {"en": "b"}}, [ChangeKind.WORDS]),
    ],
)
def test_session_that_is_held_after_all_says_what_else_is_otherwise(
    further: dict[str, Any], kinds: list[ChangeKind]
) -> None:
    found = changes([facts("a", is_cancelled=True)], [facts("a", **further)])

    assert told(found) == {"a": [ChangeKind.HELD_AGAIN, *kinds]}


def test_other_order_of_rooms_is_no_change() -> None:
    first, second, third = (place(key) for key in (1, 2, 3))
    before = facts("a", place=first, overflow=(second, third))
    moved = [replace(one, order=(9 - one.key,)) for one in (first, second, third)]
    after = facts("a", place=moved[0], overflow=(moved[2], moved[1]))

    assert changes([before], [after]) == []
    assert told(changes([before], [replace(after, place=moved[1], overflow=(moved[0],))])) == {
        "a": [ChangeKind.ROOM]
    }


def test_other_name_of_a_room_is_said_and_its_order_is_not() -> None:
    conference = ConferenceFactory.build(languages=["en"], time_zone="Asia/Dushanbe")
    reordered = replace(place(1), order=(7,))
    renamed = replace(reordered, room={"en": "Great Hall"})

    retitled, in_other_words = changes(
        [facts("a"), facts("b")],
        [facts("a", title={"en": "c"}, place=reordered), facts("b", place=renamed)],
    )

    assert wording.told(retitled, conference) == ["Changed: title"]
    assert wording.told(in_other_words, conference) == ["Changed: names of rooms and venues"]


def test_held_after_all_at_another_time_and_in_another_room_is_said_in_this_order() -> None:
    conference = ConferenceFactory.build(languages=["en"], time_zone="Asia/Dushanbe")
    hall = replace(place(2), room={"en": "Great Hall"})

    (change,) = changes(
        [facts("a", is_cancelled=True)],
        [facts("a", starts_at=NINE - HOUR, place=hall, title={"en": "b"})],
    )

    assert wording.told(change, conference) == [
        "Takes place after all",
        "Moved to 08:00–10:00 from 09:00–10:00",
        "In Great Hall,  instead of Hall, ",
        "Changed: title",
    ]


def test_what_is_new_stands_in_the_order_of_the_release_and_what_is_gone_at_its_end() -> None:
    found = changes([facts("gone"), facts("x")], [facts("b"), facts("a"), facts("x")])

    assert list(told(found).items()) == [
        ("b", [ChangeKind.ADDED]),
        ("a", [ChangeKind.ADDED]),
        ("gone", [ChangeKind.REMOVED]),
    ]


def test_readers_are_told_of_a_session_that_is_no_longer_for_them_that_it_is_gone() -> None:
    before, after = [facts("a")], [facts("a", audience=Audience.GROUPS)]

    found = changes(of_everybody(before), of_everybody(after))

    assert told(found) == {"a": [ChangeKind.REMOVED]}


def test_chosen_sessions_come_on_top_of_the_current_release() -> None:
    current = [facts("a"), facts("b")]
    draft = [facts("a", kind="plenary"), facts("b", kind="plenary"), facts("d"), facts("e")]

    found = on_top(current, draft, ["a", "e"])

    assert [(one.code, one.kind) for one in found] == [
        ("a", "plenary"),
        ("b", "panel"),
        ("e", "panel"),
    ]
