"""The language of a name in own script is proposed while the name is typed."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from conference.admin.forgeries import is_key
from delegates.models import Delegate, Delegation, DelegationQuerySet
from delegates.naming.name_languages import NAME_LANGUAGES
from delegates.naming.names import PARTS_OF_OWN_NAME
from delegates.recognition.own_language import proposed_language

LANGUAGE = "own_name_language"
# What was proposed last: as long as it is what is chosen, nobody has chosen another.
PROPOSED = "own_name_language_proposed"
PLACE = "own-language"


class ProposesOwnLanguage(ConferenceModelAdmin[Delegate]):
    def pages(self) -> list[URLPattern]:
        propose = require_POST(self.own_language_view)
        return [
            *super().pages(),
            self.page_url("own-language/", propose, "own_language_new", needs="add"),
            self.page_url("<int:object_id>/own-language/", propose, "own_language", needs="change"),
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The fields of the name ask, and the answer stands below the language."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        asks = {
            "hx-post": self.own_language_url(obj),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{PLACE}",
            "hx-sync": f"#{PLACE}:replace",
        }
        for name in ("own_name", *PARTS_OF_OWN_NAME):
            if name in form.base_fields:
                form.base_fields[name].widget.attrs |= asks
        if LANGUAGE in form.base_fields:
            field = form.base_fields[LANGUAGE]
            place = '{} <span id="{}" class="proposed" role="status"></span>'
            field.help_text = format_html(place, field.help_text, PLACE)
        return form

    def own_language_url(self, delegate: Delegate | None) -> str:
        if delegate is None:
            return reverse("admin:delegates_delegate_own_language_new")
        return reverse("admin:delegates_delegate_own_language", args=[delegate.pk])

    def own_language_view(
        self, request: HttpRequest, delegate: Delegate | None = None
    ) -> HttpResponseBase:
        """What was chosen stays as it is, whatever is typed. Of somebody who is registered counts
        the delegation they are in.
        """
        chosen, former = request.POST.get(LANGUAGE, ""), request.POST.get(PROPOSED, "")
        is_open = chosen in ("", former)
        name = " ".join(request.POST.get(part, "") for part in ("own_name", *PARTS_OF_OWN_NAME))
        tag = proposed_language(name, self.country_of(request, delegate)) if is_open else ""
        context = {
            "is_open": is_open,
            "tag": tag,
            "words": " · ".join(dict.fromkeys(NAME_LANGUAGES[tag])) if tag else "",
            "choice": self.choice_of(request, tag, delegate) if is_open else "",
        }
        return TemplateResponse(request, "admin/delegates/delegate/own_language.html", context)

    def choice_of(self, request: HttpRequest, tag: str, delegate: Delegate | None) -> str:
        """Takes the place of the one on the page."""
        field = self.get_form(request, delegate)(initial={LANGUAGE: tag})[LANGUAGE]
        return field.as_widget(attrs={"hx-swap-oob": "true"})  # type: ignore[no-any-return]

    def country_of(self, request: HttpRequest, delegate: Delegate | None) -> str:
        here = Delegation.objects.visible_to(signed_in(request))
        if delegate is not None:
            return _country(here.filter(pk=delegate.delegation_id))
        key = request.POST.get("delegation", "")
        if not is_key(key):
            return ""
        return _country(here.for_conference(chosen_conference(request)).filter(pk=key))


def _country(delegations: DelegationQuerySet) -> str:
    return delegations.values_list("country__iso2", flat=True).first() or ""
