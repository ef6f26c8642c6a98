"""A document for reading, laid out in a process of its own: a web process draws nothing.

It costs a second of CPU before the first page; who asks again gets what was made.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

from conference import limited_process
from conference.errors import DomainError
from conference.limited_process import Limits
from conference.pdf import layout
from conference.pdf.layout import Asset

MEGABYTE = 2**20
# Of 1,000 sessions with their people and what they are about 200 pages are made in 15 seconds.
LIMITS = Limits(memory=1536 * MEGABYTE, cpu_seconds=60, seconds=90, file=64 * MEGABYTE)


@dataclass(frozen=True)
class Document:
    """What a tagged PDF is made of. Equal documents give equal bytes."""

    html: str
    css: str
    assets: Mapping[str, Asset] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        told = [self.html, self.css, *(f"{k} {v.digest}" for k, v in self.assets.items())]
        return hashlib.sha256("\0".join(told).encode()).hexdigest()

    def drawn(self) -> bytes:
        """Here. Raises PdfError where something of it cannot be drawn."""
        rendered = layout.render(self.html, self.css, self.assets, is_tagged=True)
        if rendered.complaints:
            raise layout.PdfError(rendered.complaints[0])
        return rendered.pdf

    def drawn_apart(self) -> bytes:
        """In a process that is ended where it asks for too much: raises NoAnswerError."""
        question = json.dumps(
            {
                "html": self.html,
                "css": self.css,
                "assets": {
                    name: [asset.media_type, base64.b64encode(asset.data).decode()]
                    for name, asset in self.assets.items()
                },
            }
        )
        folders = (str(settings.FONTS_DIR), str(settings.VAR_DIR))
        with limited_process.run(__name__, question.encode(), *folders, limits=LIMITS) as answer:
            return answer.read()


def _answer(question: bytes, out: IO[bytes], fonts: str, var: str) -> None:
    settings.FONTS_DIR, settings.VAR_DIR = Path(fonts), Path(var)
    told = json.loads(question)
    assets = {
        name: Asset(media_type, base64.b64decode(data))
        for name, (media_type, data) in told["assets"].items()
    }
    try:
        out.write(Document(told["html"], told["css"], assets).drawn())
    except layout.PdfError as error:
        raise DomainError(str(error)) from error


if __name__ == "__main__":
    limited_process.answer(_answer, confine_files=False)
