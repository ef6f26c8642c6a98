"""Phone and languages of one's own: read by the delegations and officers that one works with."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from conference.admin import signed_in
from conference.admin.forms.contacts import PhoneField
from conference.admin.forms.words import clean_words
from conference.services import accounts


class ContactForm(forms.Form):
    phone = PhoneField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("With the country code, such as +992."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "dir": "ltr"}),
    )
    languages = forms.CharField(
        label=gettext_lazy("Languages that you speak"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("By name, with commas between them."),
    )

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in list(self.cleaned_data):
            clean_words(self, name, is_asked_about=False)
        return self.cleaned_data


@never_cache
@sensitive_post_parameters()
def contact(request: HttpRequest) -> HttpResponseBase:
    user = signed_in(request)
    known = {"phone": user.phone, "languages": user.languages}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        accounts.change_contact(**form.cleaned_data, by=user, at=timezone.now())
        messages.info(request, _("What you wrote is saved."))
        return redirect("account-contact")
    return render(request, "account/contact.html", {"form": form})
