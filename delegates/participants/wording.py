"""What a list of participants says in words and figures, on paper, in workbooks and on pages."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference
from conference.writing import dates
from delegates.exporting.statistics import PeopleCount
from delegates.models import ListPrinting
from delegates.participants.frame import ListSection

BETWEEN = " · "
GENDERS = ("female", "male", "other", "not_stated")


def title() -> str:
    return _("Provisional list of participants")


def number(printing: ListPrinting) -> str:
    return _("Printing %d") % printing.number


def others(count: int, *, are_beside_names: bool) -> str:
    """Of a delegation: who is counted, and not named."""
    words = (
        ngettext("and %(count)s other participant", "and %(count)s other participants", count)
        if are_beside_names
        else ngettext("%(count)s participant", "%(count)s participants", count)
    )
    return words % {"count": count}


def number_only(section: ListSection) -> str:
    people = ngettext("%(count)s participant", "%(count)s participants", section.people)
    of = ngettext("%(count)s delegation", "%(count)s delegations", section.represented)
    told = (people % {"count": section.people}, of % {"count": section.represented})
    return BETWEEN.join(told)


def as_at(printing: ListPrinting, conference: Conference) -> str:
    """`3 May 2018, 08:00 (UTC+5)`."""
    at = conference.local(printing.made_at)
    return f"{dates.day_and_time(at)} ({dates.utc_offset(at)})"


def shown_genders(total: PeopleCount) -> list[str]:
    """Those of which there is somebody."""
    return [gender for gender in GENDERS if getattr(total, gender)]


def headings(genders: Sequence[str]) -> list[str]:
    words = {
        "female": _("Women"),
        "male": _("Men"),
        "other": _("Other gender"),
        "not_stated": _("Gender not stated"),
    }
    return [_("Delegations"), _("Participants"), *(words[gender] for gender in genders)]


def numbers(represented: int, people: PeopleCount, genders: Sequence[str]) -> list[int]:
    return [represented, people.total, *(getattr(people, gender) for gender in genders)]
