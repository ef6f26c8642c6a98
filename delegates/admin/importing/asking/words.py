"""Answers in words: what somebody answered, and what an answer has done."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.database.id_lists import among
from delegates import replies
from delegates.choices import OrganizationType, Reply
from delegates.importing.report import heading
from delegates.models import Country, ImportQuestion, ImportRun, Organization
from delegates.replies import Target, TargetType


def party_names(answers: Iterable[str]) -> Mapping[Target, str]:
    """The names of the countries and organizations that answers name."""
    chosen = {party for answer in answers if (party := replies.read(answer).party)}
    countries = {pk for target_type, pk in chosen if target_type == TargetType.COUNTRY}
    others = {pk for target_type, pk in chosen if target_type == TargetType.ORGANIZATION}
    names = {
        Target(TargetType.COUNTRY, row.pk): str(row.name)
        for row in Country.objects.filter(pk__in=countries).only("name")
    }
    organizations = Organization.objects.filter(pk__in=others).only("name")
    return names | {Target(TargetType.ORGANIZATION, row.pk): str(row.name) for row in organizations}


def answer_in_words(question: ImportQuestion, parties: Mapping[Target, str]) -> str:
    """ "" where nobody has answered."""
    answer = replies.read(question.answer)
    if answer.reply is None:
        return ""
    if answer.reply == Reply.ADD:
        return _("Added: %s") % OrganizationType(answer.of_type).label
    if answer.reply == Reply.WRITE:
        return _("Written as “%s”") % answer.text
    likely = dict(question.detail.get("likely", ()))
    if answer.party or answer.heading:
        return _("The same as %s") % (
            (answer.party and parties.get(answer.party)) or likely.get(question.answer, "–")
        )
    if answer.reply == Reply.SAME:
        candidates = question.detail.get("candidates", ())
        names = (one["name"] for one in candidates if one["answer"] == answer.whole)
        return _same_person(next(names, "–"), answer.kept)
    return {
        Reply.LEAVE_OUT: _("Left out"),
        Reply.ANOTHER: _("Another person"),
        Reply.RIGHT: _("Correct as it is"),
        Reply.WITHOUT: _("Registered without this text"),
        Reply.TAKE_OUT: _("Without hidden characters"),
        Reply.TAKE: _("As in the file"),
        Reply.KEEP: _("As registered"),
    }[answer.reply]


def _same_person(name: str, kept: Sequence[str]) -> str:
    if not kept:
        return _("The same person as %s") % name
    fields = ", ".join(heading(column) for column in kept)
    words = _("The same person as %(name)s; stays as registered: %(fields)s")
    return words % {"name": name, "fields": fields}


def answered_in_words(run: ImportRun, *, questions: Collection[int], answer: str) -> str:
    if not answer:
        said = ngettext(
            "The answer has been taken back.", "%d answers have been taken back.", len(questions)
        )
    elif answer == Reply.SAME:
        return _("Answered where it can be one only.")
    elif left := _left_open(run, questions, answer):
        said = ngettext(
            "One is left: this answer does not apply to it.",
            "%d are left: this answer does not apply to them.",
            left,
        )
        return said % left if left != 1 else said
    else:
        said = ngettext("Answered.", "%d questions are answered.", len(questions))
    return said % len(questions) if len(questions) != 1 else said


def _left_open(run: ImportRun, questions: Collection[int], answer: str) -> int:
    """How many of them an answer to many did not fit."""
    if len(questions) < 2:
        return 0
    asked = ImportQuestion.objects.of_run(run).filter(pk__in=among(questions))
    return asked.exclude(answer=answer).count()
