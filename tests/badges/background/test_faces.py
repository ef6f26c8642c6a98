"""Badges with two faces in a print job: their pages, their codes, what is noted of each."""

import pytest

from badges.choices import Obstacle, Outcome, Purpose, Reason
from badges.engine.design import shipped
from badges.engine.design.faces import Faces
from badges.engine.design.language import DesignSource
from badges.engine.ways import Way
from badges.models import BadgeDesign, PrintJob
from badges.services.printing import jobs
from conference.models import Conference, User
from delegates.services.review import accreditation
from tests.badges.conftest import AT, MakeDelegates, Send, WorkOff, perform_next
from tests.badges.designing import both, put_to_use
from tests.badges.printed import looks_of, manifest_of, pages_of

pytestmark = pytest.mark.usefixtures("empty_storage", "commits_at_once")

FRONT = shipped.shipped(shipped.A6_PORTRAIT)
PAGE = "@page{size:105mm 148mm;margin:0}"
NAME = (
    '<p data-width="{width}" data-height="12" data-sizes="22 18" data-lines="1" data-leading="1.2"'
    ' data-weight="700">{{{{ family_name }}}}</p>'
)
BACK = DesignSource(NAME.format(width=90), PAGE)


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    """Two faces, of which the front has the code."""
    found = BadgeDesign.objects.get(conference=conference)
    put_to_use(found, both(FRONT, BACK))
    return found


def places(job: PrintJob) -> list[tuple[int | None, int | None]]:
    return list(job.entries.order_by("order").values_list("page", "page_in_file"))


@pytest.mark.usefixtures("design")
def test_each_badge_has_its_front_before_its_back(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "BADGES_PER_FILE", 2)
    make_delegates(3)
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.state, job.badge_count, job.page_count) == ("published", 3, 6)
    assert places(job) == [(1, 1), (3, 3), (5, 1)]
    assert list(job.chunks.values_list("page_count", "drawn")) == [(4, 2), (2, 1)]
    assert pages_of(job) == [said for code in manifest_of(job) for said in (code, "")]
    assert len(set(looks_of(job))) == 6


@pytest.mark.usefixtures("design")
def test_badge_that_is_left_out_takes_both_of_its_pages_along(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff, clerk: User
) -> None:
    people = make_delegates(3)
    job = send()
    perform_next()
    accreditation.withdraw(delegate=people[0], by=clerk, at=AT, reason="Ill")

    work_off()

    job.refresh_from_db()
    assert (job.badge_count, job.page_count) == (2, 4)
    assert places(job) == [(None, None), (1, 1), (3, 3)]
    assert pages_of(job) == [said for code in manifest_of(job) for said in (code, "")]


@pytest.mark.usefixtures("design")
def test_printing_again_takes_both_pages_from_the_file(
    make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    make_delegates(2)
    first = send()
    work_off()

    again = send(purpose=Purpose.AGAIN, reason=Reason.PAPER_JAM)
    work_off()

    assert list(again.entries.values_list("way", flat=True)) == [Way.REPEATED] * 2
    assert looks_of(again) == looks_of(first)


def test_notes_say_on_which_face_a_text_was_made_smaller(
    design: BadgeDesign, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    put_to_use(design, both(FRONT, DesignSource(NAME.format(width=10), PAGE)))
    make_delegates(family_name="Schrattenthal")
    job = send()

    work_off()

    [entry] = job.entries.all()
    assert [(note["face"], note["field"], note["outcome"]) for note in entry.notes] == [
        ("back", "family_name", "smaller")
    ]


def test_text_that_only_the_back_shows_stops_the_badge_and_is_named_with_its_face(
    design: BadgeDesign, make_delegates: MakeDelegates, send: Send, work_off: WorkOff
) -> None:
    bare = DesignSource('<img src="{{ qr }}" alt="">', PAGE)
    put_to_use(design, both(bare, BACK))
    make_delegates(1)
    make_delegates(family_name="Minister 𓀀")
    job = send()

    work_off()

    job.refresh_from_db()
    assert (job.badge_count, job.page_count) == (1, 2)
    [entry] = job.entries.filter(outcome=Outcome.LEFT_OUT)
    assert entry.obstacle == Obstacle.UNPRINTABLE
    assert [(note["face"], note["field"]) for note in entry.notes] == [("back", "family_name")]


@pytest.mark.parametrize(
    ("faces", "has_code"),
    [(both(BACK, FRONT), (False, True)), (both(FRONT, FRONT), (True, True))],
    ids=["on the back alone", "on both"],
)
def test_code_stands_on_the_back_alone_or_on_both_faces(
    design: BadgeDesign,
    make_delegates: MakeDelegates,
    send: Send,
    work_off: WorkOff,
    faces: Faces,
    has_code: tuple[bool, bool],
) -> None:
    put_to_use(design, faces)
    make_delegates(1)
    job = send()

    work_off()

    job.refresh_from_db()
    [code] = manifest_of(job)
    assert pages_of(job) == [code if is_there else "" for is_there in has_code]
