"""A blank from the drawer becomes the delegate's who stands there, by its code or its serial."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges import serials
from badges.choices import Holder
from badges.engine import codes, tokens
from badges.models import Badge, BadgeType, Generation
from badges.services.holding import blanks
from badges.services.signing import public_keys
from conference.admin import may, signed_in
from conference.database.id_lists import among
from conference.errors import DomainError
from conference.models import Conference
from delegates.models import Delegate

HANDING_OUT = "badges.change_badge"
# The field, by which the page knows which of its forms was sent.
BLANK = "blank"
# No square and no serial says more: what is longer was scanned twice in a row.
MOST_CHARACTERS = tokens.LENGTH


class BlankForm(forms.Form):
    """What a scanner types into it ends with Enter, which sends it."""

    blank = forms.CharField(
        label=gettext_lazy("Code or number of the blank"),
        max_length=MOST_CHARACTERS,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "dir": "ltr",
                "spellcheck": "false",
                "data-scanned": "",
            }
        ),
        error_messages={
            "required": gettext_lazy("Scan the blank, or type the number that is printed on it."),
            "max_length": gettext_lazy("That is longer than a badge's code: scan the blank once."),
        },
    )


@dataclass(frozen=True)
class Blanks:
    """What the page of one delegate says of blanks: which they have, the field for one, and why
    the last was refused. The field is empty then: what is scanned next is not put behind it.
    `is_worn`: one that they have is live, and is their badge as a printed one would be.
    """

    given: list[Badge]
    is_worn: bool
    form: BlankForm | None
    refused: str


def blanks_of(request: HttpRequest, delegate: Delegate, refused: str = "") -> Blanks | None:
    """None where the conference has no blanks; no field where they have one of each type."""
    types = set(
        BadgeType.objects.for_conference(delegate.conference)
        .filter(holder=Holder.NOBODY)
        .values_list("pk", flat=True)
    )
    if not types:
        return None
    given = Badge.objects.filter(delegate=delegate, holder=Holder.NOBODY).order_by("serial")
    live = Generation.objects.live().filter(badge__in=given.order_by())
    worn = set(live.values_list("badge__type", flat=True))
    is_offered = types - worn and delegate.is_entitled_to_badge and may(request, HANDING_OUT)
    return Blanks(list(given), bool(worn), BlankForm() if is_offered else None, refused)


def wearers(delegate_ids: Collection[int]) -> set[int]:
    """Those of these delegates who have a blank that is live."""
    live = Generation.objects.live().filter(badge__holder=Holder.NOBODY)
    found = live.filter(badge__delegate__in=among(delegate_ids))
    return {pk for pk in found.values_list("badge__delegate", flat=True) if pk}


def bind(request: HttpRequest, delegate: Delegate, *, at: dt.datetime) -> Badge:
    """The blank that was scanned is the delegate's. Raises DomainError, which says why not."""
    form = BlankForm(request.POST)
    if not form.is_valid():
        raise DomainError(" ".join(map(str, form.errors[BLANK])))
    badge = badge_meant(delegate.conference, form.cleaned_data[BLANK])
    return blanks.bind(badge=badge, delegate=delegate, by=signed_in(request), at=at)


def badge_meant(conference: Conference, typed: str) -> Badge:
    """By its code, which has to be the conference's own and untouched, or by the serial with its
    check digit. Raises DomainError with a sentence for whoever stands at the desk.
    """
    if typed.startswith(tokens.PREFIX):
        return _of_code(conference, typed)
    serial = serials.read(typed)
    if serial is None:
        raise DomainError(
            _("No badge has this number. Type it with the digit behind the hyphen, as printed.")
        )
    badge = Badge.objects.for_conference(conference).filter(serial=serial).first()
    if badge is None:
        raise DomainError(_("No badge of this conference has the number %s.") % typed)
    return badge


def _of_code(conference: Conference, typed: str) -> Badge:
    try:
        token = tokens.read(typed, public_keys(conference))
    except tokens.TokenError as error:
        if error.refusal == tokens.Refusal.KEY:
            raise DomainError(_("This badge is of another conference.")) from error
        raise DomainError(
            _("The code was altered or not read whole. Scan it again, or type the printed number.")
        ) from error
    issued = Generation.objects.filter(
        badge__conference=conference, code=codes.encode_code(token.code)
    )
    generation = issued.select_related("badge").first()
    if generation is None:
        raise DomainError(_("No badge of this conference has this code."))
    if not issued.live().exists():
        raise DomainError(_("Badge %s was replaced or ended: take another.") % generation.badge)
    return generation.badge
