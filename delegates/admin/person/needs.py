"""Dietary and access needs: a page of their own, for whoever may see them."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, signed_in
from conference.errors import DomainError
from delegates.admin.exporting.needs import needs_workbook
from delegates.forms import NeedsForm
from delegates.models import Delegate
from delegates.services.registration import needs

PERMISSION = "delegates.change_needs"


class NeedsPages(ConferenceModelAdmin[Delegate]):
    def pages(self) -> list[URLPattern]:
        route = "<int:object_id>/needs/"
        return [
            *super().pages(),
            self.page_url(route, self.needs_view, "needs", needs=PERMISSION),
            self.page_url("needs/xlsx/", needs_workbook, "needs_xlsx", needs=PERMISSION),
        ]

    def needs_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        by, at = signed_in(request), timezone.now()
        back = reverse("admin:delegates_delegate_change", args=[delegate.pk])
        if request.method == "POST":
            form = NeedsForm(request.POST, kept=needs.kept(delegate))
            if form.is_valid():
                try:
                    needs.say(delegate=delegate, **form.cleaned_data, by=by, at=at)
                except DomainError as error:
                    self.message_user(request, str(error), messages.ERROR)
                else:
                    self.message_user(request, _("Needs saved."), messages.SUCCESS)
                return HttpResponseRedirect(back)
        else:
            form = NeedsForm(kept=needs.read(delegate=delegate, by=by, at=at))
        return self.page(
            request,
            "admin/delegates/delegate/needs.html",
            title=_("Dietary and access needs"),
            delegate=delegate,
            form=form,
            back=back,
        )

    @admin.display(description=gettext_lazy("dietary and access needs"))
    def needs_page(self, delegate: Delegate) -> str:
        """The same of everybody: the page alone says whether somebody has any."""
        url = reverse("admin:delegates_delegate_needs", args=[delegate.pk])
        return format_html('<a href="{}">{}</a>', url, _("See and change"))
