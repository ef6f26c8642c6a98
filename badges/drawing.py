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

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from badges.content import BadgeContent
from badges.design_language import DesignSource
from badges.markup import RenderError
from badges.rendering import render_badges
from conference.errors import DomainError
from conference.pdf import Asset, PdfError

SECONDS = 20
MOST_BYTES = 2**30
# What the process answers with when the design is at fault; the words are then its output.
AT_FAULT = 3


def draw(
    contents: Sequence[BadgeContent],
    source: DesignSource,
    images: Mapping[str, Asset],
    *,
    seconds: int = SECONDS,
) -> bytes:
    """The PDF of `badges.rendering.render_badges`. Raises RenderError in the reader's language."""
    work = {
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
    """In the process of its own: what `draw` wrote comes in, a PDF or a sentence goes out."""
    work = json.load(sys.stdin.buffer)
    _limit(work["seconds"])
    django.setup()
    translation.activate(work["language"] or settings.LANGUAGE_CODE)
    try:
        answer = render_badges(
            [BadgeContent.from_snapshot(content) for content in work["contents"]],
            DesignSource(*work["source"]),
            {key: Asset(kind, b64decode(data)) for key, (kind, data) in work["images"].items()},
        ).pdf
    except (DomainError, PdfError) as error:
        sys.stdout.write(str(error))
        return AT_FAULT
    sys.stdout.buffer.write(answer)
    return 0


def _limit(seconds: int) -> None:
    """It ends by itself even when nobody is left to end it."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conference.settings")
    sys.exit(main())
