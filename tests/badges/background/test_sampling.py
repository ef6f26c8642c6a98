"""A design is printed for nobody before it is saved, under the limits of a worker."""

import time

import pytest

from badges import files
from badges.choices import JobState
from badges.engine.design.faces import front_only
from badges.engine.design.language import DesignSource
from badges.models import BadgeDesign, SamplePrint
from badges.services.printing import sample_prints
from conference.choices import UNFINISHED, WorkState
from conference.models import Conference, User
from tests.badges.conftest import AT, MakeDelegates, Send, print_samples
from tests.badges.hostile import HOSTILE, QR, STRIPES
from tests.servers import StartWorker

PATIENCE_SECONDS = 120
LARGE = ".qr { width: 24mm; height: 24mm }"


def save(design: BadgeDesign, source: DesignSource, by: User) -> SamplePrint:
    return sample_prints.save_when_printed(
        design=design, faces=front_only(source), based_on=1, language="en", by=by, at=AT
    )


@pytest.fixture
def design(conference: Conference) -> BadgeDesign:
    return BadgeDesign.objects.get(conference=conference)


def test_a_sample_tells_how_each_text_gets_onto_paper(design: BadgeDesign, clerk: User) -> None:
    sample = sample_prints.look_at(version=design.versions.get(), language="en", by=clerk, at=AT)

    print_samples()

    sample.refresh_from_db()
    assert (sample.state, sample.error) == (WorkState.DONE, "")
    assert files.read(sample.file).startswith(b"%PDF-")
    [front] = sample.report
    assert len(front) == 3
    assert {why_not for why_not, _texts in front} == {""}
    assert files.read(sample.picture).startswith(b"\x89PNG")


def test_what_is_not_saved_leaves_no_file(design: BadgeDesign, clerk: User) -> None:
    first = save(design, DesignSource(f"<p>a</p>{QR}", LARGE), clerk)
    second = save(design, DesignSource(f"<p>b</p>{QR}", LARGE), clerk)

    print_samples()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (WorkState.DONE, WorkState.FAILED)
    assert second.file == ""
    assert "in the meantime" in second.error


@pytest.mark.parametrize(
    ("html", "css", "said"),
    [
        (QR, ".qr { width: 18mm; height: 18mm }", "The code is 18.0 mm wide"),
        (f'<p class="near">a</p>{QR}', LARGE + " .near { margin: 0 }", "2.3 mm must stay white"),
        ("{% if photo %}" + QR + "{% endif %}", LARGE, "draws no code on some badges"),
    ],
    ids=["small", "crowded", "missing"],
)
def test_code_that_a_door_could_not_read_is_refused_with_the_figure(
    design: BadgeDesign, clerk: User, html: str, css: str, said: str
) -> None:
    sample = save(design, DesignSource(html, css), clerk)

    print_samples()

    sample.refresh_from_db()
    assert (sample.state, design.versions.count()) == (WorkState.FAILED, 1)
    assert said in sample.error


@pytest.mark.usefixtures("commits_at_once")
def test_only_the_latest_samples_are_kept(
    design: BadgeDesign, clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample_prints, "MOST_KEPT", 1)
    looks = []
    for language in ("en", "ru", "tg"):
        looks.append(
            sample_prints.look_at(version=design.versions.get(), language=language, by=clerk, at=AT)
        )
        print_samples()
    oldest = SamplePrint.objects.order_by("pk").first()

    assert oldest is not None
    assert oldest.pk == looks[1].pk
    assert SamplePrint.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_hostile_design_is_refused_while_badges_go_on_being_printed(
    design: BadgeDesign,
    clerk: User,
    make_delegates: MakeDelegates,
    send: Send,
    start_worker: StartWorker,
) -> None:
    make_delegates(2)
    sample = save(design, DesignSource(HOSTILE, STRIPES), clerk)
    worker = start_worker()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sample.state == WorkState.WAITING:
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.2)
        sample.refresh_from_db()

    job = send()
    while job.state == JobState.RUNNING:
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.2)
        job.refresh_from_db()
    sample.refresh_from_db()
    at_that_time = sample.state
    while sample.state in UNFINISHED:
        assert time.monotonic() < deadline, worker.log()
        time.sleep(0.2)
        sample.refresh_from_db()

    assert (at_that_time, job.state) == (WorkState.RUNNING, JobState.PUBLISHED)
    assert sample.state == WorkState.FAILED
    assert sample.error == "It took longer than the 20 seconds allowed."
    assert design.versions.count() == 1
