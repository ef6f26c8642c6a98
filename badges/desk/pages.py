"""The badge desk: one person with a queue finds, prints, hands out, and is ready for the next."""

import datetime as dt
from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from badges.choices import Obstacle, Purpose
from badges.desk import blanks, colleagues, one_badge, recent
from badges.desk.beside import beside
from badges.jobs.progress import number_of_badges
from badges.models import BadgeType, PrintJob
from badges.models.times import times_of
from badges.services import desk
from badges.services.printing import jobs
from badges.services.printing.jobs import NobodyToPrintError
from badges.services.types import second_id
from badges.standing.badge_states import held_by, opening_times, running_job_of, time_in_words
from badges.standing.print_plan import obstacles_of
from conference.admin import ConferenceModelAdmin, chosen_conference, may, signed_in
from conference.admin.deciding import DecidingAdmin
from conference.errors import DomainError
from conference.models import User
from delegates.admin import cells
from delegates.models import Delegate

# A button without a page of its own, such as the box's, is pressed twice within so much time.
PRESSED_TWICE = dt.timedelta(minutes=2)
SENT_ALREADY = frozenset({Obstacle.BEING_PRINTED, Obstacle.ALREADY_PRINTED})


class DeskPages(ConferenceModelAdmin[PrintJob]):
    """Pages of the print jobs' admin."""

    def pages(self) -> list[URLPattern]:
        return [
            *super().pages(),
            self.page_url("desk/", require_safe(self.desk_view), "desk", needs="add"),
            self.page_url(
                "desk/<int:object_id>/", require_safe(self.desk_view), "desk_job", needs="add"
            ),
            self.page_url("delegate/<int:delegate_id>/", self.one_view, "one", needs="add"),
        ]

    def desk_view(self, request: HttpRequest, job: PrintJob | None = None) -> HttpResponse:
        """Ready for the next person; what was just sent stands beside it and opens by itself.

        While that is not ready, it asks for its own part every second: the lists are not read then.
        """
        return self.desk_page(
            request,
            "badges/desk/desk.html",
            title=_("Badge desk"),
            beside=beside(job, at=timezone.now()) if job else None,
            printed=SimpleLazyObject(
                partial(recent.last_printed, chosen_conference(request), signed_in(request))
            ),
            jobs=SimpleLazyObject(partial(recent.last_jobs, chosen_conference(request))),
        )

    def desk_page(self, request: HttpRequest, template: str, **context: object) -> HttpResponse:
        """The box that stands in the page finds for the desk."""
        registering = colleagues.registering(request)
        return self.page(request, template, find_at_desk=True, **registering, **context)

    # One person

    def one_view(self, request: HttpRequest, delegate_id: int) -> HttpResponse:
        """Print a badge of one delegate, again too, replace it, or take it out of a job.

        It is the personal one unless the address names another type.
        """
        conference, user = chosen_conference(request), signed_in(request)
        delegate = one_badge.delegate_or_404(conference, delegate_id, user)
        badge_type, _types = one_badge.types_to_choose(request, conference)
        if request.method != "POST":
            return self.one_page(request, delegate)
        if blanks.BLANK in request.POST:
            return self.bind_blank(request, delegate)
        form = one_badge.OneBadgeForm(one_badge.purpose_asked_for(request), request.POST)
        if not form.is_valid():
            return self.one_page(request, delegate, refused=form)
        try:
            return self.to_desk(self.print_one(request, delegate, badge_type, form))
        except DomainError as error:
            former = self.pressed_before(delegate, badge_type, form, error, by=user)
            if former is not None:
                return self.to_desk(former)
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def bind_blank(self, request: HttpRequest, delegate: Delegate) -> HttpResponse:
        """Ready for the next person; refused, the page comes back and says why."""
        if not may(request, blanks.HANDING_OUT):
            raise PermissionDenied
        try:
            badge = blanks.bind(request, delegate, at=timezone.now())
        except DomainError as error:
            return self.one_page(request, delegate, refused_blank=str(error))
        told = _("Badge %(badge)s is %(person)s’s now.") % {"badge": badge, "person": delegate}
        self.message_user(request, told)
        return HttpResponseRedirect(reverse("admin:badges_printjob_desk"))

    def print_one(
        self,
        request: HttpRequest,
        delegate: Delegate,
        badge_type: BadgeType,
        form: one_badge.OneBadgeForm,
    ) -> PrintJob:
        by, at, asked_as = signed_in(request), timezone.now(), form.cleaned_data["asked_as"]
        if out_of := form.cleaned_data["out_of"]:
            job = self.get_queryset(request).filter(pk=out_of).first()
            if job is None:
                raise DomainError(_("The badge is no longer in that print job."))
            return desk.print_out_of(
                job=job, holder_id=delegate.pk, by=by, at=at, asked_as=asked_as
            )
        reason = form.cleaned_data["reason"]
        order = jobs.order_of_one(delegate, form.wanted, reason, asked_as, badge_type)
        return jobs.send(order=order, by=by, at=at)

    def pressed_before(
        self,
        delegate: Delegate,
        badge_type: BadgeType,
        form: one_badge.OneBadgeForm,
        error: DomainError,
        *,
        by: User,
    ) -> PrintJob | None:
        """The job of this one badge that the same person sent a moment ago, for the same purpose
        and out of the same job.

        None where anything else stands against it: that is to be said.
        """
        if not isinstance(error, NobodyToPrintError):
            return None
        if obstacles_of(delegate, second_id(badge_type))[form.wanted] not in SENT_ALREADY:
            return None
        lately = PrintJob.objects.filter(
            type=badge_type,
            created_by=by,
            purpose=form.wanted,
            taken_from=form.cleaned_data["out_of"],
            created_at__gt=timezone.now() - PRESSED_TWICE,
            entries__generation__badge__delegate=delegate,
        )
        alone = lately.annotate(badges=number_of_badges()).filter(badges=1)
        return alone.order_by("-pk").first()

    def one_page(
        self,
        request: HttpRequest,
        delegate: Delegate,
        refused: one_badge.OneBadgeForm | None = None,
        refused_blank: str = "",
    ) -> HttpResponse:
        badge_type, types = one_badge.types_to_choose(request, delegate.conference)
        type_id = second_id(badge_type)
        against, held = obstacles_of(delegate, type_id), held_by(delegate, type_id)
        deciding = self.admin_site.get_model_admin(Delegate)
        assert isinstance(deciding, DecidingAdmin)
        offered = one_badge.forms_for(against, held)
        if refused and refused.wanted in offered:
            offered[refused.wanted] = refused
        running, times = running_job_of(delegate, type_id), times_of(badge_type)
        return self.desk_page(
            request,
            "badges/desk/one_badge.html",
            title=_("Badge of %s") % delegate,
            delegate=delegate,
            badge_type=badge_type,
            types=types,
            of_time=time_in_words(times, at=timezone.now()),
            opens=opening_times(times),
            person=cells.person(delegate),
            card=deciding.card(delegate),
            held=held,
            first=offered.get(Purpose.FIRST),
            again=offered.get(Purpose.AGAIN),
            replace=offered.get(Purpose.REPLACE),
            blanks=blanks.blanks_of(request, delegate, refused_blank),
            why_not="" if offered else one_badge.why_not(against),
            is_pending=against[Purpose.FIRST] == Obstacle.PENDING,
            **colleagues.deciding(request),
            **self.running_context(running),
        )

    def running_context(self, running: PrintJob | None) -> Mapping[str, object]:
        """The job that holds the badge, and the form that takes it out unless it is alone there."""
        if running is None:
            return {"running": None}
        counted = PrintJob.objects.annotate(badges=number_of_badges())
        count = counted.values_list("badges", flat=True).get(pk=running.pk)
        may = desk.may_be_taken_out(running)
        form = one_badge.OneBadgeForm(Purpose.FIRST, out_of=running.pk) if may else None
        return {
            "running": running,
            "running_count": count,
            "take_out": form,
            "ends_it": desk.is_last_of(running),
        }

    def to_desk(self, job: PrintJob) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:badges_printjob_desk_job", args=[job.pk]))
