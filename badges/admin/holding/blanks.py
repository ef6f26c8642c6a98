"""Making blanks: so many of a category, before anybody knows who will come."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from badges.choices import Holder
from badges.models import Badge, BadgeType
from badges.services.holding import blanks
from conference.admin import Decision, DecisionForm, Given, Outcome
from delegates.models import Category


class MakingForm(DecisionForm):
    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=gettext_lazy("Category"),
        help_text=gettext_lazy("Each is given to a delegate of this category only."),
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=blanks.MOST_AT_ONCE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        if self.conference:
            field.queryset = Category.objects.for_conference(self.conference)


def make(types: QuerySet[BadgeType], given: Given) -> Outcome:
    category, count = given.answers["category"], given.answers["count"]
    made = blanks.make(
        badge_type=types.get(), category=category, count=count, by=given.by, at=given.at
    )
    told = ngettext(
        "%(count)d blank was made: %(first)s. It waits to be printed.",
        "%(count)d blanks were made: %(first)s to %(last)s. They wait to be printed.",
        count,
    )
    return Outcome(1, told=told % {"count": count, "first": made[0], "last": made[-1]})


def so_many_there(badge_type: BadgeType) -> list[str]:
    """Shown with what is decided: a form that is sent twice makes no second lot unasked."""
    if badge_type.holder != Holder.NOBODY:
        return []
    count = Badge.objects.filter(type=badge_type, delegate=None).count()
    return [_("Blanks not given yet: %d") % count]


ON_TYPES = [
    Decision(
        value="blanks",
        words=gettext_lazy("Make blanks"),
        act=gettext_lazy("Make blanks: %s"),
        will=gettext_lazy(
            "Each gets a serial and waits to be printed. It is not valid until it is given to a"
            " delegate at the desk."
        ),
        done=gettext_lazy("Made"),
        decide=make,
        needs="change",
        form=MakingForm,
        is_legal=lambda badge_type: badge_type.holder == Holder.NOBODY,
    )
]
