"""Refused requests that Django's own error views would show as something else."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from conference.requests.outages import RETRY_AFTER_SECONDS, outage_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request larger than we take is told so; Django knows it only as a bad one."""
    if isinstance(exception, RequestDataTooBig):
        return render(None, "413.html", status=413)
    return render(None, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """A server or disk of ours that is away comes back; a fault of the program stays.

    Django calls this while it handles the error, and gives it to nobody else. The page asks the
    database nothing.
    """
    outage = outage_of(sys.exception())
    if outage is None:
        return render(None, "500.html", status=500)
    response = render(None, "503.html", {"outage": outage}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
