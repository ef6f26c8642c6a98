"""What badges add to the lists of delegates and delegations, which know nothing of badges."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin, SimpleListFilter, site
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from badges.admin import consequences, preview
from badges.admin.jobs import PrintJobAdmin
from badges.admin.sending import SendForm
from badges.desk import one_badge
from badges.models import Badge, PrintJob
from badges.services.printing.jobs import PRINTING
from badges.standing import badge_states
from badges.standing.badge_states import BadgeStates, with_badges
from badges.standing.outdated_badges import outdated_holders
from conference.admin import (
    Column,
    Fact,
    HistoryBeside,
    ListAction,
    ListFilter,
    LivePart,
    Said,
    Tool,
    chosen_conference,
    contribute,
    words_with_dot,
)
from conference.database.id_lists import among
from conference.models import Conference
from conference.requests.working import working_conference
from delegates.models import Delegate, Delegation


class BadgeFilter(SimpleListFilter):
    title = _("badge")
    parameter_name = "badge"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [
            ("to_print", _("To be printed")),
            ("printing", _("Being printed")),
            ("live", _("Printed")),
            ("outdated", _("To be replaced: details have changed")),
            ("invalid", _("Printed, no longer valid")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        conference = working_conference(request)
        if conference is None or not self.value():
            return queryset  # type: ignore[no-any-return]
        match self.value():
            case "live":
                return badge_states.holding(queryset)
            case "to_print":
                ids = _ids_of(badge_states.to_be_printed(queryset))
            case "printing":
                ids = _ids_of(badge_states.being_printed(queryset))
            case "invalid":
                ids = _ids_of(badge_states.holding_invalid(queryset, at=timezone.now()))
            case "outdated":
                ids = outdated_holders(conference)
            case _:
                return queryset  # type: ignore[no-any-return]
        return queryset.filter(pk__in=among(ids))  # type: ignore[no-any-return]


def _ids_of(delegates: QuerySet[Delegate]) -> Iterable[int]:
    """They are found once, not for the number of rows and again for those of the page."""
    return delegates.order_by().values_list("pk", flat=True)


def print_badges(
    model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]
) -> HttpResponseBase:
    """The page that says who of the chosen would be printed; nothing is sent yet."""
    conference = chosen_conference(request)
    ids = list(queryset.order_by().values_list("pk", flat=True))
    if queryset.model is Delegation:
        form = SendForm(conference, delegations=ids)
    else:
        form = SendForm(conference, ids=ids)
    jobs_admin = site.get_model_admin(PrintJob)
    assert isinstance(jobs_admin, PrintJobAdmin)
    return jobs_admin.send_page(request, form)


def badge_cell_for(request: HttpRequest) -> Callable[[Delegate], str]:
    """What is asked of a badge is asked of the conference once for the whole list."""
    states = BadgeStates(chosen_conference(request), at=timezone.now())

    @admin.display(description=_("badge"))
    def badge(delegate: Delegate) -> str:
        return words_with_dot(*states.of_delegate(delegate))

    return badge


def badge_said_for(conference: Conference) -> Callable[[Delegate], Sequence[Said]]:
    """Of whoever has a badge or could have one; the state above it says why others have none."""
    states = BadgeStates(conference, at=timezone.now())

    def said(delegate: Delegate) -> Sequence[Said]:
        mark, words = states.of_delegate(delegate)
        personal = [] if mark == "off" else [Said(_("Badge: %s") % lower_first(words), mark)]
        return personal + [
            Said(f"{badge_type}: {lower_first(words)}", mark)
            for badge_type, (mark, words) in states.of_second_badges(delegate)
        ]

    return said


def lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def badges_of(delegate: Delegate) -> list[int]:
    return list(Badge.objects.filter(delegate=delegate).values_list("pk", flat=True))


PRINT = ListAction("print_badges", _("Send badges to print …"), PRINTING, print_badges)

contribute(
    Delegate,
    PRINT,
    ListFilter("delegates.view_delegate", BadgeFilter),
    Column("badges.view_badge", with_badges, badge_cell_for),
    Fact("badge", "badges.view_badge", with_badges, badge_said_for),
    Tool(PRINTING, one_badge.uses_for),
    HistoryBeside("badges.view_badge", Badge, badges_of),
    LivePart(preview.PART, _("Badge"), preview.PERMISSION, preview.url_for),
    *consequences.ON_DELEGATES,
)
contribute(Delegation, PRINT, *consequences.ON_DELEGATIONS)
