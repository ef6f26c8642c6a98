"""Badges drawn by a process of their own, which is ended when it takes too long.

A design that has just been written may keep the renderer busy for hours within the rules of the
language. A print job's worker has its own limits; whoever looks at a preview waits in the web
server, which must go on answering everybody else.
"""

import json
import os
import resource
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from badges.engine.badge_file import fitted_badge
from badges.engine.content import BadgeContent
from badges.engine.design.language import DesignSource, parse
from badges.engine.errors import RenderError
from badges.engine.layout.reference import render_badges
from badges.engine.stamps.fitted import BadgeOrder
from badges.supplies import supplies
from conference.errors import DomainError
from conference.pdf.layout import Asset, PdfError

SECONDS = 20
MOST_BYTES = 2**30
# What the process answers with when the design is at fault; the words are then its output.
AT_FAULT = 3


@dataclass(frozen=True)
class Printing:
    """How a badge of a design is made. `why_not`: why not from parts, "" where it is.

    `texts` are the delegate's own, in the order of the page, each with why it is laid out by
    WeasyPrint, "" where it is stamped.
    """

    why_not: str
    texts: tuple[tuple[str, str], ...]


def draw(
    contents: Sequence[BadgeContent],
    source: DesignSource,
    images: Mapping[str, Asset],
    *,
    seconds: int = SECONDS,
) -> bytes:
    """The PDF of `layout.reference.render_badges`. Raises RenderError in the reader's language."""
    return _answer("drawn", contents, source, images, seconds)


def printings(
    contents: Sequence[BadgeContent],
    source: DesignSource,
    images: Mapping[str, Asset],
    *,
    seconds: int = SECONDS,
) -> list[Printing]:
    """For each content how its badge is made. Raises RenderError as `draw` does.

    What is compiled for it stays compiled for the print jobs.
    """
    answer = json.loads(_answer("compiled", contents, source, images, seconds))
    return [
        Printing(why_not, tuple((field, reason) for field, reason in texts))
        for why_not, texts in answer
    ]


def _answer(
    what: str,
    contents: Sequence[BadgeContent],
    source: DesignSource,
    images: Mapping[str, Asset],
    seconds: int,
) -> bytes:
    work = {
        "what": what,
        "language": translation.get_language(),
        "seconds": seconds,
        "contents": [content.as_snapshot() for content in contents],
        "source": [source.html, source.css],
        "images": {
            key: [asset.media_type, b64encode(asset.data).decode()] for key, asset in images.items()
        },
    }
    try:
        drawn = subprocess.run(
            [sys.executable, "-m", "badges.drawing"],
            cwd=settings.ROOT,
            input=json.dumps(work).encode(),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RenderError(_too_long(seconds)) from None
    if drawn.returncode == AT_FAULT:
        raise RenderError(drawn.stdout.decode())
    if drawn.returncode:
        raise RenderError(_too_long(seconds))
    return drawn.stdout


def _too_long(seconds: int) -> str:
    return (
        _(
            "The design takes more than %d seconds, or more memory than a badge may, for three"
            " badges: make it simpler, with fewer elements, gradients and stripes."
        )
        % seconds
    )


def main() -> int:
    """In the process of its own: what `_answer` wrote comes in, what it gives or a sentence out."""
    work = json.load(sys.stdin.buffer)
    _limit(work["seconds"])
    django.setup()
    translation.activate(work["language"] or settings.LANGUAGE_CODE)
    contents = [BadgeContent.from_snapshot(content) for content in work["contents"]]
    source = DesignSource(*work["source"])
    images = {key: Asset(kind, b64decode(data)) for key, (kind, data) in work["images"].items()}
    try:
        answer = ANSWERS[work["what"]](contents, source, images)
    except (DomainError, PdfError) as error:
        sys.stdout.write(str(error))
        return AT_FAULT
    sys.stdout.buffer.write(answer)
    return 0


Images = Mapping[str, Asset]


def _drawn(contents: Sequence[BadgeContent], source: DesignSource, images: Images) -> bytes:
    return render_badges(contents, source, images).pdf


def _compiled(contents: Sequence[BadgeContent], source: DesignSource, images: Images) -> bytes:
    """What the reference cannot print nothing prints, so that is asked first."""
    render_badges(contents, source, images)
    design = parse(source)
    using = supplies(images.__getitem__)
    using.compilations.prepare(contents, design, using.load)
    made = [fitted_badge(BadgeOrder(one, design), using).compiled for one in contents]
    said = [[one.why_not, [(place.field, place.why_not) for place in one.texts]] for one in made]
    return json.dumps(said).encode()


ANSWERS = {"drawn": _drawn, "compiled": _compiled}


def _limit(seconds: int) -> None:
    """It ends by itself even when nobody is left to end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    sys.exit(main())
