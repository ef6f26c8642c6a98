"""An import whose worker was killed again and again: its page says so, and somebody can go on."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from conference import leased_work
from conference.addresses import admin_url
from conference.celery import app
from conference.choices import WorkState
from delegates import replies
from delegates.choices import Reply
from delegates.importing import answering
from delegates.models import Delegation, ImportQuestion, ImportRun
from delegates.replies import TargetType
from tests.deciding import decided
from tests.faults.errands import Applications, Checks, ImportErrand, TakingBack, empty_storage
from tests.faults.holding import wait_until
from tests.servers import Worker

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = "The worker stopped repeatedly while working on this."


class ChecksOfAnswers(Checks):
    """Each after an answer that says who is meant by a heading: the whole file is checked anew."""

    text = "Delegation;Given name;Family name\nTJ;Ali;Valiev\nSughd;Olim;Karim"

    def begin(self, pieces: int = 1) -> None:
        super().begin(pieces)
        for run in self.rows():
            assert leased_work.run_next(self.kinds, timezone.now)
            country = Delegation.objects.for_conference(run.conference).get().country_id
            answering.answer(
                run=run,
                questions=[ImportQuestion.objects.of_run(run).get().pk],
                answer=replies.same(TargetType.COUNTRY, country),
                by=run.created_by,
                at=timezone.now(),
            )

    def is_done(self) -> bool:
        return super().is_done() and {run.summary["open"] for run in self.rows()} == {0}

    def assert_nothing_done(self) -> None:
        answers = ImportQuestion.objects.values_list("answer", flat=True)
        assert [replies.read(answer).reply for answer in answers] == [Reply.SAME]


# What of an import is cut short, by what its page calls it then and how one goes on there.
CUT_SHORT = [
    (Checks, "Failed", "check_again"),
    (ChecksOfAnswers, "Failed", "check_again"),
    (Applications, "Waiting for a decision", "apply"),
    (TakingBack, "Imported", "take_back"),
]


@pytest.fixture
def storage(transactional_db: None) -> Iterator[None]:
    empty_storage()
    yield
    empty_storage()


def begin_unheard(errand: ImportErrand, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is there already; it hears of nothing before it is rung."""

    def lose(*message: object, **options: object) -> None:
        pass

    with monkeypatch.context() as patched:
        patched.setattr(app, "send_task", lose)
        errand.begin()


def kill(worker: Worker) -> None:
    for pid in worker.pool():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def cut_short(errand: ImportErrand, worker: Worker) -> ImportRun:
    """The last attempt ends as the others did; whoever comes upon it then says so."""
    ImportRun.objects.update(attempts=errand.kinds[0].most_attempts - 1)
    with errand.held_in_the_middle() as held_up:
        errand.ring()
        wait_until(held_up)
        kill(worker)
    assert errand.states() == {WorkState.RUNNING}
    errand.assert_nothing_done()
    assert leased_work.run_next(errand.kinds, lambda: timezone.now() + errand.kinds[0].lease)
    [run] = errand.rows()
    return run


@pytest.mark.parametrize(
    ("kind", "state", "way_on"), CUT_SHORT, ids=[kind.__name__ for kind, *_rest in CUT_SHORT]
)
def test_import_cut_short_says_so_and_goes_on_from_its_page(
    kind: type[ImportErrand],
    state: str,
    way_on: str,
    storage: None,
    worker: Worker,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    errand = kind()
    begin_unheard(errand, monkeypatch)
    run = cut_short(errand, worker)
    client.force_login(run.created_by)

    page = client.get(admin_url(run.conference, "delegates_importrun_change", run.pk))

    content = page.content.decode()
    words = " ".join(strip_tags(content).split())
    address = admin_url(run.conference, f"delegates_importrun_{way_on}", run.pk)
    assert KILLED in words
    assert f'<span class="state state-{mark_of(state)}">{state}</span>' in content
    assert f'"{address}"' in content
    errand.assert_nothing_done()
    if way_on == "take_back":
        decided(client, address)
    else:
        client.post(address)
    wait_until(errand.is_done, otherwise=worker.log)
    errand.assert_done_once()


def mark_of(state: str) -> str:
    return {"Failed": "bad", "Waiting for a decision": "wait", "Imported": "good"}[state]
