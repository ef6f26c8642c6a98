"""What somebody answered once, kept so that nobody is asked again."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from conference import audit
from conference.models import Conference, User
from delegates.models import Answer

LONGEST_SUBJECT = 300


@transaction.atomic
def remember(
    *, answers: Sequence[Answer], conference: Conference, by: User, at: dt.datetime
) -> None:
    """Keep the answers; a later one to the same question takes the place of the earlier."""
    latest = {(answer.kind, answer.key): answer for answer in answers}
    for answer in latest.values():
        answer.conference = conference
        answer.answered_by, answer.answered_at = by, at
        answer.subject = answer.subject[:LONGEST_SUBJECT]
    Answer.objects.bulk_create(
        latest.values(),
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["conference", "kind", "key"],
        update_fields=[
            *("subject", "reply", "written", "not_taken", "delegate", "answered_by", "answered_at")
        ],
    )


@transaction.atomic
def forget(*, answer: Answer, by: User, at: dt.datetime) -> None:
    """The question will be asked again."""
    audit.record("answer.forgotten", target=answer, by=by, at=at, detail={"kind": answer.kind})
    answer.delete()
