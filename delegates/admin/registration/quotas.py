"""How many places there are, and how many of them are taken."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as gettext_now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from delegates.models import Quota
from delegates.quotas.composition import Figures, figures_of
from delegates.services.review import quotas


@admin.register(Quota)
class QuotaAdmin(ConferenceModelAdmin[Quota]):
    list_display = ["whose_cell", "who_cell", "places_cell", "hosted_cell", "left", "waiting"]
    list_display_links = ["whose_cell"]
    list_select_related = ["delegation", "kind", "category"]
    list_filter = ["kind", "category", "position"]
    ordering = ["delegation__protocol_key", "kind__order", "category__order", "position", "pk"]
    autocomplete_fields = ["delegation"]
    fields = [("kind", "delegation"), ("category", "position"), "is_each", ("places", "hosted")]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """What is taken is counted once for all rows of the page."""
        changelist = super().get_changelist_instance(request)
        rows = list(changelist.result_list)
        found = figures_of(rows, chosen_conference(request)) if rows else {}
        for row in rows:
            row.figures = found[row.pk]
        changelist.result_list = rows
        return changelist

    @admin.display(description=_("whose"), ordering="delegation__protocol_key")
    def whose_cell(self, quota: Quota) -> str:
        return quota.whose

    @admin.display(description=_("of them"), ordering="category__order")
    def who_cell(self, quota: Quota) -> str:
        return quota.who or gettext_now("everybody")

    @admin.display(description=_("taken"))
    def places_cell(self, quota: Any) -> str:
        if quota.figures.left is not None:
            said = gettext_now("%(taken)d of %(places)d")
        else:
            said = gettext_now("%(taken)d; each has %(places)d")
        return said % {"taken": quota.figures.people, "places": quota.places}

    @admin.display(description=_("hosted"), ordering="hosted")
    def hosted_cell(self, quota: Any) -> str:
        if quota.hosted is None:
            return "–"
        figures: Figures = quota.figures
        over = figures.hosted_over
        if figures.left is not None:
            said = gettext_now("%(taken)d of %(places)d")
            beyond = gettext_now("%d over quota") % over
        else:
            said = gettext_now("%(taken)d; each has %(places)d")
            beyond = ngettext("%d is over", "%d are over", over) % over
        words = said % {"taken": figures.hosted, "places": quota.hosted}
        return f"{words}, {beyond}" if over else words

    @admin.display(description=_("left"))
    def left(self, quota: Any) -> str:
        """Of those that each delegation has, how many delegations have none left."""
        figures: Figures = quota.figures
        if figures.left is None:
            words = ngettext("%d delegation is full", "%d delegations are full", figures.full)
            said = [words % figures.full]
            if figures.over:
                words = ngettext("%d is over", "%d are over", figures.over)
                said.append(words % figures.over)
            return ", ".join(said)
        if figures.over:
            return gettext_now("%d over quota") % figures.over
        return str(figures.left)

    @admin.display(description=_("waiting"))
    def waiting(self, quota: Any) -> str:
        return str(quota.figures.waiting or "–")

    def save_model(self, request: HttpRequest, obj: Quota, form: Any, change: bool) -> None:
        if not change:
            obj.conference = chosen_conference(request)
        quotas.save(quota=obj, fields=form.changed_data, by=signed_in(request), at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Quota) -> None:
        quotas.delete(quota=obj, by=signed_in(request), at=timezone.now())
