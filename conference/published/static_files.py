"""Styles, scripts, fonts and pictures of the site, before Django is asked."""

from wsgiref.headers import Headers

from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile

from conference.published.serving import site_headers


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """As WhiteNoise finds them by Django's settings, with the headers of every other answer."""

    def find(self, address: str) -> StaticFile | None:
        return self.find_file(address) if self.autorefresh else self.files.get(address)

    def is_below(self, address: str) -> bool:
        return address.startswith(self.static_prefix)

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        super().add_cache_headers(headers, path, url)
        for name, value in site_headers().items():
            headers[name] = value
