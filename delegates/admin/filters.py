from collections.abc import Iterable
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import localize
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from conference.admin import chosen_conference, signed_in
from conference.admin.forgeries import is_key
from conference.database.id_lists import among
from delegates.choices import EXPECTED
from delegates.models import Delegate, ImportRun, Message, Nomination
from delegates.outstanding.deadlines import is_overdue

MOST_IMPORTS = 30


class YesNoFilter(SimpleListFilter):
    """A question about a row; the subclass says how the two answers are found."""

    answers: tuple[Any, Any] = (_("Yes"), _("No"))

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [("yes", self.answers[0]), ("no", self.answers[1])]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        if self.value() not in ("yes", "no"):
            return queryset
        return self.narrowed(queryset, is_yes=self.value() == "yes")

    def narrowed(self, queryset: QuerySet[Any], *, is_yes: bool) -> QuerySet[Any]:
        raise NotImplementedError


class HasPhotoFilter(SimpleListFilter):
    """A missing photo counts only where the rank asks for one."""

    title = _("photo")
    parameter_name = "photo"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [("yes", _("There is one")), ("needed", _("Missing and needed")), ("no", _("None"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if self.value() == "yes":
            return queryset.exclude(photo="")
        if self.value() == "needed":
            return queryset.missing_photo()
        if self.value() == "no":
            return queryset.filter(photo="")
        return queryset


class ImportFilter(SimpleListFilter):
    """Whom an import registered or changed."""

    title = _("import")
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        applied = ImportRun.objects.for_conference(chosen_conference(request)).filter(
            applied_at__isnull=False, taken_back_at__isnull=True
        )
        for run in applied.order_by("-applied_at")[:MOST_IMPORTS]:
            yield str(run.pk), f"{run.file_name} ({localize(localtime(run.applied_at))})"

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        if chosen is None or not is_key(chosen):
            return queryset
        return queryset.filter(imports__run=chosen)


class HeadFilter(YesNoFilter):
    title = _("head of delegation")
    parameter_name = "head"
    answers = (_("Confirmed"), _("To be confirmed"))

    def narrowed(self, queryset: Any, *, is_yes: bool) -> Any:
        attending = queryset.filter(head__accreditation__in=EXPECTED)
        return attending if is_yes else queryset.awaiting_head()


class AttendsFilter(YesNoFilter):
    title = _("attends")
    parameter_name = "attends"
    answers = (_("Attends"), _("Withdrawn"))

    def narrowed(self, queryset: Any, *, is_yes: bool) -> Any:
        return queryset.active() if is_yes else queryset.withdrawn()


class OverdueFilter(YesNoFilter):
    title = _("something overdue")
    parameter_name = "overdue"

    def __init__(self, request: HttpRequest, *given: Any) -> None:
        user, conference = signed_in(request), chosen_conference(request)
        self.people = Delegate.with_drafts.known_to(user, conference)
        super().__init__(request, *given)

    def narrowed(self, queryset: Any, *, is_yes: bool) -> Any:
        """Found once, not for the number of rows and again for those of the page."""
        late = (
            queryset.filter(is_overdue(timezone.now(), self.people))
            .order_by()
            .values_list("pk", flat=True)
        )
        found = among(list(late))
        return queryset.filter(pk__in=found) if is_yes else queryset.exclude(pk__in=found)


class UnansweredFilter(YesNoFilter):
    title = _("messages")
    parameter_name = "messages"
    answers = (_("Unanswered"), _("None unanswered"))

    def narrowed(self, queryset: Any, *, is_yes: bool) -> Any:
        asking = Message.objects.unanswered().values("delegation")
        return queryset.filter(pk__in=asking) if is_yes else queryset.exclude(pk__in=asking)


class NoteFilter(SimpleListFilter):
    """What is to be noted of the notes verbales of a delegation that attends."""

    title = _("note verbale")
    parameter_name = "note"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> Iterable[Any]:
        return [
            ("to_be_received", _("To be received")),
            ("to_be_verified", _("To be verified")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        notes = {
            "to_be_received": Nomination.objects.to_be_received(),
            "to_be_verified": Nomination.objects.to_be_verified(),
        }.get(self.value() or "")
        if notes is None:
            return queryset
        return queryset.active().filter(pk__in=notes.values("delegation"))


class DelegationAttendsFilter(AttendsFilter):
    """Of a delegate: whether the delegation attends."""

    title = _("attendance of the delegation")

    def narrowed(self, queryset: Any, *, is_yes: bool) -> Any:
        return queryset.attending() if is_yes else queryset.of_withdrawn_delegations()


class WaitsFilter(YesNoFilter):
    """Of imports: whether somebody has to say what becomes of it."""

    title = _("waiting for somebody")
    parameter_name = "waits"

    def narrowed(self, queryset: QuerySet[Any], *, is_yes: bool) -> QuerySet[Any]:
        waiting = ImportRun.objects.waiting_for_somebody()
        return queryset.filter(pk__in=waiting) if is_yes else queryset.exclude(pk__in=waiting)
