"""Enrolling a passkey, or a key that is a second factor and no more."""

from allauth.mfa.webauthn.internal import flows
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from conference.accounts.second_factors import SIGNS_IN, KeyForm


class EnrolKey(AddWebAuthnView):  # type: ignore[misc]
    """Which of the two it is stands with the key: signing in asks for it."""

    @transaction.atomic
    def form_valid(self, form: KeyForm) -> HttpResponse:
        key, codes = flows.add_authenticator(
            self.request,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        key.data[SIGNS_IN] = form.cleaned_data["passwordless"]
        key.save(update_fields=["data"])
        self.did_generate_recovery_codes = bool(codes)
        return HttpResponseRedirect(self.get_success_url())
