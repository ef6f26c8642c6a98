"""Small files of a conference, and whoever asks for them."""

import io
from dataclasses import dataclass
from typing import Any

from django.test import RequestFactory
from django.utils import timezone

from conference.models import Conference, PublishedChange
from conference.published import packing, publishing
from conference.published.archive import PublicFile
from conference.published.folders import HostFolders
from conference.published.plain_requests import Application

HTML = "text/html; charset=utf-8"


def page(conference: Conference, text: str = "Agenda", name: str = "agenda/") -> PublicFile:
    address = f"/en/{conference.slug}/{name}"
    return PublicFile(address, HTML, text.encode())


def publish(
    conference: Conference, *files: PublicFile, after: int | None = None
) -> PublishedChange:
    """Without files one page; after the last change unless another is named."""
    number = publishing.latest_number(conference) if after is None else after
    made = files or (page(conference),)
    return publishing.publish(conference, made, after=number, at=timezone.now())


def withdraw(conference: Conference, *names: str) -> None:
    addresses = [f"/en/{conference.slug}/{name}" for name in names or ["agenda/"]]
    publishing.withdraw(conference, addresses, at=timezone.now())


def put(host: HostFolders, slug: str, *files: PublicFile) -> str:
    """They stand on the host, without database and storage. Returns the folder's name."""
    packed = io.BytesIO()
    digest = packing.write(files, packed)
    if not host.holds(digest):
        host.unpack(packed, digest)
    host.show({slug: digest})
    return digest


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(application: Application, path: str, method: str = "GET", **headers: str) -> Answer:
    """`headers` as WSGI names them: `HTTP_COOKIE="a=b"`."""
    environ = (
        RequestFactory().generic(method, path, **{"SERVER_NAME": "localhost"} | headers).environ
    )
    if "CONTENT_TYPE" not in headers:
        environ.pop("CONTENT_TYPE", None)
    told: dict[str, Any] = {}

    def start_response(status: str, sent: list[tuple[str, str]], *_: Any) -> Any:
        told.update(status=int(status.split(maxsplit=1)[0]), headers=dict(sent))

    response: Any = application(environ, start_response)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    return Answer(told["status"], told["headers"], body)
