"""The badge of one delegate, printed while somebody waits for it at the desk."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.choices import REASONS_OF, Holder, Obstacle, Purpose, Reason
from badges.desk import blanks
from badges.models import BadgeType
from badges.services.types import type_meant, types_of_delegates
from badges.snapshot import with_what_badges_show
from badges.standing.badge_states import Held
from badges.standing.print_plan import obstacles_of_each
from conference import randomness
from conference.admin import Use
from conference.models import Conference, User
from delegates.models import Delegate


def uses_for(delegates: Sequence[Delegate]) -> list[Use]:
    """The button of each of one conference, or why there is none."""
    if not delegates:
        return []
    conference, ids = delegates[0].conference, [delegate.pk for delegate in delegates]
    obstacles = obstacles_of_each(conference, ids)
    types = BadgeType.objects.for_conference(conference).filter(is_personal=False)
    holders = set(types.values_list("holder", flat=True))
    wear_blanks = blanks.wearers(ids) if Holder.NOBODY in holders else set()
    return [
        _use(
            delegate,
            _unlisted(delegate) or obstacles[delegate.pk][Purpose.FIRST],
            has_others=Holder.DELEGATE in holders,
            wears_blank=delegate.pk in wear_blanks,
        )
        for delegate in delegates
    ]


def _unlisted(delegate: Delegate) -> Obstacle | None:
    """Against whoever stands in no list of people, and so in none of those that can be printed."""
    if delegate.is_draft:
        return Obstacle.PENDING
    return Obstacle.WITHDRAWN if delegate.erased_at else None


def _use(
    delegate: Delegate, obstacle: Obstacle | None, *, has_others: bool, wears_blank: bool
) -> Use:
    url = reverse("admin:badges_printjob_one", args=[delegate.pk])
    if obstacle is None and wears_blank:
        return Use(_("Has a blank: print another badge"), url)
    if obstacle is None:
        return Use(_("Print badge"), url, acts=True)
    if obstacle == Obstacle.ALREADY_PRINTED and has_others:
        return Use(_("Print badge again, replace it or print another"), url)
    if obstacle == Obstacle.ALREADY_PRINTED:
        return Use(_("Print badge again or replace it"), url)
    if obstacle == Obstacle.BEING_PRINTED:
        return Use(_("The badge is being printed"), url)
    return Use(_("No badge: %s") % obstacle.label)


def delegate_or_404(conference: Conference, delegate_id: int, user: User) -> Delegate:
    visible = Delegate.objects.visible_to(user).for_conference(conference)
    found = with_what_badges_show(visible).filter(pk=delegate_id).first()
    if found is None:
        raise Http404
    return found


def types_to_choose(
    request: HttpRequest, conference: Conference
) -> tuple[BadgeType, list[BadgeType]]:
    """The one that the address names, else the personal one; and all that there are."""
    types = list(types_of_delegates(conference))
    asked_for = request.GET.get("type", "")
    found = type_meant(types, asked_for)
    if asked_for and str(found.pk) != asked_for:
        raise Http404
    return found, types


class OneBadgeForm(forms.Form):
    """What is to be printed, and why again or replaced; or out of which job it is taken.

    `asked_as` is of the page: a button pressed twice is one job.
    """

    asked_as = forms.UUIDField(required=False, widget=forms.HiddenInput)
    out_of = forms.IntegerField(
        required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput
    )
    purpose = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose the reason.")},
    )

    def __init__(
        self, purpose: Purpose, data: Any = None, *, reason: str = "", out_of: int | None = None
    ) -> None:
        initial = {
            "purpose": purpose,
            "reason": reason,
            "asked_as": randomness.identifier(),
            "out_of": out_of,
        }
        super().__init__(data, initial=initial, auto_id=f"id_{purpose}_%s")
        self.wanted = purpose
        reasons = REASONS_OF[purpose]
        field: Any = self.fields["reason"]
        field.choices = [(one.value, one.label) for one in Reason if one in reasons]
        field.required = bool(reasons)


def purpose_asked_for(request: HttpRequest) -> Purpose:
    """The delegate's page posts nothing but its wish: a first badge."""
    asked = request.POST.get("purpose", "")
    return Purpose(asked) if asked in Purpose.values else Purpose.FIRST


def forms_for(
    against: Mapping[Purpose, Obstacle | None], held: Held | None
) -> dict[Purpose, OneBadgeForm]:
    """One for each purpose that nothing stands against."""
    reasons = {Purpose.REPLACE: Reason.CHANGED} if held and held.is_outdated else {}
    return {
        purpose: OneBadgeForm(purpose, reason=reasons.get(purpose, ""))
        for purpose, obstacle in against.items()
        if obstacle is None
    }


def why_not(against: Mapping[Purpose, Obstacle | None]) -> str:
    """In words, where nothing can be printed."""
    obstacle = against[Purpose.FIRST]
    return str(obstacle.label) if obstacle else ""
