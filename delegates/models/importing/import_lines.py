"""What a checked file says, row by row, and what it asks. Gone when the file expires."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models import BooleanField, Count, F, Func, IntegerField, Max, Q, Sum, Value
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from conference.database.id_lists import among
from conference.models import ConferenceRow, ConferenceRowQuerySet
from delegates import replies
from delegates.choices import OPTIONAL, QuestionKind, Verdict
from delegates.models.importing.fates import HANGING_ON_LINES, NEW_FATES
from delegates.models.importing.imports import ImportRun
from delegates.models.searching import words_in_search_text

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def hash_joins(cursor: Any) -> Iterator[None]:
    """Right after a check PostgreSQL takes a run for a few rows, and would look through all of them
    for each line: minutes.
    """
    cursor.execute("SET LOCAL enable_nestloop = off")
    yield
    cursor.execute("SET LOCAL enable_nestloop = on")


def _is_any_of(column: str, numbers: Collection[int]) -> RawSQL:
    """By an index on the column, however many numbers: PostgreSQL takes a run for a few rows."""
    return RawSQL(  # noqa: S611 -- the column is one of two names in this module.
        f"delegates_importline.{column} = ANY(%s::int[])", [list(numbers)], BooleanField()
    )


NOT_THE_FIRST = ~Q(cluster=F("line"))
"""Of the lines that hang together; whoever hangs together with nobody is the first."""


class LineCount(NamedTuple):
    """`new_delegation` is its key, or blank; `badges` how many need replacing."""

    verdict: str
    new_delegation: str
    delegation: str
    lines: int
    badges: int


class OfRunQuerySet(ConferenceRowQuerySet[Row]):
    def of_run(self, run: ImportRun) -> Self:
        return self.filter(run=run)


class ImportLineQuerySet(OfRunQuerySet["ImportLine"]):
    def matching(self, query: str) -> Self:
        """Lines whose search text holds every word of the query."""
        return self.filter(words_in_search_text(query))

    def hanging_together_with(self, lines: Collection[int]) -> Self:
        """These lines of a run, and all that an answer about them concerns."""
        others = self.filter(_is_any_of("line", lines), NOT_THE_FIRST).order_by()
        clusters = {*lines, *others.values_list("cluster", flat=True)}
        firsts = Q(_is_any_of("line", clusters))
        return self.filter(firsts | Q(NOT_THE_FIRST, _is_any_of("cluster", clusters)))

    def counted(self) -> list[LineCount]:
        """How many there are of each verdict under each new delegation, from one look at all."""
        length = Func(F("badges"), function="jsonb_array_length", output_field=IntegerField())
        rows = (
            self.order_by()
            .values_list("verdict", "new_delegation")
            .annotate(Max("delegation"), Count("pk"), outdated=Sum(length))
        )
        return [LineCount(*row) for row in rows]

    def waiting_among(self, lines: Collection[int]) -> set[int]:
        """Those of these lines of a run that an open question holds back."""
        waiting = self.filter(_is_any_of("line", lines), verdict=Verdict.OPEN).order_by()
        return set(waiting.values_list("line", flat=True))

    def become(self, run: ImportRun, fates: Sequence[Mapping[str, Any]]) -> None:
        """Write what becomes of lines: by the names of fields, with the `lines` it becomes of."""
        said = json.dumps(fates, ensure_ascii=False)
        with connection.cursor() as cursor, hash_joins(cursor):
            lines = [line for fate in fates for line in fate["lines"]]
            cursor.execute(NEW_FATES, {"run": run.pk, "fates": said, "lines": lines})


class ImportLine(ConferenceRow):
    """One row of a file: what it says, what is wrong with it, and what applying it would do.

    `line` is the row's own in the file, `place` where a person finds it: sheet and line.
    `values` is what it says by column, in words; `problems` are (column, value, reason), `reasons`
    the same without the value, by which lines are grouped; `changes` are (column, old, new, person,
    is a consequence). `badges` names those whose badge will need replacing.

    `draft` is what the row asks for by itself, as it was understood: with the answers given, and
    the other lines of its `cluster` (the first of those that hang together), what becomes of it is
    worked out anew. `digest` is of all that applying the line would do: 64 hexadecimal digits, or
    the verdict where it would do nothing. `new_delegation` is the key of the one that has to be
    registered for the row, blank where there is none or nobody of the row is to come.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="lines", db_index=False)
    line = models.PositiveIntegerField(_("line"))
    place = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    person = models.CharField(_("delegate"), max_length=300, blank=True)
    delegation = models.CharField(_("delegation"), max_length=300, blank=True)
    reference = models.CharField(_("reference"), max_length=20, blank=True)
    values = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    reasons = ArrayField(models.TextField(), default=list)
    notices = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    badges = models.JSONField(default=list)
    draft = models.JSONField(default=dict)
    cluster = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    new_delegation = models.CharField(max_length=80, blank=True)
    search_text = models.TextField()

    objects = ImportLineQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of an import")
        ordering = ["run", "line"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(fields=["run", "line"], name="import_line_once_in_its_run"),
        ]
        indexes = [
            models.Index(fields=["run", "verdict", "line"], name="import_line_verdict"),
            models.Index(
                fields=["run", "cluster", "line"],
                condition=NOT_THE_FIRST,
                name="import_line_in_cluster",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.person}"


UNANSWERED = Q(answer="")
TO_ANSWER = Q(is_open=True) | (UNANSWERED & Q(kind__in=sorted(OPTIONAL)))


class ImportQuestionQuerySet(OfRunQuerySet["ImportQuestion"]):
    def open(self) -> Self:
        """Those that hold a line back."""
        return self.filter(is_open=True)

    def to_answer(self) -> Self:
        """Those that hold a line back, and of the optional ones what nobody has answered."""
        return self.filter(TO_ANSWER)

    def answered(self) -> Self:
        return self.exclude(UNANSWERED)

    def hanging_on(self, run: ImportRun, lines: Collection[int]) -> Self:
        with connection.cursor() as cursor, hash_joins(cursor):
            cursor.execute(HANGING_ON_LINES, {"run": run.pk, "lines": list(lines)})
            return self.filter(pk__in=among(pk for (pk,) in cursor.fetchall()))

    def turn_open_or_closed(self, questions: Collection[int]) -> None:
        """Let each of these be open that was not, and the others not."""
        self.filter(pk__in=among(questions)).order_by().update(is_open=~F("is_open"))


class ImportQuestion(ConferenceRow):
    """What an import asks: of a heading, a person, a text; with all lines that hang on it.

    `key` is the question in its normal form, the same in every file that asks it; `detail` what its
    page shows; `outcomes` what an answer makes of its line, by the answer. An answer is a `Reply`,
    of some followed by which: "add:media", "same:country:12", "same:delegate:7", "same:line:40",
    "same:delegate:7:keep:family_name", "write:Attaché de presse".
    `is_open`: a line waits for it; a question about lines that are left out anyway is not.
    `is_general`: that a heading means this party is to be known to every conference.
    """

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="questions", db_index=False)
    kind = models.CharField(max_length=20, choices=QuestionKind)
    key = models.CharField(max_length=64)
    subject = models.CharField(_("question"), max_length=300)
    section = models.CharField(_("section"), max_length=300, blank=True)
    lines = ArrayField(models.PositiveIntegerField())
    detail = models.JSONField(default=dict)
    outcomes = models.JSONField(default=dict)
    is_open = models.BooleanField(default=False)
    answer = models.CharField(_("answer"), max_length=replies.LONGEST, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    is_general = models.BooleanField(default=False)

    objects = ImportQuestionQuerySet.as_manager()

    class Meta(ConferenceRow.Meta):
        verbose_name = _("question of an import")
        verbose_name_plural = _("questions of an import")
        ordering = ["run", "pk"]
        constraints = [
            *ConferenceRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["run", "kind", "key"], name="import_question_once_in_its_run"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="import_question_answered_at_and_by_together",
            ),
        ]
        indexes = [
            # By whoever is deleted, whatever of them stays: see `forgetting`.
            models.Index(
                Func(F("answer"), Value(":"), Value(3), function="split_part"),
                condition=Q(answer__startswith="same:delegate:"),
                name="import_question_same_delegate",
            )
        ]

    def __str__(self) -> str:
        return self.subject
