"""Refused requests that Django's own error views would show as something else."""

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request larger than we take is told so; Django knows it only as a bad one."""
    if isinstance(exception, RequestDataTooBig):
        return render(None, "413.html", status=413)
    return render(None, "400.html", status=400)
