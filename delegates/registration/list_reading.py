"""How an uploaded list is read, and what is asked about it: chosen and answered on its page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from delegates import replies
from delegates.choices import QuestionKind, Reply
from delegates.columns import COLUMNS, FURTHER_COLUMNS, heading_key
from delegates.importing.confined.lists import ASKED
from delegates.importing.confined.reading import columns_read
from delegates.importing.lists import lists_of
from delegates.importing.reading import Layout, ReadingChoices
from delegates.importing.report import heading
from delegates.models import ImportQuestion, ImportRun

UNSAID, LEFT_OUT = "?", "-"
# Of what a file may hold beside the columns: a name in one cell, or with a middle one.
NAMES = ("full_name", "middle_name")


@dataclass(frozen=True)
class Choice:
    """Something of the list, and what it may be: value, words, whether it is now."""

    name: str
    text: str
    samples: Sequence[str]
    options: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True)
class ListReading:
    layout: Layout
    choices: ReadingChoices
    columns: Sequence[str]
    ranks: Sequence[str]

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        assert run.delegation is not None
        layout = Layout.from_json(run.layout) if run.layout else Layout()
        # What the page offers alone: how the delegation is found was chosen by nobody.
        choices = ReadingChoices.from_json(run.options.get("reading", {}))
        columns = columns_read(run.delegation)
        own = lists_of(run.conference) if "rank" in columns else {}
        return cls(layout, choices, columns, own["rank"].rows if own else ())

    @property
    def headings(self) -> list[Choice]:
        return [
            Choice(f"column-{at}", each.heading, each.samples, self._options(each.column))
            for at, each in enumerate(self.layout.columns)
        ]

    @property
    def words(self) -> list[Choice]:
        """Cells of a column with a closed list that mean nothing in it yet."""
        return [
            Choice(f"word-{at}-{number}", text, (heading(group.column),), self._said(group, text))
            for at, group in enumerate(self.layout.words)
            for number, (text, _times) in enumerate(group.words)
        ]

    @property
    def has_hidden(self) -> bool:
        return self.layout.has_hidden

    @property
    def sheets(self) -> list[tuple[str, str, bool]]:
        """Where there are several that can be read: value, name, whether it is read."""
        if len(self.layout.sheets) < 2:
            return []
        return [
            (str(at), sheet.name, sheet.is_read)
            for at, sheet in enumerate(self.layout.sheets)
            if not sheet.refusal
        ]

    def chosen(self, sent: QueryDict) -> ReadingChoices:
        """What the page did not offer counts as not sent."""
        columns = dict(self.choices.columns)
        for choice, each in zip(self.headings, self.layout.columns, strict=True):
            value = sent.get(choice.name, UNSAID)
            column = "" if value == LEFT_OUT else value
            is_offered = value in {option for option, *_rest in choice.options} - {UNSAID}
            if is_offered and column != each.column:
                columns[each.key] = column
        words = {column: dict(known) for column, known in self.choices.words.items()}
        for at, group in enumerate(self.layout.words):
            for number, (text, _times) in enumerate(group.words):
                value = sent.get(f"word-{at}-{number}", "")
                if value and value in dict(self._meanings(group.column)):
                    words.setdefault(group.column, {})[heading_key(text)] = value
        ticked = sent.getlist("sheet")
        return replace(
            self.choices,
            sheets=tuple(name for value, name, _is_read in self.sheets if value in ticked),
            takes_hidden="takes_hidden" in sent,
            columns=columns,
            words=words,
        )

    def _options(self, column: str | None) -> list[tuple[str, str, bool]]:
        first = [(UNSAID, _("Not known: left out"), True)] if column is None else []
        names = [(name, heading(name)) for name in self.columns]
        names += [(name, str(FURTHER_COLUMNS[name].label)) for name in NAMES]
        return [
            *first,
            (LEFT_OUT, _("Leave out"), column == ""),
            *((name, label, name == column) for name, label in names),
        ]

    def _said(self, group: Any, text: str) -> list[tuple[str, str, bool]]:
        now = self.choices.words.get(group.column, {}).get(heading_key(text), "")
        meanings = self._meanings(group.column)
        return [("", _("Not answered"), not now), *((v, label, v == now) for v, label in meanings)]

    def _meanings(self, column: str) -> list[tuple[str, str]]:
        choices = COLUMNS[column].choices
        if choices is None:
            return [(row, row) for row in self.ranks]
        return [(str(value), str(label)) for value, label in choices.choices if value]


@dataclass(frozen=True)
class ListQuestions:
    rows: Sequence[ImportQuestion]

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        return cls(list(ImportQuestion.objects.of_run(run).filter(kind__in=ASKED).order_by("pk")))

    def given(self, sent: QueryDict) -> dict[int, str]:
        """By id of the question, where it is another answer than now."""
        said = {row: sent.get(f"question-{row.pk}", row.answer) for row in self.rows}
        return {row.pk: text for row, text in said.items() if text != _plain(row.answer)}

    def shown(self) -> list[dict[str, Any]]:
        return [
            {
                "name": f"question-{row.pk}",
                "lines": ", ".join(map(str, row.lines)),
                "subject": row.subject,
                "asked": _asked(row),
                "about": _about(row),
                "is_open": row.is_open,
                "options": [
                    (value, words, value == _plain(row.answer)) for value, words in _answers(row)
                ],
            }
            for row in self.rows
        ]


def _plain(answer: str) -> str:
    """With nothing kept, as it was offered."""
    return replies.read(answer).whole if answer else ""


def _asked(row: ImportQuestion) -> str:
    if row.kind == QuestionKind.PERSON:
        return _("Is this somebody who is in the delegation, or on another line, already?")
    if row.kind == QuestionKind.SPELLING:
        return _("The list spells the name with fewer marks or capitals. Which is right?")
    return _("Is this text right? Letters may be damaged or from another script.")


def _about(row: ImportQuestion) -> list[tuple[str, str]]:
    if row.kind == QuestionKind.LETTERS:
        return [(heading(row.detail["column"]), row.detail["text"])]
    if row.kind == QuestionKind.SPELLING:
        spellings = row.detail["spellings"]
        return [(heading(column), f"{old} / {new}") for column, old, new in spellings]
    return []


def _answers(row: ImportQuestion) -> Iterator[tuple[str, str]]:
    yield "", _("Not answered")
    if row.kind == QuestionKind.PERSON:
        for each in row.detail["candidates"]:
            function = each["texts"].get("function", "")
            name = f"{each['name']}, {function}" if function else each["name"]
            if "line" in each:
                words = _("The same as on line %(line)d: %(name)s")
                yield each["answer"], words % {"line": each["line"], "name": name}
            else:
                yield each["answer"], _("The same person: %s") % name
        yield Reply.ANOTHER, _("Another person")
        yield Reply.LEAVE_OUT, _("Leave this line out")
    elif row.kind == QuestionKind.SPELLING:
        yield Reply.TAKE, _("As in the list")
        yield Reply.KEEP, _("As it is in the delegation")
    else:
        if not row.detail.get("is_damaged"):
            yield Reply.RIGHT, _("Right as it is")
        if row.detail.get("bare"):
            yield Reply.TAKE_OUT, _("Take out what cannot be seen")
        if row.detail.get("can_go_without"):
            yield Reply.WITHOUT, _("Leave this text out")
        yield Reply.LEAVE_OUT, _("Leave this line out")
