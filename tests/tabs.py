"""A browser's tab without a browser: asks the WSGI application as it stands, in any thread."""

import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client, RequestFactory

from conference.models import User
from conference.wsgi import application

# The address of Django's request factory, which every request comes from.
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    body: str


@dataclass
class Tab:
    """Signed in, with cookies of its own; the language is the browser's."""

    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User, language: str = "en") -> "Tab":
        client = Client()
        client.force_login(user)
        return cls(language, {name: morsel.value for name, morsel in client.cookies.items()})

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)

    def post(self, path: str, form: dict[str, Any] | None = None) -> Answer:
        """With the token that the site gave to this tab, as each of its forms would send it."""
        token = {"csrfmiddlewaretoken": self.cookies.get(settings.CSRF_COOKIE_NAME, "")}
        return self.ask("POST", path, urlencode({**token, **(form or {})}, doseq=True).encode())

    def ask(self, method: str, path: str, data: bytes = b"") -> Answer:
        request = RequestFactory().generic(
            method,
            path,
            data,
            content_type=FORM,
            headers={
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Accept-Language": self.language,
            },
        )
        told: dict[str, Any] = {}

        def start_response(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
            told.update(status=int(status.split(maxsplit=1)[0]), headers=headers)

        response = application(request.environ, start_response)
        try:
            body = b"".join(response)
        finally:
            response.close()  # type: ignore[attr-defined]
        self.keep_cookies(told["headers"])
        location = next((value for name, value in told["headers"] if name == "Location"), "")
        return Answer(told["status"], location, body.decode(errors="replace"))

    def keep_cookies(self, headers: list[tuple[str, str]]) -> None:
        for _name, value in (header for header in headers if header[0] == "Set-Cookie"):
            for name, morsel in SimpleCookie(value).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == 0 or not morsel.value:
                    self.cookies.pop(name)


def without_switcher(page: str) -> str:
    """A page without the header's menu, which names the user's other conferences on purpose."""
    return re.sub(r'<details class="head-menu working-in">.*?</details>', "", page, flags=re.DOTALL)
