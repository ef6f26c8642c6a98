"""What a delegation shares, its vehicles and its lapel pins, on one page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.admin.holding import way
from badges.admin.holding.contents import badges_of
from badges.choices import Holder
from badges.desk.blanks import HANDING_OUT
from badges.models import Badge, BadgeType, Generation
from badges.services.holding import allotments, handovers
from badges.services.printing.jobs import PRINTING
from conference.admin import (
    Effect,
    Tool,
    Use,
    about,
    chosen_conference,
    contribute,
    may,
    named,
    signed_in,
)
from conference.admin.deciding import DecidingAdmin
from conference.errors import DomainError
from delegates.admin.cells import flag_address
from delegates.models import Delegate, Delegation

PINS = "badges.add_lapelpins"


class NumberForm(forms.Form):
    """`former` is the number that the page showed, `read` says that what ends was shown."""

    type = forms.ModelChoiceField(BadgeType.objects.none(), widget=forms.HiddenInput)
    former = forms.IntegerField(
        min_value=0, max_value=allotments.MOST_SHARED, widget=forms.HiddenInput
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number"), min_value=0, max_value=allotments.MOST_SHARED
    )
    read = forms.CharField(required=False, widget=forms.HiddenInput)


class HandingOverForm(forms.Form):
    badge = forms.ModelChoiceField(Badge.objects.none())
    delegate = forms.ModelChoiceField(
        Delegate.objects.none(),
        error_messages={"required": gettext_lazy("Choose who receives the badge.")},
    )


class PinsForm(forms.Form):
    count = forms.IntegerField(
        label=gettext_lazy("Lapel pins"),
        min_value=1,
        max_value=handovers.MOST_PINS,
        error_messages={"required": gettext_lazy("Say how many lapel pins were given.")},
    )


class DelegationPages(DecidingAdmin[Badge]):
    """Pages of the badges' admin."""

    def pages(self) -> list[URLPattern]:
        route = "delegation/<int:delegation_id>/"
        return [*super().pages(), self.page_url(route, self.delegation_view, "of_delegation")]

    def delegation_view(self, request: HttpRequest, delegation_id: int) -> HttpResponse:
        """Each of its buttons does one thing and leads back here."""
        here = Delegation.objects.visible_to(signed_in(request))
        rows = here.for_conference(chosen_conference(request)).filter(pk=delegation_id)
        delegation = rows.select_related("conference").first()
        if delegation is None:
            raise Http404
        acts = {"number": self.number, "hand_over": self.hand_over, "pins": self.give_pins}
        if request.method != "POST":
            return self.delegation_page(request, delegation)
        act = acts.get(request.POST.get("do", ""))
        needs = PINS if act == self.give_pins else HANDING_OUT
        if act is None or not may(request, needs):
            raise Http404
        try:
            asked = act(request, delegation)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
            return self.delegation_page(request, delegation, refused=request.POST)
        return asked or HttpResponseRedirect(way.page_of(delegation))

    def delegation_page(
        self, request: HttpRequest, delegation: Delegation, **context: Any
    ) -> HttpResponse:
        return self.page(
            request,
            "badges/holding/delegation.html",
            title=_("Badges of %s") % delegation,
            delegation=delegation,
            flag=flag_address(delegation),
            has=badges_of(delegation, by=signed_in(request), at=timezone.now()),
            may_hand_out=may(request, HANDING_OUT) and not delegation.is_withdrawn,
            may_take_back=may(request, HANDING_OUT),
            may_print=may(request, PRINTING) and not delegation.is_withdrawn,
            may_register=may(request, "badges.add_vehicle") and not delegation.is_withdrawn,
            may_correct=may(request, "badges.change_vehicle"),
            may_give_pins=may(request, PINS) and not delegation.is_withdrawn,
            may_make_types=may(request, "badges.add_badgetype"),
            from_here=f"?{way.IN_DELEGATION}=1",
            **context,
        )

    # What is done here

    def number(self, request: HttpRequest, delegation: Delegation) -> HttpResponse | None:
        """Fewer end what is live beyond: that is shown before it happens."""
        form = NumberForm(request.POST)
        types = BadgeType.objects.for_conference(delegation.conference)
        form.fields["type"].queryset = types.filter(holder=Holder.DELEGATION)  # type: ignore[attr-defined]
        asked = valid(form)
        ends = live_beyond(delegation, asked["type"], asked["number"])
        promise = " ".join(effect.name for effect in ends)
        if ends and asked["read"] != promise:
            return self.delegation_page(
                request,
                delegation,
                to_confirm=asked,
                effects=[self.leading(request, effect) for effect in ends],
                promise=promise,
            )
        allotments.change_number(
            badge_type=asked["type"],
            delegation=delegation,
            former=asked["former"],
            number=asked["number"],
            by=signed_in(request),
            at=timezone.now(),
        )
        words = _("%(type)s: %(delegation)s has %(count)d now.")
        said = {"type": asked["type"], "delegation": delegation, "count": asked["number"]}
        self.message_user(request, words % said)
        return None

    def hand_over(self, request: HttpRequest, delegation: Delegation) -> None:
        form = HandingOverForm(request.POST)
        people = Delegate.objects.visible_to(signed_in(request)).filter(delegation=delegation)
        form.fields["badge"].queryset = Badge.objects.filter(delegation=delegation)  # type: ignore[attr-defined]
        form.fields["delegate"].queryset = people  # type: ignore[attr-defined]
        asked = valid(form)
        badge, to = asked["badge"], asked["delegate"]
        handovers.give(badge=badge, to=to, by=signed_in(request), at=timezone.now())
        said = {"badge": badge, "person": to}
        self.message_user(request, _("Badge %(badge)s is given to %(person)s.") % said)

    def give_pins(self, request: HttpRequest, delegation: Delegation) -> None:
        count = valid(PinsForm(request.POST))["count"]
        handovers.give_pins(
            delegation=delegation, count=count, by=signed_in(request), at=timezone.now()
        )
        words = ngettext("%d lapel pin is given.", "%d lapel pins are given.", count)
        self.message_user(request, words % count)

    # What is decided on its pages leads back here

    def back_url(self, request: HttpRequest, row: Badge) -> str:
        if way.is_from_there(request):
            delegation = row.delegation or (row.vehicle.delegation if row.vehicle else None)
            if delegation:
                return way.page_of(delegation)
        return super().back_url(request, row)


def valid(form: forms.Form) -> dict[str, Any]:
    if not form.is_valid():
        raise DomainError(
            " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    return form.cleaned_data


def live_beyond(delegation: Delegation, badge_type: BadgeType, number: int) -> list[Effect]:
    """What opens something now and will not, with who has it."""
    live = Generation.objects.live().filter(
        badge__delegation=delegation,
        badge__type=badge_type,
        badge__copy__gt=number,
        badge__copy__lte=F("badge__copies"),
    )
    words = _("Badge %s stops being valid.")
    return named(
        live.select_related("badge").order_by("badge__copy"),
        lambda row: about(row.badge, words % row.badge),
    )


def uses_for(delegations: Sequence[Delegation]) -> list[Use]:
    return [
        Use(_("Badges of the delegation"), reverse(way.PAGE, args=[row.pk])) for row in delegations
    ]


contribute(Delegation, Tool("badges.view_badge", uses_for))
