"""The designs that come with Dais, as files: `NAME.html` and `NAME.css` of a face beside this
module.

What has shipped never changes: a conference keeps the version it has until it takes a newer one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from badges.engine.design.faces import Face, Faces
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import DesignSource

if TYPE_CHECKING:
    # At run time it would load the admin, which the engine does without.
    from django_stubs_ext import StrPromise

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class ShippedVersion:
    """Names of the files of its faces; `back` is "" where it has none."""

    front: str
    back: str = ""
    folding: Folding = Folding.NONE

    def faces(self) -> Faces:
        places = {Place.FRONT: self.front, Place.BACK: self.back}
        faces = (Face(place, shipped(name)) for place, name in places.items() if name)
        return Faces(tuple(faces), self.folding)


@dataclass(frozen=True)
class ShippedDesign:
    """`key` stands in addresses; the versions go from the oldest to the newest."""

    key: str
    words: "StrPromise"
    versions: tuple[ShippedVersion, ...]

    @property
    def newest(self) -> ShippedVersion:
        return self.versions[-1]


@cache
def shipped(name: str) -> DesignSource:
    """A face by the name of its files."""
    return DesignSource(
        html=(HERE / f"{name}.html").read_text(encoding="utf-8"),
        css=(HERE / f"{name}.css").read_text(encoding="utf-8"),
    )


FORMER = ("a6_portrait_1", "a6_portrait_2")
A6_PORTRAIT = "a6_portrait_3"
A6 = ShippedDesign(
    "a6", _("A6 portrait"), tuple(ShippedVersion(name) for name in (*FORMER, A6_PORTRAIT))
)
DESIGNS = (
    A6,
    ShippedDesign(
        "a6-back",
        _("A6 portrait with a back side"),
        (ShippedVersion(A6_PORTRAIT, "a6_portrait_back_1"),),
    ),
    ShippedDesign(
        "a6-folded",
        _("A6 portrait, folded from A5, the same on both sides"),
        (ShippedVersion(A6_PORTRAIT, A6_PORTRAIT, Folding.SIDE),),
    ),
    ShippedDesign("a7", _("A7 landscape"), (ShippedVersion("a7_landscape_1"),)),
    ShippedDesign("cr80", _("Card, CR80"), (ShippedVersion("cr80_landscape_1"),)),
    ShippedDesign("day", _("Day badge, A6 portrait"), (ShippedVersion("day_a6_portrait_1"),)),
    ShippedDesign(
        "transferable",
        _("Transferable badge, A6 portrait"),
        (ShippedVersion("transferable_a6_portrait_1"),),
    ),
    ShippedDesign(
        "vehicle", _("Vehicle badge, A5 landscape"), (ShippedVersion("vehicle_a5_landscape_1"),)
    ),
    ShippedDesign(
        "nameplate",
        _("Nameplate of a country or organization, folded from A4"),
        (ShippedVersion("nameplate_country_1", "nameplate_country_back_1", Folding.TOP),),
    ),
    ShippedDesign(
        "nameplate-person",
        _("Nameplate of a person, folded from A4"),
        (ShippedVersion("nameplate_person_1", "nameplate_person_back_1", Folding.TOP),),
    ),
)
BY_KEY = {design.key: design for design in DESIGNS}
# Every face there is, once.
SHIPPED = tuple(
    dict.fromkeys(
        name
        for design in DESIGNS
        for version in design.versions
        for name in (version.front, version.back)
        if name
    )
)
