"""One badge as a picture, by the code that prints it: its page of PDF, looked at."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
from django.utils.translation import gettext as _

from badges import images
from badges.engine.badge_file import FileAs, make_file
from badges.engine.content import BadgeContent
from badges.engine.design.language import DesignSource, parse
from badges.engine.errors import TextError
from badges.engine.stamps.compilations import Compilations, Supplies
from badges.engine.stamps.fitted import BadgeOrder
from badges.previews.talk import Drawn, Note, Wish
from conference.errors import DomainError
from conference.files import encoding
from conference.pdf import layout
from conference.pdf.layout import Asset
from delegates import photos

# Sharp beside a form, also where a pixel of the page is two of the screen.
DPI = 150
UNSAVED = "unsaved:photo"


def draw(wish: Wish, compilations: Compilations) -> Drawn:
    """What would be printed if the form were saved now."""
    refusals = []
    try:
        photo = encoding.framed(wish.upload, photos.FRAME) if wish.upload else wish.photo
    except DomainError as error:
        photo, refusals = b"", [str(error)]
    content = replace(wish.content, photo=UNSAVED) if photo else wish.content

    def load(key: str) -> Asset:
        return Asset(layout.JPEG, photo) if key == UNSAVED else images.load(key)

    out = BytesIO()
    order = BadgeOrder(content, parse(DesignSource(wish.html, wish.css)))
    try:
        (made,) = make_file([order], Supplies(load, compilations), out, _said(content))
    except TextError as error:
        return Drawn(refusals=[*refusals, str(error)])
    except DomainError:
        # Its words are about files and designs, for whoever reads a print job.
        return Drawn(refusals=[*refusals, _("The badge cannot be drawn.")])
    notes = [Note(one.field, one.text, one.outcome.value, one.size) for one in made.overflows]
    return Drawn(picture_of(out.getvalue()), made.way.value, notes, refusals)


def picture_of(document: bytes) -> bytes:
    """Its first page, of its trimmed size, as a JPEG. Equal pages give equal pictures."""
    out = BytesIO()
    with pypdfium2.PdfDocument(document) as pages:
        picture = pages[0].render(scale=DPI / 72).to_pil().convert("RGB")
    # As a PNG it would take twice the time and three times the bytes.
    picture.save(out, "JPEG", quality=90, subsampling=0)
    return out.getvalue()


def _said(content: BadgeContent) -> FileAs:
    return FileAs("", content.language)
