"""A delegate is found by the serial of the badge, a print job by its number.

A badge that is no delegate's is found by its serial itself, a vehicle by its plate and its driver.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.admin import site
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges import serials
from badges.choices import Holder
from badges.engine import codes, tokens
from badges.holders import KINDS, LOADS, name_of
from badges.holders.requirements import is_shared
from badges.jobs.titles import title_of
from badges.models import Badge, Generation, Handover, PrintEntry, PrintJob, Vehicle
from conference.admin import Finder, Found, FoundBy, chosen_conference, contribute, signed_in
from conference.admin.lists.folded_search import folded_search
from conference.admin.lists.search_of_list import MOST_ROWS
from conference.models import Conference
from conference.writing.dates import moment
from conference.writing.folding import fold
from conference.writing.languages import localized
from delegates.admin.finding import NAMES_OF_DELEGATIONS
from delegates.models import Delegate, Delegation

# As printed, with leading zeros, or without, and with the sign of a number or what is numbered
# before it, folded. No serial and no number of a job has as many digits.
NUMBER = re.compile(r"(?:([a-z ]+) )?(?:#|no\.?)? ?([0-9]{1,9})")

# Of so many whose name begins so, the jobs are looked for; and so many of those are shown.
MOST_PEOPLE, MOST_JOBS = 10, 3


def number_in(query: str, *called: object) -> int | None:
    """In the digits of any script, alone or after one of the words for what has the number."""
    found = NUMBER.fullmatch(fold(query))
    if found is None or found[1] not in {None, "no", *(fold(str(words)) for words in called)}:
        return None
    return int(found[2])


def serial_in(query: str) -> int | None:
    """With the check digit that is printed behind it, or without; None where it is a wrong one."""
    digits, hyphen, check = query.rpartition("-")
    number = number_in(digits if hyphen else query, Badge._meta.verbose_name)
    if number is None or not hyphen:
        return number
    return serials.read(f"{number}-{fold(check)}")


def code_in(query: str) -> str:
    """What a scanner has read from a badge and typed into the box; "" for anything else."""
    text = query.strip()
    try:
        if text.startswith(tokens.PREFIX):
            return codes.encode_code(tokens.code_in(text))
        if text.startswith(codes.PREFIX):
            return codes.encode_code(codes.decode_code(text.removeprefix(codes.PREFIX)))
    except ValueError:
        pass
    return ""


def meant_by(query: str) -> Q | None:
    """Which badge, by its code or its serial; None where the words are neither."""
    if code := code_in(query):
        issued = Generation.objects.filter(code=code)
        return Q(pk__in=issued.values("badge"))
    serial = serial_in(query)
    return None if serial is None else Q(serial=serial)


def holders_of(conference: Conference, query: str) -> Mapping[int, str]:
    meant = meant_by(query)
    if meant is None:
        return {}
    badges = Badge.objects.for_conference(conference).filter(meant, delegate__isnull=False)
    rows = badges.select_related("type")
    return {row.delegate_id: found_as(row) for row in rows if row.delegate_id}


def found_as(badge: Badge) -> str:
    """`badge 00012-4`, or `Day badge 00012-4`."""
    if badge.type.is_personal:
        return _("badge %s") % badge
    return f"{badge.type} {badge}"


def badges_seen(request: HttpRequest) -> QuerySet[Badge]:
    """With what is said of each."""
    visible = Badge.objects.visible_to(signed_in(request))
    here = visible.for_conference(chosen_conference(request))
    return here.select_related("category", *LOADS)


def look_for_badges(request: HttpRequest, query: str) -> Sequence[Badge]:
    """Whoever holds one is found instead of it; here are those that no delegate holds."""
    meant = meant_by(query)
    if meant is None:
        return []
    outside = Prefetch("handovers", Handover.objects.outside().select_related("given_to"))
    return list(badges_seen(request).filter(meant, delegate=None).prefetch_related(outside))


def tell_badge(badge: Badge) -> Found:
    """`France, 3 of 6`: `Transferable 00012-4 · NAGY, Zsolt has it`; a blank has no name but its
    serial.
    """
    name, named = name_of(badge), f"{badge.type} {badge}"
    if badge.category:
        name, named = named, str(localized(badge.category.name))
    where = [_("%s has it") % one.given_to for one in badge.handovers.all()]
    if is_shared(badge) and not where:
        where = [_("not handed over")]
    return Found(
        name=name,
        url=reverse("admin:badges_badge_change", args=[badge.pk]),
        about=" · ".join([named, *where]),
        is_meant=True,
    )


def look_for_vehicles(request: HttpRequest, query: str) -> Sequence[Vehicle]:
    visible = Vehicle.objects.visible_to(signed_in(request))
    found = visible.filter(pk__in=vehicles_meant(chosen_conference(request), query))
    return list(found.select_related("delegation")[:MOST_ROWS])


def tell_vehicle(vehicle: Vehicle) -> Found:
    about = (str(localized(vehicle.delegation.name)), vehicle.driver_name)
    return Found(
        name=KINDS[Holder.VEHICLE].name(vehicle),
        url=reverse("admin:badges_vehicle_change", args=[vehicle.pk]),
        about=" · ".join(filter(None, about)),
        names=(vehicle.plate, vehicle.driver_name),
    )


def vehicles_meant(conference: Conference, query: str) -> QuerySet[Vehicle]:
    """By the plate, or by the driver; a conference has some hundred."""
    here = Vehicle.objects.for_conference(conference)
    return here.matching(query) | folded_search(here, ["driver_name"], query)


def delegations_meant(conference: Conference, query: str) -> QuerySet[Delegation]:
    """As their own list finds them."""
    return folded_search(Delegation.objects.for_conference(conference), NAMES_OF_DELEGATIONS, query)


def look_for_jobs(request: HttpRequest, query: str) -> Sequence[PrintJob]:
    """By its number, and by the people whose badges it prints: the latest few."""
    here = site.get_model_admin(PrintJob).get_queryset(request)
    number = number_in(query, PrintJob._meta.verbose_name, _("job"))
    if number is not None:
        return list(here.filter(pk=number))
    return list(here.filter(pk__in=jobs_of_people(chosen_conference(request), query)))


def jobs_of_people(conference: Conference, query: str) -> Sequence[int]:
    """Ids of the latest jobs that print badges of some whose name begins so.

    All jobs of these few are read: asked for the latest, PostgreSQL may look through thousands.
    """
    named = Delegate.objects.for_conference(conference).named_from(query)
    people = [pk for begun in named for pk in begun.values_list("pk", flat=True)[:MOST_PEOPLE]]
    entries = PrintEntry.objects.of_the_job().filter(generation__badge__delegate__in=people)
    found = set(entries.order_by().values_list("job", flat=True))
    return sorted(found, reverse=True)[:MOST_JOBS]


def tell_job(job: Any) -> Found:
    """By its number: its first people may be others than those who were looked for."""
    words = ngettext("%d badge", "%d badges", job.entry_count)
    return Found(
        name=f"{str(job).capitalize()} · {words % job.entry_count}",
        url=reverse("admin:badges_printjob_change", args=[job.pk]),
        about=f"{title_of(job)} · {moment(job.created_at)} · {job.get_state_display()}",
        names=(str(job.pk),),
    )


contribute(Delegate, FoundBy("badges.view_badge", holders_of))
contribute(Badge, Finder(gettext_lazy("Badge"), look_for_badges, tell_badge))
contribute(Vehicle, Finder(gettext_lazy("Vehicle"), look_for_vehicles, tell_vehicle))
contribute(PrintJob, Finder(gettext_lazy("Print job"), look_for_jobs, tell_job))
