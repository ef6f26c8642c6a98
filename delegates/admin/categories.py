"""What badges say and open, and the table that gives it to delegates."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from conference.admin import ConferenceModelAdmin, chosen_conference, signed_in
from conference.models import Zone
from delegates.admin.letters import RemembersAnswers
from delegates.forms import PrintedRecordForm
from delegates.models import Category, CategoryRule, CategoryZone, Rank
from delegates.services import categories


class CategoryForm(PrintedRecordForm[Category]):
    opened_zones = forms.ModelMultipleChoiceField(
        Zone.objects.all(),
        label=_("Zones it opens"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Category
        fields = ["letter", "name", "colour", "is_hatched", "order"]
        widgets = {"colour": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["opened_zones"] = list(
                self.instance.category_zones.values_list("zone_id", flat=True)
            )


@admin.register(Category)
class CategoryAdmin(RemembersAnswers, ConferenceModelAdmin[Category]):
    form = CategoryForm
    list_display = ["band", "name", "zone_letters", "order"]
    list_display_links = ["band", "name"]
    search_fields = ["letter", "name"]
    fields = ["letter", "name", "colour", "is_hatched", "opened_zones", "order"]

    def limit(self, queryset: QuerySet[Category], request: HttpRequest) -> QuerySet[Category]:
        zones = CategoryZone.objects.select_related("zone").order_by("zone__order")
        return (
            super()
            .limit(queryset, request)
            .prefetch_related(Prefetch("category_zones", queryset=zones))
        )

    @admin.display(description=_("letter"), ordering="letter")
    def band(self, category: Category) -> str:
        """A drawing, because a style sheet cannot know the colour."""
        return format_html(
            '<svg class="swatch" viewBox="0 0 12 12" aria-hidden="true">'
            '<rect width="12" height="12" rx="2" fill="{}"/></svg> {}',
            category.colour,
            category.letter,
        )

    @admin.display(description=_("zones"))
    def zone_letters(self, category: Category) -> str:
        return " ".join(opened.zone.letter for opened in category.category_zones.all())

    def save_model(self, request: HttpRequest, obj: Category, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "opened_zones" in form.changed_data:
            zones = form.cleaned_data["opened_zones"]
            categories.open_zones(
                category=obj, zones=zones, by=signed_in(request), at=timezone.now()
            )


@admin.register(Rank)
class RankAdmin(ConferenceModelAdmin[Rank]):
    list_display = ["order", "name", "is_photo_needed", "are_documents_needed"]
    list_display_links = ["name"]
    search_fields = ["name"]
    fields = ["name", "is_photo_needed", "are_documents_needed", "order"]


@admin.register(CategoryRule)
class CategoryRuleAdmin(ConferenceModelAdmin[CategoryRule]):
    """The lines in the order in which they are asked; saving one applies the whole table."""

    list_display = ["order", "kind_words", "head_words", "rank_words", "category"]
    list_display_links = ["order", "kind_words"]
    list_select_related = ["kind", "rank", "category"]
    fields = ["order", ("kind", "nature"), "is_head", "rank", "category"]

    @admin.display(description=_("kind of delegation"), ordering="kind__order")
    def kind_words(self, rule: CategoryRule) -> Any:
        return str(rule.kind) if rule.kind else rule.get_nature_display() or _("any")

    @admin.display(description=_("head of delegation"))
    def head_words(self, rule: CategoryRule) -> Any:
        return {True: _("head"), False: _("not head"), None: _("any")}[rule.is_head]

    @admin.display(description=_("rank"))
    def rank_words(self, rule: CategoryRule) -> Any:
        return str(rule.rank) if rule.rank else _("any")

    def save_model(self, request: HttpRequest, obj: CategoryRule, form: Any, change: bool) -> None:
        if not change:
            obj.conference = chosen_conference(request)
        categories.save_rule(
            rule=obj, fields=form.changed_data, by=signed_in(request), at=timezone.now()
        )

    def delete_model(self, request: HttpRequest, obj: CategoryRule) -> None:
        categories.delete_rule(rule=obj, by=signed_in(request), at=timezone.now())
