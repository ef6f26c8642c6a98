"""To erase a person: a page that says what goes and what stays, and one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.admin import ConferenceModelAdmin, signed_in
from conference.errors import DomainError
from delegates.models import Delegate
from delegates.services import erasure

PERMISSION = "delegates.erase_delegate"


class ErasurePage(ConferenceModelAdmin[Delegate]):
    def pages(self) -> list[URLPattern]:
        route = "<int:object_id>/erase/"
        return [
            *super().pages(),
            self.page_url(route, self.erase_view, "erase", needs=PERMISSION),
        ]

    def erase_view(self, request: HttpRequest, delegate: Delegate) -> HttpResponseBase:
        back = reverse("admin:delegates_delegate_change", args=[delegate.pk])
        if request.method == "POST":
            try:
                erasure.erase(delegate=delegate, by=signed_in(request), at=timezone.now())
            except DomainError as error:
                self.message_user(request, str(error), messages.ERROR)
                return HttpResponseRedirect(request.path)
            self.message_user(request, _("The person is erased."), messages.SUCCESS)
            return HttpResponseRedirect(back)
        return self.page(
            request,
            "admin/delegates/delegate/erase.html",
            title=_("Erase a person"),
            delegate=delegate,
            is_erased=delegate.erased_at is not None,
            going=[place.words for place in erasure.erased_places()],
            back=back,
        )
