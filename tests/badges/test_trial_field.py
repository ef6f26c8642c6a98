"""A further text of a badge is written in three files, and everything that handles badges has it.

A copy of the source gets the three lines and is started as a program of its own: a field is part of
a class, which a running process cannot be given.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings

COPIED = ("badges", "conference", "delegates", "sessions", "locale", "templates")
FIELDS = """    BadgeText(
        "honorific",
        _("honorific"),
        overlong=Overlong.ELLIPSIS,
        samples=Samples(
            ordinary=Localized("H.E. Ms", "en"),
            worst=Localized("His Most Serene Highness", "en"),
            proof=Localized("S.E. M.", "fr"),
            further_proof=Localized("سعادة", "ar"),
        ),
    ),
"""
# File, the line before which something is written, and what.
WRITTEN = (
    ("badges/engine/design/fields.py", '    BadgeText(\n        "given_name",\n', FIELDS),
    (
        "badges/engine/content.py",
        "    given_name: Localized = NOTHING\n",
        "    honorific: Localized = NOTHING\n",
    ),
    ("badges/snapshot.py", '        "given_name",\n', '        "honorific",\n'),
    (
        "badges/snapshot.py",
        '        "given_name": given_name,\n',
        '        "honorific": Localized(person.honorific, ""),\n',
    ),
)
PROGRAM = """
import datetime as dt
import io
import json
import sys

import django
import pypdfium2

django.setup()
from badges import samples, snapshot
from badges.admin.designs import report as design_report
from badges.engine.content import BadgeContent, texts_of
from badges.engine.design.fields import words_of
from badges.engine.design.language import DesignSource, parse
from badges.engine.badge_file import FileAs, make_file
from badges.engine.stamps.compilations import Supplies
from badges.engine.stamps.fitted import BadgeOrder
from conference.models import Conference
from conference.writing.languages import Localized
from delegates.models import Category, Delegate, Delegation

conference = Conference(
    title="Water", short_title="Water", place="Dushanbe", languages=["en"],
    starts_on=dt.date(2018, 5, 3), ends_on=dt.date(2018, 5, 4),
)
category = Category(letter="D", name="Delegate", colour="#1d4f91", pk=1)
category._prefetched_objects_cache = {"category_zones": []}
delegate = Delegate(
    honorific="H.E. Mr", given_name="Ali", family_name="Valiev", category=category,
    delegation=Delegation(name="Tajikistan"),
)
taken = snapshot.Snapshots(conference, "en").content(delegate, serial=1, code="0" * 16)
shown = BadgeContent.from_snapshot(json.loads(json.dumps(taken.as_snapshot())))
box = (
    'data-width="90" data-height="10" data-sizes="14 12 10" data-lines="1" data-leading="1.1"'
    ' data-weight="400"'
)
source = DesignSource(
    f'<p {box}>{{{{ honorific }}}}</p><p {box}>{{{{ family_name }}}}</p>'
    '{% if honorific %}<p class="titled">titled</p>{% endif %}'
    '<img class="qr" src="{{ qr }}" alt="">',
    "@page{size:105mm 148mm;margin:5mm} p{margin:0}"
    ".qr,.titled{position:absolute;top:60mm;width:30mm;height:30mm} .titled{left:50mm}",
)

def load(key):
    raise KeyError(key)

file = io.BytesIO()
(made,) = make_file([BadgeOrder(shown, parse(source))], Supplies(load), file, FileAs("B", "en"))
with pypdfium2.PdfDocument(file.getvalue()) as document:
    text = document[0].get_textpage().get_text_bounded()
previews = [content.honorific.text for content in samples.samples(conference)]
older = {name: part for name, part in taken.as_snapshot().items() if name != "honorific"}
print(json.dumps({
    "read": texts_of(shown)["honorific"].text,
    "page": sorted(text.split()),
    "way": made.way.value,
    "previews": previews,
    "words": str(words_of("honorific")),
    "is_own": "honorific" not in design_report.SHARED,
    "is_compared": "honorific" in snapshot.PARTS_OF_PERSON and "honorific" in snapshot.OF_PERSON,
    "outdates_older": taken.differs_from(older),
    "of_older": BadgeContent.from_snapshot(older).honorific.text,
}))
"""


def test_text_written_in_three_files_is_shown_proven_previewed_and_reported(
    tmp_path: Path,
) -> None:
    for name in COPIED:
        shutil.copytree(settings.ROOT / name, tmp_path / name)
    for file, before, line in WRITTEN:
        path = tmp_path / file
        source = path.read_text()
        assert source.count(before) == 1
        path.write_text(source.replace(before, line + before))

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "VAR_DIR": str(settings.VAR_DIR)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "read": "H.E. Mr",
        "page": ["H.E.", "Mr", "VALIEV", "titled"],
        "way": "stamped",
        "previews": ["H.E. Ms", "His Most Serene Highness", "His Most Serene Highness"],
        "words": "honorific",
        "is_own": True,
        "is_compared": True,
        "outdates_older": False,
        "of_older": "",
    }
