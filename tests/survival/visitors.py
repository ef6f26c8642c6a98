"""Somebody at a browser, as far as forms go, in front of a web server that is a process."""

import re
import uuid
from dataclasses import dataclass
from email.message import Message
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from tests.page_forms import form_values
from tests.servers import Web


@dataclass(frozen=True)
class Answer:
    status: int
    url: str
    headers: Message
    page: str


class Visitor:
    def __init__(self, web: Web) -> None:
        self.web = web
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, path: str) -> Answer:
        return self.ask(Request(self.web.address + path))

    def post(self, path: str, form: dict[str, object], files: dict[str, bytes] = {}) -> Answer:  # noqa: B006
        """Fields as they are given; a list for several of one name."""
        url = self.web.address + path
        headers = {"Origin": self.web.address}
        if not files:
            return self.ask(Request(url, urlencode(form, doseq=True).encode(), headers))
        boundary = uuid.uuid4().hex
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        return self.ask(Request(url, multipart(form, files, boundary), headers))

    def ask(self, request: Request) -> Answer:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.url, answer.headers, answer.read().decode())
        except HTTPError as error:
            with error:
                return Answer(error.code, error.url, error.headers, error.read().decode())

    def form(self, path: str, form_id: str) -> dict[str, object]:
        answer = self.get(path)
        assert answer.status == 200, answer.page
        values = form_values(answer.page, form_id)
        return dict(values)

    def token(self, path: str) -> dict[str, object]:
        """What every form of a page needs."""
        found = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).page)
        return {"csrfmiddlewaretoken": found[0]}

    def sign_in(self, email: str, password: str) -> Answer:
        form = {**self.token("/accounts/login/"), "login": email, "password": password}
        return self.post("/accounts/login/", form)


def multipart(form: dict[str, object], files: dict[str, bytes], boundary: str) -> bytes:
    parts = [
        (f'name="{name}"', str(value).encode())
        for name, values in form.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    parts += [(f'name="{name}"; filename="{name}.jpg"', data) for name, data in files.items()]
    lines = [
        f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + body + b"\r\n"
        for head, body in parts
    ]
    return b"".join(lines) + f"--{boundary}--\r\n".encode()
