"""Whether what reads people's text takes time that grows with its length, and no faster.

    .venv/bin/python -m bench.growth_of_parsers

Each parser is given texts made to hold it up, of n, 2n and 4n characters; CPU is measured, the
best of several tries. Four times the text may take four times as long, and half as much again for
what is noise; what takes more is named, and the command fails.
"""

import io
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from bench.badges import standalone

TRIES = 5
# Shorter runs measure the clock.
LEAST_SECONDS = 0.004
MOST_TIMES = 6.0
LONGEST = 45_000


HOSTILE = {
    "an opening and spaces": lambda n: "{{" + " " * n,
    "openings": lambda n: "{{ " * (n // 3),
    "fields": lambda n: "{{ serial }}\n" * (n // 13),
    "tags that are not closed": lambda n: "<p " * (n // 3),
    "attributes that are not closed": lambda n: '<p class="' * (n // 10),
    "comments that are not closed": lambda n: "<!--" * (n // 4),
    "lone brackets": lambda n: "< " * (n // 2),
    "references": lambda n: "&amp;" * (n // 5),
    "references that are not closed": lambda n: "&" * n,
    "elements": lambda n: "<b>x</b>" * (n // 8),
}
HOSTILE_CSS = {
    "brackets": lambda n: "a{b:" + "(" * n,
    "comments": lambda n: "/*" * (n // 2),
    "selectors": lambda n: ",".join([".a"] * (n // 3)) + "{display:flex}",
    "declarations": lambda n: "a{" + "color:red;" * (n // 10) + "}",
    "rules": lambda n: ".a{display:flex}" * (n // 16),
    "strings that are not closed": lambda n: 'a{b:"' * (n // 5),
    "digits": lambda n: "a{b:" + "9" * n + "}",
    "escapes": lambda n: "\\" * n,
}
HOSTILE_NAMES = {
    "letters": lambda n: "a" * n,
    "words": lambda n: "ab " * (n // 3),
    "marks": lambda n: "a" + "\u0301" * n,
    "marks of two classes": lambda n: "a" + "\u0301\u0323" * (n // 2),
    "Greek": lambda n: "ά" * n,
    "Irish": lambda n: "bhF " * (n // 4),
    "Georgian": lambda n: "ა a" * (n // 3),
    "Cyrillic": lambda n: "щ" * n,
    "Chinese": lambda n: "中" * n,
    "Arabic ligature": lambda n: "\ufdfa" * n,
    "spaces": lambda n: " " * n,
}
HOSTILE_TABLES = {
    "quotes": lambda n: "Given name;Family name\n" + '"' * n,
    "separators": lambda n: "Given name;Family name\n" + ";" * n,
    "lines": lambda n: "Given name;Family name\n" + "a;b\n" * (n // 4),
    "a line": lambda n: "Given name;Family name\n" + "a" * n,
}
# Names by the line; each is asked about and entered.
HOSTILE_CROWDS = {
    "one name": lambda n: "Ali Karim\n" * (n // 20),
    "one family name": lambda n: "".join(f"A{number} Karimov\n" for number in range(n // 20)),
    "one given name": lambda n: "".join(f"Karim B{number}ov\n" for number in range(n // 20)),
}


def enter_all(text: str) -> None:
    from delegates.recognition.descriptions import Description
    from delegates.recognition.people import People

    people: People[int] = People()
    for number, name in enumerate(text.splitlines()):
        given_name, _space, family_name = name.partition(" ")
        description = Description(given_name=given_name, family_name=family_name)
        people.like(description)
        people.add(number, description)


HOSTILE_HEADINGS = {
    "brackets": lambda n: "Given name " + "(" * n,
    "parts": lambda n: "Family name / " * (n // 14),
    "ornaments": lambda n: "1. " + "*" * n + "x",
    "spaces": lambda n: "Mr" + " " * n + "x",
    "forms of address": lambda n: "Mr. " * (n // 4),
    "initials": lambda n: "H. E. " * (n // 6),
    "marks of two classes": lambda n: "a" + "\u0301\u0323" * (n // 2),
    "hidden letters": lambda n: "a\u200b" * (n // 2),
}


def cases() -> list[tuple[str, Callable[[str], object], dict[str, Callable[[int], str]]]]:
    from badges.engine.design import bounds
    from badges.engine.design.language import DesignSource, parse
    from conference.spreadsheets import read_sheets
    from conference.writing.capitals import upper_name
    from conference.writing.collation import sort_key
    from conference.writing.folding import fold, search_text
    from conference.writing.lines import clean_line
    from delegates.columns import heading_of
    from delegates.importing.reading.known_lists import split_honorific
    from delegates.naming.names import folded_name_key
    from delegates.recognition.likeness import is_only_marks_or_case

    return [
        ("a design's HTML", lambda text: parse(DesignSource(text, "")), HOSTILE),
        ("a design's CSS", lambda text: bounds.check(parse(DesignSource("", text))), HOSTILE_CSS),
        ("folding", fold, HOSTILE_NAMES),
        ("search text", search_text, HOSTILE_NAMES),
        ("sort keys", lambda text: sort_key(text, "zh"), HOSTILE_NAMES),
        ("capitals", lambda text: upper_name(text, "ga"), HOSTILE_NAMES),
        ("one line", lambda text: clean_line(text, limit=LONGEST), HOSTILE_NAMES),
        ("name keys", lambda text: folded_name_key(text, text), HOSTILE_NAMES),
        ("lost marks", lambda text: is_only_marks_or_case(text, text.upper()), HOSTILE_NAMES),
        ("people of one delegation", enter_all, HOSTILE_CROWDS),
        ("tables", lambda text: read_sheets(io.BytesIO(text.encode())), HOSTILE_TABLES),
        ("headings", lambda text: heading_of([text]), HOSTILE_HEADINGS),
        ("forms of address", split_honorific, HOSTILE_HEADINGS),
    ]


def seconds(read: Callable[[str], object], text: str) -> float:
    from conference.errors import DomainError

    best = float("inf")
    for number in range(TRIES):
        # Most of these functions remember; a text of its own each time is read each time.
        own = f"{text}{number}"
        since = time.process_time()
        with suppress(DomainError, ValueError):
            read(own)
        best = min(best, time.process_time() - since)
    return best


def main() -> int:
    standalone.start()
    too_steep = 0
    print(f"{'parser':18} {'text':32} {'n':>7} {'ms at 4n':>9} {'4n : n':>7}")
    for parser, read, texts in cases():
        for name, make in texts.items():
            n = LONGEST // 4
            short, long = (seconds(read, make(length)) for length in (n, 4 * n))
            times = long / short if short else 0.0
            is_steep = long > LEAST_SECONDS and times > MOST_TIMES
            too_steep += is_steep
            mark = "  too steep" if is_steep else ""
            print(f"{parser:18} {name:32} {n:7} {long * 1000:9.2f} {times:7.1f}{mark}")
    return too_steep


if __name__ == "__main__":
    sys.exit(main())
