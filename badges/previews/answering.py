"""What a child of the previews' process does with a wish, and what is loaded before it is asked."""

from django.utils import translation

from badges import samples
from badges.engine.codes import NO_CODE
from badges.engine.content import BadgeContent, with_own_parts
from badges.engine.design import shipped
from badges.engine.design.fields import OWN_TEXTS
from badges.engine.identity import engine
from badges.previews import drawing
from badges.previews.talk import Wish, packed, packed_answer, unpacked
from badges.supplies import COMPILATIONS


def answer(data: bytes) -> bytes:
    """Kept is what designs compile to, which is nobody's; of the wish itself nothing."""
    wish = unpacked(data)
    with translation.override(wish.language):
        return packed_answer(drawing.draw(wish, COMPILATIONS))


def warm_up() -> None:
    """Draws the badge of nobody, as a child would: what takes long the first time has been done."""
    engine()
    content = with_own_parts(
        BadgeContent(language="en", code=NO_CODE),
        lambda name: OWN_TEXTS[name].ordinary,
        samples.picture,
    )
    design = shipped.shipped(shipped.A6_PORTRAIT)
    photo = samples.sample_photo().data
    answer(packed(Wish(content, design.html, design.css, "en", upload=photo)))
