"""Conferences: opened, closed, archived, and taken back."""

import datetime as dt

from django.db import transaction

from conference import audit
from conference.choices import ConferenceState
from conference.models import Conference, User


@transaction.atomic
def change_state(
    *, conference: Conference, state: ConferenceState, by: User, at: dt.datetime
) -> Conference:
    """The conference is in that state, which must be a legal next one."""
    conference = Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    former = conference.state
    conference.require_transition_to(state)
    conference.state = state
    conference.save(update_fields=["state"])
    audit.record(
        "conference.state_changed",
        target=conference,
        by=by,
        at=at,
        fields=["state"],
        detail={"from": former, "to": state.value},
    )
    return conference
