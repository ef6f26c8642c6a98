"""What is read of a `schedule.xml`, as frab and pretalx write it, and everything wrong with it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from conference.errors import DomainError
from sessions.choices import SessionKind
from sessions.exchange.events import FileSchedule, file_schedule
from sessions.exchange.markup import MOST_BYTES, written_schedule
from tests.sessions.exchange.schedules import day, event, frab, numbered, pretalx

DUSHANBE = ZoneInfo("Asia/Dushanbe")


def read(data: bytes) -> FileSchedule:
    return file_schedule(written_schedule(data), zone=DUSHANBE, languages=["en", "ru", "tg"])


def local(instant: dt.datetime) -> str:
    return f"{instant.astimezone(DUSHANBE):%Y-%m-%d %H:%M}"


def sentences(data: bytes) -> list[tuple[str, str]]:
    return [(problem.event, problem.sentence) for problem in read(data).problems]


def test_event_of_pretalx_is_read_whole() -> None:
    texts = {"subtitle": "A talk", "abstract": "Short.", "description": "Short. And <long> & more."}
    people = ["Ada  Lovelace", "Ada Lovelace", ""]
    data = pretalx(day(event(type="Panel", language="tg", people=people, **texts)))

    (found,) = read(data).events

    assert (found.title, found.room, found.language) == ("Water", "Navruz", "tg")
    assert found.key == "6f3c4a0e-0000-4000-8000-000000000001"
    assert found.kind == SessionKind.PANEL
    assert found.people == ("Ada Lovelace",)
    assert found.description == "A talk\n\nShort. And <long> & more."
    assert (local(found.starts_at), local(found.ends_at)) == (
        "2018-05-03 09:00",
        "2018-05-03 10:00",
    )


def test_description_that_is_a_page_is_read_as_text() -> None:
    data = frab(day(event(abstract="<p>One &amp; two</p><p>Three<br>four</p>")))

    (found,) = read(data).events

    assert found.description == "One & two\n\nThree\n\nfour"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ({"date": "2018-05-04T00:30:00+05:00", "start": "00:30"}, "2018-05-04 00:30"),
        # Older programs say only the day of the programme.
        ({"date": "", "start": "00:30"}, "2018-05-04 00:30"),
        ({"date": "2018-05-03", "start": "00:30"}, "2018-05-04 00:30"),
        ({"date": "2018-05-04", "start": "00:30"}, "2018-05-04 00:30"),
        ({"date": "", "start": "06:30"}, "2018-05-03 06:30"),
        # Without an offset, the conference's clock.
        ({"date": "2018-05-03T09:30:00", "start": "09:30"}, "2018-05-03 09:30"),
        ({"date": "2018-05-03T04:30:00Z", "start": "04:30"}, "2018-05-03 09:30"),
    ],
)
def test_night_belongs_to_the_day_before(texts: dict[str, str], expected: str) -> None:
    (found,) = read(frab(day(event(**texts)), change="06:00")).events

    assert local(found.starts_at) == expected


def test_times_without_an_offset_are_of_the_zone_that_the_file_names() -> None:
    schedule = read(pretalx(day(event(date="", start="09:00")), zone="Europe/Budapest"))

    assert schedule.zone == "Europe/Budapest"
    assert [local(found.starts_at) for found in schedule.events] == ["2018-05-03 12:00"]


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("00:30", 30), ("1:30", 90), ("1:06:00", 30 * 60), ("01:30:00", 90), ("30:00", 1800)],
)
def test_durations_are_read_as_programs_write_them(written: str, minutes: int) -> None:
    (found,) = read(frab(day(event(duration=written)))).events

    assert found.ends_at - found.starts_at == dt.timedelta(minutes=minutes)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    data = pretalx(
        day(
            numbered(1, title=" ", duration=""),
            event(attributes="", title="No id"),
            numbered(2, title="No start", date="", start=""),
            numbered(3, title="No time", date="2018-05-03", start="9 o’clock"),
            numbered(4, title="No date", date="3 May 2018, 9:00"),
            numbered(5, title="Backwards", duration="-01:00"),
            numbered(6, title="Nothing", duration="00:00"),
            numbered(7, title="Minutes", duration="00:90"),
            numbered(8, title="Far", date="9999-12-31", start="23:00"),
            numbered(9, title="First"),
            numbered(9, title="Again"),
            numbered(10, title="Long", people=["A" * 201]),  # type: ignore[arg-type]
        )
    )

    assert sentences(data) == [
        ("guid-1", "It has no title."),
        ("guid-1", "It has no duration: nobody can say when it ends."),
        ("No id", "It has no id: it could not be found again in a later file."),
        ("No start", "It has no start."),
        ("No time", "“9 o’clock” is no time: its start must be like 09:30."),
        (
            "No date",
            "“3 May 2018, 9:00” is no date and time: it must be like 2018-05-03T09:30:00+05:00.",
        ),
        ("Backwards", "It would end before it starts: its duration is “-01:00”."),
        ("Nothing", "It would end when it starts: its duration is “00:00”."),
        ("Minutes", "“00:90” is no duration: it must be like 01:30."),
        ("Far", "It would be in the year 9999."),
        ("Again", "It has the same id as “First” in line 26."),
        ("Long", "A name is left out: it is longer than 200 characters (201); shorten it."),
    ]
    assert [found.title for found in read(data).events] == ["First", "Long"]


def test_what_turns_words_round_or_hides_is_refused_as_on_a_form() -> None:
    """It would stand in titles, calendars and badges of everybody (cases: `U+202E`)."""
    turned = "Water \u202eretaW"
    data = pretalx(
        day(
            numbered(1, title=turned),
            numbered(2, title="Talk", people=["Ada\u202e", "Eve"], description=turned),  # type: ignore[arg-type]
            numbered(3, title="A\u00adda\u200b and\u2028Eve", description="One\u2028two\r\nthree"),
        ),
        day(numbered(4, title="In a room"), room=turned),
    )
    hidden = "contains a hidden direction control (U+202E) that can turn the text round;"

    assert [(problem.sentence, problem.is_left_out) for problem in read(data).problems] == [
        (f"Its title {hidden} type it again.", True),
        (f"A name is left out: it {hidden} type it again.", False),
        (f"Its description is left out: it {hidden} type it again.", False),
        (f"The name of its room {hidden} type it again.", True),
    ]
    assert [(found.title, found.people, found.description) for found in read(data).events] == [
        ("Talk", ("Eve",), ""),
        ("Ada and Eve", (), "One\ntwo\nthree"),
    ]


def test_what_is_far_too_long_is_refused_and_never_repeated() -> None:
    """A name of 5 MB beside each of 10,000 events would be tens of gigabytes."""
    many = [f"Person {number}" for number in range(501)]
    data = pretalx(
        day(numbered(1), room="r" * 5_000),
        day(numbered(2, people=many)),  # type: ignore[arg-type]
    )

    schedule = read(data)

    assert [problem.sentence for problem in schedule.problems] == [
        "The name of its room is longer than 300 characters (5000); shorten it.",
        "It names 501 people; those after the first 500 are left out.",
    ]
    assert [len(found.people) for found in schedule.events] == [500]


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Mars/Olympus"])
def test_zone_of_no_place_is_not_taken_from_a_file(zone: str) -> None:
    assert read(pretalx(day(event()), zone=zone)).zone == ""


def test_language_that_the_conference_has_not_is_named_once() -> None:
    schedule = read(frab(day(numbered(1, language="de"), numbered(2, language="ru-RU"))))

    assert [found.language for found in schedule.events] == ["en", "ru"]
    assert schedule.foreign_languages == ("de",)


BOMB = b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><schedule>&b;</schedule>'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is no XML, or damaged: line 1 cannot be read."),
        (frab(day(event()))[:-30], "The file is no XML, or damaged: line 12 cannot be read."),
        (b"<html></html>", "it begins with “html” instead of “schedule”"),
        (BOMB, "The file declares a document type."),
        (b"<schedule>\n\xe9</schedule>", "The file is not in UTF-8: line 2 cannot be read."),
        ("<schedule/>".encode("utf-16"), "The file is not in UTF-8: line 1 cannot be read."),
        (b"<schedule>" + b"<day>" * 30, "it is far too large for an agenda"),
        (b" " * (MOST_BYTES + 1), "The file is larger than 10 MB."),
    ],
)
def test_file_that_is_none_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        written_schedule(data)
