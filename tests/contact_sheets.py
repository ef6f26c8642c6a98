"""Contact sheets of the badge designs that come with Dais: the worst that each must bear.

    .venv/bin/python -m tests.contact_sheets FOLDER [DESIGN …] [--grey] [--arabic]

Draws twelve cases of every design as they are printed, one PNG for each design, to be
opened and judged. `--arabic` prints all of them for a conference in Arabic.
"""

import argparse
from collections.abc import Iterator
from math import ceil, sqrt
from pathlib import Path

from PIL import Image

from bench.badges import standalone

DPI = 110
GAP = 24
MOST_PIXELS = 5200


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("designs", nargs="*")
    parser.add_argument("--grey", action="store_true", help="as a printer without colours prints")
    parser.add_argument("--arabic", action="store_true", help="every conference in Arabic")
    parser.add_argument("--cases", default="", help="their numbers, all if left out: 1,4,7")
    parser.add_argument("--dpi", type=int, default=DPI)
    arguments = parser.parse_args()
    standalone.start()
    from badges.engine.design import shipped

    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.designs or shipped.SHIPPED:
        path = arguments.folder / f"{name}.png"
        badges = list(drawn(name, arguments))
        sheet(badges).convert("L" if arguments.grey else "RGB").save(path)
        print(path)


def drawn(name: str, arguments: argparse.Namespace) -> Iterator[Image.Image]:
    import pypdfium2

    from badges.engine.layout.reference import render_badges
    from tests.badges.worst_cases import face, in_arabic, of_type, pictures

    source = face(name)
    cases = of_type(name)
    chosen = [int(number) - 1 for number in arguments.cases.split(",") if number]
    cases = [cases[number] for number in chosen] or cases
    if arguments.arabic:
        cases = [in_arabic(case) for case in cases]
    pdf = render_badges(cases, source, pictures()).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=arguments.dpi / 72).to_pil().convert("RGB")


def sheet(badges: list[Image.Image]) -> Image.Image:
    """As near to a square as it goes."""
    width, height = badges[0].width + GAP, badges[0].height + GAP
    columns = max(1, round(sqrt(len(badges) * height / width)))
    rows = ceil(len(badges) / columns)
    found = Image.new("RGB", (columns * width + GAP, rows * height + GAP), "#8d97a8")
    for number, badge in enumerate(badges):
        place = (GAP + number % columns * width, GAP + number // columns * height)
        found.paste(badge, place)
    return found


if __name__ == "__main__":
    main()
