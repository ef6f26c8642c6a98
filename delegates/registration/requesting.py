"""Where a country or an organization that was not invited asks to be: a page for everybody.

It says the same whatever is known of them: whether a delegation exists is nobody else's business.
"""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from conference import randomness
from conference.accounts.attempts import account_of
from conference.admin.forms.contacts import ContactEmailField, PhoneField
from conference.admin.forms.words import clean_words
from conference.errors import DomainError
from conference.models import Conference
from conference.requests import public_pages
from conference.writing.languages import OWN_NAMES
from delegates.forms import countries_in_order
from delegates.models import Country, RegistrationSettings
from delegates.services.registration import invitation_requests

private = cache_control(private=True, no_store=True)


class InvitationRequestForm(forms.Form):
    country = forms.ModelChoiceField(
        Country.objects.all(),
        label=gettext_lazy("Country"),
        required=False,
        empty_label=gettext_lazy("No country: an organization"),
    )
    organization = forms.CharField(
        label=gettext_lazy("Organization"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Its full name, where no country is to be invited."),
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    function = forms.CharField(
        label=gettext_lazy("Your function"),
        max_length=300,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    email = ContactEmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        max_length=50,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of correspondence"))
    reason = forms.CharField(
        label=gettext_lazy("Why you ask for an invitation"),
        max_length=invitation_requests.LONGEST_REASON,
        widget=forms.Textarea({"rows": 6, "dir": "auto"}),
    )
    form_key = forms.UUIDField(
        required=False, widget=forms.HiddenInput, initial=randomness.identifier
    )

    def __init__(self, data: Any = None, *, conference: Conference) -> None:
        super().__init__(data, label_suffix="")
        spoken = [(tag, OWN_NAMES[tag]) for tag in conference.languages if tag in OWN_NAMES]
        self.fields["language"].choices = spoken  # type: ignore[attr-defined]
        current = get_language() or ""
        self.initial["language"] = current if current in dict(spoken) else spoken[0][0]
        self.fields["country"].queryset = countries_in_order()  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] += " is-invalid"

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in list(self.cleaned_data):
            clean_words(self, name, is_asked_about=False)
        data = self.cleaned_data
        named = {"country", "organization"} & data.keys()
        if len(named) == 2 and bool(data["country"]) == bool(data["organization"]):
            self.add_error(None, _("Choose a country, or write an organization: one of the two."))
        data["form_key"] = data.get("form_key") or randomness.identifier()
        return data


def _asked_of_or_404(slug: str) -> RegistrationSettings:
    """Of a published conference that takes requests, or took them until registration closed."""
    rows = RegistrationSettings.objects.filter(
        takes_requests=True, conference__in=Conference.objects.published()
    )
    return get_object_or_404(rows.select_related("conference"), conference__slug=slug)


@login_not_required
@private
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def request_invitation(request: HttpRequest, slug: str) -> HttpResponseBase:
    settings, at = _asked_of_or_404(slug), timezone.now()
    conference = settings.conference
    if not settings.takes_requests_at(at):
        return _page(request, conference, {"is_closed": True})
    form = InvitationRequestForm(request.POST or None, conference=conference)
    if form.is_valid():
        written = form.cleaned_data
        limited = account_of(written["email"])
        if not ratelimit.consume(request, action="request_invitation", key=limited):
            form.add_error(None, _("Too many requests came from here. Try again tomorrow."))
        else:
            try:
                invitation_requests.receive(conference=conference, at=at, **written)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return redirect("registration:invitation_requested", slug)
    return _page(request, conference, {"form": form})


@login_not_required
@private
@require_safe
def invitation_requested(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _page(request, _asked_of_or_404(slug).conference, {"is_received": True})


def _page(request: HttpRequest, conference: Conference, context: dict[str, Any]) -> HttpResponse:
    return public_pages.page(
        request,
        "delegates/registration/request_invitation.html",
        public_pages.frame(request, conference) | context,
    )
