"""What Django answers where there is a file: the same bytes, once it knows who asks."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import MissingFileError

from conference.published.serving import standing_files


def published_file(request: HttpRequest) -> HttpResponse | None:
    """None where the page is to be made: there is no file, or more than the page is asked for.

    No template and no query. Who may not see the page is to be refused before. Somebody's own
    browser keeps what it got under a login, and asks each time whether it is still the same.
    """
    if request.method not in {"GET", "HEAD"} or request.META.get("QUERY_STRING"):
        return None
    if HtmxDetails(request):
        return None
    try:
        file = standing_files().find(request.path_info)
        if file is None:
            return None
        response: HttpResponse = WhiteNoiseMiddleware.serve(file, request)
    except (OSError, MissingFileError):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        response["Cache-Control"] = "private, no-cache"
    return response
