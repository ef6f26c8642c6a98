"""How a mail stands, in words for staff."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from conference.choices import WorkState
from conference.models import Mail


@dataclass(frozen=True)
class Standing:
    """`mark` as everywhere in lists; `why` is what the mail server said, or what is missing."""

    words: str
    mark: str
    why: str = ""


def standing_of(mail: Mail) -> Standing:
    if mail.state == WorkState.DONE:
        return Standing(_("sent"), "good")
    if mail.state == WorkState.CANCELLED:
        return Standing(_("not sent"), "off")
    if mail.state == WorkState.FAILED:
        words = _("address refused") if mail.is_refused else _("could not be sent")
        return Standing(words, "bad", mail.error)
    if mail.is_held:
        return Standing(_("to be looked at"), "wait")
    if not settings.EMAIL_HOST:
        why = _("This installation has no mail server: its administrator sets EMAIL_URL.")
        return Standing(_("waits for a mail server"), "wait", why)
    if mail.error:
        return Standing(_("tried again later"), "wait", mail.error)
    return Standing(_("waits to be sent"), "wait")
