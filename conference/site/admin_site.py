"""The admin site: which conference is worked in, its time zone, and one way to sign in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from conference.admin import signed_in
from conference.models import Conference
from conference.site.menu import arranged
from conference.site.start import start_context
from conference.working import work_in, working_conference

View = Callable[..., HttpResponseBase]


class DaisAdminSite(admin.AdminSite):
    """Django's admin with our frame around it."""

    site_header = "Dais"
    site_title = "Dais"
    index_title = _("Start")
    index_template = "admin/start.html"
    enable_nav_sidebar = True

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        conference = working_conference(request)
        return {
            **super().each_context(request),
            "conference": conference,
            "conferences": conferences_of(request),
            "now_there": timezone.localtime(timezone=conference.zone) if conference else None,
        }

    def get_urls(self) -> list[Any]:
        work_in_url = path(
            "work-in/", self.admin_view(require_POST(self.work_in_view)), name="work_in"
        )
        # Django's redirect to a record's own page asks nobody whether he may see the record.
        django = [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]
        return [work_in_url, *django]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every time on an admin page is in the conference's zone, entered and shown."""
        return super().admin_view(in_conference_zone(view), cacheable)

    @method_decorator(login_not_required)
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is one sign-in page. Somebody signed in without a role here is refused."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        target = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        return redirect_to_login(target, reverse(settings.LOGIN_URL))

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_app_list(request, app_label)
        return found if app_label else arranged(found)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The start page; see `conference.site.start`."""
        conference = working_conference(request)
        start = start_context(request, conference) if conference else {}
        return super().index(request, {**start, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Only a reference has choices; Django stumbles over the name of its other end."""
        if is_other_end_of_reference(request):
            raise PermissionDenied
        return super().autocomplete_view(request)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseRedirect:
        return redirect("account_change_password")

    def work_in_view(self, request: HttpRequest) -> HttpResponseBase:
        """Work in another conference from here on; one that is not yours does not exist."""
        slug = request.POST.get("conference", "")
        chosen = next((row for row in conferences_of(request) if row.slug == slug), None)
        if chosen is None:
            raise Http404
        work_in(request, chosen)
        return redirect("admin:index")


def conferences_of(request: HttpRequest) -> list[Conference]:
    """The conferences the user may work in."""
    if not request.user.is_authenticated:
        return []
    return list(Conference.objects.visible_to(signed_in(request)))


def is_other_end_of_reference(request: HttpRequest) -> bool:
    try:
        model = apps.get_model(request.GET["app_label"], request.GET["model_name"])
        return bool(model._meta.get_field(request.GET["field_name"]).auto_created)
    except (LookupError, FieldDoesNotExist):
        return False


def in_conference_zone(view: View) -> View:
    """Rendered inside, because the response's template would otherwise see the zone too late."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        conference = working_conference(request)
        with timezone.override(conference.zone if conference else None):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response

    return inner
