"""The page on which nameplates are chosen, with the order of the seats, and what came of it."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges import occasions
from badges.admin.nameplates.form import SeatingForm
from badges.background import nameplates
from badges.models import BadgeDesign
from badges.nameplates.drawing import Unset
from badges.nameplates.seats import (
    Seated,
    SeatingPlan,
    delegations_of,
    seated_kinds,
    seats,
    without_head,
)
from badges.occasions import Occasion
from conference.admin import (
    ConferenceModelAdmin,
    JobWords,
    chosen_conference,
    contribute,
    may,
    signed_in,
)
from conference.errors import DomainError
from conference.models import BackgroundJob, Conference
from conference.requests.downloads import PersonalDownload
from conference.writing.languages import OWN_NAMES

SESSION = "session"
# What the second button of the page asks for.
PRINT = "print"
PAGE = "admin:badges_badgedesign_nameplates"


class NameplatePages(ConferenceModelAdmin[BadgeDesign]):
    """A page of the designs' admin."""

    def pages(self) -> list[URLPattern]:
        page = self.page_url(
            "nameplates/", self.nameplates_view, "nameplates", needs=nameplates.PERMISSION
        )
        return [page, *super().pages()]

    def changelist_view(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponseBase:
        shown = {"may_print": may(request, nameplates.PERMISSION)}
        return super().changelist_view(request, {**shown, **(extra_context or {})})

    def nameplates_view(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the order of the seats, or prints in the one that the form says by now: one form
        does both, so nothing is printed that was chosen before.
        """
        conference = chosen_conference(request)
        key = request.POST.get(SESSION) or request.GET.get(SESSION, "")
        occasion = _occasion_or_404(conference, key)
        form = SeatingForm(conference, occasion, request.POST)
        plan = form.plan() if form.is_valid() else None
        if plan and PRINT in request.POST:
            by, at = signed_in(request), timezone.now()
            try:
                job = nameplates.ask(conference=conference, plan=plan, by=by, at=at)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return redirect("admin:conference_backgroundjob_change", job.pk)
        return self.page(
            request,
            "badges/nameplates.html",
            title=_("Nameplates for “%s”") % occasion.title if occasion else _("Nameplates"),
            form=form,
            seats=seats(conference, plan) if plan else [],
            is_of_people=form["who"].value() == Seated.PEOPLE,
            without_head=list(without_head(conference, plan)) if plan else [],
            may_see_designs=self.has_view_permission(request),
        )


def _occasion_or_404(conference: Conference, key: str) -> Occasion | None:
    """None where nothing is said of a session."""
    found = occasions.find(conference, key)
    if key and found is None:
        raise Http404
    return found


def outcome(job: BackgroundJob) -> Mapping[str, Any]:
    """Whom it could not print is named, as far as they still have a seat."""
    printed, left_out = job.result["printed"], job.result["left_out"]
    plan = SeatingPlan.from_request(job.request)
    known = {seat.key: seat.name for seat in seats(job.conference, plan)} if left_out else {}
    words = ngettext(
        "%d nameplate is ready, on an A4 sheet to be folded in the middle.",
        "%d nameplates are ready, each on an A4 sheet to be folded in the middle.",
        printed,
    )
    session = f"?{SESSION}={plan.occasion}" if plan.occasion else ""
    return {
        "said": words % printed,
        "file_words": _("Download the nameplates"),
        "left": [{"who": known.get(key, "–"), "why": Unset(why).label} for key, why in left_out],
        "left_words": _("Not printed"),
        "left_count": len(left_out),
        "back": reverse(PAGE) + session,
        "back_words": _("To the nameplates"),
    }


def chosen(job: BackgroundJob) -> list[tuple[str, str]]:
    """What the form said, as far as it is still there."""
    conference, plan = job.conference, SeatingPlan.from_request(job.request)
    is_of_people = plan.who == Seated.PEOPLE
    kinds = [] if is_of_people else seated_kinds(conference).filter(pk__in=plan.kinds)
    is_first_said = plan.first and not is_of_people
    first = delegations_of(conference, plan.kinds).filter(pk=plan.first) if is_first_said else []
    designs = BadgeDesign.objects.for_conference(conference)
    design = designs.filter(pk=plan.design).first() if plan.design else None
    told = {
        "who": plan.who.label,
        "kinds": ", ".join(map(str, kinds)),
        "first": ", ".join(map(str, first)),
        "language": OWN_NAMES.get(plan.language, plan.language),
        "design": str(design or ""),
    }
    labels = SeatingForm.base_fields
    return [(str(labels[name].label), words) for name, words in told.items() if words]


def take(request: HttpRequest, job: BackgroundJob) -> HttpResponseBase:
    return PersonalDownload(
        job.file.open("rb"),
        filename=f"{job.conference.slug}-nameplates-{job.pk}.pdf",
        content_type="application/pdf",
        action="nameplates.downloaded",
        target=job,
        conference_id=job.conference_id,
        by=signed_in(request),
        at=timezone.now(),
        detail={"nameplates": job.result["printed"]},
    )


def title(job: BackgroundJob) -> str:
    found = occasions.find(job.conference, job.request["occasion"])
    return _("Nameplates for “%s”") % found.title if found else _("Nameplates")


contribute(
    BackgroundJob,
    JobWords(
        kind=nameplates.KIND,
        needs=nameplates.PERMISSION,
        title=title,
        doing=gettext_lazy("The nameplates are being drawn."),
        outcome=outcome,
        take=take,
        facts=chosen,
    ),
)
