"""How the texts of a design get onto paper, in a designer's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from badges.admin.job_report import FIELD_WORDS
from badges.drawing import Printing
from badges.engine.design import language
from badges.engine.design.fields import TEXTS as ALL_TEXTS
from badges.engine.design.language import DesignSource
from badges.engine.stamps.skeletons import TEXTS

SHARED = [name for name in ALL_TEXTS if name not in TEXTS]


@dataclass(frozen=True)
class FieldPrinting:
    """`because` is "" for what is stamped."""

    words: str
    because: str


@dataclass(frozen=True)
class Report:
    """`why_not`: why no badge can be made from parts. `shared`: texts drawn once for many."""

    why_not: str
    fields: list[FieldPrinting]
    shared: list[str]

    @property
    def slow(self) -> int:
        return sum(bool(field.because) for field in self.fields)


def report_of(source: DesignSource, printings: Sequence[Printing]) -> Report:
    """Of sample badges: a text is stamped if it is on every one that shows it."""
    named = language.parse(source).named
    reasons: dict[str, str] = {}
    for name, reason in (text for one in printings for text in one.texts):
        reasons[name] = reasons.get(name) or reason
    return Report(
        why_not=next((one.why_not for one in printings if one.why_not), ""),
        fields=[FieldPrinting(words_of(name), reasons[name]) for name in TEXTS if name in reasons],
        shared=list(dict.fromkeys(words_of(name) for name in SHARED if name in named)),
    )


def words_of(name: str) -> str:
    """Of a field, as people call it."""
    if name.startswith("zone_"):
        return _("zones")
    if name.startswith("category_words"):
        return _("words of the category")
    further = {
        "category_letter": _("letter of the category"),
        "delegation_acronym": _("acronym of the delegation"),
        "serial": _("serial"),
    }
    return str(FIELD_WORDS.get(name) or further.get(name, name))
