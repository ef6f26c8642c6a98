"""One measured run of Indico's badges of registrants, in Indico's own environment.

    python -m bench.badges.peer_indico BADGES SCRATCH OUT

`RegistrantsListToBadgesPDF`, all that it calls, its fonts and its QR of a ticket are Indico's.
Only what the database would answer (template, registrations, values) stands in here.
"""

import os
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.badges import work
from bench.badges.meter import Meter, report
from bench.badges.work import HEIGHT, WIDTH, Person, Scratch

# Indico counts in pixels, fifty a centimetre.
PIXELS = 5
TEXTS = ("zones", "delegation", "name", "function", "serial", "category")


def main(count: int, scratch: Scratch, out: Path) -> None:
    os.environ["INDICO_CONFIG"] = os.devnull
    from indico.modules.events.registration import badges, util

    util.get_ticket_qr_code_data = lambda person: person["registration"].person.payload
    placeholders = stand_ins(scratch, util.generate_ticket_qr_code)
    badges.get_placeholders = lambda _context: placeholders
    badges.is_regform_field_placeholder = lambda _item: False
    util.get_persons = lambda registrations, _accompanying: registrations

    def export(people: list[Person]) -> None:
        persons = [registration(one) for one in people]
        printed = badges.RegistrantsListToBadgesPDF(
            template(scratch), configuration(badges.cm), None, persons, False
        )
        out.write_bytes(printed.get_pdf().getvalue())

    export(work.others())
    people = work.people(0, count)
    with Meter() as meter:
        export(people)
    report(meter, out)


def stand_ins(scratch: Scratch, qr: Any) -> dict[str, SimpleNamespace]:
    def placeholder(render: Any, *, is_image: bool, source: str) -> SimpleNamespace:
        return SimpleNamespace(
            group="registrant", data_source=source, render=render, is_image=is_image
        )

    def picture(path: Any) -> SimpleNamespace:
        return placeholder(
            lambda one: BytesIO(path(one.person).read_bytes()), is_image=True, source="registration"
        )

    return {
        "picture": picture(lambda one: scratch.photo(one.photo)),
        "flag": picture(lambda one: scratch.flag(one.country, "png")),
        "ticket_qr_code": placeholder(qr, is_image=True, source="person"),
    } | {
        name: placeholder(
            lambda one, name=name: getattr(one.person, name), is_image=False, source="registration"
        )
        for name in TEXTS
    }


def registration(one: Person) -> dict[str, Any]:
    return {
        "is_accompanying": False,
        "registration": SimpleNamespace(person=one, registration_form=None, event=None),
    }


def item(
    content: str,
    left: float,
    top: float,
    width: float,
    height: float | None = None,
    *,
    size: int = 10,
    bold: bool = False,
    **more: str,
) -> dict[str, Any]:
    return {
        "type": content,
        "x": left * PIXELS,
        "y": top * PIXELS,
        "width": width * PIXELS,
        "height": height and height * PIXELS,
        "font_size": f"{size}pt",
        "font_family": "sans-serif",
        "bold": bold,
        "italic": False,
        "text_align": "left",
        "color": "#111111",
        "background_color": "",
        "text_overflow": "wrap",
        **more,
    }


ITEMS = [
    item("picture", 6, 41, 35, 45),
    item("flag", 45, 57, 18, 12),
    item("ticket_qr_code", 67, 110, 32, 32),
    item(
        "category",
        0,
        27,
        WIDTH,
        size=20,
        bold=True,
        text_align="center",
        color="#ffffff",
        background_color="#1b4f9c",
    ),
    item("zones", 45, 41, 54, size=26, bold=True),
    item("delegation", 45, 71, 54, size=11),
    item("name", 6, 89, 93, size=18, bold=True, text_overflow="resize"),
    item("function", 6, 100, 93, size=11),
    item("serial", 6, 136, 58, size=10),
]


def template(scratch: Scratch) -> SimpleNamespace:
    return SimpleNamespace(
        data={
            "width": WIDTH * PIXELS,
            "height": HEIGHT * PIXELS,
            "items": ITEMS,
            "background_position": "stretch",
        },
        backside_template=None,
        background_image=SimpleNamespace(open=lambda: scratch.picture_of_background.open("rb")),
    )


def configuration(cm: float) -> dict[str, Any]:
    """A page of one badge. Indico counts how many badges fit: a rounding must not make it none."""
    from indico.modules.designer import PageOrientation

    margins = dict.fromkeys(
        (
            "top_margin",
            "bottom_margin",
            "left_margin",
            "right_margin",
            "margin_columns",
            "margin_rows",
        ),
        0,
    )
    return margins | {
        "page_size": SimpleNamespace(size=(WIDTH / 10 * cm + 0.01, HEIGHT / 10 * cm + 0.01)),
        "page_orientation": PageOrientation.portrait,
        "dashed_border": False,
        "page_layout": None,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), Scratch(Path(sys.argv[2])), Path(sys.argv[3]))
