"""A version of a design is saved as a draft, and used by whoever decides so, once or again."""

import re

import pytest

from badges.engine.design import shipped
from badges.engine.design.faces import Face, Faces
from badges.engine.design.folding import Folding, Place
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign
from badges.services import designs
from badges.standing.print_plan import Designs
from conference.errors import DomainError
from conference.models import AuditEvent, Conference, User
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff
from tests.badges.designing import both, put_to_use, save

SOURCE = shipped.shipped(shipped.A6_PORTRAIT)
QR = '<img src="{{ qr }}" alt="">'
OTHER = DesignSource(QR, "@page{size:105mm 148mm}")


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    return BadgeDesign.objects.get(conference=conference)


def numbers_of(design: BadgeDesign) -> tuple[int, int]:
    """The latest version, and the one that the next badge will have."""
    version = Designs(design.conference).for_category(None)
    latest = designs.latest_version(design)
    assert version is not None
    assert latest is not None
    return latest.number, version.number


def test_saved_version_is_a_draft_until_it_is_put_to_use(design: BadgeDesign, clerk: User) -> None:
    draft = save(design, OTHER)
    while_a_draft = numbers_of(design)

    designs.use(version=draft, instead_of=design.version_in_use_id, by=clerk, at=AT)

    assert (while_a_draft, numbers_of(design)) == ((2, 1), (2, 2))


def test_former_version_is_used_again_without_a_copy_of_it(
    design: BadgeDesign, clerk: User
) -> None:
    first = design.version_in_use
    assert first is not None
    second = put_to_use(design, OTHER)

    designs.use(version=first, instead_of=second.pk, by=clerk, at=AT)

    assert numbers_of(design) == (2, 1)
    event = AuditEvent.objects.filter(action="badge_design.version_used").latest("pk")
    assert (event.by, event.detail) == (clerk, {"version": 1, "former": 2})


def test_who_has_seen_another_version_in_use_puts_none_to_use(
    design: BadgeDesign, clerk: User
) -> None:
    seen = design.version_in_use_id
    draft = save(design, both(SOURCE, OTHER))
    put_to_use(design, OTHER)

    with pytest.raises(DomainError, match="Version 3 was put to use in the meantime"):
        designs.use(version=draft, instead_of=seen, by=clerk, at=AT)

    assert numbers_of(design) == (3, 3)


def test_job_that_was_sent_and_badges_that_are_out_keep_their_version(
    design: BadgeDesign, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(1)
    job = send()

    put_to_use(design, OTHER)
    work_off()

    [entry] = job.entries.select_related("generation__design_version")
    assert entry.generation.design_version.number == 1
    assert entry.generation.state == "live"


def test_version_of_another_design_cannot_be_in_use(conference: Conference) -> None:
    """PostgreSQL says no, whoever asks."""
    design = BadgeDesign.objects.get(conference=conference)
    other = BadgeDesign.objects.create(conference=conference, name="Other")
    draft = save(other, OTHER)
    design.version_in_use = draft

    with pytest.raises(Exception, match="badges_badgedesign_version_in_use"):
        design.save()


def test_face_of_a_version_never_changes(design: BadgeDesign) -> None:
    face = design.versions.get().faces.get()

    with pytest.raises(Exception, match="Cannot update or delete rows"):
        type(face).objects.filter(pk=face.pk).update(css="")


CARD = "@page{size:85.6mm 54mm}"


@pytest.mark.parametrize(
    ("faces", "said"),
    [
        (both(DesignSource("", ""), DesignSource("", "")), "Line 1: The badge has no QR"),
        (
            both(OTHER, DesignSource("", CARD)),
            "The front side is 105 × 148 mm and the back side 85.6 × 54 mm: both are one card.",
        ),
        (
            both(OTHER, DesignSource("", "@page{size:148mm 105mm}"), Folding.SIDE),
            "The front side is 105 × 148 mm and the back side 148 × 105 mm: both are one card.",
        ),
        (
            Faces((Face(Place.FRONT, OTHER),), Folding.TOP),
            "A folded card has a back side: add one.",
        ),
    ],
)
def test_faces_that_make_no_card_are_refused_in_words(faces: Faces, said: str) -> None:
    with pytest.raises(DomainError, match=re.escape(said)):
        designs.check(faces)


def test_back_may_stand_sideways_and_have_the_only_code() -> None:
    designs.check(both(DesignSource("", "@page{size:148mm 105mm}"), OTHER))
