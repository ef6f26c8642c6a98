"""What delegations are to do by when, of which kinds."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, RecordForm, signed_in
from conference.admin.forms.times import DayAndTime, DayAndTimeField, zone_words
from conference.writing import dates
from delegates.admin.registration.asked_of import ticked
from delegates.models import DelegationKind, DelegationTask
from delegates.services.registration import delegation_tasks


class DelegationTaskForm(RecordForm[DelegationTask]):
    kinds = ticked(DelegationKind, gettext_lazy("Kinds of delegations"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "due_at" in self.fields:
            self.fields["due_at"].help_text = zone_words(self.instance.due_at)
        if self.instance.pk:
            self.initial["kinds"] = [line.kind_id for line in self.instance.lines.all()]


@admin.register(DelegationTask)
class DelegationTaskAdmin(ConferenceModelAdmin[DelegationTask]):
    form = DelegationTaskForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    list_display = ["name", "due", "asked_of", "fulfilment"]
    fields = ["name", "due_at", "fulfilment", "kinds"]

    def limit(
        self, queryset: QuerySet[DelegationTask], request: HttpRequest
    ) -> QuerySet[DelegationTask]:
        return super().limit(queryset, request).prefetch_related("lines__kind")

    @admin.display(description=gettext_lazy("due"), ordering="due_at")
    def due(self, task: DelegationTask) -> str:
        return dates.moment(task.due_at)

    @admin.display(description=gettext_lazy("of"))
    def asked_of(self, task: DelegationTask) -> str:
        return ", ".join(str(line.kind) for line in task.lines.all()) or _("all delegations")

    def has_delete_permission(
        self, request: HttpRequest, obj: DelegationTask | None = None
    ) -> bool:
        """Its kinds go with it; what was ticked of it keeps it."""
        allowed = request.user.has_perm("delegates.delete_delegationtask", obj)
        return allowed and (obj is None or not obj.ticks.exists())

    def save_model(
        self, request: HttpRequest, obj: DelegationTask, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if "kinds" in form.changed_data:
            delegation_tasks.ask_of(
                task=obj,
                kinds=form.cleaned_data["kinds"],
                by=signed_in(request),
                at=timezone.now(),
            )
