"""The admin site: its pages in a conference and of the installation, and their time zone."""

from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.urls import include, path, re_path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from badges.desk import colleagues
from badges.services.printing.jobs import PRINTING
from conference.accounts.standing import mark_of
from conference.addresses import admin_url
from conference.admin import RecordAdmin, may
from conference.models import Conference, User
from conference.requests.parts import is_asked_alone, part_of
from conference.requests.working import conferences_of, working_conference
from conference.site import finding, guide
from conference.site.health import conditions
from conference.site.menu import arranged, mark_current, with_desk, with_queue
from conference.site.start.page import start_context

View = Callable[..., HttpResponseBase]


class PostedLookup(AutocompleteJsonView):
    """Django's, for what is typed and sent in a form: names stay out of addresses."""

    def post(self, request: HttpRequest) -> HttpResponse:
        request.GET = request.POST
        return self.get(request)

    @property
    def of_record(self) -> RecordAdmin[Any]:
        """The admin of what is looked for: every model has one of ours."""
        assert isinstance(self.model_admin, RecordAdmin)
        return self.model_admin

    def get_queryset(self) -> QuerySet[Any]:
        related = self.of_record.choice_select_related
        found = self.of_record.choosable(super().get_queryset())
        return found.select_related(*related) if related else found

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        words = self.of_record.choice_words(obj)
        return {**super().serialize_result(obj, to_field_name), "text": words}


class DaisAdminSite(admin.AdminSite):
    """Django's admin with our frame around it; `conference.site.admin_urls` says where it lies.

    Signing in and out and the password are pages of the site, outside of the admin.
    """

    site_header = "Dais"
    site_title = "Dais"
    index_title = _("Start")
    enable_nav_sidebar = True

    # Addresses

    @cached_property
    def conference_pages(self) -> list[Any]:
        """What lies below `/admin/<conference>/`. Made once: all conferences share the views."""
        return self.model_pages(lambda record_admin: record_admin.conference_urls())

    @cached_property
    def installation_pages(self) -> list[Any]:
        """What lies below `/admin/-/`."""
        return [
            path("health/", self.admin_view(self.health), name="health"),
            *self.model_pages(lambda record_admin: record_admin.installation_urls()),
        ]

    def model_pages(self, urls_of: Callable[[Any], list[Any]]) -> list[Any]:
        """Each below the name of its app and its own."""
        return [
            path(f"{model._meta.app_label}/{model._meta.model_name}/", include(urls))
            for model, record_admin in self._registry.items()
            if (urls := urls_of(record_admin))
        ]

    def common_pages(self, model_pages: list[Any]) -> list[Any]:
        """The pages of the models, with what Django's own ask for beside them in each place."""
        labels = "|".join(sorted({model._meta.app_label for model in self._registry}))
        return [
            path("", self.admin_view(self.index), name="index"),
            path("find/", self.admin_view(self.find), name="find"),
            path("help/<slug:name>/", self.admin_view(self.help), name="help"),
            path("autocomplete/", self.admin_view(self.autocomplete_view), name="autocomplete"),
            path("jsi18n/", self.admin_view(self.i18n_javascript, cacheable=True), name="jsi18n"),
            *model_pages,
            re_path(
                rf"^(?P<app_label>{labels})/$", self.admin_view(self.app_index), name="app_list"
            ),
            re_path(r"(?P<url>.*)$", self.admin_view(self.catch_all_view)),
        ]

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every time on an admin page is in the conference's zone, entered and shown.

        The middleware leads nobody here to whom the admin does not open; Django's own way of
        turning somebody away would send them to a sign-in page within the admin.
        """

        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                raise PermissionDenied
            return in_conference_zone(view)(request, *args, **kwargs)

        protected = csrf_protect(inner)
        return protected if cacheable else never_cache(protected)

    # Pages

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        conference = working_conference(request)
        return {
            **super().each_context(request),
            "conference": conference,
            "other_conferences": [
                (other, admin_url(other, "index"))
                for other in conferences_of(request)
                if other != conference
            ],
            "installation_url": admin_url(None, "index"),
            "help_url": guide.help_address(name_of_page(request)),
            "signed_in_mark": mark_of(request.user) if isinstance(request.user, User) else "",
            "now_there": timezone.localtime(timezone=conference.zone) if conference else None,
        }

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = super().get_app_list(request, app_label)
        if conference := working_conference(request):
            lead_to_own_page(found, conference)
        menu = found if app_label else arranged(found)
        if conference and not app_label and may(request, PRINTING):
            menu = with_desk(menu)
        if conference and not app_label and may(request, "delegates.decide_delegate"):
            menu = with_queue(menu)
        page = request.resolver_match.url_name if request.resolver_match else None
        mark_current(menu, request.path, page or "")
        return menu

    def index(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The start page of a conference, see `conference.site.start.page`; else all conferences.

        Who only prints starts at the badge desk, where nothing stands that they cannot mend.
        """
        conference = working_conference(request)
        if may(request, PRINTING) and not may(request, "delegates.change_delegate"):
            return HttpResponseRedirect(reverse("admin:badges_printjob_desk"))
        context = start_context(request, conference) if conference else {"title": _("Conferences")}
        response = super().index(request, context)
        response.template_name = "admin/start.html" if conference else "admin/installation.html"
        return response

    def find(self, request: HttpRequest) -> HttpResponseBase:
        """What the box in the head is asked; see `conference.site.finding`."""
        query = request.POST.get("find", "")[: finding.LONGEST].strip()
        at_desk = "desk" in request.POST and may(request, PRINTING)
        found = finding.answers(request, query, at_desk=at_desk)
        near = [] if found or not query else finding.near_answers(request, query, at_desk=at_desk)
        context = {
            "title": _("Find"),
            "find_query": query,
            "find_answers": found,
            "find_near": near,
            "find_registers": may(request, "delegates.add_delegate"),
            **(colleagues.registering(request) if at_desk else {}),
            "find_at_desk": at_desk,
        }
        template = "admin/find.html"
        # The box stands on the page too: what is found by both has ids of its own in each.
        if is_asked_alone(request):
            return part_of(request, template, {**context, "found_in": "finder-answer"})
        page = {**self.each_context(request), **context, "found_in": "found"}
        return TemplateResponse(request, template, page)

    def health(self, request: HttpRequest) -> HttpResponse:
        """For the installation administrator; see `conference.site.health`."""
        if not request.user.is_superuser:
            raise Http404
        context = {"title": _("State of the installation"), "conditions": conditions(request)}
        return TemplateResponse(
            request, "admin/health.html", {**self.each_context(request), **context}
        )

    def help(self, request: HttpRequest, name: str) -> HttpResponse:
        """One of the guides; see `conference.site.guide`."""
        if name not in guide.NAMES:
            raise Http404
        shown = guide.guide(name)
        others = [guide.guide(other) for other in guide.NAMES]
        context = {"title": shown.title, "guide": shown, "guides": others}
        return TemplateResponse(
            request, "admin/help.html", {**self.each_context(request), **context}
        )

    def autocomplete_view(self, request: HttpRequest) -> HttpResponseBase:  # type: ignore[override]
        """Only a reference has choices; Django stumbles over the name of its other end."""
        if is_other_end_of_reference(request):
            raise PermissionDenied
        return PostedLookup.as_view(admin_site=self)(request)


def name_of_page(request: HttpRequest) -> str:
    """E.g. `delegates_delegate_change`; empty where no page is asked for by name."""
    match = request.resolver_match
    return (match and match.url_name) or ""


def lead_to_own_page(app_list: list[dict[str, Any]], conference: Conference) -> None:
    """In a conference's menu there is that conference; all of them are the installation's."""
    for model in (model for app in app_list for model in app["models"]):
        if model["model"] is Conference:
            model["name"] = Conference._meta.verbose_name
            model["admin_url"] = reverse("admin:conference_conference_change", args=[conference.pk])
            model["add_url"] = None


def is_other_end_of_reference(request: HttpRequest) -> bool:
    try:
        asked = request.POST if request.method == "POST" else request.GET
        model = apps.get_model(asked["app_label"], asked["model_name"])
        return bool(model._meta.get_field(asked["field_name"]).auto_created)
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
