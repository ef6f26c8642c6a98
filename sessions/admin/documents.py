"""Documents of sessions and agenda items, with a file for each language."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from conference.admin import (
    Card,
    ConferenceModelAdmin,
    ConferenceTabularInline,
    Decision,
    Effect,
    RecordForm,
    each_alone,
    words_with_dot,
)
from conference.admin.forms.times import DayAndTime, DayAndTimeField, zone_words
from conference.errors import DomainError
from conference.files.documents import PDF, require_pdf
from conference.requests.downloads import opened_in_place
from conference.writing import dates
from sessions.choices import Audience, DocumentState
from sessions.models import (
    AgendaItem,
    Document,
    DocumentFile,
    DocumentQuerySet,
    Session,
    SessionVersion,
)
from sessions.services import documents

PERMISSION = "agenda.change_document"
STATE_MARKS = {DocumentState.DRAFT: "wait", DocumentState.PUBLISHED: "good"}


class DocumentForm(RecordForm[Document]):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "embargoed_until" in self.fields:
            field = self.fields["embargoed_until"]
            field.help_text = f"{field.help_text} {zone_words(self.instance.embargoed_until)}"


class DocumentFileForm(RecordForm[DocumentFile]):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": PDF}),
        help_text=gettext_lazy("PDF, up to 30 MB."),
    )

    def clean_file(self) -> Any:
        """What is stored already needs no second look."""
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        try:
            require_pdf(upload, upload.size)
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error
        self.instance.name, self.instance.size = upload.name[-200:], upload.size
        return upload


class FileInline(ConferenceTabularInline[DocumentFile, Document]):
    model = DocumentFile
    form = DocumentFileForm
    fields = ["language", "file", "stored"]
    readonly_fields = ["stored"]

    @admin.display(description=gettext_lazy("stored"))
    def stored(self, file: DocumentFile) -> str:
        """It is read before it is published."""
        if not file.pk:
            return "–"
        url = reverse("admin:agenda_document_file", args=[file.document_id, file.code])
        return format_html(
            '<a href="{}">{}</a> <span class="quiet">{}</span>',
            url,
            file.name,
            filesizeformat(file.size),
        )


def readers_find_it(rows: DocumentQuerySet) -> list[Effect]:
    told = SessionVersion.objects.public().filter(audience=Audience.PUBLIC)
    sessions = Session.objects.filter(pk__in=told.values("session"))
    theirs = Q(documents=OuterRef("pk")) | Q(session_items__item__documents=OuterRef("pk"))
    found: QuerySet[Any] = rows.annotate(is_on_a_page=Exists(sessions.filter(theirs)))
    return [effect for row in found for effect in found_by_readers(row, row.is_on_a_page)]


def found_by_readers(document: Document, is_on_a_page: bool) -> list[Effect]:
    """Where it will stand, and from when on."""
    if is_on_a_page:
        words = _("Everybody can open “%s” from the pages of its sessions.")
    else:
        words = _("Nobody finds “%s” before a session that it belongs to is public.")
    effects = [Effect(words % document)]
    if document.embargoed_until and document.embargoed_until > timezone.now():
        words = _("It stays under embargo until %s.")
        effects.append(Effect(words % dates.moment(document.embargoed_until)))
    return effects


ON_DOCUMENTS = [
    Decision(
        value="published",
        words=gettext_lazy("Publish"),
        act=gettext_lazy("Publish %s"),
        will=ngettext_lazy(
            "This document will be published.",
            "These %(count)d documents will be published.",
            "count",
        ),
        done=DocumentState.PUBLISHED.label,
        decide=each_alone(documents.publish, "document"),
        needs=PERMISSION,
        is_legal=lambda document: not document.is_published,
        is_public=True,
        for_many=True,
        follows=readers_find_it,
    ),
    Decision(
        value="draft",
        words=gettext_lazy("Take back to draft"),
        act=gettext_lazy("Take %s back to draft"),
        will=ngettext_lazy(
            "This document will be a draft again; its addresses no longer work.",
            "These %(count)d documents will be drafts again; their addresses no longer work.",
            "count",
        ),
        done=DocumentState.DRAFT.label,
        decide=each_alone(documents.take_back, "document"),
        needs=PERMISSION,
        is_legal=lambda document: document.is_published,
        is_public=True,
        for_many=True,
    ),
]


@admin.register(Document)
class DocumentAdmin(ConferenceModelAdmin[Document]):
    form = DocumentForm
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **ConferenceModelAdmin.formfield_overrides,
        models.DateTimeField: {"form_class": DayAndTimeField, "widget": DayAndTime},
    }
    list_display = ["symbol_cell", "name", "belongs_to", "state_word"]
    list_display_links = ["name"]
    list_select_related = ["session", "item"]
    list_filter = ["state"]
    search_fields = ["symbol", "title"]
    autocomplete_fields = ["session"]
    fields = ["title", "symbol", "session", "item", "order", "embargoed_until", "state_word"]
    readonly_fields = ["state_word"]
    inlines = [FileInline]
    decisions = ON_DOCUMENTS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        return super().get_queryset(request).select_related("session", "item")

    def get_readonly_fields(self, request: HttpRequest, obj: Document | None = None) -> Any:
        """What readers already find is taken back before it waits for another day."""
        fixed = ["embargoed_until"] if obj and obj.is_published else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "item":
            kwargs |= {"queryset": AgendaItem.objects.in_order(), "empty_label": "–"}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and not (obj and obj.is_published)

    def pages(self) -> list[URLPattern]:
        return [self.page_url("<int:object_id>/file/<slug:code>/", self.file_view, "file")]

    def file_view(self, request: HttpRequest, document: Document, code: str) -> HttpResponseBase:
        """For who works on it, before readers have it."""
        file = get_object_or_404(document.files, code=code)
        return opened_in_place(file.file, name=file.name)

    @admin.display(description=gettext_lazy("symbol"), ordering="symbol")
    def symbol_cell(self, document: Document) -> str:
        return document.symbol or "–"

    @admin.display(description=gettext_lazy("title"))
    def name(self, document: Document) -> str:
        return str(document.title)

    @admin.display(description=gettext_lazy("belongs to"))
    def belongs_to(self, document: Document) -> str:
        return str(document.session or document.item)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_word(self, document: Document) -> str:
        mark = STATE_MARKS[DocumentState(document.state)]
        return words_with_dot(mark, document.get_state_display())

    def card(self, row: Document) -> Card:
        return Card(str(row), [self.belongs_to(row), self.state_word(row)], name=f"“{row}”")
