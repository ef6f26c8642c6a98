"""Who is answered with a file before Django is asked: whoever asks plainly.

What Django would answer otherwise goes on to Django: another verb than reading, a question behind
the address, a login, a part of a page, a body, a host that is not ours, no TLS where there must be.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from whitenoise import WhiteNoise
from whitenoise.responders import MissingFileError
from whitenoise.string_utils import decode_path_info

from conference.published.serving import StandingFiles

Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]

# Each makes Django look twice; `HX-Request` asks for a part of a page. With SCRIPT_NAME every
# address in a file would lead past the site.
SPECIAL = ("QUERY_STRING", "CONTENT_TYPE", "HTTP_HX_REQUEST", "SCRIPT_NAME")
LETTING_IN = (
    "HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme",
)  # fmt: skip
WITHOUT_BODY = ("", "0")
# More than once only where folders go faster than this process reads the pointer.
TRIES = 3


class FilesFirst:
    """The WSGI application of the site: published files, and Django for everything else."""

    def __init__(self, application: Application, files: StandingFiles) -> None:
        self.application = application
        self.files = files
        self.login: str = settings.SESSION_COOKIE_NAME
        # Hosts are few, unless somebody tries others.
        self.is_let_in = lru_cache(maxsize=256)(is_let_in)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if self.is_plain(environ):
            address = decode_path_info(environ.get("PATH_INFO", ""))
            for _try in range(TRIES):
                try:
                    file = self.files.find(address)
                    if file is None or not self.is_let_in(*map(environ.get, LETTING_IN)):
                        break
                    # It opens the file before it begins to answer.
                    answer: Iterable[bytes] = WhiteNoise.serve(file, environ, start_response)
                except (OSError, MissingFileError):
                    continue
                return answer
        return self.application(environ, start_response)

    def is_plain(self, environ: Environ) -> bool:
        """By the request alone. Whatever looks like a login is one."""
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not any(environ.get(name) for name in SPECIAL)
            and environ.get("CONTENT_LENGTH", "") in WITHOUT_BODY
            and "HTTP_TRANSFER_ENCODING" not in environ
            and self.login not in environ.get("HTTP_COOKIE", "")
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
