"""What is decided about a badge that is not one person's alone: given, taken back, bound, ended."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from badges.choices import ENDING, Reason
from badges.desk.blanks import HANDING_OUT
from badges.holders.requirements import is_blank, is_shared
from badges.models import Badge
from badges.services.holding import blanks, endings, handovers
from conference.admin import Decision, DecisionForm, Effect, Given, Outcome, about, one_by_one
from delegates.models import Delegate


class ReceiverForm(DecisionForm):
    """To whom of the delegation, which answers for it until it is back."""

    delegate = forms.ModelChoiceField(Delegate.objects.none(), label=gettext_lazy("Given to"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["delegate"]
        if self.conference:
            here = Delegate.objects.for_conference(self.conference).visible_to(self.by)
            members = here.filter(delegation__in=self.rows.order_by().values("delegation"))
            field.queryset = members.entitled_to_badge().in_protocol_order()


class BindingForm(DecisionForm):
    """Whoever of the blank's category may have a badge, and is found by the reference."""

    reference = forms.CharField(
        label=gettext_lazy("Reference of the delegate"),
        max_length=20,
        help_text=gettext_lazy("It stands on the person's page and in their letter: MPNH-Y347."),
    )

    def clean_reference(self) -> Delegate:
        assert self.conference is not None
        here = Delegate.objects.for_conference(self.conference).visible_to(self.by)
        typed = self.cleaned_data["reference"].strip().upper()
        found = here.filter(reference=typed).select_related("delegation").first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this reference."))
        return found


class EndingForm(DecisionForm):
    why = forms.ChoiceField(label=gettext_lazy("Reason"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = [(one.value, one.label) for one in Reason if one in ENDING]
        self.fields["why"].choices = reasons  # type: ignore[attr-defined]


def give(badges: QuerySet[Badge], given: Given) -> Outcome:
    badge, to = badges.get(), given.answers["delegate"]
    handovers.give(badge=badge, to=to, by=given.by, at=given.at)
    return Outcome(1, told=_("Badge %(badge)s is given to %(person)s.") % words(badge, to))


def bind(badges: QuerySet[Badge], given: Given) -> Outcome:
    badge, to = badges.get(), given.answers["reference"]
    blanks.bind(badge=badge, delegate=to, by=given.by, at=given.at)
    return Outcome(1, told=_("Badge %(badge)s is %(person)s’s now.") % words(badge, to))


def end(badges: QuerySet[Badge], given: Given) -> Outcome:
    badge = badges.get()
    endings.end(badge=badge, reason=given.answers["why"], by=given.by, at=given.at)
    return Outcome(1, told=_("Badge %s is no longer valid.") % badge)


def words(badge: Badge, person: Delegate) -> dict[str, object]:
    return {"badge": badge, "person": person}


def opens_nothing(badges: QuerySet[Badge]) -> list[Effect]:
    found = _("Badge %s is no longer valid, handed out or not. Another can be printed instead.")
    return [about(badge, found % badge) for badge in badges]


def is_live(badge: Badge) -> bool:
    return badge.generations.all().live().exists()


def is_outside(badge: Badge) -> bool:
    return badge.handovers.outside().exists()


ON_BADGES = [
    Decision(
        value="given",
        words=gettext_lazy("Hand over"),
        act=gettext_lazy("Hand over %s"),
        will=gettext_lazy("The badge is given to a delegate, who answers for it until it is back."),
        done=gettext_lazy("Handed over"),
        decide=give,
        needs=HANDING_OUT,
        form=ReceiverForm,
        is_legal=lambda badge: is_shared(badge) and is_live(badge) and not is_outside(badge),
    ),
    Decision(
        value="back",
        words=gettext_lazy("Take back"),
        act=gettext_lazy("Take back %s"),
        will=gettext_lazy("The badge is at the desk again."),
        done=gettext_lazy("Taken back"),
        decide=one_by_one(handovers.take_back, "badge"),
        needs=HANDING_OUT,
        is_legal=lambda badge: is_shared(badge) and is_outside(badge),
    ),
    Decision(
        value="bound",
        words=gettext_lazy("Give to a delegate"),
        act=gettext_lazy("Give %s to a delegate"),
        will=gettext_lazy(
            "The badge is the delegate's from now on. It cannot be given to another."
        ),
        done=gettext_lazy("Given"),
        decide=bind,
        needs=HANDING_OUT,
        form=BindingForm,
        is_legal=lambda badge: is_blank(badge) and badge.delegate_id is None and is_live(badge),
    ),
    Decision(
        value="ended",
        words=gettext_lazy("End without replacing"),
        act=gettext_lazy("End %s"),
        will=gettext_lazy("The badge is not valid from now on."),
        done=gettext_lazy("Ended"),
        decide=end,
        needs=HANDING_OUT,
        form=EndingForm,
        is_legal=is_live,
        follows=opens_nothing,
    ),
]
