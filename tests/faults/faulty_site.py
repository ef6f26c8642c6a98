"""A page that fails after its answer has begun, where Django is done with it."""

from collections.abc import Iterator

from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path

from conference.site.urls import urlpatterns as ours

SECRET = "Quillfeather"


def refused_by_the_database() -> Iterator[bytes]:
    yield b"Begun"
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text::integer", [SECRET])


def half_a_page(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(refused_by_the_database())


half_a_page.login_required = False  # type: ignore[attr-defined]


urlpatterns = [path("half/", half_a_page), *ours]
