"""The files that stand, as one web process answers with them.

HTTP is WhiteNoise's: what a browser has already, which form of a file it takes, parts of files.
Ours is only which files there are, and which of the site's headers they have.
"""

import os
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.security import SecurityMiddleware
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

from conference.published import archive
from conference.published.address import conference_of
from conference.published.errors import ArchiveError
from conference.published.folders import ALIVE, CURRENT, FOLDERS, file_in, state_in

# How long a shared cache may go on with what was withdrawn.
MAX_AGE_SECONDS = 30
# Nobody takes anything off the files of a host whose follower does not run, or fails: after so long
# without a sign of life Django answers, which asks the database. A step of the follower's may take
# a part of that: it looks through folders, and makes one anew without what was taken off.
FOLLOWED_SECONDS = 60
LOOKED_AFTER_EVERY_SECONDS = 1


class FolderFiles(WhiteNoise):  # type: ignore[misc]
    """Those of one folder. Each is looked at when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(application=None, max_age=MAX_AGE_SECONDS, allow_all_origins=False)
        self.folder = folder
        self.manifest = archive.manifest_in(folder)
        self.add_headers_function = self.add_own_headers

    def find(self, address: str) -> StaticFile | None:
        """Raises FileNotFoundError, or WhiteNoise's own error, where the folder is gone."""
        file = self.files.get(address)
        if file is None and address in self.manifest:
            path = str(file_in(self.folder, address))
            file = self.files[address] = self.get_static_file(path, address)
        return file

    def add_mime_headers(self, headers: Headers, path: str, url: str) -> None:
        headers["Content-Type"] = self.manifest[url].content_type

    def add_own_headers(self, headers: Headers, path: str, url: str) -> None:
        """The same on every host, and again in the next folder where nothing has changed."""
        entry = self.manifest[url]
        headers["ETag"] = f'"{entry.digest[:32]}"'
        for name, value in {**entry.headers, **site_headers()}.items():
            headers[name] = value


@cache
def site_headers() -> Mapping[str, str]:
    """Those that Django's middleware gives to every answer, by asking it."""

    def nothing(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    through: Any = SecurityMiddleware(CSPMiddleware(XFrameOptionsMiddleware(nothing)))
    response = through(WSGIRequest(_environ("https" if settings.IS_SECURE else "http")))
    return {name: value for name, value in response.items() if name != "Content-Type"}


def _environ(scheme: str) -> dict[str, Any]:
    return {"REQUEST_METHOD": "GET", "wsgi.url_scheme": scheme, "wsgi.input": BytesIO()}


class StandingFiles:
    """Follows the pointer of a host: an answer that begins after it moved is from where it leads.

    So no reader who has seen the newer files gets older ones from another process of the host.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer = os.fspath(root / CURRENT)
        self.alive = root / ALIVE
        self.lock = threading.Lock()
        # Replaced as a whole: where the pointer led, and the folder of each conference.
        self.loaded: tuple[str, dict[str, FolderFiles]] = ("", {})
        self.is_followed, self.looked_after_at = False, float("-inf")

    def find(self, address: str) -> StaticFile | None:
        folder = self._standing().get(conference_of(address))
        return folder.find(address) if folder is not None else None

    def _standing(self) -> dict[str, FolderFiles]:
        # A few millionths of a second: cheap enough to ask each time.
        try:
            led_to = os.readlink(self.pointer)  # noqa: PTH115 - with each request
        except OSError:
            return {}
        if not self._is_looked_after():
            return {}
        loaded = self.loaded
        return loaded[1] if loaded[0] == led_to else self._load()

    def _is_looked_after(self) -> bool:
        now = time.monotonic()
        if now - self.looked_after_at > LOOKED_AFTER_EVERY_SECONDS:
            try:
                self.is_followed = time.time() - self.alive.stat().st_mtime < FOLLOWED_SECONDS
            except OSError:
                self.is_followed = False
            self.looked_after_at = now
        return self.is_followed

    def _load(self) -> dict[str, FolderFiles]:
        """One thread reads what has changed, the others wait for it: none answers with less.

        A folder that cannot be read is left to Django, and tried again with the next request: it is
        gone because the pointer has moved on, or damaged until the follower makes it anew.
        """
        with self.lock:
            led_to = os.readlink(self.pointer)  # noqa: PTH115 - as above
            known, former = self.loaded
            if led_to == known:
                return former
            by_name = {files.folder.name: files for files in former.values()}
            state, folders = state_in(self.root / led_to), {}
            for slug, name in state.items():
                with suppress(OSError, ArchiveError):
                    folders[slug] = by_name.get(name) or FolderFiles(self.root / FOLDERS / name)
            self.loaded = (led_to if folders.keys() == state.keys() else "", folders)
            return folders


@cache
def standing_files() -> StandingFiles:
    """Those of this process."""
    return StandingFiles(settings.PUBLISHED_DIR)
