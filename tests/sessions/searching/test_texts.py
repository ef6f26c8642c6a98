"""What a session is found by."""

from sessions.searching.texts import search_text
from tests.sessions.searching.programme import facts


def test_titles_stand_apart_from_what_else_is_known() -> None:
    text = search_text(
        facts({"code": "a", "kind": "", "title": {"en": "Water | Peace", "de": "Flüsse"}})
    )

    assert text == " | water peace | flusse | fluesse || "


def test_of_a_closed_session_there_is_the_room_alone() -> None:
    told = {"code": "a", "kind": "panel", "room": "sarez", "title": {"en": "Zarafshan"}}

    text = search_text(facts(told | {"audience": "closed"}))

    assert text.startswith(" || room sarez ")
    assert "zarafshan" not in text
    assert "panel" not in text


def test_a_kind_is_found_in_every_language() -> None:
    words = search_text(facts({"code": "a", "kind": "side_event", "title": {}})).split()

    assert {"side", "event", "мероприятие", "حدث", "活动", "чорабинии"} <= set(words)


def test_a_person_is_found_in_both_scripts_and_written_in_one() -> None:
    people = [["Abdulrahman AL-FADHLI", "عبد الرحمن الفضلي", "ar", ""]]

    words = search_text(facts({"code": "a", "title": {}, "people": people})).split()

    assert {"fadhli", "abdulrahmanalfadhli", "الفضلي"} <= set(words)
