"""Badges drawn within limits: a hostile design is refused in words, and nothing goes on working."""

import pytest

from badges import drawing, samples
from badges.engine.design.language import DesignSource
from badges.engine.errors import RenderError
from conference.models import Conference
from tests.badges.hostile import HOSTILE, QR, STRIPES


def drawn(source: DesignSource, conference: Conference, seconds: int) -> bytes:
    plain = samples.samples(conference)[2]
    return drawing.draw([plain], source, {}, seconds=seconds)


@pytest.mark.django_db
def test_badges_are_drawn(conference: Conference) -> None:
    content = drawn(DesignSource(QR, ""), conference, drawing.SECONDS)

    assert content.startswith(b"%PDF-")


@pytest.mark.django_db
def test_a_design_that_takes_too_long_is_refused(conference: Conference) -> None:
    with pytest.raises(RenderError, match="The design takes more than 3 seconds"):
        drawn(DesignSource(HOSTILE, STRIPES), conference, 3)


@pytest.mark.django_db
def test_what_the_design_does_wrong_is_said_in_words(conference: Conference) -> None:
    with pytest.raises(RenderError, match="pages of 1 badges, not one of each"):
        drawn(DesignSource(f"<p>a</p>{QR}", "p{break-after:page}"), conference, drawing.SECONDS)
