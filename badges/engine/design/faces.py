"""The faces of a badge: each a design with a page of its own, and how they hang together."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Self

from django.utils.translation import gettext as _

from badges.engine.design.fields import QR, words_of
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import Design, DesignSource, parse


@dataclass(frozen=True)
class Face:
    """One face as it is stored; what draws it knows nothing of the others."""

    place: Place
    source: DesignSource

    @property
    def design(self) -> Design:
        """Raises DesignError for what is outside the language."""
        return _parsed(self.source)

    @property
    def has_code(self) -> bool:
        """Whether it may draw the badge's code: on every face that does it is the same."""
        return QR in self.design.named


@lru_cache(maxsize=40)
def _parsed(source: DesignSource) -> Design:
    return parse(source)


@dataclass(frozen=True)
class Faces:
    """All that a version of a design says. The faces are in the order of their pages."""

    faces: tuple[Face, ...]
    folding: Folding = Folding.NONE

    def __iter__(self) -> Iterator[Face]:
        return iter(self.faces)

    def __len__(self) -> int:
        return len(self.faces)

    @property
    def front(self) -> Face:
        return self.faces[0]

    @property
    def back(self) -> Face | None:
        return next((face for face in self.faces if face.place == Place.BACK), None)

    @cached_property
    def digest(self) -> str:
        """Of everything in them: badges of equal faces have equal pages."""
        drawn = [(face.place.value, face.source.html, face.source.css) for face in self.faces]
        return hashlib.sha256(repr((drawn, self.folding.value)).encode()).hexdigest()

    def as_json(self) -> list[dict[str, Any]]:
        """The faces; the folding is told apart."""
        return [
            {"place": face.place.value, "html": face.source.html, "css": face.source.css}
            for face in self.faces
        ]

    @classmethod
    def from_json(cls, faces: Iterable[Mapping[str, str]], folding: str) -> Self:
        """The equal faces."""
        return cls(
            tuple(
                Face(Place(face["place"]), DesignSource(face["html"], face["css"]))
                for face in faces
            ),
            Folding(folding),
        )


def front_only(source: DesignSource) -> Faces:
    return Faces((Face(Place.FRONT, source),))


def words_on(place: str, field: str) -> str:
    """What people call a field on a face; most badges have one."""
    words = str(words_of(field))
    return _("%s on the back side") % words if place == Place.BACK else words
