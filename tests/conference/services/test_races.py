"""Two organizers decide on a conference at the same moment."""

from functools import partial

import pytest

from conference.choices import ConferenceState
from conference.errors import DomainError
from conference.models import AuditEvent, Conference
from conference.services import conferences
from tests.factories import AT, ConferenceFactory, UserFactory
from tests.races import while_uncommitted


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_a_conference_the_second_is_told_that_it_is_open() -> None:
    conference: Conference = ConferenceFactory(state=ConferenceState.DRAFT)
    change = partial(
        conferences.change_state,
        conference=conference,
        state=ConferenceState.OPEN,
        by=UserFactory(),
        at=AT,
    )

    with pytest.raises(DomainError, match="“Open” cannot become “Open”"):
        while_uncommitted(change, change)

    assert AuditEvent.objects.filter(action="conference.state_changed").count() == 1
