"""What moves on a page is found, however late, and what stays is not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from conference.addresses import admin_url
from conference.models import StaffRole
from tests.e2e.longest_values import make_longest
from tests.e2e.shifts import shifts, watch_shifts
from tests.factories import DelegateFactory, DelegationFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MILLISECONDS_TO_PAINT = 500


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    watch_shifts(context)
    yield context
    context.close()


@pytest.mark.parametrize(("top", "found"), [("0", []), ("200px", ["moves by 0.115: ['BODY']"])])
def test_what_moves_last_is_found(context: BrowserContext, top: str, found: list[str]) -> None:
    page = context.new_page()
    page.goto("data:text/html,<!doctype html><p id=moved style='height: 300px'>x")
    page.evaluate("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")

    page.evaluate("top => { document.body.style.paddingTop = top }", top)

    assert shifts(page) == found


def test_list_whose_first_row_arrives_in_parts_stays_where_it_is(
    context: BrowserContext, live_server: LiveServer, client: Client, role: StaffRole
) -> None:
    DelegateFactory(delegation=DelegationFactory(conference=role.conference))
    make_longest(role.conference)
    client.force_login(role.user)
    path = admin_url(role.conference, "delegates_delegate_changelist")
    html = client.get(path).content.decode()
    html = html.replace(' src="/', f' src="{live_server.url}/').replace(
        ' href="/static/', f' href="{live_server.url}/static/'
    )
    cut = html.index('<td class="field-state')
    page = context.new_page()

    with served_in_parts(html[:cut].encode(), html[cut:].encode()) as (address, rest_may_come):
        page.goto(address, wait_until="commit")
        page.wait_for_selector("td.field-letter", state="attached")
        # Of what has arrived; nothing is painted of a page that waits for its rest.
        page.wait_for_timeout(MILLISECONDS_TO_PAINT)
        rest_may_come.set()
        page.wait_for_load_state()

    assert page.locator("td.field-state").last.is_visible()
    assert shifts(page) == []


@contextmanager
def served_in_parts(first: bytes, rest: bytes) -> Iterator[tuple[str, threading.Event]]:
    rest_may_come = threading.Event()

    class InParts(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(first)
            rest_may_come.wait(60)
            self.wfile.write(rest)

        def log_message(self, *_what: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), InParts)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", rest_may_come
    finally:
        server.shutdown()
        server.server_close()
