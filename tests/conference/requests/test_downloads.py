"""No file with data of people leaves without a trace, and none is kept on the way."""

import io

import pytest

from conference.models import AuditEvent, Conference
from conference.requests.downloads import JPEG, OF_VIEWERS, PersonalDownload
from tests.factories import AT, UserFactory, VenueFactory


@pytest.mark.parametrize("in_place", [True, False])
def test_file_leaves_with_an_event_and_for_its_reader_alone(*, in_place: bool) -> None:
    venue, user = VenueFactory(), UserFactory()
    conference: Conference = venue.conference

    response = PersonalDownload(
        io.BytesIO(b"%PDF"),
        filename="badges.pdf",
        content_type="application/pdf",
        action="venue.downloaded",
        by=user,
        at=AT,
        conference_id=conference.pk,
        target=venue,
        detail={"pages": 1},
        in_place=in_place,
    )

    event = AuditEvent.objects.get()
    assert (event.action, event.by, event.conference, event.target_id, event.detail) == (
        "venue.downloaded",
        user,
        conference,
        venue.pk,
        {"pages": 1},
    )
    assert b"".join(response.streaming_content) == b"%PDF"  # type: ignore[arg-type]
    kind = "inline" if in_place else "attachment"
    assert response["Content-Disposition"] == f'{kind}; filename="badges.pdf"'
    assert (response["Cache-Control"], response["X-Content-Type-Options"]) == (
        "private, no-store",
        "nosniff",
    )
    assert getattr(response, "_csp_replace", None) == (OF_VIEWERS if in_place else None)


def test_picture_that_is_opened_in_place_keeps_the_policy_of_the_site() -> None:
    venue, user = VenueFactory(), UserFactory()

    response = PersonalDownload(
        io.BytesIO(b"\xff\xd8"),
        filename="note.jpg",
        content_type=JPEG,
        action="venue.opened",
        by=user,
        at=AT,
        conference_id=venue.conference_id,
        in_place=True,
    )

    assert response["Content-Disposition"] == 'inline; filename="note.jpg"'
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (JPEG, "nosniff")
    assert not hasattr(response, "_csp_replace")
    assert not response.has_header("X-Frame-Options")
