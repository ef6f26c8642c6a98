"""Who is answered with a file before Django is asked: whoever asks plainly.

What Django would answer otherwise goes on to Django: another verb than reading, a question behind
the address, a login, a part of a page, a body, a host that is not ours, no TLS where there must be.
The site's own static files are the same for everybody, however they are asked for.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from whitenoise import WhiteNoise
from whitenoise.responders import MissingFileError, StaticFile
from whitenoise.string_utils import decode_path_info

from conference.published.serving import StandingFiles
from conference.published.static_files import StaticFiles

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

READING = ("GET", "HEAD")
LETTING_IN = (
    "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme",
)  # fmt: skip
WITHOUT_BODY = ("", "0")
# More than once only where folders go faster than this process reads the pointer.
TRIES = 3


class FilesFirst:
    """The WSGI application of the site: static and published files, Django for everything else."""

    def __init__(
        self, application: Application, published: StandingFiles, static: StaticFiles
    ) -> None:
        self.application = application
        self.published = published
        self.static = static
        self.login: str = settings.SESSION_COOKIE_NAME
        # Hosts are few, unless somebody tries others.
        self.is_let_in = lru_cache(maxsize=256)(is_let_in)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in READING and not environ.get("SCRIPT_NAME"):
            address = decode_path_info(environ.get("PATH_INFO", ""))
            for _try in range(TRIES):
                try:
                    file = self.find(address, environ)
                    if file is None or not self.is_let_in(*map(environ.get, LETTING_IN)):
                        break
                    # It opens the file before it begins to answer.
                    answer: Iterable[bytes] = WhiteNoise.serve(file, environ, start_response)
                except (OSError, MissingFileError):
                    continue
                return answer
        return self.application(environ, start_response)

    def find(self, address: str, environ: Environ) -> StaticFile | None:
        if self.static.is_below(address):
            return self.static.find(address)
        return self.published.find(address) if self.is_plain(environ) else None

    def is_plain(self, environ: Environ) -> bool:
        """By the request alone. Whatever looks like a login is one; HX-Request asks for a part."""
        get = environ.get
        return (
            not (get("QUERY_STRING") or get("CONTENT_TYPE") or get("HTTP_HX_REQUEST"))
            and get("CONTENT_LENGTH", "") in WITHOUT_BODY
            and "HTTP_TRANSFER_ENCODING" not in environ
            and self.login not in get("HTTP_COOKIE", "")
        )


def is_let_in(*values: str | None) -> bool:
    """As Django decides of which host was asked, and how safely. The values are `LETTING_IN`'s."""
    environ: Environ = {
        name: value for name, value in zip(LETTING_IN, values, strict=True) if value
    }
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **environ})
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return request.is_secure() or not settings.IS_SECURE
