"""The reference: badges as WeasyPrint lays them out whole, one page each.

What every cheaper way of drawing a badge is compared with, and what draws those that no cheaper
way draws exactly.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges.engine.content import BadgeContent
from badges.engine.design.errors import DesignError
from badges.engine.design.language import DesignSource, parse
from badges.engine.errors import RenderError
from badges.engine.layout.markup import BadgeMarkup, Document, Overflow
from conference.pdf import layout
from conference.pdf.layout import Asset, RenderedDocument

# What the renderer says of a declaration that it leaves out.
IGNORED = re.compile(r"Ignored `(?P<said>.*)` at (?P<line>\d+):\d+, .*", re.DOTALL)


@dataclass(frozen=True)
class RenderedChunk:
    """`overflows` holds one tuple per badge, in the order of the contents."""

    pdf: bytes
    overflows: tuple[tuple[Overflow, ...], ...]


def render_badges(
    contents: Sequence[BadgeContent], source: DesignSource, images: Mapping[str, Asset]
) -> RenderedChunk:
    """Lay out one page per badge, in order. Equal input gives equal bytes.

    `images` gives what the contents name by key. Raises DesignError for a design outside the
    language, RenderError when an image is missing or broken or a design makes other than one
    page per badge: a badge is never printed with a hole in it.
    """
    document = Document(parse(source))
    badges = [BadgeMarkup(document, content, images) for content in contents]
    for badge in badges:
        document.add(badge)
    rendered = layout.render(document.html(contents[0]), document.css(), document.assets)
    require_whole(rendered, pages=len(contents))
    return RenderedChunk(rendered.pdf, tuple(tuple(badge.overflows) for badge in badges))


def require_whole(rendered: RenderedDocument, *, pages: int) -> None:
    """Raises RenderError for a document with a hole in it, or with other than one page a badge."""
    troubles = (*rendered.refused, *rendered.complaints)
    if troubles:
        raise RenderError(_("The badges cannot be produced: %s") % _in_our_words(troubles[0]))
    if rendered.pages != pages:
        raise RenderError(
            _("The design makes %(pages)s pages of %(badges)s badges, not one of each.")
            % {"pages": rendered.pages, "badges": pages}
        )


def _in_our_words(trouble: str) -> str:
    found = IGNORED.fullmatch(trouble)
    if not found:
        return trouble
    message = _("(CSS) “%s” says nothing that can be printed.") % found["said"].strip()
    return str(DesignError(int(found["line"]), message))
