"""The engine could be a library of its own: it draws a badge without any app or database."""

import subprocess
import sys
from pathlib import Path

import pikepdf
from django.conf import settings

from badges.engine import codes, readback

ALONE = """
import sys
from pathlib import Path
from django.apps import apps
from django.conf import settings
var, out = map(Path, sys.argv[1:])
settings.configure(FONTS_DIR=var / "fonts", VAR_DIR=var)

from badges.engine.badge_file import FileAs, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.language import parse
from badges.engine.design.shipped import A6_PORTRAIT, shipped
from badges.engine.stamps.compilations import Supplies
from badges.engine.stamps.fitted import BadgeOrder
from conference.writing.languages import Localized

content = BadgeContent(
    language="en",
    conference_title=Localized("A conference", "en"),
    given_name=Localized("Zarina", ""),
    family_name=Localized("MIRZOEVA", ""),
    serial="00001",
    code="0" * 16,
)

def load(key):
    raise KeyError(key)

with out.open("wb") as file:
    order = BadgeOrder(content, parse(shipped(A6_PORTRAIT)))
    (made,) = make_file([order], Supplies(load), file, FileAs("Badges", "en"))
print(made.way.value)
assert not apps.ready
unwanted = ("django.core.cache.backends.redis", "delegates", "sessions", "conference.models",
            "conference.settings", "psycopg2", "celery", "django.contrib")
of_badges = [name for name in sys.modules if name.split(".")[0] == "badges"]
assert all(name.startswith("badges.engine") or name == "badges" for name in of_badges), of_badges
found = [name for name in sys.modules if name.startswith(unwanted)]
assert not found, found
"""


def test_a_badge_is_drawn_without_apps_and_database(tmp_path: Path) -> None:
    out = tmp_path / "badge.pdf"

    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(settings.VAR_DIR), str(out)],
        cwd=settings.ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "stamped"), done.stderr
    with pikepdf.open(out) as document:
        assert len(document.pages) == 1
    assert readback.codes(out) == [codes.payload("0" * 16)]
