"""The words of audit events, and the sentences that they make."""

import pytest
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from conference.admin.trail.events import events_about, field_name
from conference.admin.trail.sentences import sentence
from conference.models import AuditEvent
from tests.factories import AT, UserFactory, VenueFactory


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("delegate.approved", "Zarina approved NAGY"),
        ("user.sign_in_failed", "A sign-in as NAGY was refused"),
        ("user.signed_in", "Zarina signed in"),
        ("venue.painted_100%_green", "Zarina: painted 100% green: NAGY"),
    ],
    ids=["usual", "of whom it is about", "of nobody else", "verb of old"],
)
def test_action_is_a_sentence_of_who_did_it_to_what(action: str, words: str) -> None:
    said = sentence(action, UserFactory.build(name="Zarina"), SafeString("<i>NAGY</i>"))

    assert strip_tags(said) == words


def test_name_is_no_markup_and_what_nobody_did_dais_did() -> None:
    by = UserFactory.build(name="<script>")

    assert sentence("job.failed", by, SafeString("it")) == (
        "<b><bdi>&lt;script&gt;</bdi></b> could not finish it"
    )
    assert strip_tags(sentence("job.failed", None, SafeString("it"))) == "Dais could not finish it"


@pytest.mark.parametrize(
    ("target_type", "name", "words"),
    [
        ("delegates.delegate", "own_name", "name in own script"),
        ("delegates.delegate", "shoe_size", "shoe size"),
        ("gallery.album", "front_page", "front page"),
        ("", "password", "password"),
    ],
)
def test_field_is_named_as_the_form_names_it(target_type: str, name: str, words: str) -> None:
    assert field_name(target_type, name) == words


def test_events_about_a_record_are_its_own_and_newest_first() -> None:
    venue = VenueFactory()
    of_venue = {"target_type": "conference.venue", "target_id": venue.pk, "at": AT}
    for action in ("venue.added", "venue.changed"):
        AuditEvent.objects.create(action=action, **of_venue)
    AuditEvent.objects.create(action="venue.added", **{**of_venue, "target_id": venue.pk + 1})

    assert [event.action for event in events_about(venue)] == ["venue.changed", "venue.added"]
