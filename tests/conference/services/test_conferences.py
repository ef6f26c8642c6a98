import itertools

import pytest

from conference.choices import NEXT_CONFERENCE_STATES, ConferenceState
from conference.errors import DomainError
from conference.models import AuditEvent, ConferenceAlias
from conference.services import conferences
from tests.factories import AT, ConferenceFactory, UserFactory


@pytest.mark.parametrize(("now", "then"), [*itertools.product(ConferenceState, repeat=2)])
def test_state_changes_as_the_table_allows_and_leaves_a_trace(
    now: ConferenceState, then: ConferenceState
) -> None:
    conference, by = ConferenceFactory(state=now), UserFactory()

    if then in NEXT_CONFERENCE_STATES[now]:
        conferences.change_state(conference=conference, state=then, by=by, at=AT)
    else:
        with pytest.raises(DomainError, match="cannot become"):
            conferences.change_state(conference=conference, state=then, by=by, at=AT)

    conference.refresh_from_db()
    events = AuditEvent.objects.values_list("action", "conference", "by", "fields", "detail")
    if then in NEXT_CONFERENCE_STATES[now]:
        trace = {"from": now.value, "to": then.value}
        assert list(events) == [
            ("conference.state_changed", conference.pk, by.pk, ["state"], trace)
        ]
        assert conference.state == then
    else:
        assert (list(events), conference.state) == ([], now)


def test_table_has_every_state_and_leads_everywhere() -> None:
    assert set(NEXT_CONFERENCE_STATES) == set(ConferenceState)
    assert set().union(*NEXT_CONFERENCE_STATES.values()) == set(ConferenceState)
    assert [now for now, then in NEXT_CONFERENCE_STATES.items() if now in then] == []
    # Who has taken place stays public.
    assert ConferenceState.DRAFT not in NEXT_CONFERENCE_STATES[ConferenceState.CLOSED]


def test_every_former_slug_leads_to_the_conference_and_the_present_one_is_none() -> None:
    conference = ConferenceFactory(slug="first")
    for slug in ("second", "third", "first"):
        former, conference.slug = conference.slug, slug
        conference.save()
        conferences.keep_former_slug(conference=conference, former=former)

    aliases = ConferenceAlias.objects.for_conference(conference)
    assert list(aliases.values_list("slug", flat=True)) == ["second", "third"]
