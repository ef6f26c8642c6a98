"""Files as frab and pretalx write them, for tests: small ones, and those of a large conference."""

import datetime as dt
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

PRETALX = """<?xml version='1.0' encoding='utf-8' ?>
<!-- Made with love by pretalx v2026.2.1. -->
<schedule>
    <generator name="pretalx" version="2026.2.1" />
    <version>0.4</version>
    <conference>
        <acronym>water</acronym>
        <title>Water &amp; Glaciers</title>
        <start>2018-05-03</start>
        <end>2018-05-04</end>
        <days>2</days>
        <timeslot_duration>00:05</timeslot_duration>
        <base_url>https://pretalx.example</base_url>
        <time_zone_name>{zone}</time_zone_name>
    </conference>
    {days}
</schedule>
"""
FRAB = """<?xml version="1.0" encoding="utf-8"?>
<schedule>
  <conference>
    <title>Water</title>
    <start>2018-05-03</start>
    <end>2018-05-04</end>
    <days>2</days>
    <day_change>{change}</day_change>
    <timeslot_duration>00:15:00</timeslot_duration>
  </conference>
  {days}
</schedule>
"""


def event(
    *,
    attributes: str = 'guid="6f3c4a0e-0000-4000-8000-000000000001" id="1"',
    people: Iterable[str] = (),
    **texts: str,
) -> str:
    """`texts` by element; those of a usual event where they are not given, none where blank."""
    usual = {
        "date": "2018-05-03T09:00:00+05:00",
        "start": "09:00",
        "duration": "01:00",
        "title": "Water",
        "type": "Talk",
        "language": "en",
    }
    written = "".join(
        f"<{name}>{escape(text)}</{name}>" for name, text in {**usual, **texts}.items() if text
    )
    persons = "".join(f'<person id="7">{escape(name)}</person>' for name in people)
    return f"<event {attributes}>{written}<persons>{persons}</persons><links></links></event>"


def numbered(number: int, **further: str) -> str:
    return event(attributes=f'guid="guid-{number}" id="{number}"', **further)  # type: ignore[arg-type]


def day(*events: str, date: str = "2018-05-03", room: str = "Navruz") -> str:
    """Each event on a line of its own, after that of the day."""
    held = "\n".join(("", *events))
    return f'<day index="1" date="{date}"><room name={quoteattr(room)}>{held}</room></day>'


def pretalx(*days: str, zone: str = "Asia/Dushanbe") -> bytes:
    return PRETALX.format(days="".join(days), zone=zone).encode()


def frab(*days: str, change: str = "04:00:00") -> bytes:
    return FRAB.format(days="".join(days), change=change).encode()


def large(count: int, *, rooms: int = 60, later: dt.timedelta = dt.timedelta()) -> bytes:
    """As many events of half an hour, one after the other in each room."""
    start = dt.datetime.fromisoformat("2018-05-03T08:00:00+05:00") + later
    of_rooms: list[list[str]] = [[] for _room in range(rooms)]
    for number in range(count):
        at = start + dt.timedelta(minutes=30) * (number // rooms)
        texts = {"date": at.isoformat(), "duration": "00:30", "title": f"Event {number}"}
        of_rooms[number % rooms].append(numbered(number, description="Glaciers. " * 40, **texts))
    return pretalx(*(day(*held, room=f"Room {at}") for at, held in enumerate(of_rooms)))
