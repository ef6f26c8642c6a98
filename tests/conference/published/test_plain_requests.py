"""Who gets a file, with which headers, and who gets what Django answers."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.urls import clear_script_prefix
from pytest_django import Settings

from conference.models import Conference
from conference.published.archive import PublicFile
from conference.published.folders import HostFolders
from conference.published.plain_requests import FilesFirst
from conference.published.serving import StandingFiles, site_headers, standing_files
from conference.published.static_files import StaticFiles
from sessions.models import Session
from tests.factories import SessionFactory
from tests.published_files import HTML, Answer, ask, page, put

# Each differs from one answer to the next, or is said by WhiteNoise in its own way.
NOT_COMPARED = {"X-Request-ID", "ETag", "Content-Length", "Cache-Control", "Vary"}
TLS = {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_FOR": "192.0.2.1"}

Ask = Callable[..., Answer]


@pytest.fixture
def session(conference: Conference) -> Session:
    made: Session = SessionFactory(conference=conference, is_released=True)
    return made


def addresses(session: Session) -> list[str]:
    slug = session.conference.slug
    return [
        *(f"/{language}/{slug}/" for language in ("en", "ar")),
        *(f"/{language}/{slug}/agenda/" for language in ("en", "ru")),
        f"/en/{slug}/agenda/{session.code}/",
        f"/en/{slug}/agenda.ics",
        f"/tg/{slug}/agenda/{session.code}.ics",
        f"/en/{slug}/agenda/schedule.xml",
        f"/en/{slug}/agenda/schedule.json",
    ]


def as_django_answers(django: WSGIHandler, address: str, **headers: str) -> PublicFile:
    answer = ask(django, address, **headers)
    assert answer.status == 200
    own = {name: answer.headers[name] for name in answer.headers if name.startswith("Content-")}
    kept = {name: own[name] for name in ("Content-Language", "Content-Disposition") if name in own}
    return PublicFile(address, own["Content-Type"], answer.body, kept)


@pytest.mark.parametrize("is_secure", [False, True])
def test_file_has_the_headers_that_django_gives_for_its_address(
    session: Session, host: HostFolders, settings: Settings, is_secure: bool
) -> None:
    sent = {}
    if is_secure:
        settings.IS_SECURE = settings.SECURE_SSL_REDIRECT = True
        settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31_536_000, True
        settings.TRUSTED_PROXIES = 1
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        sent = TLS
    django = WSGIHandler()
    files = [as_django_answers(django, address, **sent) for address in addresses(session)]
    put(host, session.conference.slug, *files)
    site = FilesFirst(django, standing_files(), StaticFiles())

    for address in addresses(session):
        made, file = ask(django, address, **sent), ask(site, address, **sent)

        assert file.body == made.body
        assert {name: file.headers[name] for name in file.headers.keys() - NOT_COMPARED} == {
            name: made.headers[name] for name in made.headers.keys() - NOT_COMPARED
        }, address
        assert file.headers["Cache-Control"] == "max-age=30, public"
        assert file.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"
        assert "X-Request-ID" not in file.headers
        assert is_secure == ("Strict-Transport-Security" in file.headers)
    if is_secure:
        assert ask(site, address).status == ask(django, address).status == 301


@pytest.fixture
def served(conference: Conference, host: HostFolders) -> str:
    """The address of a page of which there is a file."""
    file = page(conference, "<p>As a file</p>" * 20)
    put(host, conference.slug, file)
    return file.address


@pytest.fixture
def site(host: HostFolders) -> Iterator[FilesFirst]:
    yield FilesFirst(WSGIHandler(), standing_files(), StaticFiles())
    # Django remembers it for the thread.
    clear_script_prefix()


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        ("{}?day=1", {}),
        ("{}", {"method": "POST"}),
        ("{}", {"method": "OPTIONS"}),
        ("{}", {"HTTP_COOKIE": "dais_login=abc"}),
        ("{}", {"HTTP_COOKIE": f"a={'x' * 5000}; dais_login =abc"}),
        ("{}", {"HTTP_HX_REQUEST": "true"}),
        ("{}", {"HTTP_HOST": "elsewhere.example"}),
        ("{}", {"HTTP_HOST": "localhost, elsewhere.example"}),
        ("{}", {"CONTENT_TYPE": "text/plain; charset=utf-16"}),
        ("{}", {"SCRIPT_NAME": "/dais"}),
        ("{}%2e%2e/agenda/", {}),
        ("{}../agenda/", {}),
        ("{}index.html", {}),
        ("/{}", {}),
        ("{}%00", {}),
        ("{}%ff", {}),
        ("/admin/", {}),
        ("/", {}),
    ],
)
def test_whoever_asks_otherwise_gets_what_django_answers(
    served: str, site: FilesFirst, asked: str, headers: dict[str, str]
) -> None:
    path = asked.format(served)

    answer = ask(site, path, **headers)

    # Asked as a login would ask, Django itself sends the same bytes; that is no other answer.
    made = ask(site.application, path, **headers)  # type: ignore[arg-type]
    assert answer.status == made.status
    assert answer.headers.keys() == made.headers.keys()
    assert "X-Request-ID" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_COOKIE": f"consent={'x' * 6000}; ;=;\x01"},
        {"HTTP_HOST": "localhost:8000"},
        {"HTTP_ACCEPT_LANGUAGE": "ar"},
        {"QUERY_STRING": ""},
    ],
)
def test_whoever_asks_plainly_gets_the_file(
    served: str, site: FilesFirst, headers: dict[str, str]
) -> None:
    answer = ask(site, served, **headers)

    assert answer.status == 200
    assert answer.body.startswith(b"<p>As a file</p>")
    assert "X-Request-ID" not in answer.headers


def test_other_spelling_of_the_same_address_is_the_same_page(served: str, site: FilesFirst) -> None:
    assert ask(site, served.replace("agenda", "%61genda")).body.startswith(b"<p>As a file")


def test_reader_is_told_what_is_the_same_and_gets_forms_and_parts(
    served: str, site: FilesFirst
) -> None:
    whole = ask(site, served)
    same = ask(site, served, HTTP_IF_NONE_MATCH=whole.headers["ETag"])
    short = ask(site, served, HTTP_ACCEPT_ENCODING="gzip, br")
    head = ask(site, served, "HEAD")
    part = ask(site, served, HTTP_RANGE="bytes=3-11")

    assert (same.status, same.body) == (304, b"")
    assert same.headers.keys() == {"Cache-Control", "ETag", "Vary"}
    assert short.headers["Content-Encoding"] == "br"
    assert len(short.body) == int(short.headers["Content-Length"]) < len(whole.body)
    assert (head.body, head.headers) == (b"", whole.headers)
    assert (part.status, part.body) == (206, b"As a file")
    assert "Last-Modified" not in whole.headers


def test_nobody_is_answered_from_folders_that_nobody_looks_after(
    served: str, site: FilesFirst, host: HostFolders
) -> None:
    """The database may have taken off by now whatever it will."""
    (host.root / "alive").unlink()

    assert "X-Request-ID" in ask(site, served).headers


def test_folder_that_cannot_be_read_is_left_to_django_until_it_can(
    served: str, site: FilesFirst, host: HostFolders
) -> None:
    (manifest,) = host.root.glob("folders/*/manifest.json")
    whole = manifest.read_bytes()
    manifest.write_bytes(b"")

    assert "X-Request-ID" in ask(site, served).headers

    manifest.write_bytes(whole)
    assert "X-Request-ID" not in ask(site, served).headers


STYLE = "/static/css/site.css"


@pytest.mark.parametrize(
    ("asked", "headers"),
    [(STYLE, {"HTTP_COOKIE": "dais_login=abc"}), (f"{STYLE}?v=1", {"HTTP_HX_REQUEST": "true"})],
)
def test_static_file_is_everybodys_however_it_is_asked_for(
    site: FilesFirst, asked: str, headers: dict[str, str]
) -> None:
    answer = ask(site, asked, **headers)

    assert answer.status == 200
    assert answer.headers.items() >= site_headers().items()
    assert answer.headers["Content-Type"] == 'text/css; charset="utf-8"'


@pytest.mark.parametrize(
    ("asked", "headers"),
    [
        (STYLE, {"HTTP_HOST": "elsewhere.example"}),
        (STYLE, {"method": "POST"}),
        ("/static/../manage.py", {}),
        ("/static/css/none.css", {}),
    ],
)
def test_static_file_that_cannot_be_had_is_answered_by_django(
    site: FilesFirst, asked: str, headers: dict[str, str]
) -> None:
    answer = ask(site, asked, **headers)

    assert answer.status >= 300
    assert "X-Request-ID" in answer.headers


def test_no_reader_goes_back_and_every_link_resolves_while_folders_are_swapped(
    conference: Conference, host: HostFolders
) -> None:
    """Two web processes, four readers, 2,000 requests, 20 swaps; each reader asks the two in turn.

    A page names the number of its files and links a page of them: that is of no older files.
    """
    agenda, linked = f"/en/{conference.slug}/agenda/", f"/en/{conference.slug}/agenda/linked/"

    def numbered(number: int) -> list[PublicFile]:
        return [PublicFile(address, HTML, b"%d" % number) for address in (agenda, linked)]

    def nobody(environ: object, start_response: Callable[..., object]) -> list[bytes]:
        start_response("404 Not Found", [])
        return [b""]

    swaps, requests = 20, 2_000
    put(host, conference.slug, *numbered(0))
    processes = [
        FilesFirst(nobody, StandingFiles(host.root), StaticFiles()) for _process in range(2)
    ]

    def read(_reader: int) -> list[int]:
        asked = zip(cycle(processes), cycle([agenda, linked]), range(requests // 4), strict=False)
        answers = [ask(process, address) for process, address, _time in asked]
        assert {answer.status for answer in answers} == {200}
        return [int(answer.body) for answer in answers]

    with ThreadPoolExecutor(4) as pool:
        reading = [pool.submit(read, reader) for reader in range(4)]
        for number in range(1, swaps + 1):
            put(host, conference.slug, *numbered(number))
            host.tidy()
        seen = [reader.result() for reader in reading]

    assert all(numbers == sorted(numbers) for numbers in seen)
    assert len(seen) * len(seen[0]) == requests
