"""Conferences: opened, closed, archived and taken back; found under their former addresses."""

import datetime as dt

from django.db import transaction

from conference import audit
from conference.choices import ConferenceState
from conference.models import Conference, ConferenceAlias, User


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


@transaction.atomic
def keep_former_slug(*, conference: Conference, former: str) -> None:
    """Addresses with the former slug lead to the present one, which is no former one any more."""
    aliases = ConferenceAlias.objects.for_conference(conference)
    aliases.filter(slug=conference.slug).delete()
    aliases.get_or_create(conference=conference, slug=former)
