"""A picture that asks for too much costs whoever sent it a refusal, and the web server nothing."""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from conference.choices import Role
from delegates.models import Delegate
from tests.factories import DelegateFactory, StaffRoleFactory
from tests.faults.holding import wait_until
from tests.here import HERE, here
from tests.process_tree import descendants
from tests.servers import StartWeb, Web
from tests.survival.visitors import Answer, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long enough password"
MEGABYTE = 2**20


@pytest.fixture
def delegate() -> Delegate:
    made: Delegate = DelegateFactory(delegation__conference__slug=HERE)
    return made


@pytest.fixture
def web(start_web: StartWeb) -> Iterator[Web]:
    return start_web()


@pytest.fixture
def organizer(web: Web, delegate: Delegate) -> Visitor:
    role = StaffRoleFactory(role=Role.ORGANIZER, conference=delegate.conference)
    role.user.set_password(PASSWORD)
    role.user.save()
    visitor = Visitor(web)
    visitor.sign_in(role.user.email, PASSWORD)
    return visitor


def send_photo(organizer: Visitor, delegate: Delegate, photo: bytes) -> Answer:
    change = here("delegates_delegate_change", delegate.pk)
    return organizer.post(change, organizer.form(change, "delegate_form"), {"photo": photo})


def largest_picture() -> bytes:
    """A hundred kilobytes that are a hundred megabytes."""
    out = BytesIO()
    Image.new("RGBA", (5_000, 5_000), (200, 20, 20, 90)).save(out, "PNG")
    return out.getvalue()


def decoders_of(web: Web) -> set[int]:
    return {pid for pid in descendants(web.pid) if b"conference.files.encoding" in cmdline(pid)}


def cmdline(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def peak_of(web: Web) -> int:
    """The most memory that a process of the web server has had, in bytes."""
    peaks = [
        int(re.findall(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[0])
        for pid in {web.pid, *descendants(web.pid)}
    ]
    return max(peaks) * 1024


def test_largest_picture_is_stored_and_never_in_the_memory_of_the_web_server(
    web: Web, organizer: Visitor, delegate: Delegate
) -> None:
    send_photo(organizer, delegate, b"no picture")
    before = peak_of(web)

    answer = send_photo(organizer, delegate, largest_picture())

    delegate.refresh_from_db()
    assert (answer.status, bool(delegate.photo)) == (200, True)
    assert peak_of(web) < before + 50 * MEGABYTE


def test_pages_are_there_while_a_picture_keeps_its_process_busy_and_ends_it(
    web: Web, organizer: Visitor, delegate: Delegate
) -> None:
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(send_photo, organizer, delegate, largest_picture())
        wait_until(lambda: bool(decoders_of(web)), otherwise=web.log)
        (decoder,) = decoders_of(web)
        os.kill(decoder, signal.SIGSTOP)

        page = Visitor(web).get(f"/en/{HERE}/")
        is_sending = not sending.done()
        os.kill(decoder, signal.SIGKILL)
        answer = sending.result(60)

    assert (page.status, is_sending) == (200, True)
    assert "takes too much memory or time to open" in answer.page
    delegate.refresh_from_db()
    assert delegate.photo.name == ""
