"""Where the admin's pages lie: `/admin/<conference>/…` and, of the installation, `/admin/-/…`.

`AdminUrls` is the URL configuration of a request, one for each place. There `reverse` and
`{% url %}`, Django's own templates included, can name no other conference: its addresses do not
exist. A prefix that changes with the request, as the languages' does, would not do: Django keeps
the prefixes of namespaces for each language, so links would lead to the conference that came first.

The module itself is the configuration for links made outside a request, by `admin_url`.
"""

import threading
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import clear_url_caches, include, path
from django.utils.translation import get_language

from conference.addresses import INSTALLATION
from conference.site import urls
from conference.site.admin_site import DaisAdminSite

MOST_BUILT = 32
"""Configurations that a process keeps: each takes some 30 ms to build and a megabyte."""


def site() -> DaisAdminSite:
    found = admin.site
    assert isinstance(found, DaisAdminSite)
    return found


def admin_pages(*places: Any) -> Any:
    """The places under one namespace, so that a name leads to the one place that has it."""
    return path("admin/", (list(places), "admin", "admin"))


@dataclass(frozen=True)
class AdminUrls:
    """Everything that can be linked to from one place: its own pages and those of all places.

    Equal ones are one to Django, which keeps what it builds of them.
    """

    place: str

    handler400 = urls.handler400
    handler500 = urls.handler500

    @property
    def urlpatterns(self) -> list[Any]:
        here = site()
        if self.place == INSTALLATION:
            pages = here.common_pages(here.installation_pages)
            return [admin_pages(path(f"{INSTALLATION}/", include(pages))), *urls.urlpatterns]
        pages = here.common_pages(here.conference_pages)
        return [
            admin_pages(
                path(f"{self.place}/", include(pages)),
                path(f"{INSTALLATION}/", include(here.installation_pages)),
            ),
            *urls.urlpatterns,
        ]


built: set[tuple[str, str | None]] = set()
building = threading.Lock()


def urls_of(place: str) -> AdminUrls:
    """The configuration of a place. When too many are kept, Django forgets what it has built.

    Each place and language counts, because Django builds one for each.
    """
    key = place, get_language()
    with building:
        if key not in built:
            if len(built) >= MOST_BUILT:
                built.clear()
                clear_url_caches()
            built.add(key)
    return AdminUrls(place)


urlpatterns = [
    admin_pages(
        path(f"{INSTALLATION}/", include(site().common_pages(site().installation_pages))),
        path("<slug:conference>/", include(site().common_pages(site().conference_pages))),
    )
]
