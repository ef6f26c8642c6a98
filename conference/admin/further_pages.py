"""Pages of a model's admin beside Django's own: each names the permission that it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from conference.admin.scope import may
from conference.requests import parts

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


class FurtherPages(admin.ModelAdmin[Row]):
    """A page is declared with `page_url`; its view asks nothing about permission itself."""

    def pages(self) -> list[URLPattern]:
        """Further pages of this model; made with `page_url`."""
        return []

    def page_url(self, route: str, view: View, name: str, *, needs: str = "view") -> URLPattern:
        """`admin:<app>_<model>_<name>`, behind the admin's sign-in and the permission it needs."""
        opts = self.opts
        full_name = f"{opts.app_label}_{opts.model_name}_{name}"
        return path(route, self.admin_site.admin_view(self.opened(view, needs)), name=full_name)

    def opened(self, view: View, needs: str) -> View:
        """The view for whom it opens; where the address has an `object_id`, it gets the record.

        A record that the user may not see answers 404, like a missing one, before anything else.
        """

        @wraps(view)
        def inner(
            request: HttpRequest, object_id: int | str | None = None, **parts: Any
        ) -> HttpResponseBase:
            row = None if object_id is None else self.object_or_404(request, object_id)
            if not self.is_let(request, needs, row):
                raise PermissionDenied
            return view(request, **parts) if row is None else view(request, row, **parts)

        return inner

    def is_let(self, request: HttpRequest, needs: str, row: Row | None = None) -> bool:
        """`needs` is a verb of this model (view, add, change, delete) or a whole permission."""
        if "." not in needs:
            about = () if needs == "add" else (row,)
            return bool(getattr(self, f"has_{needs}_permission")(request, *about))
        return may(request, needs) if row is None else request.user.has_perm(needs, row)

    def get_urls(self) -> list[Any]:
        return [*self.pages(), *super().get_urls()]

    def page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        """A page in the admin's frame, or the part of it that is asked for alone.

        The template extends `admin/base_site.html`.
        """
        if parts.is_asked_alone(request):
            return parts.part_of(request, template, {"opts": self.opts, **context})
        request.current_app = self.admin_site.name
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media}
        return TemplateResponse(request, template, {**frame, **context})

    def object_or_404(self, request: HttpRequest, object_id: int | str) -> Row:
        """The record, if the request may see it; else what a missing one gets."""
        row = self.get_object(request, str(object_id))
        if row is None:
            raise Http404
        return row


class PagesOfOurOwn(FurtherPages[Row]):
    """A model whose records are added and shown on pages of our own, never by Django's forms."""

    def add_page(self, request: HttpRequest) -> HttpResponseBase:
        raise NotImplementedError

    def record_page(self, request: HttpRequest, row: Row) -> HttpResponseBase:
        raise NotImplementedError

    def add_view(  # type: ignore[override]
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        return self.opened(self.add_page, "add")(request)

    def change_view(  # type: ignore[override]
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponseBase:
        return self.opened(self.record_page, "view")(request, object_id=object_id)


class ReadOnlyAdmin(PagesOfOurOwn[Any]):
    """What is shown is written elsewhere, and decided on here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
