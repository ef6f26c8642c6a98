"""What the signed code of a badge costs beside the former, shorter one.

    .venv/bin/python -m bench.signed_code [BADGES]

Draws the same badges into a file and reads every code back, with codes of the one form and of the
other in turns, and takes the least CPU of each. Putting a token together and signing it is stated
apart: it is done once a generation, not with each file.
"""

import argparse
import io
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bench.badges import standalone

BADGES, TURNS = 500, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("badges", nargs="?", type=int, default=BADGES)
    count = parser.parse_args().badges
    standalone.start()
    from badges.engine import readback, tokens
    from tests.badges.engine.people import people, pictures

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "badges.pdf"
        crowd = people(count)
        signed_texts = signed(count)
        forms = {
            "former": [replace(one, token="") for one in crowd],
            "signed": [
                replace(one, token=text) for one, text in zip(crowd, signed_texts, strict=True)
            ],
        }
        draw = drawer(pictures(), path)
        drawing: dict[str, list[float]] = {name: [] for name in forms}
        reading: dict[str, list[float]] = {name: [] for name in forms}
        draw(crowd)
        for _turn in range(TURNS):
            for name, contents in forms.items():
                drawing[name].append(cpu(partial(draw, contents)))
                reading[name].append(cpu(lambda: readback.codes(path)))
                assert readback.codes(path) == [one.square for one in contents]
    for what, times in (("drawing", drawing), ("reading back", reading)):
        former, now = (1000 * min(times[name]) / count for name in forms)
        print(f"{what:14} {former:6.3f} {now:6.3f} ms a badge: {now - former:+.3f}")
    print(f"{'signing':14} {'':6} {1000 * cpu(lambda: signed(count)) / count:6.3f} ms a badge")
    print(f"{len(tokens.NO_TOKEN)} characters")


def drawer(images: dict[str, Any], path: Path) -> Callable[[list[Any]], None]:
    from badges.engine.badge_file import FileAs, make_file
    from badges.engine.design import shipped
    from badges.engine.design.language import parse
    from badges.engine.stamps.fitted import BadgeOrder
    from badges.supplies import supplies

    design, using = parse(shipped.shipped(shipped.A6_PORTRAIT)), supplies(images.__getitem__)

    def draw(contents: list[Any]) -> None:
        out = io.BytesIO()
        for _made in make_file(
            [BadgeOrder(one, design) for one in contents], using, out, FileAs("Badges", "en")
        ):
            pass
        path.write_bytes(out.getvalue())

    return draw


def signed(count: int) -> list[str]:
    import secrets

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from badges.engine.tokens import Token, Window, fingerprint

    key = Ed25519PrivateKey.generate()
    known = fingerprint(key.public_key().public_bytes_raw())
    window = Window(641_548, 1_648)
    return [
        Token(known, serial, 1, 1, 7, 0b1011, window, secrets.token_bytes(10)).signed(key.sign)
        for serial in range(1, count + 1)
    ]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
