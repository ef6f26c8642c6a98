"""Who registers a delegation: its focal points and those who are asked to, on a page of its own."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from conference.accounts.reentry import password_first
from conference.admin import ConferenceModelAdmin, signed_in
from conference.admin.forms.blanks import say_blanks_in_words
from conference.admin.forms.contacts import ContactEmailField
from conference.admin.refusals import REFUSALS, words
from conference.outbox import addresses
from conference.outbox.composing import Composed
from conference.writing import dates
from delegates.models import Delegation
from delegates.services.registration import focal_points
from delegates.sheet.contacts import contacts_of

SEES = "delegates.view_focalpoint"
INVITES = "delegates.add_focalpointinvitation"
ENDS = "delegates.change_focalpoint"


class ContactForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    email = ContactEmailField(label=gettext_lazy("E-mail"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        say_blanks_in_words(self)


def refused_of(delegation: Delegation) -> dict[str, str]:
    """Addresses of its focal points, and of whoever is asked to be one, that the mail server
    refused for good; each with the server's words.
    """
    standing = delegation.focal_points.standing().values_list("user__email", flat=True)
    asked = delegation.invitations.open().values_list("email", flat=True)
    return addresses.refused([*standing, *asked], delegation.conference)


class ContactPages(ConferenceModelAdmin[Delegation]):
    def pages(self) -> list[URLPattern]:
        page = "<int:object_id>/contacts/"
        return [
            *super().pages(),
            self.page_url(page, self.contacts_page, "contacts", needs=SEES),
            self.page_url(f"{page}note/", require_POST(self.note_view), "note", needs=INVITES),
            *(
                self.page_url(
                    f"{page}invitations/<int:number>/{verb}/",
                    require_POST(view),
                    f"{verb}_invitation",
                    needs=INVITES,
                )
                for verb, view in [
                    ("send", self.send_view),
                    ("revoke", self.revoke_invitation_view),
                ]
            ),
            self.page_url(
                f"{page}<int:number>/revoke/",
                require_POST(self.revoke_view),
                "revoke_focal_point",
                needs=ENDS,
            ),
        ]

    @password_first
    def contacts_page(
        self, request: HttpRequest, delegation: Delegation, form: ContactForm | None = None
    ) -> HttpResponseBase:
        """It shows codes: whoever has one can become the focal point."""
        may_invite = self.is_let(request, INVITES, delegation)
        # Where no mail is sent nobody receives what it would say.
        is_written_to = may_invite and not delegation.is_withdrawn and settings.EMAIL_HOST
        at = timezone.now()
        return self.page(
            request,
            "admin/delegates/delegation/contacts.html",
            title=_("Focal points"),
            original=delegation,
            form=(form or ContactForm()) if may_invite else None,
            mail=self._mail(request, delegation, at) if is_written_to else None,
            may_end=self.is_let(request, ENDS, delegation),
            standing=delegation.focal_points.standing().select_related("user"),
            refused=refused_of(delegation),
            liaison_officers=contacts_of([delegation])[delegation.pk].liaison_officers,
            invitations=self._invitations(delegation, with_codes=may_invite),
            join_url=settings.PUBLIC_URL + reverse("join", urlconf=settings.ROOT_URLCONF),
            sends_mail=bool(settings.EMAIL_HOST),
        )

    def _mail(self, request: HttpRequest, delegation: Delegation, at: dt.datetime) -> Composed:
        return focal_points.preview(delegation=delegation, by=signed_in(request), at=at)

    def _invitations(self, delegation: Delegation, *, with_codes: bool) -> list[dict[str, Any]]:
        """Those that nobody has answered. Without a mail server codes go another way."""
        rows = list(delegation.invitations.open().select_related("invited_by", "conference"))
        shows_codes = with_codes and not settings.EMAIL_HOST
        return [
            {
                "row": row,
                "until": dates.day(row.conference.local(row.ends_at)) if row.ends_at else "",
                "is_over": bool(row.ends_at and row.ends_at <= timezone.now()),
                "code": row.opened_code() if shows_codes else "",
            }
            for row in rows
        ]

    @password_first
    def note_view(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        """Noted, and invited at once unless it is only to be noted for a mailing."""
        form = ContactForm(request.POST)
        if not form.is_valid():
            return self.contacts_page(request, delegation, form)
        by, at = signed_in(request), timezone.now()
        try:
            invitation = focal_points.note(delegation=delegation, by=by, at=at, **form.cleaned_data)
            if "later" not in request.POST:
                focal_points.invite(invitation=invitation, by=by, at=at)
        except REFUSALS as error:
            form.add_error(None, words(error))
            return self.contacts_page(request, delegation, form)
        said = _("%s is noted.") if "later" in request.POST else said_of_invitation()
        self.message_user(request, said % invitation, messages.SUCCESS)
        return self._back(request, delegation)

    @password_first
    def send_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        invitation = get_object_or_404(delegation.invitations.all(), pk=number)
        said = said_of_invitation() % invitation
        return self._done(request, delegation, said, focal_points.invite, invitation=invitation)

    @password_first
    def revoke_invitation_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        invitation = get_object_or_404(delegation.invitations.all(), pk=number)
        said = _("The invitation of %s is taken back.") % invitation
        return self._done(
            request, delegation, said, focal_points.revoke_invitation, invitation=invitation
        )

    @password_first
    def revoke_view(
        self, request: HttpRequest, delegation: Delegation, *, number: int
    ) -> HttpResponseBase:
        focal_point = get_object_or_404(delegation.focal_points.all(), pk=number)
        said = _("%s registers this delegation no more.") % focal_point.user
        return self._done(request, delegation, said, focal_points.revoke, focal_point=focal_point)

    def _done(
        self, request: HttpRequest, delegation: Delegation, said: str, service: Any, **what: Any
    ) -> HttpResponseBase:
        try:
            service(by=signed_in(request), at=timezone.now(), **what)
        except REFUSALS as error:
            self.message_user(request, words(error), messages.ERROR)
        else:
            self.message_user(request, said, messages.SUCCESS)
        return self._back(request, delegation)

    def _back(self, request: HttpRequest, delegation: Delegation) -> HttpResponseBase:
        return redirect("admin:delegates_delegation_contacts", delegation.pk)


def said_of_invitation() -> str:
    """Where no mail is sent, what is to be done instead stands with the code."""
    if settings.EMAIL_HOST:
        return _("%s is invited: a mail is on its way.")
    return _("%s is invited. Give them the code below.")
