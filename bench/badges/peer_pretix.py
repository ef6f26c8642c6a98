"""One measured run of pretix's export of badges, in pretix's own environment.

    python -m bench.badges.peer_pretix BADGES SCRATCH OUT

`render_pdf`, all that it calls and the fonts are pretix's, one badge a page, pypdf. Only what the
database would answer (positions, layouts, the values of variables and images) stands in here.
"""

import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.badges import work
from bench.badges.meter import Meter, report
from bench.badges.work import HEIGHT, Person, Scratch

TEXTS = ("zones", "delegation", "name", "function", "serial")
INK = [17, 17, 17, 1]


def main(count: int, scratch: Scratch, out: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pretix.testutils.settings"
    import django

    django.setup()
    from pretix.plugins.badges import exporters

    event = stand_in(exporters, scratch)

    def export(people: list[Person]) -> None:
        positions = [position(event, one) for one in people]
        with out.open("wb") as file:
            exporters.render_pdf(event, positions, exporters.OPTIONS["one"], file)

    export(work.others())
    people = work.people(0, count)
    with Meter() as meter:
        export(people)
    report(meter, out)


def stand_in(exporters: Any, scratch: Scratch) -> SimpleNamespace:
    """An event with a layout for each category. What is looked up of it comes from the people."""
    from pretix.base import pdf

    texts = {
        name: {"evaluate": lambda op, _order, _event, name=name: getattr(op.person, name)}
        for name in TEXTS
    }
    images = {
        "photo": {"evaluate": lambda op, *_: scratch.photo(op.person.photo).open("rb")},
        "flag": {"evaluate": lambda op, *_: scratch.flag(op.person.country, "png").open("rb")},
    }
    pdf.get_variables = lambda _event: texts
    pdf.get_images = lambda _event: images
    pdf.get_fonts = lambda *_arguments, **_options: {}
    used = [SimpleNamespace(item_id=category, layout=category) for category in work.CATEGORIES]
    found = SimpleNamespace(filter=lambda **_: used)
    exporters.BadgeItem = SimpleNamespace(objects=SimpleNamespace(select_related=lambda *_: found))
    exporters._renderer = lambda event, category: (
        pdf.Renderer(event, LAYOUT, scratch.background(category).open("rb")) if category else None
    )
    return SimpleNamespace(
        settings=SimpleNamespace(region="CH"),
        badge_layouts=SimpleNamespace(get=lambda **_: None),
    )


def position(event: SimpleNamespace, one: Person) -> SimpleNamespace:
    order = SimpleNamespace(event=event, locale="en")
    return SimpleNamespace(
        person=one, secret=one.payload, subevent=None, item_id=one.category, order=order
    )


def text(
    content: str,
    left: float,
    top: float,
    width: float,
    height: float,
    size: float,
    *,
    bold: bool = False,
    shrinks: bool = False,
) -> dict[str, Any]:
    return {
        "type": "textcontainer",
        "content": content,
        "left": left,
        "bottom": HEIGHT - top - height,
        "width": width,
        "height": height,
        "fontsize": size,
        "fontfamily": "Open Sans",
        "bold": bold,
        "italic": False,
        "color": INK,
        "align": "left",
        "verticalalign": "top",
        "lineheight": "1",
        "autoresize": shrinks,
        "splitlongwords": True,
        "rotation": 0,
    }


def image(content: str, left: float, top: float, width: float, height: float) -> dict[str, Any]:
    return {
        "type": "imagearea",
        "content": content,
        "left": left,
        "bottom": HEIGHT - top - height,
        "width": width,
        "height": height,
    }


LAYOUT = [
    image("photo", 6, 41, 35, 45),
    image("flag", 45, 57, 18, 12),
    text("zones", 45, 41, 54, 12, 26, bold=True),
    text("delegation", 45, 71, 54, 15, 11),
    text("name", 6, 89, 93, 10, 18, bold=True, shrinks=True),
    text("function", 6, 100, 93, 8, 11, shrinks=True),
    text("serial", 6, 136, 58, 6, 10),
    {
        "type": "barcodearea",
        "content": "secret",
        "left": 67,
        "bottom": HEIGHT - 110 - 32,
        "size": 32,
        "nowhitespace": True,
    },
]

if __name__ == "__main__":
    main(int(sys.argv[1]), Scratch(Path(sys.argv[2])), Path(sys.argv[3]))
