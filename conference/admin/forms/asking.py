"""Questions about texts beside their fields: "is it right as it is?", with a box to say yes.

What badges show is refused or asked about where it is typed; see `conference.letters`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy
from i18nfield.strings import LazyI18nString

from conference.letters import Written, doubts
from conference.writing.doubts import Doubt, first_open
from conference.writing.languages import translations

ANSWERS = "right_as_it_is"
TAKEN_OUT = "take_out"
WORDS = {
    ANSWERS: gettext_lazy("Correct as it is"),
    TAKEN_OUT: gettext_lazy("Remove hidden characters"),
}


@dataclass(frozen=True)
class Box:
    """An answer to a question about a text, by the question's key; ticked where it was given."""

    answer: str
    key: str
    is_ticked: bool


class WithBoxes(forms.Widget):
    """An input with the answers to each question about its text. `prefix` is the form's."""

    def __init__(self, widget: forms.Widget, prefix: str, boxes: Sequence[Box]) -> None:
        super().__init__(widget.attrs)
        self.widget = widget
        self.prefix = prefix
        self.boxes = boxes
        self.is_localized, self.is_required = widget.is_localized, widget.is_required
        self.use_fieldset = widget.use_fieldset

    @property
    def media(self) -> Any:
        return self.widget.media

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return self.widget.value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.widget.value_omitted_from_data(data, files, name)

    def id_for_label(self, id_: str) -> str:
        return self.widget.id_for_label(id_)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        boxes = format_html_join(
            "",
            '<label class="right-as-it-is">'
            '<input type="checkbox" name="{}" value="{}"{}> {}</label>',
            (
                (
                    f"{self.prefix}{box.answer}",
                    box.key,
                    SafeString(" checked") if box.is_ticked else "",
                    WORDS[box.answer],
                )
                for box in self.boxes
            ),
        )
        text_input = self.widget.render(name, value, attrs, renderer)
        return format_html('<div class="asked">{}{}</div>', text_input, boxes)


@dataclass(frozen=True)
class _Judged:
    """What is said of the texts of one field, and the questions that were answered."""

    open: list[Doubt]
    answered: list[Doubt]


class AsksAboutLetters(forms.BaseForm):
    """A form that refuses what no badge can show, and asks about damaged and foreign letters.

    Only what was changed is judged: what is there has been asked about, or came before the rule.
    `answered_letters` are the keys of the questions that were answered in the form.
    """

    answered_letters: frozenset[str] = frozenset()

    def printed_texts(self) -> Mapping[str, Written]:
        """The fields whose text a badge shows; a form with such fields names them."""
        return {}

    def language_of_own_name(self) -> str:
        return ""

    def remembered_answers(self, keys: Collection[str]) -> Collection[str]:
        """Those of the questions that were answered with "right as it is" before."""
        return ()

    def judge_letters(self) -> None:
        """Called once the fields are cleaned: what is refused or asked becomes their error."""
        answers = self._ticked(ANSWERS)
        printed = self.printed_texts()
        for name in [name for name in self.fields if name in printed]:
            if name not in self.cleaned_data or name not in self.changed_data:
                continue
            boxes = self._take_out(name, printed[name])
            judged = self._judged(name, printed[name], answers)
            boxes += [Box(ANSWERS, doubt.key, is_ticked=True) for doubt in judged.answered]
            self.answered_letters |= {doubt.key for doubt in judged.answered}
            for doubt in judged.open:
                self.add_error(name, doubt.sentence)
                possible = [TAKEN_OUT] * bool(doubt.bare) + [ANSWERS] * doubt.may_be_right
                boxes += [Box(answer, doubt.key, is_ticked=False) for answer in possible]
            if boxes:
                field = self.fields[name]
                field.widget = WithBoxes(field.widget, self.add_prefix(""), boxes)

    def ask(self, name: str, key: str, sentence: str) -> None:
        """Whether a value is meant as it is; with the box ticked it is taken."""
        is_ticked = key in self._ticked(ANSWERS)
        if not is_ticked:
            self.add_error(name, sentence)
        field = self.fields[name]
        field.widget = WithBoxes(
            field.widget, self.add_prefix(""), [Box(ANSWERS, key, is_ticked=is_ticked)]
        )

    def _ticked(self, answer: str) -> Collection[str]:
        getter = getattr(self.data, "getlist", None)
        return frozenset(getter(self.add_prefix(answer)) if getter else ())

    def _take_out(self, name: str, written: Written) -> list[Box]:
        """What nobody sees in a text goes where its box is ticked."""
        ticked = self._ticked(TAKEN_OUT)
        value = self.cleaned_data[name]
        if not ticked or not isinstance(value, str):
            return []
        for doubt in doubts(value, written):
            if doubt.bare and doubt.key in ticked:
                self.cleaned_data[name] = doubt.bare
                return [Box(TAKEN_OUT, doubt.key, is_ticked=True)]
        return []

    def _judged(self, name: str, written: Written, answers: Collection[str]) -> _Judged:
        language = self.language_of_own_name()
        judged = _Judged([], [])
        for text in self._new_texts(name):
            found = [*doubts(text, written, language=language)]
            known = self.remembered_answers([each.key for each in found]) if found else ()
            still_open = first_open(found, {*answers, *known})
            judged.open.extend([still_open] if still_open else [])
            judged.answered.extend(
                each for each in found if each.key in answers and each.may_be_right
            )
        return judged

    def _new_texts(self, name: str) -> Iterator[str]:
        """Of a translated value those texts that were not there before."""
        value, former = self.cleaned_data[name], self.initial.get(name) or ""
        if isinstance(value, LazyI18nString):
            known = translations(former).values()
            yield from (text for text in translations(value).values() if text not in known)
        elif value:
            yield value
