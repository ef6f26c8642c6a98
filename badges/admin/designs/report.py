"""How the texts of a design get onto paper, in a designer's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from badges.engine.design.faces import Face, Faces
from badges.engine.design.fields import OWN_TEXTS, TEXTS, words_of

SHARED = [name for name in TEXTS if name not in OWN_TEXTS]


@dataclass(frozen=True)
class FieldPrinting:
    """`because` is "" for what is stamped."""

    words: str
    because: str


@dataclass(frozen=True)
class Report:
    """Of one face. `why_not`: why no badge can be made from parts. `shared`: texts drawn once for
    many.
    """

    face: str
    why_not: str
    fields: list[FieldPrinting]
    shared: list[str]

    @property
    def slow(self) -> int:
        return sum(bool(field.because) for field in self.fields)


def reports_of(faces: Faces, ways: Sequence[Any]) -> list[Report]:
    """Of a sample print (`SamplePrint.report`)."""
    return [report_of(face, of_face) for face, of_face in zip(faces, ways, strict=True)]


def report_of(face: Face, ways: Sequence[Any]) -> Report:
    """A text is stamped if it is on every badge."""
    named = face.design.named
    reasons: dict[str, str] = {}
    for name, reason in (text for _why_not, texts in ways for text in texts):
        reasons[name] = reasons.get(name) or reason
    return Report(
        face=str(face.place.label),
        why_not=next((why_not for why_not, _texts in ways if why_not), ""),
        fields=[
            FieldPrinting(str(words_of(name)), reasons[name])
            for name in OWN_TEXTS
            if name in reasons
        ],
        shared=list(dict.fromkeys(str(words_of(name)) for name in SHARED if name in named)),
    )
