"""What was answered once and is not asked again: read, and forgotten where it was wrong."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.admin import ConferenceModelAdmin, signed_in
from delegates.choices import CellUse
from delegates.columns import COLUMNS, FURTHER_COLUMNS
from delegates.importing.report import heading
from delegates.models import (
    Answer,
    CellMeaning,
    ColumnAssignment,
    KnownApart,
    SamePersonSpelling,
)
from delegates.services.importing import answers


class RememberedAdmin(ConferenceModelAdmin[Any]):
    """Answered where people enter and files are read, not here; what is deleted is asked again."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(KnownApart)
class KnownApartAdmin(RememberedAdmin):
    list_display = ["first", "second", "delegation", "answered_at", "answered_by"]
    list_select_related = ["first__delegation", "second", "answered_by"]
    search_fields = ["first__search_text", "second__search_text"]
    fields = ["first", "second", "answered_at", "answered_by"]

    @admin.display(description=gettext_lazy("delegation"))
    def delegation(self, pair: KnownApart) -> str:
        return str(pair.first.delegation)


@admin.register(SamePersonSpelling)
class SamePersonSpellingAdmin(RememberedAdmin):
    list_display = ["given_name", "family_name", "delegate", "answered_at", "answered_by"]
    list_display_links = ["given_name", "family_name"]
    list_select_related = ["delegate", "answered_by"]
    search_fields = ["name_key", "delegate__search_text"]
    fields = ["given_name", "family_name", "delegate", "answered_at", "answered_by"]


@admin.register(Answer)
class AnswerAdmin(RememberedAdmin):
    list_display = ["about", "kind", "reply", "written", "delegate", "answered_at", "answered_by"]
    list_display_links = ["about"]
    list_filter = ["kind", "reply"]
    list_select_related = ["delegate", "answered_by"]
    search_fields = ["subject", "delegate__search_text"]
    fields = [
        *("about", "kind", "reply", "written", "delegate", "kept", "answered_at", "answered_by")
    ]
    readonly_fields = ["about", "kept"]

    @admin.display(description=gettext_lazy("about"), ordering="subject")
    def about(self, answer: Answer) -> str:
        """What was answered before subjects were kept is a digest only."""
        return answer.subject or _("Not recorded for older answers")

    @admin.display(description=gettext_lazy("stays as registered"))
    def kept(self, answer: Answer) -> str:
        """Which fields of the person the same file does not change."""
        return ", ".join(heading(column) for column in sorted(answer.not_taken))

    def delete_model(self, request: HttpRequest, obj: Answer) -> None:
        answers.forget(answer=obj, by=signed_in(request), at=timezone.now())


@admin.register(ColumnAssignment)
class ColumnAssignmentAdmin(RememberedAdmin):
    list_display = ["heading", "meaning", "assigned_at", "assigned_by"]
    list_select_related = ["assigned_by"]
    search_fields = ["heading"]
    fields = ["heading", "meaning", "assigned_at", "assigned_by"]
    readonly_fields = ["meaning"]

    @admin.display(description=gettext_lazy("column"), ordering="column")
    def meaning(self, assignment: ColumnAssignment) -> str:
        columns = COLUMNS.by_name | FURTHER_COLUMNS.by_name
        return str(columns[assignment.column].label) if assignment.column else _("Left out")


@admin.register(CellMeaning)
class CellMeaningAdmin(RememberedAdmin):
    list_display = ["text", "where", "meaning", "said_at", "said_by"]
    list_filter = ["use"]
    list_select_related = ["said_by"]
    search_fields = ["text", "heading"]
    fields = ["text", "where", "meaning", "said_at", "said_by"]
    readonly_fields = ["where", "meaning"]

    @admin.display(description=gettext_lazy("column"), ordering="column")
    def where(self, cell: CellMeaning) -> str:
        if cell.use == CellUse.WORD:
            return str(COLUMNS[cell.column].label)
        return cell.heading or _("Any")

    @admin.display(description=gettext_lazy("meaning"), ordering="value")
    def meaning(self, cell: CellMeaning) -> str:
        choices = COLUMNS[cell.column].choices if cell.use == CellUse.WORD else None
        words = dict(choices.choices) if choices else {}
        return str(words.get(cell.value, cell.value) or cell.get_use_display())
