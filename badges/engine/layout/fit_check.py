"""Which texts of a badge do not fit as its design wants, found without drawing anything.

The texts are fitted by the same module and in the same boxes as on the page itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from badges.engine.content import BadgeContent, direction_of
from badges.engine.design.boxes import Box
from badges.engine.design.faces import Face, Faces
from badges.engine.design.fields import Overlong
from badges.engine.design.folding import Place
from badges.engine.errors import TextError
from badges.engine.layout.fit import Fit
from badges.engine.layout.markup import BadgeMarkup, Document, fit_field, require_glyphs
from conference.writing.languages import Localized


@dataclass(frozen=True)
class Misfit:
    """A text of one face and what becomes of it: the lines `shown` at `size` points.

    Where nothing can be shown, `outcome` is None and `reason` says why.
    """

    field: str
    text: str
    outcome: Overlong | None
    size: float = 0
    shown: tuple[str, ...] = ()
    reason: str = ""
    face: Place = Place.FRONT


def worst_of(misfits: Iterable[Misfit]) -> Overlong | None:
    """What becomes of a badge with these: None, where it cannot be printed, is worst of all."""
    found = {misfit.outcome for misfit in misfits}
    return next((outcome for outcome in WORST_FIRST if outcome in found), None)


WORST_FIRST = (None, Overlong.ELLIPSIS, Overlong.ACRONYM, Overlong.SMALLER)
# Everything that a fit depends on beside the design.
Key = tuple[str, Box, Localized, str, str, str]


class FitCheck:
    """Badges of these faces. What many of them show is fitted once."""

    def __init__(self, faces: Faces) -> None:
        self.faces = faces
        self.known: dict[Key, Fit | TextError] = {}

    def misfits(self, content: BadgeContent) -> list[Misfit]:
        """In the order of the pages."""
        found = []
        for face in self.faces:
            written = _Written(self, face, content)
            written.document.add(written)
            found += written.misfits
        return found

    def fit(self, name: str, box: Box, badge: BadgeMarkup) -> Fit | TextError:
        text, acronym = badge.texts[name], badge.texts.get("delegation_acronym")
        language = text.language or badge.content.language
        key = (name, box, text, language, direction_of(text), acronym.text if acronym else "")
        if key not in self.known:
            try:
                self.known[key] = fit_field(name, badge.texts, box, badge.content)
            except TextError as error:
                self.known[key] = error
        return self.known[key]


class _Written(BadgeMarkup):
    """A face of a badge written out for the sake of its texts."""

    def __init__(self, check: FitCheck, face: Face, content: BadgeContent) -> None:
        super().__init__(Document(face.design), content, {})
        self.check = check
        self.place = face.place
        self.misfits: list[Misfit] = []

    def picture(self, name: str) -> str:
        return ""

    def text(self, name: str, box: Box | None) -> str:
        if box is not None:
            fitted = self.check.fit(name, self.rooms.widened(box), self)
            if isinstance(fitted, Fit):
                self.rooms.fill(name, box, fitted.height)
            self.note(name, fitted)
            return ""
        try:
            require_glyphs(name, self.texts[name], self.content)
        except TextError as error:
            self.note(name, error)
        return ""

    def note(self, name: str, fitted: Fit | TextError) -> None:
        text = self.texts[name].text
        if isinstance(fitted, TextError):
            self.misfits.append(Misfit(name, text, None, reason=fitted.reason, face=self.place))
        elif fitted.outcome:
            outcome, size, lines = fitted.outcome, fitted.size, fitted.lines
            self.misfits.append(Misfit(name, text, outcome, size, lines, face=self.place))
