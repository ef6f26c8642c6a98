"""Texts that somebody said are right as they are: asked about once in a conference, however."""

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from conference.admin import signed_in
from conference.admin.forms.asking import AsksAboutLetters
from conference.models import Conference, User
from delegates.choices import QuestionKind, Reply
from delegates.importing.checking.questions import key_of
from delegates.models import Answer, Delegate
from delegates.names import FIELDS_OF_NAMES
from delegates.services import answers


def remembered(conference: Conference, keys: Collection[str]) -> set[str]:
    """Those of the questions that were answered with "right as it is", in a form or an import."""
    digests = {key_of(QuestionKind.LETTERS, key): key for key in keys}
    right = Answer.objects.for_conference(conference).filter(
        kind=QuestionKind.LETTERS, reply=Reply.RIGHT, key__in=digests
    )
    return {digests[digest] for digest in right.values_list("key", flat=True)}


def remember_ticked(
    forms_sent: Iterable[forms.BaseForm], conference: Conference, *, by: User, at: dt.datetime
) -> None:
    """Keep what was ticked in these forms, which are saved."""
    ticked = {key: form for form in forms_sent for key in _answered_in(form)}
    answers.remember(
        answers=[
            Answer(
                kind=QuestionKind.LETTERS,
                key=key_of(QuestionKind.LETTERS, key),
                subject=key.partition(":")[2],
                reply=Reply.RIGHT,
                delegate=_whose_name(key.partition(":")[2], ticked[key]),
            )
            for key in sorted(ticked)
        ],
        conference=conference,
        by=by,
        at=at,
    )


class RemembersAnswers(admin.ModelAdmin[Any]):
    """Keeps what was ticked in its forms, once they are saved."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: Iterable[Any], change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        rows = [form, *(row for formset in formsets for row in formset.forms)]
        conference = (
            form.instance if isinstance(form.instance, Conference) else form.instance.conference
        )
        remember_ticked(rows, conference, by=signed_in(request), at=timezone.now())


def _answered_in(form: forms.BaseForm) -> Collection[str]:
    return form.answered_letters if isinstance(form, AsksAboutLetters) else ()


def _whose_name(text: str, form: forms.BaseForm) -> Delegate | None:
    """What is said of a name goes with whose it is."""
    row = getattr(form, "instance", None)
    if not isinstance(row, Delegate):
        return None
    return row if text in {getattr(row, name) for name in FIELDS_OF_NAMES} else None
